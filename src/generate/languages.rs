//! What differs between languages: their word lists, endings, letters, headings and names of a
//! wiki's namespaces.

use super::syllables::Syllables;
use super::tail::Tail;
use crate::lang::Lang;

/// The rules of one language.
pub(super) struct Rules {
    pub(super) lang: Lang,
    /// The word list; `data/README.md` says how it was made.
    pub(super) words: &'static str,
    pub(super) tail: Tail,
    /// Inflectional endings after a back vowel, or after any.
    back: &'static [&'static str],
    /// Endings after a front vowel, where the language tells them apart.
    front: &'static [&'static str],
    pub(super) made_up: Syllables,
    /// Letters of names that no two articles share: those that all languages of the script have.
    pub(super) names: &'static Syllables,
    pub(super) headings: &'static [&'static str],
    /// Names of the namespaces of talk, files, templates and categories.
    pub(super) namespaces: [&'static str; 4],
    /// The word between a subject and its definition.
    pub(super) is: &'static str,
    /// What stands before the number of a page in a note.
    pub(super) page: &'static str,
    /// How often of 256 a subject has an article in this language.
    pub(super) of_256: u64,
}

impl Rules {
    /// The rules of `lang`; English for what is none of the six.
    pub(super) fn of(lang: Lang) -> &'static Self {
        ALL.into_iter().find(|rules| rules.lang == lang).unwrap_or(&EN)
    }

    /// The endings that a stem may take.
    pub(super) fn endings(&self, stem: &str) -> &'static [&'static str] {
        if self.front.is_empty() {
            return self.back;
        }
        let last = stem.chars().rev().find(|c| "aıouаоұуыяёюeiöüэеәіөүи".contains(*c));
        if last.is_some_and(|c| "eiöüэеәіөүи".contains(c)) {
            self.front
        } else {
            self.back
        }
    }

    /// Writes `word` with a capital.
    pub(super) fn push_capitalized(&self, word: &str, out: &mut String) {
        let mut chars = word.chars();
        match chars.next() {
            Some('i') if self.lang == Lang::Tr => out.push('İ'),
            Some(first) => out.extend(first.to_uppercase()),
            None => {}
        }
        out.push_str(chars.as_str());
    }
}

