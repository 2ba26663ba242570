//! `trend`: how the numbers of a story change over its takes.

use super::rehearsal::Rehearsal;
use super::{Context, Exit, Failure, scenarios, show};
use crate::cli::TrendOptions;
use crate::plan::recall::SESSION;
use crate::report::trend::{self, Trend};
use crate::session::Session;
use crate::store::Store;

/// Shows the trend as text, JSON or a page.
///
/// # Errors
/// When there is no take of that story, or a file cannot be written.
pub fn run(options: &TrendOptions, context: &mut Context) -> Result<Exit, Failure> {
    let mut sessions = Vec::new();
    let mut unreadable = 0;
    for folder in Store::new(&context.folders.data).folders()? {
        match folder.load() {
            // The retrieval drill tells no story.
            Ok(session) if session.scenario == SESSION => {}
            Ok(session) => sessions.push((folder, session)),
            Err(_) => unreadable += 1,
        }
    }
    show::left_out(context, unreadable);
    let told = |id: &str| sessions.iter().any(|(_, session)| session.scenario == id);
    let wanted = match &options.scenario {
        // A story that was told and removed since still has its takes.
        Some(typed) if told(typed) => typed.clone(),
        Some(typed) => scenarios::find(context, Some(typed))?.scenario.id,
        None => sessions.last().map_or_else(
            || scenarios::DEFAULT.to_owned(),
            |(_, session)| session.scenario.clone(),
        ),
    };
    sessions.retain(|(_, session)| session.scenario == wanted);
    // The story at the time of the last take; before the first take, today's.
    let scenario = match sessions.last() {
        Some((folder, _)) => Rehearsal::of(context, folder.clone())?.scenario,
        None => scenarios::find(context, Some(&wanted))?.scenario,
    };
    if let Some(id) = &options.section
        && scenario.section(id).is_none()
    {
        let ids = scenario.sections.iter().map(|section| section.id.as_str());
        let lacks = format_args!("{wanted} has no section {id:?}; it has:");
        return Err(Failure::none_of(lacks, ids));
    }
    // A drill of follow-ups says nothing about how the story is told.
    let tells = |session: &Session| {
        let mut sections = session.sections.iter();
        sections.any(|facts| scenario.section(&facts.id).is_some())
    };
    let sessions: Vec<_> = sessions
        .into_iter()
        .map(|(_, session)| session)
        .filter(tells)
        .collect();
    let trend = Trend::of(&sessions, &scenario, options.section.as_deref());
    match &options.html {
        Some(path) => context.write_new(path, &trend::html(&trend)),
        None => show::either(context, &trend.json(), |style| trend::text(&trend, style)),
    }
}
