//! The Turkish root lexicon: a letter trie over the roots of
//! `data/roots_tr.txt` and the other shapes that a root takes before suffixes
//! (kitab- of kitap, ağz- of ağız, hakk- of hak, bekl- of bekle), each leading
//! back to its root. Built once, at the first look-up.
//!
//! It knows nothing of suffixes; `tr.rs` asks which roots a word may begin with.

use std::sync::LazyLock;

use super::letters::{code as letter_code, is_vowel};
use super::suffixes;

const TEXT: &str = include_str!("../roots.txt");

/// One reading of a root's surface shape.
#[derive(Clone, Copy)]
pub(super) struct Root {
    /// The root as it is written out.
    pub lemma: &'static str,
    /// The state in which its suffixes start.
    pub start: u64,
    pub when: When,
    /// Takes front suffixes after a back vowel (saat, saatler).
    pub front: bool,
    /// A name: believed only where no other root explains the word.
    pub name: bool,
    /// A verb in -la whose aorist is likelier a noun's plural (hedefler).
    pub no_aorist: bool,
    next: u32,
}

/// Where a shape may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Always,
    /// Only before a vowel.
    BeforeVowel,
    /// Only as the whole word.
    Whole,
}

/// A node of the trie. The children of one stand side by side.
#[derive(Clone, Copy)]
struct Node {
    children: u32,
    root: u32,
    count: u8,
    /// The letter that leads here.
    letter: u8,
}

pub(super) struct Lexicon {
    nodes: Vec<Node>,
    roots: Vec<Root>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// No node, no root.
const NONE: u32 = u32::MAX;
/// The handle of no root.
pub(super) const NO_ROOT: u32 = NONE;

impl Lexicon {
    /// The node of the empty prefix.
    pub(super) const TOP: u32 = 0;

    /// The node of the prefix that is one letter longer.
    pub(super) fn step(&self, node: u32, letter: u8) -> Option<u32> {
        let n = self.nodes.get(node as usize)?;
        let from = n.children as usize;
        let run = self.nodes.get(from..from.saturating_add(usize::from(n.count)))?;
        let at = run.iter().position(|child| child.letter == letter)?;
        n.children.checked_add(u32::try_from(at).ok()?)
    }

    /// The first of the roots whose shape ends at this node, a handle for `roots`.
    pub(super) fn first_root(&self, node: u32) -> u32 {
        self.nodes.get(node as usize).map_or(NO_ROOT, |n| n.root)
    }

    /// The roots of one shape, those that are the shape first.
    pub(super) fn roots(&self, first: u32) -> impl Iterator<Item = &Root> + use<'_> {
        let mut at = first;
        std::iter::from_fn(move || {
            let root = self.roots.get(at as usize)?;
            at = root.next;
            Some(root)
        })
    }

    fn build() -> Self {
        let mut draft = Draft::default();
        draft.nodes.push(DraftNode::new(0));
        for line in TEXT.lines() {
            if let Some((root, _)) = read_line(line) {
                draft.insert(root.lemma, root);
            }
        }
        for line in TEXT.lines() {
            let other = read_line(line).and_then(|(root, flags)| other_shape(root, flags));
            if let Some((shape, bound)) = other {
                draft.insert(&shape, bound);
            }
        }
        draft.flatten()
    }
}

/// The trie while it grows: children as linked lists.
#[derive(Default)]
struct Draft {
    nodes: Vec<DraftNode>,
    roots: Vec<Root>,
}

struct DraftNode {
    letter: u8,
    child: u32,
    sibling: u32,
    root: u32,
}

impl DraftNode {
    fn new(letter: u8) -> Self {
        Self { letter, child: NONE, sibling: NONE, root: NONE }
    }
}

