//! Characters by their number.

/// Bytes counted together.
const STRETCH: usize = 32;

/// The byte at which the character with number `n` begins, from 0; `None` when there are no more
/// than `n`. Linear, many bytes at a time.
pub fn nth_char(text: &str, n: usize) -> Option<usize> {
    let begins = |byte: &u8| (*byte as i8) >= -0x40;
    let (mut left, mut at) = (n, 0);
    for stretch in text.as_bytes().chunks_exact(STRETCH) {
        let count = stretch.iter().map(|byte| u8::from(begins(byte))).sum::<u8>();
        if usize::from(count) > left {
            break;
        }
        left -= usize::from(count);
        at += STRETCH;
    }
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let mut starts = rest.iter().enumerate().filter(|(_, byte)| begins(byte));
    starts.nth(left).map(|(offset, _)| at + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_counts() {
        let mixed = "Посол, the Ambassador 🙂 — елші. ".repeat(7);
        for text in ["", "a", "ы", &"я".repeat(80), &"a".repeat(64), &mixed] {
            for n in 0..text.chars().count() + 3 {
                let expected = text.char_indices().nth(n).map(|(at, _)| at);
                assert_eq!(nth_char(text, n), expected, "{n} of {text}");
            }
        }
    }
}
