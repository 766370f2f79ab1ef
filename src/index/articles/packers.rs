//! How the texts that are being written are packed: by one table of symbols a language, learned from
//! the first of its texts and anew where they turn out to be others.

use std::io;

use rustc_hash::FxHashMap;

use super::symbols::{Packer, train};
use crate::lang::Lang;

/// Bytes that are learned from, in pieces from all over what there is.
const SAMPLE_BYTES: usize = 512 << 10;
const PIECE_BYTES: usize = 4 << 10;

/// A table of less text is learned anew after so many times as much.
const RELEARNED: u64 = 8;

/// Bytes by which a table is judged, and by how much they may take more room than its sample does:
/// texts that nobody learned from take up to a fifth more. Each time a table is found wanting, the
/// next is judged by twice as many, so that texts of many kinds in turn don't end in as many tables.
const JUDGED_BYTES: u64 = 2 << 20;
const MORE_ROOM: f64 = 1.4;

/// What packs the texts of each language; kept from segment to segment.
#[derive(Default)]
pub(crate) struct Packers {
    by_lang: FxHashMap<Lang, LangPacker>,
    /// Bytes by which the next table of a language is judged, where one was found wanting.
    judged_bytes: FxHashMap<Lang, u64>,
}

/// What packs texts of one language.
pub(super) struct LangPacker {
    packer: Packer,
    /// Its table as it is kept.
    table: Box<[u8]>,
    /// Bytes of the text that it was learned from, or of a part of.
    learned: u64,
    /// Bytes that one byte of the sample takes.
    sample_ratio: f64,
    /// Bytes packed with it, and of these those since it was last judged with what they take.
    packed: u64,
    judged: [u64; 2],
    judged_bytes: u64,
}

impl Packers {
    /// What packs texts of `lang`; none where nothing was learned yet.
    pub(super) fn get(&mut self, lang: Lang) -> Option<&mut LangPacker> {
        self.by_lang.get_mut(&lang)
    }

    /// Learns from `texts`, all of `lang`.
    pub(super) fn learn(&mut self, lang: Lang, texts: &[&[u8]]) -> io::Result<()> {
        let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
        let step = bytes.div_ceil(SAMPLE_BYTES).max(1);
        let pieces = || texts.iter().flat_map(|text| text.chunks(PIECE_BYTES)).step_by(step);
        let table = train(pieces());
        let mut packer = Packer::new(&table);
        let mut packed = Vec::new();
        let sample_bytes = pieces().map(<[u8]>::len).sum::<usize>();
        pieces().for_each(|piece| packer.pack(piece, &mut packed));
        let lang_packer = LangPacker {
            packer,
            table: table.to_bytes()?.into(),
            learned: bytes as u64,
            sample_ratio: packed.len() as f64 / sample_bytes.max(1) as f64,
            packed: 0,
            judged: [0; 2],
            judged_bytes: self.judged_bytes.get(&lang).copied().unwrap_or(JUDGED_BYTES),
        };
        self.by_lang.insert(lang, lang_packer);
        Ok(())
    }

    /// Whether a table of `lang` should be learned anew: there is more text by now, or other.
    pub(super) fn is_outgrown(&mut self, lang: Lang) -> bool {
        let Some(of_lang) = self.by_lang.get_mut(&lang) else { return false };
        let is_wanting = of_lang.is_wanting();
        if is_wanting {
            self.judged_bytes.insert(lang, of_lang.judged_bytes.saturating_mul(2));
        }
        is_wanting || of_lang.is_of_little()
    }

    /// Forgets what was learned of `lang`.
    pub(super) fn forget(&mut self, lang: Lang) {
        self.by_lang.remove(&lang);
    }

    /// Memory held, in bytes.
    pub(super) fn mem_usage(&self) -> usize {
        self.by_lang.values().map(|of| of.packer.mem_usage() + of.table.len()).sum()
    }
}

impl LangPacker {
    pub(super) fn table(&self) -> &[u8] {
        &self.table
    }

    /// Appends the codes of `text` to `out`.
    pub(super) fn pack(&mut self, text: &[u8], out: &mut Vec<u8>) {
        let before = out.len();
        self.packer.pack(text, out);
        self.packed += text.len() as u64;
        self.judged[0] += text.len() as u64;
        self.judged[1] += (out.len() - before) as u64;
    }

    /// Whether it was learned from little, and much came since.
    fn is_of_little(&self) -> bool {
        self.learned < SAMPLE_BYTES as u64 && self.packed > RELEARNED * self.learned
    }

    /// Whether texts take more room than they should; asked again only after many bytes.
    fn is_wanting(&mut self) -> bool {
        let [plain, packed] = self.judged;
        if plain < self.judged_bytes {
            return false;
        }
        self.judged = [0; 2];
        packed as f64 > plain as f64 * self.sample_ratio * MORE_ROOM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs about so many bytes; whether the table is outgrown then.
    fn outgrown_by(packers: &mut Packers, text: &str, bytes: usize) -> bool {
        (0..bytes / text.len() + 1).any(|_| {
            packers.get(Lang::Ru).unwrap().pack(text.as_bytes(), &mut Vec::new());
            packers.is_outgrown(Lang::Ru)
        })
    }

    #[test]
    fn a_table_is_outgrown_once_there_is_more_or_something_else() {
        let mut packers = Packers::default();
        assert!(packers.get(Lang::Ru).is_none() && !packers.is_outgrown(Lang::Ru));
        let text = "Посол вручил грамоты, и посольство ожило. ".repeat(30);
        packers.learn(Lang::Ru, &[text.as_bytes()]).unwrap();
        assert!(!outgrown_by(&mut packers, &text, text.len() * 7));
        assert!(outgrown_by(&mut packers, &text, text.len() * 2), "of a small sample");
        packers.forget(Lang::Ru);
        assert!(packers.get(Lang::Ru).is_none());

        let long = text.repeat(SAMPLE_BYTES / text.len() + 1);
        packers.learn(Lang::Ru, &[long.as_bytes()]).unwrap();
        assert!(!outgrown_by(&mut packers, &text, 3 * JUDGED_BYTES as usize));
        let other = "Zażółć gęślą jaźń. ".repeat(99);
        assert!(outgrown_by(&mut packers, &other, 3 * JUDGED_BYTES as usize), "of other texts");

        packers.learn(Lang::Ru, &[long.as_bytes()]).unwrap();
        assert!(!outgrown_by(&mut packers, &other, JUDGED_BYTES as usize), "judged by more now");
        assert!(outgrown_by(&mut packers, &other, 3 * JUDGED_BYTES as usize));
    }
}
