//! The built-in scenarios.

use super::{Scenario, parse};

/// One file of `content/scenarios`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Builtin {
    /// Its name on the command line and its file's stem.
    pub id: &'static str,
    /// The file's text.
    pub toml: &'static str,
}

macro_rules! embed {
    ($($id:literal),+ $(,)?) => {
        const BUILTINS: &[Builtin] = &[$(Builtin {
            id: $id,
            toml: include_str!(concat!("../../content/scenarios/", $id, ".toml")),
        }),+];
    };
}

embed![
    "caught-critical-issue",
    "acted-before-certainty",
    "changed-my-mind",
    "listened-to-a-customer",
    "owned-up-to-a-mistake",
    "a-simpler-answer",
    "helped-someone-grow",
    "learned-something-new",
    "disagreed-and-committed",
    "between-two-teams",
    "the-average-hid-it",
    "opened-on-the-date",
    "one-card-for-the-county",
    "no-budget-for-sensors",
    "a-rota-people-could-live-with",
    "what-went-into-the-river",
    "missed-a-deadline",
    "about-yourself",
];

/// Every built-in scenario as text, the first walkthrough first; [`builtin`] parses one.
pub fn builtins() -> &'static [Builtin] {
    BUILTINS
}

/// The built-in scenario with this id.
pub fn builtin(id: &str) -> Option<Scenario> {
    let found = BUILTINS.iter().find(|builtin| builtin.id == id)?;
    // A test parses every one of them, so none fails here.
    parse(&format!("{}.toml", found.id), found.toml).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Level, check, principle};

    #[test]
    #[allow(
        clippy::disallowed_methods,
        reason = "looks at the folder that is embedded"
    )]
    fn every_file_of_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/scenarios");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let mut embedded: Vec<_> = BUILTINS.iter().map(|b| format!("{}.toml", b.id)).collect();
        embedded.sort();
        let lone = |all: &[String], other: &[String]| -> Vec<String> {
            let lone = all.iter().filter(|name| !other.contains(name));
            lone.cloned().collect()
        };
        assert_eq!(
            files,
            embedded,
            "only in content/scenarios: {:?}; only in embed! of src/scenario/builtin.rs: {:?}",
            lone(&files, &embedded),
            lone(&embedded, &files)
        );
    }

    #[test]
    fn every_builtin_is_without_fault_or_advice() {
        for builtin in BUILTINS {
            let checked = check(builtin.id, builtin.toml);
            let told: Vec<_> = checked.faults.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{}", told.join("\n\n"));
            let scenario = checked.scenario.unwrap();
            assert_eq!(scenario.id, builtin.id, "`id` must be the file's name");
        }
    }

    /// Built-in answers that serve no principle of their own, with their sections.
    const FORMS: [(&str, &[&str]); 2] = [
        (
            "missed-a-deadline",
            &["situation", "notice", "action", "result", "reflection"],
        ),
        ("about-yourself", &["present", "past", "why-here"]),
    ];

    /// The worked stories of the leadership principles.
    fn stories() -> impl Iterator<Item = &'static Builtin> {
        let form = |id: &str| FORMS.iter().any(|(form, _)| *form == id);
        BUILTINS.iter().filter(move |builtin| !form(builtin.id))
    }

    /// Collects what a scenario lacks, so that one run tells all of it.
    struct Wanted {
        id: &'static str,
        lacks: Vec<String>,
    }

    impl Wanted {
        fn that(&mut self, there: bool, what: &str) {
            if !there {
                self.lacks.push(format!("{}: {what}", self.id));
            }
        }

        fn count(&mut self, found: usize, least: usize, what: &str) {
            let told = format!("{found} {what}; at least {least} are wanted");
            self.that(found >= least, &told);
        }

        fn exactly(&mut self, found: usize, wanted: usize, what: &str) {
            let told = format!("{found} {what}; exactly {wanted} are wanted");
            self.that(found == wanted, &told);
        }

        /// The sections in this order, and what every form and every story has.
        fn walkthrough(&mut self, scenario: &Scenario, sections: &[&str]) {
            let own: Vec<_> = scenario.sections.iter().map(|s| s.id.as_str()).collect();
            let told = format!("the sections are {own:?}; {sections:?} are wanted");
            self.that(own == sections, &told);
            for section in &scenario.sections {
                let of = |what: &str| format!("{what} in {}", section.id);
                self.count(section.signals.len(), 2, &of("[[section.signal]]"));
                self.that(!section.coaching.is_empty(), &of("`coaching` is missing"));
                self.that(
                    !section.common_mistake.is_empty(),
                    &of("`common_mistake` is missing"),
                );
            }
            self.exactly(scenario.takeaways.len(), 3, "`takeaways`");
            self.count(scenario.follow_ups.len(), 4, "[[follow_up]]");
            self.count(scenario.quiz.len(), 3, "[[quiz]]");
        }
    }

    #[test]
    fn every_form_has_its_sections_and_all_that_surrounds_them() {
        for (id, sections) in FORMS {
            let lacks = Vec::new();
            let mut wanted = Wanted { id, lacks };
            wanted.walkthrough(&builtin(id).unwrap(), sections);
            assert!(wanted.lacks.is_empty(), "{:#?}", wanted.lacks);
        }
        assert!(!builtin("about-yourself").unwrap().leans);
        for story in stories() {
            let leans = builtin(story.id).unwrap().leans;
            assert!(leans, "{}: take `leaning = false` out", story.id);
        }
    }

    /// The other scenarios have everything that the first walkthrough has.
    #[test]
    fn every_builtin_has_the_depth_of_the_first() {
        for builtin in stories() {
            let id = builtin.id;
            let scenario = self::builtin(id).unwrap();
            let lacks = Vec::new();
            let mut wanted = Wanted { id, lacks };
            wanted.walkthrough(
                &scenario,
                &["situation", "task", "action", "result", "reflection"],
            );
            for (text, name) in [
                (&scenario.principle, "principle"),
                (&scenario.overview, "overview"),
                (&scenario.summary, "summary"),
            ] {
                wanted.that(!text.is_empty(), &format!("`{name}` is missing"));
            }
            for f in &scenario.follow_ups {
                let texts = [&f.probes, &f.weak, &f.weak_because, &f.strong, &f.key_line];
                wanted.that(
                    texts.iter().all(|text| !text.is_empty()),
                    &format!(
                        "follow-up {} needs probes, weak, weak_because, strong and key_line",
                        f.id
                    ),
                );
            }
            for quiz in &scenario.quiz {
                let of = |what: &str| format!("`{what}` in quiz {}", quiz.id);
                wanted.exactly(quiz.choices.len(), 4, &of("choices"));
                wanted.exactly(quiz.remarks.len(), 4, &of("remarks"));
            }
            wanted.exactly(scenario.levels.len(), 3, "levels ([level.…])");
            wanted.exactly(scenario.lenses.len(), 3, "lenses ([lens.…])");
            let metrics = scenario.section("result").map_or(0, |r| r.metrics.len());
            wanted.count(metrics, 1, "[[section.metric]] in result");
            wanted.that(!scenario.vocabulary.is_empty(), "no [[vocabulary]]");
            let whole: crate::time::Millis = scenario.sections.iter().map(|s| s.target).sum();
            let length = scenario.levels.get(&Level::Sde2).map(|level| level.length);
            let told = format!(
                "the targets of the sections make {} s; level SDE 2 needs that `length`, and has {} s",
                whole.0 / 1000,
                length.map_or(0, |length| length.0 / 1000)
            );
            wanted.that(length == Some(whole), &told);
            assert!(wanted.lacks.is_empty(), "{:#?}", wanted.lacks);
        }
    }

    #[test]
    fn no_two_scenarios_serve_the_same_principle() {
        let mut seen = std::collections::BTreeMap::new();
        for builtin in stories() {
            let (new, named) = (builtin.id, self::builtin(builtin.id).unwrap().principle);
            let Some(principle) = principle(&named) else {
                panic!("{new}: {named:?} is no leadership principle (content/principles.toml)");
            };
            if let Some(old) = seen.insert(&principle.id, new) {
                panic!(
                    "{new} and {old} both serve {named}, and each principle has one story: replace one of them, or \
                     make one a form (FORMS in src/scenario/builtin.rs)"
                );
            }
        }
    }

    /// At 140 words a minute every strong example ends within its time and uses a good part of it.
    #[test]
    fn strong_examples_fit_their_times() {
        for builtin in BUILTINS {
            for section in self::builtin(builtin.id).unwrap().sections {
                let examples = section
                    .strong
                    .iter()
                    .chain(section.strong_by_level.values());
                for example in examples {
                    let words = example.split_whitespace().count() as u64;
                    let spoken = words * 60_000 / 140;
                    let room = section.target.0 * 3 / 10..=section.target.0;
                    let place = format!("{}: {}", builtin.id, section.id);
                    assert!(
                        room.contains(&spoken),
                        "{place}: {words} words take {spoken} ms at 140 a minute; wanted are {room:?} ms, 30 to 100 % \
                         of the target: {example:?}"
                    );
                }
            }
        }
    }

    /// Each level has its own reflection; a senior answer has ideas that no other level requires.
    #[test]
    fn every_builtin_reflects_at_each_level() {
        for builtin in stories() {
            let scenario = self::builtin(builtin.id).unwrap();
            let reflection = scenario.section("reflection").unwrap();
            let own = |level| reflection.strong_by_level.contains_key(&level);
            assert!(
                own(Level::Sde2) && own(Level::Senior),
                "{}: the Reflection needs a strong example of its own for SDE 2 and for Senior",
                builtin.id
            );
            let senior = |levels: &[Level]| levels == [Level::Senior];
            let ideas = reflection.signals.iter();
            let asked = ideas.filter(|signal| senior(&signal.levels)).count();
            assert_eq!(
                asked, 2,
                "{}: the ideas of the Reflection for Senior only; exactly 2 are wanted",
                builtin.id
            );
        }
    }

    /// Reading several of them must not teach one formula for a weak ending.
    #[test]
    fn no_two_weak_answers_end_alike() {
        let endings: std::collections::BTreeSet<_> = BUILTINS
            .iter()
            .filter_map(|builtin| {
                let weak = self::builtin(builtin.id).unwrap().weak_answer?;
                let last = weak.by_section.get("reflection");
                last.or_else(|| weak.by_section.get("why-here")).cloned()
            })
            .collect();
        assert_eq!(
            endings.len(),
            BUILTINS.len(),
            "two weak answers end in the same words, or one has no ending; each needs its own: {endings:#?}"
        );
        let talk = |ending: &&String| ending.contains("communication");
        assert!(
            endings.iter().filter(talk).count() <= 1,
            "more than one weak answer ends with \"communication\": {endings:#?}"
        );
    }

    #[test]
    fn weak_answers_are_filed_by_section_word_for_word() {
        for builtin in BUILTINS {
            let scenario = self::builtin(builtin.id).unwrap();
            let weak = scenario.weak_answer.unwrap();
            let parts: Vec<_> = scenario
                .sections
                .iter()
                .filter_map(|section| weak.by_section.get(&section.id).map(String::as_str))
                .collect();
            assert_eq!(
                parts.join(" "),
                weak.text,
                "{}: the parts of `by_section`, joined by spaces (left), must be `text` of the weak answer (right)",
                builtin.id
            );
            assert!(
                !weak.fails.is_empty() && !weak.bar_raiser.is_empty(),
                "{}: the weak answer needs `fails` and `bar_raiser`",
                builtin.id
            );
        }
    }
}
