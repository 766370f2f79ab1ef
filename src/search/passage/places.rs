//! Where words of a query stand in the running text of articles.

use tantivy::DocId;

use super::super::plan::LangQuery;
use super::super::positions::Positions;
use super::super::segment::Segment;
use crate::index::{Fields, TextField};
use crate::query::FieldName;

/// Places in one article that are all looked at, more than most articles have. Of more, only some
/// are: bounds the work on long articles.
const ALL: usize = 256;

/// The first places that are looked at in any case: of a word as it was typed, and of all its other
/// writings together.
const FIRST: usize = 64;

/// Positions read at once where only some are wanted: a block of them.
const STRETCH: usize = 128;

/// A word of the query at a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::search) struct Place {
    pub(super) position: u32,
    /// Number of the query's word.
    pub(super) word: usize,
    pub(super) weight: f32,
}

/// Which places are looked at of a writing that has very many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Depth {
    /// The first, and those at most so many positions from the first of the rarest word.
    Near(u32),
    /// All.
    All,
}

/// Positions of all writings of a query's words in the running text of one segment.
pub(in crate::search) struct BodyPlaces {
    lists: Vec<List>,
    /// Positions with the numbers of their lists, while they are put in order.
    order: Vec<(u32, usize)>,
    found: Vec<Place>,
}

struct List {
    word: usize,
    weight: f32,
    /// Whether it is the word as it was typed, and how many first places are looked at in any case.
    is_typed: bool,
    first: usize,
    positions: Positions,
    /// How often it stands in the article looked at, and where, as far as was looked.
    count: usize,
    places: Vec<u32>,
}

impl BodyPlaces {
    /// Opens the positions of the words that a passage may show.
    pub(in crate::search) fn open(
        segment: &Segment,
        fields: &Fields,
        query: &LangQuery,
    ) -> tantivy::Result<Self> {
        let field = fields.text(TextField::Body);
        let mut places = Self { lists: Vec::new(), order: Vec::new(), found: Vec::new() };
        let Some(of_field) = segment.positions.of_field(&segment.reader, field)? else {
            return Ok(places);
        };
        for (number, (word, weight)) in query.words.iter().zip(&query.weights).enumerate() {
            let in_body = FieldName::Text(TextField::Body);
            let asked =
                word.field.is_none_or(|field| field == in_body || field == FieldName::Exact);
            if *weight <= 0.0 || !asked {
                continue;
            }
            let others = FIRST / word.forms.len().saturating_sub(1).clamp(1, FIRST);
            for (at, form) in word.forms.iter().enumerate() {
                if let Some(positions) = of_field.of_term(&query.scoring.term(field, form))? {
                    let is_typed = at == 0;
                    places.lists.push(List {
                        word: number,
                        weight: weight * form.weight,
                        is_typed,
                        first: if is_typed { FIRST } else { others },
                        positions,
                        count: 0,
                        places: Vec::new(),
                    });
                }
            }
        }
        Ok(places)
    }

    /// The places in `doc`, ascending; documents must come in ascending order, one may come twice.
    pub(super) fn of(&mut self, doc: DocId, depth: Depth) -> &[Place] {
        let mut total = 0;
        for list in &mut self.lists {
            list.count = list.positions.seek(doc);
            list.places.clear();
            total += list.count;
        }
        match depth {
            Depth::Near(near) if total > ALL => self.read_some(near),
            _ => self.lists.iter_mut().for_each(|list| list.read(usize::MAX)),
        }
        self.found.clear();
        for (number, list) in self.lists.iter().enumerate() {
            self.order.extend(list.places.iter().map(|position| (*position, number)));
        }
        // By position, then word: the numbers of lists are in the order of words.
        self.order.sort_unstable();
        self.found.extend(self.order.drain(..).filter_map(|(position, number)| {
            let List { word, weight, .. } = self.lists.get(number)?;
            Some(Place { position, word: *word, weight: *weight })
        }));
        &self.found
    }

    /// The first places of each list, and those near the rarest word's.
    fn read_some(&mut self, near: u32) {
        self.lists.iter_mut().for_each(|list| list.read(list.first));
        let present = self.lists.iter().filter(|list| list.count > 0);
        // Other writings count for little beside the typed one.
        let rarest = present.min_by_key(|list| (!list.is_typed, list.count));
        let anchors = rarest.map(|list| list.places.clone()).unwrap_or_default();
        self.lists.iter_mut().for_each(|list| list.read_near(&anchors, near));
    }

    /// Whether the article looked at has places that were not given.
    pub(super) fn has_more(&self) -> bool {
        self.lists.iter().any(|list| list.places.len() < list.count)
    }
}

impl List {
    fn read(&mut self, most: usize) {
        self.positions.read(most, &mut self.places);
    }

    /// Of the places behind those read, adds those at most `near` positions from one of `anchors`,
    /// which ascend. Reads no further than these go.
    fn read_near(&mut self, anchors: &[u32], near: u32) {
        let Some(end) = anchors.last().map(|last| last.saturating_add(near)) else { return };
        let mut reached = self.places.last().copied().unwrap_or(0);
        let mut stretch = Vec::with_capacity(STRETCH);
        let mut next = 0;
        while reached < end && self.positions.left() > 0 {
            stretch.clear();
            self.positions.read(STRETCH, &mut stretch);
            for place in &stretch {
                let passed = |anchor: &&u32| anchor.saturating_add(near) < *place;
                next += anchors.iter().skip(next).take_while(passed).count();
                let anchor = anchors.get(next);
                if anchor.is_some_and(|anchor| anchor.saturating_sub(near) <= *place) {
                    self.places.push(*place);
                }
            }
            reached = stretch.last().copied().unwrap_or(end);
        }
    }
}
