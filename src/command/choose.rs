//! Asks what to practise: story, mode, level, lens. Enter takes the last choice,
//! so that four times Enter repeats it.

use super::history::{FullHistory, gather};
use super::wrap::WIDEST;
use super::{Context, Failure, scenarios};
use crate::cli;
use crate::plan::{Story, days_ago, weakest};
use crate::scenario::{Lens, Level, Scenario};
use crate::session::Mode;
use crate::store::Settings;
use crate::ui::menu::{Answer, Choice, Menu};
use std::cmp::Reverse;
use std::iter::once;

/// Asks what to practise and remembers the answer. `None` where the candidate leaves.
///
/// # Errors
/// When the history or the keyboard cannot be read.
pub fn run(context: &mut Context) -> Result<Option<cli::Practice>, Failure> {
    let mut gathered = gather(context)?;
    let settings = Settings::load(&context.folders.config)?;
    by_last_use(&mut gathered);
    let wanted = ask(context, &gathered, &settings)?;
    match &wanted {
        None => context.say("Nothing was started."),
        Some(wanted) => context.say(format_args!(
            "The same without questions: {}\n",
            command_line(wanted)
        )),
    }
    Ok(wanted)
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
fn by_last_use(gathered: &mut FullHistory) {
    let told = &gathered.told;
    // The sort is stable, and a story without a take has the lowest place.
    let place = |id: &str| Reverse(told.iter().rposition(|(story, _)| story == id));
    gathered.stories.sort_by_cached_key(|one| place(&one.id));
    gathered.scenarios.sort_by_cached_key(|one| place(&one.id));
}

/// The story practised last; before the first practice an own story, else the default.
fn proposed(gathered: &FullHistory, last: Option<&str>) -> usize {
    let known = |id: &str| gathered.stories.iter().position(|one| one.id == id);
    let first = gathered.own == 0 && gathered.told.is_empty();
    let default = first.then_some(scenarios::DEFAULT);
    let found = last.and_then(known).or_else(|| default.and_then(known));
    found.unwrap_or(0)
}

/// The four questions; `b` goes back one.
fn ask(
    context: &mut Context,
    gathered: &FullHistory,
    settings: &Settings,
) -> Result<Option<cli::Practice>, Failure> {
    let mut story = proposed(gathered, settings.scenario.as_deref());
    let mut chosen = cli::Practice {
        mode: settings.mode.unwrap_or_default(),
        level: settings.level.unwrap_or_default(),
        lens: settings.lens,
        ..cli::Practice::default()
    };
    context.tell(
        "Enter takes what is proposed, a number or a part of a name something else; b goes back, q leaves.",
    );
    let width = context.screen.width.min(WIDEST);
    let mut step = 0_usize;
    loop {
        let scenario = &gathered.scenarios[story];
        let menu = match step {
            0 => stories(gathered, story, width),
            1 => modes(chosen.mode),
            2 => levels(scenario, chosen.level),
            3 => lenses(scenario, chosen.lens),
            _ => {
                chosen.scenario = Some(scenario.id.clone());
                return Ok(Some(chosen));
            }
        };
        context.say(format_args!("\n{}", menu.text(width).trim_end()));
        match one(context, &menu)? {
            Answer::Take(at) => {
                match step {
                    0 => story = at,
                    1 => chosen.mode = Mode::ALL[at],
                    2 => chosen.level = Level::ALL[at],
                    _ => chosen.lens = at.checked_sub(1).map(|at| Lens::ALL[at]),
                }
                step += 1;
            }
            Answer::Back => step = step.saturating_sub(1),
            Answer::Leave | Answer::Unclear(_) => return Ok(None),
        }
    }
}

/// Asks until the answer is understood. Where there is none, the candidate leaves.
fn one(context: &mut Context, menu: &Menu) -> Result<Answer, Failure> {
    loop {
        let Some(typed) = context.ask(&menu.prompt())? else {
            context.say("");
            return Ok(Answer::Leave);
        };
        match menu.answer(&typed) {
            Answer::Unclear(why) => context.tell(why),
            answer => return Ok(answer),
        }
    }
}

/// Every story, with when it was told last and its weakness; a story that was never told shows its
/// principle, where that makes the list no longer.
fn stories(gathered: &FullHistory, proposed: usize, width: usize) -> Menu {
    let full = of_stories(gathered, proposed, true);
    let short = of_stories(gathered, proposed, false);
    let lines = |menu: &Menu| menu.text(width).lines().count();
    if lines(&full) > lines(&short) {
        short
    } else {
        full
    }
}

fn of_stories(gathered: &FullHistory, proposed: usize, principles: bool) -> Menu {
    let about = |story: &Story, scenario: &Scenario| {
        let told = gathered.told.iter().rfind(|(id, _)| *id == story.id);
        let judged = gathered.takes.iter().rfind(|take| take.story == story.id);
        let Some((_, day)) = told else {
            return match (story.own, principles) {
                (true, _) => "your own, not told yet".to_owned(),
                (false, true) => scenario.principle.clone(),
                (false, false) => String::new(),
            };
        };
        let weak = match judged.map(weakest) {
            None => "no words yet".to_owned(),
            Some(None) => "nothing to fix".to_owned(),
            Some(Some(weakness)) => weakness.sentence(),
        };
        format!("{} · {weak}", days_ago(gathered.today, *day))
    };
    let stories = gathered.stories.iter().zip(&gathered.scenarios);
    Menu {
        question: "Which story?".into(),
        choices: stories
            .map(|(story, scenario)| Choice {
                name: story.title.clone(),
                about: about(story, scenario),
            })
            .collect(),
        proposed,
    }
}

/// The question for one of these values, each with its name and what is said of it.
fn menu<T: PartialEq>(
    question: &str,
    values: &[T],
    proposed: &T,
    worded: impl Fn(&T) -> (String, String),
) -> Menu {
    let choice = |value| {
        let (name, about) = worded(value);
        Choice { name, about }
    };
    Menu {
        question: question.into(),
        choices: values.iter().map(choice).collect(),
        proposed: values.iter().position(|one| one == proposed).unwrap_or(0),
    }
}

fn modes(proposed: Mode) -> Menu {
    let question = "Mode: how much help while you speak?";
    menu(question, &Mode::ALL, &proposed, |mode| {
        (mode.id().into(), mode.about().into())
    })
}

fn levels(scenario: &Scenario, proposed: Level) -> Menu {
    menu("Level: for which bar?", &Level::ALL, &proposed, |level| {
        let guide = scenario.levels.get(level);
        let about = guide.map(|guide| format!("{} in all. {}", guide.length, guide.bar));
        let about = about.unwrap_or_default().trim_end().to_owned();
        (scenario.level_title(*level).into(), about)
    })
}

fn lenses(scenario: &Scenario, proposed: Option<Lens>) -> Menu {
    let question = "Lens: told for which principle?";
    let all: Vec<Option<Lens>> = once(None).chain(Lens::ALL.map(Some)).collect();
    menu(question, &all, &proposed, |lens| {
        let Some(lens) = lens else {
            let about = match scenario.principle.as_str() {
                "" => "told for no principle in particular".into(),
                principle => format!("told for {principle}"),
            };
            return ("As it is".into(), about);
        };
        let guide = scenario.lenses.get(lens);
        let about = guide.map(|guide| guide.emphasise.clone());
        (lens.title().into(), about.unwrap_or_default())
    })
}

/// The equivalent command line.
fn command_line(wanted: &cli::Practice) -> String {
    let mut line = String::from("rehearse practice");
    if let Some(story) = &wanted.scenario {
        line.push_str(&format!(" {story}"));
    }
    if wanted.mode != Mode::default() {
        line.push_str(&format!(" --mode {}", wanted.mode.id()));
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

    fn gathered(ids: &[&str], own: usize) -> FullHistory {
        let builtin = builtin("caught-critical-issue").unwrap();
        let scenarios = ids.iter().map(|id| Scenario {
            id: (*id).to_owned(),
            ..builtin.clone()
        });
        let scenarios: Vec<Scenario> = scenarios.collect();
        let story = |(at, one): (usize, &Scenario)| Story {
            id: one.id.clone(),
            title: one.title.clone(),
            own: at < own,
            sections: 5,
            follow_ups: 0,
            quiz_due: 0,
        };
        FullHistory {
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
