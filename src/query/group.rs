//! The clauses between two parentheses, and how they become one node.

use std::ops::Range;

use super::Notes;
use super::filters::FilterKind;
use super::syntax::{Bool, FieldName, Node};

/// What parts a clause from the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Link {
    #[default]
    Blank,
    And,
    Or,
}

/// How a clause counts by its own sign or NOT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Must,
    MustNot,
}

/// A clause's place among its neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) link: Link,
    pub(super) sign: Option<Sign>,
}

/// A filter among clauses, taken out of them.
#[derive(Debug, Clone)]
pub(super) struct Lifted {
    pub(super) kind: FilterKind,
    pub(super) span: Range<usize>,
}

/// One clause.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) role: Role,
    /// `None` where it is a filter, or was left out: then it only holds its place, so that what
    /// AND and OR around it say of its neighbours stays said.
    pub(super) node: Option<Node>,
    /// How deep its groups are nested, 0 for none.
    pub(super) height: usize,
    /// The filters in it.
    pub(super) lifted: Vec<Lifted>,
    pub(super) span: Range<usize>,
}

/// What stands between two parentheses, or the whole query.
#[derive(Debug, Default)]
pub(super) struct Parenthesized {
    pub(super) items: Vec<Item>,
    /// AND or OR after the last item, and where it stands.
    pub(super) link: Option<(Link, Range<usize>)>,
    /// NOT after that.
    pub(super) not: Option<Range<usize>>,
    /// The field of clauses that name none.
    pub(super) field: Option<FieldName>,
    /// Its place in the group around it.
    pub(super) role: Role,
    /// Whether it is excluded by an odd number of the groups around it and itself.
    pub(super) excluded: bool,
    /// Where it opens, with its sign and field.
    pub(super) start: usize,
}

/// A group as a node.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) node: Option<Node>,
    pub(super) height: usize,
    pub(super) lifted: Vec<Lifted>,
}

/// Notes and caps that building needs.
#[derive(Debug)]
pub(super) struct Building<'a> {
    pub(super) notes: &'a mut Notes,
    /// Nesting that is left for this group.
    pub(super) max_height: usize,
}

/// The lists of a [`Bool`] in the making.
#[derive(Debug, Default)]
struct Lists {
    must: Vec<Node>,
    should: Vec<Node>,
    must_not: Vec<Node>,
    height: usize,
    /// Where everything is wished for.
    star: Option<Range<usize>>,
}

impl Parenthesized {
    /// The clauses by their links: AND before OR, OR before blanks.
    pub(super) fn build(self, building: &mut Building<'_>) -> Built {
        let is_alone = self.items.len() == 1;
        let mut lists = Lists::default();
        let mut lifted = Vec::new();
        let mut items = self.items.into_iter().peekable();
        while let Some(first) = items.next() {
            let mut runs = vec![vec![first]];
            while let Some(item) = items.next_if(|item| item.role.link != Link::Blank) {
                match runs.last_mut() {
                    Some(run) if item.role.link == Link::And => run.push(item),
                    _ => runs.push(vec![item]),
                }
            }
            if runs.len() > 1 {
                lifted.append(&mut lift_alternatives(&mut runs, building.notes));
                lists.add_alternatives(runs, building);
            } else {
                for mut run in runs {
                    lifted.append(&mut lift_run(&mut run, is_alone, building.notes));
                    let linked = run.len() > 1;
                    for item in run {
                        lists.add(item, linked);
                    }
                }
            }
        }
        if let Some(star) = lists.star.take()
            && lists.must.len().saturating_add(lists.should.len()) > 1
        {
            let message = "`*` left out: it adds nothing to other clauses; `+*` matches everything";
            building.notes.add(star.start, star.end, message);
        }
        let (node, height) = lists.into_node();
        Built { node, height, lifted }
    }
}

/// Takes the filters out of clauses beside OR. Filters of one kind are alternatives anyway.
fn lift_alternatives(runs: &mut [Vec<Item>], notes: &mut Notes) -> Vec<Lifted> {
    let has_clauses = runs.iter().flatten().any(|item| item.node.is_some());
    let items = runs.iter_mut().flatten();
    let lifted: Vec<Lifted> = items.flat_map(|item| std::mem::take(&mut item.lifted)).collect();
    let kind = lifted.first().map(|first| first.kind);
    let are_alternatives = !has_clauses
        && kind != Some(FilterKind::Date)
        && lifted.iter().all(|filter| Some(filter.kind) == kind);
    if are_alternatives {
        return lifted;
    }
    note_lifted(lifted, notes);
    Vec::new()
}

