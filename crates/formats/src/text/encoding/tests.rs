//! The same sentence in each of the six languages and each encoding it can be written in.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, WINDOWS_1251, WINDOWS_1254, X_MAC_CYRILLIC,
};

use super::{Decoded, decode};

/// Turkish, Russian, Ukrainian, Kazakh, Belarusian, English.
const SENTENCES: [&str; 6] = [
    "Büyükelçi, bir devleti başka bir ülkede temsil eden en yüksek rütbeli diplomattır. \
     İlişkiler karşılıklı güvene dayanır.",
    "Посол представляет своё государство в другой стране и ведёт переговоры от его имени. \
     Верительные грамоты он вручает главе государства.",
    "Посол представляє свою державу в іншій країні й веде переговори від її імені. \
     Вірчі грамоти він вручає главі держави.",
    "Елші өз мемлекетінің атынан келіссөз жүргізеді және сенім грамотасын президентке тапсырады.",
    "Пасол прадстаўляе сваю дзяржаву ў іншай краіне і вядзе перамовы ад яе імя. \
     Даверчыя граматы ён уручае кіраўніку дзяржавы.",
    "The ambassador represents a state in another country and negotiates on its behalf \u{2013} \
     in peace and war.",
];

/// The bytes of `text` in `encoding`, or `None` where it lacks a letter.
fn encode(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

fn text_of(bytes: &[u8], declared: Option<&str>) -> String {
    decode(bytes, declared).map_or_else(|error| error.to_string(), |text| text.text.into_owned())
}

#[test]
fn unicode_with_and_without_byte_order_mark() {
    for text in SENTENCES {
        let marked = format!("\u{feff}{text}");
        assert_eq!(text_of(text.as_bytes(), None), text);
        assert_eq!(text_of(marked.as_bytes(), None), text);
        for variant in [text, marked.as_str()] {
            assert_eq!(text_of(&utf16(variant, u16::to_le_bytes), None), text);
            assert_eq!(text_of(&utf16(variant, u16::to_be_bytes), None), text);
        }
    }
}

#[test]
fn code_pages_are_guessed() {
    let mut tried = 0;
    for encoding in [WINDOWS_1251, KOI8_R, KOI8_U, ISO_8859_5, IBM866, WINDOWS_1254] {
        for text in SENTENCES {
            // Ukrainian and Belarusian were typed with a Latin i where the page had no other.
            let latin_i = text.replace('і', "i");
            let Some(bytes) = encode(encoding, text).or_else(|| encode(encoding, &latin_i)) else {
                continue;
            };
            let read = text_of(&bytes, None);
            assert!(read == text || read == latin_i, "{}: {read}", encoding.name());
            tried += 1;
        }
    }
    assert!(tried >= 14, "{tried}");
}

#[test]
fn labels_decide_between_code_pages() {
    let text = "посол";
    let bytes = encode(KOI8_R, text).unwrap_or_default();
    assert_eq!(text_of(&bytes, Some("koi8-r")), text);
    for prolog in [
        r#"<?xml version="1.0" encoding="KOI8-R"?>"#,
        "<html><META http-equiv=Content-Type content='text/html; charset=koi8-r'>",
        "<meta charset = \"koi8-r\">",
    ] {
        let page = [prolog.as_bytes(), &bytes].concat();
        assert_eq!(text_of(&page, None), format!("{prolog}{text}"));
    }
    // Labels that say nothing, or what cannot be, are passed over.
    for label in ["", "nonsense", "utf-16", "iso-8859-1"] {
        let bytes = encode(WINDOWS_1251, SENTENCES[1]).unwrap_or_default();
        assert_eq!(text_of(&bytes, Some(label)), SENTENCES[1], "{label}");
    }
    // UTF-8 that is valid is never anything else.
    assert_eq!(text_of(text.as_bytes(), Some("windows-1251")), text);
}

#[test]
fn broken_utf8_is_named_by_its_byte() {
    for (language, text) in SENTENCES.iter().enumerate().take(5) {
        let mut bytes = text.repeat(3).into_bytes();
        bytes.insert(text.len(), 0xff);
        let error = decode(&bytes, None).map(|text| text.text.into_owned());
        assert_eq!(error.map_err(|error| error.byte), Err(text.len()), "language {language}");
    }
    let cut = &SENTENCES[1].as_bytes()[..1];
    assert!(decode(cut, Some("utf-8")).is_err_and(|error| error.byte == 0));
}

#[test]
fn broken_utf16_is_named_by_its_byte() {
    let mut bytes = utf16("\u{feff}посол", u16::to_le_bytes);
    bytes.extend([0x00, 0xd8, b'a', 0]);
    assert_eq!(decode(&bytes, None).map_err(|error| error.byte), Err(12));
    let odd = &utf16("\u{feff}посол", u16::to_be_bytes)[..11];
    assert_eq!(decode(odd, None).map_err(|error| error.byte), Err(10));
    let zero = utf16("\u{feff}по\0сол", u16::to_le_bytes);
    assert_eq!(decode(&zero, None).map_err(|error| error.byte), Err(6));
}

#[test]
fn bytes_outside_a_code_page_are_errors() {
    let mut bytes = encode(WINDOWS_1251, SENTENCES[1]).unwrap_or_default();
    bytes.insert(7, 0x98);
    assert_eq!(decode(&bytes, Some("windows-1251")).map_err(|error| error.byte), Err(7));
    let cut = [b"abc".as_slice(), &[0x81]].concat();
    assert_eq!(decode(&cut, Some("euc-kr")).map_err(|error| error.byte), Err(3));
}

#[test]
fn binary_data_is_refused() {
    let cases: [(&[u8], usize); 4] = [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 8),
        (b"\x01\x02\x03\x04text", 0),
        (b"PK\x03\x04\x14\x02\x08", 2),
        (b"some text\0", 9),
    ];
    for (bytes, byte) in cases {
        assert_eq!(decode(bytes, None).map_err(|error| error.byte), Err(byte), "{bytes:?}");
    }
    let one_stray = format!("{}\x1a", SENTENCES[5].repeat(2));
    assert_eq!(text_of(one_stray.as_bytes(), None), one_stray);
}

#[test]
fn every_short_input_is_read_or_refused_without_replacement() {
    for first in 0..=255_u8 {
        for second in 0..=255_u8 {
            if let Ok(Decoded { text, .. }) = decode(&[first, second, b'a'], None) {
                assert!(!text.contains('\u{fffd}'), "{first} {second}");
            }
        }
    }
    assert_eq!(text_of(b"", None), "");
}

#[test]
fn mac_cyrillic_is_read_where_it_is_declared() {
    let bytes = encode(X_MAC_CYRILLIC, SENTENCES[1]).unwrap_or_default();
    assert_eq!(text_of(&bytes, Some("x-mac-cyrillic")), SENTENCES[1]);
}
