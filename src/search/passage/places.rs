//! Where words of a query stand in the running text of articles.

use tantivy::DocId;
use tantivy::schema::Field;

use crate::index::{Fields, TextField};
use crate::matching::{Expansion, QueryWord};
use crate::query::FieldName;
use crate::search::plan::LangQuery;
use crate::search::segment::Segment;
use crate::search::segment::positions::{FieldPositions, Positions};

/// Places in one article that are all looked at, more than most articles have. Of more, only some
/// are: bounds the work on long articles.
const ALL: usize = 256;

/// Of more, the first places that are looked at in any case: of the rarest word, of each other word
/// as it was typed, and of all its other expansions together.
const FIRST_OF_RAREST: usize = 48;
const FIRST: usize = 24;

/// Positions read at once where only some are wanted: a block of them.
const STRETCH: usize = 128;

/// A word of the query at a position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::search) struct WordPosition {
    pub(super) position: u32,
    /// Number of the query's word.
    pub(super) word: usize,
    pub(super) weight: f32,
}

/// Which positions are read of an expansion that has very many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Depth {
    /// The first, and those at most so many positions from the first of the rarest word; related
    /// words only where the word itself does not stand.
    Near(u32),
    /// All.
    All,
}

/// Positions of all expansions of a query's words in the running text of one segment.
pub(in crate::search) struct BodyPlaces<'a> {
    segment: &'a Segment,
    query: &'a LangQuery,
    field: Field,
    positions: Option<FieldPositions>,
    /// First those of the words themselves, then, once they are wanted, of related words.
    lists: Vec<List>,
    related_from: Option<usize>,
    /// Whether the article looked at has places that were not given.
    has_more: bool,
    /// Position, word and list of each place, as one number while they are put in order.
    order: Vec<u64>,
    found: Vec<WordPosition>,
}

struct List {
    word: usize,
    weight: f32,
    /// Whether it is the word as it was typed.
    is_typed: bool,
    /// Whether it counts beside other words only.
    is_beside: bool,
    /// How many first places are looked at in any case.
    first: usize,
    positions: Positions,
    /// How often it stands in the article looked at, and where, as far as was looked.
    count: usize,
    places: Vec<u32>,
}

impl<'a> BodyPlaces<'a> {
    /// Opens the positions of the words that a passage may show.
    pub(in crate::search) fn open(
        segment: &'a Segment,
        fields: &Fields,
        query: &'a LangQuery,
    ) -> tantivy::Result<Self> {
        let field = fields.text(TextField::Body);
        let mut places = Self {
            segment,
            query,
            field,
            positions: segment.positions.of_field(&segment.reader, field)?,
            lists: Vec::new(),
            related_from: None,
            has_more: false,
            order: Vec::new(),
            found: Vec::new(),
        };
        places.open_lists(|form| !form.is_related())?;
        Ok(places)
    }

