//! The judgement: what a bar raiser would say, with evidence.

pub mod answer;
pub mod attempt;
pub mod borders;
pub mod boundary;
pub(crate) mod change;
pub mod clause;
mod confirmed;
pub mod coverage;
pub mod elsewhere;
pub mod evidence;
mod exact;
pub mod figures;
pub mod finding;
pub mod grammar;
pub mod hesitation;
pub mod lens;
pub mod lesson;
pub mod lexicon;
pub mod likeness;
mod meant;
pub mod measure;
pub mod number;
mod outcome;
pub mod own_words;
pub mod pattern;
pub mod phrases;
pub mod prepared;
pub mod rule;
pub mod rules;
pub mod settings;
pub mod sounds;
pub mod speech;
pub mod story;
pub mod token;
mod vague;
mod verbs;
pub mod verdict;
pub mod whose;
pub mod wording;

pub use evidence::Heard;
pub use finding::{Evidence, Finding, Severity};
pub use settings::{Bands, Settings};

use crate::meaning::Meanings;
use crate::scenario::{Lens, Level, Scenario, Section};
use crate::time::{Millis, Span};
use serde::{Deserialize, Serialize};

/// What one section sounded like: the input of the judgement.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// Section id.
    pub id: &'a str,
    /// How long it took.
    pub length: Millis,
    /// The words.
    pub transcript: &'a crate::transcript::Transcript,
    /// Voice and silence measured on the sound; `None` for typed text.
    pub activity: Option<&'a crate::audio::Activity>,
    /// How loud; `None` for typed text.
    pub loudness: Option<&'a crate::audio::Loudness>,
}

impl<'a> Spoken<'a> {
    /// Words of which there is no sound: nothing was measured on it.
    pub fn typed(
        id: &'a str,
        length: Millis,
        transcript: &'a crate::transcript::Transcript,
    ) -> Self {
        Self {
            id,
            length,
            transcript,
            activity: None,
            loudness: None,
        }
    }
}

/// What the answer is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Bar<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The level.
    pub level: Level,
    /// The lens.
    pub lens: Option<Lens>,
}

impl<'a> Bar<'a> {
    /// The bar of a level, without a lens.
    pub fn of(scenario: &'a Scenario, level: Level) -> Self {
        Self {
            scenario,
            level,
            lens: None,
        }
    }
}

/// The whole judgement. Made from facts alone; may be thrown away and made again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Version of the rules that made it.
    pub analyzer: String,
    /// One for each spoken section, in scenario order.
    pub sections: Vec<SectionJudgement>,
    /// Over all sections.
    pub overall: Overall,
}

/// The judgement of one section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionJudgement {
    /// Section id.
    pub id: String,
    /// Numbers without opinion.
    pub measures: Measures,
    /// Values with units, in text order.
    pub quantities: Vec<Quantity>,
    /// The strong example's metrics: said or not.
    pub metrics: Vec<MetricCheck>,
    /// The strong example's ideas: covered or not.
    pub signals: Vec<SignalCheck>,
    /// Terms of the scenario that were recognised by their sound, in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misheard: Vec<Misheard>,
    /// Findings, by time, then rule.
    pub findings: Vec<Finding>,
    /// What became of the open point, where a question of the candidate's own words was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<own_words::Outcome>,
}

impl SectionJudgement {
    /// How many ideas are covered, and how many are covered or expected at the level. Where the story
    /// has gone, each is expected.
    pub fn ideas(&self, plan: Option<&Section>, level: Level) -> (usize, usize) {
        let signals = self.signals.iter();
        ideas(
            signals.map(|one| (one.id.as_str(), one.covered)),
            plan,
            level,
        )
    }
}

/// As [`SectionJudgement::ideas`], from the ids of the ideas and whether each is covered.
pub fn ideas<'a>(
    signals: impl Iterator<Item = (&'a str, bool)>,
    plan: Option<&Section>,
    level: Level,
) -> (usize, usize) {
    let asked = |id: &str| plan.is_none_or(|plan| plan.expects(id, level));
    signals.fold((0, 0), |(covered, all), (id, said)| {
        (
            covered + usize::from(said),
            all + usize::from(said || asked(id)),
        )
    })
}

/// Numbers of one section.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Time taken.
    pub length: Millis,
    /// Time aimed at.
    pub target: Millis,
    /// Words, fillers not counted.
    pub words: usize,
    /// Words a minute over the time from first to last voiced sound (over `length` for typed text).
    pub words_per_minute: Option<u32>,
    /// Words a minute of voiced time only, pauses cut out.
    pub articulation_per_minute: Option<u32>,
    /// Time with voice, where the sound was measured.
    pub voiced: Option<Millis>,
    /// Silence before the first voiced sound.
    pub first_word_after: Option<Millis>,
    /// Longest silence between voiced stretches.
    pub longest_pause: Option<Millis>,
    /// Fillers heard: at least this many.
    pub fillers: usize,
    /// Hesitations that the sound shows and the transcript lacks; never counted as certain.
    pub possible_fillers: usize,
    /// I, I'm, I've, I'd, I'll.
    pub i_count: usize,
    /// Every we, us, our, ours, ourselves, let's.
    pub we_count: usize,
    /// Share of the whole answer's time in percent, rounded; `None` for a drill or typed text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// Share that the scenario's targets give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_share: Option<u32>,
}

