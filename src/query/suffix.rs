//! Suffixes of a clause: `*`, `~2`, `^2.5`, one after another in any order.

/// One suffix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Suffix {
    /// `*`
    Star,
    /// `~` with a whole number, or none; a number too large is the largest.
    Tilde(Option<u32>),
    /// `~0.8`, the similarity of old query languages.
    Similarity,
    /// `^` with whatever `f32` reads: also NaN, infinities and negative numbers.
    Caret(f32),
}

/// Cuts the last suffix off: what is before it, and it. `None` where there is none.
pub(super) fn cut(text: &str) -> Option<(&str, Suffix)> {
    if let Some(rest) = text.strip_suffix('*') {
        return Some((rest, Suffix::Star));
    }
    let at = text.rfind(['~', '^'])?;
    let (rest, tail) = text.split_at_checked(at)?;
    let suffix = match tail.strip_prefix('^') {
        Some(number) => Suffix::Caret(number.parse().ok()?),
        None => tilde(tail.strip_prefix('~')?)?,
    };
    Some((rest, suffix))
}

fn tilde(number: &str) -> Option<Suffix> {
    if number.is_empty() {
        return Some(Suffix::Tilde(None));
    }
    if number.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Suffix::Tilde(Some(number.parse().unwrap_or(u32::MAX))));
    }
    let value: f32 = number.parse().ok()?;
    (0.0..=1.0).contains(&value).then_some(Suffix::Similarity)
}

/// Whether `text` has a `~` or `^` that is no suffix, though it stands where one does.
pub(super) fn is_broken(text: &str) -> bool {
    // In addresses both are common: http://example.org/~name.
    !text.contains("//") && text.rfind(['~', '^']).is_some_and(|at| at > 0)
}
