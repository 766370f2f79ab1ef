//! Owns the way from bytes to text: which encoding they are in, and that every byte of them
//! can be read. Never puts a replacement character where a byte could not be read, and does
//! not look at what the text says beyond a charset label in its first bytes.

use std::borrow::Cow;
use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    DecoderResult, Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1254,
};

/// A text and the encoding it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without its byte order mark; borrowed where the bytes were UTF-8.
    pub text: Cow<'a, str>,
    /// Name of the encoding by the WHATWG standard, such as `windows-1251`.
    pub encoding: &'static str,
}

/// Bytes that are no text in the encoding they seem to be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    /// Offset of the first byte that cannot be read.
    pub byte: usize,
    /// What should have been there.
    pub expected: String,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} cannot be read: expected {}", self.byte, self.expected)
    }
}

impl std::error::Error for Undecodable {}

/// A charset label is looked for in this many bytes, as browsers do.
const PRESCAN_BYTES: usize = 1_024;

/// A code page shows in this many bytes from the first that is no ASCII.
const SAMPLE_BYTES: usize = 128 * 1_024;

/// One control character in this many is still text: old editors left some behind.
const CHARS_PER_CONTROL: usize = 100;

/// The code pages that texts in the six languages were written in.
const CODE_PAGES: [&Encoding; 5] = [WINDOWS_1251, KOI8_U, ISO_8859_5, IBM866, WINDOWS_1254];

/// Reads `bytes` as text. In this order: a byte order mark, the zero bytes of UTF-16, valid
/// UTF-8, the `declared` label, the label in the text's own `<meta>` or XML prolog, then the
/// likeliest of the code pages for Turkish and Cyrillic. ISO-8859-9 comes back under the name
/// of its superset `windows-1254`, as the WHATWG standard has it.
///
/// # Errors
/// Binary data, and text with bytes that its encoding does not have; also UTF-8 that is right
/// but for a few bytes, rather than a guess at some code page. Costs a few passes over `bytes`.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>, Undecodable> {
    if let Some((encoding, bom_bytes)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes, bom_bytes);
    }
    if let Some(encoding) = utf16_by_its_high_bytes(bytes) {
        return decode_as(encoding, bytes, 0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        refuse_controls(bytes)?;
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() });
    }
    refuse_controls(bytes)?;
    if is_nearly_utf8(bytes) {
        return decode_as(UTF_8, bytes, 0);
    }
    let label = declared.and_then(known).or_else(|| known(&label_in(bytes)?));
    decode_as(label.unwrap_or_else(|| guess(bytes)), bytes, 0)
}

/// Decodes all after the first `skipped` bytes and refuses what does not fit.
fn decode_as<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    skipped: usize,
) -> Result<Decoded<'a>, Undecodable> {
    let body = bytes.get(skipped..).unwrap_or_default();
    if encoding == UTF_8 {
        refuse_controls(bytes)?;
        let text = std::str::from_utf8(body)
            .map_err(|error| undecodable(skipped + error.valid_up_to(), encoding))?;
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: encoding.name() });
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(body.len());
    let mut text = String::with_capacity(capacity.unwrap_or(0));
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {}
        // Too long to be addressed: nothing that fits into memory gets here.
        DecoderResult::OutputFull => return Err(undecodable(skipped + read, encoding)),
        DecoderResult::Malformed(length, after) => {
            let good = read.saturating_sub(usize::from(length) + usize::from(after));
            return Err(undecodable(skipped + good, encoding));
        }
    }
    if encoding == UTF_16LE || encoding == UTF_16BE {
        // In UTF-16 a zero byte is no sign of binary data, so the characters are looked at.
        if let Err(error) = refuse_controls(text.as_bytes()) {
            let before = text.get(..error.byte).unwrap_or_default();
            let byte = skipped + before.encode_utf16().count() * 2;
            return Err(Undecodable { byte, ..error });
        }
    }
    if encoding.is_single_byte() {
        // The standard gives unassigned bytes to control characters nobody ever typed.
        let unassigned = |c: char| matches!(c, '\u{80}'..='\u{9f}' if c != '\u{85}');
        if let Some(before) = text.chars().position(unassigned) {
            return Err(undecodable(skipped + before, encoding));
        }
    }
    Ok(Decoded { text: Cow::Owned(text), encoding: encoding.name() })
}

