//! English stems: inflection off, derivation kept.
//!
//! Owns the rules that bring the forms of one noun, verb or adjective to one term; words that no
//! rule gets right are in `data/exceptions_en.tsv` and never come here. In this order:
//!
//! 1. [`cut_plural`]: `-s`, `-es`, `-ies`, `-men`.
//! 2. [`cut_participle`]: `-ed`, `-ing`, the doubled consonant before them (`planned`), and, in
//!    words of one syllable, the `-e` that they swallow (`making`, `forced`).
//! 3. [`cut_silent_e`]: a final `-e` of longer words goes, so that `negotiate` meets `negotiating`;
//!    in short words it stays, since it tells words apart there (`plan` and `plane`).
//! 4. [`unify_spelling`]: British and American spelling, to one (`centre`, `labour`, `organise`).
//!
//! What it will not do: join words of one root (`organ`, `organize` and `organization` stay
//! apart), strip comparatives (`-er` makes far more nouns than adjectives), or touch words with
//! digits, apostrophes or letters that are not Latin.

/// Writes the stem of `word`, a normalized lowercased word, to `out`.
pub(crate) fn stem(word: &str, out: &mut String) {
    out.clear();
    out.push_str(word);
    if word.chars().nth(3).is_none() || !word.chars().all(is_latin) {
        return;
    }
    cut_plural(out);
    let mut cut = cut_participle(out);
    cut |= cut_silent_e(out);
    unify_spelling(out, cut);
}

fn is_latin(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, 'ß'..='ɏ' if c != '÷')
}

/// What the sound rules need to know of a word.
#[derive(Default)]
struct Shape {
    /// Runs of vowels, which stand for syllables.
    syllables: usize,
    /// Whether it ends in one vowel and one consonant (`plan`, `us`; not `read`, `send`).
    short_end: bool,
    /// Whether it ends in the same consonant twice.
    doubled: bool,
}

/// `y` is a vowel after a consonant, `u` is none after `q`.
fn shape(word: &str) -> Shape {
    let mut shape = Shape::default();
    let (mut last, mut vowels) = (None, 0_usize);
    for c in word.chars() {
        let vowel = match c {
            'a' | 'e' | 'i' | 'o' => true,
            'u' => last != Some('q'),
            'y' => last.is_some() && vowels == 0,
            'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ø'..='ý' => true,
            _ => false,
        };
        shape.doubled = !vowel && last == Some(c);
        shape.short_end = !vowel && vowels == 1;
        if vowel {
            shape.syllables += usize::from(vowels == 0);
            vowels += 1;
        } else {
            vowels = 0;
        }
        last = Some(c);
    }
    shape
}

/// Cuts the last `count` ASCII letters, which the caller has seen, and writes `ending` instead.
fn replace(word: &mut String, count: usize, ending: &str) {
    word.truncate(word.len().saturating_sub(count));
    word.push_str(ending);
}

/// The plural of nouns and the third person of verbs.
fn cut_plural(word: &mut String) {
    if let Some(root) = word.strip_suffix("men") {
        // Women and statesmen, but not Yemen and omen.
        if root == "wo" || root.len() > 2 && shape(root).syllables > 0 {
            replace(word, 3, "man");
        }
        return;
    }
    let Some(root) = word.strip_suffix('s') else { return };
    if let Some(root) = root.strip_suffix("ie") {
        // Treaties, but ties.
        replace(word, 3, if root.len() > 1 { "y" } else { "ie" });
    } else if let Some(root) = root.strip_suffix("oe") {
        // Vetoes, but shoes.
        replace(word, if shape(root).syllables > 0 { 2 } else { 1 }, "");
    } else if ["che", "she", "sse", "xe", "zze"].iter().any(|hiss| root.ends_with(hiss)) {
        // Pushes, taxes.
        replace(word, 2, "");
    } else if root.ends_with('i') {
        // Iraqis, but this and basis.
        if shape(root).syllables > 1 && !root.ends_with("si") && !root.ends_with("xi") {
            replace(word, 1, "");
        }
    } else if !root.ends_with('s') && (!root.ends_with('u') || root.ends_with("eau")) {
        replace(word, 1, "");
    }
}

/// Past tense and participles; says whether it cut one.
fn cut_participle(word: &mut String) -> bool {
    if let Some(root) = word.strip_suffix("ied") {
        replace(word, 3, if root.len() > 1 { "y" } else { "ie" });
        return true;
    }
    if let Some(root) = word.strip_suffix("eed") {
        // Agreed, but need and proceed.
        let verb = shape(root).syllables > 0 && !root.ends_with('c') && !root.ends_with('d');
        replace(word, usize::from(verb), "");
        return verb;
    }
    let (count, root) = match (word.strip_suffix("ed"), word.strip_suffix("ing")) {
        (Some(root), _) => (2, root),
        (_, Some(root)) => (3, root),
        _ => return false,
    };
    if count == 3 && root.len() == 2 && root.ends_with('y') {
        // Dying.
        replace(word, 4, "ie");
        return true;
    }
    let found = shape(root);
    if found.syllables == 0 || root.len() < 2 {
        return false;
    }
    replace(word, count, "");
    if found.doubled && word.len() > 3 && !word.ends_with(['s', 'z', 'f', 'l']) {
        word.pop();
    } else if found.syllables == 1 {
        let silent_e = found.short_end && !word.ends_with(['w', 'x', 'y'])
            || E_ENDINGS.iter().any(|ending| word.ends_with(ending));
        if silent_e {
            word.push('e');
        }
    } else if word.ends_with("ick") {
        // Trafficking.
        word.pop();
    }
    true
}

