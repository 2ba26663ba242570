//! `rehearse`: spoken mock-interview practice at a desk.
//!
//! This page is the map. The rooms stand in the order in which a rehearsal happens; each has one
//! job. *Pure* rooms know no files, clock, threads or printing; an *edge* owns exactly one outside
//! thing and is the only room that names its crate. `tests/architecture.rs` and `.clippy.toml`
//! keep it so.
//!
//! ```text
//!  content/scenarios ─▶ Scenario ────────────┬─────────────────────────────┐
//!                                            ▼                             │
//!  microphone ─▶ ring ─▶ Recorder ─▶ take.wav (checkpoint each second)     │
//!                           └─▶ Recording{marks per section, level, lost}  │
//!                                            │  section done               ▼
//!                      samples ─┬─▶ activity ─▶ silences ──┐            Speech ─▶ RULES + lexicon ─▶ findings
//!                               └─▶ worker(whisper) ─▶ Transcript ┘         └─▶ measures ─▶ verdict    │
//!                                                                                                      ▼
//!                             session.json ◀── Session{facts, judgement} ─▶ Report ─▶ terminal · md · html · json
//! ```
//!
//! * [`time`]: integer time.
//! * [`scenario`]: what is asked, how long it may take, what a strong answer holds.
//! * [`audio`]: samples and their numbers; reading and writing WAV; the microphone.
//! * [`record`]: the session machine: sections, marks, pause, redo, next.
//! * [`ui`]: the terminal: countdown, level meter, keys.
//! * [`transcript`]: the words as heard, never edited.
//! * [`transcribe`]: sound in, timed words out; Whisper behind one trait.
//! * [`model`]: Whisper's files: known, found, fetched, verified.
//! * [`meaning`]: how near two sentences are in meaning: one trait, one small model behind it.
//! * [`analysis`]: the judgement of one session: rules, measures, findings, verdict.
//! * [`story`]: a candidate's own story, from notes to a scenario file.
//! * [`session`]: the record of one rehearsal: facts apart from judgement.
//! * [`store`]: a folder a session, written as it happens.
//! * [`report`]: one value, worded once, rendered as terminal text, Markdown, HTML or JSON.
//!   One session against another is here too, since it only reads judgements: [`report::compare`] for
//!   two, [`report::trend`] for all.
//! * [`plan`]: what to drill next, and why, from the history.
//! * [`cli`]: what may be typed; [`command`]: one verb a file, where the edges meet.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod analysis;
pub mod audio;
pub mod cli;
pub mod command;
pub mod meaning;
pub mod model;
pub mod plan;
pub mod record;
pub mod report;
pub mod scenario;
pub mod session;
pub mod store;
pub mod story;
pub mod time;
pub mod transcribe;
pub mod transcript;
pub mod ui;
