//! The state machine of a rehearsal: from sound source to take, with section marks, pause, redo, next. Pure:
//! time is counted in samples, and the clock readings it needs (when a key was pressed, when a block
//! arrived) are passed in.
//!
//! * [`sections::Sections`]: what a key means at a frame of the take.
//! * [`Recorder`]: moves sound from a [`Source`] to a [`Keeper`] and drives the machine.
//! * `spoken`: from marks to sections, for a live take and for one that was cut short.
//! * [`Arrivals`]: when a frame was captured, undetected loss, clock drift.
//! * [`Meters`]: the input level.

mod clock;
mod meter;
mod recorder;
mod sections;
mod spoken;

pub(crate) use clock::Arrivals;
pub(crate) use meter::{Meter, Meters};
pub(crate) use recorder::{Away, Heard, View};
pub use recorder::{Keeper, Recorder, Recording, Source};
pub use sections::{Answer, Ask};
pub(crate) use sections::{Phase, in_order};
pub(crate) use spoken::{SHORTEST_TRY, Spoken, gaps, span, spans};
pub use spoken::{frames, spoken};
