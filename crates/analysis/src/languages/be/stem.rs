//! Belarusian stemmer: one key for the forms of a word, in both orthographies.
//!
//! Owns the order of the steps; the endings stand in `be_suffixes.rs`. Words come normalized and
//! lowercased, with ё as е and ў as у, without apostrophes.
//!
//! 1. Words of three letters or fewer, or with anything but Belarusian letters, stay as they are.
//! 2. The word is copied with о as а, for о stands under the stress only (горад, гарады), and
//!    without the ь that taraškievica writes between soft consonants (сьвет, дзейнасьць).
//! 3. The reflexive -ся or -цца goes.
//! 4. The longest ending of the table goes, if three letters stay before it. Nouns in -ія and -ыя
//!    keep the і or ы, so that дыпламатыя stands apart from дыпламат.
//! 5. The formative of verbs, participles and nouns of action goes (-ірава-, -ава-, -ан-, -ен-).
//! 6. The end of the stem is folded: doubled consonants, fleeting vowels (рынак, рынку), consonants
//!    that alternate (ц and т, дз and д, ж and з, ш and с).
//! 7. In a stem of one vowel е becomes я (лес, лясы).
//!
//! The key is no word: it is only the same for the forms of one word. There is no lexicon, no
//! prefix is cut, and words made of one another by other suffixes stay apart. Irregular words are
//! for the table of exceptions, which is looked up first.

pub(super) mod latin;
mod suffixes;

use suffixes::{
    ADJECTIVES_IN_IA, ADJECTIVES_IN_YA, DOUBLED, Ending, FLEETING, FORMATIVES, NOUNS_IN_TYA,
    endings,
};

/// Every Belarusian letter takes two bytes.
const LETTER_BYTES: usize = 2;

/// Fewest letters that stay before an ending; shorter words are not stemmed.
const SHORTEST_STEM: usize = 3;

/// Fewest letters that stay before a formative: план, закон and справа hold none.
const SHORTEST_ROOT: usize = 4;

/// Fewest letters of a word that may be reflexive.
const SHORTEST_REFLEXIVE: usize = 6;

/// Writes the stem of `word`, a normalized lowercased word, into `out`, whose old text goes.
///
/// Linear in the length of `word`; allocates only where `out` is too small for it.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    if letters(word) <= SHORTEST_STEM || !copy_folded(word, out) {
        out.clear();
        out.push_str(word);
        return;
    }
    cut_reflexive(out);
    let is_bare = !cut_ending(out);
    cut_formative(out);
    fold_end(out, is_bare);
    fold_only_vowel(out);
}

fn is_letter(c: char) -> bool {
    matches!(c, 'а'..='я' | 'і' | 'ё' | 'ў') && !matches!(c, 'и' | 'щ' | 'ъ')
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'і' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

/// у after a vowel is ў.
fn ends_in_consonant(text: &str) -> bool {
    let mut back = text.chars().rev();
    match back.next() {
        Some('у') => back.next().is_some_and(is_vowel),
        Some(c) => !is_vowel(c),
        None => false,
    }
}

fn letters(text: &str) -> usize {
    text.len() / LETTER_BYTES
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

fn ends_with_any(text: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| text.ends_with(end))
}

/// Takes `suffix` off and puts `new` in its place; false where `out` ends otherwise.
fn replace_end(out: &mut String, suffix: &str, new: &str) -> bool {
    let Some(kept) = out.strip_suffix(suffix).map(str::len) else { return false };
    out.truncate(kept);
    out.push_str(new);
    true
}

/// Steps 1 and 2; false where a letter is not Belarusian. The ь goes after с, з, ц, н where a
/// consonant follows that may be soft; пісьмо and барацьба lose it too, in all their forms alike.
/// The ь that closes a word or stands before the -це of the imperative stays.
fn copy_folded(word: &str, out: &mut String) -> bool {
    out.reserve(word.len());
    let mut rest = word.chars();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        if !is_letter(c) {
            return false;
        }
        match c {
            'о' => out.push('а'),
            'ь' if is_assimilative(before, rest.as_str()) => {}
            _ => out.push(c),
        }
        before = c;
    }
    true
}

fn is_assimilative(before: char, rest: &str) -> bool {
    matches!(before, 'с' | 'з' | 'ц' | 'н')
        && rest.chars().next().is_some_and(|next| !is_vowel(next))
        && (before == 'с' || rest != "це")
}

