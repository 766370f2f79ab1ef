//! The parser as a whole: shapes of trees, caps, and what holds for every string. Single queries
//! are data, in `tests/data/queries.txt`.

use proptest::prelude::*;

use super::*;
use crate::index::TextField;

fn tree(query: &str) -> Node {
    parse(query, &QueryLimits::default()).tree
}

fn word(text: &str, start: usize) -> Word {
    let span = start..start + text.len();
    Word { text: text.to_owned(), prefix: false, fuzzy: None, field: None, boost: 1.0, span }
}

fn plain(text: &str, start: usize) -> Node {
    Node::Word(word(text, start))
}

fn group(must: Vec<Node>, should: Vec<Node>, must_not: Vec<Node>) -> Node {
    Node::Bool(Bool { must, should, must_not, boost: 1.0 })
}

#[test]
fn words_side_by_side_are_alternatives() {
    assert_eq!(tree("мир война"), group(vec![], vec![plain("мир", 0), plain("война", 7)], vec![]));
    assert_eq!(tree("мир"), plain("мир", 0));
    assert_eq!(tree("((мир))"), plain("мир", 2));
}

#[test]
fn signs_and_operators_demand_and_exclude() {
    let expected = group(vec![plain("a", 1)], vec![plain("b", 3)], vec![plain("c", 6)]);
    assert_eq!(tree("+a b -c"), expected);
    let both = group(vec![plain("a", 0), plain("b", 6)], vec![], vec![]);
    assert_eq!(tree("a AND b"), both);
    assert_eq!(tree("a AND b OR c"), group(vec![], vec![both.clone(), plain("c", 11)], vec![]));
    assert_eq!(
        tree("a AND b c"),
        group(vec![plain("a", 0), plain("b", 6)], vec![plain("c", 8)], vec![])
    );
    let last = group(vec![plain("b", 5), plain("c", 15)], vec![], vec![]);
    let without = group(vec![], vec![Node::All], vec![plain("d", 24)]);
    let all = group(vec![], vec![plain("a", 0), last, without], vec![]);
    assert_eq!(tree("a OR b     AND c OR NOT d"), all);
}

#[test]
fn only_exclusions_stand_beside_everything() {
    assert_eq!(tree("-a"), group(vec![], vec![Node::All], vec![plain("a", 1)]));
    assert_eq!(tree("NOT a"), group(vec![], vec![Node::All], vec![plain("a", 4)]));
}

#[test]
fn suffixes_and_fields_come_off_the_text() {
    let title = Some(FieldName::Text(TextField::Title));
    let expected = Word { prefix: true, field: title, boost: 2.5, ..word("дипломат", 6) };
    assert_eq!(tree("title:дипломат*^2.5"), Node::Word(expected));
    let expected = Word { fuzzy: Some(1), field: Some(FieldName::Exact), ..word("нота", 6) };
    assert_eq!(tree("exact:нота~"), Node::Word(expected));
    let text = "сухое слово".to_owned();
    let span = 7..7 + text.len();
    let expected = Phrase { text, slop: 3, field: title, boost: 0.5, span };
    assert_eq!(tree("title:\"сухое слово\"~3^0.5"), Node::Phrase(expected));
    let inside = Word { field: Some(FieldName::Text(TextField::Body)), ..word("b", 14) };
    let grouped = Bool {
        must: vec![],
        should: vec![Node::Word(Word { field: title, ..word("a", 7) }), Node::Word(inside)],
        must_not: vec![],
        boost: 3.0,
    };
    assert_eq!(tree("title:(a body:b)^3"), Node::Bool(grouped));
}

#[test]
fn nothing_comes_of_nothing() {
    for query in ["", " ", "\"\"", "()", "AND", "NOT", "+", "-*", "***", "\u{0}\u{feff}"] {
        assert_eq!(tree(query), Node::Nothing, "{query:?}");
    }
    assert_eq!(tree("*"), Node::All);
    assert_eq!(tree("lang:uk"), Node::All);
}

