//! The formula over the articles of one language: where words are looked for, and what a frequency
//! there is worth.

use std::sync::Arc;

use tantivy::Term;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use super::params::Bm25f;
use super::segment::stats::{self, LangStats};
use crate::index::{Fields, TextField, prefix};
use crate::lang::Lang;
use crate::matching::Expansion;
use crate::query::FieldName;

/// Where a word is looked for, and what its frequency there is worth.
pub(crate) struct WeightedField {
    pub(crate) field: Field,
    /// The field as queries name it; of [`FieldName::Exact`] the exact form is looked for, not the
    /// term.
    pub(crate) name: FieldName,
    /// Weight over normalized length, by the code of the length.
    pub(crate) worth: Arc<[f32; 256]>,
}

/// What all words of a query in one language share.
pub(crate) struct LangScoring {
    lang: Lang,
    pub(crate) k1: f32,
    pub(crate) idf_power: f32,
    articles: u64,
    places: Vec<WeightedField>,
}

impl LangScoring {
    /// The formula with `params` over the articles of `lang`, counted in `stats`.
    pub(crate) fn new(lang: Lang, fields: &Fields, params: &Bm25f, stats: &LangStats) -> Self {
        let mut places = Vec::new();
        let mut add = |field, length, name, boost: f32, b: f32| {
            if boost > 0.0 {
                let average = stats.average_length(length);
                let worth = std::array::from_fn(|code| {
                    let length =
                        FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX));
                    boost / (1.0 - b + b * length as f32 / average)
                });
                places.push(WeightedField { field, name, worth: Arc::new(worth) });
            }
        };
        for field in TextField::ALL {
            let name = FieldName::Text(field);
            add(fields.text(field), field as usize, name, params.boost(field), params.b(field));
        }
        add(fields.exact, stats::EXACT, FieldName::Exact, params.exact_boost, params.exact_b);
        let (k1, idf_power, articles) = (params.k1, params.idf_power, stats.articles);
        Self { lang, k1, idf_power, articles, places }
    }

    /// Whether no field is left out for a boost of zero.
    pub(crate) fn looks_everywhere(&self) -> bool {
        self.places.len() == TextField::ALL.len() + 1
    }

    /// The places where a word with this field is looked for, with their numbers.
    pub(crate) fn places(
        &self,
        asked: Option<FieldName>,
    ) -> impl Iterator<Item = (usize, &WeightedField)> {
        self.places.iter().enumerate().filter(move |(_, place)| match asked {
            Some(name) => place.name == name,
            None => match place.name {
                FieldName::Exact => true,
                FieldName::Text(field) => TextField::SEARCHED.contains(&field),
            },
        })
    }

    /// The text fields of a phrase with this field, each with its weight over normalized length.
    pub(crate) fn phrase_places(
        &self,
        asked: Option<FieldName>,
    ) -> impl Iterator<Item = (Field, Arc<[f32; 256]>)> {
        // Exact forms have no positions: a phrase of them is one of terms.
        let asked = asked.filter(|name| *name != FieldName::Exact);
        self.places(asked)
            .filter(|(_, place)| place.name != FieldName::Exact)
            .map(|(_, place)| (place.field, Arc::clone(&place.worth)))
    }

    /// The term of `form` in the dictionary of a text field.
    pub(crate) fn term(&self, field: Field, form: &Expansion) -> Term {
        Term::from_field_text(field, &format!("{}{}", prefix(self.lang), form.term))
    }
}

/// Inverse document frequency as in BM25, never below zero.
pub(crate) fn idf(articles: u64, frequency: u64) -> f32 {
    let (n, df) = (articles.max(frequency) as f32, frequency as f32);
    ((n - df + 0.5) / (df + 0.5)).ln_1p()
}

impl LangScoring {
    /// The term of `form` in the dictionary of a place.
    pub(crate) fn lookup_term(&self, place: &WeightedField, form: &Expansion) -> Term {
        let exact = place.name == FieldName::Exact;
        let text = if exact { &form.exact } else { &form.term };
        Term::from_field_text(place.field, &format!("{}{text}", prefix(self.lang)))
    }

    /// The articles of the language.
    pub(crate) fn articles(&self) -> u64 {
        self.articles
    }

    /// What a place is called in explanations.
    pub(crate) fn place_name(&self, place: usize) -> &'static str {
        match self.places.get(place) {
            Some(place) => place.name.name(),
            None => "",
        }
    }
}
