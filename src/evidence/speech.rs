//! One spoken section as every rule sees it: the words with their grammar, the silences, and what was asked for.

use crate::evidence::prepared::Prepared;
use crate::evidence::{measure, misheard_terms};
use crate::judgement::{
    Bar, Measures, MetricCheck, Misheard, Quantity, RuleSettings, SectionInput, SignalCheck,
};
use crate::language::clause::{Clause, clauses};
use crate::language::grammar::Mood;
use crate::language::hesitation::{self, Filler};
use crate::language::pattern::Words;
use crate::language::token::{Border, Token, tokens, written};
use crate::language::{change, number};
use crate::scenario::{Metric, Section, SectionRole, Signal};
use crate::time::{Millis, Span};
use std::ops::Range;
use std::sync::Arc;

/// A spoken section with all that is derived from it. Made once, borrowed by all rules.
#[derive(Debug)]
pub struct Speech<'a> {
    /// What was recorded.
    pub spoken: SectionInput<'a>,
    /// The bar by which it is judged.
    pub bar: Bar<'a>,
    /// Data derived from the scenario, shared by all sections and takes.
    pub prepared: Arc<Prepared>,
    /// Severities and bands.
    pub settings: &'a RuleSettings,
    /// The section of the scenario; `None` if the scenario has none of that id.
    pub section: Option<&'a Section>,
    /// What the section is for.
    pub part: SectionRole,
    /// Target time.
    pub target: Millis,
    /// Whether it is the first section that was spoken.
    pub first: bool,
    /// Every token, hesitations included.
    pub heard: Vec<Token>,
    /// The tokens without hesitations and restarts, with misheard terms restored.
    pub words: Words,
    /// Who did what, by clauses.
    pub clauses: Vec<Clause>,
    /// Hesitations, as indices into [`Self::heard`].
    pub fillers: Vec<Filler>,
    /// Words said twice, as indices into [`Self::heard`].
    pub repetitions: Vec<Range<usize>>,
    /// Terms recognised by sound.
    pub misheard: Vec<Misheard>,
    /// Every number that was said, measurements among them.
    pub numbers: Vec<number::reader::Reading>,
    /// Measurements.
    pub quantities: Vec<Quantity>,
    /// Metrics of the strong example.
    pub metrics: Vec<MetricCheck>,
    /// Metrics of this section that another section says: their ids, with its title.
    pub elsewhere: Vec<(String, String)>,
    /// Ideas of the strong example.
    pub signals: Vec<SignalCheck>,
    /// Whether the Action of the same answer makes clear whose the work was.
    pub owned: bool,
    /// Numbers without opinion.
    pub measures: Measures,
    /// Measured silence, in order; empty for typed text.
    pub silences: Vec<Span>,
}

impl<'a> Speech<'a> {
    /// Reads one spoken section. Metrics and signals are filled by `coverage` afterwards.
    pub fn new(
        bar: Bar<'a>,
        spoken: SectionInput<'a>,
        first: bool,
        settings: &'a RuleSettings,
    ) -> Self {
        let prepared = Prepared::of(bar.scenario);
        let section = bar.scenario.plan(spoken.id);
        let heard = tokens(spoken.transcript);
        let fillers = hesitation::fillers(&heard);
        let repetitions = hesitation::repetitions(&heard);
        let mut clean = without(&heard, &fillers, &repetitions);
        let (terms, texts) = (prepared.terms(), prepared.texts());
        let misheard = misheard_terms::restore(&mut clean, terms, spoken.transcript, texts);
        let expected: Vec<(f64, &str)> = section
            .into_iter()
            .chain(&bar.scenario.sections)
            .flat_map(|section| &section.metrics)
            .flat_map(|metric| &metric.values)
            .map(|value| (value.value, value.unit.as_str()))
            .collect();
        let numbers = number::reader::numbers(&clean);
        let context = number::Context {
            expected: &expected,
            outcome: SectionRole::of(spoken.id) == SectionRole::Result,
            numbers: &numbers,
            changed: &change::ends(&clean, &numbers),
        };
        let mut quantities = number::quantities(&clean, &spoken.transcript.text, &context);
        change::mark_ends(&clean, &numbers, &mut quantities);
        let target = section.map_or(Millis::ZERO, |section| section.target);
        let measures = measure::measure(&spoken, &heard, &fillers, target);
        Self {
            part: SectionRole::of(spoken.id),
            numbers,
            silences: spoken
                .activity
                .map(crate::audio::Activity::silences)
                .unwrap_or_default(),
            clauses: clauses(&clean),
            words: Words::new(clean),
            spoken,
            bar,
            prepared,
            settings,
            section,
            target,
            first,
            heard,
            fillers,
            repetitions,
            misheard,
            quantities,
            metrics: Vec::new(),
            elsewhere: Vec::new(),
            signals: Vec::new(),
            owned: false,
            measures,
        }
    }