static LATIN: Syllables = Syllables {
    consonants: &['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'y', 'z'],
    vowels: &['a', 'e', 'o', 'u'],
};
static CYRILLIC: Syllables = Syllables {
    consonants: &['б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ш'],
    vowels: &['а', 'е', 'о', 'у'],
};

static ALL: [&Rules; 6] = [&TR, &RU, &UK, &KK, &BE, &EN];

static TR: Rules = Rules {
    lang: Lang::Tr,
    words: include_str!("data/words_tr.txt"),
    tail: Tail::Long,
    back: &[
        "",
        "lar",
        "ın",
        "da",
        "dan",
        "a",
        "ı",
        "ları",
        "ların",
        "larında",
        "larından",
        "larına",
        "ında",
        "ından",
        "ına",
        "ını",
        "nın",
        "ya",
        "yı",
        "yla",
        "daki",
        "dır",
        "lık",
        "sız",
        "larımız",
        "ımız",
        "malar",
        "mak",
        "dı",
        "mış",
    ],
    front: &[
        "", "ler", "in", "de", "den", "e", "i", "leri", "lerin", "lerinde", "lerinden", "lerine",
        "inde", "inden", "ine", "ini", "nin", "ye", "yi", "yle", "deki", "dir", "lik", "siz",
        "lerimiz", "imiz", "meler", "mek", "di", "miş",
    ],
    made_up: Syllables {
        consonants: &[
            'b', 'c', 'ç', 'd', 'f', 'g', 'ğ', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'ş', 't',
            'v', 'y', 'z',
        ],
        vowels: &['a', 'e', 'ı', 'i', 'o', 'u', 'ü'],
    },
    names: &LATIN,
    headings: &[
        "Tarihçe",
        "Görevleri",
        "Hukuki dayanağı",
        "Uygulama",
        "Taraflar",
        "Müzakereler",
        "Günümüzde",
        "Eleştiriler",
        "Yapısı",
        "Sonuçları",
    ],
    namespaces: ["Tartışma", "Dosya", "Şablon", "Kategori"],
    is: "ise",
    page: "s.",
    of_256: 160,
};

static RU: Rules = Rules {
    lang: Lang::Ru,
    words: include_str!("data/words_ru.txt"),
    tail: Tail::Long,
    back: &[
        "а",
        "ы",
        "ов",
        "ам",
        "ами",
        "ах",
        "у",
        "ом",
        "е",
        "и",
        "ий",
        "ого",
        "ому",
        "ым",
        "ых",
        "ыми",
        "ой",
        "ую",
        "ая",
        "ое",
        "ые",
        "ать",
        "ал",
        "али",
        "ает",
        "ают",
        "ение",
        "ения",
        "ением",
        "ность",
        "ости",
        "",
    ],
    front: &[],
    made_up: Syllables {
        consonants: &[
            'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц',
            'ч', 'ш', 'щ',
        ],
        vowels: &['а', 'е', 'и', 'о', 'у', 'ы', 'я'],
    },
    names: &CYRILLIC,
    headings: &[
        "История",
        "Функции",
        "Правовая основа",
        "Практика",
        "Участники",
        "Переговоры",
        "Современность",
        "Критика",
        "Структура",
        "Последствия",
    ],
    namespaces: ["Обсуждение", "Файл", "Шаблон", "Категория"],
    is: "—",
    page: "с.",
    of_256: 180,
};

static UK: Rules = Rules {
    lang: Lang::Uk,
    words: include_str!("data/words_uk.txt"),
    tail: Tail::Long,
    back: &[
        "а",
        "и",
        "ів",
        "ам",
        "ами",
        "ах",
        "у",
        "ом",
        "і",
        "ові",
        "ий",
        "ого",
        "ому",
        "им",
        "их",
        "ими",
        "ої",
        "ою",
        "ують",
        "е",
        "ати",
        "ав",
        "али",
        "ає",
        "ають",
        "ення",
        "енням",
        "ість",
        "ості",
        "істю",
        "єю",
        "",
    ],
    front: &[],
    made_up: Syllables {
        consonants: &[
            'б', 'в', 'г', 'ґ', 'д', 'ж', 'з', 'й', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'х',
            'ц', 'ч', 'ш',
        ],
        vowels: &['а', 'е', 'и', 'і', 'о', 'у', 'ї', 'є'],
    },
    names: &CYRILLIC,
    headings: &[
        "Історія",
        "Функції",
        "Правова основа",
        "Практика",
        "Учасники",
        "Переговори",
        "Сучасність",
        "Критика",
        "Будова",
        "Наслідки",
    ],
    namespaces: ["Обговорення", "Файл", "Шаблон", "Категорія"],
    is: "—",
    page: "с.",
    of_256: 120,
};

static KK: Rules = Rules {
    lang: Lang::Kk,
    words: include_str!("data/words_kk.txt"),
    tail: Tail::Long,
    back: &[
        "",
        "лар",
        "дың",
        "да",
        "дан",
        "ға",
        "ды",
        "лары",
        "лардың",
        "ларда",
        "лардан",
        "ларға",
        "ында",
        "ынан",
        "ына",
        "ын",
        "ның",
        "ымен",
        "дағы",
        "сыз",
        "лық",
        "ымыз",
        "лау",
        "ған",
    ],
    front: &[
        "",
        "лер",
        "дің",
        "де",
        "ден",
        "ге",
        "ді",
        "лері",
        "лердің",
        "лерде",
        "лерден",
        "лерге",
        "інде",
        "інен",
        "іне",
        "ін",
        "нің",
        "імен",
        "дегі",
        "сіз",
        "лік",
        "іміз",
        "леу",
        "ген",
    ],
    made_up: Syllables {
        consonants: &[
            'б', 'ғ', 'д', 'ж', 'з', 'к', 'қ', 'л', 'м', 'н', 'ң', 'п', 'р', 'с', 'т', 'ш',
        ],
        vowels: &['а', 'ә', 'е', 'і', 'о', 'ө', 'ұ', 'ү', 'ы'],
    },
    names: &CYRILLIC,
    headings: &[
        "Тарихы",
        "Міндеттері",
        "Құқықтық негізі",
        "Тәжірибе",
        "Қатысушылары",
        "Келіссөздер",
        "Қазіргі кезең",
        "Сын",
        "Құрылымы",
        "Салдары",
    ],
    namespaces: ["Талқылау", "Сурет", "Үлгі", "Санат"],
    is: "—",
    page: "б.",
    of_256: 90,
};

static BE: Rules = Rules {
    lang: Lang::Be,
    words: include_str!("data/words_be.txt"),
    tail: Tail::Long,
    back: &[
        "а",
        "ы",
        "аў",
        "ам",
        "амі",
        "ах",
        "у",
        "ом",
        "е",
        "і",
        "ага",
        "аму",
        "ым",
        "ых",
        "ымі",
        "ай",
        "ую",
        "ая",
        "ое",
        "ыя",
        "аць",
        "аў",
        "алі",
        "ае",
        "аюць",
        "анне",
        "ання",
        "аннем",
        "асць",
        "асці",
        "асцю",
        "",
    ],
    front: &[],
    made_up: Syllables {
        consonants: &[
            'б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ў', 'х', 'ц',
            'ч', 'ш',
        ],
        vowels: &['а', 'э', 'і', 'о', 'у', 'ы', 'я'],
    },
    names: &CYRILLIC,
    headings: &[
        "Гісторыя",
        "Функцыі",
        "Прававая аснова",
        "Практыка",
        "Удзельнікі",
        "Перамовы",
        "Сучаснасць",
        "Крытыка",
        "Будова",
        "Наступствы",
    ],
    namespaces: ["Размовы", "Файл", "Шаблон", "Катэгорыя"],
    is: "—",
    page: "с.",
    of_256: 60,
};

static EN: Rules = Rules {
    lang: Lang::En,
    words: include_str!("data/words_en.txt"),
    tail: Tail::Short,
    back: &["", "s", "ed", "ing", "er", "ers", "al", "ally", "ly", "ness", "ation", "ations"],
    front: &[],
    made_up: Syllables {
        consonants: &[
            'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w',
            'y',
        ],
        vowels: &['a', 'e', 'i', 'o', 'u'],
    },
    names: &LATIN,
    headings: &[
        "History",
        "Functions",
        "Legal basis",
        "Practice",
        "Parties",
        "Negotiations",
        "Present day",
        "Criticism",
        "Structure",
        "Consequences",
    ],
    namespaces: ["Talk", "File", "Template", "Category"],
    is: "is",
    page: "p.",
    of_256: 200,
};
