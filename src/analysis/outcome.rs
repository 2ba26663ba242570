//! Did what a figure says come true, and the right way round?
//!
//! "From zero to 0.3%" holds the same figures as "from 0.3% to zero" and proves the opposite; "it
//! should have gone to zero" and "we lost $8K a week" prove nothing. A metric has the direction that
//! its name or its strong example gives it, and a loss is no gain unless the story tells it as a loss.

use crate::analysis::change::{Change, REACH, changes};
use crate::analysis::grammar::{clause_end, clause_start};
use crate::analysis::lexicon::Class;
use crate::analysis::number::reader::{Reading, numbers};
use crate::analysis::number::unit::{self, Unit};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::token::{Token, tokens};
use crate::scenario::{Metric, Section};
use crate::transcript::Transcript;
use std::borrow::Cow;
use std::ops::Range;

/// Going up, and going down.
const UP: &[&str] = &[
    "rose",
    "risen",
    "rise",
    "rises",
    "rising",
    "climbed",
    "grew",
    "grown",
    "increased",
    "increase",
    "jumped",
    "soared",
    "worsened",
];
const DOWN: &[&str] = &[
    "fell",
    "fallen",
    "dropped",
    "sank",
    "shrank",
    "decreased",
    "declined",
];

/// "Went up", "moved down".
const MOVING: &[&str] = &[
    "went", "gone", "go", "goes", "going", "moved", "came", "crept", "shot",
];

/// Hoped for, planned or due.
const WISHES: &[&str] = &[
    "should",
    "shouldn't",
    "would",
    "might",
    "ought",
    "hoped",
    "hoping",
    "hope",
    "wished",
    "wish",
    "wanted",
    "expected",
    "expecting",
    "supposed",
    "meant",
    "planned",
    "intended",
    "aimed",
    "aim",
    "goal",
    "target",
    "tried",
    "trying",
    "attempted",
    "promised",
];

/// What turns a wish or an attempt into a fact.
const REACHED: &[&str] = &["managed", "succeeded", "reached", "met", "worked", "did"];

const DENIALS: &[&str] = &[
    "not", "never", "unable", "cannot", "ain't", "neither", "nor",
];

/// Losing, as a verb.
const LOSING: &[&str] = &[
    "lost", "lose", "loses", "losing", "cost", "costs", "costing",
];

/// What says that a loss is over, was before, or did not come.
const OVER: &[&str] = &[
    "longer",
    "anymore",
    "more",
    "stopped",
    "stops",
    "ended",
    "used",
    "before",
    "until",
    "had",
    "been",
    "was",
    "back",
    "recovered",
    "recover",
    "recovering",
    "saved",
    "saves",
    "regained",
    "otherwise",
    "previously",
    "plugged",
    "prevented",
    "avoided",
];

/// What ends a loss in the sentence after it: "We lost $8K a week. Now it is nothing."
const ENDED: &[&str] = &["now", "zero", "nothing", "none", "gone"];

/// Which way a metric goes: its value before and after. `None` where it is no change.
fn direction(metric: &Metric, section: Option<&Section>) -> Option<(f64, f64)> {
    let [first, second] = metric.values.as_slice() else {
        return None;
    };
    let strong = section.map(texts).unwrap_or_default();
    for text in std::iter::once(metric.name.clone()).chain(strong) {
        let all = tokens(&Transcript::from_text(&text));
        let told = changes(&all, &numbers(&all)).into_iter().find(|change| {
            let ends = [change.from.value, change.to.value];
            ends.contains(&first.value) && ends.contains(&second.value)
        });
        if let Some(told) = told {
            return Some((told.from.value, told.to.value));
        }
    }
    (second.value == 0.0).then_some((first.value, 0.0))
}

/// The strong example and its other levels.
fn texts(section: &Section) -> Vec<String> {
    let levels = crate::scenario::Level::ALL;
    let mut all: Vec<String> = levels
        .iter()
        .filter_map(|level| section.strong_for(*level).map(str::to_owned))
        .collect();
    all.dedup();
    all
}

/// The section of the scenario that a metric belongs to.
fn home<'a>(metric: &Metric, speech: &Speech<'a>) -> Option<&'a Section> {
    let holds = |section: &&Section| section.metrics.iter().any(|one| std::ptr::eq(one, metric));
    speech.bar.scenario.sections.iter().find(holds)
}

