//! `rehearse ask`: an interviewer's question; which story, and its first line within ten seconds.

use super::history::{FullHistory, gather};
use super::rehearsal::{Parts, Rehearsal, Setup};
use super::{Context, Exit, Failure, clock, quiz, recorded, scenarios, show, stories, take};
use crate::cli;
use crate::plan::bank::Bank;
use crate::plan::recall::{self, Recall, StoryChoice};
use crate::report::recall::{Answered, json, text};
use crate::scenario::draw::seed;
use crate::scenario::leitner::CardIndex;
use crate::scenario::{BankQuestion, Level, Scenario, principle, principles, questions};
use crate::session::Mode;
use crate::store;
use crate::transcript::Transcript;

/// Asks questions, records the answers, judges them, and schedules repetitions.
///
/// # Errors
/// When the principle is unknown, or a file, the data folder, the model or the microphone cannot be used.
pub fn run(wanted: &cli::Ask, context: &mut Context) -> Result<Exit, Failure> {
    let only = wanted.principle.as_deref().map(known).transpose()?;
    let cards = quiz::load(&quiz::drilled(context))?;
    let chance = wanted
        .speech
        .seed
        .unwrap_or_else(|| seed(&clock::Start::now().stamp));
    let count = usize::from(wanted.count);
    let asked = recall::choose(questions(), only, &cards, clock::today(), count, chance);
    let found = scenarios::parse("which-story.toml", &recall::to_toml(&asked))?;
    let ids: Vec<String> = asked.iter().map(|one| recall::answer_id(one)).collect();
    let setup = Setup {
        mode: Mode::Guided,
        level: Level::default(),
        lens: None,
    };
    let mut judged =
        |context: &mut Context, rehearsal: &mut Rehearsal| judge(context, rehearsal, &asked);
    let recording = wanted.speech.recording();
    if !recording.from_wav.is_empty() {
        recorded::one_for_each(&recording.from_wav, asked.len(), "--count")?;
    } else if !context.json {
        context.say("Say which story you would tell, and its first line. Ten seconds each.");
    }
    let parts = Parts::Answers(&ids);
    take::run(context, &recording, found, setup, parts, &mut judged)
}

/// The id of the principle that was typed.
pub(super) fn known(typed: &str) -> Result<&'static str, Failure> {
    principle(typed).map(|one| one.id.as_str()).ok_or_else(|| {
        let names: Vec<&str> = principles().iter().map(|one| one.id.as_str()).collect();
        Failure::usage(format_args!(
            "no leadership principle is called {typed:?}: {}",
            names.join(", ")
        ))
    })
}

fn judge(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    asked: &[&'static BankQuestion],
) -> Result<Exit, Failure> {
    rehearsal.judge(context)?;
    let gathered = gather(context)?;
    let bank = stories::of(&gathered);
    let tellable = tellable(&gathered);
    let mut heard = Vec::new();
    for question in asked {
        let id = recall::answer_id(question);
        let facts = rehearsal.session.sections.iter().find(|one| one.id == id);
        let Some((transcript, took)) =
            facts.and_then(|one| Some((one.transcript.as_ref()?, one.length())))
        else {
            continue;
        };
        let mut recall = recall::recall(question, transcript, took, &tellable, &bank);
        settle(context, question, transcript, &mut recall, &tellable, &bank)?;
        heard.push((*question, recall));
    }
    let answers = noted(context, heard)?;
    let id = &rehearsal.session.id;
    show::either(context, &json(&answers, id), |style| {
        text(&answers, &bank, style)
    })?;
    if !context.json {
        context.say("");
        show::where_saved(context, &rehearsal.folder);
    }
    Ok(Exit::Done)
}

/// The stories that can be told in an interview: own stories, and built-in ones that were practised. Before
/// there are any, all.
pub(super) fn tellable(gathered: &FullHistory) -> Vec<&Scenario> {
    let told = |one: &Scenario| gathered.told.iter().any(|(id, _)| *id == one.id);
    // An introduction answers no question about what one did.
    let all = gathered.scenarios.iter().enumerate();
    let all = all.filter(|(_, one)| one.leans);
    let (mine, others): (Vec<_>, Vec<_>) =
        all.partition(|(at, one)| *at < gathered.own || told(one));
    let tellable = if mine.is_empty() { others } else { mine };
    tellable.into_iter().map(|(_, one)| one).collect()
}

/// Asks which story was meant, where that is not sure and the candidate can be asked.
fn settle(
    context: &mut Context,
    question: &BankQuestion,
    transcript: &Transcript,
    recall: &mut Recall,
    tellable: &[&Scenario],
    bank: &Bank,
) -> Result<(), Failure> {
    let StoryChoice::Unsure { stories } = &recall.story else {
        return Ok(());
    };
    if !context.is_conversation() {
        return Ok(());
    }
    context.say(format_args!(
        "\n{}\nHeard: “{}”. Which story was that?",
        question.text, recall.text
    ));
    for (number, id) in (1..).zip(stories) {
        let title = tellable
            .iter()
            .find(|one| one.id == *id)
            .map_or(id, |one| &one.title);
        context.say(format_args!("{number}  {title}"));
    }
    let answer = context
        .ask("A number; Enter leaves it open: ")?
        .unwrap_or_default();
    let chosen = answer
        .trim()
        .parse::<usize>()
        .ok()
        .and_then(|at| stories.get(at.checked_sub(1)?));
    if let Some(story) = chosen.cloned() {
        let story = StoryChoice::Named { story };
        *recall = recall::of_story(question, transcript, recall.took, story, tellable, bank);
    }
    Ok(())
}

/// Keeps what was sure of each answer.
fn noted(
    context: &Context,
    heard: Vec<(&'static BankQuestion, Recall)>,
) -> Result<Vec<Answered>, Failure> {
    let file = quiz::drilled(context);
    let _lock = store::lock_folder(&context.folders.data)?;
    let mut cards = quiz::load(&file)?;
    let answers = heard
        .into_iter()
        .map(|(question, recall)| Answered {
            due_in: note(&mut cards, question, &recall),
            question,
            recall,
        })
        .collect();
    file.save(&cards)?;
    Ok(answers)
}

/// Records a certain result; returns the days until the question is repeated.
fn note(cards: &mut CardIndex, question: &BankQuestion, recall: &Recall) -> Option<u32> {
    let right = recall.right()?;
    let today = clock::today();
    let key = recall::question_key(&question.id);
    cards.answer(&key, right, today);
    if let StoryChoice::Named { story } = &recall.story {
        cards.answer(&recall::story_key(story), right, today);
    }
    let due = cards.cards.get(&key).map(|card| card.due)?;
    Some(due.0.saturating_sub(today.0))
}
