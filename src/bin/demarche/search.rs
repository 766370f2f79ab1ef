//! `demarche search`

mod batch;
mod told;

use std::io::Write;
use std::path::PathBuf;

use demarche::query::Filters;
use demarche::render::{answer_end_json, facets_text, hit_line, hit_text, safe};
use demarche::search::{Cursor, Order};
use demarche::{Bm25f, Lang, SearchRequest, TextField};
use serde::Deserialize;

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
    /// What every hit must pass, whatever the query says: lang:uk, category:Treaties, date:>=2019,
    /// has:translation, or with a minus what must not be; each that is given must hold
    #[arg(long = "filter", value_name = "FILTER", allow_hyphen_values = true)]
    filters: Vec<String>,
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
    request.filters = read_filters(&args.filters)?;
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
        return batch::run(&searcher, &request);
    }
    let answer = searcher.answer(&request)?;
    told::tell(&searcher, &request, &answer);
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

/// Filters as they are written.
fn read_filters(filters: &[String]) -> demarche::Result<Vec<Filters>> {
    filters.iter().map(|filter| filter.parse()).collect()
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
