//! Turkish.

mod stem;

use crate::chain::{ACRONYM, APOSTROPHES, COMPOSE, Chain, HOMOGLYPHS, SILENT, step, table};
use crate::exceptions::exceptions;
use crate::language::{Headings, Language, MadeUp, Namespaces, Script, Sentences};
use crate::{apostrophe, casing, fold};

exceptions!("exceptions.tsv");

/// The step of the stemmer.
fn stem(word: &str, out: &mut String) -> bool {
    stem::stem(word, out);
    true
}

pub(crate) static LANGUAGE: Language = Language {
    code: "tr",
    name: "Turkish",
    other_codes: &["tur"],
    letter: 't',
    script: Script::Latin,
    has_dotless_i: true,
    is_detected: true,
    chain: Chain {
        word: &[
            COMPOSE,
            SILENT,
            APOSTROPHES,
            HOMOGLYPHS,
            ACRONYM,
            step("lowercase (tr)", casing::lowercase_dotless),
            step("cut suffix at apostrophe", apostrophe::cut_turkish_suffix),
            step("fold circumflex", fold::turkish),
        ],
        term: &[
            table(exceptions),
            step("stem (tr)", stem),
            step("fold foreign accents", fold::latin_accents_but_turkish),
        ],
    },
    stop_words: include_str!("stop_words.txt"),
    plain_letters: &[
        ('c', &['c', 'ç']),
        ('g', &['g', 'ğ']),
        ('i', &['i', 'ı']),
        ('o', &['o', 'ö']),
        ('s', &['s', 'ş']),
        ('u', &['u', 'ü']),
    ],
    keyboard: None,
    sentences: Sentences {
        abbreviations: &[
            "alb", "alm", "av", "bkz", "bşk", "cad", "doç", "dr", "fr", "gen", "gör", "hz", "ing",
            "krş", "lat", "ltd", "mah", "ms", "mö", "müh", "org", "osm", "prof", "sn", "sok",
            "tğm", "vs", "yard", "yrd", "yun", "yy", "örn", "öğr", "üstğm",
        ],
        before_numbers: &["md", "no", "nr"],
        ends_of_enumerations: &[],
    },
    headings: Headings {
        references: &[
            "kaynakça",
            "kaynaklar",
            "dipnotlar",
            "notlar",
            "notlar ve kaynakça",
            "kaynakça ve notlar",
            "dipnotlar ve kaynakça",
            "bibliyografya",
            "konuyla ilgili yayınlar",
            "okuma listesi",
            "ek okumalar",
            "genel kaynaklar",
            "özel kaynaklar",
            "referanslar",
            "atıflar",
        ],
        external_links: &["dış bağlantılar", "dış bağlantı", "bağlantılar", "harici bağlantılar"],
        see_also: &["ayrıca bakınız", "ayrıca bkz.", "bakınız", "ayrıca bakın"],
        contents: &["içindekiler", "konu başlıkları"],
        edit_marks: &["kaynağı değiştir", "düzenle", "değiştir"],
        other_posts: &["rastgele yazılar", "ilgili yazılar", "benzer yazılar", "son yazılar"],
    },
    months: ["oca", "şub", "mar", "nis", "may", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara"],
    month_names: [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Ekim",
        "Kasım", "Aralık",
    ],
    calendar: &["yılı", "yılları", "yüzyıl", "yüzyılı", "mö", "ms"],
    countries: include_str!("countries.tsv"),
    namespaces: Namespaces {
        media: &["ortam"],
        file: &["dosya", "resim"],
        template: &["şablon"],
        category: &["kategori"],
        other: &["kullanici", "vikipedi", "proje", "yardim", "modül", "özel", "tartişma"],
    },
    diplomacy: include_str!("diplomacy.tsv"),
    made_up: Some(MadeUp {
        words: include_str!("words.txt"),
        has_long_tail: true,
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
            "", "ler", "in", "de", "den", "e", "i", "leri", "lerin", "lerinde", "lerinden",
            "lerine", "inde", "inden", "ine", "ini", "nin", "ye", "yi", "yle", "deki", "dir",
            "lik", "siz", "lerimiz", "imiz", "meler", "mek", "di", "miş",
        ],
        consonants: &[
            'b', 'c', 'ç', 'd', 'f', 'g', 'ğ', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'ş', 't',
            'v', 'y', 'z',
        ],
        vowels: &['a', 'e', 'ı', 'i', 'o', 'u', 'ü'],
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
    }),
};
