//! Owns the values of front matter: plain and quoted text, lists and maps on one line. Does
//! not know which key a value belongs to.

/// What a key holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Empty,
    Scalar(String),
    List(Vec<String>),
    Map(Vec<(String, String)>),
}

impl Value {
    /// One text; nothing at all is the empty text.
    pub(super) fn into_scalar(self) -> Result<String, String> {
        match self {
            Value::Empty => Ok(String::new()),
            Value::Scalar(text) => Ok(text),
            Value::List(_) => Err("expected one value, found a list".to_owned()),
            Value::Map(_) => Err("expected one value, found a map".to_owned()),
        }
    }

    /// A list; one text is a list of one.
    pub(super) fn into_list(self) -> Result<Vec<String>, String> {
        match self {
            Value::Empty => Ok(Vec::new()),
            Value::Scalar(text) => Ok(vec![text]),
            Value::List(items) => Ok(items),
            Value::Map(_) => Err("expected a list, found a map".to_owned()),
        }
    }

    pub(super) fn into_map(self) -> Result<Vec<(String, String)>, String> {
        match self {
            Value::Empty => Ok(Vec::new()),
            Value::Map(entries) => Ok(entries),
            Value::Scalar(_) => Err("expected a map, found one value".to_owned()),
            Value::List(_) => Err("expected a map, found a list".to_owned()),
        }
    }
}

/// Reads one value, whose comment is already off; `sign` stands between keys and values.
pub(super) fn parse(text: &str, sign: char) -> Result<Value, String> {
    let mut rest = text.trim();
    let value = if rest.is_empty() {
        Value::Empty
    } else if let Some(inside) = rest.strip_prefix('[') {
        rest = inside;
        let mut items = Vec::new();
        while !ends(&mut rest, ']')? {
            items.push(scalar(&mut rest, &[',', ']'])?);
        }
        Value::List(items)
    } else if let Some(inside) = rest.strip_prefix('{') {
        rest = inside;
        let mut entries = Vec::new();
        while !ends(&mut rest, '}')? {
            let key = scalar(&mut rest, &[sign, '}'])?;
            rest = rest
                .trim_start()
                .strip_prefix(sign)
                .ok_or_else(|| format!("expected `{sign}` after `{key}`"))?;
            entries.push((key, scalar(&mut rest, &[',', '}'])?));
        }
        Value::Map(entries)
    } else if sign == ':' && matches!(rest, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
        return Err("text over several lines is not read; put it on one line".to_owned());
    } else {
        Value::Scalar(scalar(&mut rest, &[])?)
    };
    match rest.trim() {
        "" => Ok(value),
        rest => Err(format!("unexpected `{}` after the value", start_of(rest))),
    }
}

/// Whether a list or map ends here; passes over the comma before its next entry.
fn ends(rest: &mut &str, bracket: char) -> Result<bool, String> {
    let text = rest.trim_start();
    let text = text.strip_prefix(',').unwrap_or(text).trim_start();
    if text.is_empty() {
        return Err(format!("expected `{bracket}`"));
    }
    let after = text.strip_prefix(bracket);
    *rest = after.unwrap_or(text);
    Ok(after.is_some())
}

/// Reads quoted text, or plain text up to one of `stops`.
fn scalar(rest: &mut &str, stops: &[char]) -> Result<String, String> {
    let text = rest.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let end = text.find(stops).unwrap_or(text.len());
        let (plain, after) = text.split_at_checked(end).unwrap_or((text, ""));
        if plain.trim().is_empty() {
            return Err(format!("expected a value, found `{}`", start_of(text)));
        }
        *rest = after;
        return Ok(plain.trim().to_owned());
    };
    let mut read = String::new();
    let mut chars = text.chars();
    chars.next();
    loop {
        match chars.next() {
            None => return Err(format!("expected a closing `{quote}`")),
            Some('\\') if quote == '"' => read.push(escaped(&mut chars)?),
            Some(c) if c != quote => read.push(c),
            // Two single quotes stand for one.
            Some('\'') if chars.as_str().starts_with('\'') => {
                chars.next();
                read.push('\'');
            }
            Some(_) => break,
        }
    }
    *rest = chars.as_str();
    Ok(read)
}

fn escaped(chars: &mut std::str::Chars<'_>) -> Result<char, String> {
    let c = chars.next();
    let digits = match c {
        Some('n') => return Ok('\n'),
        Some('t') => return Ok('\t'),
        Some(c @ ('"' | '\\' | '/' | ' ')) => return Ok(c),
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        other => return Err(format!("unknown escape `\\{}`", other.unwrap_or(' '))),
    };
    let code: String = chars.take(digits).collect();
    let c = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
    c.ok_or_else(|| format!("`{code}` is no character's number"))
}

/// `text` up to a `#` that starts a comment, outside quotes.
pub(super) fn without_comment(text: &str) -> &str {
    let mut state = Quotes::default();
    let mut previous = ' ';
    let comment = text.char_indices().find(|&(_, c)| {
        let is_comment = state.read(c, previous) && c == '#' && previous.is_whitespace();
        previous = c;
        is_comment
    });
    comment.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Looks for the bracket that closes a list or map, over as many lines as it takes.
#[derive(Debug, Default)]
pub(super) struct Closing {
    quotes: Quotes,
}

impl Closing {
    /// Reads the next line; whether the bracket is in it.
    pub(super) fn is_in(&mut self, line: &str) -> bool {
        let mut previous = ' ';
        line.chars().any(|c| {
            let is_end = self.quotes.read(c, previous) && matches!(c, ']' | '}');
            previous = c;
            is_end
        })
    }
}

/// Follows quotes through a line. Only one at the start of a value opens.
#[derive(Debug, Default)]
struct Quotes {
    open: Option<char>,
    is_escaped: bool,
}

impl Quotes {
    /// Reads one character; whether it stands outside quotes.
    fn read(&mut self, c: char, previous: char) -> bool {
        let starts = previous.is_whitespace() || matches!(previous, '[' | '{' | ',' | ':' | '=');
        match self.open {
            None if matches!(c, '"' | '\'') && starts => self.open = Some(c),
            None => return true,
            Some(_) if self.is_escaped => self.is_escaped = false,
            Some('"') if c == '\\' => self.is_escaped = true,
            Some(open) if c == open => self.open = None,
            Some(_) => {}
        }
        false
    }
}

fn start_of(text: &str) -> String {
    text.chars().take(20).collect()
}
