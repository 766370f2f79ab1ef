//! Owns reading the date of a page, in digits or with the month in words of six languages.
//! Does not look for a date in running text.

use crate::lang::Lang;

/// A date line has no more words than this ("Thu, 19 Aug 2019 10:00:00 GMT" and some).
const MAX_WORDS: usize = 12;

/// The date in ISO 8601: `2019-08-19` as it is, with its time if it has one, and
/// `Thu . 19 Aug 2019`, `19 августа 2019 г.`, `August 19, 2019`, `19.08.2019` turned round.
/// `None` where the text is no date, or none of the calendar's.
#[must_use]
pub fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    iso_prefix(text).or_else(|| in_words(text))
}

/// `YYYY-MM-DD`, alone or with a time after `T` or a space.
fn iso_prefix(text: &str) -> Option<String> {
    let (date, time) = text.split_at_checked(10)?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = calendar_date(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?)?;
    let time = time.trim_start_matches(['T', ' ']);
    let is_time = time.get(..5).is_some_and(|clock| clock.as_bytes().get(2) == Some(&b':'))
        && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z'));
    Some(if is_time { format!("{date}T{time}") } else { date })
}

/// A day, a month in words or digits, and a year, in any order that can be told.
fn in_words(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MAX_WORDS).collect();
    let year = words.iter().find_map(|word| digits(word, 4));
    let month = words.iter().find_map(|word| month_named(word));
    let is_small = |word: &&str| word.len() <= 2;
    let mut numbers = words.iter().filter(|word| is_small(word)).filter_map(|word| {
        let number: u32 = word.parse().ok()?;
        (number > 0).then_some(number)
    });
    match month {
        Some(month) => calendar_date(year?, month, numbers.next()?),
        // Day first, as all six languages have it but American English.
        None => {
            let is_dotted = words.len() == 3 && text.contains(['.', '/']);
            let day = numbers.next()?;
            if is_dotted { calendar_date(year?, numbers.next()?, day) } else { None }
        }
    }
}

fn month_named(word: &str) -> Option<u32> {
    let letters: String = word.chars().flat_map(char::to_lowercase).take(24).collect();
    if letters.chars().count() < 3 || letters.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let named = |month: &usize| {
        let of_lang = |lang: Lang| lang.language().months.get(*month).copied();
        let mut names = Lang::OWN.into_iter().filter_map(of_lang);
        names.any(|name| letters.starts_with(name))
    };
    let month = (0..12).find(named)?;
    u32::try_from(month + 1).ok()
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn calendar_date(year: u32, month: u32, day: u32) -> Option<String> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_date = year > 0 && (1..=12).contains(&month) && (1..=days).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn dates_in_six_languages() {
        let cases = [
            ("2019-08-19", "2019-08-19"),
            ("2019-08-19T10:15:00+03:00", "2019-08-19T10:15:00+03:00"),
            ("2019-08-19 10:15", "2019-08-19T10:15"),
            ("2019-08-19 and more", "2019-08-19"),
            ("Thu . 19 Aug 2019", "2019-08-19"),
            ("Thu, 19 Aug 2019 10:00:00 GMT", "2019-08-19"),
            ("August 19, 2019", "2019-08-19"),
            ("Pzt . 19 Ağustos 2019", "2019-08-19"),
            ("19 августа 2019 г.", "2019-08-19"),
            ("19 серпня 2019", "2019-08-19"),
            ("2019 жылғы 19 тамыз", "2019-08-19"),
            ("19 жніўня 2019", "2019-08-19"),
            ("8 мая 2020", "2020-05-08"),
            ("30 листопада 2021", "2021-11-30"),
            ("1 лістапада 2021", "2021-11-01"),
            ("1 ліпеня 2021", "2021-07-01"),
            ("1 сакавіка 2021", "2021-03-01"),
            ("19.08.2019", "2019-08-19"),
            ("29 Feb 2020", "2020-02-29"),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "Digital diplomacy", "2019", "2019-13-01", "30 Feb 2020", "1 2 3", "ё"] {
            assert_eq!(iso(text), None, "{text}");
        }
    }
}
