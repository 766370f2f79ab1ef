//! The numbers of the ranking formula.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::index::TextField;
use crate::limits::MAX_RESCORED;

/// Field weights that make sense.
const BOOSTS: RangeInclusive<f32> = 0.0..=1000.0;

/// Shares, and how much a length counts.
const SHARES: RangeInclusive<f32> = 0.0..=1.0;

/// Parameters of BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
/// Beyond", 2009): a word's frequencies in all fields are weighted, normalized by each field's
/// length, added up, and saturated once.
///
/// As JSON it is an object of its fields, `boosts` and `b` being objects by
/// [`TextField::name`]. On reading, what is absent keeps its default; an unknown key or a number
/// out of its range is an error that names the key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
#[non_exhaustive]
pub struct Bm25f {
    /// Saturation: the frequency at which half of a word's highest score is reached.
    pub k1: f32,
    /// How much rarer words outweigh others: the power of their inverse document frequency. 1 is
    /// BM25's own, 2 that of the cosine of two tf-idf vectors, each of which has it once.
    pub idf_power: f32,
    /// Weight of a word's frequency in each field.
    pub boosts: BTreeMap<TextField, f32>,
    /// How much each field's length counts, 0 to 1.
    pub b: BTreeMap<TextField, f32>,
    /// Weight of the exact form's frequency, wherever it stands, added to that of the term.
    pub exact_boost: f32,
    /// How much the article's length counts for the exact form.
    pub exact_b: f32,
    /// Weight of proximity: what words of the query that stand next to each other can add, as a
    /// share of their scores.
    pub proximity: f32,
    /// The best articles by words alone that proximity is looked at in.
    pub rescored: usize,
    /// Weight of words that share most of a word's stem; 0 to look for none.
    pub related: f32,
    /// Weight of function words in a query that has other words too, where they rank but find
    /// nothing; at 0 they are left out.
    pub stop_word_weight: f32,
}

impl Default for Bm25f {
    fn default() -> Self {
        use TextField::{Aliases, Body, Definition, Headings, Keywords, References, Title};
        Self {
            k1: 2.0,
            idf_power: 1.4,
            boosts: BTreeMap::from([
                (Title, 8.0),
                (Aliases, 6.0),
                (Definition, 1.0),
                (Headings, 1.5),
                (Keywords, 1.5),
                (Body, 1.0),
                (References, 0.3),
            ]),
            b: BTreeMap::from([
                (Title, 0.5),
                (Aliases, 0.3),
                (Definition, 0.5),
                (Headings, 0.5),
                (Keywords, 0.5),
                (Body, 0.85),
                (References, 0.75),
            ]),
            exact_boost: 0.3,
            exact_b: 0.85,
            proximity: 0.2,
            rescored: 100,
            related: 0.15,
            stop_word_weight: 0.3,
        }
    }
}

impl Bm25f {
    /// The weight of `field`.
    pub(crate) fn boost(&self, field: TextField) -> f32 {
        self.boosts.get(&field).copied().unwrap_or(0.0)
    }

    /// How much the length of `field` counts.
    pub(crate) fn b(&self, field: TextField) -> f32 {
        self.b.get(&field).copied().unwrap_or(0.75)
    }
}

/// [`Bm25f`] as it is written: what is absent is not named.
#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    k1: f32,
    idf_power: f32,
    boosts: BTreeMap<String, f32>,
    b: BTreeMap<String, f32>,
    exact_boost: f32,
    exact_b: f32,
    #[serde(alias = "closeness")]
    proximity: f32,
    rescored: usize,
    related: f32,
    stop_word_weight: f32,
}

impl Default for Written {
    fn default() -> Self {
        let absent = BTreeMap::new();
        Self { boosts: absent.clone(), b: absent, ..Bm25f::default().into() }
    }
}

