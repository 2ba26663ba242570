//! `missing-scope-boundary`: a Task does not say whose work it was and that nobody asked.

use crate::evidence::boundary;
use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Fix, Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "missing-scope-boundary",
    title: "No scope boundary",
    family: Family::Ownership,
    gravity: 8,
    weakness: "did not say whose it was",
    what: "The story is about work that nobody assigned, and Task says neither that it was not the candidate's to fix, nor that there was no ticket, nor that nobody asked. In any other story: Task does not say who gave the work, or that nobody did; a note, unless the candidate does not occur in it at all.",
    why: "Without the boundary an interviewer must assume that you were assigned the work, and then there is no ownership to credit. Assigned work is no fault: it is judged by what you made of it.",
    source: "The walkthrough's coaching and quiz: 'This is a common disqualifier.'",
    flags: &["task: My task was to find out where the webhooks were going and to fix it."],
    allows: &[
        "task: It was not my team's service.",
        "task: There was no ticket for it, and I took it on.",
        "task: Nobody asked me to look at it.",
        "task: Pharmacy ran that process, not the ward. I chose to track the errors down anyway.",
        "task: It wasn't my oven, but I could not watch it.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if speech.part != SectionRole::Task || speech.tokens().is_empty() || boundary::drawn(speech) {
        return;
    }
    let claims = speech.section.map_or_else(Vec::new, boundary::claims);
    let wanted: Vec<String> = claims
        .iter()
        .map(|signal| format!("“{}”", signal.phrase))
        .collect();
    if !wanted.is_empty() {
        out.whole(
            Fix,
            "Nothing here says that this was not yours to do: it sounds like assigned work.",
            format!(
                "Say it in one breath before you say what you took on: {}.",
                wanted.join(", ")
            ),
        );
    } else if !boundary::assigned(speech) {
        // A target that nobody took on: the candidate does not occur in it, but in the example.
        let nobody = boundary::is_without_candidate(speech);
        let severity = if nobody { Improve } else { Note };
        out.whole(
            severity,
            "Nothing here says who gave you this, or that nobody did.",
            "Say who gave it to you, or that nobody did, and what you set out to reach.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, Finding, Severity, SectionInput};
    use crate::scenario::{Level, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// The finding in a Task of a user's own story with these key phrases.
    fn found(phrases: &str, task: &str) -> Option<Finding> {
        let story = format!(
            "title = \"x\"\n[[section]]\nid = \"task\"\nstrong = \"I did it.\"\nkey_phrases = [{phrases}]\n"
        );
        let scenario = parse("x.toml", &story).expect("it is sound");
        let transcript = Transcript::from_text(task);
        let spoken = SectionInput::typed("task", Millis(12_000), &transcript);
        let bar = Bar::of(&scenario, Level::Sde2);
        let findings = judge(bar, &[spoken]).sections.remove(0).findings;
        findings
            .into_iter()
            .find(|finding| finding.rule == super::ABOUT.id)
    }

    #[test]
    fn assigned_work_is_no_fault() {
        for task in [
            "My manager gave me the billing job and four weeks to halve the failed runs.",
            "I was asked to bring the waiting time below ten minutes.",
            "It was my responsibility to keep the line running.",
            "The director put me in charge of the move.",
            "Nobody asked me for it.",
        ] {
            assert_eq!(found("", task), None, "{task}");
        }
    }

    #[test]
    fn advice_on_assigned_work_suggests_nothing_untrue() {
        let finding = found(
            "\"halve the failed runs\"",
            "I wanted to halve the failed runs.",
        )
        .expect("nobody knows whose it was");
        assert_eq!(finding.severity, Severity::Note);
        assert!(
            finding
                .suggestion
                .starts_with("Say who gave it to you, or that nobody did")
        );
    }

    #[test]
    fn a_target_alone_without_the_candidate_is_a_fault() {
        for (task, severity) in [
            (
                "The target was to be below three out of a hundred in six weeks.",
                Some(Severity::Improve),
            ),
            (
                "so the start up had to become faster for the next release",
                Some(Severity::Improve),
            ),
            (
                "The target was below three, and I wanted to reach it.",
                Some(Severity::Note),
            ),
            ("The director gave it to our group, with six weeks.", None),
        ] {
            assert_eq!(found("", task).map(|one| one.severity), severity, "{task}");
        }
    }

    #[test]
    fn a_story_that_claims_the_boundary_must_draw_it() {
        let claims = "\"nobody asked me to look\", \"halve the failed runs\"";
        let finding = found(claims, "My task was to halve the failed runs.").expect("not drawn");
        assert_eq!(finding.severity, Severity::Fix);
        assert!(finding.suggestion.contains("“nobody asked me to look”"));
        assert!(
            !finding.suggestion.contains("halve"),
            "{}",
            finding.suggestion
        );
        assert_eq!(found(claims, "No one had asked me for it."), None);
    }
}