/// Tells, for one metric, which figures of a section cannot stand for it.
pub(super) struct Outcome<'s> {
    speech: &'s Speech<'s>,
    changes: Vec<Change>,
    told: Cow<'s, Told>,
}

/// How the story itself tells a figure.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// From what to what, where it is a change.
    pub(super) direction: Option<(f64, f64)>,
    /// Where it is no change: whether the story has it go up, and the stems of what goes.
    way: Option<(bool, Vec<String>)>,
    /// The unit that the metric is measured in.
    unit: String,
    /// The story tells this figure as a loss itself.
    loss: bool,
    /// The story tells it as a plan or a wish itself.
    wish: bool,
}

impl Told {
    /// By the metric's name and the strong example of the section that it belongs to.
    pub(super) fn of(metric: &Metric, section: Option<&Section>) -> Self {
        let own = section.map(texts).unwrap_or_default();
        let told = |kind: fn(&[Token], &Range<usize>) -> bool| {
            own.iter().any(|text| {
                let all = tokens(&Transcript::from_text(text));
                numbers(&all).iter().any(|number| {
                    let same = metric.values.iter().any(|one| one.value == number.value);
                    same && kind(&all, &(number.start..number.end))
                })
            })
        };
        Self {
            direction: direction(metric, section),
            way: own_way(metric, &own),
            unit: metric
                .values
                .first()
                .map_or_else(String::new, |one| one.unit.clone()),
            loss: told(lost),
            wish: told(unfulfilled),
        }
    }
}

impl<'s> Outcome<'s> {
    pub(super) fn of(metric: &Metric, speech: &'s Speech<'s>) -> Self {
        let section = home(metric, speech);
        let kept = section.and_then(|section| speech.prepared.told(section, metric));
        let now = || Cow::Owned(Told::of(metric, section));
        Self {
            changes: changes(speech.tokens(), &speech.numbers),
            told: kept.map_or_else(now, Cow::Borrowed),
            speech,
        }
    }

    /// Which way the figure goes.
    pub(super) fn direction(&self) -> Option<(f64, f64)> {
        self.told.direction
    }

    /// Whether the figure in these tokens came true, and the right way round.
    pub(super) fn proves(&self, figure: Range<usize>) -> bool {
        let all = self.speech.tokens();
        if figure.is_empty() || figure.end > all.len() {
            return true;
        }
        !self.reversed(figure.start)
            && !self.against(&figure)
            && (self.told.wish || !self.wished(&figure))
            // Elsewhere a loss is the problem, and not what came of it.
            && (self.told.loss || self.told.direction.is_some() || self.speech.part != Part::Result || !lost(all, &figure))
    }

    /// Whether the figure is wished for or denied; what governs one end of a change governs both.
    fn wished(&self, figure: &Range<usize>) -> bool {
        let all = self.speech.tokens();
        let change = self.change_at(figure.start);
        let start = change.map(|change| change.tokens(all).start);
        unfulfilled(all, figure) || start.is_some_and(|at| unfulfilled(all, &(at..at + 1)))
    }

    /// The change that the figure at this token is one end of.
    pub(super) fn change_at(&self, at: usize) -> Option<&Change> {
        self.changes.iter().find(|change| change.holds(at))
    }

    /// The value and unit of an end of a change, as a measurement where it is one.
    pub(super) fn end(&self, number: &Reading) -> (f64, String) {
        let start = self.speech.tokens()[number.start].bytes.start;
        let quantities = &self.speech.quantities;
        match quantities.iter().find(|one| one.start == start) {
            Some(one) => (one.value, one.unit.clone()),
            None => (number.value, number.unit.map_or("", Unit::id).to_owned()),
        }
    }

    fn reversed(&self, at: usize) -> bool {
        let (Some((before, after)), Some(change)) = (self.told.direction, self.change_at(at))
        else {
            return false;
        };
        let ((from, unit), (to, _)) = (self.end(&change.from), self.end(&change.to));
        // Delivered where lost is asked for: "from 99.7% to 100%".
        let inverse = unit == "percent" && from.min(to) > 50.0 && before.max(after) < 50.0;
        let told = if inverse { from - to } else { to - from };
        let concerns = unit == self.told.unit
            || [(from, after), (to, before)].iter().any(|(a, b)| a == b)
            || unit.is_empty();
        concerns && told * (after - before) < 0.0
    }

