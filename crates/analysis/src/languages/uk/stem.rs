//! Ukrainian stemmer: one key for the forms of a word and its nearest relatives.
//!
//! Owns the order of the steps; endings and the lists that decide between them stand in
//! `uk_suffixes.rs`. Words come normalized and lowercased, with ґ as г and without apostrophes.
//!
//! 1. Words of three letters or fewer, or with anything but Ukrainian letters, stay as they are.
//! 2. The reflexive -ся or -сь goes where a verb's ending stands before it, and the -му, -меш, -ме
//!    of the future, which leaves the infinitive.
//! 3. The longest ending of the table goes. A verb's ending stays on a word that looks like a noun
//!    (депутати, журнали), and a few noun endings on stems that only look as if they had one
//!    (диплом, програм).
//! 4. A few suffixes of word formation go: the adjective meets its country or body, the quality in
//!    -ість its adjective, the doer in -ник his work, the act in -ація its verb.
//! 5. The stem's end is folded: the і or й of nouns in -ія and -ій, the л that labials take
//!    (роблю), дж for д, the singular -ин of peoples, fleeting vowels (ринок, ринку), doubled
//!    consonants (життя, життів).
//! 6. і in a closed last syllable becomes о (договір, договору), in every form alike, so that
//!    досвід and досвіду meet too. The stems of verbs keep it (очікувати), and nouns in -ія.
//! 7. Softened consonants become hard again: з and ц before -і (допомозі, безпеці).
//!
//! It has no lexicon, cuts no prefixes and does not change е to і (річ, речі) or ч, ж, ш to к, г,
//! х (пишу, писати): such words are for the table of exceptions, which is looked up first.

mod suffixes;

use suffixes::{BUVATY, DERIVED, Ending, SOFTENED_G, SOFTENED_K, endings, noun_tails};

/// Every Ukrainian letter takes two bytes.
const LETTER_BYTES: usize = 2;

/// Words up to this many letters stay as they are, and so does the end of such a stem.
const SHORT: usize = 3;

fn is_letter(c: char) -> bool {
    matches!(c, 'а'..='щ' | 'ь' | 'ю' | 'я' | 'є' | 'і' | 'ї')
}

fn letters(s: &str) -> usize {
    s.len() / LETTER_BYTES
}

fn ends_with_any(word: &str, tails: &[&str]) -> bool {
    tails.iter().any(|tail| word.ends_with(tail))
}

/// Puts `put` in the place of `suffix`; says whether the word had it.
fn replace(out: &mut String, suffix: &str, put: &str) -> bool {
    let Some(base) = out.strip_suffix(suffix) else { return false };
    out.truncate(base.len());
    out.push_str(put);
    true
}

/// Writes the stem of `word` into `out`.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    out.push_str(word);
    if letters(word) <= SHORT || !word.chars().all(is_letter) {
        return;
    }
    cut_reflexive(out);
    cut_future(out);
    let verb = cut_ending(out);
    let verb = cut_derivation(out) || verb;
    let fixed = fold_end(out, word);
    if letters(out) > SHORT && !fixed && !verb {
        open_syllable(out);
    }
    if !fixed {
        harden(out, word.ends_with('і'));
    }
}

/// Cuts -ся and -сь after the endings of verbs, so that карася and білорусь keep theirs.
fn cut_reflexive(out: &mut String) {
    const VERB_ENDS: &[&str] = &[
        "ти", "ть", "в", "ла", "ло", "ли", "мо", "те", "ш", "ши", "чи", "ю", "у", "й", "но", "то",
        "тиме",
    ];
    let Some(verb) = out.strip_suffix("ся").or_else(|| out.strip_suffix("сь")) else { return };
    if letters(verb) > SHORT && ends_with_any(verb, VERB_ENDS) && !verb.ends_with("ору") {
        out.truncate(verb.len());
    }
}

/// Cuts the personal endings of the future in one word: читатиму, читатимуть to читати.
fn cut_future(out: &mut String) {
    for ending in ["му", "меш", "ме", "мемо", "мете", "муть", "меть"] {
        if let Some(infinitive) = out.strip_suffix(ending)
            && infinitive.ends_with("ти")
            && letters(infinitive) > SHORT
        {
            out.truncate(infinitive.len());
            return;
        }
    }
}

