//! `demarche search`

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::time::Instant;

use demarche::query::{QueryLimits, parse};
use demarche::render::{hit_json, hit_line, hit_text, safe};
use demarche::{Bm25f, Hit, Index, Lang, SearchRequest, Searcher, TextField};
use serde::Deserialize;
use serde_json::json;

use crate::output::{Failure, Outcome, Status, stdout, style};
use crate::params::read_params;
use crate::{IndexDir, parse_lang};

/// Find articles and show why
#[derive(clap::Args)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    dir: IndexDir,
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
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    /// Say what each word brought to the score
    #[arg(long)]
    explain: bool,
    /// Read queries from standard input, one JSON object a line, and answer each with one line
    #[arg(long, conflicts_with_all = ["query", "json"])]
    batch: bool,
    /// The query: words, "phrases", +must, -not, AND, OR, NOT, ( ), field:word, prefix*, fuzzy~,
    /// boost^2, lang:uk, date:2019, category:"..."; after -- if it begins with a minus
    #[arg(required_unless_present = "batch")]
    query: Vec<String>,
}

pub(crate) fn run(args: SearchArgs) -> Outcome {
    let index = Index::open(&args.dir.index)?;
    let searcher = Searcher::open(&index)?;
    let mut request = SearchRequest::new(args.query.join(" "));
    request.langs = args.langs;
    request.limit = args.limit;
    request.explain = args.explain;
    if let Some(path) = &args.params {
        request.params = read_params(path)?;
    }
    for boost in &args.boosts {
        set_boost(&mut request.params, boost).map_err(Failure::Usage)?;
    }
    if args.batch {
        return batch(&searcher, &request);
    }
    let hits = searcher.search(&request)?;
    for note in parse(&request.query, &QueryLimits::default()).notes {
        let place = request.query.get(note.start..note.end).unwrap_or_default();
        eprintln!("note: {}: {}", safe(place), safe(&note.message));
    }
    let mut out = stdout();
    let style = style();
    for (rank, hit) in (1..).zip(&hits) {
        if args.json {
            writeln!(out, "{}", hit_line(hit, rank))?;
        } else {
            writeln!(out, "{}", hit_text(hit, rank, style))?;
        }
    }
    out.flush()?;
    Ok(if hits.is_empty() { Status::Nothing } else { Status::Done })
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
        let answer = match batch_request(&line, defaults)
            .and_then(|request| searcher.search(&request).map_err(|e| e.to_string()))
        {
            Ok(hits) => {
                let took = start.elapsed().as_micros();
                let hits: Vec<_> = (1..)
                    .zip(&hits)
                    .map(|(rank, hit): (usize, &Hit)| hit_json(hit, Some(rank)))
                    .collect();
                json!({"hits": hits, "took_us": u64::try_from(took).unwrap_or(u64::MAX)})
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

fn batch_request(line: &str, defaults: &SearchRequest) -> Result<SearchRequest, String> {
    let asked: BatchQuery = serde_json::from_str(line)
        .map_err(|e| format!("expected {{\"query\",\"lang\"?,\"n\"?,\"snippets\"?}}: {e}"))?;
    let mut request = defaults.clone();
    request.query = asked.query;
    request.snippets = asked.snippets;
    request.limit = asked.n.unwrap_or(request.limit);
    let codes = match asked.lang {
        None => Vec::new(),
        Some(Langs::One(code)) => vec![code],
        Some(Langs::Several(codes)) => codes,
    };
    if !codes.is_empty() {
        request.langs = codes.iter().map(|code| parse_lang(code)).collect::<Result<_, _>>()?;
    }
    Ok(request)
}
