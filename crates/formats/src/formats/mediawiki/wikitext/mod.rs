//! Owns wikitext: its source to plain text with the parts named. It fetches nothing:
//! templates show only what stands in them, and what a page inherits stays unknown.
//!
//! [`extract`] runs three passes, none of them recursive: `nesting` finds the marks that are
//! closed, `inline` takes inline marks out of the text, `lines` reads what is left line by line.
//! `clean` finishes each piece of text and is where "no markup left" is made sure of.

mod caption;
mod citation;
mod clean;
mod country;
mod date;
mod entity;
mod inline;
mod lexer;
mod lines;
mod link;
mod marks;
mod nesting;
mod table;
mod template;
#[cfg(test)]
mod tests;

use super::site::{Site, fold};
use crate::text::page::Page;

/// Words that make a page a redirect, folded.
#[rustfmt::skip]
const REDIRECT_WORDS: [&str; 12] = [
    "redirect", "перенаправление", "перенапр", "перенаправлення", "перенаправленя", "yönlendirme",
    "yönlendir", "айдау", "aýdaw", "перанакіраванне", "перанакіраваньне", "перенапрямлення",
];

/// Reads the wikitext of the page `title`. Always gives a page, whatever `source` is; `id`,
/// `url` and `date` are the caller's. Time and memory are linear in `source`.
#[must_use]
pub fn extract(title: &str, source: &str, site: &Site) -> Page {
    let title = clean::line(title, clean::Addresses::Drop);
    let mut page = Page { title, lang: site.lang().map(str::to_owned), ..Page::default() };
    let flat = inline::flatten(&page.title.clone(), source, site, &mut page);
    lines::read(&flat, site, &mut page);
    page
}

/// Title that a redirect leads to, without its section; `None` for any other page.
#[must_use]
pub fn redirect_target(source: &str) -> Option<&str> {
    let source = source.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let (word, link) = source.strip_prefix('#')?.split_once("[[")?;
    let word = word.trim().trim_end_matches(':');
    if word.len() > 64 || !REDIRECT_WORDS.contains(&fold(word).as_str()) {
        return None;
    }
    let (inside, _) = link.split_once("]]")?;
    let title = inside.split(['|', '#']).next()?.trim().trim_start_matches(':').trim_start();
    (!title.is_empty() && !title.contains('\n')).then_some(title)
}
