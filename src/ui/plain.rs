//! The rehearsal as sentences: at the start, at four fifths, at the target and at the end of a
//! section, for screen readers and for output that is not a terminal. Nothing repeats every second.

use super::screen::{Overlay, Pace, Stage, StageSection};
use crate::record::{Phase, View};
use crate::time::Millis;
use crate::words::{count, seconds_aligned};

/// What has been reported so far.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    /// The last view.
    before: Option<View>,
    /// Whether sound was only in memory then.
    held: bool,
    pace: Pace,
    muted: bool,
}

impl Plain {
    /// The sentences about the changes since the last view.
    pub fn lines(&mut self, stage: &Stage, view: &View, extra: &Overlay) -> Vec<String> {
        let (whole, all) = (stage, view);
        let (stage, view) = &stage.shown(view);
        let mut say = Vec::new();
        let part = stage.parts.get(view.at);
        let part_before = self
            .before
            .as_ref()
            .and_then(|view| whole.parts.get(view.at));
        let mut phase = self.before.as_ref().map_or(Phase::Ready, |view| view.phase);
        let section = self
            .before
            .as_ref()
            .map_or(Millis::ZERO, |view| view.section);
        let moved = part_before.is_some_and(|before| part.is_none_or(|part| part.id != before.id));
        let started = phase == Phase::Ready && view.phase != Phase::Ready;
        // The time of a try never decreases: if it has, this is another one.
        let again = !moved && view.section < section;
        let ended = moved || again || view.phase == Phase::Done;
        if let Some(before) = part_before
            && ended
            && matches!(phase, Phase::Speaking | Phase::Paused)
        {
            let spoken = whole.time_of(all, &before.id);
            let known = !again && spoken > Millis::ZERO;
            say.push(ended_line(before, if known { spoken } else { section }));
        }
        if let Some(part) = part
            && view.told
            && moved
        {
            let told = stage.time_of(view, &part.id).0.div_ceil(1000);
            say.push(format!(
                "{} is told already, {told} seconds. Space keeps it and goes on, r tells it again.",
                part.title
            ));
        } else if let Some(part) = part
            && view.phase == Phase::Ready
            && (moved || part_before.is_none())
            && !part.question.is_empty()
        {
            say.push(format!("{}: {}", part.title, part.question));
            if whole.questions_from() > 0 || view.at > 0 {
                say.push("Space begins.".into());
            }
        }
        if matches!(view.phase, Phase::Speaking | Phase::Paused) && (started || moved || again) {
            say.extend(Self::begun(stage, view));
            self.pace = Pace::Calm;
            phase = Phase::Speaking;
        }
        if let Some(part) = part
            && view.phase == Phase::Speaking
        {
            let pace = Pace::of(view.section, part.target);
            if stage.timer && pace != self.pace {
                say.push(match pace {
                    Pace::Calm => String::new(),
                    Pace::WrapUp => format!(
                        "{}: wrap up, {} seconds left.",
                        part.title,
                        (part.target - view.section).0.div_ceil(1000)
                    ),
                    Pace::Over => format!("{}: time is up.", part.title),
                });
            }
            self.pace = pace;
        }
        match (phase, view.phase) {
            (Phase::Speaking, Phase::Paused) => say.push("Paused. p goes on.".into()),
            (Phase::Paused, Phase::Speaking) => say.push("Going on.".into()),
            _ => {}
        }
        say.extend(self.trouble(stage, view, extra));
        self.muted = muted(view, self.muted);
        self.held = extra.held > Millis::ZERO;
        self.before = Some(all.clone());
        say
    }

