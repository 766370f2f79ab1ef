//! Searching one commit of an index: the only place that calls one step after the other.

use std::collections::BTreeMap;

use super::answer::{Answer, Hit};
use super::commit::Commit;
use super::counts::{self, IndexStats};
use super::cursor::Cursor;
use super::hits::hits;
use super::plan::{LangQuery, Plan, plan};
use super::ranking::{self, TranslationGroup, grouped, ranked};
use super::request::SearchRequest;
use crate::error::{Error, ErrorKind, Result};
use crate::index::Index;
use crate::lang::Lang;
use crate::limits::{MAX_HITS, MAX_QUERY_BYTES};
use crate::query::{self, Filters, Node, Note, QueryLimits};
use demarche_formats::Article;

/// Searches one commit of an index; cheap to keep, and shared between threads.
pub struct Searcher {
    commit: Commit,
}

impl Searcher {
    /// Opens the last commit of `index`. Costs a pass over a byte per article and field.
    ///
    /// # Errors
    /// `Corrupt` when files are damaged, `Io` when the system refuses.
    pub fn open(index: &Index) -> Result<Self> {
        let commit = index.opening("opening it for search", || Commit::open(index))?;
        Ok(Self { commit })
    }

    /// The index that is searched.
    pub(crate) fn index(&self) -> &Index {
        self.commit.index()
    }

    /// Number of articles, by language.
    #[must_use]
    pub fn articles(&self) -> BTreeMap<Lang, u64> {
        self.commit.articles()
    }

    /// Counts what the index holds.
    ///
    /// # Errors
    /// `Corrupt` when the list of files can't be read.
    pub fn stats(&self) -> Result<IndexStats> {
        counts::of(&self.commit)
    }

    /// The best hits for `request`, best first; equal scores go by id.
    ///
    /// The query is analyzed once by each language's rules, so its language need not be known.
    ///
    /// # Errors
    /// `User` when the request is outside the limits, `Corrupt` or `Io` when reading fails.
    pub fn search(&self, request: &SearchRequest) -> Result<Vec<Hit>> {
        self.answer(request).map(|answer| answer.hits)
    }

    /// The same with what else was asked for: where the next page starts, and counts.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn answer(&self, request: &SearchRequest) -> Result<Answer> {
        self.index().sound_once_open("searching", || answer(&self.commit, request))
    }

    /// The stored article of `id`.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn article(&self, id: &str) -> Result<Option<Article>> {
        self.index().sound_once_open("reading an article", || self.commit.article(id))
    }

    /// The language of the article of `id`, without reading the article.
    ///
    /// # Errors
    /// `Corrupt` or `Io` when reading fails.
    pub fn lang_of(&self, id: &str) -> Result<Option<Lang>> {
        let Some(doc) = self.commit.find(id)? else { return Ok(None) };
        Ok(self.commit.segment(doc).map(|segment| segment.lang(doc.doc_id)))
    }
}

/// The answer to `request`.
fn answer(commit: &Commit, request: &SearchRequest) -> Result<Answer> {
    check_limits(request)?;
    let mut parsed = query::parse(&request.query, &QueryLimits::default());
    let filters: Vec<Filters> =
        std::iter::once(&parsed.filters).chain(&request.filters).cloned().collect();
    let mut planned = plan(commit, request, &parsed, &filters)?;
    let (mut page, mut next) = page_of(commit, &planned.queries, request, &filters)?;
    if page.is_empty()
        && let Node::Phrase(phrase) = &parsed.tree
        && ranked(commit, &planned.queries, request, &filters, 1)?.is_empty()
    {
        let (start, end) = (phrase.span.start, phrase.span.end);
        let message = "no article has these words in a row: searched as words".to_owned();
        parsed.notes.push(Note { start, end, message });
        parsed.tree = phrase.as_words();
        planned = plan(commit, request, &parsed, &filters)?;
        (page, next) = page_of(commit, &planned.queries, request, &filters)?;
    }
    let Plan { queries, corrected, unknown } = planned;
    let facets = request.facets.then(|| ranking::count(commit, &queries, &filters)).transpose()?;
    let hits = hits(commit, page, &queries, request)?;
    Ok(Answer { hits, next, facets, notes: parsed.notes, corrected, unknown })
}