    /// "The rate rose by 20 percent", where it should fall.
    fn against(&self, figure: &Range<usize>) -> bool {
        let all = self.speech.tokens();
        if self.change_at(figure.start).is_some() {
            return false; // its own two ends tell the way
        }
        let Some((last, up)) = way(all, figure.start) else {
            return false;
        };
        let Some((before, after)) = self.told.direction else {
            // "Overtime rose by 180 hours", where the story has it fall.
            let start = clause_start(all, figure.start);
            let of =
                |stems: &[String]| all[start..last].iter().any(|one| stems.contains(&one.stem));
            return self
                .told
                .way
                .as_ref()
                .is_some_and(|(story, stems)| *story != up && of(stems));
        };
        let mut numbers = self.speech.numbers.iter();
        let number = numbers.find(|one| one.start == figure.start);
        // "Delivery rose to 100%"
        let inverse = number.is_some_and(|one| one.unit == Some(Unit::Percent) && one.value > 50.0);
        !(inverse && before.max(after) < 50.0) && up == (after < before)
    }
}

/// The last verb before a figure, in its clause, that goes up (`true`) or down.
fn way(all: &[Token], figure: usize) -> Option<(usize, bool)> {
    let start = clause_start(all, figure);
    let goes = |words: &[&str], at: usize, particle: &str| {
        let moving = at > start && all[at].lower == particle && all[at - 1].any(MOVING);
        all[at].any(words) || moving
    };
    (start..figure).rev().find_map(|at| {
        let (up, down) = (goes(UP, at, "up"), goes(DOWN, at, "down"));
        (up || down).then_some((at, up))
    })
}

/// Which way the story has a single figure go, and the stems of what goes there.
fn own_way(metric: &Metric, own: &[String]) -> Option<(bool, Vec<String>)> {
    let [only] = metric.values.as_slice() else {
        return None;
    };
    own.iter().find_map(|text| {
        let all = tokens(&Transcript::from_text(text));
        let number = numbers(&all)
            .into_iter()
            .find(|one| one.value == only.value)?;
        let (verb, up) = way(&all, number.start)?;
        let subject = clause_start(&all, number.start)..verb;
        let stems = all[subject].iter().map(|token| token.stem.clone());
        Some((
            up,
            stems
                .filter(|stem| stem.len() > 2 && stem != "the")
                .collect(),
        ))
    })
}

/// Whether a figure is wished for, planned or denied.
pub(super) fn unfulfilled(all: &[Token], figure: &Range<usize>) -> bool {
    let sentence = all[figure.start].sentence;
    let mut start = clause_start(all, figure.start);
    // "From 2% and then to zero" is one clause with what governs it.
    if let Some(until) = (start..figure.start)
        .rev()
        .find(|&at| all[at].lower == "until")
    {
        start = until + 1;
    }
    let left = &all[start..figure.start];
    let leaks = [
        "missed", "waste", "wasted", "wasting", "bleeding", "leaking", "burn", "burnt", "burning",
        "broken", "fail", "failing",
    ];
    let failed = |at: usize| {
        let to = all.get(at + 1).is_some_and(|next| next.lower == "to");
        (all[at].lower == "failed").then_some(to)
    };
    let loses = |token: &Token| token.any(LOSING) || token.any(&leaks);
    // A loss that would have come, or came no longer; "it has not failed in five months".
    if left.iter().any(loses) || (start..figure.start).any(|at| failed(at) == Some(false)) {
        return false;
    }
    let same = |token: &&Token| token.sentence == sentence;
    let after = &all[figure.end..(figure.end + REACH).min(all.len())];
    let denied_after = after
        .iter()
        .take_while(same)
        .any(|token| token.any(DENIALS));
    let reached = !denied_after
        && after
            .iter()
            .take_while(same)
            .any(|token| token.any(REACHED));
    let wished = left.iter().enumerate().any(|(at, token)| {
        let before = start + at;
        let as_planned = before > 0 && all[before - 1].any(&["as", "than", "the", "our", "my"]);
        // "It could be reduced" was; "it could have been" was not.
        let unreal = token.lower == "could" && all[before + 1].lower == "have";
        let aimed = token.any(&["goal", "target", "aim"]);
        // "I tried it five times" was done; "I tried to halve it" may not have been.
        let attempt = token.any(&["tried", "trying", "attempted"]);
        let to = |token: &&Token| token.lower == "to";
        let begun = attempt && all[before + 1..].iter().take(3).find(to).is_none();
        (token.any(WISHES) || unreal) && !begun && (aimed || !as_planned)
    });
    let only = left
        .iter()
        .any(|token| token.any(&["only", "just", "easy", "easily", "once"]));
    let denied = (start..figure.start).any(|at| {
        if kept(all, at, figure) {
            return false;
        }
        let not = all[at].lower.ends_with("n't") && all[at].is(Class::NEGATIVE);
        not || all[at].any(DENIALS) || failed(at) == Some(true)
    });
    // "We don't pay it any more": what is over was so.
    let over = all[start..(figure.end + REACH).min(all.len())]
        .iter()
        .filter(same)
        .any(|token| token.any(&["longer", "anymore", "more"]));
    wished && !reached || denied && !only && !over
}

