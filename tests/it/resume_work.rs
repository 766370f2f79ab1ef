//! What kills cost: the processor time of a long run that is killed and gone on with, against that
//! of one undisturbed run, and whether the outcomes are equal. `just resume` runs it.
#![cfg(all(feature = "cli", target_os = "linux"))]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::common::{Folder, comparable, quiet};
use demarche::generate::{Form, GenerateOptions, generate};
use demarche::{Index, Lang, SearchRequest, Searcher};
use rayon::prelude::*;
use serde_json::Value;

/// Pages of a stream of Wikipedia's multistream dumps.
const STREAM_PAGES: usize = 100;

const QUERIES: [&str; 4] = ["посольство", "дипломат", "посол держави", "\"в державі\""];

/// Writes a multistream dump with a redirect behind each article; gives ids of articles.
fn write_dump(folder: &Folder, bytes: u64) -> Vec<String> {
    let mut options = GenerateOptions::default();
    (options.form, options.bytes, options.langs) = (Form::MediaWiki, bytes, vec![Lang::Uk]);
    let mut dump = Vec::new();
    generate(&options, &mut dump).unwrap();
    let dump = String::from_utf8(dump).unwrap();
    let mut pages: Vec<String> = Vec::new();
    let mut parts = dump.split("<page>");
    pages.push(parts.next().unwrap().to_owned());
    let mut ids = Vec::new();
    for (number, page) in parts.enumerate() {
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        let title = title.unwrap();
        let mut page = format!("<page>{page}");
        if page.contains("<ns>0<") && !page.contains("<redirect") {
            ids.push(title.to_owned());
            let end = page.find("</page>").unwrap() + "</page>".len();
            let mut redirect = String::new();
            write!(
                redirect,
                "\n<page><title>Also {number}</title><ns>0</ns><id>{}</id><redirect \
                 title=\"{title}\" /><revision><id>1</id><text>x</text></revision></page>",
                90_000_000 + number
            )
            .unwrap();
            page.insert_str(end, &redirect);
        }
        pages.push(page);
    }
    let streams: Vec<Vec<u8>> = pages
        .par_chunks(STREAM_PAGES)
        .map(|pages| {
            let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
            packer.write_all(pages.concat().as_bytes()).unwrap();
            packer.finish().unwrap()
        })
        .collect();
    folder.write("dump.xml.bz2", streams.concat());
    ids
}

/// The processor time of a program that has ended, in seconds; none while it runs. Nobody may have
/// waited for it. Its own time, since other tests start programs beside it.
fn seconds_of_ended(child: &Child) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    if fields[0] != "Z" {
        return None;
    }
    // proc(5): utime and stime, in ticks of 10 ms.
    let ticks = fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap());
    Some(ticks.sum::<f64>() / 100.0)
}

struct Outcome {
    report: Value,
    articles: Vec<Value>,
    answers: Vec<Vec<String>>,
}

impl Outcome {
    fn of(folder: &Folder, ids: &[String]) -> Self {
        let searcher = Searcher::open(&Index::open(folder.path("index")).unwrap()).unwrap();
        let articles = ids.iter().map(|title| {
            let article = searcher.article(&format!("ukwiki:{title}")).unwrap();
            serde_json::to_value(article.unwrap_or_else(|| panic!("no {title}"))).unwrap()
        });
        let answers = QUERIES.map(|query| {
            let mut request = SearchRequest::new(query);
            (request.limit, request.snippets) = (100, false);
            let hits = searcher.search(&request).unwrap();
            assert!(hits.len() > 20, "{query}: {} hits", hits.len());
            hits.iter().map(|hit| format!("{} {}", hit.id, hit.score)).collect()
        });
        let report = comparable(folder.report());
        Self { report, articles: articles.collect(), answers: answers.to_vec() }
    }
}

/// Runs to the end through as many kills, at moments evenly at random over `usual`; gives how
/// many came before the end and the processor time of all starts.
fn killed(folder: &Folder, kills: usize, usual: Duration, random: &mut u64) -> (usize, f64) {
    let _ = fs::remove_dir_all(folder.path("index"));
    let mut moments: Vec<Duration> = (0..kills)
        .map(|_| {
            *random =
                random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            usual.mul_f64((*random >> 11) as f64 / (1_u64 << 53) as f64)
        })
        .collect();
    moments.sort();
    let (mut last, mut killed, mut seconds) = (Duration::ZERO, 0, 0.0);
    loop {
        let args = ["index", "--report", "report.json", "dump.xml.bz2"];
        let mut child = quiet(&mut folder.command(&args));
        let moment = moments.get(killed);
        let mut end = moment.map(|moment| Instant::now() + (*moment - last));
        last = moment.copied().unwrap_or(last);
        seconds += loop {
            if let Some(seconds) = seconds_of_ended(&child) {
                break seconds;
            }
            if end.take_if(|end| Instant::now() >= *end).is_some() {
                let _ = child.kill();
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        match child.wait().unwrap().code() {
            None => killed += 1,
            Some(0) => return (killed, seconds),
            Some(code) => panic!("it ended with {code}"),
        }
    }
}

/// Variables: `DEMARCHE_RESUME_BYTES` of dump, `DEMARCHE_RESUME_KILLS` for each run, and
/// `DEMARCHE_RESUME_SEED`, of which the moments come.
#[test]
#[ignore = "a measurement"]
fn what_kills_cost() {
    let variable = |name: &str, usual: &str| std::env::var(name).unwrap_or(usual.to_owned());
    let bytes = variable("DEMARCHE_RESUME_BYTES", "50000000").parse().unwrap();
    let kills = variable("DEMARCHE_RESUME_KILLS", "0 1 1 1 5");
    let folder = Folder::new();
    let ids = write_dump(&folder, bytes);
    let start = Instant::now();
    let (_, alone) = killed(&folder, 0, Duration::ZERO, &mut 0);
    let usual = start.elapsed();
    let clean = Outcome::of(&folder, &ids);
    println!("{} articles, undisturbed: {alone:.1} s of {usual:.1?}", ids.len());
    let mut random = variable("DEMARCHE_RESUME_SEED", "7").parse().unwrap();
    for kills in kills.split_whitespace() {
        let (killed, taken) = killed(&folder, kills.parse().unwrap(), usual, &mut random);
        let more = (taken / alone - 1.0) * 100.0;
        println!("killed {killed} times: {taken:.1} s, {more:+.1} %");
        let outcome = Outcome::of(&folder, &ids);
        assert_eq!(outcome.report, clean.report);
        assert!(outcome.articles == clean.articles, "other articles");
        assert!(outcome.answers == clean.answers, "other answers");
    }
}
