//! Row 14 of RELIABILITY.md: any sequence of operations leaves what a map would hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tantivy::directory::RamDirectory;

use super::{article, count, create, open, upsert, writer};
use crate::index::writer::Writer;
use crate::search::{SearchRequest, Searcher};

#[derive(Debug, Clone)]
enum Step {
    Upsert(u8, u8),
    Delete(u8),
    Commit,
    /// Goes on from the last commit, as after a kill; with a segment for each article or not.
    Reopen(bool),
    MergeSmall,
    MergeAll,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..12_u8, 0..5_u8).prop_map(|(id, text)| Step::Upsert(id, text)),
        3 => (0..12_u8).prop_map(Step::Delete),
        3 => Just(Step::Commit),
        1 => any::<bool>().prop_map(Step::Reopen),
        1 => Just(Step::MergeSmall),
        1 => Just(Step::MergeAll),
    ]
}

const WORDS: [&str; 5] = ["embassy", "consul", "treaty", "envoy", "protocol"];

fn holds(steps: &[Step]) {
    let disk = RamDirectory::create();
    let mut index = create(disk.clone()).unwrap();
    let mut work = writer(&index).unwrap();
    let (mut now, mut committed) = (BTreeMap::new(), BTreeMap::new());
    for step in steps {
        match step {
            Step::Upsert(id, text) => {
                let word = WORDS[usize::from(*text)];
                upsert(&index, &mut work, &[article(&format!("id{id}"), word)]).unwrap();
                now.insert(format!("id{id}"), word);
            }
            Step::Delete(id) => {
                let id = format!("id{id}");
                let was_there = now.remove(&id).is_some();
                assert_eq!(work.delete(&id).unwrap(), was_there, "{steps:?}");
            }
            Step::Commit => {
                work.commit().unwrap();
                committed.clone_from(&now);
            }
            Step::Reopen(apart) => {
                drop(work);
                index = open(disk.clone()).unwrap();
                work = if *apart {
                    Writer::open(&index, 1, 1, 8 << 20).unwrap()
                } else {
                    writer(&index).unwrap()
                };
                now.clone_from(&committed);
            }
            Step::MergeSmall => {
                work.commit().unwrap();
                work.merge_small().unwrap();
                committed.clone_from(&now);
            }
            Step::MergeAll => {
                work.merge_all().unwrap();
                committed.clone_from(&now);
            }
        }
    }
    drop(work);
    let index = open(disk).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let counted: u64 = searcher.articles().values().sum();
    assert_eq!(counted, committed.len() as u64, "{steps:?}");
    for word in WORDS {
        let mut request = SearchRequest::new(format!("body:{word}"));
        request.limit = 100;
        let mut found: Vec<String> =
            searcher.search(&request).unwrap().into_iter().map(|hit| hit.id).collect();
        found.sort();
        let expected: Vec<&String> =
            committed.iter().filter(|(_, text)| **text == word).map(|(id, _)| id).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{word}: {steps:?}");
    }
}

#[test]
fn any_sequence_of_operations_leaves_what_a_map_would_hold() {
    let cases = u32::try_from(count("DEMARCHE_MODEL_CASES", 150)).unwrap();
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let steps = proptest::collection::vec(step(), 1..60);
    runner
        .run(&steps, |steps| {
            holds(&steps);
            Ok(())
        })
        .unwrap();
}
