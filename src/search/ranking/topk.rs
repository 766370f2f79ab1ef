//! The best documents of one segment, without scoring the hopeless ones.
//!
//! MaxScore (Turtle and Flood, 1995): words are ordered by the highest score that they can give.
//! As soon as the k best documents are known, words that together can't lift a document above the
//! worst of them are only looked up for documents that another word has brought up.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::{DocId, TERMINATED};

use super::clause::Clause;
use super::word_scorer::WordScorer;
use crate::search::segment::Segment;

/// The ids of a segment's articles.
pub(super) trait Ids {
    /// The bytes of an article's id, which sort as ids do.
    fn id_bytes(&self, doc: DocId) -> &[u8];
}

impl Ids for Segment {
    fn id_bytes(&self, doc: DocId) -> &[u8] {
        self.articles.id_bytes(doc).unwrap_or_default()
    }
}

/// A document with its score. Ties go by the article's id, which is read for them alone.
#[derive(Clone, Copy)]
pub(super) struct Scored<'a> {
    pub(super) score: f32,
    pub(super) doc: DocId,
    pub(super) ids: &'a dyn Ids,
}

impl PartialEq for Scored<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Scored<'_> {}

impl PartialOrd for Scored<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scored<'_> {
    /// The worse is the greater, so that a heap has the worst on top.
    fn cmp(&self, other: &Self) -> Ordering {
        let id = |scored: &Self| scored.ids.id_bytes(scored.doc);
        other.score.total_cmp(&self.score).then_with(|| id(self).cmp(id(other)))
    }
}

/// Keeps the `k` best.
pub(super) struct Best<'a> {
    heap: BinaryHeap<Scored<'a>>,
    k: usize,
    wanted: Option<Wanted>,
}

/// What is known of the first places of a ranking in which scores may still rise.
struct Wanted {
    /// The highest scores so far, the lowest of them on top.
    scores: BinaryHeap<Reverse<Score>>,
    places: usize,
    rise: f32,
}

/// A score in its order.
#[derive(PartialEq)]
struct Score(f32);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl<'a> Best<'a> {
    /// Room for `k`.
    pub(crate) fn new(k: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(k.min(1 << 12) + 1), k, wanted: None }
    }

    /// Room for `k`, of whose scores each may rise by `rise` at most before the first `places` are
    /// taken: what can't come that far then need not be kept.
    pub(crate) fn rising(k: usize, places: usize, rise: f32) -> Self {
        let scores = BinaryHeap::with_capacity(places.min(1 << 12) + 1);
        let wanted = (0 < places && places < k).then_some(Wanted { scores, places, rise });
        Self { wanted, ..Self::new(k) }
    }

    /// The score that a document must reach to come in (at equal score, ids decide).
    pub(crate) fn threshold(&self) -> f32 {
        let of_all = match self.heap.peek() {
            Some(worst) if self.heap.len() >= self.k => worst.score,
            _ => f32::NEG_INFINITY,
        };
        self.wanted.as_ref().map_or(of_all, |wanted| of_all.max(wanted.threshold()))
    }

    /// Takes `scored` in if it is among the best.
    pub(crate) fn push(&mut self, scored: Scored<'a>) {
        if self.k == 0 {
            return;
        }
        if let Some(wanted) = &mut self.wanted {
            wanted.push(scored.score);
        }
        if self.heap.len() < self.k {
            self.heap.push(scored);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && scored < *worst
        {
            *worst = scored;
        }
    }

    /// The best, best first.
    pub(crate) fn into_sorted(self) -> Vec<Scored<'a>> {
        self.heap.into_sorted_vec()
    }
}

impl Wanted {
    /// What a document must reach to come among the first places by rising.
    fn threshold(&self) -> f32 {
        match self.scores.peek() {
            Some(Reverse(lowest)) if self.scores.len() >= self.places => {
                (lowest.0 - self.rise) / SLACK
            }
            _ => f32::NEG_INFINITY,
        }
    }

    fn push(&mut self, score: f32) {
        if self.scores.len() < self.places {
            self.scores.push(Reverse(Score(score)));
        } else if let Some(mut lowest) = self.scores.peek_mut()
            && lowest.0.0 < score
        {
            *lowest = Reverse(Score(score));
        }
    }
}

/// Rounding errors of adding up in another order stay far below this share of a score.
const SLACK: f32 = 1.0 + 1e-5;

