use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::*;

/// Text that packs about as well as articles do.
fn text(bytes: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut text = Vec::with_capacity(bytes + 16);
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        text.extend_from_slice(format!("{:x} ", state >> 44).as_bytes());
    }
    text
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut packed = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    packed.include_checksum(true).unwrap();
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn pack(packing: Packing, bytes: &[u8]) -> Vec<u8> {
    match packing {
        Packing::Bzip2 => bzip2(bytes),
        Packing::Zstd => zstd(bytes),
    }
}

/// What comes out, and the error that ends it.
fn unpack(packed: &[u8], packing: Packing, workers: usize) -> (Vec<u8>, Option<String>) {
    let mut reader = Unpacked::new(packed, packing, workers);
    let (mut out, mut part) = (Vec::new(), vec![0; 10_000]);
    loop {
        match reader.read(&mut part) {
            Ok(0) => return (out, None),
            Ok(len) => out.extend_from_slice(&part[..len]),
            Err(error) => return (out, Some(error.to_string())),
        }
    }
}

/// Unpacks with one thread and with three, which must give the same.
#[track_caller]
fn unpack_alike(packed: &[u8], packing: Packing) -> (Vec<u8>, Option<String>) {
    let alone = unpack(packed, packing, 1);
    let together = unpack(packed, packing, 3);
    assert_eq!(alone.1, together.1);
    assert!(alone.0 == together.0, "{} and {} bytes", alone.0.len(), together.0.len());
    alone
}

const BOTH: [Packing; 2] = [Packing::Bzip2, Packing::Zstd];

#[test]
fn streams_of_all_sizes_come_out_in_order() {
    for packing in BOTH {
        let (mut packed, mut expected) = (Vec::new(), Vec::new());
        for (seed, bytes) in
            [0, 10, 900_000, 1, 2_000_000, 0, 50_000, 700_000].into_iter().enumerate()
        {
            let text = text(bytes, seed as u64);
            packed.extend(pack(packing, &text));
            expected.extend(text);
        }
        let groups: usize = {
            let mut cutter = Cutter::new(&*packed, packing, 0);
            std::iter::from_fn(|| cutter.next_group().unwrap()).count()
        };
        assert!(groups > 2, "{packing:?}: {groups}");
        let (out, error) = unpack_alike(&packed, packing);
        assert_eq!(error, None);
        assert!(out == expected, "{packing:?}");
    }
}

#[test]
fn unpacking_begins_at_every_anchor() {
    for packing in BOTH {
        let texts: Vec<Vec<u8>> = (0..6).map(|seed| text(900_000, seed)).collect();
        let packed: Vec<u8> = texts.iter().flat_map(|text| pack(packing, text)).collect();
        let whole = texts.concat();
        for workers in [1, 3] {
            let mut reader = Unpacked::new(&*packed, packing, workers);
            let (anchors, mut part) = (reader.anchors(), vec![0; 50_000]);
            let (mut read, mut met) = (0, vec![anchors.before(0)]);
            loop {
                let anchor = anchors.before(read);
                assert!(anchor.unpacked <= read, "{anchor:?} after {read}");
                met.push(anchor);
                match reader.read(&mut part).unwrap() {
                    0 => break,
                    len => read += len as u64,
                }
            }
            met.dedup();
            assert!(met.len() > 4 && met.is_sorted_by_key(|anchor| anchor.packed), "{met:?}");
            for anchor in met {
                let from = &packed[anchor.packed as usize..];
                let mut rest = Vec::new();
                Unpacked::at(anchor, from, packing, workers).read_to_end(&mut rest).unwrap();
                assert!(rest == whole[anchor.unpacked as usize..], "{packing:?} {anchor:?}");
            }
        }
    }
}

#[test]
fn one_long_stream_is_read_by_one_thread() {
    for packing in BOTH {
        // Random bytes do not shrink, so that the stream is longer than a group may be.
        let mut random = text(3_000_000, 1);
        let mut state = 7_u64;
        random.resize_with(11_000_000, || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        });
        let mut packed = pack(packing, &random);
        assert!(packed.len() > 8 << 20, "{}", packed.len());
        let tail = text(500_000, 2);
        packed.extend(pack(packing, &tail));
        packed.extend(pack(packing, &tail));
        let (out, error) = unpack_alike(&packed, packing);
        assert_eq!(error, None);
        assert!(out == [random, tail.clone(), tail].concat(), "{packing:?}");
    }
}

#[test]
fn false_marks_are_no_streams() {
    let mark = b"BZh91AY&SY";
    assert_eq!(bzip2_start_of(&[b"xx", &mark[..]].concat()), Some(2));
    assert_eq!(bzip2_start_of(b"BZh01AY&SY BZh9 1AY&SY BZh91AY&S"), None);

    let whole = text(3_000_000, 3);
    let packed = bzip2(&whole);
    // Groups cut at a false mark: the decoder of the first one goes on with the second.
    let cut = packed.len() / 3;
    let group = |from: usize, to: usize| Waiting {
        group: Arc::new(Group {
            packing: Packing::Bzip2,
            bytes: packed[from..to].to_vec(),
            offset: from as u64,
            starts_stream: true,
        }),
        chunks: None,
    };
    let mut reader = Unpacked::new(&[][..], Packing::Bzip2, 2);
    reader.queue.extend([group(0, cut), group(cut, 2 * cut), group(2 * cut, packed.len())]);
    let mut out = Vec::new();
    reader.read_to_end(&mut out).unwrap();
    assert!(out == whole);
}

