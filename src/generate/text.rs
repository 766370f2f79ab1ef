//! Running text of one language: sentences, paragraphs, headings, notes.

use std::fmt::Write;

use super::languages::Rules;
use super::random::{Random, hash};
use super::words::{Last, Words};
use crate::lang::Lang;

/// Words of a sentence, in sixteenths of the sentences: half have 11 or fewer.
const SENTENCE_WORDS: [u32; 17] = [2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 17, 20, 24, 30, 45];

/// Bytes of a paragraph, in sixteenths of the paragraphs.
const PARAGRAPH_BYTES: [u32; 17] =
    [90, 150, 210, 260, 310, 360, 410, 470, 530, 600, 680, 770, 880, 1_000, 1_200, 1_500, 2_400];

/// A language, ready to write.
pub(super) struct Prose {
    pub(super) words: Words,
}

impl Prose {
    pub(super) fn new(lang: Lang) -> Self {
        Self { words: Words::new(Rules::of(lang)) }
    }

    pub(super) fn rules(&self) -> &'static Rules {
        self.words.rules
    }

    pub(super) fn lang(&self) -> Lang {
        self.rules().lang
    }

    /// Writes paragraphs, split by line feeds, until `out` has about `bytes` more.
    pub(super) fn paragraphs(&self, bytes: usize, random: &mut Random, out: &mut String) {
        let end = out.len() + bytes;
        out.reserve(bytes + 300);
        while out.len() < end {
            let paragraph_end = end.min(out.len() + random.quantile(&PARAGRAPH_BYTES));
            loop {
                self.sentence(true, random, out);
                if out.len() >= paragraph_end {
                    break;
                }
                out.push(' ');
            }
            out.push('\n');
        }
        out.pop();
    }

    /// Writes a sentence with its mark at the end.
    fn sentence(&self, capital: bool, random: &mut Random, out: &mut String) {
        let count = random.quantile(&SENTENCE_WORDS);
        let marks = random.bits();
        // A comma after a word in the middle of two sentences of three, a number in one of six.
        let comma = if marks & 3 == 0 { usize::MAX } else { count / 3 + (marks >> 8) as usize % 5 };
        let number = if (marks >> 4).is_multiple_of(6) { count / 2 } else { usize::MAX };
        let mut last = Last::NOTHING;
        for at in 0..count {
            if at > 0 {
                out.push_str(if at == comma { ", " } else { " " });
            }
            if at == number && at > 0 {
                self.number(random, out);
                last = Last::NOTHING;
            } else {
                last = self.words.next(random, last, capital && at == 0, out);
            }
        }
        out.push_str(match (marks >> 16) & 63 {
            0 => "?",
            1 => "!",
            2 => "…",
            _ => ".",
        });
    }

    /// A year, or a number of which small ones are the most frequent.
    fn number(&self, random: &mut Random, out: &mut String) {
        let number = if random.chance(150) {
            1_800 + random.below(226)
        } else {
            let most = 1 + random.below(100_000);
            let most = 1 + random.below(most);
            1 + random.below(most)
        };
        // Writing to a string can't fail.
        let _ = write!(out, "{number}");
    }

    /// What `title` is, in a sentence.
    pub(super) fn definition(&self, title: &str, random: &mut Random) -> String {
        let mut definition = format!("{title} {} ", self.rules().is);
        self.sentence(false, random, &mut definition);
        definition
    }

    /// A section's heading.
    pub(super) fn heading(&self, random: &mut Random) -> String {
        if random.chance(160) {
            return random.one_of(self.rules().headings).to_owned();
        }
        let mut heading = String::new();
        let bits = random.bits();
        self.words.push_common(bits >> 8, true, &mut heading);
        heading.push(' ');
        self.words.push_common(bits >> 24, false, &mut heading);
        heading
    }

    /// The name of category `number`.
    pub(super) fn category(&self, number: u64) -> String {
        let bits = hash(0, 6, number);
        let mut category = String::new();
        self.words.push_common(bits >> 8, true, &mut category);
        category.push(' ');
        self.words.push_common(bits >> 24, false, &mut category);
        category
    }

    /// A note: an author, a work, a year, a page.
    pub(super) fn reference(&self, random: &mut Random) -> String {
        let mut note = String::new();
        self.rules().made_up.push(random.below(8_000) as u64, 2, true, &mut note);
        note.push_str(". ");
        let bits = random.bits();
        self.words.push_common(bits >> 8, true, &mut note);
        note.push(' ');
        self.words.push_common(bits >> 24, false, &mut note);
        let year = 1_900 + random.below(126);
        let _ = write!(note, ", {year}, {} {}", self.rules().page, 1 + random.below(500));
        note
    }
}
