//! Row 7 of RELIABILITY.md: flipped bits, cut, missing and swapped files.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::ReloadPolicy;
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::schema::document::TantivyDocument;

use super::{Random, article, count, upsert, writer};
use crate::error::{ErrorKind, Result};
use crate::index::schema::Fields;
use crate::index::store::Index;
use crate::index::{Check, TextField};
use crate::search::{SearchRequest, Searcher};

/// An index of two segments with deletions, in a folder.
fn make(dir: &Path, word: &str) {
    let index = Index::open_or_create(dir).unwrap();
    let mut work = writer(&index).unwrap();
    for from in [0, 40] {
        let articles: Vec<_> = (from..from + 40)
            .map(|n| {
                let text = format!("The {word} of state {n}. A treaty of {} clauses.", n * n);
                article(&format!("id{n}"), &text.repeat(1 + n % 3))
            })
            .collect();
        upsert(&index, &mut work, &articles).unwrap();
        work.commit().unwrap();
    }
    assert!(work.delete("id3").unwrap() && work.delete("id41").unwrap());
    work.commit().unwrap();
    work.close().unwrap();
}

/// What a user sees of the index: hits with scores and snippets, an article, counts.
fn answers(dir: &Path) -> Result<String> {
    let searcher = Searcher::open(&Index::open(dir)?)?;
    let mut seen = format!("{:?}\n", searcher.articles());
    for query in ["embassy", "\"state 7\"", "treat*", "embasy", "title -7"] {
        let mut request = SearchRequest::new(query);
        request.limit = 200;
        seen.push_str(&format!("{:?}\n", searcher.search(&request)?));
    }
    seen.push_str(&format!("{:?}", searcher.article("id9")?));
    Ok(seen)
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|path| !path.to_string_lossy().ends_with(".lock")).collect();
    files.sort();
    assert!(files.len() > 14, "{files:?}");
    files
}

/// What came of damaging an index in many ways.
#[derive(Debug, Default)]
struct Tally {
    trials: u64,
    /// `Corrupt` before any answer.
    refused: u64,
    /// The right answers: the damage is in bytes that they don't need.
    right: u64,
    wrong: Vec<String>,
    panics: Vec<String>,
    /// `check` found nothing, or did not name the file.
    unnoticed: Vec<String>,
}

impl Tally {
    fn look(&mut self, dir: &Path, file: &Path, what: &str, expected: &str) {
        let place = format!("{}: {what}", file.file_name().unwrap().to_string_lossy());
        self.trials += 1;
        match catch_unwind(AssertUnwindSafe(|| answers(dir))) {
            Err(_) => self.panics.push(place.clone()),
            Ok(Ok(answer)) if answer == expected => self.right += 1,
            Ok(Ok(_)) => self.wrong.push(place.clone()),
            Ok(Err(e)) if e.kind() == ErrorKind::Corrupt => self.refused += 1,
            // Without its manifest a folder holds no index.
            Ok(Err(e)) if file.ends_with("demarche.json") && e.kind() == ErrorKind::User => {
                self.refused += 1;
            }
            Ok(Err(e)) => self.wrong.push(format!("{place}: {e}")),
        }
        let named = match Index::check_dir(dir) {
            Ok(Check { damaged, .. }) => damaged.iter().any(|d| file.ends_with(&d.file)),
            Err(e) => matches!(e.kind(), ErrorKind::Corrupt | ErrorKind::User),
        };
        if !named {
            self.unnoticed.push(place);
        }
    }

    #[track_caller]
    fn is_clean(&self) {
        println!("{} trials: {} refused, {} right", self.trials, self.refused, self.right);
        assert!(self.wrong.is_empty(), "wrong answers: {:?}", self.wrong);
        assert!(self.panics.is_empty(), "panics: {:?}", self.panics);
        assert!(self.unnoticed.is_empty(), "not found by check: {:?}", self.unnoticed);
    }
}

#[test]
fn no_flipped_bit_gives_a_wrong_answer() {
    let trials = count("DEMARCHE_FLIPS", 10_000);
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get().min(4)) as u64;
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || flip(thread, trials / threads + 1));
        }
    });
}

