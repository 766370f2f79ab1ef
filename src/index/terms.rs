//! The words of one article on their way from the analyzer to a segment: distinct words with their
//! forms once, and each field as a list of numbers of words.

use super::schema::TextField;
use crate::analysis::Distinct;
use crate::lang::Lang;

/// Positions between two values of a field: more than any phrase or proximity looks across.
const GAP_POSITIONS: usize = 16;

/// What stands at a position that no word has.
pub(super) const NO_WORD: u32 = u32::MAX;

/// The letter that terms of `lang` begin with in the dictionaries: one field then serves all
/// languages, a term's document frequency is that of its language, and dictionaries are sorted by
/// language.
pub(crate) fn prefix(lang: Lang) -> char {
    lang.language().letter
}

/// The words of one article.
#[derive(Debug, Default)]
pub(crate) struct ArticleWords {
    /// Exact form and term of each distinct word, one after the other.
    forms: String,
    /// Their lengths.
    lengths: Vec<(u16, u16)>,
    /// Their serial numbers, of the analyzer of this id.
    serials: Vec<u32>,
    analyzer: u64,
    /// Fields one after the other, each from its position 0: numbers of distinct words.
    positions: Vec<u32>,
    /// Where each field ends.
    ends: [usize; TextField::ALL.len()],
    /// Where the field that is being written begins.
    start: usize,
    /// Whether the next word begins another value.
    gap_due: bool,
}

impl ArticleWords {
    /// No words yet, those to come of the analyzer of this id.
    pub(super) fn of_analyzer(analyzer: u64) -> Self {
        Self { analyzer, ..Self::default() }
    }

    /// Adds the next word of a field and gives its position. Numbers are new in order.
    pub(super) fn push(&mut self, distinct: Distinct, exact: &str, term: &str) -> u32 {
        self.pass_gap();
        if distinct.first {
            self.forms.push_str(exact);
            self.forms.push_str(term);
            let short = |form: &str| u16::try_from(form.len()).unwrap_or(u16::MAX);
            self.lengths.push((short(exact), short(term)));
            self.serials.push(distinct.serial);
        }
        self.positions.push(distinct.number);
        u32::try_from(self.positions.len() - 1 - self.start).unwrap_or(u32::MAX)
    }

    /// Passes a position that no word has.
    pub(super) fn skip(&mut self) {
        self.pass_gap();
        self.positions.push(NO_WORD);
    }

    /// Parts what comes from what was, so that phrases do not reach across values.
    pub(super) fn gap(&mut self) {
        self.gap_due = self.positions.len() > self.start;
    }

    fn pass_gap(&mut self) {
        if std::mem::take(&mut self.gap_due) {
            self.positions.resize(self.positions.len() + GAP_POSITIONS, NO_WORD);
        }
    }

    /// Ends a field; the next word is of the one after it.
    pub(super) fn end_field(&mut self, field: TextField) {
        self.gap_due = false;
        self.start = self.positions.len();
        self.ends[field as usize] = self.start;
    }

    /// Exact form and term of the distinct words, by number.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.forms.as_str();
        self.lengths.iter().map(move |&(exact, term)| {
            let (exact, behind) = rest.split_at(exact.into());
            let (term, behind) = behind.split_at(term.into());
            rest = behind;
            (exact, term)
        })
    }

    /// Id of the analyzer, and its serial numbers of the distinct words, by number.
    pub(super) fn serials(&self) -> (u64, &[u32]) {
        (self.analyzer, &self.serials)
    }

    /// Numbers of the words of a field by position; [`NO_WORD`] where none is.
    pub(super) fn of(&self, field: TextField) -> &[u32] {
        let start = (field as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.positions[start..self.ends[field as usize]]
    }

    /// The words of a field by their numbers, each with its position, in order.
    pub(crate) fn places(&self, field: TextField) -> impl Iterator<Item = (u32, u32)> + '_ {
        let places = self.of(field).iter().copied().zip(0..);
        places.filter(|(number, _)| *number != NO_WORD)
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.forms.capacity() + self.lengths.capacity() * 8 + self.positions.capacity() * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_lists_of_numbers_with_gaps_between_values() {
        let mut words = ArticleWords::default();
        let new = |number| Distinct { number, first: true, serial: number + 5 };
        words.gap();
        assert_eq!(words.push(new(0), "елшіге", "елші"), 0);
        words.gap();
        words.gap();
        assert_eq!(words.push(new(1), "хат", "хат"), 17);
        words.end_field(TextField::Title);
        words.gap();
        words.skip();
        assert_eq!(
            words.push(Distinct { number: 0, first: false, serial: 5 }, "елшіге", "елші"),
            1
        );
        words.end_field(TextField::Aliases);
        let forms: Vec<_> = words.distinct().collect();
        assert_eq!(forms, [("елшіге", "елші"), ("хат", "хат")]);
        assert_eq!(words.serials(), (0, &[5, 6][..]));
        let title = words.of(TextField::Title);
        assert_eq!((title.len(), title[0], title[1], title[17]), (18, 0, NO_WORD, 1));
        assert_eq!(words.of(TextField::Aliases), [NO_WORD, 0]);
        assert_eq!(words.places(TextField::Title).collect::<Vec<_>>(), [(0, 0), (1, 17)]);
    }
}
