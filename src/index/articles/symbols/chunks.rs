//! Text in chunks that symbols do not reach over: a word with the space before it, or the signs
//! between two words. The same chunks come again and again, so they are counted, and packed, once.

/// Bytes that are looked at together.
const STEP: usize = 8;

/// A chunk ends with the step that reaches this, so that its codes are few enough to be remembered.
const LONG: usize = 24;

const ONES: u64 = u64::from_le_bytes([1; STEP]);
const HIGH: u64 = ONES << 7;

/// The high bit of each byte that is of a word: ASCII letters and digits, and all of other
/// alphabets.
fn words(bytes: u64) -> u64 {
    let ascii = bytes & !HIGH;
    // A byte's sum reaches its high bit from that letter on.
    let from = |byte: u8, bytes: u64| bytes + ONES * u64::from(0x80 - byte);
    let lower = ascii | ONES << 5;
    let letters = from(b'a', lower) & !from(b'z' + 1, lower);
    let digits = from(b'0', ascii) & !from(b'9' + 1, ascii);
    (letters | digits | bytes) & HIGH
}

/// The high bit of each byte that is a space.
fn spaces(bytes: u64) -> u64 {
    let other = bytes ^ (ONES * u64::from(b' '));
    !(other | ((other & !HIGH) + (HIGH - ONES))) & HIGH
}

/// A chunk, and the text that it begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chunk<'a> {
    pub(super) text: &'a [u8],
    /// Bytes of the chunk.
    pub(super) bytes: usize,
    /// The same for equal chunks.
    pub(super) hash: u64,
}

impl<'a> Chunk<'a> {
    /// The first chunk of `text`; an empty one of an empty text.
    pub(super) fn first(text: &'a [u8]) -> Self {
        let space = usize::from(text.first() == Some(&b' '));
        let is_word = words(step(text, space)) & 0x80 != 0;
        let mut bytes = if is_word { space } else { 1 };
        let mut hash = text.first().map_or(0, |first| u64::from(*first));
        loop {
            let next = step(text, bytes);
            let ends = if is_word { !words(next) & HIGH } else { words(next) | spaces(next) };
            let more = ends.trailing_zeros() as usize / 8;
            let of_chunk = if more < STEP { next & ((1 << (more * 8)) - 1) } else { next };
            hash = (hash.rotate_left(5) ^ of_chunk).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            bytes += more;
            if more < STEP || bytes >= LONG {
                return Self { text, bytes: bytes.min(text.len()), hash };
            }
        }
    }

    pub(super) fn as_bytes(&self) -> &'a [u8] {
        self.text.get(..self.bytes).unwrap_or_default()
    }

    /// What comes behind it.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.get(self.bytes..).unwrap_or_default()
    }
}

/// The bytes of `text` from `at` on, and spaces behind its end.
fn step(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    u64::from_le_bytes(rest.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [b' '; STEP];
        padded.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        padded
    }))
}

/// The chunks of `text`, which all together are the text.
pub(super) fn of(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let chunk = Chunk::first(text);
        text = chunk.rest();
        (chunk.bytes > 0).then(|| chunk.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chunks(text: &str) -> Vec<&str> {
        of(text.as_bytes()).map(|chunk| std::str::from_utf8(chunk).unwrap()).collect()
    }

    #[test]
    fn words_go_with_the_space_before_them() {
        assert_eq!(
            chunks("Посол, он (a1)  вручил.\nДа "),
            ["Посол", ",", " он", " (", "a1", ")", " ", " вручил", ".\n", "Да", " "]
        );
        assert_eq!(chunks(" "), [" "]);
        assert!(chunks("").is_empty());
    }

    #[test]
    fn words_are_letters_digits_and_other_alphabets() {
        for byte in 0..=u8::MAX {
            let is_word = byte >= 0x80 || byte.is_ascii_alphanumeric();
            for bytes in [[byte; STEP], [byte, 0, 0xff, byte, b'a', b' ', b'z', byte]] {
                let bytes = u64::from_le_bytes(bytes);
                assert_eq!(words(bytes) & 0x80 != 0, is_word, "{byte}");
                assert_eq!(words(bytes) >> 63 != 0, is_word, "{byte}");
                assert_eq!(spaces(bytes) >> 63 != 0, byte == b' ', "{byte}");
            }
        }
    }

    #[test]
    fn equal_chunks_have_one_hash_wherever_they_stand() {
        let words = ["a", "ab", "посол", "дипломатическими", "---", "представительствами"];
        for word in words {
            let hash = |behind: &str| {
                let text = format!("{word}{behind}");
                Chunk::first(text.as_bytes()).hash
            };
            assert_eq!(hash(" и"), hash(""), "{word}");
            assert_eq!(hash(" и ещё много слов"), hash(""), "{word}");
        }
    }

    proptest! {
        #[test]
        fn chunks_are_the_text(text in "[ a-zа-я.,-]{0,90}") {
            let chunks = chunks_of_bytes(text.as_bytes());
            prop_assert_eq!(chunks.concat(), text.as_bytes());
            prop_assert!(chunks.iter().all(|chunk| chunk.len() <= LONG + STEP));
        }
    }

    fn chunks_of_bytes(text: &[u8]) -> Vec<&[u8]> {
        of(text).collect()
    }
}
