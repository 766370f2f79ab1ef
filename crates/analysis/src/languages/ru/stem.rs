//! Russian stems.
//!
//! Owns the way from a normalized, lowercased Russian word (ё as е) to its index key. Steps:
//! 1. Words of three letters or fewer, or with anything but Russian letters, stay as they are.
//! 2. The reflexive -ся or -сь goes, where what stays before it can be a verb.
//! 3. A form of a verb whose root changes (подпишет, прошел) takes the root of its infinitive;
//!    `roots.rs` has the table. Endings stand in `suffixes.rs`.
//! 4. An ending that only verbs have goes (-ать, -ает, -ют); the vowel of the verb's class stays,
//!    so that работать stands apart from работа. -ует and -овать meet as -ова.
//! 5. Otherwise the longest ending of nouns and adjectives goes. Nouns in -ия, -ие and -ий keep
//!    the и: дипломатия stands apart from дипломат.
//! 6. The suffixes of past tense and participles go from the end of what is left, with the change
//!    of consonant undone (утвержден, утвердить). A noun whose stem ends like one (генерал,
//!    экран) loses the same letters in all of its forms, and so stays together.
//! 7. Fleeting vowels go (рынок and рынка, беженец and беженца).
//!
//! There is no lexicon of words. It does not join a verb with the noun made of it (решить,
//! решение), a noun in -ость with its adjective, or the two aspects; single irregular words are
//! for the table of exceptions, which is looked up first.

mod roots;
mod suffixes;

use suffixes::Kind::{self, Adjective, Hard, Iota, Soft};
use suffixes::{
    ADJECTIVES, END_A, END_E, END_H, END_I, END_J, END_M, END_MILD, END_O, END_U, END_V, END_Y,
    END_YA, END_YU, MUTATIONS, Nominal, PARTICIPLE_ENDINGS, PARTICIPLES, PAST, VERB_A, VERB_E,
    VERB_J, VERB_M, VERB_MILD, VERB_REFLEXIVE, VERB_T, VERB_U, VERB_V, Verbal,
};

fn letters(s: &str) -> usize {
    s.len() / 2
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

fn last(s: &str) -> char {
    s.chars().next_back().unwrap_or('\0')
}

/// The first row whose ending `word` has, as the rest before it and the replacement.
fn take<'w>(word: &'w str, table: &[Verbal]) -> Option<(&'w str, &'static str)> {
    table.iter().find_map(|Verbal(ending, put, fewest)| {
        word.strip_suffix(ending).filter(|rest| letters(rest) >= *fewest).map(|rest| (rest, *put))
    })
}

/// Writes the stem of a normalized, lowercased word to `out`.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    if word.len() <= 6 || !word.chars().all(|c| matches!(c, 'а'..='я')) {
        out.push_str(word);
        return;
    }
    let (body, reflexive) = without_reflexive(word);
    if let Some((prefix, root)) = roots::find(body) {
        out.push_str(prefix);
        out.push_str(root);
        return;
    }
    if let Some((rest, put)) = verb(body, reflexive) {
        out.push_str(rest);
        out.push_str(put);
        return;
    }
    let (rest, kind) = nominal(body);
    match kind {
        Iota => {
            out.push_str(rest);
            out.push('и');
            return;
        }
        Hard | Adjective => {
            if let Some((prefix, root)) =
                roots::find_participle(rest).filter(|_| rest.len() < body.len())
            {
                out.push_str(prefix);
                out.push_str(root);
                return;
            }
        }
        Soft => {}
    }
    if participle(rest, kind, out) {
        return;
    }
    if kind == Hard
        && is_noun_ending(body, rest)
        && let Some(plain) = rest.strip_suffix("ов").filter(|r| letters(r) >= 3)
    {
        out.clear();
        out.push_str(plain);
    }
    fleeting(kind, out);
}

/// Whether the ending is one that a noun in -ов has and an adjective in -овый has not.
fn is_noun_ending(word: &str, rest: &str) -> bool {
    word.strip_prefix(rest).is_some_and(|ending| matches!(ending, "а" | "у" | "е" | "ы"))
}