    /// The sentences about changes of microphone and disk.
    fn trouble(&self, stage: &Stage, view: &View, extra: &Overlay) -> Vec<String> {
        let held = extra.held;
        let mut say = Vec::new();
        let before = self.before.as_ref();
        match (&view.away, before.and_then(|view| view.away.as_ref())) {
            (Some(away), None) => say.push(format!(
                "The microphone is gone: {}. Trying again every half second; everything said is safe.",
                away.why
            )),
            (None, Some(_)) if view.phase == Phase::Ready => {
                say.push("The microphone is back.".into());
            }
            (None, Some(away)) => say.push(format!(
                "The microphone is back, {} missing. Go on.",
                count(away.so_far.as_millis().div_ceil(1000) as usize, "second", "seconds")
            )),
            _ => {}
        }
        match (waking(view), before.is_some_and(waking)) {
            (true, false) => say
                .push("Waiting for the microphone: the clock starts with its first sound.".into()),
            (false, true) => say.push("The microphone sounds: speak.".into()),
            _ => {}
        }
        match (muted(view, self.muted), self.muted) {
            (true, false) => say.push(format!(
                "The microphone sends only silence. {}",
                stage.unmute
            )),
            (false, true) if view.away.is_none() => {
                say.push("The microphone sounds again.".into());
            }
            _ => {}
        }
        if view.phase == Phase::Done && held > Millis::ZERO {
            let told = before.is_some_and(|view| view.phase == Phase::Done);
            if !(told && self.held) {
                let why = if extra.limited {
                    "files may not become larger here. `ulimit -f unlimited` lifts that before the next take"
                } else {
                    "the disk is full. Free some space"
                };
                say.push(format!(
                    "Only memory holds the last {} of what you said: {why}: it is tried again by itself, and at once with enter. q gives that up; everything before is safe.",
                    count(held.0.div_ceil(1000) as usize, "second", "seconds")
                ));
            }
            return say;
        }
        match (held > Millis::ZERO, self.held) {
            (true, false) if extra.limited => say.push(
                "Files may not become larger here (ulimit -f). What you say is kept in memory: end with q, and lift that.".into(),
            ),
            (true, false) => say.push(
                "The disk is full. What you say is kept in memory and written as soon as there is room.".into(),
            ),
            (false, true) => say.push("The disk has room again; nothing was lost.".into()),
            _ => {}
        }
        say
    }

    fn begun(stage: &Stage, view: &View) -> Option<String> {
        let part = stage.parts.get(view.at)?;
        let mut line = match stage.parts.len() {
            1 => format!("{}.", part.title),
            many => format!("{}, {} of {many}.", part.title, view.at + 1),
        };
        if stage.timer {
            line.push_str(&format!(" {} seconds.", part.target.0.div_ceil(1000)));
        }
        if !part.cue.is_empty() {
            line.push(' ');
            line.push_str(&part.cue);
        }
        Some(line)
    }
}

/// Whether the candidate speaks and the microphone has not sent sound yet.
fn waking(view: &View) -> bool {
    view.phase == Phase::Speaking && view.away.is_none() && !view.hearing
}

/// Whether the microphone sends only zeros; known only while the candidate speaks, and unchanged otherwise.
fn muted(view: &View, before: bool) -> bool {
    match view.phase {
        _ if view.away.is_some() => false,
        Phase::Speaking => view.all_zero && view.heard > 0,
        _ => before,
    }
}

