//! Writes a draft as a commented TOML file that `scenario check` accepts.

use super::Draft;
use super::measured::{self, Proposal};
use super::{propose, suited};
use crate::analysis::judge;
use crate::judgement::{Bar, SectionInput, Severity};
use crate::scenario::SectionRole;
use crate::scenario::{Level, is_unit, parse, principle, questions, slug, star};

use crate::time::Millis;
use crate::transcript::Transcript;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Columns of the texts.
const WIDTH: usize = 96;

/// The proposals of one section.
#[derive(Debug, Default, Clone)]
struct Proposed {
    phrases: Vec<String>,
    metrics: Vec<Proposal>,
}

/// The file, with texts, proposals and comments, complete for editing.
pub fn to_toml(draft: &Draft) -> String {
    let mut proposed: Vec<Proposed> = Vec::new();
    let mut known = BTreeSet::new();
    for (usual, strong) in star::SECTIONS.iter().zip(&draft.sections) {
        let values = measured::changes_and_values(strong, SectionRole::of(usual.id));
        proposed.push(Proposed {
            phrases: distinct(propose::phrases(strong, SectionRole::of(usual.id))),
            metrics: new_values(values, &mut known),
        });
    }
    // A generic lesson is not proposed as an idea, since repeating it would then pass.
    if generic(draft) {
        proposed[LESSON].phrases.clear();
    }
    // What the judge does not find in the story's own words, it
    // would miss in every take. Ideas influence each other, so this is repeated.
    loop {
        let text = file(draft, &proposed);
        if !remove_unrecognised(&text, &mut proposed) {
            return text;
        }
    }
}

/// Index of the Reflection.
const LESSON: usize = 4;

/// Whether the judge finds the story's own lesson generic.
fn generic(draft: &Draft) -> bool {
    let bare = vec![Proposed::default(); draft.sections.len()];
    let Ok(scenario) = parse("draft.toml", &file(draft, &bare)) else {
        return false;
    };
    let transcript = Transcript::from_text(&draft.sections[LESSON]);
    let spoken = SectionInput::typed(star::SECTIONS[LESSON].id, Millis::ZERO, &transcript);
    let judged = judge(Bar::of(&scenario, Level::default()), &[spoken]);
    let mut findings = judged.sections.iter().flat_map(|one| &one.findings);
    findings.any(|one| one.rule == "generic-reflection" && one.severity == Severity::Fix)
}

/// Removes what the judge does not find in the story's own words; returns whether there was any.
fn remove_unrecognised(text: &str, proposed: &mut [Proposed]) -> bool {
    let Ok(scenario) = parse("draft.toml", text) else {
        return false;
    };
    let mut struck = false;
    for (section, proposed) in scenario.sections.iter().zip(proposed) {
        let Some(strong) = &section.strong else {
            continue;
        };
        let transcript = Transcript::from_text(strong);
        let spoken = SectionInput::typed(&section.id, section.target, &transcript);
        let bar = Bar::of(&scenario, Level::default());
        let judged = judge(bar, &[spoken]).sections.remove(0);
        let before = proposed.phrases.len() + proposed.metrics.len();
        let mut heard = judged.signals.iter().map(|one| one.covered);
        proposed.phrases.retain(|_| heard.next().unwrap_or(true));
        let mut said = judged.metrics.iter().map(|one| one.said);
        proposed.metrics.retain(|_| said.next().unwrap_or(true));
        struck |= proposed.phrases.len() + proposed.metrics.len() < before;
    }
    struck
}

