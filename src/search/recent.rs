//! What the dictionaries of one commit said of words that were looked up lately. Most queries are
//! made of words that others asked for before, and walking a dictionary costs more than scoring
//! what a word finds.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::word::Form;
use crate::lang::Lang;

/// Words of a language that are kept; when there are more, all go. With their forms, 1 MB.
const MAX_WORDS: usize = 4_096;

/// Longer ones are not kept: no words of a language, and a query may have one of 8 KB.
const MAX_WORD_BYTES: usize = 64;

/// Answers by word.
pub(super) struct Recent<V> {
    langs: [Mutex<FxHashMap<String, V>>; Lang::ALL.len()],
}

impl<V> Default for Recent<V> {
    fn default() -> Self {
        Self { langs: Default::default() }
    }
}

impl<V: Clone> Recent<V> {
    /// What is known of `word`, or else what `find` says.
    pub(super) fn of<E>(
        &self,
        lang: Lang,
        word: &str,
        find: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        let words = self.langs.get(usize::from(lang.number()));
        let Some(words) = words.filter(|_| word.len() <= MAX_WORD_BYTES) else { return find() };
        let words = || words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = words().get(word) {
            return Ok(known.clone());
        }
        // Not under the lock: other words need not wait.
        let found = find()?;
        let mut words = words();
        if words.len() >= MAX_WORDS {
            words.clear();
        }
        words.insert(word.to_owned(), found.clone());
        Ok(found)
    }
}

/// All that is kept of words.
#[derive(Default)]
pub(super) struct RecentWords {
    /// By exact form, what it may stand for if it was typed without its letters.
    pub(super) unmarked: Recent<Arc<[Form]>>,
    /// By exact form, the document frequency of a word that was typed plain, those included.
    pub(super) frequencies: Recent<u64>,
    /// By term, related words, of weight 1.
    pub(super) related: Recent<Arc<[Form]>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_up_once_and_errors_are_not_kept() {
        let recent = Recent::default();
        let mut asked = Vec::new();
        let words = [(Lang::Ru, "посол", 7), (Lang::Uk, "посол", 8), (Lang::Ru, "посол", 9)];
        let answers = words.map(|(lang, word, answer)| {
            recent.of(lang, word, || {
                asked.push(answer);
                Ok::<_, ()>(answer)
            })
        });
        assert_eq!(answers, [Ok(7), Ok(8), Ok(7)]);
        assert_eq!(asked, [7, 8]);
        assert_eq!(recent.of(Lang::En, "envoy", || Err("damaged")), Err("damaged"));
        assert_eq!(recent.of(Lang::En, "envoy", || Ok::<_, ()>(1)), Ok(1));
    }

    #[test]
    fn memory_is_bounded() {
        let recent = Recent::default();
        let long = "ю".repeat(MAX_WORD_BYTES / 2 + 1);
        for answer in [1, 2] {
            assert_eq!(recent.of(Lang::Kk, &long, || Ok::<_, ()>(answer)), Ok(answer));
        }
        for number in 0..MAX_WORDS * 3 {
            assert_eq!(
                recent.of(Lang::Kk, &number.to_string(), || Ok::<_, ()>(number)),
                Ok(number)
            );
            assert!(recent.langs.iter().all(|words| words.lock().unwrap().len() <= MAX_WORDS));
        }
    }
}
