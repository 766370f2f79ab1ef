//! The suffix table compiled to a trie of surface forms: `lAr` becomes lar and ler,
//! each with the set of contexts in which it is the right one.

use std::sync::LazyLock;

use super::letters::{Context, LETTERS, Letters, code};
use super::suffixes::{FORMATION, SUFFIXES, Suffix, Trust};

/// The rows of inflection.
pub(super) static INFLECTION: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(SUFFIXES));
/// The rows of word formation.
pub(super) static WORD_FORMATION: LazyLock<Matcher> = LazyLock::new(|| Matcher::new(FORMATION));

/// A surface form of a row.
struct Form {
    /// The contexts in which harmony gives this form.
    contexts: u32,
    from: u64,
    to: u64,
    trust: Trust,
    /// Ends in the k or ğ of a `K`: what must be true of the next letter.
    vowel_next: Option<bool>,
}

#[derive(Default)]
struct Node {
    next: [u16; LETTERS],
    forms: Vec<Form>,
}

pub(super) struct Matcher {
    nodes: Vec<Node>,
}

impl Matcher {
    fn new(rows: &[Suffix]) -> Self {
        let mut matcher = Self { nodes: vec![Node::default()] };
        for row in rows {
            for vowel_next in [false, true] {
                if vowel_next && !row.shape.ends_with('K') {
                    continue;
                }
                for context in Context::all() {
                    if let Some(surface) = surface(row.shape, context, vowel_next) {
                        matcher.insert(row, &surface, context, vowel_next);
                    }
                }
            }
        }
        matcher
    }

    fn insert(&mut self, row: &Suffix, surface: &[u8], context: Context, vowel_next: bool) {
        let mut node = 0usize;
        for letter in surface {
            let fresh = self.nodes.len();
            let Some(slot) =
                self.nodes.get_mut(node).and_then(|n| n.next.get_mut(usize::from(*letter)))
            else {
                return;
            };
            if *slot == 0 {
                *slot = u16::try_from(fresh).unwrap_or(0);
                node = fresh;
                self.nodes.push(Node::default());
            } else {
                node = usize::from(*slot);
            }
        }
        let vowel_next = row.shape.ends_with('K').then_some(vowel_next);
        let Some(node) = self.nodes.get_mut(node) else { return };
        let same = |f: &&mut Form| {
            f.from == row.from
                && f.to == row.to
                && f.trust == row.trust
                && f.vowel_next == vowel_next
        };
        match node.forms.iter_mut().find(same) {
            Some(form) => form.contexts |= context.bit(),
            None => node.forms.push(Form {
                contexts: context.bit(),
                from: row.from,
                to: row.to,
                trust: row.trust,
                vowel_next,
            }),
        }
    }

    /// Calls `each` with the end and the states before and after of every row that fits at `at`.
    pub(super) fn at(
        &self,
        letters: &Letters,
        at: usize,
        context: Context,
        trust: Trust,
        mut each: impl FnMut(usize, u64, u64),
    ) {
        let bit = context.bit();
        let mut node = 0usize;
        let mut place = at;
        while place < letters.len {
            let letter = usize::from(letters.get(place));
            let next = self.nodes.get(node).and_then(|n| n.next.get(letter)).copied();
            node = match next {
                None | Some(0) => return,
                Some(n) => usize::from(n),
            };
            place = place.saturating_add(1);
            for form in self.nodes.get(node).map_or(&[][..], |n| n.forms.as_slice()) {
                if form.contexts & bit != 0
                    && form.trust <= trust
                    && form.vowel_next.is_none_or(|v| v == letters.vowel_at(place))
                {
                    each(place, form.from, form.to);
                }
            }
        }
    }
}

/// The letters of a shape in a context; None if it can't stand there.
fn surface(shape: &str, context: Context, vowel_next: bool) -> Option<Vec<u8>> {
    let mut letters = Vec::new();
    let mut context = context;
    let mut symbols = shape.chars();
    while let Some(symbol) = symbols.next() {
        let symbol = match symbol {
            '-' if context.after_vowel() => return None,
            '+' if !context.after_vowel() => return None,
            '-' | '+' => continue,
            '(' => {
                let buffer = symbols.next()?;
                symbols.next();
                if (buffer == 'I') == context.after_vowel() {
                    continue;
                }
                buffer
            }
            other => other,
        };
        let letter = code(match symbol {
            'A' => context.open(),
            'I' => context.close(),
            'D' if context.after_voiceless() => 't',
            'D' => 'd',
            'C' if context.after_voiceless() => 'ç',
            'C' => 'c',
            'K' if vowel_next => 'ğ',
            'K' => 'k',
            other => other,
        });
        context = context.then(letter);
        letters.push(letter);
    }
    Some(letters)
}