fn file(draft: &Draft, proposed: &[Proposed]) -> String {
    let mut out = String::from(
        "# Your story. Everything after a # is a comment.\n\
         # `rehearse scenario check` reads this file and advises; `rehearse practice` speaks it.\n\
         format = 1\n",
    );
    let _ = writeln!(out, "title = {}", text(&draft.title));
    out.push_str("\n# What the interviewer asks. Left out, the title is asked.\n");
    let question = match draft.question.as_str() {
        "" => usual_question(draft),
        asked => asked.to_owned(),
    };
    let example = "Tell me about a time you ...";
    optional(&mut out, "question", &question, example);
    out.push_str("# The leadership principle that the story is told for.\n");
    optional(&mut out, "principle", &draft.principle, "Ownership");
    other_principles(&mut out, draft);
    let sections = star::SECTIONS.iter().zip(&draft.sections);
    for ((usual, strong), proposed) in sections.zip(proposed) {
        section(&mut out, usual, strong, proposed);
    }
    out.push_str(
        "\n# Seconds for the whole answer at a level. Each section keeps the target above at every\n\
         # level; the answer as a whole is held to this. Without it: the targets together.\n\
         # Is a level called something else where you work? Say so: title = \"Site lead\"\n\
         [level.sde1]\nlength = 120\n\n[level.senior]\nlength = 180\n",
    );
    out.push_str(
        "\n# A follow-up question to drill; copy the block for more.\n\
         # [[follow_up]]\n\
         # question = \"How did you know that it worked?\"\n\
         # weak = \"I assumed so, because nobody complained.\"\n\
         # strong = \"I ...\"\n\
         # key_line = \"...\"\n\
         \n# Names and terms that are easily misheard, and how.\n\
         # [vocabulary]\n\
         # \"dead letter queue\" = [\"dead letter cue\"]\n",
    );
    if !draft.left_over.is_empty() {
        out.push_str("\n# From your notes, without a place so far:\n");
        for note in &draft.left_over {
            for line in textwrap::wrap(note, WIDTH - 2) {
                let _ = writeln!(out, "# {line}");
            }
        }
    }
    out
}

/// What is asked where the candidate has no question: the usual one for the principle, else a neutral one.
fn usual_question(draft: &Draft) -> String {
    let usual = principle(&draft.principle).and_then(|told_for| {
        let mut all = questions().iter();
        all.find(|asked| asked.principle == told_for.id)
    });
    let title = draft.title.trim_end_matches(['.', '!', '?', ' ']);
    match usual {
        Some(asked) => asked.text.clone(),
        None if title.is_empty() => String::new(),
        None => format!("Tell me about this: {title}."),
    }
}

/// The principles that it may serve, as a commented line, each with the words that speak for it.
fn other_principles(out: &mut String, draft: &Draft) {
    let offered = suited::offered(draft);
    if offered.is_empty() {
        return;
    }
    out.push_str(
        "# Principles that it is nearest to; remove the last # and keep those that it serves.\n",
    );
    for (one, quotes) in &offered {
        let quotes: Vec<String> = quotes.iter().map(|quote| format!("“{quote}”")).collect();
        let why = if quotes.is_empty() {
            one.line.clone()
        } else {
            quotes.join(", ")
        };
        let entry = format!("{}: {why}", one.name);
        for line in textwrap::wrap(&entry, WIDTH - 4) {
            let _ = writeln!(out, "#   {line}");
        }
    }
    let names: Vec<String> = offered.iter().map(|(one, _)| text(&one.name)).collect();
    let _ = writeln!(out, "# principles = [{}]", names.join(", "));
}

fn optional(out: &mut String, key: &str, value: &str, example: &str) {
    let _ = match value {
        "" => writeln!(out, "# {key} = \"{example}\""),
        value => writeln!(out, "{key} = {}", text(value)),
    };
}

fn section(out: &mut String, usual: &star::Default, strong: &str, proposed: &Proposed) {
    let seconds = usual.target.0 / 1000;
    let _ = write!(
        out,
        "\n# {}: {}\n[[section]]\nid = \"{}\"\ntarget = {seconds} # seconds\n",
        usual.title, usual.cue, usual.id
    );
    if strong.is_empty() {
        let _ = writeln!(
            out,
            "# The words you would like to hear yourself say:\n# strong = \"...\""
        );
        return;
    }
    let _ = writeln!(out, "strong = {}", long_text(strong));
    if !proposed.phrases.is_empty() {
        out.push_str("# Ideas to say, in any words. Proposed from your text: keep what matters.\n");
        let list: Vec<_> = proposed.phrases.iter().map(|phrase| text(phrase)).collect();
        let _ = writeln!(out, "key_phrases = [{}]", list.join(", "));
    }
    metrics(out, &proposed.metrics);
}