fn undecodable(byte: usize, encoding: &'static Encoding) -> Undecodable {
    Undecodable { byte, expected: format!("{} text", encoding.name()) }
}

/// An error at the first zero byte, or at the first control character where there are many.
fn refuse_controls(bytes: &[u8]) -> Result<(), Undecodable> {
    let mut controls = bytes.iter().enumerate().filter(|&(_, &byte)| is_control(byte));
    let Some((first, _)) = controls.next() else { return Ok(()) };
    let count = controls.count() + 1;
    let zero = bytes.iter().position(|&byte| byte == 0);
    if zero.is_none() && count * CHARS_PER_CONTROL <= bytes.len() {
        return Ok(());
    }
    let expected = "text, not binary data".to_owned();
    Err(Undecodable { byte: zero.unwrap_or(first), expected })
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Without a byte order mark UTF-16 shows in the high bytes: 0, 1 or 4 for every letter of the
/// six languages, all at even or all at odd offsets.
fn utf16_by_its_high_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    let (units, _) = bytes.as_chunks::<2>();
    if units.len() < 2 {
        return None;
    }
    let is_high = |byte: u8| matches!(byte, 0 | 1 | 4);
    let first = units.iter().filter(|[first, _]| is_high(*first)).count();
    let second = units.iter().filter(|[_, second]| is_high(*second)).count();
    let most = |count: usize| count * 10 >= units.len() * 7;
    let few = |count: usize| count * 10 <= units.len();
    match (first, second) {
        (first, second) if most(second) && few(first) => Some(UTF_16LE),
        (first, second) if most(first) && few(second) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether right multi-byte characters are as many as broken ones at least; in a code page
/// they are chance hits, one in four at most.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    right >= broken
}

/// The encoding that a label names, where it says anything: `windows-1252` is what servers
/// write when nobody told them, and differs from Turkish by six letters no language here has.
fn known(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    // Bytes in which an ASCII label could be read are not UTF-16, whatever it says.
    (!is_utf16 && encoding != WINDOWS_1252).then_some(encoding)
}

/// The charset that `<?xml encoding="…"?>` or `<meta charset=…>` names.
fn label_in(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    let head: String = head.iter().map(|&byte| char::from(byte).to_ascii_lowercase()).collect();
    if let Some(prolog) = head.trim_start().strip_prefix("<?xml") {
        return value_after(prolog.split("?>").next()?, "encoding");
    }
    head.split("<meta").skip(1).find_map(|tag| value_after(tag.split('>').next()?, "charset"))
}

/// The value in `name = "value"`, quoted or not.
fn value_after(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/'));
    let value = value.get(..end.unwrap_or(value.len()))?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// The likeliest code page of the six languages.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let sample = bytes.get(start..).unwrap_or_default();
    let sample = sample.get(..SAMPLE_BYTES).unwrap_or(sample);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    if guessed == WINDOWS_1252 {
        return WINDOWS_1254;
    }
    if guessed == KOI8_R || CODE_PAGES.contains(&guessed) {
        return guessed;
    }
    // The detector knows more languages than these six: of their code pages, the one that
    // gives the most letters beside letters.
    CODE_PAGES.into_iter().max_by_key(|encoding| plausibility(encoding, sample)).unwrap_or(UTF_8)
}

/// How much `bytes` look like words in `encoding`: letters of one script side by side count
/// for it; capitals within a word, mixed scripts and odd signs against it.
fn plausibility(encoding: &'static Encoding, bytes: &[u8]) -> i64 {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return i64::MIN;
    };
    let mut score = 0;
    let mut previous = ' ';
    for c in text.chars() {
        let is_pair = previous.is_alphabetic() && c.is_alphabetic();
        let is_mixed = is_cyrillic(previous) != is_cyrillic(c);
        score += match (previous.is_ascii() && c.is_ascii(), is_pair) {
            (true, _) => 0,
            (false, true) if is_mixed || previous.is_lowercase() && c.is_uppercase() => -3,
            (false, true) if is_cyrillic(c) || is_turkish(previous) || is_turkish(c) => 2,
            (false, false) if c.is_ascii() || c.is_alphabetic() => 0,
            (false, _) => -1,
        };
        previous = c;
    }
    score
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{4ff}')
}

fn is_turkish(c: char) -> bool {
    "çğıöşüâîûÇĞİÖŞÜ".contains(c)
}

#[cfg(test)]
mod tests;
