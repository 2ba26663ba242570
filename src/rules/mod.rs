//! Every rule, one file each.
//!
//! CONTRIBUTING.md says how to add one. The examples in its `ABOUT` run as tests.

mod rule;

use rule::{Findings, Rule};

use crate::judgement::{About, Family};

macro_rules! declare {
    ($($id:literal = $module:ident,)*) => {
        $(mod $module;)*
        /// Every rule, in the order in which a coach would go through them.
        pub static ALL: &[Rule] = &[$(Rule { about: &$module::ABOUT, check: $module::check }),*];
    };
}
crate::rule_list::rule_list!(declare);

/// The documentation of a rule; `None` for a rule of another version of the program.
pub fn about(id: &str) -> Option<&'static About> {
    let mut all = ALL.iter().map(|rule| rule.about);
    all.find(|about| about.id == id)
}

/// The cost of a rule's finding to an answer; higher is worse.
pub fn gravity(id: &str) -> u32 {
    about(id).map_or(0, |about| about.gravity)
}

/// Whether a rule is about the recording and not about what was said.
pub fn of_recording(id: &str) -> bool {
    about(id).is_some_and(|about| about.family == Family::Recording)
}

/// Words a minute, if there is enough speech for a rate to settle (about 9 s: Arantes).
fn pace(speech: &crate::evidence::speech::Speech<'_>) -> Option<u32> {
    let enough = speech.spoken.length.0 >= 9000 && speech.measures.words >= 15;
    speech.measures.words_per_minute.filter(|_| enough)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;
    use std::collections::BTreeSet;

    /// `section [seconds]: text`, judged alone against the built-in scenario.
    fn finds(rule: &str, example: &str) -> bool {
        let (head, text) = example
            .split_once(": ")
            .unwrap_or_else(|| panic!("{rule}: {example:?} must be `section [seconds]: text`"));
        let (id, seconds) = head.split_once(' ').unwrap_or((head, "12"));
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let seconds = seconds.parse();
        let length =
            Millis::from_secs_f64(seconds.unwrap_or_else(|_| {
                panic!("{rule}: {head:?} must be `section` or `section seconds`")
            }));
        let spoken = SectionInput::typed(id, length, &transcript);
        let bar = Bar::of(&scenario, Level::Sde2);
        judge(bar, &[spoken]).sections[0]
            .findings
            .iter()
            .any(|finding| finding.rule == rule)
    }

    #[test]
    fn every_rule_keeps_its_examples() {
        for rule in ALL {
            let about = rule.about;
            for example in about.flags {
                assert!(
                    finds(about.id, example),
                    "{} must flag {example:?}",
                    about.id
                );
            }
            for example in about.allows {
                assert!(
                    !finds(about.id, example),
                    "{} must allow {example:?}",
                    about.id
                );
            }
        }
    }

    /// Rules about sound, not words; the next test has their examples.
    const BY_SOUND: &[&str] = &[
        "slow-start",
        "long-pause",
        "low-level",
        "clipping",
        "phantom-text",
    ];

    /// Rules about a section within its answer or story; their own files have their examples.
    const BY_WHOLE: [&str; 2] = ["thin-action", "no-reason"];

    #[test]
    fn every_rule_explains_itself() {
        let mut ids = BTreeSet::new();
        for rule in ALL {
            let about = rule.about;
            assert!(ids.insert(about.id), "{} is listed twice", about.id);
            for text in [about.title, about.what, about.why, about.source] {
                assert!(
                    !text.trim().is_empty(),
                    "{}: title, what, why and source may not be empty",
                    about.id
                );
            }
            let shown = !about.flags.is_empty() && !about.allows.is_empty();
            assert!(
                shown || BY_SOUND.contains(&about.id) || BY_WHOLE.contains(&about.id),
                "{}: write `flags` and `allows`; a rule that needs sound or a whole answer instead stands in BY_SOUND \
                 or BY_WHOLE (src/rules/mod.rs) and is tested apart",
                about.id
            );
        }
    }

    #[test]
    fn rules_of_sound_judge_the_sound() {
        use crate::audio::{Activity, Loudness};
        use crate::time::Span;
        use crate::transcript::{Dropped, Word};
        let span = |start, end| Span::new(Millis(start), Millis(end));
        let word = |text: &str, start, end| Word::timed(text, span(start, end));
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let mut transcript = Transcript::from_words(vec![
            word("I", 3000, 3300),
            word("pulled", 3300, 4000),
            word("logs.", 7000, 8000),
            word("Then", 12_000, 13_000),
        ]);
        transcript.dropped.push(Dropped {
            text: "Thank you.".into(),
            time: span(14_000, 15_000),
            reason: "no voice there".into(),
        });
        // Voice until 4 s, from 7 s, and from 12 s; from 8 s to 9 s there is voice without a word.
        let mut activity = Activity::new(
            vec![span(3000, 4000), span(7000, 9000), span(12_000, 13_000)],
            Millis(15_000),
        );
        activity.muted.push(span(9500, 12_000));
        let loudness = Loudness {
            peak_decibels_x10: -350,
            speech_decibels_x10: -500,
            floor_decibels_x10: -700,
            clipped_frames: 40,
            all_zero: false,
        };
        let spoken = SectionInput {
            id: "situation",
            length: Millis(15_000),
            transcript: &transcript,
            activity: Some(&activity),
            loudness: Some(&loudness),
            told_before: None,
        };
        let bar = Bar::of(&scenario, Level::Sde2);
        let section = judge(bar, &[spoken]).sections.remove(0);
        let of = |rule: &str| {
            section
                .findings
                .iter()
                .filter(|finding| finding.rule == rule)
                .collect::<Vec<_>>()
        };
        for rule in BY_SOUND {
            assert!(!of(rule).is_empty(), "{rule} is silent");
        }
        let pauses: Vec<&str> = of("long-pause")
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(pauses.len(), 2);
        assert!(
            pauses[0].contains("mid-sentence, after “pulled”"),
            "{pauses:?}"
        );
        assert!(
            pauses[1].contains("between two sentences, after “logs”"),
            "{pauses:?}"
        );
        assert!(!of("long-pause")[0].suggestion.contains("muted"));
        assert!(
            of("long-pause")[1]
                .suggestion
                .contains("if the microphone was muted")
        );
        assert!(of("filler")[0].message.contains("Possible um at 0:08"));
        assert_eq!(
            (section.measures.fillers, section.measures.possible_fillers),
            (0, 1)
        );
        assert_eq!(section.measures.longest_pause, Some(Millis(3000)));
    }

    #[test]
    #[allow(
        clippy::disallowed_methods,
        reason = "the test looks at the folder of the rules"
    )]
    fn every_file_is_a_listed_rule_of_the_same_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter_map(|path| Some(path.file_stem()?.to_str()?.replace('_', "-")))
            .filter(|name| name != "mod" && name != "rule")
            .collect();
        let listed: BTreeSet<String> = ALL.iter().map(|rule| rule.about.id.to_owned()).collect();
        let nameless: Vec<_> = files.difference(&listed).collect();
        let fileless: Vec<_> = listed.difference(&files).collect();
        assert!(
            nameless.is_empty() && fileless.is_empty(),
            "files of src/rules without a rule of that id: {nameless:?}; rules without a file of that name: \
             {fileless:?}. A rule's file is called as its id, with _ for -, and src/rule_list.rs lists both"
        );
    }

    #[test]
    fn advice_contains_nothing_that_the_rules_criticise() {
        use crate::language::lexicon;
        use crate::language::pattern::Words;
        use crate::language::phrases;
        use crate::language::token::tokens;
        for rule in ALL {
            let about = rule.about;
            for text in [about.what, about.why] {
                let heard = Transcript::from_text(text);
                let words = Words::new(tokens(&heard));
                let hedges: Vec<_> = phrases::find(&words, lexicon::hedges())
                    .into_iter()
                    .filter(|(hit, _)| !words.tokens[hit.tokens.start].quoted)
                    .map(|(hit, _)| hit)
                    .collect();
                // The rule on hedges has to name them.
                assert!(
                    hedges.is_empty() || about.id == "hedge",
                    "{}: a phrase of content/lexicon/hedges.toml in `what` or `why`: {text}",
                    about.id
                );
                assert!(
                    !text.contains('!'),
                    "{}: no `!` in `what` or `why`",
                    about.id
                );
            }
        }
    }
}