    /// The words that a passage may show.
    fn words(&self) -> impl Iterator<Item = (usize, &'a QueryWord, f32)> + use<'a> {
        let words = self.query.words.iter().zip(&self.query.weights).enumerate();
        words.map(|(number, (word, weight))| (number, word, *weight)).filter(|(_, word, weight)| {
            let in_body = FieldName::Text(TextField::Body);
            let in_text = |field| field == in_body || field == FieldName::Exact;
            *weight > 0.0 && word.field.is_none_or(in_text)
        })
    }

    /// Adds the postings of all expansions that `wanted` holds for.
    fn open_lists(&mut self, wanted: impl Fn(&Expansion) -> bool) -> tantivy::Result<()> {
        let Some(positions) = &self.positions else { return Ok(()) };
        for (number, word, weight) in self.words() {
            let others = FIRST / word.expansions.len().saturating_sub(1).clamp(1, FIRST);
            for (at, form) in word.expansions.iter().enumerate().filter(|(_, form)| wanted(form)) {
                let term = self.query.scoring.term(self.field, form);
                let Some(info) = self.segment.term_info(&term)? else { continue };
                let positions = positions.of_term(info)?;
                self.lists.push(List {
                    word: number,
                    weight: weight * form.weight,
                    is_typed: at == 0,
                    is_beside: word.only_ranks && self.query.is_word_list(),
                    first: if at == 0 { FIRST } else { others },
                    positions,
                    count: 0,
                    places: Vec::new(),
                });
            }
        }
        Ok(())
    }

    /// The places in `doc`, ascending; documents must come in ascending order, one may come twice.
    pub(super) fn of(&mut self, doc: DocId, depth: Depth) -> tantivy::Result<&[WordPosition]> {
        for list in &mut self.lists {
            list.count = 0;
            list.places.clear();
        }
        let total = self.count(doc, depth)?;
        self.has_more = false;
        match depth {
            Depth::Near(near) if total > ALL => {
                self.read_some(near);
                self.has_more = true;
            }
            _ => self.present().for_each(|list| list.read(usize::MAX)),
        }
        self.read_beside(doc);
        self.order.clear();
        for (number, list) in self.lists.iter().enumerate() {
            let rest = (list.word as u64 & 0xffff) << 16 | (number as u64 & 0xffff);
            self.order.extend(list.places.iter().map(|place| u64::from(*place) << 32 | rest));
        }
        self.order.sort_unstable();
        self.found.clear();
        self.found.extend(self.order.iter().filter_map(|place| {
            let List { word, weight, .. } = self.lists.get((place & 0xffff) as usize)?;
            Some(WordPosition { position: (place >> 32) as u32, word: *word, weight: *weight })
        }));
        Ok(&self.found)
    }

    /// Goes to `doc` in all lists that are to be looked at; gives the number of places there.
    fn count(&mut self, doc: DocId, depth: Depth) -> tantivy::Result<usize> {
        let own = self.related_from.unwrap_or(self.lists.len());
        let own = self.lists.iter_mut().take(own).filter(|list| !list.is_beside);
        let mut total = own.map(|list| list.seek(doc)).sum::<usize>();
        let all = depth == Depth::All || total <= ALL;
        let stands = |lists: &[List], word| {
            lists.iter().any(|list| list.word == word && (list.count > 0 || list.is_beside))
        };
        if all || self.words().any(|(word, ..)| !stands(&self.lists, word)) {
            if self.related_from.is_none() {
                self.related_from = Some(self.lists.len());
                self.open_lists(Expansion::is_related)?;
            }
            let (own, related) = self.lists.split_at_mut(self.related_from.unwrap_or(0));
            let wanted = |list: &&mut List| !list.is_beside && (all || !stands(own, list.word));
            total += related.iter_mut().filter(wanted).map(|list| list.seek(doc)).sum::<usize>();
        }
        Ok(total)
    }

    /// The first places of each list, and those near the rarest word's.
    fn read_some(&mut self, near: u32) {
        // Other expansions count for little beside the typed one.
        let rarest = self.present().min_by_key(|list| (!list.is_typed, list.count));
        let anchors = rarest.map(|rarest| {
            rarest.read(FIRST_OF_RAREST);
            rarest.places.clone()
        });
        for list in self.present().filter(|list| list.places.is_empty()) {
            list.read(list.first);
            list.read_near(anchors.as_deref().unwrap_or_default(), near);
        }
    }

    /// Of function words, the places beside those that were read.
    fn read_beside(&mut self, doc: DocId) {
        if self.lists.iter().all(|list| !list.is_beside) {
            return;
        }
        let mut anchors: Vec<u32> = self.present().flat_map(|list| list.places.clone()).collect();
        anchors.sort_unstable();
        for list in self.lists.iter_mut().filter(|list| list.is_beside) {
            list.seek(doc);
            list.read_near(&anchors, 1);
        }
    }

    /// The lists with places in the article looked at.
    fn present(&mut self) -> impl Iterator<Item = &mut List> {
        self.lists.iter_mut().filter(|list| list.count > 0)
    }

    /// Whether the article looked at has places that were not given.
    pub(super) fn has_more(&self) -> bool {
        self.has_more
    }
}

impl List {
    /// Goes to `doc`; gives how often the expansion occurs there.
    fn seek(&mut self, doc: DocId) -> usize {
        self.count = self.positions.seek(doc);
        self.count
    }

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
