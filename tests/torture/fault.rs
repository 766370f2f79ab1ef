//! Row 4 of RELIABILITY.md: every call to the disk fails, once or from then on.

use std::time::{Duration, Instant};

use tantivy::directory::RamDirectory;
use tantivy::schema::document::TantivyDocument;

use super::fault_directory::{Call, FaultDirectory};
use super::power::plain_tokenizers;
use super::{articles_after, articles_of, batch, create, open, upsert, writer};
use crate::error::{ErrorKind, Result};
use crate::index::schema::Fields;
use crate::index::writer::Writer;

/// How long a call may take to say that it failed.
const PATIENCE: Duration = Duration::from_secs(5);

fn timed<T>(place: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    assert!(took < PATIENCE, "{place} took {took:?}");
    done
}

/// What a session came to: the batches that were acknowledged, and the error that ended it.
struct Session {
    acknowledged: u64,
    failed: bool,
}

/// Commits three batches and merges, up to the first error; then everything must be refused.
fn session(directory: &FaultDirectory, place: &str) -> Session {
    let mut acknowledged = 1;
    let outcome = timed(place, || -> Result<Option<Writer>> {
        let index = open(directory.clone())?;
        let mut writer = writer(&index)?;
        for number in 1..4 {
            let batch = upsert(&index, &mut writer, &batch(number));
            match batch.and_then(|()| writer.commit()) {
                Ok(()) => acknowledged += 1,
                Err(_) => return Ok(Some(writer)),
            }
        }
        match writer.merge_all() {
            Ok(()) => writer.close().map(|()| None),
            Err(_) => Ok(Some(writer)),
        }
    });
    let failed = !matches!(outcome, Ok(None));
    if let Ok(Some(mut writer)) = outcome {
        // The disk may work again by now: the writer must not.
        let index = open(directory.inner.clone()).unwrap();
        let again = timed(place, || upsert(&index, &mut writer, &batch(9)));
        assert_eq!(again.unwrap_err().kind(), ErrorKind::Io, "{place}: upsert after an error");
        let again = timed(place, || writer.commit());
        assert_eq!(again.unwrap_err().kind(), ErrorKind::Io, "{place}: commit after an error");
        timed(place, || drop(writer));
    }
    Session { acknowledged, failed }
}

#[test]
fn no_failing_call_loses_what_was_acknowledged() {
    let (mut faults, mut silent) = (0, 0);
    for call in Call::ALL {
        for for_ever in [false, true] {
            for at in 0.. {
                let place = format!("{call:?} number {at}, for ever: {for_ever}");
                let disk = RamDirectory::create();
                let index = create(disk.clone()).unwrap();
                let mut first = writer(&index).unwrap();
                upsert(&index, &mut first, &batch(0)).unwrap();
                first.commit().unwrap();
                first.close().unwrap();
                drop(index);

                let directory = FaultDirectory::new(disk.clone(), call, at, for_ever);
                directory.arm();
                let session = session(&directory, &place);
                // The disk is well again.
                let index = open(disk.clone()).unwrap_or_else(|e| panic!("{place}: {e}"));
                let articles = articles_of(&index).unwrap_or_else(|e| panic!("{place}: {e}"));
                let mut allowed = vec![articles_after(session.acknowledged)];
                if session.failed {
                    allowed.push(articles_after(session.acknowledged + 1));
                }
                assert!(allowed.contains(&articles), "{place}: {articles} of {allowed:?}");
                let mut next = writer(&index).unwrap_or_else(|e| panic!("{place}: {e}"));
                let batch: Vec<_> = (1..4).flat_map(batch).collect();
                upsert(&index, &mut next, &batch).unwrap();
                next.commit().unwrap();
                assert_eq!(articles_of(&index).unwrap(), articles_after(4), "{place}");
                if !directory.has_struck() {
                    assert!(!session.failed, "{place}: failed without a fault");
                    break;
                }
                faults += 1;
                // A file that is not deleted is litter and no failure.
                silent += u64::from(!session.failed && call != Call::Delete);
            }
        }
    }
    println!("{faults} faults, {silent} of them overcome without an error");
    assert!(faults > 100, "{faults}");
}

/// tantivy alone says that a commit after a failed one was done, and has lost its articles.
#[test]
fn plain_tantivy_loses_articles_in_silence() {
    let mut lost = 0;
    for at in 0..60 {
        let directory = FaultDirectory::new(RamDirectory::create(), Call::Write, at, false);
        let fields = Fields::new();
        let settings = tantivy::IndexSettings::default();
        let mut index =
            tantivy::Index::create(directory.clone(), fields.schema.clone(), settings).unwrap();
        plain_tokenizers(&mut index);
        let mut writer = index.writer_with_num_threads(1, 20 << 20).unwrap();
        let add = |writer: &tantivy::IndexWriter, n: u64| {
            let mut document = TantivyDocument::default();
            document.add_text(fields.id, n.to_string());
            writer.add_document(document).map(|_| ())
        };
        directory.arm();
        let _ = add(&writer, 1);
        if writer.commit().is_ok() {
            continue;
        }
        // The disk works again: what is acknowledged now must be there.
        if add(&writer, 2).is_ok() && writer.commit().is_ok() {
            let docs = index.reader().unwrap().searcher().num_docs();
            lost += u64::from(docs == 0);
        }
    }
    println!("plain tantivy: {lost} commits acknowledged without their articles");
    assert!(lost > 0);
}
