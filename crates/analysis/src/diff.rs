//! Which words join or part between two versions of the rules.
//!
//! A [`Vocabulary`] has the words of a corpus with the terms that one version gave them; [`diff`]
//! compares two of them. Words with one term are a *group*. What terms are called does not matter,
//! only which words share one: a version that renames every term changes nothing.
//!
//! What it will not do: read files, or say which change is for the better.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// The distinct exact forms of a corpus, each with its term and how often it stands there.
///
/// As text, a line for each form, sorted: exact form, tab, term, tab, count. [`FromStr`] reads what
/// [`Display`](fmt::Display) writes; files of parts of a corpus may follow one another, and their
/// counts add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    words: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    term: String,
    count: u64,
}

impl Vocabulary {
    /// Counts `exact` once more. A form keeps the term that it came with first.
    pub fn add(&mut self, exact: &str, term: &str) {
        match self.words.get_mut(exact) {
            Some(entry) => entry.count += 1,
            None => {
                self.words.insert(exact.to_owned(), Entry { term: term.to_owned(), count: 1 });
            }
        }
    }

    /// Number of distinct forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether no form was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds what a line says.
    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let mut columns = line.split('\t');
        let mut column = || columns.next().filter(|column| !column.is_empty());
        let (Some(exact), Some(term), Some(count), None) = (column(), column(), column(), column())
        else {
            return Err("expected word, tab, term, tab, count".to_owned());
        };
        let count: u64 =
            count.parse().map_err(|_| format!("expected a count, found \"{count}\""))?;
        match self.words.get_mut(exact) {
            Some(entry) if entry.term != term => {
                let first = &entry.term;
                return Err(format!(
                    "\"{exact}\" has the term \"{term}\" here and \"{first}\" before: the lines \
                     come from two versions"
                ));
            }
            Some(entry) => entry.count = entry.count.saturating_add(count),
            None => {
                self.words.insert(exact.to_owned(), Entry { term: term.to_owned(), count });
            }
        }
        Ok(())
    }

    fn size(&self) -> Size {
        let mut terms: Vec<&str> = self.words.values().map(|entry| entry.term.as_str()).collect();
        terms.sort_unstable();
        terms.dedup();
        let counts = self.words.values().map(|entry| entry.count);
        Size {
            words: self.words.len(),
            groups: terms.len(),
            count: counts.fold(0, u64::saturating_add),
        }
    }

    /// The forms that `other` lacks.
    fn without(&self, other: &Self) -> Amount {
        let lacking = self.words.iter().filter(|(exact, _)| !other.words.contains_key(*exact));
        lacking.fold(Amount::default(), |amount, (_, entry)| amount.and(1, entry.count))
    }
}

impl fmt::Display for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = self.words.iter();
        words.try_for_each(|(exact, Entry { term, count })| writeln!(f, "{exact}\t{term}\t{count}"))
    }
}

/// A line that is none of a [`Vocabulary`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Number of the line, from 1.
    pub line: usize,
    /// What was expected there.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for BadLine {}

impl FromStr for Vocabulary {
    type Err = BadLine;

    /// Reads lines; empty ones are skipped. Fails at the first that can't be read.
    fn from_str(text: &str) -> Result<Self, BadLine> {
        let mut vocabulary = Self::default();
        for (line, content) in (1..).zip(text.lines()) {
            if !content.is_empty() {
                vocabulary.add_line(content).map_err(|reason| BadLine { line, reason })?;
            }
        }
        Ok(vocabulary)
    }
}

/// How much is in a vocabulary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Distinct exact forms.
    pub words: usize,
    /// Distinct terms.
    pub groups: usize,
    /// Occurrences of all words.
    pub count: u64,
}

/// Some words, and how often they stand in the corpus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Distinct exact forms.
    pub words: usize,
    /// Their occurrences.
    pub count: u64,
}

impl Amount {
    fn and(self, words: usize, count: u64) -> Self {
        Self { words: self.words + words, count: self.count.saturating_add(count) }
    }
}

/// Words that share a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The term.
    pub term: String,
    /// Occurrences of its words.
    pub count: u64,
    /// Its words with their occurrences, most frequent first.
    pub words: Vec<(String, u64)>,
}

/// Groups that became one, or one that came apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The words and occurrences outside the largest part: those that found new company, or left
    /// what they had.
    pub moved: Amount,
    /// The groups by the old rules, most frequent first, of the words of this change only.
    pub before: Vec<Group>,
    /// The groups by the new rules, likewise.
    pub after: Vec<Group>,
}

/// How many changes of one kind there are, and what they move.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// Groups that came together of several, or fell into several.
    pub groups: usize,
    /// Sum of [`Change::moved`].
    pub moved: Amount,
}

