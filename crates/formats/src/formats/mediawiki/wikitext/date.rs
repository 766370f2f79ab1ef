//! Owns dates given to a template in numbers: `1970|5|2`, `2|5|1970`, `day=2|month=5|year=1970`.
//! Writes them as the wiki's language does. Does not read dates in running text.

use crate::formats::mediawiki::site::Site;
use crate::lang::Lang;

/// Words of which a template's name has one if it shows a date, folded.
#[rustfmt::skip]
const WORDS: [&str; 29] = [
    "date", "birth", "born", "death", "died", "dob",
    "tarih", "tarihi", "doğum", "ölüm",
    "дата", "рождения", "рождение", "смерти", "смерть", "родился", "умер",
    "народження", "смерті", "народився", "помер",
    "күні", "туған", "қайтыс", "туғаны",
    "нараджэння", "смерці", "нарадзіўся", "памер",
];

/// Names of values: of the day, the month and the year, folded.
const DAY: [&str; 6] = ["day", "gün", "день", "күн", "дзень", "d"];
const MONTH: [&str; 6] = ["month", "ay", "месяц", "місяць", "ай", "m"];
const YEAR: [&str; 7] = ["year", "yil", "год", "рік", "жыл", "жылы", "y"];

/// Whether the template of this folded name may show a date.
pub(super) fn is_name(name: &str) -> bool {
    let mut words = name.split([' ', '-', '/']);
    words.any(|word| WORDS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(u32),
    /// A month in words.
    Month(u32),
    Nothing,
    Text,
}

/// A date as far as it is known.
#[derive(Debug, Default, PartialEq, Eq)]
struct Date {
    day: Option<u32>,
    month: Option<u32>,
    year: Option<u32>,
}

/// The date that the values give; `None` where they give none. `named` finds the value of the first
/// of some names; `day_first` is for English, which may have either first.
pub(super) fn written<'a>(
    plain: &[&'a str],
    named: impl Fn(&[&str]) -> Option<&'a str>,
    day_first: bool,
    site: &Site,
) -> Option<String> {
    let parts: Vec<Part> = plain.iter().take(3).map(|value| part(value)).collect();
    let date = of_parts(&parts).or_else(|| of_names(named))?;
    Some(date.write(site.own_lang(), day_first))
}

fn part(value: &str) -> Part {
    let value = value.trim();
    if value.is_empty() {
        return Part::Nothing;
    }
    if value.len() <= 4
        && let Ok(number) = value.parse()
    {
        return Part::Number(number);
    }
    let lower = value.to_lowercase();
    let is_named = |month: &usize| {
        let name = |lang: Lang| lang.language().months.get(*month).copied();
        Lang::OWN.into_iter().filter_map(name).any(|name| lower.starts_with(name))
    };
    let is_word = value.chars().all(|c| c.is_alphabetic() || c == '.');
    let month = if is_word { (0..12).find(is_named) } else { None };
    month.and_then(|month| u32::try_from(month + 1).ok()).map_or(Part::Text, Part::Month)
}

/// The date of up to three values in order, the year first or last.
fn of_parts(parts: &[Part]) -> Option<Date> {
    let at = |place: usize| parts.get(place).copied().unwrap_or(Part::Nothing);
    let number = |part: Part| match part {
        Part::Number(number) | Part::Month(number) => Some(number),
        Part::Nothing | Part::Text => None,
    };
    let date = match (at(0), at(1), at(2)) {
        (Part::Number(year), month, day) if year > 31 => {
            let month = number(month);
            Date { year: Some(year), month, day: month.and(number(day)) }
        }
        (Part::Month(month), Part::Number(day), year) => {
            Date { day: Some(day), month: Some(month), year: number(year) }
        }
        (first @ (Part::Number(_) | Part::Nothing), second, third) => {
            Date { day: number(first), month: number(second), year: number(third) }
        }
        _ => return None,
    };
    date.checked()
}

fn of_names<'a>(named: impl Fn(&[&str]) -> Option<&'a str>) -> Option<Date> {
    let number = |names: &[&str]| match part(named(names)?) {
        Part::Number(number) | Part::Month(number) => Some(number),
        Part::Nothing | Part::Text => None,
    };
    Date { day: number(&DAY), month: number(&MONTH), year: number(&YEAR) }.checked()
}