/// Phrases with distinct ids.
fn distinct(phrases: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    phrases
        .into_iter()
        .filter(|phrase| seen.insert(slug(phrase)))
        .collect()
}

/// Values of a proposal, for comparison with later sections.
type Values = Vec<(u64, String)>;

/// The numbers of a text that no earlier section contains.
fn new_values(proposals: Vec<Proposal>, known: &mut BTreeSet<Values>) -> Vec<Proposal> {
    let mut names = BTreeSet::new();
    let mut kept = Vec::new();
    for proposal in proposals {
        let usable = proposal
            .values
            .iter()
            .all(|(value, unit)| value.is_finite() && value.abs() <= 1e15 && is_unit(unit));
        let quote = proposal
            .quote
            .trim_matches(|c: char| c.is_ascii_punctuation() && !"%$".contains(c));
        let key = |(value, unit): &(f64, String)| (value.to_bits(), unit.clone());
        let values: Values = proposal.values.iter().map(key).collect();
        if !usable || quote.is_empty() || known.contains(&values) || !names.insert(slug(quote)) {
            continue;
        }
        // After a change, neither of its ends is proposed again.
        known.extend(values.iter().map(|value| vec![value.clone()]));
        known.insert(values);
        kept.push(Proposal {
            quote: quote.to_owned(),
            values: proposal.values,
        });
    }
    kept
}

fn metrics(out: &mut String, proposals: &[Proposal]) {
    if !proposals.is_empty() {
        out.push_str("# Numbers to say. Proposed from your text: remove what does not matter.\n");
    }
    for proposal in proposals {
        let values: Vec<String> = proposal
            .values
            .iter()
            .map(|(value, unit)| match unit.as_str() {
                "" => format!("{{ value = {value} }}"),
                unit => format!("{{ value = {value}, unit = \"{unit}\" }}"),
            })
            .collect();
        let _ = write!(
            out,
            "[[section.metric]]\nname = {}\nvalues = [{}]\n",
            text(&proposal.quote),
            values.join(", ")
        );
        // "From 40 minutes to 6" omits the second unit.
        if let [(_, _), (last, _)] = proposal.values[..] {
            let _ = writeln!(out, "or = [[{}, {{ value = {last} }}]]", values[0]);
        }
    }
}

/// A TOML string on one line.
fn text(value: &str) -> String {
    format!("\"{}\"", escaped(value))
}

