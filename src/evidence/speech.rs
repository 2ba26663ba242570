//! One spoken section as every rule sees it: the words with their grammar, the silences, and what was asked for.

use crate::evidence::prepared::Prepared;
use crate::evidence::{measure, sounds};
use crate::judgement::About;
use crate::judgement::Settings;
use crate::judgement::{
    Bar, Evidence, Finding, Measures, MetricCheck, Misheard, Quantity, Severity, SignalCheck,
    Spoken,
};
use crate::language::clause::{Clause, clauses};
use crate::language::hesitation;
use crate::language::hesitation::Filler;
use crate::language::pattern::Words;
use crate::language::token::{Token, tokens};
use crate::language::{change, number};
use crate::scenario::Part;
use crate::scenario::Section;
use crate::time::{Millis, Span};
use crate::transcript::WordSpan;
use std::ops::Range;
use std::sync::Arc;

/// A spoken section with all that is derived from it. Made once, borrowed by all rules.
#[derive(Debug)]
pub struct Speech<'a> {
    /// What was recorded.
    pub spoken: Spoken<'a>,
    /// The bar by which it is judged.
    pub bar: Bar<'a>,
    /// Data derived from the scenario, shared by all sections and takes.
    pub prepared: Arc<Prepared>,
    /// Severities and bands.
    pub settings: &'a Settings,
    /// The section of the scenario; `None` if the scenario has none of that id.
    pub section: Option<&'a Section>,
    /// What the section is for.
    pub part: Part,
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
    pub fn new(bar: Bar<'a>, spoken: Spoken<'a>, first: bool, settings: &'a Settings) -> Self {
        let prepared = Prepared::of(bar.scenario);
        let section = bar.scenario.plan(spoken.id);
        let heard = tokens(spoken.transcript);
        let fillers = hesitation::fillers(&heard);
        let repetitions = hesitation::repetitions(&heard);
        let mut clean = without(&heard, &fillers, &repetitions);
        let misheard = sounds::restore(&mut clean, prepared.terms(), spoken.transcript, &|| {
            prepared.texts().to_owned()
        });
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
            outcome: Part::of(spoken.id) == Part::Result,
            numbers: &numbers,
            changed: &change::ends(&clean, &numbers),
        };
        let mut quantities = number::quantities(&clean, &spoken.transcript.text, &context);
        change::mark_ends(&clean, &numbers, &mut quantities);
        let target = section.map_or(Millis::ZERO, |section| section.target);
        let measures = measure::measure(&spoken, &heard, &fillers, target);
        Self {
            part: Part::of(spoken.id),
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
        let enough = if self.part == Part::Result { 2 } else { 1 };
        self.metrics.iter().any(|metric| metric.said)
            || self.part != Part::Result && self.measures_something()
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
        quote(&self.spoken.transcript.text, self.tokens(), range)
    }

    /// A finding on words; `range` are indices into [`Self::words`].
    pub fn at(
        &self,
        about: &About,
        severity: Severity,
        range: Range<usize>,
        message: String,
        suggestion: String,
    ) -> Finding {
        self.on(self.tokens(), about, severity, range, message, suggestion)
    }

    /// A finding on words; `range` are indices into [`Self::heard`].
    pub fn at_heard(
        &self,
        about: &About,
        severity: Severity,
        range: Range<usize>,
        message: String,
        suggestion: String,
    ) -> Finding {
        self.on(&self.heard, about, severity, range, message, suggestion)
    }

    fn on(
        &self,
        tokens: &[Token],
        about: &About,
        severity: Severity,
        range: Range<usize>,
        message: String,
        suggestion: String,
    ) -> Finding {
        let mut finding = self.whole(about, severity, message, suggestion);
        let Some(part) = tokens.get(range.clone()).filter(|part| !part.is_empty()) else {
            return finding;
        };
        let words = WordSpan::new(part[0].words.start, part[part.len() - 1].words.end);
        finding.evidence = Evidence::Words(words);
        finding.quote = Some(quote(&self.spoken.transcript.text, tokens, &range));
        finding.bytes = Some((part[0].bytes.start, part[part.len() - 1].bytes.end));
        finding.time = self.spoken.transcript.time_of(words);
        finding
    }

    /// A finding on a silence.
    pub fn gap(
        &self,
        about: &About,
        severity: Severity,
        gap: Span,
        message: String,
        suggestion: String,
    ) -> Finding {
        let mut finding = self.whole(about, severity, message, suggestion);
        finding.evidence = Evidence::Gap(gap);
        finding.time = Some(gap);
        finding
    }

    /// A finding about something missing, or about the section as a whole.
    pub fn whole(
        &self,
        about: &About,
        severity: Severity,
        message: String,
        suggestion: String,
    ) -> Finding {
        Finding {
            rule: about.id.into(),
            severity: self.settings.severity(about.id).unwrap_or(severity),
            evidence: Evidence::Section,
            quote: None,
            bytes: None,
            time: None,
            about: None,
            message,
            suggestion,
            measured: String::new(),
            threshold: String::new(),
            source: about.source.into(),
        }
    }
}

fn quote(text: &str, tokens: &[Token], range: &Range<usize>) -> String {
    match tokens.get(range.clone()) {
        Some([first, .., last]) => text.get(first.bytes.start..last.bytes.end),
        Some([only]) => text.get(only.bytes.clone()),
        _ => None,
    }
    .unwrap_or_default()
    .to_owned()
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
                last.after = if token.after == crate::language::token::Border::Comma {
                    crate::language::token::Border::None
                } else {
                    token.after
                };
            }
        } else {
            out.push(token.clone());
        }
    }
    out
}
