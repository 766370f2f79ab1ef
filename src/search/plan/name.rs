//! The query as a name: articles of which it is the title or an alias come first.

use crate::analysis::Analyzer;
use crate::index::NameTerm;
use crate::query::Node;

/// The term of articles that are called as `query` says, by the rules of the analyzer's language;
/// `None` where the query has operators.
pub(super) fn term(query: &Node, analyzer: &mut Analyzer) -> Option<String> {
    let mut name = NameTerm::new(analyzer.lang());
    let mut add = |text: &str| analyzer.analyze(text, |token| name.push(token.exact));
    match query {
        Node::Bool(group) => {
            let only_ranks = group.must.is_empty() && group.must_not.is_empty();
            if !only_ranks || (group.boost - 1.0).abs() > f32::EPSILON {
                return None;
            }
            for node in &group.should {
                add(plain_text(node)?);
            }
        }
        _ => add(plain_text(query)?),
    }
    name.finish()
}

/// The text of a word or phrase without operators.
fn plain_text(node: &Node) -> Option<&str> {
    let (text, field, boost, is_exact) = match node {
        Node::Word(w) => (&w.text, w.field, w.boost, !w.prefix && w.fuzzy.is_none()),
        Node::Phrase(p) => (&p.text, p.field, p.boost, p.slop == 0),
        _ => return None,
    };
    let plain = is_exact && field.is_none() && (boost - 1.0).abs() < f32::EPSILON;
    plain.then_some(text.as_str())
}
