//! What the dictionaries of one commit said lately, of words and of terms. Most queries are made of
//! words that others asked for before, one search asks for a term up to four times, and walking a
//! dictionary costs more than scoring what a word finds.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// Words of a part that are kept; when there are more, all go. With their forms, 1 MB.
const MAX_WORDS: usize = 4_096;

/// Longer ones are not kept: no words of a language, and a query may have one of 8 KB.
const MAX_WORD_BYTES: usize = 64;

type Words<V> = FxHashMap<Box<[u8]>, V>;

/// Answers by word, apart for each language or field.
pub(crate) struct Recent<P, V> {
    parts: Mutex<FxHashMap<P, Words<V>>>,
}

impl<P, V> Default for Recent<P, V> {
    fn default() -> Self {
        Self { parts: Mutex::default() }
    }
}

impl<P: Copy + Eq + Hash, V: Clone> Recent<P, V> {
    /// What is known of `word`, or else what `find` says.
    pub(crate) fn of<E>(
        &self,
        part: P,
        word: &[u8],
        find: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        if word.len() > MAX_WORD_BYTES {
            return find();
        }
        let parts = || self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = parts().get(&part).and_then(|words| words.get(word)) {
            return Ok(known.clone());
        }
        // Not under the lock: other words need not wait.
        let found = find()?;
        let mut parts = parts();
        let words = parts.entry(part).or_default();
        if words.len() >= MAX_WORDS {
            words.clear();
        }
        words.insert(word.into(), found.clone());
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn a_word_is_looked_up_once_and_errors_are_not_kept() {
        let recent = Recent::default();
        let mut asked = Vec::new();
        let words = [(Lang::Ru, "посол", 7), (Lang::Uk, "посол", 8), (Lang::Ru, "посол", 9)];
        let answers = words.map(|(lang, word, answer)| {
            recent.of(lang, word.as_bytes(), || {
                asked.push(answer);
                Ok::<_, ()>(answer)
            })
        });
        assert_eq!(answers, [Ok(7), Ok(8), Ok(7)]);
        assert_eq!(asked, [7, 8]);
        assert_eq!(recent.of(Lang::En, b"envoy", || Err("damaged")), Err("damaged"));
        assert_eq!(recent.of(Lang::En, b"envoy", || Ok::<_, ()>(1)), Ok(1));
    }

    #[test]
    fn memory_is_bounded() {
        let recent = Recent::default();
        let long = "ю".repeat(MAX_WORD_BYTES / 2 + 1);
        for answer in [1, 2] {
            assert_eq!(recent.of(Lang::Kk, long.as_bytes(), || Ok::<_, ()>(answer)), Ok(answer));
        }
        for number in 0..MAX_WORDS * 3 {
            assert_eq!(
                recent.of(Lang::Kk, number.to_string().as_bytes(), || Ok::<_, ()>(number)),
                Ok(number)
            );
            assert!(recent.parts.lock().unwrap().values().all(|words| words.len() <= MAX_WORDS));
        }
    }
}
