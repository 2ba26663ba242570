//! `generic-reflection`: a lesson that fits every story.

use crate::evidence::lesson::{self, Lesson};
use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Fix, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "generic-reflection",
    title: "Generic lesson",
    family: Family::Evidence,
    gravity: 3,
    weakness: "drew no lesson of this story",
    what: "The Reflection holds only lessons that fit every story; or, as a note, a specific lesson that touches nothing of this one.",
    why: "A lesson that could end any story tells nothing about you. What only this story taught is worth the 15 seconds.",
    source: "The walkthrough: 'Generic reflection like communication is important which tells nothing specific about the story.'",
    flags: &[
        "reflection: I learned that communication is important.",
        "reflection: I would communicate more with the Platform team.",
        "reflection: I learned to be more careful.",
    ],
    allows: &[
        "reflection: Communication matters, and here it failed because there was no shared SLO for webhooks.",
        "reflection: I now look at the neighbours' metrics every Monday before a customer complains.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if !matches!(speech.part, SectionRole::Reflection | SectionRole::FollowUp)
        || speech.tokens().is_empty()
        || speech.signals.iter().any(|signal| signal.covered)
    {
        return;
    }
    let kind = lesson::of(speech);
    let hits = lesson::commonplaces(speech);
    // Not every follow-up question asks for a lesson.
    let asked = speech.part == SectionRole::Reflection;
    match kind {
        Lesson::Own => {}
        // A particular lesson is no commonplace; only where it belongs is open. It may be tied to the story in words
        // that the story does not use, so that it is no fault.
        Lesson::Elsewhere if asked => {
            out.whole(
                Note,
                "This lesson is specific, but nothing in it is tied to what the story tells.",
                "Name the thing in this story that taught it to you, in the same sentence.",
            );
        }
        Lesson::Generic if hits.is_empty() && asked => {
            let severity = if lesson::says_much(speech) { Note } else { Fix };
            let message = "Nothing in this lesson belongs to this story.";
            out.whole(severity, message, instead(speech));
        }
        Lesson::Generic => {
            for (hit, _) in hits {
                let message = format!("“{}” would fit any story.", speech.quote(&hit.tokens));
                out.at(Fix, hit.tokens, message, instead(speech));
            }
        }
        Lesson::Elsewhere => {}
    }
}

fn instead(speech: &Speech<'_>) -> String {
    let mut ideas = speech.ideas();
    match ideas.find(|(signal, _)| signal.expected_at(speech.bar.level)) {
        Some((signal, _)) => format!(
            "Say what only this story could teach, such as “{}”.",
            signal.phrase
        ),
        None => {
            "Say what only this story could teach: the one thing that you do differently since."
                .into()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, Judgement, Severity, SectionInput};
    use crate::scenario::{Level, builtin, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    fn judged(text: &str) -> Judgement {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let spoken = SectionInput::typed("reflection", Millis(15_000), &transcript);
        let bar = Bar::of(&scenario, Level::Sde2);
        judge(bar, &[spoken])
    }

    #[test]
    fn a_specific_lesson_about_something_else_is_not_generic() {
        let judged = judged(
            "I had assumed that the errors came from tiredness. The charts showed that it was the handover. I now look at the time stamps before I look for a culprit.",
        );
        let findings = &judged.sections[0].findings;
        let found = findings
            .iter()
            .find(|finding| finding.rule == super::ABOUT.id)
            .expect("it touches nothing of the story");
        assert_eq!(found.severity, Severity::Note);
        assert!(found.message.contains("specific"), "{}", found.message);
        let because = judged.overall.because.join(" ");
        assert!(!because.contains("fit any story"), "{because}");
        assert!(!judged.overall.verdict.contains("commonplace"));
    }

    /// "Data" may mean numbers and "double-check" proof in an act, but not in a generic phrase.
    #[test]
    fn a_generic_phrase_says_no_idea_of_a_story() {
        let scenario = builtin("changed-my-mind").expect("it is built in");
        let text =
            "I learned that communication is key and you should always double-check your data.";
        let transcript = Transcript::from_text(text);
        let spoken = SectionInput::typed("reflection", Millis(15_000), &transcript);
        let judged = judge(Bar::of(&scenario, Level::Sde2), &[spoken]);
        let section = &judged.sections[0];
        assert!(!section.signals.iter().any(|signal| signal.covered));
        let generic = section.findings.iter();
        assert!(generic.filter(|one| one.rule == super::ABOUT.id).count() >= 2);
    }

    #[test]
    fn one_described_particular_thing_is_enough() {
        for text in [
            "Since then I keep a spare fuse in the van.",
            "I should have asked the night porter first.",
        ] {
            let judged = judged(text);
            let mut findings = judged.sections[0].findings.iter();
            let found = findings.find(|finding| finding.rule == super::ABOUT.id);
            let severity = found.map(|finding| finding.severity);
            assert_eq!(severity, Some(Severity::Note), "{text}");
        }
    }

    #[test]
    fn doing_again_what_was_done_in_the_story_is_its_lesson() {
        let story = "title = \"x\"\n[[section]]\nid = \"action\"\nstrong = \"I timed the loading. I asked Ada.\"\n\
                     [[section]]\nid = \"reflection\"\nstrong = \"I time it first.\"\n";
        let scenario = parse("x.toml", story).expect("it is sound");
        let found = |text: &str| {
            let transcript = Transcript::from_text(text);
            let spoken = SectionInput::typed("reflection", Millis(9000), &transcript);
            let judged = judge(Bar::of(&scenario, Level::Sde2), &[spoken]);
            let mut findings = judged.sections[0].findings.iter();
            findings.any(|finding| finding.rule == super::ABOUT.id)
        };
        assert!(!found("I now time a thing before I talk about it."));
        assert!(found("I now ask before I talk about it."));
        assert!(found("I learned that it takes time."));
    }

    #[test]
    fn a_belief_that_was_corrected_in_words_of_ones_own_is_no_commonplace() {
        for text in [
            "I used to think steadiness was something you are born with. It came from being listened to without \
             being looked at, and I teach all of them that way now.",
            "i'd gone in looking for somebody who was slacking and it was only people needing to go so now i map it \
             out before i go blaming",
        ] {
            let judged = judged(text);
            let mut findings = judged.sections[0].findings.iter();
            let found = findings.find(|finding| finding.rule == super::ABOUT.id);
            let severity = found.map(|finding| finding.severity);
            assert_eq!(severity, Some(Severity::Note), "{text}");
        }
    }

    #[test]
    fn generic_lessons_are_found() {
        for text in [
            "I learned that communication is important.",
            "I learned something new from this experience and it changed my mindset for the future.",
        ] {
            let because = judged(text).overall.because.join(" ");
            assert!(
                because.contains("The lesson would fit any story."),
                "{text}: {because}"
            );
        }
    }
}