impl Draft {
    fn insert(&mut self, shape: &str, root: Root) {
        let mut node = 0usize;
        for letter in shape.chars().map(letter_code) {
            let mut child = self.nodes.get(node).map_or(NONE, |n| n.child);
            while let Some(n) = self.nodes.get(child as usize) {
                if n.letter == letter {
                    break;
                }
                child = n.sibling;
            }
            if child == NONE {
                child = u32::try_from(self.nodes.len()).unwrap_or(NONE);
                let mut new = DraftNode::new(letter);
                if let Some(parent) = self.nodes.get_mut(node) {
                    new.sibling = std::mem::replace(&mut parent.child, child);
                }
                self.nodes.push(new);
            }
            node = child as usize;
        }
        let index = u32::try_from(self.roots.len()).unwrap_or(NONE);
        self.roots.push(root);
        let Some(n) = self.nodes.get_mut(node) else { return };
        if n.root == NONE {
            n.root = index;
            return;
        }
        let mut last = n.root;
        while let Some(r) = self.roots.get_mut(last as usize) {
            if r.next == NONE {
                r.next = index;
                return;
            }
            last = r.next;
        }
    }

    fn flatten(self) -> Lexicon {
        let mut nodes: Vec<Node> = Vec::with_capacity(self.nodes.len());
        nodes.push(Node { children: 0, root: NONE, count: 0, letter: 0 });
        let mut queue = std::collections::VecDeque::from([0u32]);
        let mut at = 0usize;
        while let Some(draft) = queue.pop_front().and_then(|d| self.nodes.get(d as usize)) {
            let children = u32::try_from(nodes.len()).unwrap_or(NONE);
            let mut count = 0u8;
            let mut child = draft.child;
            while let Some(n) = self.nodes.get(child as usize) {
                nodes.push(Node { children: 0, root: n.root, count: 0, letter: n.letter });
                count = count.saturating_add(1);
                queue.push_back(child);
                child = n.sibling;
            }
            if let Some(node) = nodes.get_mut(at) {
                (node.children, node.count) = (children, count);
            }
            at = at.saturating_add(1);
        }
        Lexicon { nodes, roots: self.roots }
    }
}

/// Reads a line of the data file, whose head explains the flags.
fn read_line(line: &'static str) -> Option<(Root, &'static str)> {
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let cut = line.find(|c: char| c.is_ascii_uppercase()).unwrap_or(line.len());
    let (lemma, flags) = line.split_at(cut);
    let has = |f: char| flags.contains(f);
    let start = if has('F') {
        suffixes::VERB
    } else if has('C') {
        suffixes::THIRD
    } else {
        suffixes::NOUN
    };
    let root = Root {
        lemma,
        start,
        when: if has('W') { When::Whole } else { When::Always },
        front: has('H'),
        name: has('P'),
        no_aorist: has('L'),
        next: NONE,
    };
    Some((root, flags))
}

/// The shape that the root takes before other suffixes, if it has one.
fn other_shape(root: Root, flags: &str) -> Option<(String, Root)> {
    let has = |f: char| flags.contains(f);
    let bound = Root { when: When::BeforeVowel, ..root };
    let mut chars: Vec<char> = root.lemma.chars().collect();
    let last = chars.last().copied()?;
    if has('C') {
        // The compound without its possessive: dışişleri, dışişler-.
        chars.pop();
        if chars.last() == Some(&'s') && chars.iter().rev().nth(1).copied().is_some_and(is_vowel) {
            chars.pop();
        }
        return Some((chars.into_iter().collect(), Root { start: suffixes::NOUN, ..root }));
    }
    if has('F') && matches!(last, 'a' | 'e') {
        chars.pop();
        return Some((chars.into_iter().collect(), Root { start: suffixes::RAISED, ..bound }));
    }
    if has('U') {
        chars.remove(chars.len().checked_sub(2)?);
    }
    if has('S') {
        chars.pop();
        let after_n = chars.last() == Some(&'n');
        chars.push(match last {
            'p' => 'b',
            'ç' => 'c',
            't' => 'd',
            'k' if after_n => 'g',
            'k' | 'g' => 'ğ',
            other => other,
        });
    }
    if has('D') {
        chars.extend(chars.last().copied());
    }
    let shape: String = chars.into_iter().collect();
    (shape != root.lemma).then_some((shape, bound))
}
