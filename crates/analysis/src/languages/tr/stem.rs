//! Turkish stems. A word's stem is the root that it is built on: the longest
//! root of the lexicon from which a chain of suffixes leads to the word's end.
//!
//! 1. The word is read from right to left once: for each place, which states of
//!    the suffix automaton (`tr_suffixes.rs`, compiled by `tr_match.rs`) can reach the
//!    word's end from there, vowel harmony and consonant rules kept (`tr_letters.rs`).
//! 2. The lexicon (`tr_lexicon.rs`) is walked from the left; of the roots whose
//!    state is among those of the place where they end, the longest wins.
//! 3. Failing that, suffixes of word formation are looked for behind a root
//!    (kurumsal-laş-ma): what they end is the stem. Then rare endings are tried.
//! 4. Without such a root the word is taken for a name or a new loan: plural,
//!    possessive and case are cut while harmony allows, and a final b c d ğ is
//!    read as p ç t k, so that Ahmed and Ahmet, Zonguldak and Zonguldağı meet.
//!
//! It does not disambiguate by context (yüz the face, yüz the number, yüz- swim),
//! does not undo word formation that the lexicon lists as a word of its own
//! (bakan and bak-, görüşme and görüş-), and keeps no exceptions: those are looked
//! up before.

mod letters;
mod lexicon;
mod matcher;
mod suffixes;

use letters::{Context, Letters, MAX_LETTERS};
use lexicon::{LEXICON, Lexicon, NO_ROOT, Root, When};
use matcher::{INFLECTION, WORD_FORMATION};
use suffixes::{FINAL, NOUN, Trust, VERB};

/// Words up to this length are left as they are.
const SHORT: usize = 3;
/// The least number of letters left of a word without a known root.
const MIN_UNKNOWN: usize = 4;
/// The shortest root that word formation is read from.
const MIN_FORMED: usize = 3;

/// Writes the stem of a normalized, lowercased word to `out`.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    let letters = Letters::read(word).filter(|letters| letters.len > SHORT);
    let Some(letters) = letters else {
        out.push_str(word);
        return;
    };
    let path = Path::of(&letters);
    let reach = Reach::of(&letters, path.shortest, Trust::Rooted);
    if let Some(lemma) = known_root(&letters, &path, &reach) {
        out.push_str(lemma);
        return;
    }
    if let Some(end) = formed_stem(&letters, &path, &reach) {
        write_stem(&letters, end, out);
        return;
    }
    let reach = Reach::of(&letters, path.shortest, Trust::Rare);
    if let Some(lemma) = known_root(&letters, &path, &reach) {
        out.push_str(lemma);
        return;
    }
    unknown_root(&letters, out);
}

/// For each place of a word, the states from which its end can be reached.
struct Reach {
    states: [u64; MAX_LETTERS + 1],
    trust: Trust,
}

impl Reach {
    /// Reads the word's places from its end down to `from`.
    fn of(letters: &Letters, from: usize, trust: Trust) -> Self {
        let mut reach = Self { states: [0; MAX_LETTERS + 1], trust };
        if let Some(end) = reach.states.get_mut(letters.len) {
            *end = if trust == Trust::Rare { FINAL | VERB } else { FINAL };
        }
        for at in (from..letters.len).rev() {
            let states = reach.through(letters, at, letters.context(at));
            if let Some(s) = reach.states.get_mut(at) {
                *s = states;
            }
        }
        reach
    }

    /// The states from which some suffix at `at` leads on to the end.
    fn through(&self, letters: &Letters, at: usize, context: Context) -> u64 {
        let mut states = 0;
        INFLECTION.at(letters, at, context, self.trust, |end, from, to| {
            if self.states(end) & to != 0 {
                states |= from;
            }
        });
        states
    }

    fn states(&self, at: usize) -> u64 {
        self.states.get(at).copied().unwrap_or(0)
    }
}

/// The roots that the word may begin with, by their length.
struct Path {
    roots: [u32; MAX_LETTERS + 1],
    len: usize,
    /// The length of the shortest root on the way, or of the word.
    shortest: usize,
}

impl Path {
    fn of(letters: &Letters) -> Self {
        let mut path = Self { roots: [NO_ROOT; MAX_LETTERS + 1], len: 0, shortest: 0 };
        let mut node = Lexicon::TOP;
        while let Some(next) = LEXICON.step(node, letters.get(path.len)) {
            node = next;
            path.len = path.len.saturating_add(1);
            let root = LEXICON.first_root(node);
            if let Some(r) = path.roots.get_mut(path.len) {
                *r = root;
            }
            if path.shortest == 0 && path.len > 1 && root != NO_ROOT {
                path.shortest = path.len;
            }
        }
        if path.shortest == 0 {
            path.shortest = letters.len;
        }
        path
    }

    /// The lengths at which a root may end, the longest first.
    fn ends(&self) -> impl Iterator<Item = usize> + use<> {
        (self.shortest..=self.len).rev()
    }

    /// The roots that the word's first `end` letters may be.
    fn roots(&self, letters: &Letters, end: usize) -> impl Iterator<Item = &'static Root> + use<> {
        let first = self.roots.get(end).copied().unwrap_or(NO_ROOT);
        let whole = end == letters.len;
        let before_vowel = letters.vowel_at(end);
        let before_r = letters.letter(end) == 'r';
        LEXICON.roots(first).filter(move |root| {
            let fits = match root.when {
                When::Always => true,
                When::BeforeVowel => before_vowel,
                When::Whole => whole,
            };
            fits && !(root.no_aorist && before_r)
        })
    }
}

