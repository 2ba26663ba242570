//! The state machine of a rehearsal: from sound source to take, with section marks, pause, redo, next. Pure:
//! time is counted in samples, and the clock readings it needs (when a key was pressed, when a block
//! arrived) are passed in.
//!
//! * [`sections::Sections`]: what a key means at a frame of the take.
//! * [`Recorder`]: moves sound from a [`Source`] to a [`TakeSink`] and drives the machine.
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
pub(crate) use recorder::{Disconnection, SourceRead, View};
pub use recorder::{Recorder, Recording, Source, TakeSink};
pub(crate) use sections::{Phase, in_order};
pub use sections::{RequestResult, SectionRequest};
pub(crate) use spoken::{SHORTEST_TRY, SpokenSection, gaps, span, spans};
pub use spoken::{frames, spoken};
