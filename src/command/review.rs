//! `rehearse review`: everything saved as one local page.

use super::history::gather;
use super::rehearsal::Rehearsal;
use super::sessions::open_page;
use super::{Context, Exit, Failure, clock, quiz, show, stories};
use crate::cli;
use crate::plan::recall::{SESSION, question_key};
use crate::report::review::{self, Kept, Review};
use crate::report::trend::Trend;
use crate::scenario::questions;
use crate::session::Session;
use crate::store::{self, SessionFolder, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the page, and opens it unless a file was named.
///
/// # Errors
/// When the data folder cannot be read or the page cannot be written.
pub fn run(wanted: &cli::Review, context: &mut Context) -> Result<Exit, Failure> {
    let kept = kept(context)?;
    let bank = stories::of(&gather(context)?);
    let page = Review {
        takes: &kept,
        trends: trends(&kept),
        due: due(context)?,
        bank: &bank,
    };
    let text = review::render(&page);
    if let Some(path) = &wanted.html {
        return context.write_new(path, &text);
    }
    store::private_folder(&context.folders.data)?;
    let path = context.folders.data.join("review.html");
    store::write_atomic(&path, text.as_bytes())?;
    if !context.json && !wanted.no_open {
        return open_page(&path, context);
    }
    let data = json!({"path": path, "takes": kept.len()});
    show::either(context, &data, |_| format!("{}\n", path.display()))
}

/// Every readable take, oldest first.
fn kept(context: &mut Context) -> Result<Vec<Kept>, Failure> {
    let mut kept = Vec::new();
    let mut unreadable = 0;
    for (number, folder) in (1..).zip(Store::new(&context.folders.data).folders()?) {
        let Ok(past) = Rehearsal::of(context, folder) else {
            unreadable += 1;
            continue;
        };
        kept.push(Kept {
            number,
            folder: address(&past.folder),
            has_sound: past.folder.has_take() && past.session.take.frames > 0,
            has_report: store::is_file(&past.folder.path().join("report.html")),
            session: past.session,
            scenario: past.scenario,
        });
    }
    show::left_out(context, unreadable);
    Ok(kept)
}

/// The URL of the folder for pages on this machine.
fn address(folder: &SessionFolder) -> String {
    let path = std::path::absolute(folder.path());
    let path = path.as_deref().unwrap_or(folder.path());
    format!("{}/", file_address(path))
}

fn file_address(path: &Path) -> String {
    let mut address = String::from("file://");
    let text = path.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        address.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// The trend of every story that was told, in the order of their last takes.
fn trends(kept: &[Kept]) -> Vec<Trend> {
    let mut of: BTreeMap<&str, (usize, Vec<Session>)> = BTreeMap::new();
    for (at, one) in kept.iter().enumerate() {
        let mut told = one.session.sections.iter();
        let tells = told.any(|facts| one.scenario.section(&facts.id).is_some());
        if !one.session.take.synthetic && one.session.scenario != SESSION && tells {
            let (last, sessions) = of.entry(&one.session.scenario).or_default();
            *last = at;
            sessions.push(one.session.clone());
        }
    }
    let mut of: Vec<_> = of.into_values().collect();
    of.sort_by_key(|(last, _)| std::cmp::Reverse(*last));
    let trends = of
        .into_iter()
        .map(|(last, sessions)| Trend::of(&sessions, &kept[last].scenario, None));
    trends.filter(|trend| !trend.sections.is_empty()).collect()
}

/// The due questions of the retrieval drill.
fn due(context: &Context) -> Result<Vec<String>, Failure> {
    let cards = quiz::load(&quiz::drilled(context))?;
    let today = clock::today();
    let due = questions().iter().filter(|one| {
        let card = cards.cards.get(&question_key(&one.id));
        card.is_some_and(|card| card.due <= today)
    });
    Ok(due.map(|one| one.text.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_spaces_and_umlauts_is_an_address() {
        assert_eq!(
            file_address(Path::new("/home/Jörg/my takes")),
            "file:///home/J%C3%B6rg/my%20takes"
        );
        assert_eq!(file_address(Path::new("C:\\a")), "file:///C:/a");
    }
}
