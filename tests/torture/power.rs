//! Row 3 of RELIABILITY.md: power cuts.

use tantivy::schema::document::TantivyDocument;

use super::power_directory::{Cut, PowerDirectory};
use super::{articles_after, articles_of, batch, count, create, open, upsert, writer};
use crate::index::schema::Fields;

const BATCHES: u64 = 6;

/// Cuts while six batches are committed, replaced in part, and merged.
fn cuts(seed: u64) -> Vec<Cut> {
    let directory = PowerDirectory::new(seed, 2);
    let index = create(directory.clone()).unwrap();
    directory.cuts();
    let mut writer = writer(&index).unwrap();
    for number in 0..BATCHES {
        upsert(&index, &mut writer, &batch(number)).unwrap();
        writer.commit().unwrap();
        directory.acknowledge();
        if number % 3 == 2 {
            writer.merge_small().unwrap();
        }
    }
    writer.merge_all().unwrap();
    writer.close().unwrap();
    directory.cuts()
}

#[test]
fn no_power_cut_loses_what_was_acknowledged() {
    let wanted = count("DEMARCHE_POWER_CUTS", 2_000);
    let (mut seen, mut seed, mut after_an_acknowledgement) = (0, 0, 0);
    while seen < wanted {
        for (at, cut) in cuts(seed).iter().enumerate() {
            let place = format!("seed {seed}, cut {at}, acknowledged {}", cut.acknowledged);
            let index = open(PowerDirectory::after(cut)).unwrap_or_else(|e| panic!("{place}: {e}"));
            let articles = articles_of(&index).unwrap_or_else(|e| panic!("{place}: {e}"));
            let allowed = [cut.acknowledged, cut.acknowledged + 1].map(articles_after);
            assert!(allowed.contains(&articles), "{place}: {articles} articles");
            // It can be written to again, too.
            if at % 16 == 0 {
                let mut writer = writer(&index).unwrap_or_else(|e| panic!("{place}: {e}"));
                upsert(&index, &mut writer, &batch(100)).unwrap();
                writer.commit().unwrap_or_else(|e| panic!("{place}: {e}"));
            }
            after_an_acknowledgement += u64::from(cut.acknowledged > 0);
            seen += 1;
        }
        seed += 1;
    }
    println!("{seen} power cuts, {after_an_acknowledgement} after an acknowledgement");
    assert!(after_an_acknowledgement > seen / 2);
}

/// The same with tantivy alone, which returns from a commit before the name of `meta.json` is
/// durable: if it never lost anything, the test above would prove nothing.
#[test]
fn plain_tantivy_loses_what_was_acknowledged() {
    let (mut lost, mut seen) = (0, 0);
    for seed in 0..20 {
        let directory = PowerDirectory::new(seed, 2);
        let fields = Fields::new();
        let mut index = tantivy::Index::create(
            directory.clone(),
            fields.schema.clone(),
            tantivy::IndexSettings::default(),
        )
        .unwrap();
        plain_tokenizers(&mut index);
        let mut writer = index.writer_with_num_threads(1, 20 << 20).unwrap();
        for number in 0..BATCHES {
            for n in 0..9 {
                let mut document = TantivyDocument::default();
                document.add_text(fields.id, format!("{number}-{n}"));
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
            directory.acknowledge();
        }
        writer.wait_merging_threads().unwrap();
        for cut in directory.cuts() {
            seen += 1;
            let articles = tantivy::Index::open(PowerDirectory::after(&cut))
                .and_then(|mut index| {
                    plain_tokenizers(&mut index);
                    Ok(index.reader()?.searcher().num_docs())
                })
                .unwrap_or(0);
            lost += u64::from(articles < articles_after(cut.acknowledged));
        }
    }
    println!("plain tantivy: {lost} of {seen} cuts lost acknowledged articles");
    assert!(lost > 0);
}

pub(super) fn plain_tokenizers(index: &mut tantivy::Index) {
    let tokenizers = tantivy::tokenizer::TokenizerManager::default();
    tokenizers.register(
        crate::index::schema::TOKENIZER,
        tantivy::tokenizer::TextAnalyzer::from(tantivy::tokenizer::WhitespaceTokenizer::default()),
    );
    index.set_tokenizers(tokenizers);
}
