//! What the live part leaves, and what becomes of it.

use super::wait::Waited;
use crate::command::rehearsal::Rehearsal;
use crate::command::{Context, Exit, Failure};
use crate::ui::live::Ending;

/// What happens once the words of a take are there.
pub type Judged<'a> = &'a mut dyn FnMut(&mut Context, &mut Rehearsal) -> Result<Exit, Failure>;

/// What the live part leaves.
pub(super) enum Said {
    /// Nothing was recorded.
    Nothing,
    /// A session is saved; the sections may have words already.
    Session(Box<Rehearsal>, Ending, Words),
}

/// How far the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Nobody listened for them.
    NotTried,
    /// They were waited for.
    Waited(Waited),
}
