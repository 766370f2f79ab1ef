//! What an answer tells of words that no searched language has as they were typed.

use serde::Serialize;

use super::lang_query::LangQuery;

/// A word that was searched as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Respelling {
    /// The word of the query.
    pub typed: String,
    /// What it was taken to mean: the same keys on another keyboard, the same sounds in another
    /// alphabet, or a word at most two typing mistakes away.
    pub meant: String,
}

/// The words that were searched as others, each with what it was taken to mean in the language
/// where that weighs most; in the order of the query.
pub(super) fn corrected(queries: &[LangQuery]) -> Vec<Respelling> {
    let mut corrected: Vec<(Respelling, f32)> = Vec::new();
    for query in queries {
        for (word, weight) in query.words.iter().zip(query.weights.iter().copied()) {
            let Some(meant) = word.meant.clone().filter(|_| weight > 0.0) else { continue };
            let respelling = Respelling { typed: word.typed.clone(), meant };
            match corrected.iter_mut().find(|(known, _)| known.typed == word.typed) {
                Some(known) if known.1 < weight => *known = (respelling, weight),
                Some(_) => {}
                None => corrected.push((respelling, weight)),
            }
        }
    }
    corrected.into_iter().map(|(respelling, _)| respelling).collect()
}

/// The words that no searched language has, in the order of the query.
pub(super) fn unknown(queries: &[LangQuery]) -> Vec<String> {
    let has = |query: &LangQuery, typed: &str| {
        let mut words = query.words.iter().zip(&query.weights);
        words.any(|(word, weight)| word.typed == typed && *weight > 0.0)
    };
    let mut unknown: Vec<String> = Vec::new();
    for word in queries.iter().flat_map(|query| &query.words) {
        let is_known =
            unknown.contains(&word.typed) || queries.iter().any(|query| has(query, &word.typed));
        if !is_known {
            unknown.push(word.typed.clone());
        }
    }
    unknown
}
