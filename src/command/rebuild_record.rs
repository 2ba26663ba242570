//! The record of a session anew, from recording and journal, where `session.json` is lost or unreadable.

use super::rehearsal::scenario_of;
use super::{Context, Failure, cut_short};
use crate::audio::wav;
use crate::scenario::Level;
use crate::session::{ANSWER, Event, Mark, Mode, Session, Take};
use crate::store::{SessionFolder, StoreError};
use jiff::civil::DateTime;

/// Makes the record anew where it is lost and can be; what was unreadable is kept beside it.
///
/// # Errors
/// When it is lost and cannot be made anew; the message names what recovers the words.
pub fn where_lost(context: &mut Context, folder: &SessionFolder) -> Result<(), Failure> {
    let lost = match folder.load() {
        Err(lost @ (StoreError::Broken { .. } | StoreError::NoRecord { .. })) => lost,
        _ => return Ok(()),
    };
    let (true, Some(stamp)) = (folder.can_be_rebuilt(), folder.stamp()) else {
        return Err(lost.into());
    };
    let session = from_journal(context, folder, &stamp)?;
    folder.set_record_aside()?;
    folder.save(&session)?;
    context.say(format_args!(
        "{}: its record was lost and is made anew from the recording. Level, lens and earlier corrections are not \
         known any more: it is judged as {}.",
        session.id,
        session.level.title()
    ));
    Ok(())
}

/// The first record of a session, as it was before its sections were known.
fn from_journal(
    context: &Context,
    folder: &SessionFolder,
    stamp: &str,
) -> Result<Session, Failure> {
    let marks = cut_short::marks(folder)?;
    let take = wav::repair(&folder.take()?)?;
    let id = folder.id();
    let named = id[stamp.len()..].trim_start_matches('-');
    let scenario = scenario_of(context, folder, named)?;
    // An answer in one take is a mock.
    let whole = |mark: &Mark| mark.event == Event::Start(ANSWER.to_owned());
    let mode = match marks.iter().any(whole) {
        true => Mode::Mock,
        false => Mode::Guided,
    };
    let how = (mode, Level::default());
    let take = Take::begun("not known any more".to_owned(), take.rate);
    Ok(Session::begun((id, began(stamp)), &scenario, how, take))
}

/// `20261123T091200Z` as RFC 3339; what is no such moment stays as it is.
fn began(stamp: &str) -> String {
    let moment = DateTime::strptime("%Y%m%dT%H%M%SZ", stamp);
    moment.map_or_else(|_| stamp.to_owned(), |moment| format!("{moment}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_is_read_from_the_name_of_the_folder() {
        assert_eq!(began("20261123T091200Z"), "2026-11-23T09:12:00Z");
    }
}
