//! `rehearse loop`: several questions over different principles, no story twice, one debrief.
//!
//! Each answer is a session of its own; after each, the assignment of sessions to questions
//! is stored, so that an interrupted loop can be continued.

use super::data_file::DataFile;
use super::history::{self, FullHistory, gather};
use super::rehearsal::{Parts, Rehearsal, Setup};
use super::{
    Context, Exit, Failure, ask, clock, own_questions, quiz, recorded, scenarios, show, stories,
    take,
};
use crate::cli;
use crate::plan::debrief::{Loop, Round, RoundAnswers, debrief};
use crate::plan::loop_order;
use crate::report::debrief as shown;
use crate::scenario::draw::seed;
use crate::scenario::{BankQuestion, Scenario, questions};
use crate::session::Mode;
use crate::store::{self, Store};
use crate::words;
use std::path::PathBuf;

/// Runs a loop, or continues an unfinished one; or shows the last debrief.
///
/// # Errors
/// When a file, the data folder, the model or the microphone cannot be used.
pub fn run(wanted: &cli::LoopOptions, context: &mut Context) -> Result<Exit, Failure> {
    if wanted.debrief {
        let Some((_, held)) = last(context)? else {
            return Err(Failure::usage("no loop was held yet: rehearse loop"));
        };
        return told(context, &held);
    }
    let gathered = gather(context)?;
    let tellable = ask::tellable(&gathered);
    let (file, mut held) = begun(wanted, context, &gathered, &tellable)?;
    while let Some(at) = held.next() {
        let Some(question) = questions()
            .iter()
            .find(|one| one.id == held.rounds[at].question)
        else {
            held.rounds.remove(at);
            continue;
        };
        let told: Vec<_> = held.rounds.iter().flat_map(|round| &round.story).collect();
        let left = tellable.iter().filter(|one| !told.contains(&&one.id));
        let left: Vec<&Scenario> = left.copied().collect();
        let number = (at + 1, held.rounds.len());
        let story = match wanted.speech.from_wav.is_empty() {
            false => fitting(&gathered, question, &left),
            true => chosen(context, question, number, &left)?,
        };
        let Some(story) = story else { break };
        let exit = answered(context, wanted, (&file, &mut held), at, question, story)?;
        file.save(&held)?;
        if exit != Exit::Done {
            context.say("The loop is kept: `rehearse loop` goes on with it.");
            return Ok(exit);
        }
    }
    held.ended = true;
    file.save(&held)?;
    told(context, &held)
}

fn folder(context: &Context) -> PathBuf {
    context.folders.data.join("loops")
}

fn file(path: PathBuf) -> DataFile {
    DataFile {
        path,
        remedy: "It holds which session answered which question; correct it or move it away.",
    }
}

/// The latest loop.
fn last(context: &Context) -> Result<Option<(DataFile, Loop)>, Failure> {
    let Some(path) = store::files_with_ending(&folder(context), "json")?.pop() else {
        return Ok(None);
    };
    let file = file(path);
    Ok(file.load()?.map(|held| (file, held)))
}

/// An unfinished loop, if the candidate continues it, else a new one.
fn begun(
    wanted: &cli::LoopOptions,
    context: &mut Context,
    gathered: &FullHistory,
    tellable: &[&Scenario],
) -> Result<(DataFile, Loop), Failure> {
    if wanted.speech.from_wav.is_empty() && !context.screen.keys_are_terminal {
        return Err(Failure::usage(
            "loop listens to keys: run it in a terminal, or give one recording a question with --from-wav",
        ));
    }
    if wanted.speech.from_wav.is_empty()
        && let Some((file, held)) = last(context)?
        && !held.ended
        && let Some(at) = held.next()
    {
        let line = format!(
            "A loop was left at question {} of {}. Enter goes on with it, n begins another: ",
            at + 1,
            held.rounds.len()
        );
        if context
            .ask(&line)?
            .is_some_and(|answer| answer.trim().is_empty())
        {
            return Ok((file, held));
        }
    }
    let count = usize::from(wanted.questions).min(tellable.len());
    if count < usize::from(wanted.questions) {
        context.say(format_args!(
            "You have {} to tell, and no story is told twice: the loop has {count}.",
            words::count(tellable.len(), "story", "stories")
        ));
    }
    let cards = quiz::load(&quiz::drilled(context))?;
    let start = clock::Start::now();
    let chance = wanted.speech.seed.unwrap_or_else(|| seed(&start.stamp));
    let ids: Vec<&str> = tellable.iter().map(|one| one.id.as_str()).collect();
    let asked = loop_order::choose(
        questions(),
        &stories::of(gathered),
        &ids,
        (&cards, gathered.today),
        count,
        chance,
    );
    if !wanted.speech.from_wav.is_empty() {
        recorded::one_for_each(&wanted.speech.from_wav, asked.len(), "--questions")?;
    }
    let round = |question: &BankQuestion| Round {
        question: question.id.clone(),
        ..Round::default()
    };
    let held = Loop {
        format: 1,
        started: start.rfc3339,
        rounds: asked.iter().map(|one| round(one)).collect(),
        ended: false,
    };
    let folder = folder(context);
    store::private_folder(&folder)?;
    let file = file(folder.join(format!("{}.json", start.stamp)));
    file.save(&held)?;
    Ok((file, held))
}

