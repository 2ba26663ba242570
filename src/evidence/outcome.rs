//! Decides whether a figure came true, and the right way round.
//!
//! "From zero to 0.3%" holds the same figures as "from 0.3% to zero" and proves the opposite; "it should have gone to
//! zero" and "we lost $8K a week" prove nothing. A metric has the direction of its name or its strong example, and a
//! loss is no gain unless the story itself presents it as a loss.

use crate::evidence::figure_framing::{FigureFraming, lost, unfulfilled, way};
use crate::evidence::speech::Speech;
use crate::language::change::{Change, changes};
use crate::language::grammar::clause_start;
use crate::language::number::reader::Reading;
use crate::language::number::unit::{Unit, days};
use crate::scenario::{Metric, Section, SectionRole};
use std::borrow::Cow;
use std::ops::Range;

/// The section of the scenario that a metric belongs to.
fn home<'a>(metric: &Metric, speech: &Speech<'a>) -> Option<&'a Section> {
    let holds = |section: &&Section| section.metrics.iter().any(|one| std::ptr::eq(one, metric));
    speech.bar.scenario.sections.iter().find(holds)
}

/// Decides which figures of a section can prove one metric.
pub(crate) struct Outcome<'s> {
    speech: &'s Speech<'s>,
    changes: Vec<Change>,
    told: Cow<'s, FigureFraming>,
}

impl<'s> Outcome<'s> {
    pub(crate) fn of(metric: &Metric, speech: &'s Speech<'s>) -> Self {
        let section = home(metric, speech);
        let kept = section.and_then(|section| speech.prepared.told(section, metric));
        let now = || Cow::Owned(FigureFraming::of(metric, section));
        Self {
            changes: changes(speech.tokens(), &speech.numbers),
            told: kept.map_or_else(now, Cow::Borrowed),
            speech,
        }
    }

    /// The metric's value before and after; a time in days.
    pub(crate) fn direction(&self) -> Option<(f64, f64)> {
        self.told.direction
    }

    /// Whether the figure in these tokens came true, and the right way round.
    pub(crate) fn proves(&self, figure: Range<usize>) -> bool {
        let all = self.speech.tokens();
        if figure.is_empty() || figure.end > all.len() {
            return true;
        }
        !self.reversed(figure.start)
            && !self.goes_wrong_way(&figure)
            && (self.told.wish || !self.wished(&figure))
            // Outside the Result a loss is the problem and not the outcome.
            && (self.told.loss || self.told.direction.is_some() || self.speech.part != SectionRole::Result || !lost(all, &figure))
    }

    /// Whether the figure is wished for or denied; what governs one end of a change governs both.
    fn wished(&self, figure: &Range<usize>) -> bool {
        let all = self.speech.tokens();
        let change = self.change_at(figure.start);
        let start = change.map(|change| change.tokens(all).start);
        unfulfilled(all, figure) || start.is_some_and(|at| unfulfilled(all, &(at..at + 1)))
    }

    /// The change that the figure at this token is one end of.
    pub(crate) fn change_at(&self, at: usize) -> Option<&Change> {
        self.changes.iter().find(|change| change.holds(at))
    }

    /// Value and unit of an end of a change, by its measurement if there is one; a time in days.
    pub(crate) fn end(&self, number: &Reading) -> (f64, String) {
        let start = self.speech.tokens()[number.start].bytes.start;
        let quantities = &self.speech.quantities;
        let (value, unit) = match quantities.iter().find(|one| one.start == start) {
            Some(one) => (one.value, one.unit.as_str()),
            None => (number.value, number.unit.map_or("", Unit::id)),
        };
        match days(unit) {
            Some(days) => (value * days, "days".into()),
            None => (value, unit.to_owned()),
        }
    }

    fn reversed(&self, at: usize) -> bool {
        let (Some((before, after)), Some(change)) = (self.told.direction, self.change_at(at))
        else {
            return false;
        };
        let ((from, unit), (to, _)) = (self.end(&change.from), self.end(&change.to));
        // The complement of the rate: delivered instead of lost, "from 99.7% to 100%".
        let inverse = unit == "percent" && from.min(to) > 50.0 && before.max(after) < 50.0;
        let told = if inverse { from - to } else { to - from };
        let concerns = unit == self.told.unit
            || [(from, after), (to, before)].iter().any(|(a, b)| a == b)
            || unit.is_empty();
        concerns && told * (after - before) < 0.0
    }

    /// Whether the figure goes the wrong way: "the rate rose by 20 percent" if it should fall.
    fn goes_wrong_way(&self, figure: &Range<usize>) -> bool {
        let all = self.speech.tokens();
        if self.change_at(figure.start).is_some() {
            return false; // its two ends decide
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

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, Scenario, builtin, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// The metrics that a Result says.
    fn said(scenario: &Scenario, text: &str) -> Vec<String> {
        let transcript = Transcript::from_text(text);
        let spoken = SectionInput::typed("result", Millis(15_000), &transcript);
        let bar = Bar::of(scenario, Level::Sde2);
        let metrics = judge(bar, &[spoken]).sections.remove(0).metrics;
        let said = metrics.into_iter().filter(|metric| metric.said);
        said.map(|metric| metric.id).collect()
    }

    #[test]
    fn a_reversed_wished_denied_or_lost_figure_proves_nothing() {
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
    fn a_figure_that_came_true_proves_the_metric_in_any_words() {
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
    fn a_users_own_story_sets_the_direction() {
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
        // A figure that the story itself presents as a loss may be told as one.
        let hours = "{ value = 5, unit = \"hours\" }";
        let lost = story("5 hours of lines", "We lost 5 hours of debug lines.", hours);
        assert_eq!(said(&lost, "We lost five hours of lines.").len(), 1);
        // The order of the values alone gives no direction.
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
        // A single figure has the direction of the story, if it is about the same thing.
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
