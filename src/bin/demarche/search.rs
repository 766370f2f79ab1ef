//! `demarche search`

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::time::Instant;

use demarche::query::{QueryLimits, parse};
use demarche::render::{answer_end_json, answer_json, facets_text, hit_line, hit_text, safe};
use demarche::search::{Cursor, Order};
use demarche::{Bm25f, Lang, SearchRequest, Searcher, TextField};
use serde::Deserialize;
use serde_json::json;

use crate::output::{Failure, Outcome, Status, stdout, style};
use crate::params::read_params;
use crate::{Searched, parse_lang};

/// Find articles and show why
#[derive(clap::Args)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    index: Searched,
    /// Search only in LANG (tr, ru, uk, kk, be, en, other); may be given several times
    #[arg(short, long = "lang", value_name = "LANG", value_parser = parse_lang)]
    langs: Vec<Lang>,
    /// Number of hits
    #[arg(short = 'n', long = "number", value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Parameters of the ranking: JSON, as `eval --tune --write-params` writes it
    #[arg(long, value_name = "FILE")]
    params: Option<PathBuf>,
    /// Weight of a field: title, aliases, definition, headings, keywords, body or exact
    #[arg(long = "boost", value_name = "FIELD=X")]
    boosts: Vec<String>,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    sort: Sort,
    /// Show the page behind PLACE, which the page before ends with; the first for ""
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    after: Option<String>,
    /// Put translations under the hit that they are of
    #[arg(long)]
    group: bool,
    /// Count all articles that match, by language, year and category
    #[arg(long)]
    facets: bool,
    /// Snippets of one hit, at most
    #[arg(long, value_name = "N", default_value_t = 1)]
    snippets: usize,
    /// Length of a snippet, in characters, at most
    #[arg(long, value_name = "CHARS", default_value_t = 240)]
    snippet_chars: usize,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Say what each word brought to the score
    #[arg(long)]
    explain: bool,
    /// Read queries from standard input, one JSON object a line, and answer each with one line
    #[arg(long, conflicts_with_all = ["query", "json", "after"])]
    batch: bool,
    /// The query: words, "phrases", +must, -not, AND, OR, NOT, ( ), field:word, prefix*, fuzzy~,
    /// boost^2, lang:uk, date:2019, category:"..."; after -- if it begins with a minus
    #[arg(required_unless_present = "batch")]
    query: Vec<String>,
}

/// Order of hits, by name.
#[derive(Debug, Clone, Copy, clap::ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sort {
    /// The best first
    Relevance,
    /// The latest date first
    Newest,
    /// The earliest date first
    Oldest,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Newest => Self::Newest,
            Sort::Oldest => Self::Oldest,
        }
    }
}

/// The place that a page starts behind; none for the first.
fn cursor(after: Option<&str>) -> Result<Option<Cursor>, String> {
    after.filter(|after| !after.is_empty()).map(str::parse).transpose()
}

pub(crate) fn run(args: SearchArgs) -> Outcome {
    let searcher = args.index.open()?;
    let mut request = SearchRequest::new(args.query.join(" "));
    request.langs = args.langs;
    request.limit = args.limit;
    request.explain = args.explain;
    request.order = args.sort.into();
    request.after = cursor(args.after.as_deref()).map_err(Failure::Usage)?;
    request.group = args.group;
    request.facets = args.facets;
    request.snippets_per_hit = args.snippets;
    request.snippet_chars = args.snippet_chars;
    if let Some(path) = &args.params {
        request.params = read_params(path)?;
    }
    for boost in &args.boosts {
        set_boost(&mut request.params, boost).map_err(Failure::Usage)?;
    }
    if args.batch {
        return batch(&searcher, &request);
    }
    let answer = searcher.answer(&request)?;
    for note in parse(&request.query, &QueryLimits::default()).notes {
        let place = request.query.get(note.start..note.end).unwrap_or_default();
        eprintln!("note: {}: {}", safe(place), safe(&note.message));
    }
    let mut out = stdout();
    let style = style();
    for (rank, hit) in (1..).zip(&answer.hits) {
        if args.json {
            writeln!(out, "{}", hit_line(hit, rank))?;
        } else {
            writeln!(out, "{}", hit_text(hit, rank, style))?;
        }
    }
    let paged = args.after.is_some();
    if args.json && (paged || args.facets) {
        writeln!(out, "{}", answer_end_json(&answer))?;
    } else if !args.json {
        let facets = answer.facets.as_ref().map(|facets| facets_text(facets, style));
        write!(out, "{}", facets.unwrap_or_default())?;
        if let Some(next) = answer.next.as_ref().filter(|_| paged) {
            writeln!(out, "next page: --after '{}'", safe(&next.to_string()))?;
        }
    }
    out.flush()?;
    Ok(if answer.hits.is_empty() { Status::Nothing } else { Status::Done })
}