/// "It hasn't come back in half a year": the denial says for how long a result has held.
fn kept(all: &[Token], denial: usize, figure: &Range<usize>) -> bool {
    let perfect = all[denial].any(&["hasn't", "haven't", "hadn't"])
        || denial > 0 && all[denial - 1].any(&["has", "have", "had", "it's", "they've", "we've"]);
    let time = (figure.start + 1..figure.end)
        .any(|at| unit::named(all, at).is_some_and(|(unit, ..)| unit.is_time()));
    let led = all[figure.start.saturating_sub(3)..figure.start]
        .iter()
        .any(|token| token.any(&["in", "for", "over", "since"]));
    perfect && time && led
}

/// Whether a figure is told as something that was lost, and nothing says that this is over.
fn lost(all: &[Token], figure: &Range<usize>) -> bool {
    let (start, end) = (
        clause_start(all, figure.start),
        clause_end(all, figure.end - 1),
    );
    // "Lost hooks", "in lost revenue"
    let noun = |at: usize| {
        at == 0
            || all[at - 1].sentence != all[at].sentence
            || (all[at - 1].is(Class::PREPOSITION.or(Class::DETERMINER).or(Class::MINE))
                || all[at - 1].any(&["low", "no"]))
    };
    let verb = |at: usize| all[at].any(LOSING) && !noun(at);
    let active = (start..figure.start).any(verb);
    let passive = (figure.end..end.min(figure.end + 6)).any(|at| {
        verb(at) && all[at].lower == "lost" && all[at - 1].is(Class::BE.or(Class::ADVERB))
    });
    if !active && !passive {
        return false;
    }
    let sentence = all[figure.start].sentence;
    let around = figure.start.saturating_sub(24)..(figure.end + 24).min(all.len());
    !all[around].iter().enumerate().any(|(place, token)| {
        let near = figure.start.saturating_sub(24) + place;
        // "I failed to fix it, and we lost $8K" denies no loss.
        let denied = token.is(Class::NEGATIVE) && (start..end).contains(&near);
        let inside = token.sentence == sentence || token.sentence == sentence + 1;
        let ended = token.sentence == sentence + 1 && token.any(ENDED);
        inside && (ended || denied || token.any(OVER) || token.any(&["would", "could"]))
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Bar, Spoken, judge};
    use crate::scenario::{Level, Scenario, builtin, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// The metrics that a Result says.
    fn said(scenario: &Scenario, text: &str) -> Vec<String> {
        let transcript = Transcript::from_text(text);
        let spoken = Spoken::typed("result", Millis(15_000), &transcript);
        let bar = Bar::of(scenario, Level::Sde2);
        let metrics = judge(bar, &[spoken]).sections.remove(0).metrics;
        let said = metrics.into_iter().filter(|metric| metric.said);
        said.map(|metric| metric.id).collect()
    }

    #[test]
    fn what_was_reversed_wished_for_denied_or_lost_proves_nothing() {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        for text in [
            "The drop rate went from zero to 0.3%. We lost $8K a week.",
            "The drop rate should have gone from 0.3% to zero but it stayed at 0.3%.",
            "We had hoped to recover $8K a week.",
            "The goal was to bring the drop rate from 0.3% to zero.",
            "The drop rate did not go from 0.3% to zero.",
            "I failed to bring the drop rate to zero, and $8K a week were lost.",
            "The drop rate rose by 20 percent.",
            "The drop rate is at 0.3%, up from zero.",
            "The drop rate was zero and is now 0.3%.",
            "I wanted to bring the drop rate to zero, and I did not.",
        ] {
            assert!(said(&scenario, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_came_true_proves_it_however_it_is_told() {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let both = ["drop-rate-change", "weekly-revenue"];
        for text in [
            "The drop rate went from 0.3% to zero, and we no longer lose $8K a week.",
            "Delivery went from 99.7% to 100%. $8K a week that would have been lost came in.",
            "It went to zero from 0.3%. The company doesn't lose $8K a week any more.",
            "As planned, the rate could be reduced from 0.3% to zero. I recovered $8K a week.",
            "I set up an alert and the rate fell to zero. We lost $8K a week. That stopped.",
            "We tried to get the drop rate to zero and succeeded. That saved $8K a week.",
            "The drop rate was 0.3% and is now zero. I wanted to save $8K a week and I did.",
        ] {
            assert_eq!(said(&scenario, text), both, "{text}");
        }
    }

    #[test]
    fn a_story_of_ones_own_has_its_own_direction() {
        let story = |name: &str, strong: &str, values: &str| {
            let section = |id: &str, strong: &str| {
                format!("[[section]]\nid = \"{id}\"\ntarget = 20\nstrong = \"{strong}\"\n")
            };
            let mut text = String::from("format = 1\ntitle = \"Mine\"\n");
            for id in ["situation", "task", "action"] {
                text += &section(id, "I did it.");
            }
            text += &section("result", strong);
            text += &format!("[[section.metric]]\nname = \"{name}\"\nvalues = [{values}]\n");
            text += &section("reflection", "I learned it.");
            parse("mine.toml", &text).expect("it is a story")
        };
        let seconds = "{ value = 1.8, unit = \"seconds\" }, { value = 0.35, unit = \"seconds\" }";
        let cart = story(
            "from 1.8 s to 350 ms",
            "p99 went from 1.8 s to 350 ms.",
            seconds,
        );
        assert_eq!(said(&cart, "p99 went from 1.8 s to 350 ms.").len(), 1);
        assert_eq!(
            said(&cart, "It was 1.8 seconds and is 350 milliseconds.").len(),
            1
        );
        assert!(said(&cart, "p99 went from 350 milliseconds to 1.8 seconds.").is_empty());
        // What the story itself tells as a loss may be told as one.
        let hours = "{ value = 5, unit = \"hours\" }";
        let lost = story("5 hours of lines", "We lost 5 hours of debug lines.", hours);
        assert_eq!(said(&lost, "We lost five hours of lines.").len(), 1);
        // The order of the values is no direction by itself.
        let money = "{ value = 1080, unit = \"eur\" }, { value = 24000, unit = \"eur\" }";
        let cheap = story(
            "1,080 euros",
            "It cost 1,080 euros instead of 24,000 euros.",
            money,
        );
        assert_eq!(
            said(&cheap, "It went from 24,000 euros to 1,080 euros.").len(),
            1
        );
        assert!(said(&cheap, "It went from 1,080 euros to 24,000 euros.").is_empty());
        // A single figure goes the way that the story has it go, where it is about the same thing.
        let hours = "{ value = 180, unit = \"hours\" }";
        let overtime = story("180 hours", "Overtime fell by 180 hours a month.", hours);
        assert_eq!(said(&overtime, "Overtime went down by 180 hours.").len(), 1);
        assert_eq!(said(&overtime, "Free time rose by 180 hours.").len(), 1);
        assert!(said(&overtime, "Overtime rose by 180 hours.").is_empty());
        // A lone "one" at the end of a change is its figure.
        let count = "{ value = 4, unit = \"count\" }, { value = 1, unit = \"count\" }";
        let errors = story(
            "from four a month to one",
            "Errors fell from four a month to one.",
            count,
        );
        for text in [
            "Errors fell from four a month to one.",
            "Errors fell from four a month to just one.",
            "There were four a month, and now it is one.",
        ] {
            assert_eq!(said(&errors, text).len(), 1, "{text}");
        }
        assert!(
            said(
                &errors,
                "There were four a month, and one of them was mine."
            )
            .is_empty()
        );
    }
}
