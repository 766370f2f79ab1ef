//! SQLite's full-text index: one table, its own tokenizer (unicode61), bm25 and snippets. One
//! thread, which is all that it has.

use std::path::Path;

use rusqlite::Connection;

use super::{Engine, HITS};
use crate::Result;
use crate::queries::{Class, Query};
use crate::record;

const FILE: &str = "articles.sqlite";

pub fn index(input: &Path, dir: &Path, memory_bytes: usize) -> Result<u64> {
    let mut connection = Connection::open(dir.join(FILE))?;
    // Half of the memory for pages; FTS5's own table of terms takes what it likes.
    connection.pragma_update(None, "cache_size", -((memory_bytes / 2 / 1024) as i64))?;
    connection.execute_batch(
        "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, definition, body);",
    )?;
    let transaction = connection.transaction()?;
    let mut articles = 0;
    {
        let mut insert = transaction.prepare("INSERT INTO articles VALUES (?1, ?2, ?3, ?4)")?;
        record::for_each(input, |record| {
            insert.execute([&record.id, &record.title, &record.definition, &record.body])?;
            articles += 1;
            Ok(())
        })?;
    }
    // One b-tree, as the others have one segment.
    transaction.execute("INSERT INTO articles(articles) VALUES ('optimize')", [])?;
    transaction.commit()?;
    Ok(articles)
}

pub struct Fts5(Connection);

impl Fts5 {
    pub fn open(dir: &Path) -> Result<Self> {
        let connection = Connection::open(dir.join(FILE))?;
        // As much as the others have in the system's cache.
        connection.pragma_update(None, "cache_size", -(1_i64 << 20))?;
        connection.pragma_update(None, "mmap_size", 1_i64 << 36)?;
        Ok(Self(connection))
    }
}

impl Engine for Fts5 {
    fn search(&self, query: &Query, snippets: bool) -> Result<usize> {
        let words: Vec<&str> = query.words().collect();
        let text = match query.class {
            Class::Phrase => format!("\"{}\"", words.join(" ")),
            _ => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR "),
        };
        let sql = if snippets {
            "SELECT id, snippet(articles, 3, '<b>', '</b>', '…', 32) FROM articles \
             WHERE articles MATCH ?1 ORDER BY rank LIMIT ?2"
        } else {
            "SELECT id, '' FROM articles WHERE articles MATCH ?1 ORDER BY rank LIMIT ?2"
        };
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query((text, HITS as i64))?;
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            bytes += row.get_ref(0)?.as_str()?.len() + row.get_ref(1)?.as_str()?.len();
        }
        Ok(bytes)
    }
}