/// Cuts the longest ending that fits; says whether it was a verb's.
fn cut_ending(out: &mut String) -> bool {
    let Some(last) = out.chars().next_back() else { return false };
    let noun = looks_like_noun(out);
    for Ending { suffix, put, verbal, kept } in endings(last) {
        if *verbal && noun {
            continue;
        }
        let Some(base) = out.strip_suffix(suffix) else { continue };
        if letters(base) < *kept || belongs_to_stem(base, suffix) {
            continue;
        }
        out.truncate(base.len());
        out.push_str(put);
        return *verbal;
    }
    false
}

/// Whether the word, its last vowel aside, ends like a noun whose forms are taken for a verb's.
fn looks_like_noun(word: &str) -> bool {
    let base = word.strip_suffix(['а', 'е', 'и', 'о', 'у', 'і']).unwrap_or(word);
    base.chars().next_back().is_some_and(|last| ends_with_any(base, noun_tails(last)))
}

/// Whether `suffix` is not an ending after `base` but part of the stem.
fn belongs_to_stem(base: &str, suffix: &str) -> bool {
    match suffix {
        // програма, реклама, панорама
        "ами" | "ам" => ends_with_any(base, &["гр", "рекл", "анор"]),
        // диплом, симптом, аеродром, синдром, альбом
        "ом" => ends_with_any(base, &["дипл", "симпт", "одр", "индр", "альб"]),
        "им" | "ими" => base.ends_with("реж"),
        // Only nouns have the dative -ові; adjectives in -ов- are far more frequent (правові).
        "єві" => base.ends_with("тт"),
        "ові" | "еві" => {
            !ends_with_any(base, &["ент", "ант", "тор", "ник", "ист", "іст", "тел", "дар", "батьк"])
        }
        "ій" => base.ends_with('ц'),
        "ої" | "ою" => ends_with_any(base, &["гер", "устр", "астр", "нап"]),
        "ей" => ends_with_any(base, &["уз", "оф", "ід", "ок"]),
        "увати" | "увала" | "увало" | "ували" | "ував" | "увавши" => {
            ends_with_any(base, BUVATY)
        }
        _ => false,
    }
}

/// Cuts a suffix of word formation; says whether the stem of a verb is left (організація).
fn cut_derivation(out: &mut String) -> bool {
    for (suffix, kept) in DERIVED {
        if let Some(base) = out.strip_suffix(suffix)
            && letters(base) >= *kept
        {
            out.truncate(base.len());
            return suffix.starts_with(['а', 'я']);
        }
    }
    // Relational adjectives: чн, йн, льн are the stems of nouns with н added.
    if letters(out) > 4 && ends_with_any(out, &["йн", "чн", "льн"]) {
        replace(out, "н", "");
    }
    false
}

/// Folds the end of the stem; says whether its last syllable keeps its і.
fn fold_end(out: &mut String, word: &str) -> bool {
    if letters(out) <= SHORT {
        return false;
    }
    replace(out, "й", "");
    let keeps_i = letters(out) > SHORT && (replace(out, "і", "") || replace(out, "ї", ""));
    let length = letters(out);
    if length > SHORT {
        if ends_with_any(out, &["бл", "вл", "мл", "пл", "фл"]) {
            replace(out, "л", "");
        } else if length > 4 && ends_with_any(out, &["бел", "вел", "мел", "пел"]) {
            replace(out, "ел", "");
        } else if length > 4 && out.ends_with("дж") {
            replace(out, "ж", "");
        }
    }
    if length > 6 && ends_with_any(out, &["янин", "чанин", "жанин"]) {
        replace(out, "ин", "");
    }
    fold_fleeting(out, word);
    fold_doubled(out);
    keeps_i
}

fn fold_fleeting(out: &mut String, word: &str) {
    let length = letters(out);
    if length < 5 {
        return;
    }
    if word.ends_with("ок") {
        if length > 5 || !out.ends_with("рок") {
            replace(out, "ок", "к");
        }
    } else if word.ends_with("ець") || word.ends_with("єць") {
        let _ = replace(out, "ец", "ц") || replace(out, "єц", "йц");
    } else if word.ends_with("ень")
        && ends_with_any(out, &["вен", "ден", "тен", "зен", "сен", "пен", "арен"])
    {
        replace(out, "ен", "н");
    }
}

