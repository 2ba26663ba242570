//! The result of a retrieval drill, question by question.

use super::bank::name;
use super::terminal::{Ink, Page, Style};
use crate::judgement::PointCheck;
use crate::plan::bank::{Bank, Fit};
use crate::plan::recall::{Recall, SECONDS, StoryChoice};
use crate::scenario::BankQuestion;
use crate::words::seconds;
use serde_json::{Value, json};

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: &'static BankQuestion,
    /// The result.
    pub recall: Recall,
    /// Days until it is asked again; `None` where it was not sure and the schedule is unchanged.
    pub due_in: Option<u32>,
}

/// The drill as text.
pub fn text(answers: &[Answered], bank: &Bank, style: &Style) -> String {
    let mut page = Page::flush(*style);
    for (number, one) in (1..).zip(answers) {
        if number > 1 {
            page.blank();
        }
        page.painted(Ink::Strong, &format!("{number}  "), &one.question.text);
        for line in lines(one, bank) {
            page.text("   ", &line);
        }
    }
    page.finish()
}

fn lines(one: &Answered, bank: &Bank) -> Vec<String> {
    let recall = &one.recall;
    let principle = name(&one.question.principle);
    let mut lines = vec![format!("It probes {principle}.")];
    if recall.text.is_empty() {
        lines.push("Nothing was heard.".into());
    } else {
        lines.push(format!("Heard: “{}”", recall.text));
        lines.push(story(recall, principle, bank));
        if matches!(recall.story, StoryChoice::Named { .. }) {
            lines.push(point(&recall.point));
        }
        let late = match recall.late {
            true => ", too long: name the story and start",
            false => "",
        };
        lines.push(format!("{} s of {SECONDS}{late}.", seconds(recall.took)));
    }
    lines.push(match (recall.right(), one.due_in) {
        (Some(true), Some(1)) => "Right: it comes again tomorrow.".into(),
        (Some(true), Some(days)) => format!("Right: it comes again in {days} days."),
        (Some(_), _) => "It comes again today.".into(),
        (None, _) => "Not counted: what was not sure changes nothing.".into(),
    });
    lines
}

fn title<'b>(id: &'b str, bank: &'b Bank) -> &'b str {
    let known = bank.stories.iter().find(|one| one.id == id);
    known.map_or(id, |one| one.title.as_str())
}

fn story(recall: &Recall, principle: &str, bank: &Bank) -> String {
    match &recall.story {
        StoryChoice::Named { story } => {
            let title = title(story, bank);
            match recall.serves {
                Some(Fit::Primary) => format!("Story: {title}. It is told for {principle}."),
                Some(Fit::Secondary) => format!("Story: {title}. It serves {principle} as well."),
                None => format!(
                    "Story: {title}. It is not filed under {principle}; if it serves it, add that to `principles` in {story}.toml."
                ),
            }
        }
        StoryChoice::Unsure { stories } => {
            let titles: Vec<&str> = stories.iter().map(|id| title(id, bank)).collect();
            format!("Story: I am not sure which. Was it {}? Say its name first.", titles.join(", or "))
        }
        StoryChoice::NotNamed => {
            "Story: none that I know was recognised. Say its name first, as `rehearse stories` lists it.".into()
        }
    }
}

fn point(point: &PointCheck) -> String {
    match point {
        PointCheck::Said { quote } => format!("First line: it carries the point, “{quote}”."),
        PointCheck::Unsure => "First line: I cannot tell whether it carries the point.".into(),
        PointCheck::NotSaid => {
            "First line: neither a figure nor an idea of the story was heard. Say what was at stake, or how it ended.".into()
        }
    }
}

/// As JSON.
pub fn json(answers: &[Answered], session: &str) -> Value {
    let answers = answers.iter().map(|one| {
        json!({
            "question": one.question.id,
            "principle": one.question.principle,
            "asked": one.question.text,
            "text": one.recall.text,
            "story": one.recall.story,
            "serves": one.recall.serves,
            "point": one.recall.point,
            "seconds": one.recall.took.as_secs_f64(),
            "late": one.recall.late,
            "right": one.recall.right(),
            "due_in_days": one.due_in,
        })
    });
    let answers: Vec<Value> = answers.collect();
    json!({"format": super::FORMAT, "session": session, "answers": answers})
}
