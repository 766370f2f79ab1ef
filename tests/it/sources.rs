//! Which article a record is: two sources are never one, one source is never two, and what lies
//! beside the inputs is none.
#![cfg(feature = "cli")]

use crate::common::{Folder, Run};
use serde_json::{Value, json};

fn page(title: &str, text: &str, address: Option<&str>) -> String {
    let link = address.map_or(String::new(), |url| format!("<link rel=canonical href=\"{url}\">"));
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title}</title>{link}</head><body>\
         <h1>{title}</h1><p>{text} It is long enough to be a paragraph of an article.</p></body>"
    )
}

fn counts(report: &Value, lang: &str) -> [u64; 3] {
    ["added", "replaced", "unchanged"].map(|kind| report["languages"][lang][kind].as_u64().unwrap())
}

fn ids(folder: &Folder) -> Vec<String> {
    let mut ids = folder.search(&["-n", "100", "*"]);
    ids.sort();
    ids
}

#[test]
fn files_of_one_name_stay_apart_and_one_file_stays_one() {
    let folder = Folder::new();
    for (path, place) in [("in/a/contacts.html", "Ankara"), ("in/b/contacts.html", "Kyiv")] {
        folder.write(path, page("Contacts", &format!("The embassy in {place}."), None));
    }
    folder.write("in/a/sub/note.txt", "Note\n\nA note is a letter between embassies.\n");
    folder.write("in/c.jsonl", "{\"lang\":\"en\",\"title\":\"Envoy\",\"text\":\"One.\"}\n{\"lang\":\"en\",\"title\":\"Envoy\",\"text\":\"Two.\"}\n");
    let report = folder.index(&["in/a", "in/b", "in/c.jsonl"], 0);
    assert_eq!(counts(&report, "en"), [5, 0, 0], "{report}");
    let first = ids(&folder);
    let canonical = folder.path("in").canonicalize().unwrap();
    for name in ["a/contacts.html", "b/contacts.html", "a/sub/note.txt", "c.jsonl#1", "c.jsonl#2"] {
        let id = canonical.join(name).display().to_string();
        assert!(first.contains(&id), "{id}: {first:?}");
    }
    // The same files by other ways.
    for inputs in [&["in/a/sub", "in/b"][..], &["in"], &["in/a/../c.jsonl", "in/a"]] {
        let report = folder.index(inputs, 0);
        let [added, replaced, _] = counts(&report, "en");
        assert_eq!((added, replaced), (0, 0), "{inputs:?}: {report}");
    }
    assert_eq!(ids(&folder), first);
    // A changed file replaces its article.
    folder.write("in/b/contacts.html", page("Kontakte", "The embassy in Vienna.", None));
    assert_eq!(counts(&folder.index(&["in/b"], 0), "en"), [0, 1, 0]);
    assert_eq!(ids(&folder), first);
}

#[test]
fn pages_that_state_one_address_in_one_run_are_numbered() {
    let folder = Folder::new();
    let address = "https://example.org/page";
    for (path, title) in [("a.html", "Embassy"), ("b.html", "Consulate"), ("c.html", "Mission")] {
        folder.write(
            &format!("in/{path}"),
            page(title, &format!("About the {title}."), Some(address)),
        );
    }
    for jobs in ["1", "4"] {
        let args = ["index", "--jobs", jobs, "--report", "report.json", "in"];
        let run = folder.run(&args).ends_with(0);
        assert!(run.stderr.contains("kept under a numbered id: 2"), "{}", run.stderr);
        let report = folder.report();
        assert_eq!(
            report["numbered_ids"],
            json!([format!("{address}#2 (b.html)"), format!("{address}#3 (c.html)")])
        );
        let numbered = [address.to_owned(), format!("{address}#2"), format!("{address}#3")];
        assert_eq!(ids(&folder), numbered);
        assert_eq!(folder.show(&numbered[2])["title"], "Mission");
    }
    assert_eq!(counts(&folder.report(), "en"), [0, 0, 3], "the second run changes nothing");
    let dry = folder.run(&["index", "--dry-run", "--report", "report.json", "in"]).ends_with(0);
    assert_eq!(counts(&folder.report(), "en"), [0, 0, 3], "{}", dry.stderr);
    // In a later run the page of that address is the newer one.
    folder.write("later/x.html", page("Legation", "About the legation.", Some(address)));
    assert_eq!(counts(&folder.index(&["later"], 0), "en"), [0, 1, 0]);
    assert_eq!(folder.show(address)["title"], "Legation");
}

