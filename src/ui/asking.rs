//! A question before its answer: shown, read aloud where a voice is available, and recorded
//! only when the voice has ended.

use super::stage::Stage;
use crate::record::{Phase, View};
use std::time::Duration;

/// A voice that reads a question aloud.
pub trait Reader {
    /// Begins to read, and returns at once.
    fn read(&mut self, text: &str);
    /// Whether the voice is still audible.
    fn reads(&mut self) -> bool;
    /// Stops reading.
    fn hush(&mut self);
}

/// How long the end of the voice may remain audible after it has stopped.
const ECHO: Duration = Duration::from_millis(300);
/// A key that is pressed sooner after a question appeared was meant for the previous screen.
const GLANCE: Duration = Duration::from_millis(500);

/// The current question: shown, perhaps read, and recorded only after that.
#[derive(Default)]
pub(super) struct Asking<'a> {
    reader: Option<&'a mut dyn Reader>,
    /// Id of the part whose question has been shown.
    put: Option<String>,
    question: String,
    since: Duration,
    reads: bool,
    /// Until when the voice may be audible.
    quiet_at: Duration,
    wants_to_begin: bool,
}

impl<'a> Asking<'a> {
    pub(super) fn new(reader: Option<&'a mut dyn Reader>) -> Self {
        Self {
            reader,
            ..Self::default()
        }
    }

    /// Shows the question of the waiting part, once.
    pub(super) fn look(&mut self, stage: &Stage, view: &View, now: Duration) {
        if let Some(part) = stage.parts.get(view.at)
            && view.phase == Phase::Ready
            && !view.told
            && self.put.as_ref() != Some(&part.id)
        {
            // The interviewer's first question is in the header.
            let question = if part.question.is_empty() {
                &stage.opening
            } else {
                &part.question
            };
            self.put = Some(part.id.clone());
            self.question.clone_from(question);
            self.since = now;
            if let Some(reader) = self.reader.as_mut().filter(|_| !question.is_empty()) {
                reader.read(question);
            }
        }
        let reads = self.reader.as_mut().is_some_and(|reader| reader.reads());
        if reads {
            self.quiet_at = now + ECHO;
        }
        self.reads = reads;
    }

    /// Handles a key about the question itself; the others belong to the recorder.
    pub(super) fn key(&mut self, key: char, view: Option<&View>, now: Duration) -> bool {
        let waits = view.is_some_and(|view| view.phase == Phase::Ready && !view.told);
        if !waits || self.question.is_empty() {
            return false;
        }
        match key {
            ' ' | '\n' | '\r' | 'n' | 'N' => {
                // Before the first part there was no previous screen.
                let first = view.is_some_and(|view| view.frames == 0);
                if first || now >= self.since + GLANCE {
                    self.wants_to_begin = true;
                    self.hush();
                }
                true
            }
            'r' | 'R' => {
                if let Some(reader) = &mut self.reader {
                    reader.hush();
                    reader.read(&self.question);
                }
                true
            }
            'q' | 'Q' => {
                self.hush();
                false
            }
            _ => false,
        }
    }

    /// Whether the voice is reading.
    pub(super) fn reads(&self) -> bool {
        self.reads
    }

    fn hush(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.hush();
        }
    }

    /// Whether the recording begins now: it was requested, and the voice is no longer audible.
    pub(super) fn begins(&mut self, now: Duration) -> bool {
        let begins = self.wants_to_begin && !self.reads && now >= self.quiet_at;
        if begins {
            self.wants_to_begin = false;
        }
        begins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Meter;
    use crate::time::Millis;
    use crate::ui::stage::StageSection;

    /// A voice that reads until it is stopped, or for a number of calls.
    #[derive(Default)]
    struct Mouth {
        left: usize,
        read: Vec<String>,
    }

    impl Reader for Mouth {
        fn read(&mut self, text: &str) {
            self.read.push(text.to_owned());
            self.left = 40;
        }
        fn reads(&mut self) -> bool {
            self.left = self.left.saturating_sub(1);
            self.left > 0
        }
        fn hush(&mut self) {
            self.left = 0;
        }
    }

    fn stage() -> Stage {
        let part = |id: &str, question: &str| StageSection {
            id: id.into(),
            question: question.into(),
            ..StageSection::default()
        };
        Stage {
            title: String::new(),
            manner: String::new(),
            parts: vec![
                part("task", ""),
                part("follow-up-a", "Why?"),
                part("follow-up-b", "How?"),
            ],
            whole: None,
            timer: true,
            one_take: true,
            unmute: "⟨unmute it⟩",
            opening: String::new(),
        }
    }

    fn view(at: usize, phase: Phase) -> View {
        View {
            phase,
            at,
            told: false,
            section: Millis::ZERO,
            spoken: Vec::new(),
            paused: Millis::ZERO,
            away: None,
            meter: Meter::default(),
            hearing: true,
            all_zero: false,
            heard: 1,
            frames: 1,
        }
    }

    /// When the recording begins, in milliseconds, if space is pressed at `pressed`.
    fn begins(reader: Option<&mut dyn Reader>, pressed: u64) -> Option<u64> {
        let mut asking = Asking::new(reader);
        let waiting = view(1, Phase::Ready);
        (0..10_000).step_by(60).find(|at| {
            let now = Duration::from_millis(*at);
            if *at >= pressed && *at < pressed + 60 {
                assert!(asking.key(' ', Some(&waiting), now));
            }
            asking.look(&stage(), &waiting, now);
            asking.begins(now)
        })
    }

    #[test]
    fn an_answer_begins_when_the_voice_has_ended() {
        // Without a voice: at once. With a voice that has ended: at once. While one reads: after its echo.
        assert_eq!(begins(None, 1200), Some(1200));
        assert_eq!(begins(Some(&mut Mouth::default()), 4800), Some(4800));
        let cut = begins(Some(&mut Mouth::default()), 1200);
        assert!(cut.is_some_and(|at| (1400..1700).contains(&at)), "{cut:?}");
    }

    #[test]
    fn a_key_pressed_as_a_question_appears_is_ignored() {
        assert_eq!(begins(None, 120), None);
    }

    #[test]
    fn each_question_is_read_once_and_again_when_asked() {
        let mut mouth = Mouth::default();
        let mut asking = Asking::new(Some(&mut mouth));
        let now = Duration::ZERO;
        for (at, phase) in [
            (0, Phase::Ready),
            (0, Phase::Speaking),
            (1, Phase::Ready),
            (1, Phase::Ready),
        ] {
            asking.look(&stage(), &view(at, phase), now);
        }
        assert!(asking.key('r', Some(&view(1, Phase::Ready)), now));
        asking.look(&stage(), &view(1, Phase::Speaking), now);
        // While the answer is recorded every key belongs to the recorder.
        assert!(!asking.key('r', Some(&view(1, Phase::Speaking)), now));
        asking.look(&stage(), &view(2, Phase::Ready), now);
        assert_eq!(mouth.read, ["Why?", "Why?", "How?"]);
    }
}
