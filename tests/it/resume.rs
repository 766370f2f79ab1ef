//! Long runs that are killed or stopped: the same command goes on from there, and what comes of it
//! is what one undisturbed run gives. `just torture` raises the counts.
#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Folder, Run, comparable, count, quiet, text};
use demarche::generate::{Form, GenerateOptions, generate};
use demarche::{Article, Index, Lang, SearchRequest, Searcher};
use serde_json::Value;

/// Where a run keeps the redirects of its dump until it ends.
const KEPT: &str = "index/redirects.kept";

const INPUTS: [&str; 4] = ["dump.xml.bz2", "lines.jsonl.zst", "folder", "plain.jsonl"];

fn made_up(form: Form, seed: u64, bytes: u64, langs: Vec<Lang>) -> String {
    let mut options = GenerateOptions::default();
    (options.form, options.seed, options.bytes, options.langs) = (form, seed, bytes, langs);
    let mut out = Vec::new();
    generate(&options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Titles of the articles of a dump.
fn titles(dump: &str) -> Vec<&str> {
    let pages = dump
        .split("<page>")
        .skip(1)
        .filter(|page| page.contains("<ns>0<") && !page.contains("<redirect"));
    let title = |page: &'_ str| page.find("<title>").zip(page.find("</title>"));
    pages.filter_map(|page| title(page).map(|(from, to)| &page[from + 7..to])).collect()
}

/// Writes a packed dump with redirects behind their articles, packed lines, a folder with a file
/// that is no article, and lines of which some are bad or have the id of an earlier one; gives the
/// ids of all articles.
fn write_inputs(folder: &Folder) -> Vec<String> {
    let dump = made_up(Form::MediaWiki, 1, 900_000, vec![Lang::Uk]);
    let mut ids: Vec<String> =
        titles(&dump).iter().map(|title| format!("ukwiki:{title}")).collect();
    let mut redirects = String::new();
    for (number, title) in titles(&dump).iter().chain(&["Nobody"]).enumerate() {
        write!(
            redirects,
            "<page><title>Other {number}</title><ns>0</ns><id>{}</id><redirect title=\"{title}\" />\
             <revision><id>1</id><text>x</text></revision></page>",
            900_000 + number
        )
        .unwrap();
    }
    let dump = dump.replace("</mediawiki>", &(redirects + "</mediawiki>"));
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    std::io::Write::write_all(&mut packer, dump.as_bytes()).unwrap();
    folder.write(INPUTS[0], packer.finish().unwrap());
    let lines = made_up(Form::JsonLines, 2, 900_000, Lang::ALL[..6].to_vec());
    folder.write(INPUTS[1], zstd::encode_all(lines.as_bytes(), 1).unwrap());
    folder.write("folder/a.txt", "Посольство\n\nПосольство є представництвом держави.");
    folder.write("folder/b.txt", "");
    let mut plain = made_up(Form::JsonLines, 3, 900_000, vec![Lang::Tr, Lang::En]);
    plain.push_str("{\"title\": \n");
    plain.push_str("{\"id\":\"twice\",\"title\":\"Embassy\",\"text\":\"first\",\"foo\":1}\n");
    plain.push_str("{\"id\":\"twice\",\"title\":\"Embassy\",\"text\":\"second\"}\n");
    folder.write(INPUTS[3], &plain);
    for line in lines.lines().chain(plain.lines()) {
        let id = serde_json::from_str::<Value>(line).ok();
        ids.extend(id.map(|value| text(&value["id"]).to_owned()));
    }
    ids
}

/// What one undisturbed run makes of the inputs of `folder`.
struct Clean {
    report: Value,
    articles: Vec<Option<Article>>,
    answers: Vec<Value>,
    ids: Vec<String>,
}

const QUERIES: [&str; 6] =
    ["посольство", "büyükelçi", "embassy of a state", "дипломат lang:uk", "other", "\"в державі\""];

/// What `index` answers once merged, with scores.
#[track_caller]
fn answers(folder: &Folder, index: &str) -> Vec<Value> {
    let index = Index::open(folder.path(index)).unwrap();
    // Frequencies count replaced articles until these are merged away.
    index.optimize().unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let hits = |query: &&str| {
        let mut request = SearchRequest::new(*query);
        (request.limit, request.snippets) = (100, false);
        let hits = searcher.search(&request).unwrap();
        Value::from(hits.iter().map(|hit| format!("{} {}", hit.id, hit.score)).collect::<Vec<_>>())
    };
    let answers: Vec<Value> = QUERIES.iter().map(hits).collect();
    assert!(answers.iter().any(|hits| hits.as_array().unwrap().len() > 20), "{answers:?}");
    answers
}

fn articles(dir: &Path, ids: &[String]) -> Vec<Option<Article>> {
    let searcher = Searcher::open(&Index::open(dir).unwrap()).unwrap();
    ids.iter().map(|id| searcher.article(id).unwrap()).collect()
}

impl Clean {
    fn new(folder: &Folder, ids: Vec<String>) -> Self {
        // One commit, however slow the machine is.
        let args = [&["-i", "clean", "--commit-every", "1G"], &INPUTS[..]].concat();
        let report = folder.index(&args, 1);
        assert_eq!(report["commits"], 1, "{report}");
        assert_eq!(report["rejected"], 2, "{report}");
        assert_eq!(report["redirects_unused"], 1, "{report}");
        assert!(report["languages"]["en"]["replaced"].as_u64() > Some(0), "{report}");
        let articles = articles(&folder.path("clean"), &ids);
        assert!(articles.iter().all(Option::is_some));
        let answers = answers(folder, "clean");
        Self { report: comparable(report), articles, answers, ids }
    }

    /// Fails unless the index `index` is as that of the undisturbed run, and so is the report.
    #[track_caller]
    fn is_met(&self, folder: &Folder, place: &str) {
        let dir = folder.path("index");
        assert_eq!(comparable(folder.report()), self.report, "{place}");
        assert!(articles(&dir, &self.ids) == self.articles, "{place}: other articles");
        assert!(answers(folder, "index") == self.answers, "{place}: other answers");
        let check = Index::check_dir(&dir).unwrap();
        assert!(check.damaged.is_empty(), "{place}: {:?}", check.damaged);
        assert!(!has_checkpoint(folder), "{place}: a checkpoint is left");
        assert!(!folder.path(KEPT).exists(), "{place}: redirects are left");
    }
}

fn has_checkpoint(folder: &Folder) -> bool {
    let meta = fs::read(folder.path("index/meta.json")).unwrap_or_default();
    String::from_utf8_lossy(&meta).contains("\"payload\"")
}

/// A run that commits after each 256 KiB or so of text.
fn often(folder: &Folder, more: &[&str]) -> Command {
    let args = ["index", "--report", "report.json", "--commit-every", "200K"];
    folder.command(&[&args, more, &INPUTS[..]].concat())
}

#[test]
fn killed_runs_go_on_where_they_were() {
    let kills = count("DEMARCHE_RESUMES", 6);
    let folder = Folder::new();
    let clean = Clean::new(&folder, write_inputs(&folder));
    let start = Instant::now();
    assert_eq!(quiet(&mut often(&folder, &[])).wait().unwrap().code(), Some(1));
    let usual = start.elapsed().as_micros() as u64;
    clean.is_met(&folder, "many commits");
    let (mut random, mut killed, mut resumed, mut finished) = (7_u64, 0, 0, 0);
    fs::remove_dir_all(folder.path("index")).unwrap();
    // The last round is finished too.
    while killed < kills || folder.path("index").exists() {
        let mut child = quiet(&mut often(&folder, &[]));
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        if killed < kills {
            std::thread::sleep(Duration::from_micros((random >> 33) % (usual / 2)));
            let _ = child.kill();
        }
        let status = child.wait().unwrap();
        killed += u64::from(status.code().is_none());
        if status.code() == Some(1) {
            clean.is_met(&folder, &format!("{killed} kills"));
            resumed += u64::from(folder.report()["resumed_from"].is_u64());
            finished += 1;
            fs::remove_dir_all(folder.path("index")).unwrap();
        } else {
            assert_eq!(status.code(), None, "neither killed nor done");
        }
    }
    println!("{killed} kills, {finished} runs finished, {resumed} of them gone on with");
    assert!(resumed > 0, "no run was gone on with");
}

/// Runs until there is a checkpoint, then asks to stop by `signal`.
fn interrupted(folder: &Folder, signal: &str) -> Run {
    let mut child = often(folder, &[])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while !has_checkpoint(folder) {
        assert!(Instant::now() < end, "no checkpoint came");
        std::thread::sleep(Duration::from_millis(2));
    }
    send(signal, &mut child);
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().expect("it did not end by itself"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn send(signal: &str, child: &mut Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_stopped_run_commits_and_goes_on() {
    let folder = Folder::new();
    let clean = Clean::new(&folder, write_inputs(&folder));
    for signal in ["-INT", "-TERM"] {
        let run = interrupted(&folder, signal).ends_with(130);
        assert!(run.stderr.contains("the same command goes on from there"), "{}", run.stderr);
        let report = folder.report();
        assert_eq!(report["stopped"], true);
        assert!(has_checkpoint(&folder));
        assert!(folder.path(KEPT).exists());
        if signal == "-TERM" {
            // As a kill while it is written leaves it: the redirects are looked for again.
            let kept = fs::read(folder.path(KEPT)).unwrap();
            folder.write(KEPT, &kept[..kept.len() / 2]);
        }
        // What the report counts is there, and nothing else.
        let index = Index::open(folder.path("index")).unwrap();
        let there: u64 = Searcher::open(&index).unwrap().articles().values().sum();
        let languages = report["languages"].as_object().unwrap();
        let added: u64 = languages.values().map(|counts| counts["added"].as_u64().unwrap()).sum();
        assert_eq!(there, added);
        let again = Run::of(&mut often(&folder, &[]), b"").ends_with(1);
        assert!(again.stderr.contains("resuming at "), "{}", again.stderr);
        assert!(folder.report()["resumed_from"].as_u64().unwrap() > 0);
        clean.is_met(&folder, signal);
        fs::remove_dir_all(folder.path("index")).unwrap();
    }
}

#[test]
fn another_run_starts_over() {
    let folder = Folder::new();
    let mut ids = write_inputs(&folder);
    let clean = Clean::new(&folder, ids.clone());
    let starts_over = |more: &[&str], place: &str| {
        let run = Run::of(&mut often(&folder, more), b"").ends_with(1);
        assert!(!run.stderr.contains("resuming"), "{place}: {}", run.stderr);
        assert!(folder.report()["resumed_from"].is_null(), "{place}");
        assert!(!has_checkpoint(&folder), "{place}");
    };
    let fresh = || {
        let _ = fs::remove_dir_all(folder.path("index"));
        interrupted(&folder, "-INT").ends_with(130);
    };
    fresh();
    starts_over(&["--restart"], "--restart");
    assert!(answers(&folder, "index") == clean.answers);
    fresh();
    starts_over(&["--lang", "tr"], "another option");
    fresh();
    folder.run(&["delete", &ids[0]]).ends_with(0);
    starts_over(&[], "a commit in between");
    assert!(articles(&folder.path("index"), &ids) == clean.articles);
    fresh();
    let plain = fs::read_to_string(folder.path(INPUTS[3])).unwrap();
    folder.write(INPUTS[3], plain + "{\"id\":\"more\",\"title\":\"Embassy\",\"text\":\"more\"}\n");
    starts_over(&[], "a changed input");
    ids.push("more".to_owned());
    assert!(articles(&folder.path("index"), &ids).iter().all(Option::is_some));
}

#[test]
fn waiting_for_standard_input_can_be_stopped() {
    let folder = Folder::new();
    let mut command = folder.command(&["index", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(30);
    while !folder.path("index/demarche.json").exists() {
        assert!(Instant::now() < end, "no index came");
        std::thread::sleep(Duration::from_millis(2));
    }
    let start = Instant::now();
    send("-INT", &mut child);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it goes on waiting");
        std::thread::sleep(Duration::from_millis(2));
    };
    assert_eq!(status.code(), Some(130));
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let folder = Folder::new();
    let clean = Clean::new(&folder, write_inputs(&folder));
    let dry = |index: &str| {
        let args = [&["--dry-run", "-i", index], &INPUTS[..]].concat();
        comparable(folder.index(&args, 1))
    };
    assert_eq!(dry("nowhere"), clean.report);
    assert!(!folder.path("nowhere").exists());
    let state = || {
        let entries = fs::read_dir(folder.path("clean")).unwrap().map(|entry| {
            let entry = entry.unwrap();
            let meta = entry.metadata().unwrap();
            (entry.file_name(), meta.len(), meta.modified().unwrap())
        });
        let mut entries: Vec<_> = entries.collect();
        entries.sort();
        entries
    };
    let before = state();
    let report = dry("clean");
    assert_eq!(state(), before);
    let languages = report["languages"].as_object().unwrap();
    assert!(languages.values().all(|counts| counts["added"] == 0), "{report}");
    let replaced = |report: &Value| report["languages"]["en"]["replaced"].as_u64();
    // The first article of an id takes the place of the last one again.
    assert!(replaced(&report) > replaced(&clean.report), "{report}");
}
