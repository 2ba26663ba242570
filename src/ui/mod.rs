//! The terminal: countdown, level meter, keys, prompts.
//!
//! * [`screen`]: the live screen as lines of text; pure, so that every screen can be read in a test.
//! * [`aside`]: the microphone's check before it and the wait for the words after it; pure.
//! * [`stage`]: what is rehearsed, as far as a screen is concerned.
//! * [`plain`]: the same in sentences, for screen readers and pipes.
//! * [`asking`]: a question shown and read aloud before its answer is recorded.
//! * [`live`]: the one loop that draws either and listens to keys.
//! * [`menu`]: numbered lines to choose from.
//! * [`terminal`]: its mode and keys, given back whatever happens; [`signals`]: what the system asks.

pub mod aside;
pub mod asking;
mod digits;
mod keys;
pub mod listening;
pub mod live;
pub mod menu;
pub mod plain;
pub mod progress;
pub mod prompt;
pub mod screen;
pub mod signals;
pub mod stage;
pub mod terminal;
