//! Whether an example printed what its document says.
//!
//! `…` stands for anything within a line, and alone on a line for any lines. By their shape alone
//! count
//!
//! - numbers with a decimal point: scores, measures, confidences, sizes, times;
//! - whole numbers with a unit of size or time behind them (`461 B`, `194 µs`), and which unit of
//!   size it is;
//! - in JSON, whole numbers of the keys in [`VARYING_KEYS`].
//!
//! White space counts as one space, since columns are as wide as their numbers. A line of JSON may
//! be broken before a key. All else must be the same.

/// Keys of whole numbers that vary: times, and sizes of an index and of its parts.
const VARYING_KEYS: [&str; 9] =
    ["took_us", "bytes", "art", "fast", "fieldnorm", "idx", "pos", "store", "term"];

const SIZES: [&str; 4] = [" B", " KiB", " MiB", " GiB"];
const TIMES: [&str; 3] = [" s", " ms", " µs"];

/// Whether `printed` is what `expected` says.
pub fn is_like(expected: &str, printed: &str) -> bool {
    let expected = lines(&expected.replace("\n \"", "\""));
    lines_match(&expected, &lines(printed))
}

fn lines(text: &str) -> Vec<String> {
    text.trim_end().lines().map(shape).collect()
}

fn lines_match(expected: &[String], printed: &[String]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "…" => {
            (0..=printed.len()).any(|skipped| lines_match(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, others)| line_matches(first, line) && lines_match(rest, others)),
    }
}

/// Whether a line is like `pattern`, in which `…` stands for anything.
fn line_matches(pattern: &str, line: &str) -> bool {
    let Some((head, tail)) = pattern.split_once('…') else { return pattern == line };
    let Some(mut rest) = line.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = tail.split('…').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// A line with its white space made one and its varying numbers made `#`.
fn shape(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut shape, mut rest) = (String::new(), line.as_str());
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        shape.push_str(&rest[..start]);
        let number = &rest[start..];
        let whole = digits(number);
        let fraction = number[whole..].strip_prefix('.').map_or(0, digits);
        let (digits, behind) =
            number.split_at(if fraction > 0 { whole + 1 + fraction } else { whole });
        let unit = unit(behind);
        rest = behind;
        if SIZES.contains(&unit) {
            shape.push_str("# B");
            rest = &behind[unit.len()..];
        } else if fraction > 0 || TIMES.contains(&unit) || has_key(&shape) {
            shape.push('#');
        } else {
            shape.push_str(digits);
        }
    }
    shape + rest
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
}

/// The space and the word behind a number.
fn unit(rest: &str) -> &str {
    let Some(word) = rest.strip_prefix(' ') else { return "" };
    let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    &rest[..end + 1]
}

/// Whether a varying key stands before a number.
fn has_key(before: &str) -> bool {
    let key = before.strip_suffix("\":").and_then(|b| b.rsplit('"').next());
    key.is_some_and(|key| VARYING_KEYS.contains(&key))
}

#[test]
fn what_varies_counts_by_its_shape() {
    let like = [
        ("1. Treaty  [en]  4.77", "1. Treaty  [en]  14.8\n"),
        (
            "181 articles from 603.48 KiB in 0.2 s (2.45 MiB/s)",
            "181 articles from 9 B in 1.0 s (8 MiB/s)",
        ),
        ("a\n…\nd …, e", "a\nb\nc\nd x, y, e\n"),
        ("…", ""),
        ("{\"a\":1,\n \"took_us\":1869}", "{\"a\":1,\"took_us\":7}"),
        ("years: 2017 2, …", "years: 2017 2, 2018 3"),
    ];
    for (expected, printed) in like {
        assert!(is_like(expected, printed), "{expected} / {printed}");
    }
    let unlike = [
        ("1. Treaty  [en]  4.77", "1. Treaty  [en]\n"),
        ("1. Treaty  [en]  4.77", "2. Treaty  [en]  4.77\n"),
        ("180 articles from 603.48 KiB", "181 articles from 603.48 KiB"),
        ("a\n…", "b\na"),
        ("", "a"),
        ("{\"rank\":1}", "{\"rank\":2}"),
        ("d …, e", "d x, f"),
    ];
    for (expected, printed) in unlike {
        assert!(!is_like(expected, printed), "{expected} / {printed}");
    }
}