fn ended_line(part: &StageSection, spoken: Millis) -> String {
    format!(
        "{} ended after {} seconds of {}.",
        part.title,
        seconds_aligned(spoken),
        part.target.0.div_ceil(1000)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Disconnection, Meter};
    use std::fmt::Write;
    use std::time::Duration;

    fn stage() -> Stage {
        let part = |id: &str, title: &str, seconds, cue: &str| StageSection {
            id: id.into(),
            title: title.into(),
            target: Millis::from_secs(seconds),
            cue: cue.into(),
            ..StageSection::default()
        };
        Stage {
            title: "Caught a critical issue others had missed".into(),
            manner: "SDE 2 · guided".into(),
            parts: vec![
                part(
                    "situation",
                    "Situation",
                    30,
                    "Where, when, what you saw, and a number.",
                ),
                part("task", "Task", 20, "Whose was it, and why did you take it?"),
            ],
            whole: None,
            timer: true,
            one_take: false,
            unmute: "⟨unmute it⟩",
            opening: String::new(),
        }
    }

    fn view(at: usize, section: u64) -> View {
        let mut spoken = vec![(String::from("situation"), Millis(section))];
        if at == 1 {
            spoken = vec![
                ("situation".into(), Millis(27_400)),
                ("task".into(), Millis(section)),
            ];
        }
        View {
            phase: Phase::Speaking,
            at,
            told: false,
            section: Millis(section),
            spoken,
            paused: Millis::ZERO,
            away: None,
            meter: Meter::default(),
            hearing: true,
            all_zero: false,
            heard: 1,
            frames: 1,
        }
    }

    fn holding(held: Millis) -> Overlay {
        Overlay {
            held,
            ..Overlay::default()
        }
    }

    /// A whole rehearsal with a view every 50 ms.
    fn told(stage: &Stage) -> String {
        let mut plain = Plain::default();
        let mut all = String::new();
        let mut say = |view: &View, held| {
            for line in plain.lines(stage, view, &holding(held)) {
                writeln!(all, "{line}").unwrap();
            }
        };
        let none = Millis::ZERO;
        say(
            &View {
                phase: Phase::Ready,
                ..view(0, 0)
            },
            none,
        );
        for at in (0..27_400).step_by(50) {
            say(&view(0, at), none);
        }
        for at in (0..4000).step_by(50) {
            say(&view(1, at), none);
        }
        for at in (0..9000).step_by(50) {
            say(&view(1, at), none);
        }
        say(
            &View {
                phase: Phase::Paused,
                ..view(1, 9000)
            },
            none,
        );
        say(
            &View {
                phase: Phase::Paused,
                ..view(1, 9000)
            },
            none,
        );
        say(&view(1, 9050), none);
        let why = String::from("it was unplugged or switched off");
        let away = Some(Disconnection {
            why,
            so_far: Duration::from_secs(1),
        });
        say(
            &View {
                away: away.clone(),
                ..view(1, 9050)
            },
            none,
        );
        say(
            &View {
                away,
                ..view(1, 9050)
            },
            none,
        );
        say(&view(1, 9100), none);
        let silent = View {
            all_zero: true,
            ..view(1, 9100)
        };
        say(&silent, none);
        say(&silent, none);
        say(&view(1, 9100), none);
        say(&view(1, 9100), Millis(400));
        say(&view(1, 9150), none);
        for at in (9200..23_100).step_by(50) {
            say(&view(1, at), none);
        }
        let done = View {
            phase: Phase::Done,
            ..view(1, 23_100)
        };
        say(&done, Millis(2300));
        say(&done, Millis(2300));
        say(&done, none);
        all
    }

    #[test]
    fn every_sentence() {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            let told = told(&stage());
            insta::assert_snapshot!("live-plain", told);
        });
    }

    #[test]
    fn an_answer_in_one_take_and_its_question_are_reported_in_turn() {
        let part = |id: &str, title: &str, question: &str| StageSection {
            id: id.into(),
            title: title.into(),
            target: Millis::from_secs(40),
            question: question.into(),
            ..StageSection::default()
        };
        let mock = Stage {
            one_take: true,
            parts: vec![
                part("answer", "Your answer", ""),
                part("follow-up-a", "Follow-up", "Why?"),
            ],
            ..stage()
        };
        let at = |at, phase, section, spoken: &[(&str, u64)]| View {
            phase,
            at,
            section: Millis(section),
            spoken: spoken
                .iter()
                .map(|(id, time)| ((*id).into(), Millis(*time)))
                .collect(),
            ..view(0, 0)
        };
        let mut plain = Plain::default();
        let told: Vec<String> = [
            at(0, Phase::Ready, 0, &[]),
            at(0, Phase::Speaking, 100, &[]),
            at(0, Phase::Speaking, 9000, &[("answer", 9000)]),
            at(1, Phase::Ready, 0, &[("answer", 9500)]),
            at(1, Phase::Ready, 0, &[("answer", 9500)]),
            at(1, Phase::Speaking, 100, &[("answer", 9500)]),
            at(
                1,
                Phase::Done,
                4000,
                &[("answer", 9500), ("follow-up-a", 4000)],
            ),
        ]
        .iter()
        .flat_map(|view| plain.lines(&mock, view, &Overlay::default()))
        .collect();
        assert_eq!(
            told,
            [
                "Your answer. 40 seconds.",
                "Your answer ended after 9.5 seconds of 40.",
                "Follow-up: Why?",
                "Space begins.",
                "Follow-up. 40 seconds.",
                "Follow-up ended after 4.0 seconds of 40.",
            ]
        );
    }

    #[test]
    fn without_a_timer_no_time_is_mentioned() {
        let untimed = Stage {
            timer: false,
            ..stage()
        };
        assert!(!told(&untimed).contains("seconds left"));
        assert!(!told(&untimed).contains("time is up"));
    }
}
