//! The verdict: what a bar raiser would think, by which standard, and what to do next.

use super::facts::by_start;
use super::{Fact, Verdict, known};
use crate::judgement::{Judgement, Leaning, Overall, Question};
use crate::scenario::{Level, Scenario};
use crate::session::{Mode, Session};
use crate::words::clean;

pub(super) fn of(judgement: &Judgement, session: &Session, scenario: &Scenario) -> Verdict {
    let overall = &judgement.overall;
    let next_section = overall.next_section.as_deref().map(clean);
    let command = match &next_section {
        _ if scenario.names_stories() => Some("rehearse ask".to_owned()),
        Some(section) => Some(drill(section, session, scenario)),
        None => None,
    };
    Verdict {
        text: clean(&overall.verdict),
        because: overall.because.iter().map(|line| clean(line)).collect(),
        leaning: overall.leaning.map(Leaning::id),
        questions: overall.questions.iter().map(asked).collect(),
        answer: answer(overall, session),
        held_to: held_to(session, scenario),
        next: clean(&overall.next),
        next_section,
        command,
    }
}

/// The command that drills this section.
fn drill(section: &str, session: &Session, scenario: &Scenario) -> String {
    let level = match session.level {
        Level::Sde2 => String::new(),
        other => format!(" --level {}", other.id()),
    };
    let lens = session.lens.map(|lens| format!(" --lens {}", lens.id()));
    let held_to = level + &lens.unwrap_or_default();
    let story = clean(&session.scenario);
    match scenario.follow_up(section) {
        // What was open belongs in the story itself.
        Some(asked) if asked.probe.is_some() => format!("rehearse practice {story}{held_to}"),
        Some(asked) => format!("rehearse followups {story} --ask {}{held_to}", asked.id),
        None if scenario.short().is_some() => again(session, &held_to),
        None => format!("rehearse practice {story} --section {section}{held_to}"),
    }
}

fn answer(overall: &Overall, session: &Session) -> Option<String> {
    let mut questions = overall.questions.iter();
    let open = questions.any(|question| !question.idea.is_empty());
    let asks = open && !session.take.synthetic && !session.id.is_empty();
    asks.then(|| format!("rehearse confirm {}", by_start(session)))
}

/// The same story in the same time again.
fn again(session: &Session, held_to: &str) -> String {
    let mode = match session.mode {
        Mode::Mock => " --mode mock",
        Mode::Guided | Mode::Study => "",
    };
    let seconds = session.length.map_or(0, |length| length.0 / 1000);
    let story = clean(&session.scenario);
    format!("rehearse practice {story}{mode} --length {seconds}{held_to}")
}

/// The most questions that are shown.
const SHOWN: usize = 3;

impl Verdict {
    /// The open questions as lines, and how to answer them.
    pub fn asks(&self) -> Vec<String> {
        let shown = self.questions.iter().take(SHOWN);
        let mut lines: Vec<String> = shown.map(|question| question.text.clone()).collect();
        let more = self.questions.len() - lines.len();
        if let Some(command) = &self.answer {
            lines.push(match more {
                0 => format!("To answer: {command}"),
                _ => format!("To answer these and {more} more: {command}"),
            });
        }
        lines
    }
}

fn asked(question: &Question) -> Question {
    Question {
        section: clean(&question.section),
        idea: clean(&question.idea),
        quote: clean(&question.quote),
        text: clean(&question.text),
    }
}

/// The bar of the level and the weight of the lens, in the words of the scenario.
fn held_to(session: &Session, scenario: &Scenario) -> Vec<Fact> {
    let title = scenario.level_title(session.level);
    let bar = scenario.levels.get(&session.level).map(|guide| &guide.bar);
    let bar = bar.filter(|bar| !bar.is_empty());
    let lens = session.lens.and_then(|lens| {
        let guide = scenario.lenses.get(&lens)?;
        Some(format!(
            "{}. Weight: {} Short: {}",
            lens.title(),
            guide.emphasise,
            guide.downplay
        ))
    });
    known([
        ("Held to", bar.map(|bar| format!("{title}. {bar}"))),
        ("Lens", lens),
    ])
}
