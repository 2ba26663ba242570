//! Asks what to practise: story, mode, level, lens. Enter takes the last choice,
//! so that four times Enter repeats it.

use super::history::{Gathered, gather};
use super::wrap::WIDEST;
use super::{Context, Failure, scenarios};
use crate::cli;
use crate::plan::{days_ago, weakest};
use crate::scenario::{Lens, Level, Scenario};
use crate::session::Mode;
use crate::store::Settings;
use crate::ui::menu::{Answer, Choice, Menu};

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    story: usize,
    mode: Mode,
    level: Level,
    lens: Option<Lens>,
}

/// Asks what to practise and remembers the answer. `None` where the candidate leaves.
///
/// # Errors
/// When the history or the keyboard cannot be read.
pub fn run(context: &mut Context) -> Result<Option<cli::Practice>, Failure> {
    let mut gathered = gather(context)?;
    let settings = Settings::load(&context.folders.config)?;
    by_last_use(&mut gathered);
    let Some(chosen) = ask(context, &gathered, &settings)? else {
        context.say("Nothing was started.");
        return Ok(None);
    };
    let story = &gathered.stories[chosen.story].id;
    let wanted = cli::Practice {
        scenario: Some(story.clone()),
        mode: chosen.mode,
        level: chosen.level,
        lens: chosen.lens,
        ..cli::Practice::default()
    };
    context.say(format_args!(
        "The same without questions: {}\n",
        command_line(&wanted)
    ));
    Ok(Some(wanted))
}

/// Remembers the choice for the next time. An error does not prevent practising.
pub fn remember(context: &Context, story: &str, wanted: &cli::Practice) {
    let Ok(mut settings) = Settings::load(&context.folders.config) else {
        return;
    };
    settings.scenario = Some(story.to_owned());
    settings.mode = Some(wanted.mode);
    settings.level = Some(wanted.level);
    settings.lens = wanted.lens;
    let _ = settings.save(&context.folders.config);
}

/// The story told last comes first; then own stories, then built-in ones, in their order.
fn by_last_use(gathered: &mut Gathered) {
    let last = |id: &str| gathered.told.iter().rposition(|(story, _)| story == id);
    let mut both: Vec<_> = gathered
        .stories
        .drain(..)
        .zip(gathered.scenarios.drain(..))
        .map(|(story, scenario)| (last(&story.id), story, scenario))
        .collect();
    // The sort is stable, and a story without a take has the lowest place.
    both.sort_by_key(|(place, ..)| std::cmp::Reverse(*place));
    for (_, story, scenario) in both {
        gathered.stories.push(story);
        gathered.scenarios.push(scenario);
    }
}

/// The story practised last; before the first practice an own story, else the default.
fn proposed(gathered: &Gathered, last: Option<&str>) -> usize {
    let known = |id: &str| gathered.stories.iter().position(|one| one.id == id);
    let mine = gathered.own > 0 || !gathered.told.is_empty();
    let first = || match mine {
        true => None,
        false => known(scenarios::DEFAULT),
    };
    last.and_then(known).or_else(first).unwrap_or(0)
}

/// The four questions; `b` goes back one.
fn ask(
    context: &mut Context,
    gathered: &Gathered,
    settings: &Settings,
) -> Result<Option<Chosen>, Failure> {
    let mut chosen = Chosen {
        story: proposed(gathered, settings.scenario.as_deref()),
        mode: settings.mode.unwrap_or_default(),
        level: settings.level.unwrap_or_default(),
        lens: settings.lens,
    };
    context.tell(
        "Enter takes what is proposed, a number or a part of a name something else; b goes back, q leaves.",
    );
    let width = context.screen.width.min(WIDEST);
    let mut step = 0;
    loop {
        let scenario = &gathered.scenarios[chosen.story];
        let menu = match step {
            0 => stories(gathered, chosen.story, width),
            1 => modes(chosen.mode),
            2 => levels(scenario, chosen.level),
            3 => lenses(scenario, chosen.lens),
            _ => return Ok(Some(chosen)),
        };
        context.say(format_args!("\n{}", menu.text(width).trim_end()));
        match one(context, &menu)? {
            None => return Ok(None),
            Some(Answer::Back) => step = usize::saturating_sub(step, 1),
            Some(Answer::Take(at)) => {
                match step {
                    0 => chosen.story = at,
                    1 => chosen.mode = MODES[at].0,
                    2 => chosen.level = Level::ALL[at],
                    _ => chosen.lens = at.checked_sub(1).map(|at| Lens::ALL[at]),
                }
                step += 1;
            }
            Some(_) => {}
        }
    }
}

