//! Owns the reading of a wiki's `langlinks.sql` dumps: which page has which counterpart in
//! another language. Reads the `INSERT` statements and nothing else of SQL.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, BufRead};

use memchr::memchr2;

/// Longest word of SQL, language code or number kept.
const MAX_WORD_BYTES: usize = 64;
/// Longest title; a wiki's end at 255 bytes.
const MAX_TITLE_BYTES: usize = 1_024;

/// Why a dump cannot be read further. Offsets count bytes of the SQL.
#[derive(Debug)]
pub enum LangLinksError {
    /// The SQL is not as expected.
    Malformed {
        /// Where it is not.
        offset: u64,
        /// What should stand there.
        expected: &'static str,
    },
    /// The input ends within a statement.
    Truncated {
        /// Where it ends.
        offset: u64,
    },
    /// The input cannot be read.
    Io(io::Error),
}

impl fmt::Display for LangLinksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { offset, expected } => {
                write!(f, "langlinks: expected {expected} at byte {offset}")
            }
            Self::Truncated { offset } => {
                write!(f, "langlinks: the dump ends too early, at byte {offset}")
            }
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LangLinksError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for LangLinksError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether a text that begins with `head` (some kilobytes) is SQL about a table of that name.
#[must_use]
pub fn looks_like(head: &str) -> bool {
    let start = head.trim_start_matches('\u{feff}').trim_start();
    let sql = ["--", "/*", "INSERT INTO", "DROP TABLE", "CREATE TABLE", "LOCK TABLES"];
    sql.iter().any(|first| start.starts_with(first)) && start.contains("`langlinks`")
}

/// The database that the head of a dump says it is of (`ukwiki`).
#[must_use]
pub fn database(head: &str) -> Option<String> {
    let comments = head.lines().take_while(|line| !line.starts_with("INSERT"));
    let mut named = comments.filter(|line| line.starts_with("--")).filter_map(|line| {
        let (_, name) = line.split_once("Database:")?;
        name.split_whitespace().next().map(str::to_owned)
    });
    named.next()
}

/// The links of a dump to some languages, in order: page id, language code and title there. An
/// error is the last item. Memory is that of one link.
pub struct LangLinks<R> {
    input: R,
    offset: u64,
    langs: HashSet<String>,
    state: State,
}

/// Where in the dump the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a statement.
    Between,
    /// Before a row of `VALUES`.
    Row,
    End,
}

impl<R: BufRead> LangLinks<R> {
    /// Reads links to `langs` (codes as the dump has them: `be-x-old`); passes over all others.
    pub fn new(input: R, langs: &[&str]) -> Self {
        let langs = langs.iter().map(|lang| (*lang).to_owned()).collect();
        Self { input, offset: 0, langs, state: State::Between }
    }