/// The part of the ranking that was asked for, and where the next one starts.
fn page_of(
    commit: &Commit,
    queries: &[LangQuery],
    request: &SearchRequest,
    filters: &[Filters],
) -> Result<(Vec<TranslationGroup>, Option<Cursor>)> {
    let seen = request.after.as_ref().map_or(0, |cursor| cursor.seen);
    // One more, which says whether there is a next page.
    let mut depth = seen.saturating_add(request.limit).saturating_add(1);
    if request.group {
        // Translations may stand far behind: as far down as is looked at closely anyway.
        depth = depth.saturating_mul(Lang::ALL.len()).max(request.params.rescored);
        depth = depth.min(MAX_HITS + 1);
    }
    loop {
        let ranking = ranked(commit, queries, request, filters, depth)?;
        let all_found = ranking.len() < depth;
        let mut page = if request.group {
            grouped(commit, ranking)?
        } else {
            ranking.into_iter().map(TranslationGroup::alone).collect()
        };
        if let Some(cursor) = &request.after {
            page.retain(|group| group.first.place.compare(&cursor.place).is_gt());
        }
        // Groups, or articles that came in since the page before, may leave too few.
        if page.len() <= request.limit && !all_found && depth < MAX_HITS {
            depth *= 2;
            continue;
        }
        let more = page.len() > request.limit;
        page.truncate(request.limit);
        let last = page.last().filter(|_| more);
        let next = last
            .map(|group| Cursor { seen: seen + request.limit, place: group.first.place.clone() });
        return Ok((page, next));
    }
}

fn check_limits(request: &SearchRequest) -> Result<()> {
    let seen = request.after.as_ref().map_or(0, |cursor| cursor.seen);
    let hits = request.limit.saturating_add(seen);
    let message = if hits > MAX_HITS {
        let before = if seen > 0 { format!(" behind {seen} others") } else { String::new() };
        let asked = request.limit;
        format!("{asked} hits asked for{before}: expected at most {} in all", MAX_HITS)
    } else if request.query.len() > MAX_QUERY_BYTES {
        let bytes = request.query.len();
        format!("query of {bytes} bytes: expected at most {}", MAX_QUERY_BYTES)
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::User, message))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::index::{IndexOptions, Progress, with_hash_bits};

    /// Indexes articles of an id and a text; how many were new, replaced and unchanged.
    fn add(dir: &Path, articles: &[(&str, &str)]) -> (u64, u64, u64) {
        let line = |(id, text): &(&str, &str)| {
            format!("{{\"id\":\"{id}\",\"lang\":\"en\",\"title\":\"Note\",\"text\":\"{text}\"}}\n")
        };
        let input = dir.join("articles.jsonl");
        std::fs::write(&input, articles.iter().map(line).collect::<String>()).unwrap();
        let index = Index::open_or_create(dir.join("index")).unwrap();
        let (options, progress) = (IndexOptions::default(), Progress::default());
        let input = [input];
        let dry = Index::dry_run(index.dir(), &input, &options, &progress).unwrap();
        let report = index.add(&input, &options, &progress).unwrap();
        assert_eq!(dry.languages, report.languages);
        assert_eq!(report.rejected, 0);
        let counts = &report.languages["en"];
        (counts.added, counts.replaced, counts.unchanged)
    }

    /// The ids that a query finds, sorted.
    fn found(dir: &Path, query: &str) -> Vec<String> {
        let searcher = Searcher::open(&Index::open(dir.join("index")).unwrap()).unwrap();
        let hits = searcher.search(&SearchRequest::new(query)).unwrap();
        let mut ids: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
        ids.sort();
        ids
    }

    /// All that is done to articles, whose hashes of ids have these bits.
    fn all_goes_by_id(bits: u64) {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        with_hash_bits(bits, || {
            let first = [("a", "envoy"), ("b", "consul"), ("c", "envoy")];
            assert_eq!(add(dir, &first), (3, 0, 0));
            assert_eq!((found(dir, "envoy"), found(dir, "consul")), (ids("a c"), ids("b")));
            assert_eq!(add(dir, &first), (0, 0, 3));
            // One replaced, and a new one that is replaced before its segment is written.
            let second = [("b", "legate"), ("d", "nuncio"), ("e", "legate"), ("d", "legate")];
            assert_eq!(add(dir, &second), (2, 2, 0));
            assert_eq!(found(dir, "legate"), ids("b d e"));
            assert_eq!(found(dir, "envoy"), ids("a c"));
            assert_eq!((found(dir, "consul"), found(dir, "nuncio")), (ids(""), ids("")));
            let index = Index::open(dir.join("index")).unwrap();
            let asked = ["a", "x", "d"].map(str::to_owned);
            assert_eq!(index.delete(&asked).unwrap(), ["x"]);
            assert_eq!(found(dir, "envoy OR legate OR consul OR nuncio"), ids("b c e"));
            assert_eq!(add(dir, &[("a", "envoy"), ("c", "envoy")]), (1, 0, 1));
            index.optimize().unwrap();
            assert_eq!(found(dir, "envoy"), ids("a c"));
        });
    }

    fn ids(list: &str) -> Vec<String> {
        list.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn articles_whose_ids_have_one_hash_are_kept_apart() {
        for bits in [u64::MAX, 1, 0] {
            all_goes_by_id(bits);
        }
    }
}