/// Of the remaining stories, the one that serves the question's principle best.
fn fitting<'a>(
    gathered: &FullHistory,
    question: &BankQuestion,
    left: &[&'a Scenario],
) -> Option<&'a Scenario> {
    let bank = stories::of(gathered);
    let serving = bank.serving(&question.principle);
    let best = serving
        .iter()
        .find_map(|(entry, _)| left.iter().find(|one| one.id == entry.id));
    best.or(left.first()).copied()
}

/// Shows the question and asks which story to tell; `None` ends the loop.
fn chosen<'a>(
    context: &mut Context,
    question: &BankQuestion,
    (number, of): (usize, usize),
    left: &[&'a Scenario],
) -> Result<Option<&'a Scenario>, Failure> {
    context.say(format_args!(
        "\nQuestion {number} of {of}\n{}\n",
        question.text
    ));
    for (at, story) in (1..).zip(left) {
        context.say(format_args!("{at:>2}  {}", story.title));
    }
    let prompt = "Which story do you tell? Its number, or q for the debrief: ";
    let at = context.number(prompt, left.len())?;
    Ok(at.map(|at| left[at]))
}

/// One round: the whole answer, from its recording or at the microphone; there two follow-ups come after it.
fn answered(
    context: &mut Context,
    wanted: &cli::LoopOptions,
    (file, held): (&DataFile, &mut Loop),
    at: usize,
    question: &BankQuestion,
    story: &Scenario,
) -> Result<Exit, Failure> {
    let mut speech = wanted.speech.recording();
    speech.from_wav = speech.from_wav.into_iter().skip(at).take(1).collect();
    let setup = |mode| Setup {
        mode,
        level: wanted.level,
        lens: None,
    };
    let mut next = None;
    let mut session = None;
    // No report is shown after an answer: a loop is reported as a whole.
    let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
        session = Some(rehearsal.session.id.clone());
        rehearsal.judge(context)?;
        if speech.from_wav.is_empty() {
            next = own_questions::next_two(context, rehearsal)?;
        }
        Ok(Exit::Done)
    };
    // The story answers this question instead of its own.
    let mut answer = scenarios::find(context, Some(&story.id))?;
    answer.scenario.question.clone_from(&question.text);
    let exit = take::run(
        context,
        &speech,
        answer,
        setup(Mode::Mock),
        Parts::Round,
        &mut judged,
    )?;
    if session.is_none() || exit != Exit::Done {
        return Ok(Exit::Interrupted);
    }
    held.rounds[at].story = Some(story.id.clone());
    held.rounds[at].session = session;
    file.save(held)?;
    let Some((found, asked)) = next else {
        return Ok(Exit::Done);
    };
    let follow_ups = &mut held.rounds[at].follow_ups;
    let mut judged = |context: &mut Context, rehearsal: &mut Rehearsal| {
        *follow_ups = Some(rehearsal.session.id.clone());
        rehearsal.judge(context)?;
        Ok(Exit::Done)
    };
    let parts = Parts::Answers(&asked);
    take::run(
        context,
        &speech,
        found,
        setup(Mode::Guided),
        parts,
        &mut judged,
    )
}

/// Shows the debrief.
fn told(context: &mut Context, held: &Loop) -> Result<Exit, Failure> {
    let (scenarios, _) = history::scenarios(context)?;
    let store = Store::new(&context.folders.data);
    let folders = store.folders()?;
    let folder = |id: &String| folders.iter().position(|one| one.id() == *id);
    let rounds: Vec<RoundAnswers> = held
        .rounds
        .iter()
        .filter_map(|round| {
            let question = questions().iter().find(|one| one.id == round.question)?;
            let at = folder(round.session.as_ref()?);
            let session = at.and_then(|at| folders[at].load().ok());
            let (story, judgement) = session
                .map(|one| (one.title, one.judgement))
                .unwrap_or_default();
            let take =
                at.and_then(|at| history::take(at + 1, &folders[at].outcome().ok()?, &scenarios));
            let follow_ups = round.follow_ups.as_ref().and_then(folder);
            let follow_ups = follow_ups.and_then(|at| folders[at].load().ok()?.judgement);
            Some(RoundAnswers {
                principle: question.principle.clone(),
                question: question.text.clone(),
                story,
                take,
                judgement,
                follow_ups,
            })
        })
        .collect();
    if rounds.is_empty() {
        context.say("No question was answered, so there is nothing to debrief.");
        return Ok(Exit::Done);
    }
    let debrief = debrief(&rounds);
    show::either(context, &shown::json(&debrief), |style| {
        shown::text(&debrief, style)
    })?;
    if !context.json {
        context.say("\nEach answer has its own report: rehearse sessions list. This again: rehearse loop --debrief");
    }
    Ok(Exit::Done)
}
