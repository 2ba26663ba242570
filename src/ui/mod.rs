//! The terminal: countdown, level meter, keys, prompts.
//!
//! * [`screen`]: the live screen as lines of text; pure, so that tests can read every screen.
//! * [`aside`]: the microphone check before it and the wait for the transcript after it; pure.
//! * [`stage`]: the parts of a rehearsal as shown on a screen.
//! * [`plain`]: the same as sentences, for screen readers and pipes.
//! * [`asking`]: a question, shown and read aloud before its answer is recorded.
//! * [`live`]: the loop that draws either and reads keys.
//! * [`menu`]: numbered choices.
//! * [`terminal`]: terminal mode and keys, restored in any case; [`signals`]: signals of the system.

pub(crate) mod aside;
pub(crate) mod asking;
mod digits;
mod fit;
mod keys;
pub(crate) mod live;
pub(crate) mod menu;
pub(crate) mod plain;
pub(crate) mod progress;
pub(crate) mod prompt;
pub(crate) mod screen;
pub(crate) mod signals;
pub(crate) mod stage;
pub mod terminal;