    /// Bytes of SQL read so far.
    #[cfg(fuzzing)]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    fn read(&mut self) -> Result<Option<(u64, String, String)>, LangLinksError> {
        loop {
            match self.state {
                State::End => return Ok(None),
                State::Between => self.find_values()?,
                State::Row => {
                    let link = self.row()?;
                    self.skip_space()?;
                    match self.next()? {
                        b',' => {}
                        b';' => self.state = State::Between,
                        _ => return Err(self.expected("',' or ';'")),
                    }
                    if link.is_some() {
                        return Ok(link);
                    }
                }
            }
        }
    }

    /// Passes over statements and comments up to the rows of the next `INSERT`.
    fn find_values(&mut self) -> Result<(), LangLinksError> {
        let mut is_insert = false;
        let mut is_first_word = true;
        loop {
            self.skip_space()?;
            let Some(byte) = self.peek()? else {
                if is_first_word {
                    self.state = State::End;
                    return Ok(());
                }
                return Err(self.truncated());
            };
            match byte {
                b'-' if is_first_word => self.skip_line()?,
                b'/' if is_first_word => self.skip_comment()?,
                b';' => {
                    self.consume(1);
                    is_first_word = true;
                }
                b'\'' | b'"' | b'`' => self.skip_quoted()?,
                b'(' => {
                    self.consume(1);
                    is_first_word = false;
                }
                byte if is_word(byte) => {
                    let word = self.word()?;
                    if is_first_word {
                        is_insert = word.eq_ignore_ascii_case("INSERT");
                    } else if is_insert && word.eq_ignore_ascii_case("VALUES") {
                        self.state = State::Row;
                        return Ok(());
                    }
                    is_first_word = false;
                }
                _ => self.consume(1),
            }
        }
    }

    /// `(12,'ru','Посол')`; `None` for a language that is not wanted.
    fn row(&mut self) -> Result<Option<(u64, String, String)>, LangLinksError> {
        self.skip_space()?;
        self.expect(b'(', "'('")?;
        self.skip_space()?;
        let Ok(from) = self.word()?.parse() else { return Err(self.expected("a page id")) };
        self.comma()?;
        let Some(lang) = self.string(MAX_WORD_BYTES)? else {
            return Err(self.expected("a shorter language code"));
        };
        self.comma()?;
        let is_wanted = self.langs.contains(lang.as_str());
        let title = self.string(if is_wanted { MAX_TITLE_BYTES } else { 0 })?;
        self.skip_space()?;
        self.expect(b')', "')'")?;
        match title {
            // A link without a title says nothing.
            Some(title) if is_wanted && !title.is_empty() => Ok(Some((from, lang, title))),
            None if is_wanted => Err(self.expected("a shorter title")),
            _ => Ok(None),
        }
    }

    fn comma(&mut self) -> Result<(), LangLinksError> {
        self.skip_space()?;
        self.expect(b',', "','")?;
        self.skip_space()
    }

    /// A string in quotes with its escapes undone; `None` if it is longer than `max_bytes`. Bytes
    /// that are not UTF-8 are an error, unless nothing was to be kept.
    fn string(&mut self, max_bytes: usize) -> Result<Option<String>, LangLinksError> {
        if self.peek()? == Some(b'_') {
            // The character set of the string: `_binary 'ru'`.
            self.word()?;
            self.skip_space()?;
        }
        self.expect(b'\'', "a string")?;
        let mut text = Vec::new();
        let mut is_kept = true;
        loop {
            let bytes = self.fill()?;
            let Some(first) = bytes.first().copied() else { return Err(self.truncated()) };
            let len = memchr2(b'\'', b'\\', bytes).unwrap_or(bytes.len());
            is_kept &= text.len() + len <= max_bytes;
            if is_kept {
                text.extend_from_slice(bytes.get(..len).unwrap_or_default());
            }
            if len > 0 {
                self.consume(len);
                continue;
            }
            self.consume(1);
            let c = match first {
                b'\\' => unescaped(self.next()?),
                // Two quotes are one; a single one ends the string.
                _ if self.peek()? == Some(b'\'') => self.next()?,
                _ => break,
            };
            is_kept &= text.len() < max_bytes;
            if is_kept {
                text.push(c);
            }
        }
        if !is_kept {
            return Ok(None);
        }
        String::from_utf8(text).map(Some).map_err(|_| self.expected("UTF-8 before this place"))
    }

    /// A run of letters, digits and `_`.
    fn word(&mut self) -> Result<String, LangLinksError> {
        let mut word = String::new();
        while let Some(byte) = self.peek()?.filter(|byte| is_word(*byte)) {
            if word.len() == MAX_WORD_BYTES {
                return Err(self.expected("a shorter word"));
            }
            word.push(char::from(byte));
            self.consume(1);
        }
        Ok(word)
    }

    fn skip_space(&mut self) -> Result<(), LangLinksError> {
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.consume(1);
        }
        Ok(())
    }

    fn skip_line(&mut self) -> Result<(), LangLinksError> {
        while self.peek()?.is_some_and(|byte| byte != b'\n') {
            self.consume(1);
        }
        Ok(())
    }

    /// `/* … */`
    fn skip_comment(&mut self) -> Result<(), LangLinksError> {
        self.consume(1);
        self.expect(b'*', "'*'")?;
        let mut last = b' ';
        loop {
            let byte = self.next()?;
            if last == b'*' && byte == b'/' {
                return Ok(());
            }
            last = byte;
        }
    }

    /// A name or string in quotes of any kind.
    fn skip_quoted(&mut self) -> Result<(), LangLinksError> {
        let quote = self.next()?;
        loop {
            let bytes = self.fill()?;
            if bytes.is_empty() {
                return Err(self.truncated());
            }
            match memchr2(quote, b'\\', bytes) {
                None => {
                    let len = bytes.len();
                    self.consume(len);
                }
                Some(len) => {
                    self.consume(len);
                    match self.next()? {
                        b'\\' if quote != b'`' => {
                            self.next()?;
                        }
                        byte if byte == quote => return Ok(()),
                        _ => {}
                    }
                }
            }
        }
    }

    fn fill(&mut self) -> Result<&[u8], LangLinksError> {
        loop {
            match self.input.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.input.fill_buf()?)
    }

    fn peek(&mut self) -> Result<Option<u8>, LangLinksError> {
        Ok(self.fill()?.first().copied())
    }

    fn next(&mut self) -> Result<u8, LangLinksError> {
        let byte = self.peek()?.ok_or_else(|| self.truncated())?;
        self.consume(1);
        Ok(byte)
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), LangLinksError> {
        match self.peek()? {
            Some(found) if found == byte => {
                self.consume(1);
                Ok(())
            }
            Some(_) => Err(self.expected(expected)),
            None => Err(self.truncated()),
        }
    }

    fn consume(&mut self, len: usize) {
        self.input.consume(len);
        self.offset += len as u64;
    }

    /// What is wrong here: the input has ended, or something else stands in it.
    fn expected(&mut self, expected: &'static str) -> LangLinksError {
        match self.peek() {
            Ok(Some(_)) => LangLinksError::Malformed { offset: self.offset, expected },
            Ok(None) => self.truncated(),
            Err(error) => error,
        }
    }

    fn truncated(&self) -> LangLinksError {
        LangLinksError::Truncated { offset: self.offset }
    }
}

