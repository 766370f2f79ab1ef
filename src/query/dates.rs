//! Days and ranges of days, as queries write them.

use std::fmt;

/// Longest value of a date filter, in bytes: `[2010-01-01 TO 2020-12-31]` and room for spaces.
const MAX_VALUE_BYTES: usize = 64;

/// A day of the Gregorian calendar, year 1 to 9999. Written in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Days from one to another, both included; open where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Date {
    fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_real = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_days(year, month)).contains(&day);
        is_real.then_some(Self { year, month, day })
    }

    fn next(self) -> Option<Self> {
        let Self { year, month, day } = self;
        let day_after = Self::new(year, month, day.saturating_add(1));
        let month_after = || Self::new(year, month.saturating_add(1), 1);
        day_after.or_else(month_after).or_else(|| Self::new(year.saturating_add(1), 1, 1))
    }

    fn previous(self) -> Option<Self> {
        let Self { year, month, day } = self;
        let earlier = month.saturating_sub(1);
        let day_before = Self::new(year, month, day.saturating_sub(1));
        let month_before = || Self::new(year, earlier, month_days(year, earlier));
        day_before.or_else(month_before).or_else(|| Self::new(year.saturating_sub(1), 12, 31))
    }
}

impl DateRange {
    /// The days in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        // None is below every day, as an open start is.
        Self { from: self.from.max(other.from), to }
    }

    /// Whether no day is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from > to)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `[2010-01-01 TO *]`
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write_end = |f: &mut fmt::Formatter<'_>, end: Option<Date>| match end {
            Some(date) => date.fmt(f),
            None => f.write_str("*"),
        };
        f.write_str("[")?;
        write_end(f, self.from)?;
        f.write_str(" TO ")?;
        write_end(f, self.to)?;
        f.write_str("]")
    }
}

/// Where the value at the start of `rest` ends, if it is in brackets: it may hold spaces.
pub(super) fn bracketed_bytes(rest: &str) -> Option<usize> {
    let mut near = rest.char_indices().take(MAX_VALUE_BYTES);
    near.next().filter(|(_, c)| *c == '[')?;
    near.find(|(_, c)| *c == ']').map(|(at, _)| at.saturating_add(1))
}

/// The range of `2019`, `2019-05`, `2019-05-24`, `24.05.2019`, `>2019`, `>=2019`, `<2019`,
/// `<=2019`, `[2010 TO 2020]`, `2010..2020` or `*`. The ends of a range stand in either order.
pub(super) fn range(value: &str) -> Option<DateRange> {
    if value.len() > MAX_VALUE_BYTES {
        return None;
    }
    if let Some(inside) = value.strip_prefix('[') {
        let mut words = inside.strip_suffix(']')?.split_whitespace();
        let (from, to, last) = (words.next()?, words.next()?, words.next()?);
        return (to == "TO" && words.next().is_none()).then(|| between(from, last))?;
    }
    if let Some((from, to)) = value.split_once("..") {
        return between(from, to);
    }
    let (from, to) = if let Some(date) = value.strip_prefix(">=") {
        (Some(days(date)?.0), None)
    } else if let Some(date) = value.strip_prefix("<=") {
        (None, Some(days(date)?.1))
    } else if let Some(date) = value.strip_prefix('>') {
        (Some(days(date)?.1.next()?), None)
    } else if let Some(date) = value.strip_prefix('<') {
        (None, Some(days(date)?.0.previous()?))
    } else {
        return between(value, value);
    };
    Some(DateRange { from, to })
}

fn between(from: &str, to: &str) -> Option<DateRange> {
    let end = |text: &str| match text {
        "*" => Some(None),
        date => days(date).map(Some),
    };
    let (first, last) = match (end(from)?, end(to)?) {
        (Some(a), Some(b)) if a > b => (Some(b), Some(a)),
        ends => ends,
    };
    Some(DateRange { from: first.map(|days| days.0), to: last.map(|days| days.1) })
}