/// What differs between two vocabularies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The old vocabulary.
    pub old: Size,
    /// The new vocabulary.
    pub new: Size,
    /// Words of both, which alone are compared, with their occurrences in the new one.
    pub common: Amount,
    /// Words of the old vocabulary that the new one lacks.
    pub only_old: Amount,
    /// Words of the new vocabulary that the old one lacks.
    pub only_new: Amount,
    /// Words of both whose counts differ. On one corpus there are none.
    pub recounted: usize,
    /// All of [`Self::joins`].
    pub joined: Total,
    /// All of [`Self::parts`].
    pub parted: Total,
    /// Words that were apart and are together now, a group of the new rules each; those that move
    /// most occurrences first.
    pub joins: Vec<Change>,
    /// Words that were together and are apart now, a group of the old rules each, in the same
    /// order.
    pub parts: Vec<Change>,
}

/// A word of both vocabularies.
struct Common<'a> {
    exact: &'a str,
    before: &'a str,
    after: &'a str,
    count: u64,
}

/// Compares the groups of two vocabularies of the same corpus.
///
/// Takes time in proportion to the words (with a logarithm) and room for all groups that changed.
/// Words that one side lacks are counted and otherwise left out; where counts differ, the new ones
/// are used.
#[must_use]
pub fn diff(old: &Vocabulary, new: &Vocabulary) -> Diff {
    let mut common = Vec::new();
    let mut recounted = 0;
    for (exact, after) in &new.words {
        let Some(before) = old.words.get(exact) else { continue };
        recounted += usize::from(before.count != after.count);
        common.push(Common { exact, before: &before.term, after: &after.term, count: after.count });
    }
    let joins: Vec<Change> = split(&common, |word| (word.after, word.before))
        .map(|(whole, parts)| change(&parts, parts.clone(), vec![whole]))
        .collect();
    let parts: Vec<Change> = split(&common, |word| (word.before, word.after))
        .map(|(whole, parts)| change(&parts, vec![whole], parts.clone()))
        .collect();
    Diff {
        old: old.size(),
        new: new.size(),
        common: common.iter().fold(Amount::default(), |amount, word| amount.and(1, word.count)),
        only_old: old.without(new),
        only_new: new.without(old),
        recounted,
        joined: total(&joins),
        parted: total(&parts),
        joins: most_moving_first(joins),
        parts: most_moving_first(parts),
    }
}

/// Groups by the first term of `terms` whose words differ in the second, each with its groups by
/// the second, most frequent first.
fn split<'a>(
    words: &'a [Common<'a>],
    terms: impl Fn(&Common<'a>) -> (&'a str, &'a str),
) -> impl Iterator<Item = (Group, Vec<Group>)> {
    let mut wholes: BTreeMap<&str, BTreeMap<&str, Vec<&Common<'_>>>> = BTreeMap::new();
    for word in words {
        let (whole, part) = terms(word);
        wholes.entry(whole).or_default().entry(part).or_default().push(word);
    }
    wholes.into_iter().filter(|(_, parts)| parts.len() > 1).map(|(whole, parts)| {
        let all: Vec<&Common<'_>> = parts.values().flatten().copied().collect();
        let mut parts: Vec<Group> =
            parts.into_iter().map(|(term, words)| group(term, &words)).collect();
        parts.sort_by_key(|group| std::cmp::Reverse(group.count));
        (group(whole, &all), parts)
    })
}

