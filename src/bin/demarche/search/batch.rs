//! `demarche search --batch`: queries from standard input, one a line.

use std::io::{BufRead, Read, Write};
use std::time::Instant;

use demarche::render::answer_json;
use demarche::{SearchRequest, Searcher};
use serde::Deserialize;
use serde_json::json;

use super::{Sort, cursor};
use crate::output::{Outcome, Status, stdout};
use crate::parse_lang;
use demarche::search::Order;

/// A query of a batch.
#[derive(Deserialize)]
struct BatchQuery {
    query: String,
    #[serde(default)]
    lang: Option<Values>,
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
    #[serde(default)]
    filter: Option<Values>,
}

/// One value or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl Values {
    /// All of them; none where there is nothing.
    fn all(values: Option<Self>) -> Vec<String> {
        match values {
            None => Vec::new(),
            Some(Self::One(value)) => vec![value],
            Some(Self::Several(values)) => values,
        }
    }
}

fn yes() -> bool {
    true
}

/// Longest line, in bytes: more than the longest query with all that may stand beside it.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// Answers each line of standard input with one line; a line that is no query gets an error and
/// the rest goes on.
pub(super) fn run(searcher: &Searcher, defaults: &SearchRequest) -> Outcome {
    let mut out = stdout();
    let mut input = std::io::stdin().lock();
    let mut all_answered = true;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let start = Instant::now();
        let is_cut = line.len() as u64 == MAX_LINE_BYTES && !line.ends_with(b"\n");
        if is_cut {
            pass_rest(&mut input)?;
        }
        let text = if is_cut {
            Err(format!("a line of more than {MAX_LINE_BYTES} bytes: expected a query"))
        } else {
            text_of(&line, number == 1)
        };
        if text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
            continue;
        }
        let asked = text.and_then(|text| batch_request(text, defaults));
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
                json!({"error": format!("line {number}: {error}")})
            }
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(if all_answered { Status::Done } else { Status::Nothing })
}

/// Passes what is left of a line.
fn pass_rest(input: &mut impl BufRead) -> std::io::Result<()> {
    let mut rest = Vec::new();
    loop {
        rest.clear();
        let read = input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut rest)?;
        if read == 0 || rest.ends_with(b"\n") {
            return Ok(());
        }
    }
}

/// The text of a line; the first may begin with a byte order mark.
fn text_of(line: &[u8], is_first: bool) -> Result<&str, String> {
    let line = if is_first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
    std::str::from_utf8(line)
        .map_err(|e| format!("byte {}: expected UTF-8", e.valid_up_to().saturating_add(1)))
}

/// What a line of a batch may have.
const BATCH_KEYS: &str =
    r#"{"query","lang"?,"filter"?,"n"?,"snippets"?,"sort"?,"after"?,"group"?,"facets"?}"#;

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
    let codes = Values::all(asked.lang);
    if !codes.is_empty() {
        request.langs = codes.iter().map(|code| parse_lang(code)).collect::<Result<_, _>>()?;
    }
    let filters = super::read_filters(&Values::all(asked.filter)).map_err(|e| e.to_string())?;
    // Those of the command line hold for all lines.
    request.filters.extend(filters);
    Ok((request, asked.after.is_some()))
}
