//! `filler`: a hesitation sound or a verbal tic.

use crate::evidence::measure;
use crate::evidence::speech::Speech;
use crate::judgement::Severity::{Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::time::Millis;

pub(super) static ABOUT: About = About {
    id: "filler",
    title: "Filler",
    family: Family::Delivery,
    gravity: 0,
    weakness: "had many fillers",
    what: "An um, uh, you know, I mean, basically, right? or a 'like' that compares nothing. At least this many: recognisers leave some out.",
    why: "Up to five a minute do no harm; twelve a minute do, and sounds more than words. 'Like' costs most in job interviews.",
    source: "Laske and DiGennaro Reed 2024 (0, 2, 5 and 12 a minute); Russell 2008 on 'like' in job interviews.",
    flags: &[
        "action: Um, I pulled the logs.",
        "action: It was, like, a lot of logs.",
        "situation: So there's this tool, right, and it was, you know, slow.",
    ],
    allows: &[
        "action: It looked like a timeout.",
        "action: That is right.",
        "action: I'd like to be clear.",
    ],
};

/// Assumed words a minute of an untimed answer.
const UNHURRIED: u64 = 140;

/// Minimum time for a rate: one filler in less is no rate.
const SHORTEST: Millis = Millis::from_secs(30);

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let words = speech.measures.words as u64;
    let timed = speech.spoken.length > Millis::ZERO;
    let length = match timed {
        true => speech.spoken.length,
        false => Millis(words * 60_000 / UNHURRIED),
    };
    let rate = speech.fillers.len() as u64 * 60_000 / length.max(SHORTEST).0;
    let limit = u64::from(speech.settings.bands.fillers_per_minute);
    let severity = if rate > limit { Improve } else { Note };
    for filler in &speech.fillers {
        let said = speech.heard_words(&filler.tokens);
        // Up to the limit fillers are counted and shown, with nothing to correct.
        let (message, suggestion) = if rate <= limit {
            let few = format!("“{said}”: so few are not noticed.");
            (few, "Nothing to mend; it is only counted.")
        } else {
            let instead = match filler.sound {
                true => {
                    "Close your mouth where the sound wants to come; the pause is better than the um."
                }
                false => "Leave it out; the sentence stands without it.",
            };
            (format!("“{said}” carries nothing here."), instead)
        };
        let finding = out.at_heard(severity, filler.tokens.clone(), message, suggestion);
        finding.measured = match timed {
            true => format!("at least {rate} a minute"),
            false => format!("{} in {words} words", speech.fillers.len()),
        };
        finding.threshold = format!("more than {limit} a minute are noticed");
    }
    for hole in measure::possible_fillers(&speech.spoken) {
        let finding = out.gap(
            Note,
            hole,
            format!(
                "Possible um at {}: there is voice, and no word was recognised.",
                hole.start
            ),
            "Listen to that moment; it is not counted.",
        );
        finding.measured = format!("{:.1} s of voice", hole.length().as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, Severity, SectionInput};
    use crate::scenario::{Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    #[test]
    fn an_untimed_answer_has_no_filler_rate() {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let text = format!("Um, I pulled the logs. {}", "I read them. ".repeat(10));
        let transcript = Transcript::from_text(&text);
        let found = |length| {
            let spoken = SectionInput::typed("action", length, &transcript);
            let bar = Bar::of(&scenario, Level::Sde2);
            let findings = judge(bar, &[spoken]).sections.remove(0).findings;
            let mut fillers = findings.into_iter().filter(|one| one.rule == "filler");
            let one = fillers.next().expect("an um");
            (one.measured, one.severity)
        };
        assert_eq!(
            found(Millis::ZERO),
            ("1 in 34 words".into(), Severity::Note)
        );
        let timed = ("at least 2 a minute".into(), Severity::Note);
        assert_eq!(found(Millis(14_000)), timed);
    }
}