#[test]
fn records_of_standard_input_are_told_by_their_content() {
    let folder = Folder::new();
    let stream = |titles: &[&str]| {
        let lines = titles.iter().map(|t| json!({"lang": "en", "title": t}).to_string() + "\n");
        lines.collect::<String>()
    };
    let index = |titles: &[&str]| -> Run {
        folder.run_with(&["index", "-"], stream(titles).as_bytes()).ends_with(0)
    };
    index(&["Embassy", "Consulate"]);
    index(&["Mission", "Embassy"]);
    assert_eq!(ids(&folder).len(), 3);
}

#[test]
fn wikis_of_one_language_stay_apart() {
    let folder = Folder::new();
    for (dbname, text) in [("bewiki", "Артыкул пра пасла."), ("bewikibooks", "Кніга пра пасла.")]
    {
        let dump = format!(
            "<mediawiki xml:lang=\"be\"><siteinfo><dbname>{dbname}</dbname></siteinfo><page>\
             <title>Пасол</title><ns>0</ns><id>1</id><revision><text>{text}</text></revision></page></mediawiki>"
        );
        folder.write(&format!("{dbname}.xml"), dump);
    }
    folder.index(&["bewiki.xml", "bewikibooks.xml"], 0);
    assert_eq!(ids(&folder), ["bewiki:Пасол", "bewikibooks:Пасол"]);
}

#[test]
fn a_byte_order_mark_costs_nothing() {
    let folder = Folder::new();
    let lines = b"\xef\xbb\xbf{\"id\":\"1\",\"lang\":\"en\",\"title\":\"Envoy\"}\n{\"id\":\"2\",\"lang\":\"en\",\"title\":\"Note\"}\n";
    folder.write("a.jsonl", lines);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gz, lines).unwrap();
    folder.write("b.jsonl.gz", gz.finish().unwrap());
    for args in [&["a.jsonl"][..], &["b.jsonl.gz"], &["--format", "jsonl", "a.jsonl"]] {
        let report = folder.index(args, 0);
        assert_eq!(report["rejected"], 0, "{args:?}: {report}");
    }
    folder.run_with(&["index", "-"], lines).ends_with(0);
    assert_eq!(ids(&folder), ["1", "2"]);
    folder.write("queries.jsonl", "\u{feff}{\"id\":\"q\",\"text\":\"envoy\"}\n");
    folder.write("qrels.tsv", "\u{feff}q\t1\t1\n");
    let args = ["eval", "--json", "--queries", "queries.jsonl", "--qrels", "qrels.tsv"];
    assert_eq!(folder.run(&args).ends_with(0).json()["ndcg@10"], 1.0);
}

#[test]
fn the_folder_of_an_index_is_no_input() {
    let folder = Folder::new();
    folder.write("note.txt", "Note\n\nA note is a letter between embassies.\n");
    folder.run(&["index", "."]).ends_with(0);
    let run = folder.run(&["index", "."]).ends_with(0);
    assert!(run.stderr.contains("left out, the folder of an index: ./index"), "{}", run.stderr);
    let run = folder.run(&["index", "index"]).ends_with(0);
    assert!(run.stderr.contains("left out, the folder of an index: index"), "{}", run.stderr);
}

#[test]
fn inputs_that_are_not_there_make_no_index() {
    for dry in [&[][..], &["--dry-run"]] {
        let folder = Folder::new();
        let run = folder.run(&[&["index"], dry, &["nosuch"]].concat()).ends_with(2);
        assert!(run.stderr.contains("nosuch: No such file"), "{}", run.stderr);
        assert!(!folder.path("index").exists());
    }
}
