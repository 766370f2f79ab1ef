//! Files made here, whole and damaged.

use std::io::{Cursor, Write};
use std::path::Path;

use super::*;

/// To media type, cluster and content, or to another entry.
type Leads = Result<(u16, u32, u32), u32>;

/// What is to be in a file.
struct Made {
    version: (u16, u16),
    /// How clusters are packed: 1 not, 4 xz, 5 zstd; with 0x10 for long offsets.
    packing: u8,
    language: &'static str,
    name: &'static str,
}

const RUSSIAN: Made =
    Made { version: (6, 1), packing: 5, language: "rus", name: "wikipedia_ru_politics" };

const POSOL: &str = "<html lang=\"en\"><head><title>x</title></head><body><h1>Посол</h1>\
    <p>Посол — высший дипломатический ранг.</p><h2>История</h2><p>Послов знали и в древности.</p>\
    </body></html>";
const NOTA: &str = "<html><body><p>Нота — письмо одного государства другому.</p></body></html>";

impl Made {
    /// The file: two pages, two redirects (one to the other), a picture, and what it says of itself.
    fn bytes(&self) -> Vec<u8> {
        let content = if self.version >= (6, 1) { b'C' } else { b'A' };
        // By namespace and path, as the list has them.
        let mut entries: Vec<(u8, &str, &str, Leads)> = vec![
            (content, "Ambassador", "Амбассадор", Err(1)),
            (content, "Elchi", "Послы", Err(4)),
            (content, "Nota", "Нота", Ok((0, 0, 1))),
            (content, "Note", "Письмо", Ok((0, 0, 1))),
            (content, "Posol", "Посол", Ok((0, 0, 0))),
            (content, "picture", "", Ok((1, 0, 2))),
            (b'M', "Language", "", Ok((2, 1, 0))),
            (b'M', "Name", "", Ok((2, 1, 1))),
        ];
        entries.sort_by_key(|entry| (entry.0, entry.1));
        let clusters = [
            self.cluster(&[POSOL.as_bytes(), NOTA.as_bytes(), b"\x89PNG"]),
            self.cluster(&[self.language.as_bytes(), self.name.as_bytes()]),
        ];
        let mut file = vec![0; 80];
        let types_at = file.len() as u64;
        file.extend(b"text/html\0image/png\0text/plain\0\0");
        let offsets = |list: &[u64]| list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
        let mut places = Vec::new();
        for (namespace, path, title, target) in &entries {
            places.push(file.len() as u64);
            let media = target.map_or(0xffff, |content| content.0);
            file.extend(media.to_le_bytes());
            file.extend([0, *namespace]);
            file.extend(0_u32.to_le_bytes());
            match target {
                Ok((_, cluster, blob)) => {
                    file.extend(cluster.to_le_bytes());
                    file.extend(blob.to_le_bytes());
                }
                Err(to) => file.extend(to.to_le_bytes()),
            }
            file.extend([path.as_bytes(), b"\0", title.as_bytes(), b"\0"].concat());
        }
        let paths_at = file.len() as u64;
        file.extend(offsets(&places));
        let mut places = Vec::new();
        for cluster in &clusters {
            places.push(file.len() as u64);
            file.extend(cluster);
        }
        let clusters_at = file.len() as u64;
        file.extend(offsets(&places));
        let checksum_at = file.len() as u64;
        file.extend([0; 16]);
        let mut header = b"ZIM\x04".to_vec();
        header.extend(self.version.0.to_le_bytes());
        header.extend(self.version.1.to_le_bytes());
        header.extend([7; 16]);
        header.extend((entries.len() as u32).to_le_bytes());
        header.extend((clusters.len() as u32).to_le_bytes());
        for at in [paths_at, paths_at, clusters_at, types_at] {
            header.extend(at.to_le_bytes());
        }
        header.extend([0xff; 8]);
        header.extend(checksum_at.to_le_bytes());
        assert_eq!(header.len(), 80);
        file[..80].copy_from_slice(&header);
        file
    }

    fn cluster(&self, blobs: &[&[u8]]) -> Vec<u8> {
        let size = if self.packing & 0x10 == 0 { 4 } else { 8 };
        let mut at = (blobs.len() + 1) * size;
        let mut bytes = Vec::new();
        for blob in blobs.iter().copied().chain([&[][..]]) {
            bytes.extend_from_slice(&(at as u64).to_le_bytes()[..size]);
            at += blob.len();
        }
        blobs.iter().for_each(|blob| bytes.extend_from_slice(blob));
        let packed = match self.packing & 0x0f {
            4 => {
                let options = lzma_rust2::XzOptions::default();
                let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
                writer.write_all(&bytes).unwrap();
                writer.finish().unwrap()
            }
            5 => zstd::encode_all(&bytes[..], 3).unwrap(),
            _ => bytes,
        };
        [&[self.packing], &packed[..]].concat()
    }
}

