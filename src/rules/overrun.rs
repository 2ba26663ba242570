//! `overrun`: the section ran past its target.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Fix, Improve};
use crate::judgement::{late, tolerance, About, Family};
use crate::rules::Findings;
use crate::time::{Millis, Span};

pub(super) static ABOUT: About = About {
    id: "overrun",
    title: "Ran past its time",
    family: Family::Pace,
    gravity: 5,
    weakness: "ran over its time",
    what: "The section took longer than its target by more than 2 seconds or 10 %, whichever is more.",
    why: "An interviewer hears several questions in one hour. Time that one section takes is missing in Action or Result, where the bar is met.",
    source: "The scenario's own targets; the tolerance of max(2 s, 10 %) is ours: other tools nudge only past +50 %.",
    flags: &["situation 41: I noticed that the webhooks were failing."],
    allows: &[
        "situation 33: I noticed that the webhooks were failing.",
        "task 21.9: It was not my team's service.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let (length, target) = (speech.spoken.length, speech.target);
    if !late(length, target) {
        return;
    }
    let over = length - target;
    let idle = idle(speech).filter(|idle| idle.length() >= over);
    // More than a quarter too long is no slip, if the candidate spoke that long.
    let severity = if over.0 * 4 > target.0 && idle.is_none() {
        Fix
    } else {
        Improve
    };
    let title = speech.title();
    let finding = out.whole(
        severity,
        format!(
            "{title} took {:.1} s of {} s, {:.1} s over.",
            length.as_secs_f64(),
            target.0 / 1000,
            over.as_secs_f64()
        ),
        match idle {
            Some(idle) => format!(
                "The last word was said at {}, and the time ran on for {} s without one: go on to the next part as soon as you have said it.",
                idle.start,
                idle.length().rounded().0 / 1000
            ),
            None => shorten(speech),
        },
    );
    finding.measured = format!("{:.1} s of {} s", length.as_secs_f64(), target.0 / 1000);
    finding.threshold = format!("more than {:.1} s over", tolerance(target).as_secs_f64());
}

/// The silence after the last word.
fn idle(speech: &Speech<'_>) -> Option<Span> {
    let last = speech.silences.last()?;
    (last.start > Millis::ZERO && last.end == speech.spoken.activity?.length).then_some(*last)
}

/// What to leave out, in the terms of the scenario's lens and coaching.
fn shorten(speech: &Speech<'_>) -> String {
    let words = speech.target.0 * 140 / 60_000;
    let said = speech.measures.words as u64;
    if said <= words {
        return format!(
            "About {words} words fit at a calm pace and you said {said}: the pauses made it long."
        );
    }
    let advice = match speech.section.map(|section| section.common_mistake.trim()) {
        None | Some("") => {
            "Keep the sentence that only you could say, and cut the background.".into()
        }
        Some(mistake) => format!("A common mistake in this part: {mistake}"),
    };
    format!("About {words} words fit at a calm pace. {advice}")
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::audio::Activity;
    use crate::judgement::{Bar, Finding, Severity, SectionInput};
    use crate::scenario::{Level, builtin};
    use crate::time::{Millis, Span};
    use crate::transcript::Transcript;

    /// The finding in a Reflection (15 s) of `words` words, voiced until `voiced`.
    fn found(words: usize, voiced: u64, length: u64) -> Finding {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript =
            Transcript::from_text(&(0..words).map(|n| format!("w{n} ")).collect::<String>());
        let voice = Span::new(Millis(300), Millis(voiced));
        let activity = Activity::new(vec![voice], Millis(length));
        let spoken = SectionInput {
            id: "reflection",
            length: Millis(length),
            transcript: &transcript,
            activity: Some(&activity),
            loudness: None,
            told_before: None,
        };
        let bar = Bar::of(&scenario, Level::Sde2);
        let findings = judge(bar, &[spoken]).sections.remove(0).findings;
        let mut overruns = findings.into_iter().filter(|one| one.rule == "overrun");
        overruns.next().expect("it ran over")
    }

    #[test]
    fn the_sound_shows_whether_words_or_silence_made_it_long() {
        let silent = found(26, 11_600, 31_900);
        assert!(
            silent
                .suggestion
                .contains("said at 0:11, and the time ran on for 20 s")
        );
        assert_eq!(silent.severity, Severity::Improve);
        let slow = found(26, 31_500, 31_900);
        assert!(
            slow.suggestion.contains("you said 26: the pauses"),
            "{}",
            slow.suggestion
        );
        let long = found(90, 31_500, 31_900);
        assert!(
            long.suggestion.contains("A common mistake"),
            "{}",
            long.suggestion
        );
        assert_eq!(long.severity, Severity::Fix);
    }
}
