//! A story told in less time than it takes: what of it was kept, what was cut, and whether it began with the
//! point. Cutting is what was asked for, so that nothing of it is a finding.

use super::facts::judged;
use super::json::in_seconds;
use crate::judgement::{Certainty, Opening, PointCheck, ShortTelling, StoryPiece, late};
use crate::scenario::{Scenario, Section};
use crate::session::Session;
use crate::time::Millis;
use crate::words::clean;
use serde::Serialize;

/// A short telling beside its story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retold {
    /// How long it took.
    #[serde(rename = "seconds", serialize_with = "in_seconds")]
    pub took: Millis,
    /// The time that it was given.
    #[serde(rename = "given_seconds", serialize_with = "in_seconds")]
    pub given: Millis,
    /// What the story's own targets add up to.
    #[serde(rename = "whole_seconds", serialize_with = "in_seconds")]
    pub of: Millis,
    /// What was said of it.
    pub kept: Vec<Item>,
    /// What may have been said.
    pub unsure: Vec<Item>,
    /// What was left out.
    pub cut: Vec<Item>,
    /// The first sentence.
    pub opening: String,
    /// Whether it says what came of the story; `None` where that is not sure.
    pub point_first: Option<bool>,
    /// The same as a sentence. Empty where nothing was said.
    #[serde(skip)]
    pub point: String,
}

/// A piece of the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Id of its section.
    pub section: String,
    /// What kind of piece.
    pub kind: Kind,
    /// What it is.
    pub text: String,
}

/// Kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A figure.
    Figure,
    /// An idea.
    Idea,
    /// A whole section that carries neither.
    Section,
}

/// `None` where the story had all of its time, or was not judged.
pub(super) fn of(session: &Session, scenario: &Scenario) -> Option<Retold> {
    let given = scenario.short()?;
    let judgement = session.judgement.as_ref()?;
    let short = judgement.short.as_ref()?;
    let (mut kept, mut unsure, mut cut) = (Vec::new(), Vec::new(), Vec::new());
    for section in &scenario.sections {
        for (item, heard) in items(section, session, short) {
            match heard {
                Certainty::Said => kept.push(item),
                Certainty::Unsure => unsure.push(item),
                Certainty::NotSaid => cut.push(item),
            }
        }
    }
    // A figure that two sections carry was kept once it was said.
    cut.retain(|item| item.kind != Kind::Figure || kept.iter().all(|one| one.text != item.text));
    let sections = scenario.sections.iter();
    let told = sections.filter_map(|section| judged(session, &section.id));
    let opening = short.opening.as_ref();
    let (point_first, point) = opening.map_or((None, String::new()), point);
    Some(Retold {
        took: told.map(|judged| judged.measures.length).sum(),
        given: given.length,
        of: given.of,
        kept,
        unsure,
        cut,
        opening: opening.map_or_else(String::new, |one| clean(&one.text)),
        point_first,
        point,
    })
}

/// Whether the point came first, and the same as a sentence.
fn point(opening: &Opening) -> (Option<bool>, String) {
    let text = clean(&opening.text);
    let text = text.trim_end_matches(['.', ',', ';', ':']);
    match &opening.point {
        PointCheck::Said { quote } => {
            let quote = clean(quote);
            (Some(true), format!("The point came first: “{quote}”."))
        }
        PointCheck::Unsure => (
            None,
            format!("I cannot tell whether the first sentence says what came of it: “{text}”."),
        ),
        PointCheck::NotSaid => (
            Some(false),
            format!(
                "The point did not come first: “{text}” does not say what came of it. Begin with that, then say how."
            ),
        ),
    }
}

/// The figures and ideas of a section that the level asks for, and how surely each was said.
fn items(section: &Section, session: &Session, short: &ShortTelling) -> Vec<(Item, Certainty)> {
    let item = |kind, text: &str| Item {
        section: section.id.clone(),
        kind,
        text: text.to_owned(),
    };
    if section.metrics.is_empty() && section.signals.is_empty() {
        // Where there is nothing to hold it against, that it was told at all is known.
        let told = judged(session, &section.id).is_some_and(|judged| judged.measures.words > 0);
        let heard = if told {
            Certainty::Said
        } else {
            Certainty::NotSaid
        };
        return vec![(item(Kind::Section, &section.title), heard)];
    }
    let heard = |id: &str, figure| {
        let same =
            |one: &&StoryPiece| one.section == section.id && one.id == id && one.figure == figure;
        let piece = short.pieces.iter().find(same);
        piece.map_or(Certainty::NotSaid, |piece| piece.heard)
    };
    let figures = section
        .metrics
        .iter()
        .map(|metric| (item(Kind::Figure, &metric.name), heard(&metric.id, true)));
    let ideas = section.signals.iter().filter_map(|signal| {
        let heard = heard(&signal.id, false);
        let asked = signal.expected_at(session.level) || heard == Certainty::Said;
        asked.then(|| (item(Kind::Idea, &signal.phrase), heard))
    });
    figures.chain(ideas).collect()
}

impl Retold {
    /// How the time went.
    pub fn time(&self) -> String {
        let Self {
            took, given, of, ..
        } = *self;
        if took == Millis::ZERO {
            return format!("Judged from text, for {given}; the whole story takes {of}");
        }
        let over = late(took, given).then(|| format!(" ({} over)", took - given));
        let over = over.unwrap_or_default();
        format!("Told in {took}, to be told in {given}{over}; the whole story takes {of}")
    }

    /// Said of an empty list: of a section without ideas and numbers only that it was told is known.
    fn nothing(&self) -> &'static str {
        let items = || self.kept.iter().chain(&self.unsure).chain(&self.cut);
        let whole = items().filter(|item| item.kind == Kind::Section).count();
        match items().count() {
            all if whole == 0 && all > 0 => "nothing",
            all if whole < all => "nothing of what the story lists",
            _ => "no section; no ideas and no numbers are listed, so nothing else was compared",
        }
    }

    /// What was kept, may have been kept and was cut, each with its label.
    pub fn lists(&self) -> Vec<(&'static str, String)> {
        let line = |items: &[Item]| {
            let texts: Vec<String> = items.iter().map(Item::shown).collect();
            match texts.is_empty() {
                true => self.nothing().to_owned(),
                false => texts.join(" · "),
            }
        };
        let mut lists = vec![("Kept", line(&self.kept))];
        if !self.unsure.is_empty() {
            lists.push(("Not sure", line(&self.unsure)));
        }
        lists.push(("Cut", line(&self.cut)));
        lists
    }
}

impl Item {
    /// An idea in quotation marks, as it is said; a figure as it is named.
    fn shown(&self) -> String {
        match self.kind {
            Kind::Idea => format!("“{}”", self.text),
            Kind::Figure | Kind::Section => self.text.clone(),
        }
    }
}