/// A TOML string wrapped over lines; `scenario` reads line breaks as spaces.
fn long_text(value: &str) -> String {
    // At spaces only: a break inside "ready-to-merge" would come back as a space.
    let options = textwrap::Options::new(WIDTH)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(value, options);
    format!("\"\"\"\n{}\"\"\"", escaped(&lines.join("\n")))
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::check;
    use proptest::prelude::*;

    fn draft(sections: [&str; 5]) -> Draft {
        Draft {
            title: "The quiet \"alarm\" C:\\x".into(),
            sections: sections.map(String::from),
            ..Draft::default()
        }
    }

    #[test]
    fn a_draft_is_accepted_without_a_warning() {
        let draft = Draft {
            question: "Tell me about an alarm.".into(),
            principle: "Ownership".into(),
            left_over: vec!["Ask Ada".into()],
            ..draft([
                "I noticed that the alarm had been off for 9 days.",
                "It was not my team's alarm and nobody asked me.",
                "I read the rules. I found the switch. I turned the alarm on.",
                "Missed calls fell from 14 a week to 1.",
                "I now test what is silent.",
            ])
        };
        let toml = to_toml(&draft);
        let checked = check("quiet-alarm.toml", &toml);
        let told: Vec<_> = checked.faults.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{}\n{toml}", told.join("\n"));
        let scenario = checked.scenario.unwrap();
        assert_eq!(scenario.title, draft.title);
        for (section, text) in scenario.sections.iter().zip(&draft.sections) {
            assert_eq!(section.strong.as_ref(), Some(text));
        }
        assert_eq!(scenario.sections[2].signals.len(), 3);
        assert!(toml.contains("# Ask Ada"));
    }

    #[test]
    fn a_change_is_one_metric_and_no_number_is_asked_for_twice() {
        let toml = to_toml(&draft([
            "The build took 40 minutes.",
            "",
            "",
            "It went from 40 minutes to 6.",
            "A build of 6 minutes is waited for; one of 40 minutes is not.",
        ]));
        let scenario = parse("x.toml", &toml).unwrap();
        let metrics: Vec<_> = scenario
            .sections
            .iter()
            .flat_map(|section| &section.metrics)
            .map(|metric| metric.name.as_str())
            .collect();
        assert_eq!(metrics, ["40 minutes", "from 40 minutes to 6"], "{toml}");
        assert!(
            toml.contains(
                "[{ value = 40, unit = \"minutes\" }, { value = 6, unit = \"minutes\" }]"
            ),
            "{toml}"
        );
    }

    #[test]
    fn a_story_without_a_question_is_asked_for_by_its_principle_or_title() {
        let asked = |principle: &str, title: &str| {
            let toml = to_toml(&Draft {
                principle: principle.into(),
                title: title.into(),
                ..draft([""; 5])
            });
            parse("x.toml", &toml).unwrap().question
        };
        let neutral = "Tell me about this: The late ferry.";
        assert_eq!(asked("", "The late ferry."), neutral);
        assert_eq!(asked("Kindness", "The late ferry"), neutral);
        let usual = asked("Ownership", "The late ferry");
        let mut all = questions().iter();
        assert!(
            all.any(|one| one.text == usual && one.principle == "ownership"),
            "{usual}"
        );
    }

    #[test]
    fn an_empty_draft_gives_a_form_to_fill_in() {
        let toml = to_toml(&draft([""; 5]));
        let checked = check("form.toml", &toml);
        assert!(checked.scenario.is_some());
        assert_eq!(
            checked.faults.len(),
            5,
            "five sections without an example are told"
        );
    }

    /// The file describes levels as the program applies them.
    #[test]
    fn a_level_limits_the_whole_answer_and_may_have_a_title() {
        use crate::scenario::Level;
        let toml = to_toml(&draft(["I did it."; 5]));
        assert!(
            toml.contains("Each section keeps the target above at every"),
            "{toml}"
        );
        assert!(!toml.contains("shrink"), "{toml}");
        let named = toml.replace("[level.senior]", "[level.senior]\ntitle = \"Site lead\"");
        let scenario = parse("x.toml", &named).unwrap();
        let seconds: Vec<_> = Level::ALL
            .map(|level| scenario.whole(level).0 / 1000)
            .into();
        assert_eq!(seconds, [120, 175, 180]);
        let titles = Level::ALL.map(|level| scenario.level_title(level).to_owned());
        assert_eq!(titles, ["SDE 1", "SDE 2", "Site lead"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Any notes give a file that is accepted and holds the words.
        #[test]
        fn any_notes_give_a_file_that_is_accepted(notes in "(?s)([ -~é\\\\\"#'$%\n]{1,60}\n?){1,8}") {
            let draft = super::super::from_notes("my notes", &notes);
            let toml = to_toml(&draft);
            let scenario = match parse("x.toml", &toml) {
                Ok(scenario) => scenario,
                Err(faults) => {
                    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
                    return Err(TestCaseError::fail(format!("{}\n{toml}", told.join("\n"))));
                }
            };
            for (section, text) in scenario.sections.iter().zip(&draft.sections) {
                prop_assert_eq!(section.strong.as_deref().unwrap_or_default(), text);
            }
        }
    }
}