/// Takes off -ся after a consonant or a participle's ending, and -сь after a vowel; nouns in
/// -пись (запись, подпись) have none.
fn without_reflexive(word: &str) -> (&str, bool) {
    let rest = if let Some(rest) = word.strip_suffix("ся") {
        let participle = || {
            PARTICIPLE_ENDINGS.iter().any(|ending| {
                rest.strip_suffix(ending).is_some_and(|r| matches!(last(r), 'ш' | 'щ'))
            })
        };
        Some(rest).filter(|r| !is_vowel(last(r)) || participle())
    } else {
        word.strip_suffix("сь").filter(|r| is_vowel(last(r)) && !r.ends_with("пи"))
    };
    rest.filter(|r| letters(r) >= 3).map_or((word, false), |r| (r, true))
}

fn verb(word: &str, reflexive: bool) -> Option<(&str, &'static str)> {
    let table = match last(word) {
        'ь' => VERB_MILD,
        'т' => VERB_T,
        'м' => VERB_M,
        'ю' => VERB_U,
        'я' => VERB_A,
        'е' => VERB_E,
        'в' => VERB_V,
        'й' => VERB_J,
        _ => return None,
    };
    take(word, table).or_else(|| {
        let adjective = word.ends_with("щая") || word.ends_with("шая");
        if reflexive && !adjective { take(word, VERB_REFLEXIVE) } else { None }
    })
}

/// Takes off the longest ending of nouns and adjectives.
fn nominal(word: &str) -> (&str, Kind) {
    let table = match last(word) {
        'а' => END_A,
        'я' => END_YA,
        'о' => END_O,
        'е' => END_E,
        'и' => END_I,
        'у' => END_U,
        'ю' => END_YU,
        'м' => END_M,
        'х' => END_H,
        'й' => END_J,
        'в' => END_V,
        'ь' => END_MILD,
        'ы' => END_Y,
        _ => return (word, Hard),
    };
    for Nominal(ending, kind, fewest) in table {
        if let Some(rest) = word.strip_suffix(ending) {
            if letters(rest) < *fewest {
                continue;
            }
            if matches!(*ending, "ий" | "ие") && is_adjective_stem(rest) {
                return (rest, Adjective);
            }
            let participle = *kind == Soft && matches!(last(rest), 'ш' | 'щ');
            return (rest, if participle { Adjective } else { *kind });
        }
    }
    (word, Hard)
}

/// Whether -ий, -ие after this stem are endings of an adjective rather than of a noun in -ия, -ие.
fn is_adjective_stem(rest: &str) -> bool {
    let mut back = rest.chars().rev();
    let (end, before) = (back.next().unwrap_or('\0'), back.next().unwrap_or('\0'));
    match end {
        'к' | 'х' | 'ш' | 'щ' => true,
        // строгий, долгий, многие, другие; стратегия, религия, технология
        'г' => matches!(before, 'л' | 'у') || rest.ends_with("строг") || rest.ends_with("мног"),
        // оружие, подножие
        'ж' => !(rest.ends_with("оруж") || rest.ends_with("нож")),
        // наличие, противоречие
        'ч' => !matches!(before, 'и' | 'е'),
        // последний, внешние, ранний; собрание, линия
        'н' => !is_vowel(before) || rest == "син",
        _ => false,
    }
}

/// Writes the stem without the suffixes of past tense and participles; says whether it had one.
fn participle(stem: &str, kind: Kind, out: &mut String) -> bool {
    if let Some((rest, put)) = take(stem, PARTICIPLES) {
        out.push_str(rest);
        out.push_str(put);
        return true;
    }
    if kind == Adjective {
        if let Some(rest) = stem.strip_suffix("енн") {
            let adjective = letters(rest) < 3 || ADJECTIVES.iter().any(|s| rest.ends_with(s));
            if !adjective {
                passive(rest, out);
                return true;
            }
        }
        out.push_str(stem);
        return false;
    }
    let agent = kind == Soft && stem.ends_with("тел");
    if let Some((rest, put)) = take(stem, PAST).filter(|_| !agent) {
        out.push_str(rest);
        out.push_str(put);
        return true;
    }
    if kind == Hard
        && let Some(rest) = stem.strip_suffix("ен").filter(|r| letters(r) >= 3)
    {
        passive(rest, out);
        return true;
    }
    out.push_str(stem);
    false
}