fn fold_doubled(out: &mut String) {
    if letters(out) <= SHORT {
        return;
    }
    let mut ends = out.chars().rev();
    let (last, previous) = (ends.next(), ends.next());
    if last == previous
        && matches!(last, Some('н' | 'т' | 'л' | 'ч' | 'д' | 'з' | 'ж' | 'ц' | 'ш' | 'с'))
    {
        out.pop();
    }
}

/// Writes о for an і that one consonant or -ст closes at the end of the stem.
fn open_syllable(out: &mut String) {
    let (body, coda) = if let Some(body) = out.strip_suffix("ст") {
        (body, None)
    } else {
        let mut rest = out.chars();
        let last = rest.next_back();
        (rest.as_str(), last)
    };
    let Some(base) = body.strip_suffix('і') else { return };
    if base.is_empty() || coda == Some('й') {
        return;
    }
    out.truncate(base.len());
    out.push('о');
    match coda {
        Some(last) => out.push(last),
        None => out.push_str("ст"),
    }
}

/// Writes г and к for the з and ц into which they change before the ending -і, and к for ц after a
/// consonant everywhere, so that українець, українці and українка meet.
fn harden(out: &mut String, before_i: bool) {
    if letters(out) <= SHORT {
        return;
    }
    if before_i && ends_with_any(out, SOFTENED_G) {
        replace(out, "з", "г");
        return;
    }
    let after_vowel = ends_with_any(out, &["ац", "ец", "иц", "іц", "оц", "уц", "яц", "юц"]);
    let softened = before_i && ends_with_any(out, SOFTENED_K) && !out.ends_with("міц");
    if softened || !after_vowel {
        replace(out, "ц", "к");
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    fn key(word: &str) -> String {
        let mut out = String::from("left over");
        stem(word, &mut out);
        out
    }

    #[track_caller]
    fn meet(words: &str) {
        let mut words = words.split(' ');
        let first = words.next().map(key).unwrap_or_default();
        for word in words {
            assert_eq!(key(word), first, "{word}");
        }
    }

    #[track_caller]
    fn differ(one: &str, other: &str) {
        assert_ne!(key(one), key(other), "{one} and {other}");
    }

    #[test]
    fn nouns_decline() {
        meet("договір договору договором договори договорів договорами договорах");
        meet("ринок ринку ринки ринків ринкам");
        meet("українець українця українці українців українцями");
        meet("держава держави державі державу державою держав державами");
        meet("якість якості якістю якостей якостями");
        meet("питання питанню питанням питань питаннями");
        meet("герой героя герою героєві героєм герої героїв героями");
        meet("санкція санкції санкцію санкцією санкцій санкціям");
        meet("президент президента президентові президентом президенти");
    }

    #[test]
    fn softened_consonants_harden() {
        meet("безпека безпеки безпеці безпекою");
        meet("політика політики політиці політик");
        meet("перемога перемоги перемозі перемогу");
        meet("таблиця таблиці таблицю таблиць");
    }

    #[test]
    fn adjectives_decline() {
        meet("великий великого великому великим велика великої великій великі великих");
        meet("середній середнього середньому середня середньої середню середні середніх");
    }

    #[test]
    fn verbs_conjugate() {
        meet("розглядати розглядаю розглядає розглядають розглядав розглядала розглядатимуть");
        meet("пропонувати пропоную пропонує пропонують пропонував пропонували пропоновано");
        meet("робити роблю робиш робить роблять робив робила робили");
        meet("зустрічатися зустрічається зустрічаються зустрічався зустрічались");
        meet("прийти прийде прийдуть прийшов прийшла прийшли");
        meet("відбутися відбувся відбулося відбудеться");
    }

    #[test]
    fn relatives_meet() {
        meet("україна український українського");
        meet("росія росії російський");
        meet("незалежність незалежний");
        meet("організація організувати організаційний");
    }

    #[test]
    fn nouns_are_not_verbs() {
        meet("депутат депутата депутати депутатів");
        meet("журнал журналу журнали журналів");
        meet("програма програми програм програмами");
        differ("диплом", "дипломат");
        differ("журнал", "журналіст");
        differ("міністр", "міністерство");
    }

    #[test]
    fn strange_words_stay() {
        for word in
            ["", "я", "рік", "оон", "mfa", "xx", "2026", "ковід19", "київ'", "қазақ", "ёлка"]
        {
            assert_eq!(key(word), word);
        }
    }
}
