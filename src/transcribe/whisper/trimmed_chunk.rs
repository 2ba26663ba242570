//! The part of a chunk that is decoded.

use crate::time::{Millis, Span, total, union, within};
use crate::transcribe::{Job, RATE};

/// Silence kept before the first sound.
const LEAD: Millis = Millis(1000);
/// Silence kept after the last sound.
const TAIL: Millis = Millis(1000);
/// Voice needed to identify the language.
const ENOUGH_FOR_LANGUAGE: Millis = Millis(3000);

/// A chunk without the silence around what is audible. Times count from `start`.
#[derive(Debug)]
pub(super) struct TrimmedChunk {
    /// Where it begins in the sound of the job.
    pub start: Millis,
    pub sound: Vec<f32>,
    pub voiced: Vec<Span>,
    pub audible: Vec<Span>,
    /// What is voiced or audible.
    pub heard: Vec<Span>,
}

impl TrimmedChunk {
    pub(super) fn of(job: &Job<'_>, chunk: Span, audible: &[Span]) -> Self {
        let voiced = within(&job.activity.voiced, chunk);
        let audible = within(audible, chunk);
        let heard = union(&voiced, &audible);
        let first = heard.first().map_or(chunk.start, |span| span.start);
        let last = heard.last().map_or(chunk.end, |span| span.end);
        let start = chunk.start.max(first - LEAD);
        let end = chunk.end.min(last + TAIL);
        let frames = &job.samples.frames;
        let frame = |time: Millis| (time.frames(RATE) as usize).min(frames.len());
        let from_start = |spans: Vec<Span>| -> Vec<Span> {
            let shifted = |span: Span| Span::new(span.start - start, span.end - start);
            spans.into_iter().map(shifted).collect()
        };
        Self {
            start,
            sound: frames[frame(start)..frame(end)].to_vec(),
            voiced: from_start(voiced),
            audible: from_start(audible),
            heard: from_start(heard),
        }
    }

    pub(super) fn length(&self) -> Millis {
        total(&self.heard)
    }

    pub(super) fn has_enough_for_language(&self) -> bool {
        total(&self.voiced) >= ENOUGH_FOR_LANGUAGE
    }
}