/// Sets `FIELD=X` in `params`.
fn set_boost(params: &mut Bm25f, boost: &str) -> Result<(), String> {
    let names: Vec<&str> = TextField::SEARCHED.iter().map(|field| field.name()).collect();
    let expected = || {
        format!("--boost {boost}: expected FIELD=X with FIELD one of {}, exact", names.join(", "))
    };
    let (name, weight) = boost.split_once('=').ok_or_else(expected)?;
    let weight: f32 = weight.parse().map_err(|_| expected())?;
    if !weight.is_finite() || weight < 0.0 {
        return Err(expected());
    }
    match TextField::from_name(name).filter(|field| TextField::SEARCHED.contains(field)) {
        Some(field) => {
            params.boosts.insert(field, weight);
        }
        None if name == "exact" => params.exact_boost = weight,
        None => return Err(expected()),
    }
    Ok(())
}

/// A query of a batch.
#[derive(Deserialize)]
struct BatchQuery {
    query: String,
    #[serde(default)]
    lang: Option<Langs>,
    #[serde(default)]
    n: Option<usize>,
    #[serde(default = "yes")]
    snippets: bool,
    #[serde(default)]
    sort: Option<Sort>,
    #[serde(default)]
    after: Option<String>,
    #[serde(default)]
    group: Option<bool>,
    #[serde(default)]
    facets: Option<bool>,
}

/// One language or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Langs {
    One(String),
    Several(Vec<String>),
}

fn yes() -> bool {
    true
}

/// Answers each line of standard input with one line; a line that is no query gets an error and
/// the rest goes on.
fn batch(searcher: &Searcher, defaults: &SearchRequest) -> Outcome {
    let mut out = stdout();
    let mut all_answered = true;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let start = Instant::now();
        let asked = batch_request(&line, defaults);
        let answer = match asked.and_then(|(request, paged)| {
            let mut answer = searcher.answer(&request).map_err(|e| e.to_string())?;
            answer.next = answer.next.filter(|_| paged);
            Ok(answer)
        }) {
            Ok(answer) => {
                let took = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
                let mut json = answer_json(&answer);
                if let Some(object) = json.as_object_mut() {
                    object.insert("took_us".to_owned(), took.into());
                }
                json
            }
            Err(error) => {
                all_answered = false;
                json!({"error": error})
            }
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(if all_answered { Status::Done } else { Status::Nothing })
}

/// What a line of a batch may have.
const BATCH_KEYS: &str =
    r#"{"query","lang"?,"n"?,"snippets"?,"sort"?,"after"?,"group"?,"facets"?}"#;

/// The request of a line, and whether it is for a page.
fn batch_request(line: &str, defaults: &SearchRequest) -> Result<(SearchRequest, bool), String> {
    let asked: BatchQuery =
        serde_json::from_str(line).map_err(|e| format!("expected {BATCH_KEYS}: {e}"))?;
    let mut request = defaults.clone();
    request.query = asked.query;
    request.snippets = asked.snippets;
    request.limit = asked.n.unwrap_or(request.limit);
    request.order = asked.sort.map_or(request.order, Order::from);
    request.after = cursor(asked.after.as_deref())?;
    request.group = asked.group.unwrap_or(request.group);
    request.facets = asked.facets.unwrap_or(request.facets);
    let codes = match asked.lang {
        None => Vec::new(),
        Some(Langs::One(code)) => vec![code],
        Some(Langs::Several(codes)) => codes,
    };
    if !codes.is_empty() {
        request.langs = codes.iter().map(|code| parse_lang(code)).collect::<Result<_, _>>()?;
    }
    Ok((request, asked.after.is_some()))
}
