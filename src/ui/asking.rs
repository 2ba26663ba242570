//! The question that is being put: shown, read aloud where a voice is there, and begun to be answered
//! only when the voice cannot be heard any more.

use super::stage::Stage;
use crate::record::{Phase, View};
use std::time::Duration;

/// Somebody who reads a question aloud.
pub trait Reader {
    /// Begins to read, and comes back at once.
    fn read(&mut self, text: &str);
    /// Whether the voice can still be heard.
    fn reads(&mut self) -> bool;
    /// Ends the reading.
    fn hush(&mut self);
}

/// After the voice has ended its last sound may still be on the way to the loudspeaker.
const ECHO: Duration = Duration::from_millis(300);
/// A key that comes sooner after a question appeared was meant for what stood there before.
const GLANCE: Duration = Duration::from_millis(500);

/// The question that is being put: shown, perhaps read, and begun to be answered only after that.
pub(super) struct Asking<'a> {
    reader: Option<&'a mut dyn Reader>,
    /// Id of the part whose question has been put.
    put: Option<String>,
    question: String,
    since: Duration,
    reads: bool,
    /// Until when the voice may still be heard.
    quiet_at: Duration,
    wants_to_begin: bool,
}

impl<'a> Asking<'a> {
    pub(super) fn new(reader: Option<&'a mut dyn Reader>) -> Self {
        Self {
            reader,
            put: None,
            question: String::new(),
            since: Duration::ZERO,
            reads: false,
            quiet_at: Duration::ZERO,
            wants_to_begin: false,
        }
    }

    /// Puts the question of the part that waits, once.
    pub(super) fn look(&mut self, stage: &Stage, view: &View, now: Duration) {
        if let Some(part) = stage.parts.get(view.at)
            && view.phase == Phase::Ready
            && self.put.as_ref() != Some(&part.id)
        {
            // The interviewer's first question stands in the header.
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

    /// Takes a key that is about the question itself; the others belong to the recorder.
    pub(super) fn key(&mut self, key: char, view: Option<&View>, now: Duration) -> bool {
        let waits = view.is_some_and(|view| view.phase == Phase::Ready);
        if !waits || self.question.is_empty() {
            return false;
        }
        match key {
            ' ' | '\n' | '\r' | 'n' | 'N' => {
                // Before the first part no key was meant for anything else.
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

    /// Whether the voice reads.
    pub(super) fn reads(&self) -> bool {
        self.reads
    }

    fn hush(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.hush();
        }
    }

    /// Whether the recording begins now: it was asked for, and the voice cannot be heard any more.
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
    use crate::ui::stage::Part;

    /// A voice that reads until it is told to stop, or for so many looks.
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
        let part = |id: &str, question: &str| Part {
            id: id.into(),
            question: question.into(),
            ..Part::default()
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
    fn an_answer_begins_when_the_voice_cannot_be_heard_any_more() {
        // Nobody reads: at once. A voice that has ended: at once. One that reads: after its echo.
        assert_eq!(begins(None, 1200), Some(1200));
        assert_eq!(begins(Some(&mut Mouth::default()), 4800), Some(4800));
        let cut = begins(Some(&mut Mouth::default()), 1200);
        assert!(cut.is_some_and(|at| (1400..1700).contains(&at)), "{cut:?}");
    }

    #[test]
    fn a_key_in_the_moment_a_question_appears_was_meant_for_what_stood_there_before() {
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
        // While the answer is spoken every key is the recorder's.
        assert!(!asking.key('r', Some(&view(1, Phase::Speaking)), now));
        asking.look(&stage(), &view(2, Phase::Ready), now);
        assert_eq!(mouth.read, ["Why?", "Why?", "How?"]);
    }
}