/// Step 3. -цца leaves the -ць of the infinitive and of the third person (робіцца, рабіцца).
fn cut_reflexive(out: &mut String) {
    if letters(out) < SHORTEST_REFLEXIVE || replace_end(out, "цца", "ць") {
        return;
    }
    // Палесся is a noun.
    if !out.ends_with("сся") {
        replace_end(out, "ся", "");
    }
}

/// Step 4. False where the word has no ending.
fn cut_ending(out: &mut String) -> bool {
    let Some(closing) = last(out) else { return false };
    let fits = |&&(suffix, _): &&Ending| {
        out.strip_suffix(suffix).is_some_and(|base| letters(base) >= SHORTEST_STEM)
    };
    let Some(&(suffix, new)) = endings(closing).iter().find(fits) else { return false };
    let base = out.strip_suffix(suffix).unwrap_or(out);
    let adjective = match suffix {
        "ыя" => is_adjective_before_ya(base),
        "ія" => is_adjective_before_ia(base),
        _ => false,
    };
    replace_end(out, suffix, if adjective { "" } else { new })
}

/// Whether `base` + ыя is an adjective's plural (новыя) and not a noun (санкцыя).
fn is_adjective_before_ya(base: &str) -> bool {
    match last(base) {
        Some('ц') => false,
        Some('т') => !ends_with_any(base, NOUNS_IN_TYA),
        Some('д' | 'р') => ends_with_any(base, ADJECTIVES_IN_YA),
        _ => true,
    }
}

/// Whether `base` + ія is an adjective's plural (беларускія) and not a noun (Германія).
fn is_adjective_before_ia(base: &str) -> bool {
    match last(base) {
        Some('к') => true,
        Some('х') => !base.ends_with("рх"),
        Some('г' | 'н') => ends_with_any(base, ADJECTIVES_IN_IA),
        _ => false,
    }
}

/// Step 5. The doubled н of the noun of action and of its like goes first (пытанне, пытаць).
fn cut_formative(out: &mut String) {
    if letters(out) <= SHORTEST_STEM {
        return;
    }
    if let Some(&(doubled, single)) = DOUBLED.iter().find(|(doubled, _)| out.ends_with(doubled)) {
        replace_end(out, doubled, single);
    }
    // грамадзянін, грамадзяне
    if ends_with_any(out, &["янін", "анін"]) {
        replace_end(out, "ін", "");
    }
    for &(closing, group) in FORMATIVES {
        if last(out) != Some(closing) {
            continue;
        }
        let fits = |suffix: &&&str| {
            out.strip_suffix(**suffix).is_some_and(|base| letters(base) >= SHORTEST_ROOT)
        };
        if let Some(suffix) = group.iter().find(fits) {
            replace_end(out, suffix, "");
        }
    }
}

/// Step 6.
fn fold_end(out: &mut String, is_bare: bool) {
    fold_fleeting(out, is_bare);
    // праводжу, праводзіць; садзе, сад
    if replace_end(out, "дж", "д") || replace_end(out, "дз", "д") || replace_end(out, "ц", "т")
    {
        return;
    }
    // украінка, украінцы; заяўка, заяўцы. The -ск- is left to the adjectives.
    if out.strip_suffix('к').is_some_and(|base| !base.ends_with('с') && ends_in_consonant(base)) {
        replace_end(out, "к", "т");
        return;
    }
    let _ = replace_end(out, "ж", "з") || replace_end(out, "ш", "с");
}

/// рынак as рынку, заявак as заяўка, украінец as украінца, літовец as літоўца, індыец as індыйца.
/// The -ец is sought where no ending was: савеце is of савет.
fn fold_fleeting(out: &mut String, is_bare: bool) {
    let Some((base, new)) =
        FLEETING.iter().find_map(|&(suffix, new)| Some((out.strip_suffix(suffix)?, new)))
    else {
        return;
    };
    if letters(base) < SHORTEST_STEM || (new == "ц" && !is_bare) {
        return;
    }
    let (base, joint) = match last(base) {
        Some('в') => (base.strip_suffix('в').unwrap_or(base), "у"),
        Some('л') if new == "ц" => (base, "ь"),
        Some(c) if is_vowel(c) && new == "ц" => (base, "й"),
        Some(c) if is_vowel(c) || matches!(c, 'й' | 'ь') => return,
        _ => (base, ""),
    };
    let kept = base.len();
    out.truncate(kept);
    out.push_str(joint);
    out.push_str(new);
}

