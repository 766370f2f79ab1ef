//! Makes the tables of country names and codes from CLDR.
//!
//! ```sh
//! npm pack cldr-localenames-full@48 cldr-core@48   # and unpack both
//! cargo run -p demarche-formats --example country_names -- LOCALENAMES CORE
//! ```
//!
//! The arguments are the folders that hold `main/` and `supplemental/`. Writes
//! `crates/analysis/src/languages/<lang>/countries.tsv`, for each ISO 3166 code the name to show and
//! the other names, and `crates/formats/src/formats/mediawiki/country_codes.tsv`, the code of two
//! letters and that of three.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

const LANGS: [&str; 6] = ["tr", "ru", "uk", "kk", "be", "en"];

/// Regions of CLDR that are no countries: uninhabited or reserved codes, pseudo-locales.
const NO_COUNTRY: [&str; 12] =
    ["AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "XA", "XB", "ZZ"];

/// Where the short name is the usual one in an article, in languages written in Cyrillic or in all.
const SHORT: [&str; 3] = ["HK", "MO", "PS"];
const SHORT_IN_CYRILLIC: &str = "US";

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = std::env::args().skip(1).map(PathBuf::from);
    let (Some(names), Some(core)) = (folders.next(), folders.next()) else {
        return Err("expected the folders of cldr-localenames-full and cldr-core".into());
    };
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no parent folder")?;
    for lang in LANGS {
        let table = table(&names, lang)?;
        println!("{lang}: {} countries", table.lines().count() - 1);
        std::fs::write(crates.join(format!("analysis/src/languages/{lang}/countries.tsv")), table)?;
    }
    let codes = codes(&core)?;
    println!("{} codes", codes.lines().count() - 1);
    std::fs::write(crates.join("formats/src/formats/mediawiki/country_codes.tsv"), codes)?;
    Ok(())
}

fn read(path: &Path) -> Result<Value, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Whether a key is that of a country.
fn is_country(code: &str) -> bool {
    code.len() == 2
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
        && !NO_COUNTRY.contains(&code)
}

/// Lines of code, tab, the name to show and other names split by `|`.
fn table(folder: &Path, lang: &str) -> Result<String, Box<dyn Error>> {
    let json = read(&folder.join(format!("main/{lang}/territories.json")))?;
    let names = json["main"][lang]["localeDisplayNames"]["territories"]
        .as_object()
        .ok_or("expected main.LANG.localeDisplayNames.territories")?;
    let is_cyrillic = !matches!(lang, "tr" | "en");
    let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, name) in names {
        let (code, variant) = key.split_once("-alt-").unwrap_or((key, ""));
        let (true, Some(name)) = (is_country(code), name.as_str()) else { continue };
        let is_short = variant == "short"
            && (SHORT.contains(&code) || is_cyrillic && code == SHORT_IN_CYRILLIC);
        let row = rows.entry(code).or_default();
        if !row.contains(&name) {
            // The plain key comes before its variants, but a short name may have the first place.
            let place = if is_short || variant.is_empty() { 0 } else { row.len() };
            row.insert(place, name);
        }
    }
    let mut table =
        "# Names of countries by ISO 3166: the one to show, then others. Made from CLDR by \
                     `cargo run --example country_names`.\n"
            .to_owned();
    for (code, names) in rows {
        writeln!(table, "{code}\t{}", names.join("|"))?;
    }
    Ok(table)
}

/// Lines of the code of two letters, tab, the code of three.
fn codes(folder: &Path) -> Result<String, Box<dyn Error>> {
    let json = read(&folder.join("supplemental/codeMappings.json"))?;
    let codes = json["supplemental"]["codeMappings"]
        .as_object()
        .ok_or("expected supplemental.codeMappings")?;
    let mut table =
        "# ISO 3166 codes of two and three letters. Made from CLDR by `cargo run --example \
         country_names`.\n"
            .to_owned();
    for (code, more) in codes {
        if let (true, Some(long)) = (is_country(code), more["_alpha3"].as_str()) {
            writeln!(table, "{code}\t{long}")?;
        }
    }
    Ok(table)
}
