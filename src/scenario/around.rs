//! Everything except the sections: levels, lenses, the weak answer, the quiz, terms.

use super::ids::RULES;
use super::walk::Table;
use super::{Lens, LensGuide, Level, LevelGuide, Quiz, Section, Term, WeakAnswer};
use crate::time::Millis;
use std::collections::BTreeMap;

const LEVEL: &[&str] = &[
    "title",
    "focus",
    "reflection",
    "bar",
    "length",
    "length_text",
    "note",
];
const LENS: &[&str] = &["opening", "emphasise", "downplay"];
const WEAK: &[&str] = &[
    "text",
    "by_section",
    "faults",
    "fails",
    "bar_raiser",
    "note",
];
const QUIZ: &[&str] = &["id", "question", "choices", "answer", "because", "remarks"];

/// `[level.sde1]` and so on.
pub(super) fn levels(root: &Table<'_>) -> BTreeMap<Level, LevelGuide> {
    let remedy = "Say in seconds how long the whole answer may take, such as `length = 120`.";
    root.each(
        "level",
        &Level::ALL,
        |one| one.id(),
        |levels, id| {
            let table = levels.table(id, LEVEL)?;
            let length = table.needed_number("length", 15.0..=3600.0, remedy);
            Some(LevelGuide {
                title: table.text("title"),
                focus: table.text("focus"),
                reflection: table.text("reflection"),
                bar: table.text("bar"),
                length: Millis::from_secs_f64(length.unwrap_or_default()),
                length_text: table.text("length_text"),
                note: table.text("note"),
            })
        },
    )
}

/// `[lens.ownership]` and so on.
pub(super) fn lenses(root: &Table<'_>) -> BTreeMap<Lens, LensGuide> {
    let opening = "Add `opening = \"...\"`: how to begin when the story is told for this.";
    root.each(
        "lens",
        &Lens::ALL,
        |one| one.id(),
        |lenses, id| {
            let table = lenses.table(id, LENS)?;
            Some(LensGuide {
                opening: table.needed("opening", opening),
                emphasise: table.needed("emphasise", "Add `emphasise = \"...\"`."),
                downplay: table.needed("downplay", "Add `downplay = \"...\"`."),
            })
        },
    )
}

/// `[weak_answer]`; its parts may be filed under the ids of `sections`.
pub(super) fn weak_answer(root: &Table<'_>, sections: &[Section]) -> Option<WeakAnswer> {
    let table = root.table("weak_answer", WEAK)?;
    let ids: Vec<String> = sections.iter().map(|section| section.id.clone()).collect();
    let remedy = "Add `text = \"...\"`: the whole weak answer.";
    Some(WeakAnswer {
        by_section: table.each("by_section", &ids, |id| id.as_str(), Table::given),
        text: table.needed("text", remedy),
        faults: table.texts("faults"),
        fails: table.names("fails", RULES),
        bar_raiser: table.text("bar_raiser"),
        note: table.text("note"),
    })
}

/// Every `[[quiz]]`. In the file the right choice is counted from 1.
pub(super) fn quiz(root: &Table<'_>) -> Vec<Quiz> {
    let mut seen = BTreeMap::new();
    let tables = root.tables("quiz", 60, QUIZ).into_iter();
    let questions = tables.map(|table| {
        let question = table.needed("question", "Add `question = \"...\"`.");
        let id = table.id(Some(super::slug(&question)), &mut seen);
        let choices = choices(&table);
        let remarks = table.texts("remarks");
        let (given, wanted) = (remarks.len(), choices.len());
        if given > 0 && given != wanted {
            table.at("remarks").error(
                &format!("there are {given} remarks for {wanted} choices"),
                "Write one remark for each choice, in the same order, or none at all.",
            );
        }
        Quiz {
            id,
            question,
            because: table.needed("because", "Add `because = \"...\"`: why it is right."),
            answer: answer(&table, wanted),
            choices,
            remarks,
        }
    });
    questions.collect()
}

fn choices(table: &Table<'_>) -> Vec<String> {
    let listed = table.placed_texts("choices");
    let enough = "Add `choices = [\"...\", \"...\"]` with two to six of them, one right.";
    if !table.has("choices") {
        table.missing("choices", enough);
    } else if !(2..=6).contains(&listed.len()) {
        let count = listed.len();
        let what = format!("a question needs two to six choices, and this has {count}");
        table.at("choices").error(&what, enough);
    }
    for (index, (choice, place)) in listed.iter().enumerate() {
        if listed[..index].iter().any(|(earlier, _)| earlier == choice) {
            let place = place.item(index);
            place.error(
                "this choice is listed twice",
                "Change or remove one of the two.",
            );
        }
    }
    listed.into_iter().map(|(choice, _)| choice).collect()
}

/// The index of the right choice.
fn answer(table: &Table<'_>, choices: usize) -> usize {
    let remedy = match choices {
        0 | 1 => "Give the number of the right choice, counted from 1.".to_owned(),
        _ => format!("Give the number of the right choice, counted from 1: 1 to {choices}."),
    };
    let most = choices.max(1) as f64;
    let answer = table.needed_number("answer", 1.0..=most, &remedy);
    if answer.is_some_and(|answer| answer.fract() != 0.0) {
        let what = "the number of the right choice is a whole number";
        table.at("answer").error(what, &remedy);
    }
    answer.map_or(0, |answer| answer as usize - 1)
}

/// `[vocabulary]`: each term with its known misrecognitions.
pub(super) fn vocabulary(root: &Table<'_>) -> Vec<Term> {
    let mut terms = Vec::new();
    let Some(table) = root.any_table("vocabulary") else {
        return terms;
    };
    for (term, place) in table.keys() {
        let plain_term = term.split_whitespace().collect::<Vec<_>>().join(" ");
        let printable = !term.chars().any(char::is_control);
        if plain_term.is_empty() || !printable || term.chars().count() > 80 {
            place.error(
                "a term is one to 80 printable characters",
                "Write it as it should be spelled: `\"dead letter queue\" = []`.",
            );
            continue;
        }
        terms.push(Term {
            heard_as: table.texts(term),
            term: plain_term,
        });
    }
    terms
}
