//! Prepares the stage: the sections of a story, or questions to answer.

use crate::audio::microphone::muted_remedy;
use crate::command::rehearsal::Setup;
use crate::plan::recall;
use crate::scenario::{Scenario, Section};
use crate::session::{ANSWER, Mode};
use crate::ui::stage::{Stage, StageSection};

/// The story, section by section; in a mock as one answer without hints, then the follow-ups
/// whose answers have the ids `asked`. `only` is the section of a drill.
pub fn story(scenario: &Scenario, setup: Setup, only: Option<&str>, asked: &[String]) -> Stage {
    let one_take = setup.mode == Mode::Mock && only.is_none();
    let whole = scenario.whole(setup.level);
    let parts = if one_take {
        // All sections as one part with one clock.
        let answer = StageSection {
            id: ANSWER.into(),
            title: "Your answer".into(),
            target: whole,
            ..StageSection::default()
        };
        let answers = asked_parts(scenario, asked);
        std::iter::once(answer).chain(answers).collect()
    } else {
        let sections = scenario.sections.iter();
        sections
            .filter(|section| only.is_none_or(|only| only == section.id))
            .map(|section| with_hints(scenario, section, setup))
            .collect()
    };
    let (title, opening) = match setup.mode {
        Mode::Study | Mode::Guided => (&scenario.title, ""),
        Mode::Mock => (&scenario.question, scenario.question.as_str()),
    };
    let manner = manner(scenario, setup, setup.mode.id());
    Stage {
        // A whole answer has its length in its single part.
        whole: (only.is_none() && !one_take).then_some(whole),
        opening: opening.to_owned(),
        one_take,
        ..stage(title, manner, parts)
    }
}

fn stage(title: &str, manner: String, parts: Vec<StageSection>) -> Stage {
    Stage {
        title: title.to_owned(),
        manner,
        parts,
        whole: None,
        timer: true,
        opening: String::new(),
        one_take: false,
        unmute: muted_remedy(),
    }
}

/// A section with what the mode shows of it.
fn with_hints(scenario: &Scenario, section: &Section, setup: Setup) -> StageSection {
    let mut part = part(section);
    if setup.mode != Mode::Mock {
        part.cue = scenario.cue(section, setup.lens);
    }
    if setup.mode == Mode::Study {
        let phrases = section.signals.iter().map(|signal| signal.phrase.clone());
        part.phrases = phrases.collect();
        part.example = section.strong_for(setup.level).unwrap_or_default().into();
    }
    part
}

/// `Senior SDE · guided · Dive Deep lens`.
fn manner(scenario: &Scenario, setup: Setup, what: &str) -> String {
    let mut manner = format!("{} · {what}", scenario.level_title(setup.level));
    if let Some(lens) = setup.lens {
        manner.push_str(&format!(" · {} lens", lens.title()));
    }
    if let Some(given) = scenario.given {
        manner.push_str(&format!(" · in {}", given.length));
    }
    manner
}

/// Questions to answer; `asked` are the ids of the answers.
pub fn questions(scenario: &Scenario, setup: Setup, asked: &[String]) -> Stage {
    let parts = asked_parts(scenario, asked);
    // The retrieval drill asks questions that follow nothing, at no level.
    if scenario.id == recall::SESSION {
        let question = |part| StageSection {
            title: "Question".into(),
            ..part
        };
        let manner = format!("{} seconds each", recall::SECONDS);
        return stage(&scenario.title, manner, parts.map(question).collect());
    }
    let manner = manner(scenario, setup, "follow-ups");
    stage(&scenario.title, manner, parts.collect())
}

fn asked_parts<'a>(
    scenario: &'a Scenario,
    asked: &'a [String],
) -> impl Iterator<Item = StageSection> + 'a {
    let questions = asked.iter().filter_map(|id| scenario.follow_up(id));
    questions.map(|one| StageSection {
        // The question is shown above it, and its number beside it.
        title: "Follow-up".into(),
        question: one.question.clone(),
        ..part(&one.plan)
    })
}

fn part(section: &Section) -> StageSection {
    StageSection {
        id: section.id.clone(),
        title: section.title.clone(),
        target: section.target,
        ..StageSection::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Lens, Level, builtin};
    use crate::time::Millis;

    fn staged(mode: Mode, level: Level, lens: Option<Lens>, section: Option<&str>) -> Stage {
        let scenario = builtin("caught-critical-issue").unwrap();
        let setup = Setup { mode, level, lens };
        story(&scenario, setup, section, &[])
    }

    #[test]
    fn the_strong_example_is_visible_in_study_and_hidden_elsewhere() {
        let study = staged(Mode::Study, Level::Senior, None, None);
        assert!(study.parts.iter().all(|part| !part.example.is_empty()));
        // The reflection is the one of the level.
        assert!(study.parts[4].example.contains("root cause"), "{study:?}");
        for mode in [Mode::Guided, Mode::Mock] {
            let stage = staged(mode, Level::Sde2, None, None);
            let bare = |part: &StageSection| part.example.is_empty() && part.phrases.is_empty();
            assert!(stage.parts.iter().all(bare));
        }
        let mock = staged(Mode::Mock, Level::Sde2, Some(Lens::DiveDeep), None);
        assert!(mock.parts.iter().all(|part| part.cue.is_empty()));
        assert!(mock.title.starts_with("Describe a time"));
    }

    #[test]
    fn level_and_lens_change_what_is_shown_while_speaking_in_every_mode() {
        for mode in [Mode::Study, Mode::Guided, Mode::Mock] {
            let whole = |level| staged(mode, level, None, None).target();
            assert_eq!(whole(Level::Sde1), Millis::from_secs(120));
            assert_eq!(whole(Level::Sde2), Millis::from_secs(175));
            assert_eq!(whole(Level::Senior), Millis::from_secs(180));
            let stage = staged(mode, Level::Senior, Some(Lens::DeliverResults), None);
            assert!(
                stage.manner.starts_with("Senior SDE · "),
                "{}",
                stage.manner
            );
            assert!(stage.manner.ends_with(" · Deliver Results lens"));
        }
        let drill = staged(
            Mode::Guided,
            Level::Sde1,
            Some(Lens::DeliverResults),
            Some("result"),
        );
        assert_eq!(drill.target(), Millis::from_secs(20));
        assert!(drill.parts[0].cue.starts_with("The weight lies here."));
        let action = staged(
            Mode::Guided,
            Level::Sde1,
            Some(Lens::DeliverResults),
            Some("action"),
        );
        assert!(action.parts[0].cue.starts_with("Keep this one short."));
    }
}