#[test]
fn clauses_beyond_the_cap_are_left_out_but_filters_hold() {
    let query = format!("{}lang:uk date:2010", "a ".repeat(70));
    let parsed = parse(&query, &QueryLimits::default());
    let Node::Bool(Bool { should, .. }) = &parsed.tree else { panic!("{:?}", parsed.tree) };
    assert_eq!(should.len(), 64);
    assert_eq!(parsed.filters.to_string(), "lang:uk");
    assert_eq!(parsed.notes.len(), 1);
    assert_eq!((parsed.notes[0].start, parsed.notes[0].end), (128, query.len()));
}

#[test]
fn bytes_beyond_the_cap_are_left_out_by_words() {
    let limits = QueryLimits { query_bytes: 14, ..QueryLimits::default() };
    assert_eq!(parse("мир мировая", &limits).tree, plain("мир", 0));
    assert_eq!(parse("мир мир мир", &limits).tree.to_string(), "мир мир");
    assert_eq!(parse("мироваямировая", &limits).tree, plain("мировая", 0));
    assert_eq!(parse("ммировая", &QueryLimits { query_bytes: 1, ..limits }).tree, Node::Nothing);
}

#[test]
fn nesting_beyond_the_cap_is_flat() {
    let limits = QueryLimits { nesting_depth: 2, ..QueryLimits::default() };
    let nested = |query| parse(query, &limits);
    assert_eq!(nested("a (b (c d))").tree.to_string(), "a (b (c d))");
    let parsed = nested("a (b (c (d)^2 e) f)");
    assert_eq!(parsed.tree.to_string(), "a (b (c d e) f)");
    assert_eq!(parsed.notes.len(), 1);
    let parsed = nested("x (a (b OR NOT c))");
    assert_eq!(parsed.tree.to_string(), "x (a (b -c))");
    assert_eq!(parsed.notes.len(), 1);
    assert_eq!(nested("x (a OR b AND c)").tree.to_string(), "x (a (+b +c))");
}

#[test]
fn notes_beyond_the_cap_are_counted() {
    let query = "+ ".repeat(100);
    let notes = parse(&query, &QueryLimits::default()).notes;
    assert_eq!(notes.len(), 33);
    assert!(notes[32].message.starts_with("68 more"));
}

