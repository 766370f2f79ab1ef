//! Owns what one wiki calls its namespaces and which language it is written in, with the six
//! languages' names known without a dump. Does not fetch anything and knows no templates.

use crate::lang::Lang;

/// Key of the namespace of articles.
pub const ARTICLE: i32 = 0;
/// Key of the namespace of files.
pub const FILE: i32 = 6;
/// Key of the namespace of categories.
pub const CATEGORY: i32 = 14;
const MEDIA: i32 = -2;
const TEMPLATE: i32 = 10;

/// The namespace that a folded name is of in any of the languages, without a dump.
fn known_key(folded: &str) -> Option<i32> {
    Lang::ALL.into_iter().find_map(|lang| {
        let names = &lang.language().namespaces;
        let rows = [
            (MEDIA, names.media),
            (FILE, names.file),
            (TEMPLATE, names.template),
            (CATEGORY, names.category),
        ];
        rows.into_iter().find(|(_, names)| names.contains(&folded)).map(|(key, _)| key)
    })
}

/// Whether a folded word names a namespace other than those above, by which a link is told from one
/// to an article where no dump lists them. Namespaces of talk have more words around one of these.
fn is_other_name(folded: &str) -> bool {
    Lang::ALL.into_iter().any(|lang| lang.language().namespaces.other.contains(&folded))
}

/// Codes of the Wikipedias, sorted, as they stand before a colon in an interlanguage link.
#[rustfmt::skip]
const LANGUAGE_CODES: &[&str] = &[
    "aa", "ab", "ace", "ady", "af", "ak", "als", "alt", "am", "ami", "an", "ang", "ann", "anp",
    "ar", "arc", "ary", "arz", "as", "ast", "atj", "av", "avk", "awa", "ay", "az", "azb", "ba",
    "ban", "bar", "bat-smg", "bbc", "bcl", "bdr", "be", "be-tarask", "be-x-old", "bew", "bg",
    "bh", "bi", "bjn", "blk", "bm", "bn", "bo", "bpy", "br", "bs", "btm", "bug", "bxr", "ca",
    "cbk-zam", "cdo", "ce", "ceb", "ch", "cho", "chr", "chy", "ckb", "co", "cr", "crh", "cs",
    "csb", "cu", "cv", "cy", "da", "dag", "de", "dga", "din", "diq", "dsb", "dtp", "dty", "dv",
    "dz", "ee", "el", "eml", "en", "eo", "es", "et", "eu", "ext", "fa", "fat", "ff", "fi",
    "fiu-vro", "fj", "fo", "fon", "fr", "frp", "frr", "fur", "fy", "ga", "gag", "gan", "gcr",
    "gd", "gl", "glk", "gn", "gom", "gor", "got", "gpe", "gsw", "gu", "guc", "gur", "guw", "gv",
    "ha", "hak", "haw", "he", "hi", "hif", "ho", "hr", "hsb", "ht", "hu", "hy", "hyw", "hz",
    "ia", "iba", "id", "ie", "ig", "igl", "ii", "ik", "ilo", "inh", "io", "is", "it", "iu", "ja",
    "jam", "jbo", "jv", "ka", "kaa", "kab", "kaj", "kbd", "kbp", "kcg", "kg", "kge", "ki", "kj",
    "kk", "kl", "km", "kn", "knc", "ko", "koi", "kr", "krc", "ks", "ksh", "ku", "kus", "kv",
    "kw", "ky", "la", "lad", "lb", "lbe", "lez", "lfn", "lg", "li", "lij", "lld", "lmo", "ln",
    "lo", "lrc", "lt", "ltg", "lv", "lzh", "mad", "mai", "map-bms", "mdf", "mg", "mh", "mhr",
    "mi", "min", "mk", "ml", "mn", "mni", "mnw", "mos", "mr", "mrj", "ms", "mt", "mus", "mwl",
    "my", "myv", "mzn", "na", "nah", "nan", "nap", "nb", "nds", "nds-nl", "ne", "new", "ng",
    "nia", "nl", "nn", "no", "nov", "nqo", "nr", "nrm", "nso", "nup", "nv", "ny", "oc", "olo",
    "om", "or", "os", "pa", "pag", "pam", "pap", "pcd", "pcm", "pdc", "pfl", "pi", "pih", "pl",
    "pms", "pnb", "pnt", "ps", "pt", "pwn", "qu", "rm", "rmy", "rn", "ro", "roa-rup",
    "roa-tara", "rsk", "ru", "rue", "rup", "rw", "sa", "sah", "sat", "sc", "scn", "sco", "sd",
    "se", "sg", "sgs", "sh", "shi", "shn", "si", "simple", "sk", "skr", "sl", "sm", "smn", "sn",
    "so", "sq", "sr", "srn", "ss", "st", "stq", "su", "sv", "sw", "szl", "szy", "ta", "tay",
    "tcy", "tdd", "te", "tet", "tg", "th", "ti", "tig", "tk", "tl", "tly", "tn", "to", "tpi",
    "tr", "trv", "ts", "tt", "tum", "tw", "ty", "tyv", "udm", "ug", "uk", "ur", "uz", "ve",
    "vec", "vep", "vi", "vls", "vo", "vro", "wa", "war", "wo", "wuu", "xal", "xh", "xmf", "yi",
    "yo", "yue", "za", "zea", "zgh", "zh", "zh-classical", "zh-min-nan", "zh-yue", "zu",
];

