//! Translations of one article under the one that ranks first.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::rank::Ranked;
use crate::error::Result;
use crate::lang::Lang;
use crate::search::commit::Commit;

/// A translation of a hit that was found as well.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupedHit {
    /// Its id.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// Its own score.
    pub score: f32,
}

/// A document of a ranking with its translations that rank behind it.
pub(crate) struct TranslationGroup {
    pub(crate) first: Ranked,
    pub(crate) others: Vec<GroupedHit>,
}

impl TranslationGroup {
    /// A document alone.
    pub(crate) fn alone(first: Ranked) -> Self {
        Self { first, others: Vec::new() }
    }
}

/// Groups a ranking. A document joins the first group whose leader names it as its
/// translation, by id or title, or is named by it. Costs the reading of each document's head.
pub(crate) fn grouped(commit: &Commit, ranked: Vec<Ranked>) -> Result<Vec<TranslationGroup>> {
    let mut groups: Vec<TranslationGroup> = Vec::new();
    // What leaders are called, and what they call their translations, to their groups.
    let mut called: FxHashMap<(String, String), usize> = FxHashMap::default();
    let mut named: FxHashMap<(String, String), usize> = FxHashMap::default();
    for ranked in ranked {
        let (Some(segment), doc) = (commit.segment(ranked.doc), ranked.doc.doc_id) else {
            continue;
        };
        let head = segment.articles.head(doc).map_err(|e| commit.failed(e.into()))?;
        let lang = segment.lang(doc);
        let names = [ranked.place.id.clone(), head.title];
        let names = names.map(|name| (lang.code().to_owned(), name));
        let own = names.iter().find_map(|name| named.get(name));
        let of = head.translations.iter().map(|(lang, name)| (lang.clone(), name.clone()));
        let translations: Vec<_> = of.filter(|(_, name)| !name.is_empty()).collect();
        let theirs = translations.iter().find_map(|name| called.get(name));
        match own.or(theirs).and_then(|at| groups.get_mut(*at)) {
            Some(group) => group.others.push(GroupedHit {
                id: ranked.place.id,
                lang,
                score: ranked.place.score,
            }),
            None => {
                let at = groups.len();
                called.extend(names.into_iter().map(|name| (name, at)));
                named.extend(translations.into_iter().map(|name| (name, at)));
                groups.push(TranslationGroup::alone(ranked));
            }
        }
    }
    Ok(groups)
}