/// Asks until the answer is understood; `None` to leave.
fn one(context: &mut Context, menu: &Menu) -> Result<Option<Answer>, Failure> {
    loop {
        let Some(typed) = context.ask(&menu.prompt())? else {
            context.say("");
            return Ok(None);
        };
        match menu.answer(&typed) {
            Answer::Leave => return Ok(None),
            Answer::Unclear(why) => context.tell(why),
            answer => return Ok(Some(answer)),
        }
    }
}

/// Every story, with when it was told last and its weakness; a story that was never told shows its
/// principle, where that makes the list no longer.
fn stories(gathered: &Gathered, proposed: usize, width: usize) -> Menu {
    let full = of_stories(gathered, proposed, true);
    let short = of_stories(gathered, proposed, false);
    let lines = |menu: &Menu| menu.text(width).lines().count();
    if lines(&full) > lines(&short) {
        short
    } else {
        full
    }
}

fn of_stories(gathered: &Gathered, proposed: usize, principles: bool) -> Menu {
    let choice = |(story, scenario): (&crate::plan::Story, &Scenario)| {
        let told = gathered.told.iter().rfind(|(id, _)| *id == story.id);
        let judged = gathered.takes.iter().rfind(|take| take.story == story.id);
        let about = told.map(|(_, day)| {
            let when = days_ago(gathered.today, *day);
            let weak = judged.map_or_else(
                || "no words yet".to_owned(),
                |take| {
                    weakest(take).map_or_else(
                        || "nothing to fix".to_owned(),
                        |weakness| weakness.sentence(),
                    )
                },
            );
            format!("{when} · {weak}")
        });
        Choice {
            name: story.title.clone(),
            about: about.unwrap_or_else(|| {
                if story.own {
                    "your own, not told yet".to_owned()
                } else if principles {
                    scenario.principle.clone()
                } else {
                    String::new()
                }
            }),
        }
    };
    Menu {
        question: "Which story?".into(),
        choices: gathered
            .stories
            .iter()
            .zip(&gathered.scenarios)
            .map(choice)
            .collect(),
        proposed,
    }
}

const MODES: [(Mode, &str, &str); 3] = [
    (
        Mode::Study,
        "study",
        "read first, then speak with everything visible",
    ),
    (Mode::Guided, "guided", "section by section, with cues"),
    (Mode::Mock, "mock", "the question only, one take, no hints"),
];

fn modes(proposed: Mode) -> Menu {
    Menu {
        question: "Mode: how much help while you speak?".into(),
        choices: MODES
            .iter()
            .map(|(_, name, about)| Choice {
                name: (*name).into(),
                about: (*about).into(),
            })
            .collect(),
        proposed: MODES
            .iter()
            .position(|(mode, ..)| *mode == proposed)
            .unwrap_or(0),
    }
}

fn levels(scenario: &Scenario, proposed: Level) -> Menu {
    let choice = |level: &Level| Choice {
        name: scenario.level_title(*level).into(),
        about: scenario
            .levels
            .get(level)
            .map_or_else(String::new, |guide| {
                format!("{} in all. {}", guide.length, guide.bar)
                    .trim_end()
                    .to_owned()
            }),
    };
    Menu {
        question: "Level: for which bar?".into(),
        choices: Level::ALL.iter().map(choice).collect(),
        proposed: Level::ALL
            .iter()
            .position(|level| *level == proposed)
            .unwrap_or(0),
    }
}