impl Date {
    /// The date, if it is one: a year or a month is known and the rest may be of a calendar. Where
    /// only the other way round makes a month, the month came first.
    fn checked(mut self) -> Option<Self> {
        if let (Some(day @ 1..=12), Some(month @ 13..=31)) = (self.day, self.month) {
            (self.day, self.month) = (Some(month), Some(day));
        }
        let is_day = self.day.is_none_or(|day| (1..=31).contains(&day) && self.month.is_some());
        let is_month = self.month.is_none_or(|month| (1..=12).contains(&month));
        let is_known = self.year.is_some() || self.day.is_some() && self.month.is_some();
        (is_day && is_month && is_known && self.year != Some(0)).then_some(self)
    }

    fn write(&self, lang: Lang, day_first: bool) -> String {
        let year = self.year.map_or(String::new(), |year| format!("{year}"));
        let place = self.month.and_then(|month| usize::try_from(month).ok()?.checked_sub(1));
        let name = place.and_then(|place| lang.language().month_names.get(place).copied());
        let name = name.filter(|name| !name.is_empty());
        let text = match (self.day, self.month, name) {
            (Some(day), _, Some(name)) if lang == Lang::En && !day_first => {
                let comma = if year.is_empty() { "" } else { "," };
                format!("{name} {day}{comma} {year}")
            }
            (Some(day), _, Some(name)) => format!("{day} {name} {year}"),
            // These languages have the months in the form that stands alone beside a year too.
            (None, _, Some(name)) if matches!(lang, Lang::En | Lang::Tr | Lang::Kk) => {
                format!("{name} {year}")
            }
            (Some(day), Some(month), _) => format!("{year}-{month:02}-{day:02}"),
            (None, Some(month), _) => format!("{month:02}.{year}"),
            _ => year,
        };
        text.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(lang: &str, values: &str) -> Option<String> {
        let (named, plain): (Vec<&str>, Vec<&str>) =
            values.split('|').partition(|value| value.contains('='));
        let find = |names: &[&str]| {
            let pairs = named.iter().filter_map(|value| value.split_once('='));
            names
                .iter()
                .find_map(|name| pairs.clone().find(|pair| pair.0 == *name))
                .map(|pair| pair.1)
        };
        written(&plain, find, values.contains("df="), &Site::with_lang(lang))
    }

    #[test]
    fn dates_in_six_languages() {
        for (lang, values, expected) in [
            ("uk", "14|3|1854", "14 березня 1854"),
            ("uk", "2|5|1920|66", "2 травня 1920"),
            ("ru", "2|5|1970", "2 мая 1970"),
            ("ru", "28|июня|1919", "28 июня 1919"),
            ("be", "5|6|1911", "5 чэрвеня 1911"),
            ("kk", "16|12|1991", "16 желтоқсан 1991"),
            ("tr", "1881|5|19", "19 Mayıs 1881"),
            ("tr", "19|5|1881", "19 Mayıs 1881"),
            ("en", "1970|5|2", "May 2, 1970"),
            ("en", "1970|5|2|df=yes", "2 May 1970"),
            ("en", "May|2|1970", "May 2, 1970"),
            ("en", "1970|5", "May 1970"),
            ("en", "1970", "1970"),
            ("uk", "день=14|місяць=3|рік=1854", "14 березня 1854"),
            ("en", "year=1970|month=5|day=2", "May 2, 1970"),
            ("uk", "|3|1854", "03.1854"),
            ("uk", "||1854", "1854"),
            ("uk", "3|5", "3 травня"),
            ("en", "2|14|1900", "February 14, 1900"),
            ("de", "14|3|1854", "1854-03-14"),
        ] {
            assert_eq!(date(lang, values).as_deref(), Some(expected), "{lang}: {values}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for values in
            ["", "x", "50|2010|1", "1854|40|1", "5", "5 May 1920", "0|0|0", "||", "Київ|3|5"]
        {
            assert_eq!(date("uk", values), None, "{values}");
        }
    }

    #[test]
    fn names_that_say_so() {
        for name in
            ["birth date and age", "дата народження", "doğum tarihi", "туған күні", "birth-date2"]
        {
            assert!(is_name(name), "{name}");
        }
        for name in ["update", "use dmy dates", "coord", "дати", "карточка"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn months_in_full_are_read() {
        for lang in Lang::OWN {
            for (name, month) in lang.language().month_names.iter().zip(1..) {
                assert_eq!(part(name), Part::Month(month), "{lang}: {name}");
            }
        }
    }
}
