//! Which file uses which, by their `use` lines.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module's path, in names.
type Module = Vec<String>;

/// The module that a file below `src` is.
fn module(path: &Path) -> Module {
    let mut names: Module =
        path.with_extension("").iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|last| last == "mod" || last == "lib") {
        names.pop();
    }
    names
}

/// The paths of one `use`, its groups taken apart.
fn paths(tree: &str) -> Vec<String> {
    let Some(open) = tree.find('{') else { return vec![tree.to_owned()] };
    let (head, group) = tree.split_at(open);
    let (mut depth, mut start, mut found) = (0, 1, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || depth == 1 && c == ',' {
            let part = &group[start..at];
            if !part.is_empty() {
                found.extend(paths(&format!("{head}{part}")));
            }
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// The `use` declarations of `code` without its comments and its tests.
fn declarations(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.map(|line| format!("{line}\n")).collect();
    let mut found = Vec::new();
    for (at, keyword) in code.match_indices("use ") {
        let before = code[..at].chars().next_back();
        if before.is_none_or(|c| c.is_whitespace()) {
            let declaration = code[at + keyword.len()..].split(';').next().unwrap_or_default();
            found.push(declaration.split_whitespace().collect());
        }
    }
    found
}

/// The modules that `code`, of `from`, uses among `all`.
fn used(from: &Module, code: &str, all: &BTreeSet<Module>) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    for path in declarations(code).iter().flat_map(|declaration| paths(declaration)) {
        let mut names: Vec<&str> = path.split("::").collect();
        let mut module = match names[0] {
            "crate" => Module::new(),
            "self" | "super" => from.clone(),
            _ => continue,
        };
        while names.first() == Some(&"super") {
            module.pop();
            names.remove(0);
        }
        let names = names.into_iter().skip_while(|name| matches!(*name, "crate" | "self"));
        module.extend(names.map(str::to_owned));
        while !all.contains(&module) && module.pop().is_some() {}
        if module != *from {
            found.insert(module);
        }
    }
    found
}

/// The circles of files that use one another, each in the order of its arrows.
pub fn circles(sources: &[(PathBuf, String)]) -> Vec<Vec<String>> {
    let all: BTreeSet<Module> = sources.iter().map(|(path, _)| module(path)).collect();
    let arrows: BTreeMap<Module, BTreeSet<Module>> = sources
        .iter()
        .map(|(path, code)| (module(path), used(&module(path), code, &all)))
        .collect();
    let (mut found, mut done) = (Vec::new(), BTreeSet::new());
    for from in arrows.keys() {
        walk(from, &arrows, &mut Vec::new(), &mut done, &mut found);
    }
    found
}

fn walk(
    at: &Module,
    arrows: &BTreeMap<Module, BTreeSet<Module>>,
    way: &mut Vec<Module>,
    done: &mut BTreeSet<Module>,
    found: &mut Vec<Vec<String>>,
) {
    if let Some(start) = way.iter().position(|before| before == at) {
        found.push(way[start..].iter().map(|module| module.join("/")).collect());
        return;
    }
    if done.contains(at) {
        return;
    }
    way.push(at.clone());
    for next in arrows.get(at).into_iter().flatten() {
        walk(next, arrows, way, done, found);
    }
    way.pop();
    done.insert(at.clone());
}

#[test]
fn a_circle_is_found() {
    let file = |path: &str, code: &str| (PathBuf::from(path), code.to_owned());
    let sources = [
        file("a/mod.rs", "mod b;\nuse crate::{x, c::{D, E}};\npub use self::b::B;"),
        file(
            "a/b.rs",
            "// use super::A;\nuse crate::c::D;\n#[cfg(test)]\nmod tests {\n use super::super::A;",
        ),
        file("c.rs", "use std::fmt;\nuse crate::x::{y, z};"),
        file("x.rs", "use crate::a::b::{B,\n};"),
    ];
    assert_eq!(circles(&sources), [["a/b", "c", "x"]]);
    let straight = &sources[..3];
    assert_eq!(circles(straight), Vec::<Vec<String>>::new());
}
