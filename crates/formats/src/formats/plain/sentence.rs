//! Owns finding the end of the first sentence of a paragraph whose full stops a scraper lost.
//! Does not split the rest of the text.

use std::ops::Range;

/// A definition is no longer than this.
const MAX_CHARS: usize = 600;
/// A sentence has at least this many words before it can end.
const MIN_WORDS: usize = 4;

/// Words that have a capital only where a sentence starts.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    // en
    "The", "A", "An", "In", "On", "At", "By", "For", "From", "As", "It", "Its", "He", "She",
    "They", "This", "That", "These", "Those", "There", "However", "Although", "While", "When",
    "After", "Before", "During", "Since", "According", "Other", "Some", "Many", "Several", "Most",
    "Both", "Such", "Because", "Though", "Today", "Also", "Another", "Thus", "If",
    // tr
    "Bu", "Ancak", "Ayrıca", "Bununla", "Bir", "Bazı", "İlk", "Her", "Günümüzde", "Daha",
    "Böylece", "Fakat", "Ama", "Birçok", "Çoğu", "Diğer", "Onun", "Bunun", "Genellikle",
    // ru
    "В", "Во", "На", "С", "Со", "По", "Из", "К", "Он", "Она", "Оно", "Они", "Это", "Этот", "Эта",
    "Однако", "После", "Также", "При", "Как", "Если", "Когда", "Кроме", "Для", "Его", "Её", "Их",
    "Сегодня", "Многие", "Некоторые", "Первый", "Первая", "Другие", "Так", "До", "Обычно",
    // uk
    "У", "Він", "Вона", "Воно", "Вони", "Це", "Цей", "Ця", "Проте", "Однак", "Після", "Також",
    "Під", "Якщо", "Коли", "Крім", "Її", "Його", "Багато", "Деякі", "Перший", "Перша", "Інші",
    "Сьогодні", "Зазвичай", "З", "Із", "Від", "Але",
    // kk
    "Бұл", "Ол", "Олар", "Осы", "Алайда", "Бірақ", "Сондай-ақ", "Сонымен", "Қазіргі", "Алғашқы",
    "Кейбір", "Көптеген", "Басқа", "Оның", "Бүгінде", "Әдетте", "Бірінші",
    // be
    "Ён", "Яна", "Яно", "Яны", "Гэта", "Гэты", "Гэтая", "Аднак", "Пасля", "Таксама", "Пры",
    "Калі", "Акрамя", "Яго", "Яе", "Іх", "Шмат", "Некаторыя", "Першы", "Першая", "Іншыя", "Сёння",
    "Звычайна", "Ад", "Але", "Ва",
];

/// Words after which a sentence does not end, so that the next has its capital as a name.
#[rustfmt::skip]
const LINKING: &[&str] = &[
    "the", "a", "an", "of", "in", "on", "at", "by", "for", "from", "to", "and", "or", "with",
    "as", "is", "was", "are", "ve", "ile", "veya", "в", "во", "на", "с", "по", "из", "к", "и",
    "или", "у", "з", "і", "й", "та", "або", "від", "до", "және", "мен", "немесе", "ў", "ад", "да",
];

/// The first sentence of `paragraph`, whose footnote numbers stand at `notes` and are left
/// out. It ends at a full stop; else at a note or a small letter before a capital that starts
/// a clause; else with the paragraph, if that is short. `None` where it cannot be told.
pub(super) fn first_sentence(paragraph: &str, notes: &[Range<usize>]) -> Option<String> {
    let end = end_of_sentence(paragraph, notes).unwrap_or(paragraph.len());
    let mut sentence = String::new();
    let mut from = 0;
    for note in notes.iter().filter(|note| note.end <= end) {
        sentence.push_str(paragraph.get(from..note.start)?);
        from = note.end;
    }
    sentence.push_str(paragraph.get(from..end)?);
    let is_short = sentence.chars().nth(MAX_CHARS).is_none();
    (is_short && !sentence.trim().is_empty()).then(|| sentence.trim().to_owned())
}

fn end_of_sentence(paragraph: &str, notes: &[Range<usize>]) -> Option<usize> {
    let mut notes = notes.iter().peekable();
    let mut previous = "";
    let mut end = 0;
    for (words, (start, word)) in words_of(paragraph).enumerate() {
        if words >= MIN_WORDS && word.starts_with(char::is_uppercase) {
            while notes.next_if(|note| note.end < end).is_some() {}
            let has_note = notes.peek().is_some_and(|note| note.end == end);
            if has_note || ends_in_stop(previous) || starts_clause(previous, word) {
                return Some(end);
            }
        }
        previous = word;
        end = start + word.len();
    }
    None
}

/// Whether a full stop ends the sentence rather than an abbreviation such as `т. е.` or `Dr.`.
fn ends_in_stop(word: &str) -> bool {
    let word = word.trim_end_matches(['"', '\'', '”', '»', '’', ')']);
    match word.strip_suffix('.') {
        Some(stem) => {
            stem.chars().count() > 3 || stem.ends_with(|c: char| c.is_ascii_digit() || c == ')')
        }
        None => word.ends_with(['!', '?', '…']),
    }
}

fn starts_clause(previous: &str, word: &str) -> bool {
    let starter = word.trim_end_matches([',', ':']);
    previous.ends_with(|c: char| c.is_lowercase() || matches!(c, '\'' | '"' | '”' | '»' | ')'))
        && STARTERS.contains(&starter)
        && !LINKING.contains(&previous)
}

/// The words of `text` and where they start.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = next;
        next += piece.len();
        let word = piece.trim_end();
        (!word.is_empty()).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn ends_in_six_languages() {
        let cases = [
            ("Digital diplomacy is the use of the Internet to help", "However, others differ"),
            ("Dijital diplomasi, İnternet üzerinden yürütülen diplomasidir", "Bu terim yenidir"),
            ("Цифровая дипломатия — это применение Интернета в политике", "Однако есть другие"),
            ("Цифрова дипломатія — це застосування Інтернету в політиці", "Проте є й інші"),
            ("Цифрлық дипломатия — Интернетті саясатта қолдану түрі", "Алайда басқа да бар"),
            ("Лічбавая дыпламатыя — гэта выкарыстанне Інтэрнэту", "Аднак ёсць іншыя"),
        ];
        for (sentence, next) in cases {
            let paragraph = format!("{sentence} {next}");
            assert_eq!(first_sentence(&paragraph, &[]).as_deref(), Some(sentence));
        }
    }

    #[test]
    fn notes_and_stops_end_it() {
        let text = "It is the use of things12 Several governments say so";
        assert_eq!(first_sentence(text, &[23..25, 40..41]).as_deref(), Some(&text[..23]));
        let text = "It is the first1 of four. Several say so";
        let expected = Some("It is the first of four.");
        assert_eq!(first_sentence(text, std::slice::from_ref(&(15..16))).as_deref(), expected);
        let text = "It was signed in The Hague by Dr. Miles of Kent";
        assert_eq!(first_sentence(text, &[]).as_deref(), Some(text));
        assert_eq!(first_sentence(&"word ".repeat(200), &[]), None);
        assert_eq!(first_sentence("", &[]), None);
    }
}