/// One wiki: its language and the names of its namespaces. The default one has no language and
/// knows File, Category and Template in Turkish, Russian, Ukrainian, Kazakh, Belarusian and
/// English.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    lang: Option<String>,
    dbname: Option<String>,
    base: Option<String>,
    namespaces: Vec<Namespace>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Namespace {
    key: i32,
    name: String,
    folded: String,
}

impl Site {
    /// The default site with a language.
    #[must_use]
    pub fn with_lang(lang: &str) -> Self {
        Self { lang: Some(lang.to_owned()), ..Self::default() }
    }

    /// Takes the language from a tag; an empty one changes nothing.
    pub fn set_lang(&mut self, lang: &str) {
        let lang = lang.trim();
        if !lang.is_empty() {
            self.lang = Some(lang.to_owned());
        }
    }

    /// Takes the name of the wiki's database, and the language from it (`ruwiki` → `ru`); names of
    /// wikis without one (`commonswiki`) leave the language as it is.
    pub fn set_dbname(&mut self, dbname: &str) {
        let dbname = dbname.trim();
        if let Some(lang) = lang_of_dbname(dbname) {
            self.lang = Some(lang);
        }
        if !dbname.is_empty() {
            self.dbname = Some(dbname.to_owned());
        }
    }

    /// Name of the wiki's database, if known.
    #[must_use]
    pub fn dbname(&self) -> Option<&str> {
        self.dbname.as_deref()
    }

    /// Takes the address of the main page, from which the addresses of articles are made.
    pub fn set_base(&mut self, base: &str) {
        self.base = base.trim().rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    }

    /// Adds a name of the namespace `key`; several names may have the same key.
    pub fn add_namespace(&mut self, key: i32, name: &str) {
        let folded = fold(name);
        self.namespaces.push(Namespace { key, name: name.trim().to_owned(), folded });
    }

    /// Language tag of the wiki, if known.
    #[must_use]
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// The language of the wiki as one of those that are known here.
    #[must_use]
    pub fn own_lang(&self) -> Lang {
        self.lang().and_then(Lang::from_tag).unwrap_or(Lang::Other)
    }

    /// First name that the dump gave to the namespace `key`.
    #[must_use]
    pub fn namespace(&self, key: i32) -> Option<&str> {
        self.namespaces.iter().find(|known| known.key == key).map(|known| known.name.as_str())
    }

    /// Whether `prefix` (without its colon, in any case) names the namespace of files.
    #[must_use]
    pub fn is_file(&self, prefix: &str) -> bool {
        self.key_of(prefix) == Some(FILE)
    }

    /// Whether `prefix` (without its colon, in any case) names the namespace of categories.
    #[must_use]
    pub fn is_category(&self, prefix: &str) -> bool {
        self.key_of(prefix) == Some(CATEGORY)
    }

    /// Whether `prefix` (without its colon, in any case) names the namespace of templates.
    #[must_use]
    pub fn is_template(&self, prefix: &str) -> bool {
        self.key_of(prefix) == Some(TEMPLATE)
    }

    /// Key of the namespace that `prefix` (without its colon, in any case) names; the dump's
    /// own names come first. Costs one pass over the known names.
    #[must_use]
    pub fn key_of(&self, prefix: &str) -> Option<i32> {
        let folded = fold(prefix);
        if folded.is_empty() {
            return None;
        }
        let own = self.namespaces.iter().find(|known| known.folded == folded);
        own.map(|known| known.key).or_else(|| known_key(&folded))
    }

    /// Key of the namespace that a page of this title is in; 0 for articles.
    #[must_use]
    pub fn namespace_of(&self, title: &str) -> i32 {
        title.split_once(':').and_then(|(prefix, _)| self.key_of(prefix)).unwrap_or(ARTICLE)
    }

    /// Whether a page of this title would be an article: nothing before a colon names another
    /// namespace.
    #[must_use]
    pub fn is_article(&self, title: &str) -> bool {
        let Some((prefix, _)) = title.split_once(':') else { return true };
        self.key_of(prefix)
            .map_or_else(|| !fold(prefix).split(' ').any(is_other_name), |key| key == ARTICLE)
    }

    /// Address of the page `title`, where the dump gave the wiki's own address.
    #[must_use]
    pub fn url(&self, title: &str) -> Option<String> {
        let mut url = self.base.clone()?;
        for c in title.trim().chars() {
            match c {
                ' ' => url.push('_'),
                '%' => url.push_str("%25"),
                '?' => url.push_str("%3F"),
                '#' => url.push_str("%23"),
                '"' => url.push_str("%22"),
                '<' => url.push_str("%3C"),
                '>' => url.push_str("%3E"),
                c => url.push(c),
            }
        }
        Some(url)
    }
}

