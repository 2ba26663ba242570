//! `thin-action`: the Action is a thin share of the whole answer, although not short by itself.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Improve;
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "thin-action",
    title: "Action is a thin share of the answer",
    family: Family::Pace,
    gravity: 0,
    weakness: "was thin against the story around it",
    what: "The Action took less than half of the share of the whole answer that the targets give it, and not so little that `underrun` says it already.",
    why: "The Action is what is judged: what you did, and how. An answer that spends its time on the background leaves the least room where the bar is met.",
    source: "The scenario's own targets: the walkthrough gives Action 90 of 175 s, 51 %; coaches name 50 to 60 %. Half of the planned share as the line is ours: the walkthrough's strong answer itself gives Action about 35 % of its words.",
    // It needs the whole answer: the tests in this file have its examples.
    flags: &[],
    allows: &["action 30: I traced it to timeouts and I wrote a retry."],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let measures = &speech.measures;
    let (Some(share), Some(planned)) = (measures.share, measures.planned_share) else {
        return;
    };
    if speech.part != SectionRole::Action
        || share * 2 >= planned
        || measures.thin()
        || speech.short_by_lens()
    {
        return;
    }
    let title = speech.title();
    let finding = out.whole(
        Improve,
        format!("{title} got {share} % of your answer; the plan gives it {planned} %."),
        "Cut the background by half, and spend that time on one step of your own: what you looked at, what you saw, what you did next.",
    );
    finding.measured = format!("{share} % of the answer");
    finding.threshold = format!("less than half of the planned {planned} %");
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, Judgement, SectionInput};
    use crate::scenario::{Lens, Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    fn timed(seconds: [u64; 5], lens: Option<Lens>) -> Judgement {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text("I traced it to timeouts and wrote a retry.");
        let spoken: Vec<SectionInput<'_>> = scenario
            .sections
            .iter()
            .zip(seconds)
            .map(|(section, seconds)| {
                SectionInput::typed(&section.id, Millis::from_secs(seconds), &transcript)
            })
            .collect();
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens,
        };
        judge(bar, &spoken)
    }

    fn found(judgement: &Judgement) -> Vec<&str> {
        let findings = judgement
            .sections
            .iter()
            .flat_map(|section| &section.findings);
        findings
            .filter(|one| one.rule == "thin-action")
            .map(|one| one.message.as_str())
            .collect()
    }

    #[test]
    fn an_action_after_a_long_background_is_thin() {
        let long_background = timed([72, 10, 34, 15, 12], None);
        assert_eq!(
            found(&long_background),
            ["Action got 24 % of your answer; the plan gives it 51 %."]
        );
        let share = |id: &str| {
            let section = long_background
                .sections
                .iter()
                .find(|section| section.id == id);
            section.map(|section| (section.measures.share, section.measures.planned_share))
        };
        assert_eq!(share("situation"), Some((Some(50), Some(17))));
    }

    #[test]
    fn balanced_short_and_lensed_answers_are_not_thin() {
        assert!(found(&timed([30, 20, 90, 20, 15], None)).is_empty());
        assert!(found(&timed([20, 12, 28, 14, 10], None)).is_empty());
        // Shorter than 30 % of its target: `underrun` says so.
        assert!(found(&timed([60, 10, 20, 15, 12], None)).is_empty());
        // This lens asks for a short Action.
        assert!(found(&timed([72, 10, 34, 15, 12], Some(Lens::DeliverResults))).is_empty());
        // Without times there are no shares.
        assert!(found(&timed([0; 5], None)).is_empty());
    }
}
