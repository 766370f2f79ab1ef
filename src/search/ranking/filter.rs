//! What every hit must be besides: languages, dates, categories, translations.

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::Fields;
use crate::matching::{FilterRules, Kind, Subject};
use crate::query::{Filters, Translation};

/// The filters in one segment.
pub(super) struct SegmentFilter {
    rules: FilterRules,
    facts: Facts,
}

/// What they ask of the segment's documents.
struct Facts {
    dates: Option<Column<i64>>,
    translations: Option<Column<u64>>,
    /// Documents with a required category, by bit.
    require_categories: Option<Vec<bool>>,
    exclude_categories: Option<Vec<bool>>,
}

impl SegmentFilter {
    /// `None` when everything passes.
    pub(super) fn open(
        segment: &SegmentReader,
        fields: &Fields,
        filters: &Filters,
    ) -> tantivy::Result<Option<Self>> {
        let rules = FilterRules::of(filters);
        let columns = segment.fast_fields();
        let facts = Facts {
            dates: rules.by_date().then(|| columns.i64("date")).transpose()?,
            translations: rules.by_translation().then(|| columns.u64("translation")).transpose()?,
            require_categories: in_categories(segment, fields, &rules, Kind::Required)?,
            exclude_categories: in_categories(segment, fields, &rules, Kind::Excluded)?,
        };
        let is_asked = facts.dates.is_some()
            || facts.translations.is_some()
            || facts.require_categories.is_some()
            || facts.exclude_categories.is_some();
        Ok(is_asked.then_some(Self { rules, facts }))
    }

    /// Whether `doc` passes.
    pub(super) fn passes(&self, doc: DocId) -> bool {
        self.rules.passes(&Document { facts: &self.facts, doc })
    }
}

struct Document<'a> {
    facts: &'a Facts,
    doc: DocId,
}

impl Subject for Document<'_> {
    fn date(&self) -> Option<i64> {
        self.facts.dates.as_ref().and_then(|dates| dates.first(self.doc))
    }

    fn has_translation(&self, wanted: Translation) -> bool {
        self.facts.translations.as_ref().is_some_and(|langs| match wanted {
            Translation::Any => langs.first(self.doc).is_some(),
            Translation::Into(lang) => {
                langs.values_for_doc(self.doc).any(|number| number == u64::from(lang.number()))
            }
        })
    }

    fn has_category(&self, kind: Kind) -> bool {
        let marked = match kind {
            Kind::Required => &self.facts.require_categories,
            Kind::Excluded => &self.facts.exclude_categories,
        };
        marked.as_ref().is_some_and(|docs| docs.get(self.doc as usize) == Some(&true))
    }
}

/// Marks the documents that have a category of a kind; `None` when none is asked for.
fn in_categories(
    segment: &SegmentReader,
    fields: &Fields,
    rules: &FilterRules,
    kind: Kind,
) -> tantivy::Result<Option<Vec<bool>>> {
    if !rules.by_category(kind) {
        return Ok(None);
    }
    let mut marked = vec![false; segment.max_doc() as usize];
    let inverted = segment.inverted_index(fields.category)?;
    let mut names = inverted.terms().stream()?;
    while names.advance() {
        let written = String::from_utf8_lossy(names.key()).into_owned();
        if !rules.names(kind, &written) {
            continue;
        }
        let term = Term::from_field_text(fields.category, &written);
        if let Some(mut docs) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
            while docs.doc() != TERMINATED {
                if let Some(mark) = marked.get_mut(docs.doc() as usize) {
                    *mark = true;
                }
                docs.advance();
            }
        }
    }
    Ok(Some(marked))
}