fn bzip2_start_of(bytes: &[u8]) -> Option<usize> {
    let mut padded = vec![b'-'; 256 << 10];
    let at = padded.len();
    padded.extend_from_slice(bytes);
    padded.extend([b'-'; 32]);
    let mut cutter = Cutter::new(&*padded, Packing::Bzip2, 0);
    let first = cutter.next_group().unwrap().unwrap();
    (first.bytes.len() < padded.len()).then(|| first.bytes.len() - at)
}

#[test]
fn damage_keeps_what_stands_before_it() {
    for packing in BOTH {
        let texts: Vec<Vec<u8>> = (0..4).map(|seed| text(1_200_000, seed)).collect();
        let streams: Vec<Vec<u8>> = texts.iter().map(|text| pack(packing, text)).collect();
        let before: usize = streams[..2].iter().map(Vec::len).sum();
        let mut packed = streams.concat();
        for byte in &mut packed[before + 1000..before + 1100] {
            *byte ^= 0x55;
        }
        let (out, error) = unpack_alike(&packed, packing);
        let error = error.unwrap();
        assert!(out.starts_with(&texts[..2].concat()), "{packing:?}");
        assert!(out.len() < 3 * 1_200_000, "{packing:?}");
        let place = error.split("from byte ").nth(1).unwrap_or_else(|| panic!("{error}"));
        let byte: usize = place.split(' ').next().unwrap().parse().unwrap();
        assert!((before..before + streams[2].len()).contains(&byte), "{error}");
    }
}

#[test]
fn cut_and_followed_by_other_bytes() {
    for packing in BOTH {
        let packed = [pack(packing, &text(900_000, 1)), pack(packing, &text(900_000, 2))].concat();
        let (out, error) = unpack_alike(&packed[..packed.len() - 5], packing);
        assert!(out.starts_with(&text(900_000, 1)));
        let expected = format!("ends within a stream at byte {}", packed.len() - 5);
        assert!(error.unwrap().ends_with(&expected));
        let (out, error) = unpack_alike(&[&packed[..], b"other bytes"].concat(), packing);
        assert_eq!(out.len(), text(900_000, 1).len() + text(900_000, 2).len());
        assert!(error.unwrap().contains(&format!("from byte {} on", packed.len())), "{packing:?}");
    }
}

#[test]
fn frames_to_be_passed_over() {
    let mut skippable = vec![0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0];
    skippable.extend(b"BZh9");
    let mut packed = Vec::new();
    for seed in 0..3 {
        packed.extend(&skippable);
        packed.extend(zstd(&text(1_000_000, seed)));
    }
    let (out, error) = unpack_alike(&packed, Packing::Zstd);
    assert_eq!(error, None);
    assert!(out == (0..3).flat_map(|seed| text(1_000_000, seed)).collect::<Vec<_>>());
}

#[test]
fn nobody_waits_for_threads_that_are_not_read() {
    let packed = bzip2(&text(1_000_000, 1)).repeat(12);
    let mut reader = Unpacked::new(&*packed, Packing::Bzip2, 2);
    let mut first = [0; 100];
    assert!(reader.read(&mut first).unwrap() > 0);
    drop(reader);
}

/// Not a check: prints how much faster several threads are.
/// `cargo test --release --lib unpack::tests::speed -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn speed() {
    for packing in BOTH {
        let texts: Vec<Vec<u8>> = (0..16).map(|seed| text(1_000_000, seed)).collect();
        let packed: Vec<u8> = texts.iter().flat_map(|text| pack(packing, text)).collect();
        let bytes: usize = texts.iter().map(Vec::len).sum();
        let time = |workers: usize| -> Duration {
            let run = |_| {
                let start = Instant::now();
                let mut reader = Unpacked::new(&*packed, packing, workers);
                let read = io::copy(&mut reader, &mut io::sink()).unwrap();
                assert_eq!(read, bytes as u64);
                start.elapsed()
            };
            (0..5).map(run).min().unwrap()
        };
        let alone = time(1);
        println!("{packing:?}: {} MB as {} MB", bytes / 1_000_000, packed.len() / 1_000_000);
        for workers in [1, 2, 4] {
            let taken = time(workers);
            let rate = bytes as f64 / 1e6 / taken.as_secs_f64();
            let ratio = alone.as_secs_f64() / taken.as_secs_f64();
            println!("  {workers} threads: {rate:.0} MB/s, {ratio:.2} times as fast as one");
        }
    }
}
