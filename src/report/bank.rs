//! The story bank as text and as JSON: a matrix of principles and stories.

mod page;

pub use page::{principles_table, render as html};

use super::terminal::{Ink, Page, Style};
use crate::judgement::Leaning;
use crate::plan::bank::{Bank, Entry, Fit, Last};
use crate::scenario::{Principle, principle, principles};
use crate::words::{count, list, times};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

/// Columns of one story in the matrix.
const COLUMN: usize = 4;
/// The widest name of a principle in the matrix.
const NAME: usize = 44;

/// What is said where there is no own story.
const NONE_YET: &str = "You have no story of your own yet: rehearse scenario new";
/// What the signs mean.
const LEGEND: &str = "● told for it · ○ serves it as well · ? proposed from the story's own words";
/// How proposals are settled.
const SETTLE: &str = "Proposals are yours to settle: principles = [\"Ownership\", \"Dive Deep\"] in the story's file; \
     the first is what it is told for.";

/// A leaning in words.
pub(crate) fn leaning(leaning: Leaning) -> &'static str {
    match leaning {
        Leaning::Hire => "leaning hire",
        Leaning::Undecided => "undecided",
        Leaning::NoHire => "leaning no hire",
    }
}

/// `told today, leaning hire`, or `never told yet`.
pub(crate) fn last(last: Option<&Last>) -> String {
    match last {
        None => "never told yet".into(),
        Some(last) => {
            let takes = count(last.takes, "take", "takes");
            let leaned = last.leaning.map_or_else(String::new, |which| {
                format!(", last whole take {}", leaning(which))
            });
            format!("told {}, {takes}{leaned}", last.told)
        }
    }
}

/// How a story was told last, and how often real interviews asked for it.
pub(crate) fn stands(story: &Entry) -> String {
    let told = last(story.last.as_ref());
    match story.asked {
        0 => told,
        count => format!("{told} · told {} in interviews", times(count)),
    }
}

/// The name of a principle by its id.
pub(crate) fn name(id: &str) -> &str {
    principle(id).map_or(id, |one| one.name.as_str())
}

/// The matrix, the stories, and what is missing.
pub fn text(bank: &Bank, style: &Style) -> String {
    let mut page = Page::flush(*style);
    let own: Vec<&Entry> = bank.stories.iter().filter(|one| one.own).collect();
    page.heading("Your stories against the 16 leadership principles");
    page.blank();
    if own.is_empty() {
        page.text("", NONE_YET);
        page.blank();
        examples(&mut page, bank);
        return page.finish();
    }
    let narrow = page.room() < NAME + 2 * COLUMN;
    let name_width = if narrow { 0 } else { NAME };
    let fitting = ((page.room() - name_width) / COLUMN).max(1);
    for (block, stories) in own.chunks(fitting).enumerate() {
        matrix(&mut page, stories, block * fitting, narrow);
        page.blank();
    }
    page.text("", LEGEND);
    page.blank();
    stories(&mut page, &own);
    gaps(&mut page, bank);
    page.finish()
}

fn matrix(page: &mut Page, stories: &[&Entry], before: usize, narrow: bool) {
    let numbers = before + 1..=before + stories.len();
    let heads: String = numbers.map(|at| format!("{at:>COLUMN$}")).collect();
    let pad = if narrow { 0 } else { NAME };
    page.line(&format!("{:pad$}{heads}", ""));
    for one in principles() {
        let marks: String = stories.iter().map(|story| mark(story, one)).collect();
        if narrow {
            page.text("", &one.name);
            page.line(marks.trim_end());
        } else {
            let gap = " ".repeat(NAME.saturating_sub(one.name.width()));
            page.line(format!("{}{gap}{marks}", one.name).trim_end());
        }
    }
}

fn mark(story: &Entry, principle: &Principle) -> String {
    let sign = match story.fit(&principle.id) {
        Some(Fit::Primary) => "●",
        Some(Fit::Secondary) => "○",
        None => "·",
    };
    let doubtful = story.proposed && sign != "·";
    let doubt = if doubtful { "?" } else { " " };
    format!("{}{sign}{doubt}", " ".repeat(COLUMN - 2))
}

fn stories(page: &mut Page, own: &[&Entry]) {
    let wide = own.len().to_string().len();
    for (number, story) in (1..).zip(own) {
        let lead = format!("{number:>wide$}  ");
        let title = page.paint(Ink::Strong, &story.title);
        page.text(&lead, &format!("{title}  {}", story.id));
        let under = " ".repeat(lead.len());
        page.text(&under, &stands(story));
        for one in story.serves.iter().filter(|one| !one.quotes.is_empty()) {
            let quotes = one.quotes.iter().take(3);
            let quotes = list(quotes.map(|quote| format!("“{quote}”")));
            page.text(&under, &format!("{}? {quotes}", name(&one.principle)));
        }
    }
    if own.iter().any(|story| story.proposed) {
        page.blank();
        page.text("", SETTLE);
    }
}

/// The principles that no own story serves, with a worked example where there is one.
fn gaps(page: &mut Page, bank: &Bank) {
    page.blank();
    if bank.gaps.is_empty() {
        page.text("", "Every principle is served by a story of yours.");
        return;
    }
    let covered = principles().len() - bank.gaps.len();
    let missing = "Not by a story of yours, each with a worked example:";
    page.text("", &format!("{covered} of 16 are served. {missing}"));
    for id in &bank.gaps {
        page.text("  ", name(id));
        // A command stays on one line.
        if let Some((one, _)) = bank.serving(id).into_iter().find(|(one, _)| !one.own) {
            page.line(&format!("    rehearse study {}", one.id));
        }
    }
}

/// The principles with the built-in stories that serve them, for candidates without own stories.
fn examples(page: &mut Page, bank: &Bank) {
    for one in principles() {
        page.heading(&one.name);
        page.text("  ", &one.line);
        if let Some((story, _)) = bank.serving(&one.id).first() {
            page.line(&format!("  rehearse study {}", story.id));
        }
    }
}

/// As JSON.
pub fn json(bank: &Bank) -> Value {
    let story = |(story, fit): (&Entry, Fit)| json!({"id": story.id, "own": story.own, "fit": fit, "proposed": story.proposed});
    let rows = principles().iter().map(|one| {
        let stories: Vec<Value> = bank.serving(&one.id).into_iter().map(story).collect();
        json!({"id": one.id, "name": one.name, "line": one.line, "stories": stories})
    });
    let rows: Vec<Value> = rows.collect();
    json!({
        "format": super::FORMAT,
        "principles": rows,
        "stories": bank.stories,
        "gaps": bank.gaps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::bank::PrincipleFit;

    fn story(at: usize) -> Entry {
        Entry {
            id: format!("story-{at}"),
            title: format!("Story {at}"),
            own: true,
            serves: vec![PrincipleFit {
                principle: "dive-deep".into(),
                fit: Fit::Primary,
                quotes: Vec::new(),
            }],
            proposed: false,
            asked: 0,
            last: None,
        }
    }

    #[test]
    fn thirty_stories_fit_every_width_and_none_is_lost() {
        let bank = Bank {
            stories: (1..=30).map(story).collect(),
            gaps: Vec::new(),
        };
        for width in [20, 40, 80, 100] {
            let style = Style {
                width,
                unicode: false,
                ..Style::default()
            };
            let text = text(&bank, &style);
            for line in text.lines() {
                assert!(line.len() <= width, "{width}: {line:?}");
            }
            assert_eq!(text.matches('*').count(), 31, "{width}: {text}");
            assert!(text.is_ascii(), "{text}");
        }
    }
}