impl Measures {
    /// Time past the target.
    pub fn over(&self) -> Millis {
        self.length - self.target
    }

    /// Whether the section ran past its target by more than the tolerance.
    pub fn late(&self) -> bool {
        measure::late(self.length, self.target)
    }

    /// Whether the section used so little of its target that there is hardly anything to judge.
    pub fn thin(&self) -> bool {
        measure::thin(self.length, self.target)
    }
}

/// A number that was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words that say it.
    pub quote: String,
    /// Bytes of the transcript's text: start.
    pub start: usize,
    /// Bytes of the transcript's text: end.
    pub end: usize,
    /// The value.
    pub value: f64,
    /// The unit, as in the contract.
    pub unit: String,
}

/// A term of the scenario that the recogniser wrote as other words. The transcript keeps what was
/// heard; the judgement rests on what was meant, and says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misheard {
    /// As it was written: "dead letter cue".
    pub heard: String,
    /// As it was taken: "dead letter queue".
    pub taken_as: String,
    /// Bytes of the transcript's text: start.
    pub start: usize,
    /// Bytes of the transcript's text: end.
    pub end: usize,
    /// When, from the start of the section, where the words have times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
}

/// Whether a metric of the strong example was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricCheck {
    /// Metric id.
    pub id: String,
    /// For people.
    pub name: String,
    /// Said or not.
    pub said: bool,
    /// The words that say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// Whether an idea of the strong example was covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalCheck {
    /// Signal id.
    pub id: String,
    /// The key phrase.
    pub phrase: String,
    /// Covered or not.
    pub covered: bool,
    /// How surely it was said. Judgements of before have only `covered`; ask [`Self::heard`].
    #[serde(default, skip_serializing_if = "not_said")]
    pub heard: Heard,
    /// The words that cover it, or come near it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Title of the section that says it, where this one does not and another one plainly does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_in: Option<String>,
}

fn not_said(heard: &Heard) -> bool {
    *heard == Heard::NotSaid
}

impl SignalCheck {
    /// How surely it was said.
    pub fn heard(&self) -> Heard {
        if self.covered {
            Heard::Said
        } else {
            self.heard
        }
    }
}

/// Which way a bar raiser leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaning {
    /// For.
    Hire,
    /// A follow-up question would decide.
    Undecided,
    /// Against.
    NoHire,
}

impl Leaning {
    /// As in the contract for `analyze`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Hire => "hire",
            Self::Undecided => "undecided",
            Self::NoHire => "no-hire",
        }
    }
}

/// What the judge asks because it is not sure. No finding, and it lowers no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Section id.
    pub section: String,
    /// Id of the idea; empty where it is about the section as a whole.
    pub idea: String,
    /// The words that it is about.
    pub quote: String,
    /// The question.
    pub text: String,
}

/// Over all sections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overall {
    /// Time taken.
    pub length: Millis,
    /// Time aimed at (spoken sections only, in a drill).
    pub target: Millis,
    /// The bar raiser's thought, one paragraph.
    pub verdict: String,
    /// Why, one reason a line.
    pub because: Vec<String>,
    /// The one thing to drill next, as a sentence.
    pub next: String,
    /// The section to drill, if one stands out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_section: Option<String>,
    /// Which way it leans, where enough was told to lean at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaning: Option<Leaning>,
    /// What the judge asks because it is not sure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// Version of the rules; rises with every release whose rules may judge the same facts otherwise.
pub const ANALYZER: &str = concat!("rehearse-", env!("CARGO_PKG_VERSION"), "-4");

/// Judges what was spoken with the default settings.
pub fn judge(bar: Bar<'_>, spoken: &[Spoken<'_>]) -> Judgement {
    judge_with(bar, spoken, &Settings::default())
}

/// Judges what was spoken. Pure: the same facts give the same judgement, byte for byte.
///
/// Sections are judged in the scenario's order, whatever the order of `spoken`; sections that the
/// scenario does not know come last and are measured, not held to a target.
pub fn judge_with(bar: Bar<'_>, spoken: &[Spoken<'_>], settings: &Settings) -> Judgement {
    judge_by_meaning(bar, spoken, settings, None)
}