/// Whatever shape is repeated, a small stack is enough.
#[test]
fn deep_queries_need_no_deep_stack() {
    let shapes =
        ["(", "(a ", "NOT ", "-(", "title:(", "(a AND ", "(a OR NOT (", ")", "\"", "«", "a:("];
    let limits =
        QueryLimits { query_bytes: usize::MAX, nesting_depth: 1 << 20, ..QueryLimits::default() };
    let run = move || {
        for shape in shapes {
            let open = shape.repeat(100_000);
            for query in [format!("{open}a"), format!("{open}a{}", ")".repeat(100_000))] {
                for limits in [&limits, &QueryLimits::default()] {
                    let parsed = parse(&query, limits);
                    assert!(parsed.tree.to_string().len() <= query.len() + 1_000);
                    assert!(parsed.notes.len() <= limits.notes + 1);
                    let copy = parsed.clone();
                    assert_eq!(copy, parsed);
                }
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap();
    thread.join().unwrap();
}

/// The tree with every span at 0, walked on a stack of its own.
fn without_spans(mut tree: Node) -> Node {
    let mut open = vec![&mut tree];
    while let Some(node) = open.pop() {
        match node {
            Node::Word(word) => word.span = 0..0,
            Node::Phrase(phrase) => phrase.span = 0..0,
            Node::Bool(group) => {
                open.extend(&mut group.must);
                open.extend(&mut group.should);
                open.extend(&mut group.must_not);
            }
            Node::All | Node::Nothing => {}
        }
    }
    tree
}

/// The promises of [`syntax`] and of the notes.
fn check(query: &str, limits: &QueryLimits) -> Result<(), TestCaseError> {
    let parsed = parse(query, limits);
    for note in &parsed.notes {
        prop_assert!(note.start <= note.end && note.end <= query.len(), "{:?}", note);
        prop_assert!(query.get(note.start..note.end).is_some(), "{:?}", note);
        prop_assert!(!note.message.is_empty());
    }
    let boost_range = limits.boost_min..=limits.boost_max;
    let mut leaves = 0;
    let mut open = vec![(&parsed.tree, true)];
    while let Some((node, is_root)) = open.pop() {
        match node {
            Node::Word(word) => {
                leaves += 1;
                prop_assert!(!word.text.is_empty() && (!word.prefix || word.fuzzy.is_none()));
                prop_assert_eq!(query.get(word.span.clone()), Some(word.text.as_str()));
                prop_assert!(boost_range.contains(&word.boost));
            }
            Node::Phrase(phrase) => {
                leaves += 1;
                prop_assert!(!phrase.text.is_empty() && phrase.slop <= limits.slop_words);
                prop_assert_eq!(query.get(phrase.span.clone()), Some(phrase.text.as_str()));
                prop_assert!(boost_range.contains(&phrase.boost));
            }
            Node::Bool(Bool { must, should, must_not, boost }) => {
                prop_assert!(must.len() + should.len() > 0);
                prop_assert!(must.len() + should.len() + must_not.len() > 1);
                prop_assert!(boost_range.contains(boost));
                open.extend(must.iter().chain(should).chain(must_not).map(|node| (node, false)));
            }
            Node::All => {}
            Node::Nothing => prop_assert!(is_root),
        }
    }
    prop_assert!(leaves <= limits.clauses);

    let roomy = QueryLimits { query_bytes: usize::MAX, ..limits.clone() };
    let written = parsed.tree.to_string();
    let again = parse(&written, &roomy);
    prop_assert_eq!(without_spans(again.tree), without_spans(parsed.tree), "{}", written);
    let written = parsed.filters.to_string();
    prop_assert_eq!(parse(&written, &roomy).filters, parsed.filters, "{}", written);
    Ok(())
}

/// Pieces that mean something, more often than not side by side.
fn pieces() -> impl Strategy<Value = String> {
    const OPERATORS: &str = "AND OR NOT && || + - ( ) \" « » “ ” „ * ~ ^ : ~2 ~9 ~0.5 ^2.5 ^0 ^-1 \
        ^NaN ^inf title: exact: body:( lang: lang:uk,ru lang:de date: date:>2019-05 date:<1 \
        category: category:\"Vienna\"* category:Treat* has:translation translation:en";
    let operators = OPERATORS.split(' ').chain(["date:[2010 TO 2020]"]);
    let operators = prop::sample::select(operators.collect::<Vec<_>>());
    let words = prop::sample::select(vec![
        "a",
        "мир",
        "зв'язок",
        "Türkiye’nin",
        "БҰҰ-ның",
        "24.10.1945",
        "C++",
        "12:30",
        "http://x.y/z",
        "😀",
        "e\u{301}",
        "（",
        "\u{0}",
        "\u{200b}",
        "—",
        "[2010",
        "TO",
        "2020]",
    ]);
    let blank = prop::sample::select(vec![" ", " ", "\t", "", "", ""]);
    let piece = prop_oneof![6 => operators.prop_map(str::to_owned), 3 => words.prop_map(str::to_owned),
        4 => blank.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_string_keeps_the_promises(query in pieces()) {
        check(&query, &QueryLimits::default())?;
    }

    #[test]
    fn so_it_does_under_small_caps(query in pieces(), nesting_depth in 0_usize..3, clauses in 0_usize..5) {
        let limits = QueryLimits { nesting_depth, clauses, query_bytes: 60, notes: 3, ..QueryLimits::default() };
        check(&query, &limits)?;
    }

    #[test]
    fn so_does_noise(query in any::<String>()) {
        check(&query, &QueryLimits::default())?;
    }

    #[test]
    fn operators_alone_too(query in "[-+()\"«»~^*: a1&|<>\\[\\]]{0,60}") {
        check(&query, &QueryLimits::default())?;
    }
}