/// The longest root of the lexicon that a chain of suffixes completes.
fn known_root(letters: &Letters, path: &Path, reach: &Reach) -> Option<&'static str> {
    let mut name = None;
    for end in path.ends() {
        for root in path.roots(letters, end) {
            let states = if root.front && end < letters.len {
                reach.through(letters, end, letters.context(end).fronted())
            } else {
                reach.states(end)
            };
            if states & root.start == 0 {
                continue;
            }
            if !root.name || end == letters.len {
                return Some(root.lemma);
            }
            name = name.or(Some(root.lemma));
        }
    }
    name
}

/// The end of a stem that word formation makes of the longest root possible.
fn formed_stem(letters: &Letters, path: &Path, reach: &Reach) -> Option<usize> {
    for end in path.ends().take_while(|end| *end >= MIN_FORMED) {
        for root in path.roots(letters, end) {
            let mut stem = end;
            let mut state = root.start;
            // Three suffixes in a row is as far as words go.
            for _ in 0..3 {
                let mut longest = None;
                let context = letters.context(stem);
                WORD_FORMATION.at(letters, stem, context, Trust::Rare, |next, from, to| {
                    if from & state != 0 {
                        longest = Some((next, to));
                    }
                });
                let Some((next, to)) = longest else { break };
                if reach.states(next) & to != 0 {
                    return Some(next);
                }
                stem = next;
                state = if to == VERB { VERB } else { NOUN };
            }
        }
    }
    None
}

/// A word without a known root: what plural, possessive and case leave of it.
fn unknown_root(letters: &Letters, out: &mut String) {
    let reach = Reach::of(letters, MIN_UNKNOWN, Trust::Plain);
    let has_vowel = |at: usize| letters.context(at).bit() != 0;
    let mut end = (MIN_UNKNOWN..letters.len)
        .find(|at| reach.states(*at) & NOUN != 0 && has_vowel(*at))
        .unwrap_or(letters.len);
    // Whether a last vowel belongs to the name cannot be known (Merkava, Lozan'a):
    // it goes, so that Merkava and Merkava-nın meet.
    let last = end.saturating_sub(1);
    let before = letters.context(last);
    if last >= MIN_UNKNOWN && [before.open(), before.close()].contains(&letters.letter(last)) {
        end = last;
    }
    write_stem(letters, end, out);
}

/// Writes the word's first `end` letters, a final b c d ğ as p ç t k.
fn write_stem(letters: &Letters, end: usize, out: &mut String) {
    let last = end.saturating_sub(1);
    out.extend((0..last).map(|at| letters.letter(at)));
    out.push(match letters.letter(last) {
        'b' => 'p',
        'c' => 'ç',
        'd' => 't',
        'ğ' => 'k',
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut out = String::from("left over");
        stem(word, &mut out);
        out
    }

    fn meet(words: &str, expected: &str) {
        for word in words.split_whitespace() {
            assert_eq!(stemmed(word), expected, "{word}");
        }
    }

    #[test]
    fn nouns_by_number_possession_and_case() {
        meet("diplomasi diplomasinin diplomasisi diplomasiyi diplomasiye diplomaside", "diplomasi");
        meet("kitap kitabı kitaplarımızdan kitabındaki kitapta kitaplarla", "kitap");
        meet("devlet devleti devletin devletlerin devletlerinden devlettir", "devlet");
        meet("ülke ülkesi ülkelerin ülkemizde ülkedeki ülkesindekiler", "ülke");
        meet("bakanlık bakanlığı bakanlığın bakanlıklar bakanlığındaki", "bakanlık");
    }

    #[test]
    fn roots_that_change() {
        meet("şehir şehri şehrin şehirler", "şehir");
        meet("hakkı haklar hakkının", "hak");
        meet("saat saatler saati saatte", "saat");
        meet("rengi renkler renginde", "renk");
        meet("dışişleri dışişlerinin dışişlerine", "dışişleri");
    }

    #[test]
    fn verbs_by_tense_negation_voice_and_participle() {
        meet("gitti gidiyor gidecekler gitmiyordu gidenler gitmek gittiğinde", "git");
        meet("bekledi bekliyor beklenen bekleyerek beklememeli", "bekle");
        meet("yaptı yapıldı yapılması yapamadı yapabilir yapmıştır yaptıkları", "yap");
        meet("imzaladı imzalanan imzalayan imzalanmıştır imzalıyor", "imzala");
    }

    #[test]
    fn word_formation_makes_its_own_stem() {
        meet("kurumsallaştı kurumsallaşan kurumsallaşması", "kurumsallaş");
        meet("osmanlı osmanlının osmanlılar", "osmanlı");
        assert_ne!(stemmed("başkanlığın"), stemmed("başkanın"));
    }

    #[test]
    fn unknown_names_lose_their_cases_only() {
        meet("dombasta dombasın dombastan", "dombas");
        meet("zelenski zelenskinin zelenskiyi zelenskiye", "zelensk");
        meet("lozan lozanın lozandaki lozana", "lozan");
    }

    #[test]
    fn roots_that_look_suffixed_stay() {
        for word in "adam oda aile kanun vatan düşman başkan sultan toprak yazar".split(' ') {
            assert_eq!(stemmed(word), word);
        }
    }

    #[test]
    fn what_is_not_a_turkish_word_stays() {
        let long = "a".repeat(200);
        for word in ["", "a", "ab", "evi", "1923", "g20ler", "дом", "naïve", "x\u{301}lar", &long]
        {
            assert_eq!(stemmed(word), word);
        }
    }

    #[test]
    fn harmony_is_kept() {
        // A front suffix after a back vowel is no suffix of this root.
        assert_ne!(stemmed("kitapler"), "kitap");
        assert_eq!(stemmed("saatler"), "saat");
    }
}
