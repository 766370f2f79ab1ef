//! Terms as the dictionary of one segment has them. One search asks for a term up to four times (its
//! frequency, postings, places), the next one often again, and a walk through the dictionary costs
//! several times as much as a look-up here.

use std::io;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, Term};

/// Terms of a field that are kept; when there are more, all go. With their keys half a MB.
const MAX_TERMS: usize = 4_096;

/// Longer ones are not kept: a query may have words of 8 KB.
const MAX_TERM_BYTES: usize = 64;

type Known = FxHashMap<Box<[u8]>, Option<TermInfo>>;

/// What was found of terms lately; `None` of those that are not in the segment.
#[derive(Default)]
pub(super) struct Terms {
    fields: Mutex<FxHashMap<Field, Known>>,
}

impl Terms {
    /// What is known of `term`, or else what `find` says.
    pub(super) fn info(
        &self,
        term: &Term,
        find: impl FnOnce() -> io::Result<Option<TermInfo>>,
    ) -> io::Result<Option<TermInfo>> {
        let bytes = term.serialized_value_bytes();
        if bytes.len() > MAX_TERM_BYTES {
            return find();
        }
        let fields = || self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(info) = fields().get(&term.field()).and_then(|known| known.get(bytes)) {
            return Ok(info.clone());
        }
        // Not under the lock: other terms need not wait.
        let found = find()?;
        let mut fields = fields();
        let known = fields.entry(term.field()).or_default();
        if known.len() >= MAX_TERMS {
            known.clear();
        }
        known.insert(bytes.into(), found.clone());
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Terms {
        fn kept(&self) -> usize {
            self.fields.lock().unwrap().values().map(Known::len).sum()
        }
    }

    fn term(field: u32, text: &str) -> Term {
        Term::from_field_text(Field::from_field_id(field), text)
    }

    #[test]
    fn a_term_is_looked_up_once_and_errors_are_not_kept() {
        let terms = Terms::default();
        let info = |doc_freq| TermInfo { doc_freq, postings_range: 0..9, positions_range: 0..0 };
        let ask = |term: &Term, answer: io::Result<Option<TermInfo>>| terms.info(term, || answer);
        let (envoy, other) = (term(1, "envoy"), term(2, "envoy"));
        assert!(ask(&envoy, Err(io::Error::other("damaged"))).is_err());
        assert_eq!(ask(&envoy, Ok(Some(info(3)))).unwrap(), Some(info(3)));
        assert_eq!(ask(&envoy, Ok(None)).unwrap(), Some(info(3)));
        assert_eq!(ask(&other, Ok(None)).unwrap(), None);
        assert_eq!(ask(&other, Ok(Some(info(4)))).unwrap(), None);
    }

    #[test]
    fn memory_is_bounded() {
        let terms = Terms::default();
        for number in 0..MAX_TERMS * 2 + 1 {
            terms.info(&term(1, &number.to_string()), || Ok(None)).unwrap();
            assert!(terms.kept() <= MAX_TERMS);
        }
        let long = term(1, &"ю".repeat(MAX_TERM_BYTES / 2 + 1));
        let before = terms.kept();
        terms.info(&long, || Ok(None)).unwrap();
        assert_eq!(terms.kept(), before);
    }
}