/// Whether a Wikipedia has this code (`ru`, `be-tarask`), in small letters.
#[must_use]
pub fn is_language_code(code: &str) -> bool {
    LANGUAGE_CODES.binary_search(&code).is_ok()
}

/// Small letters, dotted and dotless i alike, `_` and runs of spaces as one space: the form
/// in which names of namespaces and templates are compared.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            // What is left of a small letter made from İ, and marks of direction.
            '\u{307}' | '\u{200e}' | '\u{200f}' => {}
            'ı' => folded.push('i'),
            'ё' => folded.push('е'),
            c if c == '_' || c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c if c.is_control() => {}
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn lang_of_dbname(dbname: &str) -> Option<String> {
    const PROJECTS: [&str; 7] =
        ["wiki", "wikiquote", "wikisource", "wikivoyage", "wikinews", "wikibooks", "wiktionary"];
    let code = PROJECTS.iter().find_map(|project| dbname.strip_suffix(project))?;
    let code = code.replace('_', "-");
    match code.as_str() {
        "simple" => Some("en".to_owned()),
        "be-x-old" => Some("be-tarask".to_owned()),
        code if is_language_code(code) => Some(code.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_folded_and_sorted() {
        assert!(LANGUAGE_CODES.is_sorted());
        for lang in Lang::ALL {
            let of = &lang.language().namespaces;
            let names = [of.media, of.file, of.template, of.category, of.other];
            for name in names.into_iter().flatten() {
                assert_eq!(fold(name), *name);
            }
        }
    }

    #[test]
    fn default_site_knows_six_languages() {
        let site = Site::default();
        for name in ["File", "image", "Файл", "Изображение", "Dosya", "RESİM", "Сурет", "Выява"]
        {
            assert!(site.is_file(name), "{name}");
            assert!(!site.is_category(name), "{name}");
        }
        for name in
            ["Category", "Категория", "Категорія", "Катэгорыя", "Kategori", "KATEGORİ", " санат "]
        {
            assert!(site.is_category(name), "{name}");
        }
        for name in ["Template", "Шаблон", "Şablon", "Үлгі"] {
            assert!(site.is_template(name), "{name}");
        }
        assert_eq!(site.key_of("Star Wars"), None);
        assert_eq!(site.key_of(""), None);
    }

    #[test]
    fn names_from_a_dump_come_first() {
        let mut site = Site::default();
        site.set_dbname("kkwiki");
        site.add_namespace(6, "Tasvir");
        site.add_namespace(104, "Image");
        assert_eq!(site.lang(), Some("kk"));
        assert!(site.is_file("tasvir"));
        assert!(!site.is_file("Image"));
        assert_eq!(site.key_of("IMAGE"), Some(104));
        assert_eq!(site.namespace(6), Some("Tasvir"));
    }

    #[test]
    fn articles_by_their_title() {
        let mut site = Site::default();
        for title in ["Embassy", "Re:Zero", "Миссия: невыполнима", ":", "Talkie: a film"]
        {
            assert!(site.is_article(title), "{title}");
        }
        for title in [
            "Category:Embassies",
            "Kategori:Elçilik",
            "Файл:Посол.jpg",
            "Выява:А.png",
            "Санат:Елші",
            "Template:Ambassadors",
            "User:A",
            "User_talk:A",
            "Kullanıcı mesaj:A",
            "Портал:Право",
            "Обсуждение участника:А",
            "Вікіпедія:Кнайпа",
            "Удзельнік:А",
            "Елші талқылауы:А",
        ] {
            assert!(!site.is_article(title), "{title}");
        }
        site.add_namespace(828, "Talkie");
        site.add_namespace(ARTICLE, "Draft");
        assert!(!site.is_article("Talkie: a film") && site.is_article("Draft: a film"));
    }

    #[test]
    fn language_of_a_database() {
        let cases = [
            ("ruwiki", Some("ru")),
            ("trwikiquote", Some("tr")),
            ("be_x_oldwiki", Some("be-tarask")),
            ("simplewiki", Some("en")),
            ("zh_min_nanwiki", Some("zh-min-nan")),
            ("commonswiki", None),
            ("wiki", None),
            ("", None),
        ];
        for (dbname, expected) in cases {
            assert_eq!(lang_of_dbname(dbname).as_deref(), expected, "{dbname}");
        }
    }

    #[test]
    fn addresses_of_pages() {
        let mut site = Site::with_lang("ru");
        assert_eq!(site.url("Посол"), None);
        site.set_base("https://ru.wikipedia.org/wiki/%D0%97%D0%B0%D0%B3%D0%BB");
        assert_eq!(
            site.url("Что делать? 100%").as_deref(),
            Some("https://ru.wikipedia.org/wiki/Что_делать%3F_100%25")
        );
    }
}
