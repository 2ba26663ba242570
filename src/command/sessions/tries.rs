//! Which of several tries of a section is judged. All of them lie in the take; the one that is chosen is
//! transcribed, and the session is judged and reported anew.

use super::super::rehearsal::{Rehearsal, try_of};
use super::super::{Context, Exit, Failure, borders, recogniser, show};
use crate::audio::wav;
use crate::cli;
use crate::record::{SpokenSection, spans, spoken};
use crate::session::{ANSWER, SectionFacts};
use crate::store::Store;
use crate::time::{Millis, total};
use crate::words::{clean, count, seconds};
use serde::Serialize;

/// Lists the tries, or has another one judged.
///
/// # Errors
/// When there is no such section, no such try, no recording, or the model or the disk does not do.
pub fn run(wanted: &cli::Use, context: &mut Context) -> Result<Exit, Failure> {
    let mut past = Rehearsal::find(context, &wanted.session)?;
    let told = spoken(&past.session.marks, past.session.take.frames);
    let (Some(id), Some(number)) = (&wanted.section, wanted.number) else {
        return list(&past, &told, wanted.section.as_deref(), context);
    };
    let section = known(&past, &told, id)?;
    if past.session.judgement.is_none() {
        let id = past.folder.id();
        return Err(Failure::error(format_args!(
            "{id} has no words yet: `rehearse sessions recover {id}` writes them down first"
        )));
    }
    let take = wav::read(&past.folder.take()?)?;
    let all = section.counted(take.rate).count();
    let Some(mut facts) = try_of(section, number, &take) else {
        return Err(Failure::usage(format_args!(
            "{id} has {} in {}, and no {number}",
            count(all, "try", "tries"),
            past.folder.id()
        )));
    };
    // The other sections were heard by a model: this one is heard by the same where it is still here.
    let by = past.session.model.clone();
    let same = by.and_then(|name| recogniser::open(context, Some(&name)).ok());
    let mut model = match same {
        Some(model) => model,
        None => recogniser::open(context, None)?,
    };
    facts.transcript = Some(past.words(&facts, &take, model.as_mut(), |_| {})?);
    put(&mut past, facts)?;
    past.session.chosen.insert(id.clone(), number);
    let report = past.judge(context)?;
    show::report(context, &report, false)?;
    context.say(format_args!(
        "\nTry {number} of {all} of {id} is judged now."
    ));
    Ok(Exit::Done)
}

/// Puts the facts where those of the try before were; a whole answer is cut into its sections again.
fn put(past: &mut Rehearsal, facts: SectionFacts) -> Result<(), Failure> {
    let session = &mut past.session;
    if facts.id == ANSWER {
        session.whole = Some(borders::whole(session, facts));
        return borders::cut(&past.scenario, session).map_err(Failure::error);
    }
    if let Some(there) = session.sections.iter_mut().find(|one| one.id == facts.id) {
        *there = facts;
    }
    Ok(())
}

/// What was told under this name.
fn known<'a>(
    past: &Rehearsal,
    told: &'a [SpokenSection],
    id: &str,
) -> Result<&'a SpokenSection, Failure> {
    told.iter().find(|one| one.id == id).ok_or_else(|| {
        let lacks = format_args!("{} has nothing told as {id:?}: it has", past.folder.id());
        Failure::none_of(lacks, told.iter().map(|one| one.id.as_str()))
    })
}

/// One try, as it is listed.
#[derive(Serialize)]
struct Try {
    section: String,
    #[serde(rename = "try")]
    number: usize,
    of: usize,
    begins_at_seconds: f64,
    seconds: f64,
    judged: bool,
}

impl Try {
    fn line(&self) -> String {
        format!(
            "{:<12} try {} of {}   at {:>5}   {:>5} s{}\n",
            clean(&self.section),
            self.number,
            self.of,
            Millis::from_secs_f64(self.begins_at_seconds)
                .rounded()
                .to_string(),
            seconds(Millis::from_secs_f64(self.seconds)),
            if self.judged { "   judged" } else { "" }
        )
    }
}

fn tries(past: &Rehearsal, told: &[SpokenSection]) -> Vec<Try> {
    let rate = past.session.take.rate;
    let whole = past.session.whole.iter().map(|whole| &whole.answer);
    let judged: Vec<&SectionFacts> = whole.chain(&past.session.sections).collect();
    let mut all = Vec::new();
    for section in told {
        let of = section.counted(rate).count();
        let facts = judged.iter().find(|facts| facts.id == section.id);
        for (number, stretches) in (1..).zip(section.counted(rate)) {
            let spans = spans(stretches, rate);
            let begins = spans.first().map_or(Millis::ZERO, |span| span.start);
            all.push(Try {
                section: section.id.clone(),
                number,
                of,
                begins_at_seconds: begins.as_secs_f64(),
                seconds: total(&spans).as_secs_f64(),
                judged: facts.is_some_and(|facts| facts.tried().0 == number),
            });
        }
    }
    all
}

/// The tries of one section, or of every section that has more than one.
fn list(
    past: &Rehearsal,
    told: &[SpokenSection],
    only: Option<&str>,
    context: &mut Context,
) -> Result<Exit, Failure> {
    if let Some(id) = only {
        known(past, told, id)?;
    }
    let mut all = tries(past, told);
    all.retain(|one| only.map_or(one.of > 1, |only| only == one.section));
    if all.is_empty() && !context.json {
        context.say("Every section was told once: there is nothing to choose.");
        return Ok(Exit::Done);
    }
    show::either(context, &all, |_| all.iter().map(Try::line).collect())?;
    if !context.json {
        let name = Store::new(&context.folders.data).shortest_name(&past.folder)?;
        context.say(format_args!(
            "To judge another: rehearse sessions use {name} SECTION TRY"
        ));
    }
    Ok(Exit::Done)
}
