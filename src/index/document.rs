//! An article analyzed and ready to be put into a segment.

use std::iter::Empty;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

use super::articles::{Marker, Record};
use super::budget::Permit;
use super::name::NameTerm;
use super::schema::{Fields, TextField};
use super::terms::ArticleWords;
use crate::analysis::{Analyzer, Token};
use crate::lang::Lang;
use demarche_formats::Article;

/// One value of a field.
#[derive(Debug)]
pub(crate) enum FieldValue {
    Text(String),
    Number(u64),
    Signed(i64),
}

/// One article, and its share of the bytes in flight. To tantivy it is a document of the fields
/// whose values are taken whole.
pub(crate) struct IndexDocument {
    pub(super) lang: Lang,
    pub(super) words: ArticleWords,
    pub(super) values: Vec<(Field, FieldValue)>,
    /// What the segment keeps to show the article.
    pub(super) record: Record,
    /// Held until the document is in a segment and dropped.
    permit: Option<Permit>,
}

impl<'a> Value<'a> for &'a FieldValue {
    type ArrayIter = Empty<Self>;
    type ObjectIter = Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Number(number) => ReferenceValueLeaf::U64(*number),
            FieldValue::Signed(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}

impl Document for IndexDocument {
    type Value<'a> = &'a FieldValue;
    type FieldsValuesIter<'a> = std::iter::Map<
        std::slice::Iter<'a, (Field, FieldValue)>,
        fn(&'a (Field, FieldValue)) -> (Field, &'a FieldValue),
    >;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.values.iter().map(|(field, value)| (*field, value))
    }
}

impl IndexDocument {
    /// Analyzes `article`, whose pieces are `record` and whose hash is `hash`.
    pub(crate) fn new(
        fields: &Fields,
        article: &Article,
        mut record: Record,
        hash: u64,
        analyzer: &mut Analyzer,
    ) -> Self {
        let lang = analyzer.lang();
        let mut marker = Marker::default();
        let mut names = Vec::new();
        let mut name = NameTerm::new(lang);
        let words = words_of(article, analyzer, |field, text, word| match word {
            Some((token, position)) => {
                if matches!(field, TextField::Title | TextField::Aliases) {
                    name.push(token.exact);
                }
                if field == TextField::Body {
                    marker.word(text, token.start, position);
                }
            }
            None => {
                names.extend(std::mem::replace(&mut name, NameTerm::new(lang)).finish());
                if field == TextField::Body {
                    marker.end_part(text);
                }
            }
        });
        let mut values = vec![
            (fields.id, FieldValue::Text(article.id.clone())),
            (fields.lang, FieldValue::Number(lang.number().into())),
            (fields.hash, FieldValue::Number(hash)),
        ];
        values.extend(
            article.date.as_deref().and_then(days).map(|d| (fields.date, FieldValue::Signed(d))),
        );
        for category in &article.categories {
            values.push((fields.category, FieldValue::Text(category.clone())));
        }
        names.sort_unstable();
        names.dedup();
        values.extend(names.into_iter().map(|name| (fields.name, FieldValue::Text(name))));
        for lang in article.translations.keys().filter_map(|code| Lang::from_tag(code)) {
            values.push((fields.translation, FieldValue::Number(lang.number().into())));
        }
        record.set_marks(marker);
        Self { lang, words, values, record, permit: None }
    }

    /// Gives the article another id; its hash with that.
    pub(crate) fn rename(&mut self, fields: &Fields, id: &str) -> u64 {
        self.record.set_id(id);
        let hash = self.record.hash();
        for (field, value) in &mut self.values {
            if *field == fields.id {
                *value = FieldValue::Text(id.to_owned());
            } else if *field == fields.hash {
                *value = FieldValue::Number(hash);
            }
        }
        hash
    }

    /// Bytes that the document holds.
    pub(crate) fn bytes(&self) -> usize {
        let value_bytes = |(_, value): &(Field, FieldValue)| match value {
            FieldValue::Text(text) => text.capacity() + 40,
            _ => 40,
        };
        self.words.bytes()
            + self.record.bytes()
            + self.values.iter().map(value_bytes).sum::<usize>()
    }

    /// Takes the document's bytes out of `budget` until it is dropped; waits while there is none.
    pub(crate) fn charge(&mut self, budget: &Arc<super::budget::Budget>) {
        self.permit = Some(Permit::take(budget, self.bytes()));
    }
}

/// Analyzes all fields of `article`. Calls `each` with every word and its position in the field, and
/// with none at the end of every value.
pub(crate) fn words_of<'a>(
    article: &'a Article,
    analyzer: &mut Analyzer,
    mut each: impl FnMut(TextField, &'a str, Option<(&Token<'_>, u32)>),
) -> ArticleWords {
    analyzer.begin_article();
    let mut words = ArticleWords::of_analyzer(analyzer.id());
    for field in TextField::ALL {
        for_each_value(article, field, |text| {
            words.gap();
            let mut next = 0;
            analyzer.analyze_numbered(text, |token, distinct| {
                // Words that gave no token still count as steps.
                for _ in next..token.position {
                    words.skip();
                }
                next = token.position + 1;
                let position = words.push(distinct, token.exact, token.term);
                each(field, text, Some((&token, position)));
            });
            each(field, text, None);
        });
        words.end_field(field);
    }
    words
}

/// Days from 1970 to `date`, a day, a month or a year of ISO 8601.
pub(crate) fn days(date: &str) -> Option<i64> {
    let full = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    let day: jiff::civil::Date = full.parse().ok()?;
    let since = day.since(jiff::civil::date(1970, 1, 1)).ok()?;
    Some(i64::from(since.get_days()))
}

/// Calls `each` with every text of `field`.
pub(super) fn for_each_value<'a>(
    article: &'a Article,
    field: TextField,
    mut each: impl FnMut(&'a str),
) {
    let list = |texts: &'a [String], each: &mut dyn FnMut(&'a str)| {
        texts.iter().for_each(|text| each(text));
    };
    match field {
        TextField::Title => each(&article.title),
        TextField::Aliases => list(&article.aliases, &mut each),
        TextField::Definition => each(&article.definition),
        TextField::Headings => article.sections.iter().for_each(|s| each(&s.heading)),
        TextField::Keywords => {
            list(&article.keywords, &mut each);
            list(&article.categories, &mut each);
        }
        TextField::Body => article.parts().for_each(|(_, text)| each(text)),
        TextField::References => {
            list(&article.references, &mut each);
            list(&article.links, &mut each);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_1970() {
        assert_eq!(days("1970-01-02"), Some(1));
        assert_eq!(days("1969-12"), Some(-31));
        assert_eq!(days("1654"), Some(-115_416));
        assert_eq!(days("soon"), None);
    }
}
