//! What the dictionaries of one commit said lately, of words and of terms. Most queries are made of
//! words that others asked for before, one search asks for a term up to four times, and walking a
//! dictionary costs more than scoring what a word finds.

use std::hash::Hash;

use quick_cache::Equivalent;
use quick_cache::sync::Cache;

/// Words that are kept, of all parts together; the table grows as they come. With their forms, 8 MB.
const MAX_WORDS: usize = 32_768;

/// Longer ones are not kept: no words of a language, and a query may have one of 8 KB.
const MAX_WORD_BYTES: usize = 64;

/// Answers by word, apart for each language or field.
pub(crate) struct Recent<P, V> {
    words: Cache<Key<P>, V>,
}

/// A word of a part.
#[derive(PartialEq, Eq, Hash)]
struct Key<P>(P, Box<[u8]>);

/// The same, to look it up by.
#[derive(Hash)]
struct KeyRef<'a, P>(P, &'a [u8]);

impl<P: PartialEq> Equivalent<Key<P>> for KeyRef<'_, P> {
    fn equivalent(&self, key: &Key<P>) -> bool {
        self.0 == key.0 && *self.1 == *key.1
    }
}

impl<P: Copy + Eq + Hash, V: Clone> Default for Recent<P, V> {
    fn default() -> Self {
        Self { words: Cache::new(MAX_WORDS) }
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
        if let Some(known) = self.words.get(&KeyRef(part, word)) {
            return Ok(known);
        }
        let found = find()?;
        self.words.insert(Key(part, word.into()), found.clone());
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
            assert!(recent.words.len() <= MAX_WORDS);
        }
    }
}