/// Step 7. Only under the stress is е sure to stay е; longer stems are mostly borrowed, and keep it.
fn fold_only_vowel(out: &mut String) {
    let mut vowels = out.char_indices().filter(|&(_, c)| is_vowel(c));
    if let (Some((at, 'е')), None) = (vowels.next(), vowels.next()) {
        out.replace_range(at..at.saturating_add(LETTER_BYTES), "я");
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    fn key(word: &str) -> String {
        let mut out = String::from("before");
        stem(word, &mut out);
        out
    }

    #[track_caller]
    fn same(words: &str) {
        let mut keys: Vec<String> = words.split(' ').map(key).collect();
        keys.dedup();
        assert_eq!(keys.len(), 1, "{words}: {keys:?}");
    }

    #[test]
    fn nouns() {
        same("дыпламат дыпламата дыпламату дыпламатам дыпламаце дыпламаты дыпламатау дыпламатах");
        same("дыпламатыя дыпламатыі дыпламатыю дыпламатыяй дыпламатый дыпламатыям дыпламатыямі");
        same("краіна краіны краіне краіну краінай краінаю краін краінам краінамі краінах");
        same("незалежнасць незалежнасці незалежнасцю");
        same("пытанне пытання пытанню пытаннем пытанні пытанняу пытаннях");
        same("стагоддзе стагоддзя стагоддзю стагоддзі стагоддзяу");
        same("пасольства пасольству пасольствам пасольстве пасольствамі");
        same("германія германіі германію германіяй");
        same("музей музея музею музеем музеі музеяу музеях");
        assert_ne!(key("дыпламат"), key("дыпламатыя"));
    }

    #[test]
    fn fleeting_vowels_and_alternations() {
        same("рынак рынку рынкам рынкі рынкау");
        same("памылка памылак памылкі памылцы");
        same("заяука заявак заяуцы");
        same("украінец украінца украінцы украінцау украінка украінцы");
        same("літовец літоуца літоуцы");
        same("індыец індыйца індыйцы");
        same("савет савета савеце саветау");
        same("горад гарады горадзе гарадоу");
        same("лясы лесе лясоу");
        same("грамадзянін грамадзяніна грамадзяне грамадзян");
    }

    #[test]
    fn adjectives() {
        same("новы новая новае новага новаму новым новай новую новыя новых новымі");
        same("беларускі беларуская беларускага беларускім беларускую беларускія беларускіх");
        same("апошні апошняя апошняе апошняга апошнім апошнюю апошнія апошніх");
        same("адкрыты адкрытая адкрытага адкрытыя адкрытых");
        assert_ne!(key("партыя"), key("партызан"));
    }

    #[test]
    fn verbs() {
        same("працаваць працую працуе працуюць працавау працавала працавалі працуючы");
        same("выкарыстоуваць выкарыстоувае выкарыстоуваюць выкарыстоувала выкарыстаць");
        same("развівацца развіваецца развіваюцца развівауся развівалася развіваць");
        same("рабіць робіць робім робяць рабіу рабіла рабілі");
        same("падпісаць падпісау падпісала падпісаны падпісаная падпісаных падпісанне");
        same("праводзіць праводжу праводзяць праводзіу");
        same("вярнуць вярну вярнула вярнулі");
    }

    #[test]
    fn both_orthographies() {
        same("сьвет свет сьвеце свеце");
        same("дзейнасьць дзейнасць дзейнасьці дзейнасці");
        same("пытаньне пытанне пытаньняу");
        same("зьмены змены зьмена");
    }

    #[test]
    fn short_and_foreign_words_stay() {
        for word in ["", "а", "год", "nato", "ю2020", "що", "щит", "съезд", "и", "ҚР", "😀😀😀😀"]
        {
            assert_eq!(key(word), word);
        }
    }

    #[test]
    fn any_letters_in_any_order_are_survived() {
        let parts = ["я", "ься", "цца", "анн", "ь", "ў", "ё", "ыя", "ава", "ец", "дз", "о", "к"];
        for a in parts {
            for b in parts {
                for c in parts {
                    let word = [a, b, c, a, b].concat();
                    assert!(!key(&word).is_empty(), "{word}");
                }
            }
        }
    }
}
