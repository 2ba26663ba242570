//! `rehearse`: spoken mock-interview practice at a desk.
//!
//! This page is the map. The modules stand in the order in which a rehearsal happens; each has one
//! job. *Pure* modules know no files, clock, threads or printing; an *edge* owns exactly one outside
//! thing and is the only module that names its crate. `tests/architecture.rs` and `.clippy.toml`
//! keep it so. Modules that tests, benches and fuzz targets do not use are private.
//!
//! ```text
//!  content/scenarios ─▶ Scenario ────────────┬──────────────────────────────┐
//!                                            ▼                              │
//!  microphone ─▶ ring ─▶ Recorder ─▶ take.wav (checkpoint each second)      │
//!                           └─▶ Recording{marks per section, level, lost}   │
//!                                            │  section done                ▼
//!                      samples ─┬─▶ activity ─▶ silences ──┐      evidence ─▶ rules ─▶ findings
//!                               └─▶ worker(whisper) ─▶ Transcript      └─────▶ verdict    │
//!                                                                                         ▼
//!              session.json ◀── Session{facts, judgement} ─▶ Report ─▶ terminal · md · html · json
//! ```
//!
//! Values:
//!
//! * [`time`]: integer time.
//! * [`transcript`]: the words as heard, never edited.
//! * [`scenario`]: what is asked, how long it may take, what a strong answer holds.
//! * [`judgement`]: findings, measures, verdict, as they are kept and shown.
//! * [`session`]: the record of one rehearsal: facts apart from judgement.
//!
//! Recording and hearing:
//!
//! * [`audio`]: samples and their numbers; reading and writing WAV; the microphone.
//! * [`record`]: the state machine of a rehearsal: sections, marks, pause, redo, next.
//! * [`transcribe`]: sound in, timed words out; Whisper behind one trait.
//! * [`model`]: Whisper's files: known, found, fetched, verified.
//!
//! Judging, each module resting on those before it:
//!
//! * [`language`]: English, and nothing about interviews: words, sentences, clauses, numbers.
//! * [`meaning`]: how near two sentences are in meaning: one trait, one small model behind it.
//! * [`evidence`]: what was said, and how surely: ideas, figures, ownership, delivery.
//! * [`rules`]: one file and one line per rule: evidence in, findings out.
//! * [`verdict`]: leaning, reasons and next step.
//! * [`analysis`]: the judgement of one session, put together from these.
//!
//! Around it:
//!
//! * [`story`]: a candidate's own story, from notes to a scenario file.
//! * [`store`]: a folder a session, written as it happens.
//! * [`report`]: one value, worded once, rendered as terminal text, Markdown, HTML or JSON.
//!   One session against another is here too, since it only reads judgements: [`report::compare`] for
//!   two, [`report::trend`] for all.
//! * [`words`]: times, counts and lists as people read them.
//! * [`plan`]: what to drill next, and why, from the history.
//! * [`ui`]: the terminal: countdown, level meter, keys.
//! * [`cli`]: what may be typed; [`command`]: one verb a file, where the edges meet.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![allow(
    rustdoc::private_intra_doc_links,
    reason = "this page is the map of all modules"
)]

pub mod analysis;
pub mod audio;
pub mod cli;
pub mod command;
mod evidence;
pub mod judgement;
mod language;
pub mod meaning;
pub mod model;
pub mod plan;
pub mod record;
pub mod report;
mod rule_list;
mod rules;
pub mod scenario;
pub mod session;
pub mod store;
pub mod story;
pub mod time;
pub mod transcribe;
pub mod transcript;
pub mod ui;
mod verdict;
mod words;
