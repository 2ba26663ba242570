//! `rehearse quiz`: the knowledge check, with reasons and repetitions.

use super::data_file::DataFile;
use super::scenarios::{LoadedScenario, find};
use super::{Context, Exit, Failure, clock};
use crate::cli;
use crate::scenario::leitner::{CardIndex, Day};
use crate::scenario::{Quiz, Scenario};
use crate::store;
use serde::Serialize;

/// Runs the verb.
///
/// # Errors
/// When the scenario is not found, or the card index cannot be read or written.
pub fn run(options: &cli::Quiz, context: &mut Context) -> Result<Exit, Failure> {
    let LoadedScenario { scenario, .. } = find(context, options.scenario.as_deref())?;
    if scenario.quiz.is_empty() {
        return Err(Failure::error(format_args!(
            "{} has no quiz yet: its best check is to be asked about it: `rehearse followups {}`. The built-in \
             stories have questions: `rehearse quiz`",
            scenario.id, scenario.id
        )));
    }
    let mut cards = load(&checked(context))?;
    let today = clock::today();
    let (asked, due) = round(&scenario, options.all, &mut cards, today, context)?;
    let left = due.saturating_sub(asked.len());
    tell(&scenario, &asked, left, &cards, today, context)?;
    Ok(Exit::Done)
}

/// The card index of the retrieval drill.
pub(super) fn drilled(context: &Context) -> DataFile {
    cards_in(context, "questions.json")
}

/// The card index of the knowledge check.
pub(super) fn checked(context: &Context) -> DataFile {
    cards_in(context, "quiz.json")
}

fn cards_in(context: &Context, name: &str) -> DataFile {
    DataFile {
        path: context.folders.data.join(name),
        remedy: "It holds only which questions come again when; correct it or remove it.",
    }
}

/// The cards in the file; new ones where there is none.
pub(super) fn load(file: &DataFile) -> Result<CardIndex, Failure> {
    Ok(file.load()?.unwrap_or_default())
}

/// Keeps an answer at once, so that Ctrl-C in mid-round loses nothing; gives the cards as they are now.
fn answered(key: &str, right: bool, today: Day, context: &Context) -> Result<CardIndex, Failure> {
    let file = checked(context);
    let _lock = store::lock_folder(&context.folders.data)?;
    let mut cards = load(&file)?;
    cards.answer(key, right, today);
    file.save(&cards)?;
    Ok(cards)
}

/// One question with its first answer.
#[derive(Debug, Serialize)]
struct AnsweredQuestion {
    id: String,
    right: bool,
    chosen: String,
}

/// The key of a question in the card index.
pub(super) fn key(scenario: &Scenario, quiz: &Quiz) -> String {
    format!("{}/{}", scenario.id, quiz.id)
}

/// Asks what is due, and repeats wrong answers at the end; returns the answers and the number of
/// questions. Ends early at the end of input.
fn round(
    scenario: &Scenario,
    all: bool,
    cards: &mut CardIndex,
    today: Day,
    context: &mut Context,
) -> Result<(Vec<AnsweredQuestion>, usize), Failure> {
    let due: Vec<&Quiz> = scenario
        .quiz
        .iter()
        .filter(|quiz| all || cards.is_due(&key(scenario, quiz), today))
        .collect();
    let mut asked: Vec<AnsweredQuestion> = Vec::new();
    let mut again = Vec::new();
    for (at, quiz) in due.iter().enumerate() {
        let key = key(scenario, quiz);
        let heading = format!("{} of {}", at + 1, due.len());
        let Some(choice) = ask(quiz, &heading, cards.asked(&key), context)? else {
            return Ok((asked, due.len()));
        };
        let right = choice == quiz.answer;
        *cards = answered(&key, right, today, context)?;
        explain(quiz, choice, context);
        if !right {
            again.push(*quiz);
        }
        asked.push(AnsweredQuestion {
            id: quiz.id.clone(),
            right,
            chosen: quiz.choices[choice].clone(),
        });
    }
    for quiz in again {
        // It stays in the first box: a second try right after the reason proves little.
        let turn = cards.asked(&key(scenario, quiz));
        let Some(choice) = ask(quiz, "Once more", turn, context)? else {
            return Ok((asked, due.len()));
        };
        explain(quiz, choice, context);
    }
    Ok((asked, due.len()))
}

/// Shows the question and its choices, rotated by one each time it is asked, and returns the index of
/// the chosen one.
fn ask(
    quiz: &Quiz,
    heading: &str,
    turn: u32,
    context: &mut Context,
) -> Result<Option<usize>, Failure> {
    context.say(format_args!("\n{heading}  {}", quiz.question));
    let count = quiz.choices.len();
    let shown: Vec<usize> = (0..count).map(|at| (at + turn as usize) % count).collect();
    for (at, choice) in shown.iter().enumerate() {
        context.say(format_args!("  {}  {}", at + 1, quiz.choices[*choice]));
    }
    let at = context.number(&format!("1 to {count}, q ends: "), count)?;
    Ok(at.map(|at| shown[at]))
}

fn explain(quiz: &Quiz, choice: usize, context: &mut Context) {
    let remark = quiz.remarks.get(choice).map_or("", String::as_str);
    if choice == quiz.answer {
        context.say(format_args!("Right. {remark}"));
    } else {
        context.say(format_args!("Not quite. {remark}"));
        context.say(format_args!("Right is: {}", quiz.choices[quiz.answer]));
    }
    context.say(&quiz.because);
}

/// What `quiz --json` prints.
#[derive(Debug, Serialize)]
struct Score<'a> {
    scenario: &'a str,
    right: usize,
    asked: &'a [AnsweredQuestion],
    /// Days until the next question is due; absent where one is due today.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_in_days: Option<u32>,
}

fn tell(
    scenario: &Scenario,
    asked: &[AnsweredQuestion],
    left: usize,
    cards: &CardIndex,
    today: Day,
    context: &mut Context,
) -> Result<(), Failure> {
    let right = asked.iter().filter(|one| one.right).count();
    let due = scenario
        .quiz
        .iter()
        .map(|quiz| {
            cards
                .cards
                .get(&key(scenario, quiz))
                .map_or(today, |card| card.due)
        })
        .min()
        .unwrap_or(today);
    let days = due.0.saturating_sub(today.0);
    if context.json {
        return context.data_json(&Score {
            scenario: &scenario.id,
            right,
            asked,
            next_in_days: (days > 0).then_some(days),
        });
    }
    let when = match days {
        0 => "What was wrong can be asked again today.".to_owned(),
        1 => "The next question comes tomorrow.".to_owned(),
        _ => format!("The next question comes in {days} days."),
    };
    let text = if left > 0 {
        let answered = match asked.len() {
            0 => "Nothing was answered".to_owned(),
            answered => format!("{answered} answered, {right} right"),
        };
        format!(
            "\n{answered}; {left} more can be asked today: rehearse quiz {}\n",
            scenario.id
        )
    } else if asked.is_empty() {
        format!("Nothing is due. {when} `rehearse quiz --all` asks everything.\n")
    } else {
        format!(
            "\n{right} of {} right at the first try. {when}\n",
            asked.len()
        )
    };
    context.data_sentences(&text)
}
