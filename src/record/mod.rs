//! The state machine of a rehearsal: from sound source to take, with section marks, pause, redo, next. Pure:
//! time is counted in samples, and the clock readings it needs (when a key was pressed, when a block
//! arrived) are passed in.
//!
//! * [`Sections`]: what a key means at a frame of the take.
//! * [`Recorder`]: moves sound from a [`Source`] to a [`Keeper`] and drives the machine.
//! * `spoken`: from marks to sections, for a live take and for one that was cut short.
//! * [`Arrivals`]: when a frame was captured, undetected loss, clock drift.
//! * [`Meters`]: the input level.

mod clock;
mod meter;
mod recorder;
mod sections;
mod spoken;

pub use clock::Arrivals;
pub use meter::{BARS, CLIP, Meter, Meters};
pub use recorder::{Away, Heard, Keeper, LONGEST_TAKE, Recorder, Recording, Source, View};
pub use sections::{Answer, Ask, Phase, SHORTEST_STEP, Sections, in_order};
pub use spoken::{SHORTEST_TRY, Spoken, frames, gaps, span, spoken};
