//! Owns the fields before the body of a Markdown file: a subset of YAML between `---` lines,
//! and of TOML between `+++` lines. No anchors, no block text, no nesting beyond one level.

use super::FrontMatterError;
use super::value::{self, Closing, Value};
use crate::text::dates;
use crate::text::page::Page;

/// The lines of a front matter and what they are written in.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrontMatter<'a> {
    /// All after the opening line.
    rest: &'a str,
    fence: &'static str,
    /// What stands between a key and its value.
    sign: char,
}

/// The front matter that `text` starts with; a lone `---` is a line across the page.
pub(super) fn split(text: &str) -> Option<FrontMatter<'_>> {
    let (first, rest) = text.split_once('\n')?;
    let (fence, sign) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let is_blank = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    let line = rest.lines().find(|line| !is_blank(line))?;
    let is_field = key_and_value(line, sign).is_some() || line.starts_with('[');
    (is_field || line.trim_end() == fence).then_some(FrontMatter { rest, fence, sign })
}

/// Reads the fields into `page` and returns the body below them.
pub(super) fn read<'a>(
    front: &FrontMatter<'a>,
    page: &mut Page,
) -> Result<&'a str, FrontMatterError> {
    let mut lines = Lines { rest: front.rest, number: 1 };
    let mut table = Table::Top;
    while let Some((number, line)) = lines.next() {
        if line.trim_end() == front.fence || front.sign == ':' && line.trim_end() == "..." {
            finish_table(&mut table, page);
            return Ok(lines.rest);
        }
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let at = |reason: String| FrontMatterError { line: number, reason };
        if front.sign == '=' && text.starts_with('[') {
            finish_table(&mut table, page);
            table = match text.trim_matches(['[', ']', ' ']) {
                "translations" => Table::Translations(Vec::new()),
                _ => Table::Unknown,
            };
            continue;
        }
        let Some((key, value)) = key_and_value(text, front.sign) else {
            return Err(at(format!("expected `key{} value`, found `{}`", front.sign, short(text))));
        };
        if front.sign == ':' && line.starts_with([' ', '\t']) {
            return Err(at(format!("`{}` is indented under no list or map", short(key))));
        }
        match &mut table {
            Table::Unknown => continue,
            Table::Translations(entries) => {
                let value = value::parse(value, '=').map_err(at)?;
                entries.push((key.to_owned(), value.into_scalar().map_err(at)?));
                continue;
            }
            Table::Top => {}
        }
        if !is_known(key) {
            skip_value(&mut lines, value, front.sign);
            continue;
        }
        let value = whole_value(&mut lines, value, front.sign, number)?;
        set_field(page, key, value).map_err(at)?;
    }
    let reason = format!("no closing line `{}`", front.fence);
    Err(FrontMatterError { line: 1, reason })
}

/// The TOML table that fields belong to.
enum Table {
    Top,
    Translations(Vec<(String, String)>),
    Unknown,
}

fn finish_table(table: &mut Table, page: &mut Page) {
    if let Table::Translations(entries) = std::mem::replace(table, Table::Top) {
        page.translations = entries;
    }
}

/// Lines with their numbers in the file.
struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Lines<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.rest.lines().next()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.number += 1;
        Some((self.number, line))
    }
}