fn lenses(scenario: &Scenario, proposed: Option<Lens>) -> Menu {
    let plain = Choice {
        name: "As it is".into(),
        about: if scenario.principle.is_empty() {
            "told for no principle in particular".into()
        } else {
            format!("told for {}", scenario.principle)
        },
    };
    let lens = |lens: &Lens| Choice {
        name: lens.title().into(),
        about: scenario
            .lenses
            .get(lens)
            .map_or_else(String::new, |guide| guide.emphasise.clone()),
    };
    let at = proposed.and_then(|lens| Lens::ALL.iter().position(|one| *one == lens));
    Menu {
        question: "Lens: told for which principle?".into(),
        choices: std::iter::once(plain)
            .chain(Lens::ALL.iter().map(lens))
            .collect(),
        proposed: at.map_or(0, |at| at + 1),
    }
}

/// The equivalent command line.
fn command_line(wanted: &cli::Practice) -> String {
    let mut line = String::from("rehearse practice");
    if let Some(story) = &wanted.scenario {
        line.push_str(&format!(" {story}"));
    }
    if let Some((_, name, _)) = MODES.iter().find(|(mode, ..)| *mode == wanted.mode)
        && wanted.mode != Mode::default()
    {
        line.push_str(&format!(" --mode {name}"));
    }
    if wanted.level != Level::default() {
        line.push_str(&format!(" --level {}", wanted.level.id()));
    }
    if let Some(lens) = wanted.lens {
        line.push_str(&format!(" --lens {}", lens.id()));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn every_level_and_lens_can_be_chosen_and_the_last_one_is_proposed() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let menu = lenses(&scenario, Some(Lens::DiveDeep));
        assert_eq!(menu.choices.len(), 1 + Lens::ALL.len());
        assert_eq!(menu.choices[menu.proposed].name, "Dive Deep");
        assert!(menu.choices[0].about.contains("Highest Standards"));
        let menu = levels(&scenario, Level::Senior);
        assert_eq!(menu.choices[menu.proposed].name, "Senior SDE");
        assert!(
            menu.choices[0].about.starts_with("2:00 in all."),
            "{menu:?}"
        );
        assert_eq!(modes(Mode::Mock).proposed, 2);
    }

    fn gathered(ids: &[&str], own: usize) -> Gathered {
        let builtin = builtin("caught-critical-issue").unwrap();
        let scenarios = ids.iter().map(|id| Scenario {
            id: (*id).to_owned(),
            ..builtin.clone()
        });
        let scenarios: Vec<Scenario> = scenarios.collect();
        let story = |(at, one): (usize, &Scenario)| crate::plan::Story {
            id: one.id.clone(),
            title: one.title.clone(),
            own: at < own,
            sections: 5,
            follow_ups: 0,
            quiz_due: 0,
        };
        Gathered {
            takes: Vec::new(),
            stories: scenarios.iter().enumerate().map(story).collect(),
            scenarios,
            own,
            faulty: Vec::new(),
            questions: crate::plan::Questions::default(),
            asked: Vec::new(),
            unheard: 0,
            told: Vec::new(),
            today: crate::scenario::leitner::Day(0),
        }
    }

    #[test]
    fn an_own_story_is_proposed_before_the_demo_s() {
        let demo = scenarios::DEFAULT;
        assert_eq!(proposed(&gathered(&["another", demo], 0), None), 1);
        assert_eq!(proposed(&gathered(&["mine", demo], 1), None), 0);
        assert_eq!(proposed(&gathered(&["mine", demo], 1), Some(demo)), 1);
        assert_eq!(proposed(&gathered(&["mine", demo], 1), Some("gone")), 0);
    }

    #[test]
    fn a_story_that_was_never_told_shows_its_principle_where_there_is_room() {
        let gathered = gathered(&[scenarios::DEFAULT], 0);
        let shown = |width| stories(&gathered, 0, width).text(width);
        assert!(shown(84).contains("Highest Standards"), "{}", shown(84));
        assert!(!shown(40).contains("Highest Standards"), "{}", shown(40));
    }

    #[test]
    fn the_command_line_says_what_differs_from_the_usual() {
        let mut wanted = cli::Practice {
            scenario: Some("alarm".into()),
            ..cli::Practice::default()
        };
        assert_eq!(command_line(&wanted), "rehearse practice alarm");
        wanted.mode = Mode::Mock;
        wanted.level = Level::Senior;
        wanted.lens = Some(Lens::Ownership);
        assert_eq!(
            command_line(&wanted),
            "rehearse practice alarm --mode mock --level senior --lens ownership"
        );
    }
}
