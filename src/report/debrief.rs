//! The debrief of a mock loop as text and as JSON.

use super::bank::{leaning, name};
use super::terminal::{Ink, Page, Style};
use super::words::{count, list, times};
use crate::plan::debrief::{Answer, Count, Debrief};
use crate::rules;
use serde_json::{Value, json};

/// The debrief as text.
pub fn text(debrief: &Debrief, style: &Style) -> String {
    let mut page = Page::flush(*style);
    page.heading("Debrief");
    for (number, one) in (1..).zip(&debrief.rounds) {
        page.blank();
        page.text(&format!("{number}  "), &one.question);
        page.text("   ", &answer(one));
    }
    page.blank();
    page.text("Ownership  ", &ownership(&debrief.ownership));
    let (said, all) = debrief.numbers;
    let numbers = match all {
        0 => "these stories carry none to say".to_owned(),
        _ => format!("{said} of {all} were said"),
    };
    page.text("Numbers    ", &numbers);
    let pace = match debrief.pace {
        None => "too little was said to measure it".to_owned(),
        Some((slow, fast)) if slow == fast => format!("{slow} words a minute"),
        Some((slow, fast)) => format!("{slow} to {fast} words a minute"),
    };
    page.text("Pace       ", &pace);
    let habits = match list(debrief.habits.iter().map(habit)) {
        none if none.is_empty() => "nothing was found in more than one answer".to_owned(),
        habits => habits,
    };
    page.text("Habits     ", &habits);
    page.blank();
    match &debrief.first {
        None => page.text("", "Nothing was found that would cost the bar."),
        Some(first) => {
            let title = page.paint(Ink::Strong, "Fix first  ");
            page.text(&title, &first.seen.join("; "));
            page.text("           ", &first.remedy);
            page.text("           ", &first.command);
        }
    }
    page.finish()
}

fn answer(one: &Answer) -> String {
    let mut told = vec![name(&one.principle).to_owned()];
    if !one.story.is_empty() {
        told.push(one.story.clone());
    }
    told.push(match one.leaning {
        _ if one.another_story => "this does not sound like that story".to_owned(),
        Some(which) => leaning(which).to_owned(),
        None => "not judged: too little was heard".to_owned(),
    });
    let follow_ups = |number| count(number, "follow-up", "follow-ups");
    if let (held, all @ 1..) = one.held {
        let hold = if all == 1 { "holds" } else { "hold" };
        told.push(format!("{held} of {} {hold}", follow_ups(all)));
    }
    if one.not_compared > 0 {
        let others = follow_ups(one.not_compared);
        told.push(format!("{others} with nothing to compare with"));
    }
    told.join(" · ")
}

fn ownership(counted: &Count) -> String {
    match counted.findings {
        0 => "clear: nothing hides what you did".into(),
        many => format!("hidden {} in {}", times(many), answers(&counted.rounds)),
    }
}

fn answers(rounds: &[usize]) -> String {
    let numbers = list(rounds.iter().map(usize::to_string));
    let plural = if rounds.len() == 1 { "" } else { "s" };
    format!("answer{plural} {numbers}")
}

fn habit(counted: &Count) -> String {
    // As the rule is called for people; one of another version of the program has only its id.
    let title = rules::about(&counted.rule).map_or(counted.rule.as_str(), |about| about.title);
    format!("“{title}” in {}", answers(&counted.rounds))
}

/// As JSON.
pub fn json(debrief: &Debrief) -> Value {
    json!({"format": super::FORMAT, "debrief": debrief})
}