/// The value that starts after a key and may go on over the lines below.
fn whole_value(
    lines: &mut Lines<'_>,
    first: &str,
    sign: char,
    number: usize,
) -> Result<Value, FrontMatterError> {
    let at = |line: usize| move |reason: String| FrontMatterError { line, reason };
    let first = value::without_comment(first).trim();
    if first.starts_with(['[', '{']) {
        let whole = closed_value(lines, first)
            .ok_or_else(|| at(number)("a list without its closing bracket".to_owned()))?;
        return value::parse(&whole, sign).map_err(at(number));
    }
    if sign == '=' || !first.is_empty() {
        return value::parse(first, sign).map_err(at(number));
    }
    let (mut list, mut map) = (Vec::new(), Vec::new());
    while let Some(line) = lines.peek() {
        let text = line.trim();
        let is_item = text == "-" || text.starts_with("- ");
        let is_entry = line.starts_with([' ', '\t']) && !is_item;
        let is_blank = text.is_empty() || text.starts_with('#');
        if !is_blank && !is_item && !is_entry {
            break;
        }
        let Some((number, _)) = lines.next() else { break };
        let scalar = |text: &str| {
            let value = value::parse(value::without_comment(text).trim(), sign);
            value.and_then(Value::into_scalar).map_err(at(number))
        };
        if is_blank {
        } else if let Some(item) = text.strip_prefix('-') {
            list.push(scalar(item)?);
        } else {
            let (key, value) = key_and_value(text, ':').ok_or_else(|| {
                at(number)(format!("expected `key: value` or `- item`, found `{}`", short(text)))
            })?;
            map.push((key.to_owned(), scalar(value)?));
        }
    }
    match (list.is_empty(), map.is_empty()) {
        (false, false) => Err(at(number)("a list and a map under one key".to_owned())),
        (_, false) => Ok(Value::Map(map)),
        (false, true) => Ok(Value::List(list)),
        (true, true) => Ok(Value::Empty),
    }
}

/// A list or map with the lines below `first` up to its closing bracket, if there is one.
fn closed_value(lines: &mut Lines<'_>, first: &str) -> Option<String> {
    let mut closing = Closing::default();
    let mut whole = first.to_owned();
    let mut is_closed = closing.is_in(first);
    while !is_closed {
        let (_, line) = lines.next()?;
        let line = value::without_comment(line).trim();
        is_closed = closing.is_in(line);
        whole.push(' ');
        whole.push_str(line);
    }
    Some(whole)
}

/// Passes over the value of a key that nobody reads.
fn skip_value(lines: &mut Lines<'_>, first: &str, sign: char) {
    let first = value::without_comment(first).trim();
    if first.starts_with(['[', '{']) && closed_value(lines, first).is_none() {
        return;
    }
    let is_below =
        |line: &str| sign == ':' && (line.trim().is_empty() || line.starts_with([' ', '\t', '-']));
    while lines.peek().is_some_and(|line| is_below(line) && line.trim_end() != "---") {
        lines.next();
    }
}

/// Splits `key: value`; a key is one word, in quotes or not.
fn key_and_value(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim().trim_matches(['"', '\'']);
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    let is_apart = sign == '=' || value.is_empty() || value.starts_with(char::is_whitespace);
    (is_key && is_apart).then_some((key, value))
}

fn is_known(key: &str) -> bool {
    #[rustfmt::skip]
    let keys = [
        "id", "lang", "title", "aliases", "definition", "date", "keywords", "categories", "url",
        "translations", "references", "links",
    ];
    keys.contains(&key)
}

fn set_field(page: &mut Page, key: &str, value: Value) -> Result<(), String> {
    if value == Value::Empty {
        return Ok(());
    }
    let named = |reason: String| format!("{key}: {reason}");
    match key {
        "translations" => page.translations = value.into_map().map_err(named)?,
        "aliases" => page.aliases = value.into_list().map_err(named)?,
        "categories" => page.categories = value.into_list().map_err(named)?,
        "references" => page.references = value.into_list().map_err(named)?,
        "links" => page.links = value.into_list().map_err(named)?,
        "keywords" => {
            page.keywords = match value {
                Value::Scalar(text) => text.split(',').map(|word| word.trim().to_owned()).collect(),
                value => value.into_list().map_err(named)?,
            };
            page.keywords.retain(|keyword| !keyword.is_empty());
        }
        "date" => {
            let text = value.into_scalar().map_err(named)?;
            let date = dates::iso(&text)
                .ok_or_else(|| format!("date: expected a day such as 2019-08-19, found `{text}`"));
            page.date = Some(date?);
        }
        key => {
            let text = value.into_scalar().map_err(named)?;
            match key {
                "id" => page.id = Some(text),
                "lang" => page.lang = Some(text),
                "title" => page.title = text,
                "definition" => page.definition = Some(text),
                "url" => page.url = Some(text),
                _ => {}
            }
        }
    }
    Ok(())
}

/// The start of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