/// Scores every document that has at least one of `words` and may be among the best.
///
/// `allowed` is asked before a document is scored. A document's score is added up in the order of `words` whatever order pruning took, so that it is the same
/// to the last bit on every run.
pub(super) fn any_of<'a>(
    words: &mut [WordScorer],
    best: &mut Best<'a>,
    mut allowed: impl FnMut(DocId) -> bool,
    ids: &'a dyn Ids,
) {
    // By highest score, lowest first; `reach[i]` is what words up to the i-th can give together.
    let mut order: Vec<usize> = (0..words.len()).collect();
    let max_score =
        |words: &[WordScorer], i: usize| words.get(i).map_or(0.0, |word| word.max_score);
    // Words that only rank come first: they are never asked for a document.
    let finds = |words: &[WordScorer], i: usize| words.get(i).is_some_and(|word| !word.only_ranks);
    order.sort_by(|a, b| {
        let finding = finds(words, *a).cmp(&finds(words, *b));
        finding.then(max_score(words, *a).total_cmp(&max_score(words, *b)))
    });
    let mut reach = Vec::with_capacity(order.len());
    let mut sum = 0.0;
    for i in &order {
        sum += max_score(words, *i);
        reach.push(sum * SLACK);
    }
    let mut parts = vec![0.0_f32; words.len()];
    // Words before `first` in `order` can't bring up a document on their own any more.
    let mut first = order.iter().take_while(|i| !finds(words, **i)).count();
    loop {
        let threshold = best.threshold();
        while reach.get(first).is_some_and(|r| *r < threshold) {
            first += 1;
        }
        let Some(essential) = order.get(first..) else { return };
        let doc = essential
            .iter()
            .filter_map(|i| words.get(*i))
            .map(WordScorer::doc)
            .min()
            .unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return;
        }
        let keep = allowed(doc);
        let mut about = 0.0;
        parts.fill(0.0);
        for i in essential {
            let (Some(word), Some(part)) = (words.get_mut(*i), parts.get_mut(*i)) else {
                continue;
            };
            if word.doc() == doc {
                if keep {
                    *part = word.take();
                    about += *part;
                } else {
                    word.advance();
                }
            }
        }
        if !keep {
            continue;
        }
        let mut hopeless = false;
        for at in (0..first).rev() {
            if about + reach.get(at).copied().unwrap_or(0.0) < threshold {
                hopeless = true;
                break;
            }
            let Some(i) = order.get(at) else { continue };
            let (Some(word), Some(part)) = (words.get_mut(*i), parts.get_mut(*i)) else {
                continue;
            };
            word.seek(doc);
            if word.doc() == doc {
                *part = word.score();
                about += *part;
            }
        }
        if !hopeless {
            let score: f32 = parts.iter().sum();
            if score >= threshold {
                best.push(Scored { score, doc, ids });
            }
        }
    }
}

/// The score of one document; documents must ascend from call to call.
pub(super) fn score_of(words: &mut [WordScorer], doc: DocId) -> f32 {
    let score = |word: &mut WordScorer| {
        word.seek(doc);
        if word.doc() == doc { word.score() } else { 0.0 }
    };
    words.iter_mut().map(score).sum()
}

/// Calls `each` with every document that matches `clause` and its score.
pub(super) fn all_of(
    clause: &mut dyn Clause,
    allowed: impl Fn(DocId) -> bool,
    mut each: impl FnMut(DocId, f32),
) {
    while clause.doc() != TERMINATED {
        let doc = clause.doc();
        if allowed(doc) {
            each(doc, clause.score());
        }
        clause.advance();
    }
}

/// Calls `each` with every document that has at least one of `words` that find, and its score.
pub(super) fn all_with_any(
    words: &mut [WordScorer],
    allowed: impl Fn(DocId) -> bool,
    mut each: impl FnMut(DocId, f32),
) {
    loop {
        let finding = words.iter().filter(|word| !word.only_ranks);
        let doc = finding.map(WordScorer::doc).min().unwrap_or(TERMINATED);
        if doc == TERMINATED {
            return;
        }
        let allowed = allowed(doc);
        let mut score = 0.0;
        for word in words.iter_mut() {
            word.seek(doc);
            if word.doc() == doc {
                if allowed {
                    score += word.take();
                } else {
                    word.advance();
                }
            }
        }
        if allowed {
            each(doc, score);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stay_and_ties_go_by_id() {
        struct Letters(&'static [u8]);
        impl Ids for Letters {
            fn id_bytes(&self, doc: DocId) -> &[u8] {
                &self.0[doc as usize..=doc as usize]
            }
        }
        let ids = Letters(b"eicda");
        let mut best = Best::new(2);
        for (score, doc) in [1.0, 2.0, 2.0, 2.0, 0.5].into_iter().zip(0..) {
            best.push(Scored { score, doc, ids: &ids });
        }
        assert_eq!(best.threshold(), 2.0);
        assert_eq!(best.into_sorted().iter().map(|s| s.doc).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn what_may_rise_into_the_first_places_is_kept() {
        struct None;
        impl Ids for None {
            fn id_bytes(&self, _: DocId) -> &[u8] {
                b""
            }
        }
        let mut best = Best::rising(5, 2, 1.0);
        let mut kept = Vec::new();
        for (score, doc) in [3.0, 1.5, 5.0, 1.5, 4.0, 2.9, 3.5].into_iter().zip(0..) {
            if score >= best.threshold() {
                best.push(Scored { score, doc, ids: &None });
                kept.push(doc);
            }
        }
        // The second best was 3 when the second 1.5 came, and 4 when 2.9 came.
        assert_eq!(kept, [0, 1, 2, 4, 6]);
        assert_eq!(Best::rising(2, 2, 1.0).threshold(), f32::NEG_INFINITY);
    }
}
