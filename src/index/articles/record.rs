//! An article in the pieces that it is kept in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;
use xxhash_rust::xxh3::Xxh3;

use super::layout::{MARK_ROW_BYTES, u32_at};
use crate::lang::Lang;
use demarche_formats::{Article, Section};

/// Positions from one mark to the next: what is read over at most to find a position.
const MARK_POSITIONS: u32 = 32;

/// What a hit shows of an article beside a passage of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) lang: Lang,
    pub(crate) title: String,
    pub(crate) definition: String,
    pub(crate) date: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) translations: BTreeMap<String, String>,
    /// The parts of the text, in order.
    pub(crate) parts: Vec<Part>,
}

/// A part of the text: the body, or a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// The section's heading; `None` for the body.
    pub(crate) heading: Option<String>,
    /// Length of its text.
    pub(crate) bytes: u32,
    pub(crate) chars: u32,
}

/// What only the whole article shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tail {
    /// Here once more, so that an article is whole without the table of ids.
    id: String,
    aliases: Vec<String>,
    keywords: Vec<String>,
    categories: Vec<String>,
    references: Vec<String>,
    links: Vec<String>,
    source: Option<String>,
}

/// Where a word of the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Its position among the body's terms.
    pub(crate) position: u32,
    /// Its first byte and character in the text.
    pub(crate) byte: u32,
    pub(crate) char: u32,
}

/// An article as it is kept.
#[derive(Debug)]
pub(crate) struct Record {
    pub(super) lang: Lang,
    pub(super) id: String,
    pub(super) head: Vec<u8>,
    /// The parts' text, one after the other.
    pub(super) text: String,
    pub(super) tail: Vec<u8>,
    pub(super) marks: Vec<u8>,
}

impl Record {
    /// The pieces of `article`, of `lang`, without marks.
    pub(crate) fn new(article: &Article, lang: Lang) -> Self {
        let length = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut text = String::new();
        let mut parts = Vec::new();
        for (heading, part) in article.parts() {
            text.push_str(part);
            parts.push(Part {
                heading: heading.map(str::to_owned),
                bytes: length(part.len()),
                chars: length(part.chars().count()),
            });
        }
        let head = Head {
            lang,
            title: article.title.clone(),
            definition: article.definition.clone(),
            date: article.date.clone(),
            url: article.url.clone(),
            translations: article.translations.clone(),
            parts,
        };
        let tail = Tail {
            id: article.id.clone(),
            aliases: article.aliases.clone(),
            keywords: article.keywords.clone(),
            categories: article.categories.clone(),
            references: article.references.clone(),
            links: article.links.clone(),
            source: article.source.clone(),
        };
        Self {
            lang,
            id: article.id.clone(),
            // Writing to memory can't fail.
            head: postcard::to_stdvec(&head).unwrap_or_default(),
            text,
            tail: postcard::to_stdvec(&tail).unwrap_or_default(),
            marks: Vec::new(),
        }
    }

    /// Hash by which an unchanged article is known.
    pub(crate) fn hash(&self) -> u64 {
        let mut hasher = Xxh3::new();
        for piece in [&self.head, self.text.as_bytes(), &self.tail] {
            hasher.update(&(piece.len() as u64).to_le_bytes());
            hasher.update(piece);
        }
        hasher.digest()
    }

    /// Sets another id.
    pub(crate) fn set_id(&mut self, id: &str) {
        id.clone_into(&mut self.id);
        // It was written by this type.
        if let Ok(tail) = postcard::from_bytes::<Tail>(&self.tail) {
            let tail = Tail { id: id.to_owned(), ..tail };
            self.tail = postcard::to_stdvec(&tail).unwrap_or_default();
        }
    }

    /// Sets marks made by a [`Marker`].
    pub(crate) fn set_marks(&mut self, marker: Marker) {
        self.marks = marker.marks;
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.id.capacity()
            + self.head.capacity()
            + self.text.capacity()
            + self.tail.capacity()
            + self.marks.capacity()
    }
}

/// Puts the article together again.
pub(super) fn article(head: Head, text: &str, tail: &[u8]) -> Result<Article, String> {
    let tail: Tail = postcard::from_bytes(tail).map_err(|e| e.to_string())?;
    let (mut body, mut sections) = (String::new(), Vec::new());
    let mut rest = text;
    for part in head.parts {
        let split = rest.split_at_checked(part.bytes as usize);
        let (text, after) = split.ok_or("a part of a text is cut")?;
        rest = after;
        match part.heading {
            None => text.clone_into(&mut body),
            Some(heading) => sections.push(Section { heading, text: text.to_owned() }),
        }
    }
    Ok(Article {
        id: tail.id,
        lang: head.lang.code().to_owned(),
        title: head.title,
        aliases: tail.aliases,
        definition: head.definition,
        body,
        sections,
        keywords: tail.keywords,
        categories: tail.categories,
        references: tail.references,
        links: tail.links,
        date: head.date,
        url: head.url,
        source: tail.source,
        translations: head.translations,
        linked: Vec::new(),
        unknown_keys: Vec::new(),
    })
}