impl From<Bm25f> for Written {
    fn from(params: Bm25f) -> Self {
        let by_name = |fields: BTreeMap<TextField, f32>| {
            fields.into_iter().map(|(field, x)| (field.name().to_owned(), x)).collect()
        };
        Self {
            k1: params.k1,
            idf_power: params.idf_power,
            boosts: by_name(params.boosts),
            b: by_name(params.b),
            exact_boost: params.exact_boost,
            exact_b: params.exact_b,
            proximity: params.proximity,
            rescored: params.rescored,
            related: params.related,
            stop_word_weight: params.stop_word_weight,
        }
    }
}

impl TryFrom<Written> for Bm25f {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let mut params = Self {
            k1: within("k1", written.k1, &(0.01..=100.0))?,
            idf_power: within("idf_power", written.idf_power, &(0.0..=4.0))?,
            exact_boost: within("exact_boost", written.exact_boost, &BOOSTS)?,
            exact_b: within("exact_b", written.exact_b, &SHARES)?,
            proximity: within("proximity", written.proximity, &(0.0..=100.0))?,
            related: within("related", written.related, &SHARES)?,
            stop_word_weight: within("stop_word_weight", written.stop_word_weight, &SHARES)?,
            rescored: written.rescored,
            ..Self::default()
        };
        if params.rescored > MAX_RESCORED {
            let found = params.rescored;
            return Err(format!("rescored: expected 0 to {MAX_RESCORED}, found {found}"));
        }
        set_fields("boosts", written.boosts, &BOOSTS, &mut params.boosts)?;
        set_fields("b", written.b, &SHARES, &mut params.b)?;
        Ok(params)
    }
}

/// Takes over the fields that `written` names.
fn set_fields(
    key: &str,
    written: BTreeMap<String, f32>,
    range: &RangeInclusive<f32>,
    fields: &mut BTreeMap<TextField, f32>,
) -> Result<(), String> {
    for (name, x) in written {
        let Some(field) = TextField::from_name(&name) else {
            let names = TextField::ALL.map(TextField::name).join(", ");
            return Err(format!("{key}.{name}: unknown field, expected one of {names}"));
        };
        fields.insert(field, within(&format!("{key}.{name}"), x, range)?);
    }
    Ok(())
}

fn within(key: &str, x: f32, range: &RangeInclusive<f32>) -> Result<f32, String> {
    if range.contains(&x) {
        return Ok(x);
    }
    Err(format!("{key}: expected a number from {} to {}, found {x}", range.start(), range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(json: &str) -> String {
        serde_json::from_str::<Bm25f>(json).unwrap_err().to_string()
    }

    #[test]
    fn written_and_read_it_is_the_same() {
        let mut params = Bm25f { k1: 1.25, rescored: 7, ..Bm25f::default() };
        params.boosts.insert(TextField::Title, 3.5);
        let json = serde_json::to_string(&params).unwrap();
        assert_eq!(serde_json::from_str::<Bm25f>(&json).unwrap(), params);
    }

    #[test]
    fn what_is_absent_keeps_its_default() {
        let read: Bm25f = serde_json::from_str(r#"{"b":{"body":0.25},"related":0}"#).unwrap();
        let mut expected = Bm25f { related: 0.0, ..Bm25f::default() };
        expected.b.insert(TextField::Body, 0.25);
        assert_eq!(read, expected);
        assert_eq!(serde_json::from_str::<Bm25f>("{}").unwrap(), Bm25f::default());
    }

    #[test]
    fn errors_name_the_key() {
        for (json, expected) in [
            (r#"{"k2":1}"#, "unknown field `k2`, expected one of `k1`"),
            (r#"{"k1":-1}"#, "k1: expected a number from 0.01 to 100, found -1"),
            (r#"{"b":{"body":1.5}}"#, "b.body: expected a number from 0 to 1, found 1.5"),
            (r#"{"boosts":{"titel":1}}"#, "boosts.titel: unknown field, expected one of title,"),
            (r#"{"boosts":{"title":1e9}}"#, "boosts.title: expected a number from 0 to 1000"),
            (r#"{"rescored":99999}"#, "rescored: expected 0 to 10000, found 99999"),
        ] {
            assert!(error(json).contains(expected), "{json}: {}", error(json));
        }
    }
}