/// The articles of a file and what was said of others.
fn read(file: Vec<u8>) -> io::Result<(Vec<Article>, Vec<String>)> {
    let (bytes, count) = (file.len() as u64, Arc::default());
    let mut runs = ZimRuns::open(Cursor::new(file), "stem", &Limits::default(), &count)?;
    let (mut parsed, mut errors) = (Parsed::default(), Vec::new());
    while let Some(run) = runs.next_run() {
        match run {
            ZimRun::Pages(pages, site) => parse(
                &Origin::new("a.zim", Some(Path::new("/zim/a.zim"))),
                pages,
                &site,
                &mut parsed,
            ),
            ZimRun::Error(place, why) => errors.push(format!("{place}: {why}")),
        }
    }
    assert_eq!(count.load(Ordering::Relaxed), bytes);
    let mut articles = Vec::new();
    for record in parsed.records {
        match record {
            Ok(article) => articles.push(article),
            Err(rejection) => errors.push(rejection.to_string()),
        }
    }
    Ok((articles, errors))
}

#[test]
fn pages_come_with_their_redirects() {
    for version in [(5, 0), (6, 0), (6, 1)] {
        for packing in [1, 4, 5, 0x11, 0x14, 0x15] {
            let (articles, errors) = read(Made { version, packing, ..RUSSIAN }.bytes()).unwrap();
            assert_eq!(errors, [""; 0]);
            let ids: Vec<_> = articles.iter().map(|article| &*article.id).collect();
            assert_eq!(ids, ["ruwiki:Посол", "ruwiki:Нота"], "{version:?}, {packing}");
            let posol = &articles[0];
            assert_eq!((&*posol.title, &*posol.lang), ("Посол", "ru"));
            assert_eq!(posol.aliases, ["Амбассадор", "Послы"]);
            assert_eq!(posol.source.as_deref(), Some("ruwiki"));
            assert_eq!(posol.body, "Посол — высший дипломатический ранг.");
            assert_eq!(posol.sections[0].heading, "История");
            assert_eq!(posol.sections[0].text, "Послов знали и в древности.");
            assert_eq!(articles[1].aliases, ["Письмо"], "one content of two names is one page");
            assert_eq!(articles[1].definition, "Нота — письмо одного государства другому.");
        }
    }
}

#[test]
fn files_of_several_languages_and_other_sites_keep_their_name() {
    let made = Made { language: "rus,eng", name: "", ..RUSSIAN };
    let (articles, _) = read(made.bytes()).unwrap();
    assert_eq!((&*articles[0].id, &*articles[0].lang), ("/zim/a.zim#Посол", "en"));
}

#[test]
fn a_damaged_cluster_costs_its_pages() {
    let mut file = RUSSIAN.bytes();
    let at = file.windows(4).position(|bytes| bytes == [0x28, 0xb5, 0x2f, 0xfd]).unwrap();
    file[at] = 0;
    let (articles, errors) = read(file).unwrap();
    assert!(articles.is_empty());
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("cluster 0: "), "{errors:?}");
    assert!(errors[0].ends_with("; its 3 pages are left out"), "{errors:?}");
}

#[test]
fn contents_that_overlap_are_refused() {
    let mut file = Made { packing: 1, ..RUSSIAN }.bytes();
    let find = |file: &[u8], what: &[u8]| file.windows(what.len()).position(|b| b == what).unwrap();
    // The pages of the second content are of the third one, which is the first one again.
    for path in [b"Nota\0", b"Note\0"] {
        let at = find(&file, path);
        file[at - 4] = 2;
    }
    let list = find(&file, &[1, 16, 0, 0, 0]) + 1;
    let end = file[list + 12..list + 16].to_vec();
    file[list + 4..list + 8].copy_from_slice(&end);
    file.copy_within(list..list + 4, list + 8);
    let (articles, errors) = read(file).unwrap();
    assert!(articles.is_empty() && errors[0].contains("contents that overlap"), "{errors:?}");
}

#[test]
fn no_damage_is_worse_than_an_error() {
    for packing in [1, 4, 5] {
        let whole = Made { packing, ..RUSSIAN }.bytes();
        for cut in 0..whole.len() {
            drop(read(whole[..cut].to_vec()));
        }
        for at in 0..whole.len() {
            for bit in [0, 3, 7] {
                let mut file = whole.clone();
                file[at] ^= 1 << bit;
                drop(read(file));
            }
        }
    }
    let other = read(b"ZIM\x04\x09\0\0\0".iter().chain(&[0; 80]).copied().collect());
    assert!(other.unwrap_err().to_string().contains("version 9.0: expected 5 or 6"));
}
