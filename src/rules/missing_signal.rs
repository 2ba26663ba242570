//! `missing-signal`: a key phrase of the strong example is not covered.

use crate::evidence::speech::Speech;
use crate::evidence::wording::described;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family, Certainty, Subject};
use crate::language::token::Token;
use crate::language::words::Class;
use crate::rules::Findings;
use crate::scenario::{SectionRole, Actor, Signal};

pub(super) static ABOUT: About = About {
    id: "missing-signal",
    title: "An idea is missing",
    family: Family::Evidence,
    gravity: 4,
    weakness: "left out ideas",
    what: "An idea that the strong example carries is not said, in any words, by the right person, as a fact.",
    why: "These are the facts that an interviewer listens for. What is not said is not scored.",
    source: "The scenario's key phrases and strong example.",
    flags: &["action: I wrote the retry."],
    allows: &[
        "task: It was not my team's service, there was no ticket, nobody asked me, and I decided to own the fix.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    for (signal, check) in speech.ideas() {
        if check.heard() != Certainty::NotSaid || !signal.expected_at(speech.bar.level) {
            continue;
        }
        if let Some(title) = &check.said_in {
            let phrase = &signal.phrase;
            let message =
                format!("“{phrase}” is said in {title}; the strong example says it here.");
            let instead = "It was heard. Say it where the listener waits for it, if there is room.";
            out.whole(Note, message, instead).about = Some(Subject::Idea(signal.id.clone()));
            continue;
        }
        let short = speech.short_by_lens();
        let severity = if short { Note } else { Improve };
        let instead = match signal.actor {
            Actor::Candidate if told_with_we(speech) => {
                "If you did it, say so with “I”: what “we” did is not counted as yours."
            }
            _ => "Say it in your own words; one clause is enough.",
        };
        let finding = out.whole(severity, missing(signal), instead);
        finding.about = Some(Subject::Idea(signal.id.clone()));
    }
}

fn missing(signal: &Signal) -> String {
    format!("Still missing: {}.", described(signal))
}

/// Whether an idea of an Action may not have counted, although its words were there, because "we" did it.
fn told_with_we(speech: &Speech<'_>) -> bool {
    let we = |token: &Token| token.is(Class::WE_SUBJECT) && !token.quoted;
    speech.part == SectionRole::Action
        && speech.measures.i_count < speech.measures.we_count
        && speech.tokens().iter().any(we)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::judge;
    use crate::judgement::{Bar, Severity, SectionInput};
    use crate::scenario::{Actor, Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    #[test]
    fn an_idea_said_in_another_section_is_only_a_note() {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let sections = [
            ("situation", "I noticed a 0.3% drop rate. Customers complained."),
            ("task", "It was outside my team's scope. There was no ticket, nobody asked me, and I decided to own the fix."),
        ]
        .map(|(id, text)| (id, Transcript::from_text(text)));
        let spoken = sections
            .each_ref()
            .map(|(id, transcript)| SectionInput::typed(id, Millis(12_000), transcript));
        let bar = Bar::of(&scenario, Level::Sde2);
        let judged = judge(bar, &spoken);
        let situation = &judged.sections[0];
        let check = situation
            .signals
            .iter()
            .find(|one| one.id == "outside-my-team")
            .expect("the story has it");
        assert!(!check.covered);
        assert_eq!(check.said_in.as_deref(), Some("Task"));
        let found: Vec<_> = situation
            .findings
            .iter()
            .filter(|one| one.rule == ABOUT.id)
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].severity, Severity::Note);
        assert!(found[0].message.contains("is said in Task"));
        let because = judged.overall.because.join(" ");
        assert!(because.contains("All 7 ideas"), "{because}");
    }

    #[test]
    fn a_missing_idea_is_not_worded_as_if_it_were_said() {
        let message = |phrase: &str, meaning: &str| {
            missing(&Signal {
                id: "one".into(),
                phrase: phrase.into(),
                meaning: meaning.into(),
                actor: Actor::Anyone,
                ..Signal::default()
            })
        };
        assert_eq!(
            message("no ticket", "There was no ticket for it."),
            "Still missing: “no ticket” (there was no ticket for it)."
        );
        assert_eq!(
            message("Priya agreed", "Priya said yes."),
            "Still missing: “Priya agreed” (Priya said yes)."
        );
        assert_eq!(message("no ticket", ""), "Still missing: “no ticket”.");
    }

    #[test]
    fn an_idea_of_any_story_is_not_found_in_another_section() {
        let mut scenario = builtin("caught-critical-issue").expect("it is built in");
        let mut sections = scenario.sections.iter_mut();
        let situation = sections.find(|one| one.id == "situation");
        let situation = situation.expect("every story has one");
        situation.signals.truncate(1);
        situation.signals[0].phrase = "I noticed".into();
        situation.signals[0].accept.clear();
        situation.signals[0].actor = Actor::Candidate;
        let sections = [
            ("situation", "Customers complained about it."),
            (
                "reflection",
                "I noticed that I like tea better than coffee.",
            ),
        ]
        .map(|(id, text)| (id, Transcript::from_text(text)));
        let spoken = sections
            .each_ref()
            .map(|(id, transcript)| SectionInput::typed(id, Millis(12_000), transcript));
        let judged = judge(Bar::of(&scenario, Level::Sde2), &spoken);
        let check = &judged.sections[0].signals[0];
        assert_eq!((check.covered, &check.said_in), (false, &None));
    }
}