/// Makes marks while the parts of a text are analyzed one after the other: at the first word of a
/// part and about every 32 positions after it.
#[derive(Debug, Default)]
pub(crate) struct Marker {
    marks: Vec<u8>,
    /// Position from which a mark is due.
    due: u32,
    /// Where the part begins.
    part_byte: usize,
    /// Byte and character of the text up to which characters were counted.
    byte: usize,
    char: usize,
}

impl Marker {
    /// A word of `part` at byte `at` has `position`.
    pub(crate) fn word(&mut self, part: &str, at: usize, position: u32) {
        if position < self.due {
            return;
        }
        self.due = position + MARK_POSITIONS;
        let counted = part.get(self.byte - self.part_byte..at);
        self.char += counted.map_or(0, |text| text.chars().count());
        self.byte = self.part_byte + at;
        for number in [position as usize, self.byte, self.char] {
            self.marks.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        }
    }

    /// The end of `part`; its marks hold for no other.
    pub(crate) fn end_part(&mut self, part: &str) {
        let left = part.get(self.byte - self.part_byte..);
        self.char += left.map_or(0, |text| text.chars().count());
        self.part_byte += part.len();
        self.byte = self.part_byte;
        self.due = 0;
    }
}

/// The marks of one article, which ascend in all they say.
pub(crate) struct Marks(pub(super) OwnedBytes);

impl Marks {
    /// The last mark at or before `position`; none when the text has no words.
    pub(crate) fn at_position(&self, position: u32) -> Option<Mark> {
        let after = self.count_while(|mark| mark.position <= position);
        after.checked_sub(1).and_then(|at| self.get(at))
    }

    /// The first mark at or behind `byte` of the text.
    pub(crate) fn at_byte(&self, byte: usize) -> Option<Mark> {
        self.get(self.count_while(|mark| (mark.byte as usize) < byte))
    }

    fn get(&self, at: usize) -> Option<Mark> {
        self.0.chunks_exact(MARK_ROW_BYTES).nth(at).and_then(mark)
    }

    /// How many marks, from the first, `holds` holds for.
    fn count_while(&self, holds: impl Fn(Mark) -> bool) -> usize {
        let (mut low, mut high) = (0, self.0.len() / MARK_ROW_BYTES);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle).is_some_and(&holds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// The mark of this row.
fn mark(row: &[u8]) -> Option<Mark> {
    let number = |at| u32_at(row, at);
    Some(Mark { position: number(0)?, byte: number(4)?, char: number(8)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_comes_back_as_it_was() {
        let section = |heading: &str, text: &str| Section {
            heading: heading.to_owned(),
            text: text.to_owned(),
        };
        let whole = Article {
            id: "a".into(),
            lang: "kk".into(),
            title: "Елші".into(),
            aliases: vec!["Посол".into()],
            definition: "Елші — дипломат.".into(),
            body: "Мәтін.\nЕкінші.".into(),
            sections: vec![section("", ""), section("Рөлі", "Келіссөз."), section("Бос", "")],
            references: vec!["1".into()],
            date: Some("2019".into()),
            source: Some("s".into()),
            translations: BTreeMap::from([("en".to_owned(), "b".to_owned())]),
            ..Article::default()
        };
        let headed = Article { body: String::new(), ..whole.clone() };
        for expected in
            [whole, headed, Article { id: "b".into(), lang: "kk".into(), ..Article::default() }]
        {
            let record = Record::new(&expected, Lang::Kk);
            let head: Head = postcard::from_bytes(&record.head).unwrap();
            let found = article(head, &record.text, &record.tail);
            assert_eq!(found.unwrap(), expected);
        }
    }

    #[test]
    fn marks_count_bytes_and_characters_over_parts() {
        let mut marker = Marker::default();
        let first = "Аж ".repeat(70);
        for i in 0..70 {
            marker.word(&first, i * 5, i as u32);
        }
        marker.end_part(&first);
        marker.word("«Я»", 2, 86);
        marker.end_part("«Я»");
        let marks: Vec<Mark> = marker.marks.chunks(12).filter_map(mark).collect();
        assert_eq!(
            marks,
            [
                Mark { position: 0, byte: 0, char: 0 },
                Mark { position: 32, byte: 160, char: 96 },
                Mark { position: 64, byte: 320, char: 192 },
                Mark { position: 86, byte: 352, char: 211 },
            ]
        );
    }

    #[test]
    fn a_change_anywhere_changes_the_hash() {
        let article = Article { id: "a".into(), title: "T".into(), ..Article::default() };
        let of = |article: &Article| Record::new(article, Lang::Kk).hash();
        let same = of(&article);
        assert_eq!(of(&article.clone()), same);
        assert_ne!(Record::new(&article, Lang::En).hash(), same);
        assert_ne!(of(&Article { body: "T".into(), ..article.clone() }), same);
        assert_ne!(of(&Article { links: vec!["l".into()], ..article.clone() }), same);
        assert_eq!(of(&Article { linked: vec!["l".into()], ..article }), same);
    }
}
