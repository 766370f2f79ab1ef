//! The small dumps of `../shared/cases/wiki` beside the repository, where they are: one fault each.

use std::path::{Path, PathBuf};

use crate::{Article, Inputs, InputsOptions, Limits};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/wiki");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not there", folder.display());
    None
}

fn article(folder: &Path, name: &str) -> Article {
    let unit = Inputs::new(&[folder.join(name)], InputsOptions::default()).next();
    let mut records = unit.unwrap().unwrap().parse(&Limits::default()).records;
    assert_eq!(records.len(), 1, "{name}");
    records.remove(0).unwrap()
}

#[test]
fn small_dumps() {
    let Some(folder) = folder() else { return };
    let body = |name: &str| article(&folder, name).body;
    assert_eq!(
        body("w01_country.xml"),
        "Посольства в місті — перелік посольств.\nСША\nНімеччина\nНімеччина — від 1992 року\nФранція"
    );
    assert_eq!(
        body("w02_ru_country.xml"),
        "Посольства в городе — список посольств.\nСША (1990)\nТурция (1991)\nТурция (1992)\nТурция"
    );
    assert_eq!(
        body("w03_uk_dates.xml"),
        "Петренко Іван (14 березня 1854, Київ — 2 травня 1920) — український дипломат."
    );
    let envoy = article(&folder, "w04_hatnote.xml");
    assert_eq!(envoy.definition, "Elçi, bir devleti başka bir devlette temsil eden görevlidir.");
    let esperanto = article(&folder, "w05_abbr.xml");
    assert_eq!(esperanto.definition, esperanto.body);
    let ankara = article(&folder, "w06_kardes.xml");
    assert_eq!(ankara.sections[0].text, "1988: Berlin, Almanya\n1990: Astana");
    assert_eq!(body("w07_entity.xml"), "Signs are η and Ψ and Åland and Ø.");
    assert_eq!(body("w08_table.xml"), "Missions are listed here.\nParis | 1990");
}