/// The first and the last day of a year, month or day.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split(['-', '.']);
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || (text.contains('.') && (third.is_none() || text.contains('-'))) {
        return None;
    }
    let is_day_first = text.contains('.');
    let (year, day) = if is_day_first { (third?, Some(first)) } else { (first, third) };
    let year = digits(year, 4)?;
    let Some(month) = second else {
        return Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?));
    };
    let month = u8::try_from(digits(month, 2)?).ok()?;
    let Some(day) = day else {
        let last = Date::new(year, month, month_days(year, month))?;
        return Some((Date::new(year, month, 1)?, last));
    };
    let day = Date::new(year, month, u8::try_from(digits(day, 2)?).ok()?)?;
    Some((day, day))
}

/// A number of one to `most` ASCII digits.
fn digits(text: &str, most: usize) -> Option<u16> {
    let is_number = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// Days of a month; 0 for a month that is none.
fn month_days(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for (value, days) in [
            ("2024", "[2024-01-01 TO 2024-12-31]"),
            ("1900-02", "[1900-02-01 TO 1900-02-28]"),
            ("2000-02", "[2000-02-01 TO 2000-02-29]"),
            ("2023-02", "[2023-02-01 TO 2023-02-28]"),
            ("2024-2", "[2024-02-01 TO 2024-02-29]"),
            ("2019-04", "[2019-04-01 TO 2019-04-30]"),
            ("2019-06", "[2019-06-01 TO 2019-06-30]"),
            ("2019-09", "[2019-09-01 TO 2019-09-30]"),
            ("2019-11", "[2019-11-01 TO 2019-11-30]"),
            ("2019-07", "[2019-07-01 TO 2019-07-31]"),
            ("5.6.2019", "[2019-06-05 TO 2019-06-05]"),
            (">2024-02-28", "[2024-02-29 TO *]"),
            (">2023-02-28", "[2023-03-01 TO *]"),
            (">2019-12-31", "[2020-01-01 TO *]"),
            ("<2024-03-01", "[* TO 2024-02-29]"),
            ("<2020-01-01", "[* TO 2019-12-31]"),
            ("<=2019-04", "[* TO 2019-04-30]"),
            ("2019-03..2019-03", "[2019-03-01 TO 2019-03-31]"),
            ("[*   TO   *]", "[* TO *]"),
        ] {
            assert_eq!(
                range(value).map(|range| range.to_string()).as_deref(),
                Some(days),
                "{value}"
            );
        }
    }

    #[test]
    fn what_is_no_range_of_days() {
        for value in [
            "0",
            "00000",
            "+201",
            "20190",
            "2019-13",
            "2019-00",
            "2019-04-31",
            "2019-05-00",
            "1900-02-29",
            "2019-05-24-1",
            "05.2019",
            "24.05-2019",
            "24-05.2019",
            "2019-5x",
            "2019-005",
            "[2010 TO 2020 2021]",
            "[2010 to 2020]",
            "[2010 TO]",
            ">*",
            ">9999",
            "<1",
            "2010...2020",
        ] {
            assert_eq!(range(value), None, "{value}");
        }
    }

    #[test]
    fn the_longest_value() {
        let value = |spaces: usize| format!("[2010{}TO 2020]", " ".repeat(spaces));
        let most = MAX_VALUE_BYTES - value(0).len();
        assert!(range(&value(most)).is_some() && range(&value(most + 1)).is_none());
        assert_eq!(bracketed_bytes(&value(most)), Some(MAX_VALUE_BYTES));
        assert_eq!(bracketed_bytes(&value(most + 1)), None);
    }

    #[test]
    fn days_in_two_ranges() {
        let both = |a, b| range(a).unwrap().intersection(range(b).unwrap());
        assert_eq!(both(">=2019-05", "2018..2019").to_string(), "[2019-05-01 TO 2019-12-31]");
        assert_eq!(both("<=2019-05-01", ">=2019-05-01").to_string(), "[2019-05-01 TO 2019-05-01]");
        assert!(!both("<=2019-05-01", ">=2019-05-01").is_empty());
        assert!(both("<2019-05-01", ">=2019-05-01").is_empty());
        assert!(!both("<2019", "*").is_empty() && !both("*", "*").is_empty());
    }
}
