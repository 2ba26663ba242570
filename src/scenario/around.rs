//! Everything except the sections: levels, lenses, the weak answer, the quiz, terms.

use super::named::{LEVELS, level, plain, rules};
use super::walk::{Table, Walk};
use super::{Lens, LensGuide, Level, LevelGuide, Quiz, Term, WeakAnswer};
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
pub(super) fn levels(walk: &mut Walk<'_>, root: &Table<'_>) -> BTreeMap<Level, LevelGuide> {
    let mut guides = BTreeMap::new();
    let Some(levels) = walk.table(root, "level") else {
        return guides;
    };
    walk.known(&levels, &LEVELS);
    for id in LEVELS {
        let (Some(table), Some(level)) = (walk.table(&levels, id), level(id)) else {
            continue;
        };
        walk.known(&table, LEVEL);
        let remedy = "Say in seconds how long the whole answer may take, such as `length = 120`.";
        if !table.has("length") {
            walk.missing(&table, "length", remedy);
        }
        let length = walk.number(&table, "length", 15.0..=3600.0, remedy);
        let guide = LevelGuide {
            title: walk.text(&table, "title").unwrap_or_default(),
            focus: walk.text(&table, "focus").unwrap_or_default(),
            reflection: walk.text(&table, "reflection").unwrap_or_default(),
            bar: walk.text(&table, "bar").unwrap_or_default(),
            length: Millis::from_secs_f64(length.unwrap_or_default()),
            length_text: walk.text(&table, "length_text").unwrap_or_default(),
            note: walk.text(&table, "note").unwrap_or_default(),
        };
        guides.insert(level, guide);
    }
    guides
}

/// `[lens.ownership]` and so on.
pub(super) fn lenses(walk: &mut Walk<'_>, root: &Table<'_>) -> BTreeMap<Lens, LensGuide> {
    let mut guides = BTreeMap::new();
    let Some(lenses) = walk.table(root, "lens") else {
        return guides;
    };
    walk.known(&lenses, &Lens::ALL.map(Lens::id));
    for lens in Lens::ALL {
        let Some(table) = walk.table(&lenses, lens.id()) else {
            continue;
        };
        walk.known(&table, LENS);
        let opening = "Add `opening = \"...\"`: how to begin when the story is told for this.";
        let guide = LensGuide {
            opening: walk.needed(&table, "opening", opening),
            emphasise: walk.needed(&table, "emphasise", "Add `emphasise = \"...\"`."),
            downplay: walk.needed(&table, "downplay", "Add `downplay = \"...\"`."),
        };
        guides.insert(lens, guide);
    }
    guides
}

/// `[weak_answer]`; `sections` are the ids that its parts may be filed under.
pub(super) fn weak_answer(
    walk: &mut Walk<'_>,
    root: &Table<'_>,
    sections: &[&str],
) -> Option<WeakAnswer> {
    let table = walk.table(root, "weak_answer")?;
    walk.known(&table, WEAK);
    let mut by_section = BTreeMap::new();
    if let Some(parts) = walk.table(&table, "by_section") {
        walk.known(&parts, sections);
        for id in sections {
            if let Some(text) = walk.text(&parts, id) {
                by_section.insert((*id).to_owned(), text);
            }
        }
    }
    Some(WeakAnswer {
        text: walk.needed(
            &table,
            "text",
            "Add `text = \"...\"`: the whole weak answer.",
        ),
        by_section,
        faults: plain(walk.texts(&table, "faults")),
        fails: rules(walk, &table, "fails"),
        bar_raiser: walk.text(&table, "bar_raiser").unwrap_or_default(),
        note: walk.text(&table, "note").unwrap_or_default(),
    })
}

/// Every `[[quiz]]`. In the file the right choice is counted from 1.
pub(super) fn quiz(walk: &mut Walk<'_>, root: &Table<'_>) -> Vec<Quiz> {
    let mut seen = BTreeMap::new();
    let mut questions = Vec::new();
    for table in walk.tables(root, "quiz", 60) {
        walk.known(&table, QUIZ);
        let question = walk.needed(&table, "question", "Add `question = \"...\"`.");
        let id = walk.id(&table, Some(super::slug(&question)), &mut seen);
        let listed = walk.texts(&table, "choices");
        let enough = "Add `choices = [\"...\", \"...\"]` with two to six of them, one right.";
        if !table.has("choices") {
            walk.missing(&table, "choices", enough);
        } else if !(2..=6).contains(&listed.len()) {
            let what = format!(
                "a question needs two to six choices, and this has {}",
                listed.len()
            );
            walk.error(
                table.span_of("choices"),
                &table.path_of("choices"),
                &what,
                enough,
            );
        }
        for (index, (choice, span)) in listed.iter().enumerate() {
            if listed[..index].iter().any(|(earlier, _)| earlier == choice) {
                let path = format!("{}[{}]", table.path_of("choices"), index + 1);
                let what = "this choice is listed twice";
                walk.error(
                    span.clone(),
                    &path,
                    what,
                    "Change or remove one of the two.",
                );
            }
        }
        let choices = plain(listed);
        let remarks = plain(walk.texts(&table, "remarks"));
        if !remarks.is_empty() && remarks.len() != choices.len() {
            let what = format!(
                "there are {} remarks for {} choices",
                remarks.len(),
                choices.len()
            );
            let remedy = "Write one remark for each choice, in the same order, or none at all.";
            walk.error(
                table.span_of("remarks"),
                &table.path_of("remarks"),
                &what,
                remedy,
            );
        }
        let because = walk.needed(
            &table,
            "because",
            "Add `because = \"...\"`: why it is right.",
        );
        questions.push(Quiz {
            id,
            question,
            answer: answer(walk, &table, choices.len()),
            choices,
            because,
            remarks,
        });
    }
    questions
}

fn answer(walk: &mut Walk<'_>, table: &Table<'_>, choices: usize) -> usize {
    let remedy = match choices {
        0 | 1 => "Give the number of the right choice, counted from 1.".to_owned(),
        _ => format!("Give the number of the right choice, counted from 1: 1 to {choices}."),
    };
    if !table.has("answer") {
        walk.missing(table, "answer", &remedy);
        return 0;
    }
    let most = choices.max(1) as f64;
    match walk.number(table, "answer", 1.0..=most, &remedy) {
        Some(answer) if answer.fract() == 0.0 => answer as usize - 1,
        Some(_) => {
            let what = "the number of the right choice is a whole number";
            walk.error(
                table.span_of("answer"),
                &table.path_of("answer"),
                what,
                &remedy,
            );
            0
        }
        None => 0,
    }
}

/// `[vocabulary]`: each term with its known misrecognitions.
pub(super) fn vocabulary(walk: &mut Walk<'_>, root: &Table<'_>) -> Vec<Term> {
    let Some(table) = walk.table(root, "vocabulary") else {
        return Vec::new();
    };
    let mut terms = Vec::new();
    for (term, span) in table.keys() {
        let plain_term = term.split_whitespace().collect::<Vec<_>>().join(" ");
        let printable = !term.chars().any(char::is_control);
        if plain_term.is_empty() || !printable || term.chars().count() > 80 {
            let what = "a term is one to 80 printable characters";
            let remedy = "Write it as it should be spelled: `\"dead letter queue\" = []`.";
            walk.error(
                span,
                &table.path_of(&super::fault::clip(term)),
                what,
                remedy,
            );
            continue;
        }
        terms.push(Term {
            heard_as: plain(walk.texts(&table, term)),
            term: plain_term,
        });
    }
    terms
}
