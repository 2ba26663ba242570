//! A story told in less time than it takes: what of it was kept, what was cut, and whether it began with the
//! point. Cutting is what was asked for, so that nothing of it is a finding.

use crate::judgement::{Carries, Heard, Judgement, Short, late};
use crate::scenario::{Level, Scenario, Section};
use crate::session::Session;
use crate::time::Millis;
use crate::words::clean;

/// A short telling beside its story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retold {
    /// How long it took, the time that it was given, and what the story takes.
    pub took: Millis,
    /// The time that it was given.
    pub given: Millis,
    /// What the story's own targets add up to.
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
    pub point: String,
}

/// A piece of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id of its section.
    pub section: String,
    /// What kind of piece.
    pub kind: Kind,
    /// What it is.
    pub text: String,
}

/// Kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A figure.
    Figure,
    /// An idea.
    Idea,
    /// A whole section that carries neither.
    Section,
}

impl Kind {
    /// For scripts.
    pub fn id(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Idea => "idea",
            Self::Section => "section",
        }
    }
}

/// `None` where the story had all of its time, or was not judged.
pub(super) fn of(session: &Session, scenario: &Scenario) -> Option<Retold> {
    let given = scenario.short()?;
    let judgement = session.judgement.as_ref()?;
    let short = judgement.short.as_ref()?;
    let (mut kept, mut unsure, mut cut) = (Vec::new(), Vec::new(), Vec::new());
    for section in &scenario.sections {
        for (item, heard) in items(section, judgement, short, session.level) {
            match heard {
                Heard::Said => kept.push(item),
                Heard::Unsure => unsure.push(item),
                Heard::NotSaid => cut.push(item),
            }
        }
    }
    // A figure that two sections carry was kept once it was said.
    cut.retain(|item| item.kind != Kind::Figure || kept.iter().all(|one| one.text != item.text));
    let took = scenario
        .sections
        .iter()
        .filter_map(|section| judgement.sections.iter().find(|one| one.id == section.id))
        .map(|judged| judged.measures.length)
        .sum();
    let opening = short.opening.as_ref();
    Some(Retold {
        took,
        given: given.length,
        of: given.of,
        kept,
        unsure,
        cut,
        opening: opening.map_or_else(String::new, |one| clean(&one.text)),
        point_first: opening.and_then(|one| match one.point {
            Carries::Said { .. } => Some(true),
            Carries::NotSaid => Some(false),
            Carries::Unsure => None,
        }),
        point: opening.map_or_else(String::new, |one| point(&one.text, &one.point)),
    })
}

fn point(text: &str, point: &Carries) -> String {
    let text = clean(text);
    let text = text.trim_end_matches(['.', ',', ';', ':']);
    match point {
        Carries::Said { quote } => format!("The point came first: “{}”.", clean(quote)),
        Carries::Unsure => {
            format!("I cannot tell whether the first sentence says what came of it: “{text}”.")
        }
        Carries::NotSaid => format!(
            "The point did not come first: “{text}” does not say what came of it. Begin with that, then say how."
        ),
    }
}

/// The figures and ideas of a section that the level asks for, and how surely each was said.
fn items(
    section: &Section,
    judgement: &Judgement,
    short: &Short,
    level: Level,
) -> Vec<(Item, Heard)> {
    let item = |kind, text: &str| Item {
        section: clean(&section.id),
        kind,
        text: clean(text),
    };
    if section.metrics.is_empty() && section.signals.is_empty() {
        // Where there is nothing to hold it against, that it was told at all is known.
        let judged = judgement.sections.iter().find(|one| one.id == section.id);
        let told = judged.is_some_and(|judged| judged.measures.words > 0);
        let heard = if told { Heard::Said } else { Heard::NotSaid };
        return vec![(item(Kind::Section, &section.title), heard)];
    }
    let heard = |id: &str, figure| {
        let mut pieces = short.pieces.iter();
        let piece =
            pieces.find(|one| one.section == section.id && one.id == id && one.figure == figure);
        piece.map_or(Heard::NotSaid, |piece| piece.heard)
    };
    let figures = section
        .metrics
        .iter()
        .map(|metric| (item(Kind::Figure, &metric.name), heard(&metric.id, true)));
    let ideas = section.signals.iter().filter_map(|signal| {
        let heard = heard(&signal.id, false);
        let asked = signal.expected_at(level) || heard == Heard::Said;
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
        let over = if late(took, given) {
            format!(" ({} over)", took - given)
        } else {
            String::new()
        };
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