/// Takes the filters out of clauses that AND or nothing links. In a group that is only one
/// alternative of several, or is excluded as a whole, a filter can't hold for that group alone.
fn lift_run(run: &mut [Item], is_alone: bool, notes: &mut Notes) -> Vec<Lifted> {
    let linked = run.len() > 1;
    let mut all = Vec::new();
    for item in run {
        let lifted = std::mem::take(&mut item.lifted);
        let holds_for_all = match item.role.sign {
            _ if item.node.is_none() => true,
            Some(Sign::MustNot) => false,
            Some(Sign::Must) => true,
            None => linked || is_alone,
        };
        if holds_for_all {
            all.extend(lifted);
        } else {
            note_lifted(lifted, notes);
        }
    }
    all
}

fn note_lifted(lifted: Vec<Lifted>, notes: &mut Notes) {
    for Lifted { span, .. } in lifted {
        let message = "a filter can't be one of several alternatives: it holds for the whole query";
        notes.add(span.start, span.end, message);
    }
}

impl Lists {
    /// Adds a clause; `linked` by AND it is demanded.
    fn add(&mut self, item: Item, linked: bool) {
        let Some(node) = item.node else { return };
        self.height = self.height.max(item.height);
        let list = match item.role.sign {
            Some(Sign::MustNot) => &mut self.must_not,
            Some(Sign::Must) => &mut self.must,
            None if linked => &mut self.must,
            None => &mut self.should,
        };
        if item.role.sign.is_none() && node == Node::All {
            self.star = Some(item.span);
        }
        list.push(node);
    }

    /// Adds clauses that OR links, each a run of clauses that AND links.
    fn add_alternatives(&mut self, mut runs: Vec<Vec<Item>>, building: &mut Building<'_>) {
        for run in &mut runs {
            run.retain(|item| item.node.is_some());
        }
        runs.retain(|run| !run.is_empty());
        for mut run in runs {
            let linked = run.len() > 1;
            for item in run.iter_mut().filter(|item| item.role.sign == Some(Sign::Must)) {
                if !linked {
                    let message = "`+` beside OR changes nothing: expected OR or `+`, not both";
                    building.notes.add(item.span.start, item.span.end, message);
                }
                item.role.sign = None;
            }
            let is_group = linked || run.iter().any(|item| item.role.sign.is_some());
            let height = run.iter().map(|item| item.height).max().unwrap_or(0).saturating_add(1);
            // The group around needs one level too.
            if is_group && height < building.max_height {
                let mut lists = Self::default();
                for item in run {
                    lists.add(item, linked);
                }
                let (node, height) = lists.into_node();
                self.height = self.height.max(height);
                self.should.extend(node);
            } else {
                if is_group && let (Some(first), Some(last)) = (run.first(), run.last()) {
                    let message = "nested too deep: AND and NOT beside OR are taken apart";
                    building.notes.add(first.span.start, last.span.end, message);
                }
                for item in run {
                    self.add(item, false);
                }
            }
        }
    }

    /// The lists as the plainest node of the same meaning, and its height; `None` where there was
    /// nothing.
    fn into_node(self) -> (Option<Node>, usize) {
        let Self { mut must, mut should, mut must_not, height, .. } = self;
        if must_not.contains(&Node::All) || must.contains(&Node::Nothing) {
            return (Some(Node::Nothing), 0);
        }
        let is_nothing_wanted = should.contains(&Node::Nothing);
        let is_nothing_excluded = must_not.contains(&Node::Nothing);
        should.retain(|node| *node != Node::Nothing);
        must_not.retain(|node| *node != Node::Nothing);

        // Everything adds to other demands nothing, and to other wishes nothing but noise.
        let demands_more = must.iter().any(|node| *node != Node::All);
        let is_all_demanded = must.contains(&Node::All);
        must.retain(|node| *node != Node::All);
        let is_all_wanted = should.contains(&Node::All);
        should.retain(|node| *node != Node::All);
        if is_all_demanded && !demands_more && !should.is_empty() {
            must.push(Node::All);
        }
        let is_empty = must.is_empty() && should.is_empty();
        if is_empty && is_nothing_wanted && !is_all_wanted && !is_all_demanded {
            return (Some(Node::Nothing), 0);
        }
        let is_all = is_all_demanded || is_all_wanted || is_nothing_excluded;
        if is_empty && (is_all || !must_not.is_empty()) {
            should.push(Node::All);
        }
        if must_not.is_empty() && must.len().saturating_add(should.len()) <= 1 {
            return (must.pop().or(should.pop()), height);
        }
        (Some(Node::Bool(Bool { must, should, must_not, boost: 1.0 })), height.saturating_add(1))
    }
}