/// What no English verb of one syllable ends in but before a silent `-e`: `forc(e)`, `chang(e)`,
/// `settl(e)`, `hous(e)`. Not `-ing` and `-ong` (`bring`, `long`).
const E_ENDINGS: &[&str] = &[
    "nc", "rc", "ic", "uc", "dg", "rg", "lg", "ang", "eng", "ung", "ns", "rs", "ls", "ps", "as",
    "es", "is", "os", "us", "v", "u", "ez", "iz", "oz", "uz", "nz", "bl", "cl", "dl", "fl", "gl",
    "kl", "pl", "sl", "tl", "zl",
];

/// A final `-e`; says whether it cut one.
fn cut_silent_e(word: &mut String) -> bool {
    let Some(root) = word.strip_suffix(['e', 'é']) else { return false };
    // Agree, movie, canoe; and humane and morale, which are no forms of human and moral.
    let keep = root.ends_with(['a', 'e', 'i', 'o', 'y', 'é'])
        || root.ends_with("al")
        || root.ends_with("an");
    let cut = !keep && shape(root).syllables > 1;
    if cut {
        word.pop();
    }
    cut
}

/// Spelling of the two sides of the Atlantic; `cut` says that an `-e`, `-ed` or `-ing` is off.
fn unify_spelling(word: &mut String, cut: bool) {
    const CENTRE: &[&str] = &["tr", "br", "gr", "cr", "vr"];
    let bare = word.strip_suffix('e').unwrap_or(word);
    if (cut || bare.len() < word.len()) && CENTRE.iter().any(|ending| bare.ends_with(ending)) {
        let count = if bare.len() < word.len() { 2 } else { 1 };
        replace(word, count, "er");
        return;
    }
    let found = shape(word);
    if found.syllables < 2 {
        return;
    }
    if found.doubled && (word.ends_with(['l', 't']) || word.ends_with("mm") && cut) {
        // Install, boycott, programme.
        word.pop();
    } else if cut && (word.ends_with("is") || word.ends_with("ys")) {
        replace(word, 1, "z");
    } else if word.ends_with("our") {
        replace(word, 2, "r");
    } else if let Some(root) = word.strip_suffix("isation") {
        word.truncate(root.len());
        word.push_str("ization");
    } else if let Some(root) = word.strip_suffix("isational") {
        word.truncate(root.len());
        word.push_str("izational");
    } else if word.ends_with("ogu") {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    fn stemmed(word: &str) -> String {
        let mut out = String::from("left over");
        stem(word, &mut out);
        out
    }

    fn meet(paradigms: &[&str]) {
        for paradigm in paradigms {
            let mut forms = paradigm.split(' ').map(stemmed);
            let first = forms.next().unwrap_or_default();
            for form in forms {
                assert_eq!(form, first, "in {paradigm}");
            }
        }
    }

    #[test]
    fn plurals() {
        meet(&[
            "treaty treaties",
            "embassy embassies",
            "state states",
            "church churches",
            "process processes",
            "virus viruses",
            "house houses",
            "veto vetoes",
            "shoe shoes",
            "israeli israelis",
            "statesman statesmen",
            "woman women",
            "employee employees",
            "communiqué communiqués communique communiques",
        ]);
    }

    #[test]
    fn verbs() {
        meet(&[
            "negotiate negotiates negotiated negotiating",
            "ratify ratifies ratified ratifying",
            "sign signs signed signing",
            "expel expels expelled expelling",
            "plan plans planned planning",
            "place places placed placing",
            "force forces forced forcing",
            "change changes changed changing",
            "settle settles settled settling",
            "leave leaves leaving",
            "house houses housed housing",
            "pass passes passed passing",
            "buzz buzzes buzzed buzzing",
            "show shows showed showing",
            "agree agrees agreed agreeing",
            "proceed proceeds proceeded proceeding",
            "argue argues argued arguing",
            "boycott boycotts boycotted boycotting",
            "traffic trafficked trafficking",
            "lied lying",
        ]);
    }

    #[test]
    fn spellings() {
        meet(&[
            "organise organize organised organizing",
            "organisation organizations",
            "organisational organizational",
            "analyse analyze analysed",
            "centre center centred centering",
            "kilometre kilometers",
            "labour labor laboured",
            "programme program programmed",
            "travelled traveling",
            "dialogue dialog",
            "enrol enroll enrolled",
        ]);
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("university", "universe"),
            ("policy", "police"),
            ("organization", "organ"),
            ("diplomat", "diplomacy"),
            ("diplomat", "diplomatic"),
            ("general", "generalize"),
            ("community", "communism"),
            ("international", "internal"),
            ("ukraine", "ukrainian"),
            ("plane", "planning"),
            ("human", "humane"),
            ("morale", "moral"),
            ("paste", "past"),
        ] {
            assert_ne!(stemmed(one), stemmed(other));
        }
    }

    #[test]
    fn left_as_it_is() {
        for word in ["", "s", "us", "was", "bed", "need", "king", "status", "this", "o'brien's"] {
            assert_eq!(stemmed(word), word);
        }
        for word in ["1990s", "р'єs", "послs", "ééés", "g20s", "d'ivoire"] {
            assert!(!stemmed(word).is_empty());
        }
        assert_eq!(stemmed("1990s"), "1990s");
        assert_eq!(stemmed("послs"), "послs");
    }
}