fn flip(seed: u64, trials: u64) {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), "embassy");
    let expected = answers(folder.path()).unwrap();
    let files = files(folder.path());
    let (mut random, mut tally) = (Random(seed), Tally::default());
    for trial in 0..trials {
        let path = &files[(trial % files.len() as u64) as usize];
        let file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
        let at = random.next(file.metadata().unwrap().len());
        let bit = random.next(8);
        let mut byte = [0];
        file.read_exact_at(&mut byte, at).unwrap();
        file.write_all_at(&[byte[0] ^ (1 << bit)], at).unwrap();
        tally.look(folder.path(), path, &format!("bit {bit} of byte {at}"), &expected);
        file.write_all_at(&byte, at).unwrap();
    }
    tally.is_clean();
    assert_eq!(answers(folder.path()).unwrap(), expected);
}

#[test]
fn no_cut_file_gives_a_wrong_answer_or_a_signal() {
    let trials = count("DEMARCHE_CUTS", 2_000);
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), "embassy");
    let expected = answers(folder.path()).unwrap();
    let files = files(folder.path());
    let (mut random, mut tally) = (Random(1), Tally::default());
    for trial in 0..trials {
        let path = &files[(trial % files.len() as u64) as usize];
        let whole = fs::read(path).unwrap();
        let len = random.next(whole.len() as u64) as usize;
        fs::write(path, &whole[..len]).unwrap();
        tally.look(folder.path(), path, &format!("cut to {len}"), &expected);
        fs::write(path, whole).unwrap();
    }
    tally.is_clean();
    assert_eq!(tally.right, 0, "a cut file was not noticed");
}

#[test]
fn every_missing_or_foreign_file_is_refused() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make(folder.path(), "embassy");
    make(other.path(), "legation");
    let empty = tempfile::tempdir().unwrap();
    Index::open_or_create(empty.path()).unwrap();
    let expected = answers(folder.path()).unwrap();
    let mut tally = Tally::default();
    let mut seen = BTreeSet::new();
    for path in files(folder.path()) {
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        tally.look(folder.path(), &path, "missing", &expected);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let kind = name.rsplit('.').next().unwrap().to_owned();
        let same_kind = |dir: &Path| {
            let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
            all.filter(|p| {
                let other = p.file_name().unwrap().to_string_lossy().into_owned();
                if kind == "json" { other == name } else { other.ends_with(&format!(".{kind}")) }
            })
            .collect::<Vec<_>>()
        };
        for foreign in [same_kind(other.path()), same_kind(empty.path())].concat() {
            let content = fs::read(&foreign).unwrap();
            if content == whole {
                continue;
            }
            fs::write(&path, content).unwrap();
            tally.look(folder.path(), &path, "of another index", &expected);
            seen.insert(kind.clone());
        }
        fs::write(&path, whole).unwrap();
    }
    tally.is_clean();
    assert_eq!(tally.right, 0, "{tally:?}");
    assert!(seen.len() >= 6, "{seen:?}");
}

#[test]
fn plain_tantivy_gives_wrong_answers() {
    let folder = tempfile::tempdir().unwrap();
    let fields = Fields::new();
    let mut index = tantivy::Index::create_in_dir(folder.path(), fields.schema.clone()).unwrap();
    super::power::plain_tokenizers(&mut index);
    let body = fields.text(TextField::Body);
    let mut work = index.writer_with_num_threads(1, 20 << 20).unwrap();
    for n in 0..200 {
        let mut document = TantivyDocument::default();
        document.add_text(body, "embassy state ".repeat(1 + n % 9));
        work.add_document(document).unwrap();
    }
    work.commit().unwrap();
    drop(work);
    let answer = || {
        let mut index = tantivy::Index::open_in_dir(folder.path()).ok()?;
        super::power::plain_tokenizers(&mut index);
        let term = tantivy::Term::from_field_text(body, "embassy");
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let top = TopDocs::with_limit(300).order_by_score();
        // Its watching thread would read the files while they are damaged.
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader: tantivy::IndexReader = reader.try_into().ok()?;
        Some(format!("{:?}", reader.searcher().search(&query, &top).ok()?))
    };
    let expected = answer().unwrap();
    let (mut wrong, mut random) = (0, Random(7));
    let mut files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let norms = files.find(|p| p.extension().is_some_and(|e| e == "fieldnorm")).unwrap();
    for _ in 0..200 {
        let whole = fs::read(&norms).unwrap();
        let mut bad = whole.clone();
        bad[random.next(whole.len() as u64) as usize] ^= 1 << random.next(8);
        fs::write(&norms, bad).unwrap();
        let answered = catch_unwind(AssertUnwindSafe(answer)).ok().flatten();
        wrong += u64::from(answered.is_some_and(|answer| answer != expected));
        fs::write(&norms, whole).unwrap();
    }
    println!("plain tantivy: {wrong} of 200 flips gave a wrong answer without an error");
    assert!(wrong > 0);
}