/// As [`judge_with`]; ideas whose words were not found are looked for by their meaning as well.
pub fn judge_by_meaning(
    bar: Bar<'_>,
    spoken: &[Spoken<'_>],
    settings: &Settings,
    meanings: Option<&Meanings<'_>>,
) -> Judgement {
    let place = |id: &str| {
        // Follow-ups keep the order in which they were asked.
        let sections = &bar.scenario.sections;
        let known = sections.iter().position(|section| section.id == id);
        let asked = bar.scenario.follow_up(id).is_some();
        known.unwrap_or(sections.len() + usize::from(!asked))
    };
    let mut ordered: Vec<&Spoken<'_>> = spoken.iter().collect();
    ordered.sort_by_key(|spoken| place(spoken.id));
    let answer = measure::Answer::of(bar.scenario, &ordered);
    let mut speeches: Vec<speech::Speech<'_>> = ordered
        .into_iter()
        .enumerate()
        .map(|(at, spoken)| {
            let mut speech = speech::Speech::new(bar, *spoken, at == 0, settings);
            if speech.part != speech::Part::FollowUp {
                (speech.measures.share, speech.measures.planned_share) =
                    answer.shares(speech.spoken.length, speech.target);
            }
            speech.metrics = figures::metrics(&speech);
            speech.signals = coverage::signals(&speech);
            speech
        })
        .collect();
    elsewhere::mark(&mut speeches);
    if let Some(meanings) = meanings {
        meant::mark(&mut speeches, meanings);
    }
    let sections: Vec<SectionJudgement> = speeches
        .iter()
        .map(|speech| judge_section(speech, settings))
        .collect();
    let overall = verdict::overall(bar, &speeches, &sections);
    Judgement {
        analyzer: ANALYZER.into(),
        sections,
        overall,
    }
}

fn judge_section(speech: &speech::Speech<'_>, settings: &Settings) -> SectionJudgement {
    let without = &speech.bar.scenario.without_rules;
    let mut findings = Vec::new();
    for rule in rules::ALL {
        let id = rule.about().id;
        let off = without.iter().chain(&settings.off).any(|off| off == id);
        if !off && own_words::judges(id, speech) {
            rule.check(speech, &mut findings);
        }
    }
    findings.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.rule.cmp(&b.rule)));
    SectionJudgement {
        id: speech.spoken.id.into(),
        measures: speech.measures.clone(),
        quantities: speech.quantities.clone(),
        metrics: speech.metrics.clone(),
        signals: speech.signals.clone(),
        misheard: speech.misheard.clone(),
        findings,
        point: speech
            .bar
            .scenario
            .follow_up(speech.spoken.id)
            .and_then(|asked| own_words::outcome(speech, asked)),
    }
}

/// Findings stand in the order in which they are said; what has no place comes last.
fn order(finding: &Finding) -> (usize, u64) {
    let place = finding.bytes.map_or(usize::MAX, |(start, _)| start);
    (place, finding.time.map_or(u64::MAX, |time| time.start.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;
    use crate::transcript::Transcript;
    use proptest::prelude::*;

    fn of(id: &str, text: &str) -> Judgement {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let spoken = Spoken::typed(id, Millis(20_000), &transcript);
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens: Some(Lens::Ownership),
        };
        judge(bar, &[spoken])
    }

    fn sound(judgement: &Judgement, text: &str) {
        for section in &judgement.sections {
            for finding in &section.findings {
                if let Some((start, end)) = finding.bytes {
                    assert_eq!(
                        text.get(start..end),
                        finding.quote.as_deref(),
                        "{}",
                        finding.rule
                    );
                }
            }
            for quantity in &section.quantities {
                assert_eq!(
                    text.get(quantity.start..quantity.end),
                    Some(quantity.quote.as_str())
                );
                assert!(quantity.value.is_finite());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_judged_and_twice_the_same(text in "\\PC{0,200}", section in 0..5usize) {
            let id = ["situation", "task", "action", "result", "reflection"][section];
            let judgement = of(id, &text);
            sound(&judgement, &text);
            prop_assert_eq!(judgement, of(id, &text));
        }

        #[test]
        fn any_mixture_of_telling_words_is_judged(words in proptest::collection::vec(
            prop::sample::select(vec![
                "we", "I", "us", "our", "let's", "um,", "like", "0.3%", "$8K", "a", "half", "million", "point", "three", "in",
                "thousand", "from", "to", "zero", "not", "one", "\"we", "said.\"", "was", "found", "by", "and", "the", "team", "logs.",
                "traced", "S", "L", "O", "\u{5d0}\u{5d1}", "\u{1f600}", "'", "-", "24/7", "kind", "of", "which", "who", "until", "twenty",
            ]), 0..60), section in 0..5usize) {
            let text = words.join(" ");
            let id = ["situation", "task", "action", "result", "reflection"][section];
            sound(&of(id, &text), &text);
        }
    }

    #[test]
    fn empty_one_word_and_a_hundred_thousand_words() {
        for text in [
            "",
            " ",
            "we",
            "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "\u{1f469}\u{200d}\u{1f680} I",
            "\"",
            "\u{0}",
        ] {
            sound(&of("action", text), text);
        }
        let long = "we traced it and nobody asked me about 0.3 percent of the logs ".repeat(8000);
        let judgement = of("action", &long);
        assert!(judgement.sections[0].measures.words > 100_000);
    }
}