fn group(term: &str, words: &[&Common<'_>]) -> Group {
    let mut words: Vec<(String, u64)> =
        words.iter().map(|word| (word.exact.to_owned(), word.count)).collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let count = words.iter().map(|(_, count)| *count).fold(0, u64::saturating_add);
    Group { term: term.to_owned(), count, words }
}

/// A change whose parts are `parts`, the largest first.
fn change(parts: &[Group], before: Vec<Group>, after: Vec<Group>) -> Change {
    let smaller = parts.iter().skip(1);
    let moved = smaller.fold(Amount::default(), |amount, g| amount.and(g.words.len(), g.count));
    Change { moved, before, after }
}

fn total(changes: &[Change]) -> Total {
    let moved = changes
        .iter()
        .fold(Amount::default(), |amount, c| amount.and(c.moved.words, c.moved.count));
    Total { groups: changes.len(), moved }
}

/// The order that [`Diff`] promises; changes that move the same amount stay sorted by term.
fn most_moving_first(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| std::cmp::Reverse(change.moved.count));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of lines `exact term count`.
    fn vocabulary(lines: &str) -> Vocabulary {
        lines.replace(' ', "\t").parse().unwrap()
    }

    /// Groups as `term=word+word`.
    fn shown(groups: &[Group]) -> String {
        let group = |g: &Group| {
            let words: Vec<&str> = g.words.iter().map(|(word, _)| word.as_str()).collect();
            format!("{}={}", g.term, words.join("+"))
        };
        groups.iter().map(group).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn nothing_changes_but_names() {
        let old = vocabulary("посол пос 5\nпосла пос 3\nугода уго 2");
        let new = vocabulary("посол посол 5\nпосла посол 3\nугода угод 2");
        let diff = diff(&old, &new);
        assert_eq!(diff.old, Size { words: 3, groups: 2, count: 10 });
        assert_eq!(diff.new, diff.old);
        assert_eq!(diff.common, Amount { words: 3, count: 10 });
        assert_eq!((diff.joined, diff.parted), (Total::default(), Total::default()));
        assert!(diff.joins.is_empty() && diff.parts.is_empty());
    }

    #[test]
    fn groups_join() {
        let old = vocabulary("elçi elçi 9\nelçiye elçi 4\nelçinin elçin 6\nelçilik elçilik 1");
        let new = vocabulary("elçi elçi 9\nelçiye elçi 4\nelçinin elçi 6\nelçilik elçi 1");
        let diff = diff(&old, &new);
        let [join] = diff.joins.as_slice() else { panic!("{diff:?}") };
        assert_eq!(shown(&join.before), "elçi=elçi+elçiye elçin=elçinin elçilik=elçilik");
        assert_eq!(shown(&join.after), "elçi=elçi+elçinin+elçiye+elçilik");
        assert_eq!(join.moved, Amount { words: 2, count: 7 });
        assert_eq!(diff.joined, Total { groups: 1, moved: join.moved });
        assert!(diff.parts.is_empty());
    }

    #[test]
    fn groups_part_as_they_join_backward() {
        let old = vocabulary("organ organ 5\norganize organ 3\nplan plan 2\nplane plane 8");
        let new = vocabulary("organ organ 5\norganize organiz 3\nplan plan 2\nplane plan 8");
        let (forward, backward) = (diff(&old, &new), diff(&new, &old));
        assert_eq!(shown(&forward.parts[0].after), "organ=organ organiz=organize");
        assert_eq!(forward.parts[0].moved, Amount { words: 1, count: 3 });
        // The smaller part is what moves, though the larger one took the other's name.
        assert_eq!(forward.joins[0].moved, Amount { words: 1, count: 2 });
        assert_eq!(forward.joined, backward.parted);
        assert_eq!(forward.parts[0].before, backward.joins[0].after);
        assert_eq!(forward.parts[0].after, backward.joins[0].before);
    }

    #[test]
    fn a_word_that_changes_company_parts_and_joins() {
        let old = vocabulary("a x 1\nb x 2\nc y 3\nd y 4");
        let new = vocabulary("a x 1\nb y 2\nc y 3\nd y 4");
        let diff = diff(&old, &new);
        assert_eq!(shown(&diff.joins[0].before), "y=d+c x=b");
        assert_eq!(shown(&diff.parts[0].after), "y=b x=a");
    }

    #[test]
    fn most_moving_first() {
        let old = vocabulary("a a 1\nb b 90\nc c 5\nd d 7");
        let new = vocabulary("a a 1\nb a 90\nc c 5\nd c 7");
        let counts: Vec<u64> = diff(&old, &new).joins.iter().map(|j| j.moved.count).collect();
        assert_eq!(counts, [5, 1]);
    }

    #[test]
    fn words_of_one_side_are_counted_apart() {
        let old = vocabulary("a x 1\nb x 2\nonly x 4");
        let new = vocabulary("a x 1\nb x 3\nfresh x 8\nother y 16");
        let diff = diff(&old, &new);
        assert_eq!(diff.only_old, Amount { words: 1, count: 4 });
        assert_eq!(diff.only_new, Amount { words: 2, count: 24 });
        assert_eq!(diff.common, Amount { words: 2, count: 4 });
        assert_eq!(diff.recounted, 1);
        assert!(diff.joins.is_empty() && diff.parts.is_empty());
    }

    #[test]
    fn lines_come_back_and_add_up() {
        let mut vocabulary = Vocabulary::default();
        for (exact, term) in [("послы", "посол"), ("акт", "акт"), ("послы", "посол")]
        {
            vocabulary.add(exact, term);
        }
        let text = vocabulary.to_string();
        assert_eq!(text, "акт\tакт\t1\nпослы\tпосол\t2\n");
        assert_eq!(text.parse(), Ok(vocabulary));
        let twice: Vocabulary = text.repeat(2).parse().unwrap();
        assert_eq!(twice.to_string(), "акт\tакт\t2\nпослы\tпосол\t4\n");
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line, reason) in [
            ("a\ta\t1\n\nb b 2", 3, "expected word, tab, term, tab, count"),
            ("a\ta\t1\tx", 1, "expected word, tab, term, tab, count"),
            ("\ta\t1", 1, "expected word, tab, term, tab, count"),
            ("a\ta\t-1", 1, "expected a count, found \"-1\""),
            ("a\ta\t1\na\tb\t1", 2, "\"a\" has the term \"b\" here and \"a\" before"),
        ] {
            let bad = text.parse::<Vocabulary>().unwrap_err();
            assert_eq!(bad.line, line, "{text}");
            assert!(bad.reason.starts_with(reason), "{bad}");
        }
    }
}