impl<R: BufRead> Iterator for LangLinks<R> {
    type Item = Result<(u64, String, String), LangLinksError>;

    fn next(&mut self) -> Option<Self::Item> {
        let link = self.read();
        if link.is_err() {
            self.state = State::End;
        }
        link.transpose()
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The byte that a backslash and this one stand for.
fn unescaped(byte: u8) -> u8 {
    match byte {
        b'0' => 0,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'Z' => 26,
        byte => byte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "-- MySQL dump 10.19; it's INSERT\n\
        /*!40101 SET NAMES utf8mb4 */;\n\
        DROP TABLE IF EXISTS `langlinks`;\n\
        CREATE TABLE `langlinks` (\n  `ll_from` int(8) unsigned NOT NULL DEFAULT '0;',\n\
        \x20 PRIMARY KEY (`ll_from`)\n) ENGINE=InnoDB COMMENT='VALUES (1)';\n\
        LOCK TABLES `langlinks` WRITE;\n\
        INSERT INTO `langlinks` VALUES (1,'ru','Посол'),(1,'de','Botschafter'),\
        (2,'kk','Ел\\'ші'),(3,'uk','a\\\\b\\\"c''d');\n\
        INSERT INTO `langlinks` (`ll_from`, `ll_lang`, `ll_title`) VALUES\n\
        (4, _binary 'be-x-old', 'Пасол'), (5,'tr','');\n\
        UNLOCK TABLES;\n-- end\n";

    const LANGS: [&str; 5] = ["ru", "kk", "uk", "tr", "be-x-old"];

    fn links(sql: &[u8]) -> Vec<String> {
        let shown = |item| match item {
            Ok((from, lang, title)) => format!("{from} {lang} {title}"),
            Err(LangLinksError::Malformed { offset, .. }) => format!("malformed {offset}"),
            Err(LangLinksError::Truncated { offset }) => format!("truncated {offset}"),
            Err(LangLinksError::Io(_)) => "io".to_owned(),
        };
        // A small buffer makes every token cross its end somewhere.
        let input = io::BufReader::with_capacity(7, sql);
        LangLinks::new(input, &LANGS).map(shown).collect()
    }

    #[test]
    fn links_of_a_dump() {
        let expected = ["1 ru Посол", "2 kk Ел'ші", "3 uk a\\b\"c'd", "4 be-x-old Пасол"];
        assert_eq!(links(DUMP.as_bytes()), expected);
    }

    #[test]
    fn heads() {
        assert!(looks_like(DUMP) && looks_like("INSERT INTO `langlinks` VALUES"));
        assert!(!looks_like("-- `pagelinks`") && !looks_like("The table `langlinks`"));
        assert_eq!(database("--\n-- Host: x    Database: ruwiki\n"), Some("ruwiki".to_owned()));
        assert_eq!(database(DUMP), None);
    }

    #[test]
    fn dumps_without_links() {
        for sql in ["", "\n-- nothing\n", "/* a */", "SELECT 'INSERT INTO x VALUES (1)';"] {
            assert_eq!(links(sql.as_bytes()), Vec::<String>::new(), "{sql}");
        }
    }

    #[test]
    fn every_cut_gives_the_links_before_it() {
        for len in 0..DUMP.len() {
            let found = links(DUMP.as_bytes().get(..len).unwrap_or_default());
            let errors = found.iter().filter(|link| link.contains("ed ")).count();
            assert!(errors <= 1, "cut at {len}: {found:?}");
            if errors == 1 {
                assert_eq!(found.last(), Some(&format!("truncated {len}")), "cut at {len}");
            }
        }
    }

    #[test]
    fn broken_rows() {
        let long = "x".repeat(2_000);
        let cases = [
            ("INSERT INTO l VALUES (1,'ru','a'),(x,'ru','b');", vec!["1 ru a", "malformed 36"]),
            ("INSERT INTO l VALUES (1,'ru','a')(2,'ru','b');", vec!["malformed 34"]),
            ("INSERT INTO l VALUES (1 'ru','a');", vec!["malformed 24"]),
            ("INSERT INTO l VALUES (1,NULL,'a');", vec!["malformed 24"]),
            ("INSERT INTO l VALUES (1,'ru','a',2);", vec!["malformed 32"]),
            ("INSERT INTO l VALUES (-1,'ru','a');", vec!["malformed 22"]),
        ];
        for (sql, expected) in cases {
            assert_eq!(links(sql.as_bytes()), expected, "{sql}");
        }
        let too_long = format!("INSERT INTO l VALUES (1,'ru','{long}');");
        assert_eq!(links(too_long.as_bytes()), ["malformed 2032"]);
        let unwanted = format!("INSERT INTO l VALUES (1,'de','{long}'),(2,'ru','a');");
        assert_eq!(links(unwanted.as_bytes()), ["2 ru a"]);
        assert_eq!(links(b"INSERT INTO l VALUES (1,'ru','\xFF');"), ["malformed 32"]);
    }
}
