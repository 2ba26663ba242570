//! The table of the page's facts, `tests/page-facts.tsv`: each is shown where the table says, and
//! each test that it names exists.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "reads the table and the sources")]

mod common;

use common::{Home, root};
use std::collections::BTreeMap;
use std::fs;

/// A line of the table.
struct Fact {
    what: String,
    page: String,
    place: String,
    shows: String,
    test: String,
}

fn table() -> Vec<Fact> {
    let text = fs::read_to_string(root().join("tests/page-facts.tsv")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [what, page, place, shows, test] = cells[..] else {
                panic!("five cells a line: {line}");
            };
            let cell = |text: &str| {
                assert!(!text.is_empty(), "an empty cell: {line}");
                text.to_owned()
            };
            Fact {
                what: cell(what),
                page: cell(page),
                place: cell(place),
                shows: cell(shows),
                test: cell(test),
            }
        })
        .collect()
}

/// Words on one line, since line breaks depend on the terminal. A word broken at a
/// hyphen is joined again, and the bar beside words to be said is not a word.
fn flat(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| *word != "│")
        .collect();
    words.join(" ")
}

/// The whole output of a command line, with the first answer given to every question.
fn output(home: &Home, line: &str) -> String {
    let done = home
        .rehearse()
        .args(line.split_whitespace())
        .env("COLUMNS", "1000")
        .write_stdin("1\n".repeat(20))
        .assert()
        .success();
    let done = done.get_output();
    let text = [&done.stdout[..], &done.stderr[..]].concat();
    flat(&String::from_utf8(text).unwrap())
}

/// Whether the pieces occur in `text` in this order.
fn holds(text: &str, pieces: &str) -> bool {
    let mut rest = text;
    pieces.split(" … ").all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[test]
fn every_fact_of_the_page_is_shown_where_the_table_says() {
    let home = Home::new();
    let mut outputs: BTreeMap<String, String> = BTreeMap::new();
    let mut absent = Vec::new();
    for fact in table() {
        let text = outputs.entry(fact.place.clone()).or_insert_with(|| {
            match fact.place.strip_prefix("file ") {
                Some(file) => flat(&fs::read_to_string(root().join(file)).unwrap()),
                None => output(&home, &fact.place),
            }
        });
        // Text is wrapped at hyphens too, so the spaces around them are ignored.
        let close = |text: &str| text.replace("- ", "-");
        let wanted = fact.shows.replace('=', &flat(&fact.page));
        let wanted = if fact.shows.contains('=') {
            wanted
        } else {
            fact.shows.clone()
        };
        if !holds(&close(text), &close(&wanted)) {
            absent.push(format!(
                "{}: {wanted:?} is not in `{}`",
                fact.what, fact.place
            ));
        }
    }
    assert!(absent.is_empty(), "{}", absent.join("\n"));
}

#[test]
fn every_test_that_the_table_names_is_there() {
    for fact in table() {
        let (file, name) = fact.test.split_once("::").unwrap();
        let source = fs::read_to_string(root().join(file))
            .unwrap_or_else(|error| panic!("{}: {file}: {error}", fact.what));
        let test = source.split("#[test]").skip(1).any(|rest| {
            let head = rest.split('{').next().unwrap_or_default();
            head.contains(&format!("fn {name}("))
        });
        assert!(test, "{}: no test {name} in {file}", fact.what);
    }
}

#[test]
fn no_fact_of_the_scenarios_own_list_is_left_out_of_the_table() {
    let source = fs::read_to_string(root().join("src/scenario/tests/page.rs")).unwrap();
    let table = table();
    let mut listed = 0;
    for line in source.lines() {
        let Some(rest) = line.trim().strip_prefix("(\"/") else {
            continue;
        };
        let Some((pointer, text)) = rest.split_once("\", \"") else {
            continue;
        };
        let text = text.trim_end_matches("\"),").replace("\\\"", "\"");
        listed += 1;
        // Times are in milliseconds there; the table has them as on the page.
        let told = text.parse::<u64>().is_ok() || table.iter().any(|fact| fact.page == text);
        assert!(told, "{pointer}: {text}");
    }
    assert_eq!(listed, 109);
    assert_eq!(table.len(), 140);
}
