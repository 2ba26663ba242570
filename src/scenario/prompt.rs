//! What a level and a lens ask of the candidate: the bar, how to open,
//! what to emphasise and what to keep short.

use super::{Lens, Level, Scenario, Section};
use crate::time::Millis;
use crate::words::sentence;

impl Lens {
    /// The section that this lens emphasises.
    pub fn stressed(self) -> &'static str {
        match self {
            Self::Ownership => "task",
            Self::DeliverResults => "result",
            Self::DiveDeep => "action",
        }
    }

    /// The section that it allows to be short.
    pub fn short(self) -> &'static str {
        match self {
            Self::DeliverResults => "action",
            Self::Ownership | Self::DiveDeep => "result",
        }
    }

    /// What this lens asks of a section, in a few words; empty where nothing.
    pub fn asks_of(self, section: &str) -> &'static str {
        if section == self.stressed() {
            "the weight lies here"
        } else if section == self.short() {
            "keep this one short"
        } else {
            ""
        }
    }
}

impl Scenario {
    /// The length of the whole answer at this level: that of the level, else the sum of all targets.
    pub fn whole(&self, level: Level) -> Millis {
        let said = self.levels.get(&level).map(|guide| guide.length);
        said.filter(|length| *length > Millis::ZERO)
            .unwrap_or_else(|| self.sections.iter().map(|section| section.target).sum())
    }

    /// The time for what was recorded, given with the target of each section: for the whole answer
    /// the length of the level, and in addition the answers to follow-ups.
    pub fn time_for(&self, level: Level, spoken: &[(&str, Millis)]) -> Millis {
        let told = |section: &Section| spoken.iter().any(|(id, _)| *id == section.id);
        // A telling that was given a length has it whatever is left out.
        let any = self.given.is_some() && self.sections.iter().any(told);
        let all = any || self.sections.iter().all(told);
        let counted = spoken
            .iter()
            .filter(|(id, _)| !all || self.section(id).is_none());
        let sum: Millis = counted.map(|(_, target)| *target).sum();
        if all { sum + self.whole(level) } else { sum }
    }

    /// The cue of a section during the recording, with what the lens asks of it.
    pub fn cue(&self, section: &Section, lens: Option<Lens>) -> String {
        let asked = lens.map_or("", |lens| lens.asks_of(&section.id));
        match (section.cue.as_str(), asked) {
            ("", asked) => sentence(asked),
            (cue, "") => cue.to_owned(),
            // The lens first, since a narrow screen cuts off the end.
            (cue, asked) => format!("{}. {cue}", sentence(asked)),
        }
    }

    /// What to keep in mind before speaking, a sentence or two a line: the bar of the level, its
    /// reflection, how the lens opens, what it emphasises and what it keeps short.
    /// For a drill of `only` one section, what concerns that section.
    pub fn briefing(&self, level: Level, lens: Option<Lens>, only: Option<&str>) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(guide) = self.levels.get(&level) {
            if only.is_none() {
                let mut whole =
                    format!("{}, {} in all", self.level_title(level), self.whole(level));
                let sections: Millis = self.sections.iter().map(|section| section.target).sum();
                if self.whole(level) < sections {
                    // A section's time is the most it may take; nobody should add the five up and wonder.
                    whole.push_str(&format!(
                        " ({} less than all sections together may take)",
                        sections - self.whole(level)
                    ));
                }
                lines.push(labelled(&whole, &guide.bar));
                lines.push(labelled("Focus", &guide.focus));
            }
            if only.is_none_or(|id| id == "reflection") {
                lines.push(labelled("Reflection", &guide.reflection));
            }
        }
        if let Some((lens, guide)) = lens.and_then(|lens| Some((lens, self.lenses.get(&lens)?))) {
            lines.push(labelled(lens.title(), &guide.opening));
            lines.push(labelled("Emphasise", &guide.emphasise));
            lines.push(labelled("Keep short", &guide.downplay));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// `Label: text`; the text alone where it begins with its label, and nothing where there is no text.
fn labelled(label: &str, text: &str) -> String {
    if text.is_empty() || text.starts_with(&format!("{label} ")) {
        text.to_owned()
    } else {
        format!("{label}: {text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    fn scenario() -> Scenario {
        builtin("caught-critical-issue").unwrap()
    }

    #[test]
    fn every_lens_stresses_one_section_and_shortens_another() {
        let scenario = scenario();
        for lens in Lens::ALL {
            assert_ne!(lens.stressed(), lens.short());
            for id in [lens.stressed(), lens.short()] {
                assert!(scenario.section(id).is_some(), "{id}");
            }
        }
        let cue = |id, lens| scenario.cue(scenario.section(id).unwrap(), lens);
        let plain = cue("action", None);
        assert_eq!(
            cue("action", Some(Lens::DiveDeep)),
            format!("The weight lies here. {plain}")
        );
        assert_eq!(
            cue("action", Some(Lens::DeliverResults)),
            format!("Keep this one short. {plain}")
        );
        assert_eq!(cue("action", Some(Lens::Ownership)), plain);
    }

    #[test]
    fn a_briefing_says_what_level_and_lens_change() {
        let scenario = scenario();
        let said = |level, lens| scenario.briefing(level, lens, None).join("\n");
        let junior = said(Level::Sde1, None);
        assert!(
            junior.starts_with(
                "SDE 1, 2:00 in all (0:55 less than all sections together may take): Basic ownership"
            ),
            "{junior}"
        );
        // What begins with its label is not labelled twice.
        assert!(junior.contains("\nFocus on the technical fix"), "{junior}");
        assert!(
            junior.contains("Reflection: Technical learning"),
            "{junior}"
        );
        let senior = said(Level::Senior, Some(Lens::DeliverResults));
        for words in [
            "Senior SDE, 3:00 in all: Clear articulation of trade-offs",
            "Reflection: Systemic insight",
            "Deliver Results: Lead with the outcome",
            "Emphasise: Quantified impact",
            "Keep short: Technical details",
        ] {
            assert!(senior.contains(words), "{words} in {senior}");
        }
        assert!(!senior.contains("Basic ownership"));
        assert_eq!(said(Level::Sde2, None).lines().count(), 3);
        let drill = |id| scenario.briefing(Level::Senior, None, Some(id));
        assert_eq!(drill("action"), Vec::<String>::new());
        assert!(drill("reflection")[0].starts_with("Reflection: Systemic"));
    }

    #[test]
    fn the_whole_is_what_the_level_says_else_the_sum() {
        let mut scenario = scenario();
        assert_eq!(scenario.whole(Level::Sde1), Millis::from_secs(120));
        assert_eq!(scenario.whole(Level::Senior), Millis::from_secs(180));
        let seconds = Millis::from_secs;
        let mut spoken: Vec<(&str, Millis)> = vec![("task", seconds(20)), ("action", seconds(90))];
        assert_eq!(scenario.time_for(Level::Sde1, &spoken), seconds(110));
        spoken.extend([
            ("situation", seconds(30)),
            ("result", seconds(20)),
            ("reflection", seconds(15)),
        ]);
        assert_eq!(scenario.time_for(Level::Sde1, &spoken), seconds(120));
        assert_eq!(scenario.time_for(Level::Senior, &spoken), seconds(180));
        spoken.push(("follow-up-why", seconds(45)));
        assert_eq!(scenario.time_for(Level::Sde1, &spoken), seconds(165));
        scenario.levels.clear();
        assert_eq!(scenario.whole(Level::Sde1), seconds(175));
    }
}
