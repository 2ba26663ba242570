//! Judges a story told in less time than it takes: what of it is said in any section, and whether the first line states
//! the outcome. A candidate who begins with the outcome changes the order of the sections.

use super::speech::Speech;
use super::{coverage, figures};
use crate::judgement::{
    Bar, Certainty, MetricCheck, Opening, PointCheck, RuleSettings, SectionInput, ShortTelling,
    SignalCheck, StoryPiece,
};
use crate::language::token::{tokens, written};
use crate::scenario::{Level, Scenario, Section, SectionRole};
use crate::time::Millis;
use crate::transcript::Transcript;

/// Checks the figures and ideas of a section against any text.
fn held_against(
    bar: Bar<'_>,
    section: &Section,
    transcript: &Transcript,
) -> (Vec<MetricCheck>, Vec<SignalCheck>) {
    let spoken = SectionInput::typed(&section.id, Millis::ZERO, transcript);
    let settings = RuleSettings::default();
    let speech = Speech::new(bar, spoken, true, &settings);
    (figures::metrics(&speech), coverage::signals(&speech))
}

/// Whether a figure or an idea of one of these sections is said.
pub fn carries<'a>(
    scenario: &Scenario,
    sections: impl Iterator<Item = &'a Section>,
    transcript: &Transcript,
) -> PointCheck {
    let bar = Bar::of(scenario, Level::default());
    let (mut near, mut known) = (false, false);
    for section in sections {
        let (metrics, signals) = held_against(bar, section, transcript);
        known |= !metrics.is_empty() || !signals.is_empty();
        near |= signals.iter().any(|one| one.heard() == Certainty::Unsure);
        let figure = metrics.into_iter().filter(|one| one.said);
        let idea = signals.into_iter().filter(|one| one.covered);
        let quotes = figure.map(|one| one.quote).chain(idea.map(|one| one.quote));
        if let Some(quote) = quotes.flatten().next() {
            return PointCheck::Said { quote };
        }
    }
    if near || !known {
        PointCheck::Unsure
    } else {
        PointCheck::NotSaid
    }
}

/// What a short version kept; `None` if the story had its full time.
pub fn short(bar: Bar<'_>, speeches: &[Speech<'_>]) -> Option<ShortTelling> {
    bar.scenario.short()?;
    let spoken: Vec<&Speech<'_>> = speeches.iter().filter(|one| one.tells()).collect();
    let texts: Vec<&str> = spoken
        .iter()
        .map(|one| one.spoken.transcript.text.trim())
        .collect();
    let all = Transcript::from_text(&texts.join(" "));
    let sections = bar.scenario.sections.iter();
    let pieces = sections.flat_map(|section| {
        let own = spoken.iter().find(|one| one.spoken.id == section.id);
        pieces(bar, section, own.copied(), &all)
    });
    Some(ShortTelling {
        pieces: pieces.collect(),
        opening: opening(bar.scenario, &all),
    })
}

/// The figures and ideas of a section, found in its own words or in the whole answer.
fn pieces(
    bar: Bar<'_>,
    section: &Section,
    own: Option<&Speech<'_>>,
    all: &Transcript,
) -> Vec<StoryPiece> {
    let (metrics, signals) = held_against(bar, section, all);
    let piece = |id: &str, figure, heard| StoryPiece {
        section: section.id.clone(),
        id: id.to_owned(),
        figure,
        heard,
    };
    let figures = metrics.iter().map(|metric| {
        let here = own.is_some_and(|own| {
            let mut metrics = own.metrics.iter();
            metrics.any(|one| one.id == metric.id && one.said)
        });
        let said = metric.said || here;
        let heard = if said {
            Certainty::Said
        } else {
            Certainty::NotSaid
        };
        piece(&metric.id, true, heard)
    });
    // Ideas that only another level expects are left out.
    let expected = section.signals.iter().zip(&signals);
    let expected = expected.filter(|(plan, _)| plan.expected_at(bar.level));
    let ideas = expected.map(|(_, signal)| {
        let here = own.and_then(|own| {
            let mut signals = own.signals.iter();
            signals.find(|one| one.id == signal.id)
        });
        let here = here.map_or(Certainty::NotSaid, |one| match &one.said_in {
            Some(_) => Certainty::Said,
            None => one.heard(),
        });
        piece(&signal.id, false, signal.heard().min(here))
    });
    figures.chain(ideas).collect()
}

/// The first sentence, regardless of section borders, and whether it states the outcome. A story without a Result is
/// compared with all its sections.
fn opening(scenario: &Scenario, all: &Transcript) -> Option<Opening> {
    let tokens = tokens(all);
    let first = tokens.first()?;
    let ends = tokens.partition_point(|token| token.sentence == first.sentence);
    let text = written(&all.text, &tokens[..ends]).to_owned();
    let result = |section: &&Section| SectionRole::of(&section.id) == SectionRole::Result;
    let has_one = scenario.sections.iter().any(|section| result(&section));
    let sections = scenario.sections.iter();
    let point = carries(
        scenario,
        sections.filter(|section| !has_one || result(section)),
        &Transcript::from_text(&text),
    );
    Some(Opening { text, point })
}
