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
    use crate::scenario::{Level, check};

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
        assert_eq!(files, embedded);
    }

    #[test]
    fn every_builtin_is_without_fault_or_advice() {
        for builtin in BUILTINS {
            let checked = check(builtin.id, builtin.toml);
            let told: Vec<_> = checked.faults.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{}", told.join("\n\n"));
            let scenario = checked.scenario.unwrap();
            assert_eq!(scenario.id, builtin.id);
        }
    }

    /// Answers of another form than STAR.
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

    #[test]
    fn every_form_has_its_sections_and_all_that_surrounds_them() {
        for (id, sections) in FORMS {
            let scenario = builtin(id).unwrap();
            let own: Vec<_> = scenario.sections.iter().map(|s| s.id.as_str()).collect();
            assert_eq!(own, sections, "{id}");
            for section in &scenario.sections {
                assert!(section.signals.len() >= 2, "{id}: {}", section.id);
                assert!(!section.coaching.is_empty() && !section.common_mistake.is_empty());
            }
            assert!(
                scenario.follow_ups.len() >= 4 && scenario.quiz.len() >= 3,
                "{id}"
            );
            assert_eq!(scenario.takeaways.len(), 3, "{id}");
        }
        assert!(!builtin("about-yourself").unwrap().leans);
        assert!(stories().all(|story| builtin(story.id).unwrap().leans));
    }

    /// The other scenarios have everything that the first walkthrough has.
    #[test]
    fn every_builtin_has_the_depth_of_the_first() {
        for builtin in stories() {
            let id = builtin.id;
            let scenario = self::builtin(id).unwrap();
            let sections: Vec<_> = scenario.sections.iter().map(|s| s.id.as_str()).collect();
            assert_eq!(
                sections,
                ["situation", "task", "action", "result", "reflection"],
                "{id}"
            );
            for text in [&scenario.principle, &scenario.overview, &scenario.summary] {
                assert!(!text.is_empty(), "{id}");
            }
            assert_eq!(scenario.takeaways.len(), 3, "{id}");
            assert!(scenario.follow_ups.len() >= 4, "{id}");
            for f in &scenario.follow_ups {
                let texts = [&f.probes, &f.weak, &f.weak_because, &f.strong, &f.key_line];
                assert!(texts.iter().all(|text| !text.is_empty()), "{id}: {}", f.id);
            }
            assert!(scenario.quiz.len() >= 3, "{id}");
            for quiz in &scenario.quiz {
                assert_eq!(
                    (quiz.choices.len(), quiz.remarks.len()),
                    (4, 4),
                    "{id}: {}",
                    quiz.id
                );
            }
            assert_eq!(
                (scenario.levels.len(), scenario.lenses.len()),
                (3, 3),
                "{id}"
            );
            for section in &scenario.sections {
                assert!(section.signals.len() >= 2, "{id}: {}", section.id);
                assert!(!section.coaching.is_empty() && !section.common_mistake.is_empty());
            }
            let result = scenario.section("result").unwrap();
            assert!(!result.metrics.is_empty(), "{id}: no number in the Result");
            assert!(!scenario.vocabulary.is_empty(), "{id}");
            let whole: crate::time::Millis = scenario.sections.iter().map(|s| s.target).sum();
            assert_eq!(scenario.levels[&Level::Sde2].length, whole, "{id}");
        }
    }

    #[test]
    fn no_two_scenarios_serve_the_same_principle() {
        let mut seen = std::collections::BTreeMap::new();
        for builtin in stories() {
            let principle = self::builtin(builtin.id).unwrap().principle;
            let earlier = seen.insert(principle.clone(), builtin.id);
            assert_eq!(
                earlier, None,
                "{} has the same principle: {principle}",
                builtin.id
            );
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
                    assert!(room.contains(&spoken), "{place} takes {spoken} of {room:?}");
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
            assert!(own(Level::Sde2) && own(Level::Senior), "{}", builtin.id);
            let senior = |levels: &[Level]| levels == [Level::Senior];
            let ideas = reflection.signals.iter();
            let asked = ideas.filter(|signal| senior(&signal.levels)).count();
            assert_eq!(asked, 2, "{}", builtin.id);
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
        assert_eq!(endings.len(), BUILTINS.len(), "{endings:#?}");
        let talk = |ending: &&String| ending.contains("communication");
        assert!(endings.iter().filter(talk).count() <= 1, "{endings:#?}");
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
            assert_eq!(parts.join(" "), weak.text, "{}", builtin.id);
            assert!(!weak.fails.is_empty() && !weak.bar_raiser.is_empty());
        }
    }
}