fn passive(rest: &str, out: &mut String) {
    for (changed, plain) in MUTATIONS {
        if let Some(head) = rest.strip_suffix(changed).filter(|h| letters(h) >= 1) {
            out.push_str(head);
            out.push_str(plain);
            return;
        }
    }
    out.push_str(rest);
}

/// Takes the fleeting vowel out of the stem's end.
fn fleeting(kind: Kind, out: &mut String) {
    if letters(out) < 4 {
        return;
    }
    for (full, short) in [("ок", "к"), ("ек", "к"), ("ец", "ц"), ("ен", "н")] {
        if full == "ен" && kind != Soft {
            continue;
        }
        if let Some(head) = out.strip_suffix(full) {
            let before = last(head);
            let keep = head.len();
            if is_vowel(before) {
                if full == "ок" || full == "ен" {
                    return;
                }
                out.truncate(keep);
                out.push('й');
            } else {
                out.truncate(keep);
            }
            out.push_str(short);
            break;
        }
    }
    for (long, short) in [("ьк", "к"), ("ьц", "ц"), ("ьн", "н")] {
        if let Some(keep) = out.strip_suffix(long).map(str::len) {
            out.truncate(keep);
            out.push_str(short);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> String {
        let mut out = String::from("left over");
        stem(word, &mut out);
        out
    }

    fn same(words: &str) {
        let mut keys = words.split(' ').map(key);
        let first = keys.next().unwrap_or_default();
        for (other, word) in keys.zip(words.split(' ').skip(1)) {
            assert_eq!(other, first, "{word} in {words}");
        }
    }

    #[test]
    fn nouns_keep_one_key() {
        same("договор договора договору договором договоре договоры договоров договорами");
        same("соглашение соглашения соглашением соглашений соглашениям соглашениях");
        same("конвенция конвенции конвенцию конвенцией конвенций конвенциями");
        same("область области областью областей областям");
        same("рынок рынка рынку рынки рынков");
        same("беженец беженца беженцы беженцев");
        same("европеец европейца европейцы");
        same("поправка поправки поправок");
        same("уровень уровня уровнем уровни");
        same("генерал генерала генералу генералом генералы генералов");
        same("ресторан ресторана ресторану рестораны ресторанов");
        same("лавров лаврова лаврову лаврове");
        same("музей музея музею музеем музеи музеев");
    }

    #[test]
    fn adjectives_keep_one_key() {
        same("русский русская русское русские русского русскому русским русскую русских");
        same("внешний внешняя внешнее внешнего внешней внешнюю внешних");
        same("государственный государственная государственного государственными");
        same("правовой правовая правового правовому правовым правовые");
    }

    #[test]
    fn verbs_keep_one_key() {
        same("обсуждать обсуждает обсуждают обсуждал обсуждали обсуждается обсуждая");
        same("использовать использует использовал использован использующий использованный");
        same("говорить говорил говорят говорит говоривший");
        same("утвердить утвердил утвержден утверждена утвержденный утвердив");
        same("направить направлен направленный направили");
        same("подписать подпишет подписал подписан подписанный подписав подписавшийся");
        same("пройти прошел прошла пройдет прошедший");
        same("отозвать отозвал отзовет отозван");
        same("избрать изберет избран");
        same("принять примет принял принят принятый");
        same("содержать содержит содержал содержащий");
        same("разбить разобьет разбил разбит");
        same("остаться останется остался оставшийся");
    }

    #[test]
    fn near_words_stand_apart() {
        for (a, b) in [
            ("дипломат", "дипломатия"),
            ("дипломат", "диплом"),
            ("безопасность", "безопасный"),
            ("решение", "решить"),
            ("работа", "работать"),
            ("газета", "газ"),
            ("планета", "план"),
            ("товарищу", "иска"),
            ("победу", "поеду"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_stay() {
        for word in ["", "он", "мир", "nato", "о'брайен", "2м", "київ", "ся", "сь", "ааась"]
        {
            let stemmed = key(word);
            assert!(word.starts_with(&stemmed), "{word} {stemmed}");
        }
    }
}
