//! Articles whose title or alias is the query, word for word.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::segment::Segment;
use crate::analysis::Analyzer;
use crate::index::{Fields, NameTerm};
use crate::query::Node;

/// The term of articles that are called as `query` says, by the rules of the analyzer's language;
/// `None` where the query is not plain words or one phrase.
pub(super) fn term(query: &Node, analyzer: &mut Analyzer) -> Option<String> {
    let mut name = NameTerm::new(analyzer.lang());
    let mut add = |text: &str| analyzer.analyze(text, |token| name.push(token.exact));
    match query {
        Node::Phrase(phrase) if phrase.field.is_none() && phrase.slop == 0 => add(&phrase.text),
        Node::Word(_) => add(plain_word(query)?),
        Node::Bool(group) => {
            let only_ranks = group.must.is_empty() && group.must_not.is_empty();
            if !only_ranks || (group.boost - 1.0).abs() > f32::EPSILON {
                return None;
            }
            for node in &group.should {
                add(plain_word(node)?);
            }
        }
        _ => return None,
    }
    name.finish()
}

/// The text of a word without operators.
fn plain_word(node: &Node) -> Option<&str> {
    let Node::Word(word) = node else { return None };
    let plain = !word.prefix && word.fuzzy.is_none() && word.field.is_none();
    (plain && (word.boost - 1.0).abs() < f32::EPSILON).then_some(word.text.as_str())
}

/// The articles of `segment` that have the term, in order; deleted ones too.
pub(super) fn docs(segment: &Segment, fields: &Fields, term: &str) -> tantivy::Result<Vec<DocId>> {
    let term = Term::from_field_text(fields.name, term);
    let mut docs = Vec::new();
    if let Some(mut postings) = segment.postings(&term, IndexRecordOption::Basic)? {
        while postings.doc() != TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    Ok(docs)
}
