//! Removes sessions or their recordings, only after a confirmation.

use super::super::cut_short::{OnlyCopy, only_copy};
use super::super::{Context, Exit, Failure, clock};
use crate::cli;
use crate::model::Bytes;
use crate::store::{SessionFolder, Store};
use crate::words::count;

/// Removes the named rehearsals.
///
/// # Errors
/// When one of them is not there (then none is removed), nobody can be asked, or the disk refuses.
pub fn named(wanted: &cli::Rm, context: &mut Context) -> Result<Exit, Failure> {
    let store = Store::new(&context.folders.data);
    let mut folders = Vec::new();
    for name in &wanted.sessions {
        let folder = store.find(name)?;
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    remove(folders, wanted.audio_only, wanted.yes, context)
}

/// Removes every rehearsal older than the days that were asked for.
///
/// # Errors
/// As [`named`].
pub fn older(wanted: &cli::Purge, context: &mut Context) -> Result<Exit, Failure> {
    let limit = clock::Start::days_ago(wanted.older).stamp;
    let mut folders = Store::new(&context.folders.data).folders()?;
    folders.retain(|folder| {
        // What is no session is nobody's to remove, and a clock that had not been set says nothing about age.
        let began = folder.stamp();
        let old = began.is_some_and(|began| began < limit && began.as_str() > CLOCK_IS_SET);
        old && !folder.is_being_written()
    });
    remove(folders, wanted.audio_only, wanted.yes, context)
}

/// A computer without a battery for its clock begins in 1970.
const CLOCK_IS_SET: &str = "2020";

fn remove(
    mut folders: Vec<SessionFolder>,
    audio_only: bool,
    yes: bool,
    context: &mut Context,
) -> Result<Exit, Failure> {
    if let Some(folder) = folders.iter().find(|folder| folder.is_being_written()) {
        return Err(Failure::error(format_args!(
            "the session {} is being recorded right now; nothing was removed",
            folder.id()
        )));
    }
    if audio_only {
        folders.retain(SessionFolder::has_take);
        folders = without_only_copies(folders, context);
    }
    if folders.is_empty() {
        context.say("Nothing to remove.");
        return Ok(Exit::Done);
    }
    let size = match audio_only {
        true => SessionFolder::take_bytes,
        false => SessionFolder::bytes,
    };
    let bytes = Bytes(folders.iter().map(size).sum());
    let rehearsals = count(folders.len(), "rehearsal", "rehearsals");
    let what = match (audio_only, folders.len()) {
        (false, _) => format!("{rehearsals} with recordings, transcripts and reports"),
        (true, 1) => format!("the recording of {rehearsals}; transcripts and reports stay"),
        (true, _) => format!("the recordings of {rehearsals}; transcripts and reports stay"),
    };
    let ids: Vec<String> = folders.iter().map(SessionFolder::id).collect();
    name(&ids, context);
    if !yes && !context.agrees(&format!("Remove {what}? This frees {bytes}."))? {
        context.say("Nothing was removed.");
        return Ok(Exit::Done);
    }
    let last = Store::new(&context.folders.data).find("last").ok();
    let renumbers = !audio_only && last.is_some_and(|last| !folders.contains(&last));
    for folder in folders {
        match audio_only {
            true => folder.remove_take()?,
            false => folder.remove()?,
        }
    }
    context.say(format_args!("Removed; {bytes} freed."));
    if renumbers {
        context.say("Later rehearsals have other numbers now: `rehearse sessions list`.");
    }
    Ok(Exit::Done)
}

/// The folders that are transcribed. The others keep their recordings, with the reason:
/// without a transcript the recording is the only copy.
fn without_only_copies(folders: Vec<SessionFolder>, context: &mut Context) -> Vec<SessionFolder> {
    let mut written_down = Vec::new();
    let mut untold = Vec::new();
    for folder in folders {
        match only_copy(&folder) {
            None => written_down.push(folder),
            Some(OnlyCopy::NoWords) => untold.push(folder.id()),
            Some(OnlyCopy::OtherTries) => context.say(format_args!(
                "The recording of {id} stays: it holds other tries, which are not written down. \
                 `rehearse sessions rm {id}` removes the whole rehearsal.",
                id = folder.id()
            )),
            Some(OnlyCopy::Unread(why)) => context.say(format_args!(
                "The recording of {id} stays ({why}): it may be all there is of what was said. \
                 `rehearse sessions rm {id}` removes the whole rehearsal.",
                id = folder.id()
            )),
        }
    }
    match untold.as_slice() {
        [] => {}
        [id] => context.say(format_args!(
            "The recording of {id} stays: what was said is not written down yet. `rehearse sessions \
             recover {id}` does that; `rehearse sessions rm {id}` removes the whole rehearsal."
        )),
        many => {
            context.say(format_args!(
                "{} recordings stay: what was said is not written down yet. `rehearse sessions recover` \
                 does that; `rehearse sessions rm ID` removes a whole rehearsal.",
                many.len()
            ));
            name(many, context);
        }
    }
    written_down
}

/// Names the sessions, the first ten of them.
fn name(ids: &[String], context: &mut Context) {
    for id in ids.iter().take(10) {
        context.say(format_args!("  {id}"));
    }
    if ids.len() > 10 {
        context.say(format_args!("  and {} more", ids.len() - 10));
    }
}
