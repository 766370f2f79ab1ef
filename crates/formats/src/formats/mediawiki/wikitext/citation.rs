//! Owns how a source given by a template (`{{cite book|…}}`, `{{книга|…}}`) is written as one
//! line: author, title, publisher, year in the order given. Does not follow a citation style.

/// Names of the values to keep, in six languages, folded.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    // en
    "last", "last1", "last2", "last3", "first", "first1", "first2", "first3", "author",
    "author1", "author2", "author3", "authors", "editor", "editor-last", "editor-first",
    "title", "chapter", "trans-title", "work", "newspaper", "journal", "magazine", "website",
    "encyclopedia", "series", "publisher", "location", "place", "year", "date",
    // tr
    "soyadi", "soyadi1", "soyadi2", "soyad", "ad", "adi", "ad1", "ad2", "yazar", "yazarlar",
    "başlik", "bölüm", "eser", "gazete", "dergi", "çalişma", "yayinci", "yayimci", "yer", "yil",
    "tarih", "ansiklopedi", "editör",
    // ru
    "автор", "автор1", "автор2", "автор3", "фамилия", "имя", "заглавие", "название", "часть",
    "издание", "издательство", "ответственный", "место", "год", "дата", "серия", "работа",
    "журнал", "газета", "ссылка часть",
    // uk
    "прізвище", "прізвище1", "ім'я", "ім’я", "ім'я1", "автори", "назва", "заголовок", "частина",
    "видання", "видавництво", "видавець", "місце", "рік", "відповідальний", "праця",
    // kk
    "тақырыбы", "атауы", "тақырып", "баспасы", "баспа", "жылы", "жыл", "орны", "күні", "есімі",
    "тегі", "авторы", "басылым",
    // be
    "аўтар", "загаловак", "выдавецтва", "выданне", "месца", "прозвішча", "імя", "адказны",
    "частка", "старонка назва",
];

/// The source as a line: the values with a known name, or else those without a name. Addresses
/// are left out. Empty where nothing of it can be read.
pub(super) fn text(named: &[(String, &str)], plain: &[&str]) -> String {
    let kept = named.iter().filter(|(name, _)| KEPT.contains(&name.as_str()));
    let line = joined(kept.map(|(_, text)| *text));
    if line.is_empty() { joined(plain.iter().copied()) } else { line }
}

fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for value in values.map(str::trim).filter(|value| is_readable(value)) {
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(value);
    }
    line
}

fn is_readable(value: &str) -> bool {
    !value.is_empty() && !super::lexer::starts_with_scheme(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::mediawiki::site::fold;

    #[test]
    fn names_are_folded() {
        for name in KEPT {
            assert_eq!(fold(name), *name);
        }
    }

    #[test]
    fn sources() {
        let cite = |named: &[(&str, &'static str)], plain: &[&str]| {
            let named: Vec<_> = named.iter().map(|(name, text)| (fold(name), *text)).collect();
            text(&named, plain)
        };
        let book = [
            ("Автор", "Громыко А. А."),
            ("isbn", "5"),
            ("Заглавие", " Памятное "),
            ("год", "1988"),
        ];
        assert_eq!(cite(&book, &[]), "Громыко А. А., Памятное, 1988");
        let web = [("başlık", "Lozan"), ("url", "http://a.b"), ("yayımcı", "TTK"), ("yıl", "")];
        assert_eq!(cite(&web, &["x"]), "Lozan, TTK");
        assert_eq!(cite(&[], &["Smith", " 2001 ", "https://x.y"]), "Smith, 2001");
        assert_eq!(cite(&[("url", "x")], &[]), "");
    }
}
