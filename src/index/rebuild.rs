//! An index made of stored articles, beside the one that they are of.

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::addresses::Addresses;
use super::checkpoint::Pace;
use super::guard::Guard;
use super::options::IndexOptions;
use super::pipeline::{Sizes, finish};
use super::prepare::Preparing;
use super::progress::Progress;
use super::run::{Run, Target};
use super::snapshot::remove_folder;
use super::store::{Index, folder};
use super::sweep::FRESH;
use super::writer::Writer;
use crate::error::{Error, ErrorKind, Result};
use demarche_formats::Article;
use demarche_formats::Report;

/// Makes an index of `id` out of `articles`, of several of an id the last, in the folder [`FRESH`]
/// in `dir`; false where it was asked to stop. Then, and after an error, the folder goes.
pub(super) fn rebuild(
    dir: &Path,
    id: &str,
    articles: &mut dyn Iterator<Item = Result<Article>>,
    options: &IndexOptions,
    progress: &Progress,
) -> Result<bool> {
    let fresh_dir = dir.join(FRESH);
    remove_folder(&fresh_dir)?;
    fs::create_dir_all(&fresh_dir).map_err(|e| Error::io(&fresh_dir, e))?;
    let made = folder(&fresh_dir)
        .and_then(|folder| Index::create_over(&fresh_dir, Guard::create(folder, id)))
        .and_then(|index| index.add_stored(articles, options, progress));
    let done = match made {
        Ok(report) => match report.rejections.first() {
            None => Ok(!report.stopped),
            Some(rejection) => {
                let message = format!("{}: a stored article: {rejection}", dir.display());
                Err(Error::new(ErrorKind::Internal, message))
            }
        },
        Err(e) => Err(e),
    };
    if !matches!(done, Ok(true)) {
        // What is left of it is removed by the next writer.
        let _ = fs::remove_dir_all(&fresh_dir);
    }
    done
}

impl Index {
    /// Adds articles that an index has stored: they are complete, and go in as they are.
    fn add_stored(
        &self,
        articles: &mut dyn Iterator<Item = Result<Article>>,
        options: &IndexOptions,
        progress: &Progress,
    ) -> Result<Report> {
        // They state their language, and were chosen before.
        let options = IndexOptions { lang: None, choose: None, ..options.clone() };
        let sizes = Sizes::of(&options);
        let writer =
            Writer::open(&self.for_writing()?, sizes.jobs, sizes.segment, sizes.in_flight)?;
        let pool = sizes.pool()?;
        let mut run = Run {
            preparing: Preparing { options: &options, fields: Some(&self.fields) },
            progress,
            target: Target::Writer(Box::new(writer)),
            addresses: Addresses::default(),
            report: Report::default(),
            id: None,
            start: Instant::now(),
            seconds_before: 0.0,
            pace: Pace::new(None),
            is_merged: false,
        };
        run.stored(articles, &pool, sizes.batch_bytes)?;
        drop(pool);
        let Run { target, report, .. } = run;
        if let Target::Writer(writer) = target {
            finish(*writer, &report, progress)?;
        }
        Ok(report)
    }
}