    /// The title of the section, or its id if the scenario has none of that id.
    pub fn title(&self) -> &str {
        self.section
            .map_or(self.spoken.id, |section| &section.title)
    }

    /// The strong example of the section, empty if it has none.
    pub fn strong(&self) -> &'a str {
        let section = self.section;
        let strong = section.and_then(|section| section.strong_for(self.bar.level));
        strong.unwrap_or_default()
    }

    /// The ideas of the strong example, each with whether it was said.
    pub fn ideas(&self) -> impl Iterator<Item = (&'a Signal, &SignalCheck)> {
        let ideas = self
            .section
            .into_iter()
            .flat_map(|section| &section.signals);
        ideas.zip(&self.signals)
    }

    /// The metrics of the strong example, each with whether it was said.
    pub fn figures(&self) -> impl Iterator<Item = (&'a Metric, &MetricCheck)> {
        let metrics = self
            .section
            .into_iter()
            .flat_map(|section| &section.metrics);
        metrics.zip(&self.metrics)
    }

    /// How many ideas of the strong example were said.
    pub fn covered(&self) -> usize {
        self.signals.iter().filter(|one| one.covered).count()
    }

    /// The clauses that tell a fact, and quote nobody.
    pub fn facts(&self) -> impl Iterator<Item = &Clause> {
        let clauses = self.clauses.iter();
        clauses.filter(|one| one.mood == Mood::Fact && !one.quoted)
    }

    /// The words of `range` (indices into [`Self::heard`]).
    pub fn heard_words(&self, range: &Range<usize>) -> String {
        let words = self.heard[range.clone()].iter();
        words
            .map(|token| token.lower.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether it is part of the story, unlike an answer to a follow-up question, and something was said.
    pub fn tells(&self) -> bool {
        self.part != SectionRole::FollowUp && !self.tokens().is_empty()
    }

    /// The title of the other section that says this metric, if any.
    pub fn said_elsewhere(&self, metric: &str) -> Option<&str> {
        let mut elsewhere = self.elsewhere.iter();
        elsewhere
            .find(|(id, _)| id == metric)
            .map(|(_, title)| title.as_str())
    }

    /// Whether anything is measured here. If the strong example has metrics, only strict measurements count; otherwise
    /// whatever is counted.
    pub fn measures_something(&self) -> bool {
        !self.quantities.is_empty()
            || self.metrics.iter().any(|metric| metric.said)
            || !change::changes(self.tokens(), &self.numbers).is_empty()
            || self.metrics.is_empty() && number::counted::anything(self.tokens(), &self.numbers)
    }

    /// Whether the section has one of its figures, or measures something else: twice in a Result. Then a missing figure
    /// is no fault.
    pub fn measured_in_part(&self) -> bool {
        let enough = if self.part == SectionRole::Result {
            2
        } else {
            1
        };
        self.metrics.iter().any(|metric| metric.said)
            || self.part != SectionRole::Result && self.measures_something()
            || self.quantities.len() >= enough
    }

    /// Whether any number is said, whatever it counts. A lone "one" may be a pronoun.
    pub fn has_figures(&self) -> bool {
        self.numbers.iter().any(|number| number.plain)
    }

    /// Whether the lens asks to keep this section short, so that less of it may be said.
    pub fn short_by_lens(&self) -> bool {
        let short = self.bar.lens.map(crate::scenario::Lens::short);
        short == Some(self.spoken.id)
    }

    /// The tokens that the grammar reads.
    pub fn tokens(&self) -> &[Token] {
        &self.words.tokens
    }

    /// The written text from the first to the last of `range` (indices into [`Self::words`]).
    pub fn quote(&self, range: &Range<usize>) -> String {
        let tokens = self.tokens().get(range.clone()).unwrap_or_default();
        written(&self.spoken.transcript.text, tokens).to_owned()
    }
}

/// The tokens without fillers and repetitions. A comma around a filler belongs to the filler.
fn without(heard: &[Token], fillers: &[Filler], repetitions: &[Range<usize>]) -> Vec<Token> {
    let mut skip = vec![false; heard.len()];
    for range in fillers
        .iter()
        .map(|filler| &filler.tokens)
        .chain(repetitions)
    {
        skip[range.clone()].fill(true);
    }
    let mut out: Vec<Token> = Vec::with_capacity(heard.len());
    for (at, token) in heard.iter().enumerate() {
        if skip[at] {
            if let Some(last) = out
                .last_mut()
                .filter(|last| last.sentence == token.sentence)
            {
                last.after = match token.after {
                    Border::Comma => Border::None,
                    after => after,
                };
            }
        } else {
            out.push(token.clone());
        }
    }
    out
}
