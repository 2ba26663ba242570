//! Every screen as a snapshot in `tests/golden/live-screens.snap`, for review.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::record::Disconnection;
use crate::ui::aside;
use crate::ui::plain::Plain;
use std::fmt::Write;
use std::time::Duration;

const PLAIN: Appearance = Appearance {
    width: 80,
    colour: false,
};

fn part(id: &str, title: &str, seconds: u64, cue: &str) -> StageSection {
    StageSection {
        id: id.into(),
        title: title.into(),
        target: Millis::from_secs(seconds),
        cue: cue.into(),
        ..StageSection::default()
    }
}

fn stage() -> Stage {
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
            part("action", "Action", 90, "Say \"I\" for every action."),
            part(
                "result",
                "Result",
                20,
                "Before, after, and what it was worth.",
            ),
            part(
                "reflection",
                "Reflection",
                15,
                "One lesson that only this story teaches.",
            ),
        ],
        whole: None,
        timer: true,
        one_take: false,
        unmute: "⟨unmute it⟩",
        opening: String::new(),
    }
}

fn view(section: u64) -> View {
    View {
        phase: Phase::Speaking,
        at: 2,
        told: false,
        section: Millis(section),
        spoken: vec![
            ("situation".into(), Millis(27_400)),
            ("task".into(), Millis(23_100)),
            ("action".into(), Millis(section)),
        ],
        paused: Millis::ZERO,
        away: None,
        meter: Meter {
            decibels: -18,
            bars: [2, 3, 5, 3, 2],
            clipped: false,
        },
        hearing: true,
        all_zero: false,
        heard: 1_000_000,
        frames: 900_000,
    }
}

fn ready() -> View {
    View {
        phase: Phase::Ready,
        at: 0,
        told: false,
        section: Millis::ZERO,
        spoken: Vec::new(),
        frames: 0,
        ..view(0)
    }
}

/// A mock with two follow-ups, of which the first waits.
fn questioned(stage: &Stage) -> (Stage, View) {
    let question = |id: &str, text: &str| StageSection {
        question: text.into(),
        ..part(id, "Follow-up", 45, "")
    };
    let mut stage = stage.clone();
    stage.parts.push(question(
        "follow-up-how-accepted",
        "How did you ensure the Platform team accepted and deployed your fix?",
    ));
    stage.parts.push(question(
        "follow-up-how-verified",
        "How did you verify your fix actually resolved the problem?",
    ));
    let view = View {
        phase: Phase::Ready,
        at: 1,
        section: Millis::ZERO,
        spoken: vec![("answer".into(), Millis(168_200))],
        ..view(0)
    };
    (stage, view)
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list of cases")]
fn every_screen_looks_as_it_is_listed() {
    let stage = stage();
    let none = Overlay::default();
    let help = Overlay {
        help: true,
        ..none.clone()
    };
    let full = Overlay {
        held: Millis(3200),
        ..none.clone()
    };
    let remark = Overlay {
        remark: Some("Ctrl-Z would stop the recording: p pauses".into()),
        ..none.clone()
    };
    let clipped = View {
        meter: Meter {
            decibels: -2,
            bars: [6, 8, 8, 8, 7],
            clipped: true,
        },
        ..view(26_000)
    };
    let paused = View {
        phase: Phase::Paused,
        paused: Millis(12_000),
        ..view(26_000)
    };
    let away = Some(Disconnection {
        why: "it was unplugged".into(),
        so_far: Duration::from_millis(3200),
    });
    let returned = Overlay {
        remark: Some(back(away.as_ref().unwrap(), Phase::Speaking)),
        ..none.clone()
    };
    let refused = Overlay {
        remark: Some("not now: the microphone is away".into()),
        ..none.clone()
    };
    let lost = View {
        away,
        ..view(26_000)
    };
    let unheard = View {
        hearing: false,
        heard: 0,
        ..view(0)
    };
    let zeros = View {
        all_zero: true,
        ..view(4000)
    };
    let mut study = stage.clone();
    study.manner = "SDE 2 · study".into();
    study.parts[2].phrases = ["I pulled the logs", "I traced", "I reproduced"]
        .map(str::to_owned)
        .to_vec();
    study.parts[2].example = "I pulled the delivery logs. I traced the failure to timeouts that \
                              nobody saw. I reproduced it on my own machine and wrote a retry."
        .into();
    let mut untimed = stage.clone();
    untimed.timer = false;
    let mut mock = stage.clone();
    mock.manner = "SDE 2 · mock".into();
    mock.one_take = true;
    mock.title = "Tell me about a time you insisted on high standards.".into();
    mock.parts = vec![part("answer", "Your answer", 175, "")];
    let telling = View {
        at: 0,
        section: Millis(76_000),
        spoken: vec![("answer".into(), Millis(76_000))],
        ..view(0)
    };
    let mut drill = stage.clone();
    drill.parts = vec![stage.parts[2].clone()];
    let drilled = View {
        at: 0,
        spoken: vec![("action".into(), Millis(26_000))],
        ..view(26_000)
    };

    let (asked, waiting) = questioned(&mock);
    let answering = View {
        phase: Phase::Speaking,
        section: Millis(12_000),
        spoken: vec![
            ("answer".into(), Millis(168_200)),
            ("follow-up-how-accepted".into(), Millis(12_000)),
        ],
        ..waiting.clone()
    };
    let reading = Overlay {
        reading: true,
        ..none.clone()
    };
    let remark_40 = Overlay {
        remark: Some("Ctrl-Z would stop the recording: p pauses, q saves".into()),
        ..none.clone()
    };
    let mut long = stage.clone();
    long.parts[2].cue =
        "Say \"I\" for every action: what you looked at, what you found, what you built.".into();
    let screens: [(&str, &Stage, &View, &Overlay, usize); 36] = [
        ("ready", &stage, &ready(), &none, 80),
        ("calm", &stage, &view(26_000), &none, 80),
        ("amber: wrap up from 80 %", &stage, &view(72_000), &none, 80),
        ("overrun", &stage, &view(97_000), &none, 80),
        ("paused", &stage, &paused, &none, 80),
        ("microphone lost", &stage, &lost, &none, 80),
        ("microphone lost: a key", &stage, &lost, &refused, 80),
        ("microphone back", &stage, &view(26_000), &returned, 80),
        ("waiting for the first sound", &stage, &unheard, &none, 80),
        ("only zeros come", &stage, &zeros, &none, 80),
        ("clipping", &stage, &clipped, &none, 80),
        ("disk full", &stage, &view(26_000), &full, 80),
        ("a remark", &stage, &view(26_000), &remark, 80),
        ("help", &stage, &view(26_000), &help, 80),
        (
            "study: key phrases, example",
            &study,
            &view(26_000),
            &none,
            80,
        ),
        ("mock: no hints", &mock, &telling, &none, 80),
        ("mock: help", &mock, &telling, &help, 80),
        ("mock: narrow, 50 columns", &mock, &telling, &none, 50),
        ("follow-up: waiting", &asked, &waiting, &none, 80),
        ("follow-up: being read", &asked, &waiting, &reading, 80),
        ("follow-up: answering", &asked, &answering, &none, 80),
        ("follow-up: 40 columns", &asked, &waiting, &none, 40),
        ("drill of one section", &drill, &drilled, &none, 80),
        ("--no-timer", &untimed, &view(26_000), &none, 80),
        ("narrow: 50 columns", &stage, &view(72_000), &none, 50),
        (
            "narrow: 50 columns, microphone lost",
            &stage,
            &lost,
            &none,
            50,
        ),
        ("40 columns: ready", &long, &ready(), &none, 40),
        ("40 columns: guided", &long, &view(26_000), &none, 40),
        ("40 columns: wrap up", &long, &view(72_000), &none, 40),
        ("40 columns: paused", &long, &paused, &none, 40),
        ("40 columns: microphone lost", &long, &lost, &none, 40),
        ("40 columns: a remark", &long, &view(26_000), &remark_40, 40),
        ("40 columns: help", &long, &view(26_000), &help, 40),
        ("40 columns: mock, help", &mock, &telling, &help, 40),
        ("very narrow: 32 columns", &stage, &view(97_000), &none, 32),
        ("wide: 200 columns", &stage, &view(26_000), &none, 200),
    ];
    let mut all = String::new();
    for (name, stage, view, extra, width) in screens {
        let look = Appearance {
            width,
            colour: false,
        };
        writeln!(all, "── {name} {}", "─".repeat(70 - name.chars().count())).unwrap();
        let mut shown = header(stage, look);
        for (id, time) in &view.spoken {
            let part = stage.parts.iter().position(|part| part.id == *id).unwrap();
            if part < view.at && !stage.one_take {
                shown.push(finished(stage, &stage.parts[part], *time, look));
            }
        }
        let current = &stage.parts[view.at];
        if !current.question.is_empty() {
            shown.extend(question(current, look));
        }
        shown.extend(lines(stage, view, extra, look));
        for line in &shown {
            assert!(measure_text_width(line) < width, "{name}: {line:?}");
            writeln!(all, "{line}").unwrap();
        }
        assert!(shown.len() <= 24, "{name} is too high");
    }
    let tried = Overlay {
        remark: Some("Tried: there is still no room.".into()),
        ..full
    };
    for width in [80, 40] {
        let look = Appearance {
            width,
            colour: false,
        };
        let name = format!("the disk is full at the end: {width} columns");
        writeln!(all, "── {name} {}", "─".repeat(70 - name.chars().count())).unwrap();
        for line in holding(&tried, look) {
            assert!(measure_text_width(&line) < width, "{name}: {line:?}");
            writeln!(all, "{line}").unwrap();
        }
    }
    for width in [80, 40] {
        aside(&mut all, width);
    }
    writeln!(all, "── the wait, in sentences {}", "─".repeat(46)).unwrap();
    writeln!(all, "{}", aside::WAITING).unwrap();
    writeln!(all, "{}", aside::waiting_for(Millis::from_secs(38))).unwrap();
    writeln!(all, "{}", aside::LEAVING).unwrap();
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("live-screens", all);
    });
}

/// The microphone check and the wait for the transcript.
fn aside(all: &mut String, width: usize) {
    let look = Appearance {
        width,
        colour: false,
    };
    let name = "Microphone: Default Audio Device (48 kHz, mono, 16 bit)";
    let advice = "Your voice is clear (−21 dB), but the room is loud (−38 dB).";
    let meter = view(0).meter;
    let secs = Millis::from_secs;
    let waits = [(0, None), (70, Some(secs(38))), (150, Some(secs(3)))];
    let mut shown = vec![
        (
            "check",
            [look.sentence(name), vec![aside::trying(&meter, look)]].concat(),
        ),
        ("check: what was heard", look.sentence(advice)),
    ];
    shown.extend(
        waits.map(|(done, left)| ("wait", aside::waiting(secs(done), secs(175), left, look))),
    );
    shown.push(("wait: leaving", vec![aside::leaving(look)]));
    for (name, lines) in shown {
        let name = format!("{name}, {width} columns");
        writeln!(all, "── {name} {}", "─".repeat(70 - name.chars().count())).unwrap();
        for line in lines {
            assert!(measure_text_width(&line) < width, "{name}: {line:?}");
            writeln!(all, "{line}").unwrap();
        }
    }
}

/// Every key is shown on any width.
#[test]
fn every_key_is_shown_however_narrow_it_is() {
    let paused = View {
        phase: Phase::Paused,
        ..view(26_000)
    };
    for width in 24..100 {
        let look = Appearance { width, ..PLAIN };
        for view in [view(26_000), paused.clone()] {
            let shown = lines(&stage(), &view, &Overlay::default(), look);
            let keys = shown.last().unwrap();
            let keys: Vec<&str> = keys.split([' ', '·']).collect();
            for key in ["r", "p", "b", "?", "q"] {
                assert!(keys.contains(&key), "{key} at {width}: {keys:?}");
            }
            assert!(keys.contains(&"space") || keys.contains(&"spc"));
        }
    }
}

#[test]
fn colour_adds_nothing_that_is_not_also_said() {
    let colour = Appearance {
        colour: true,
        ..PLAIN
    };
    for at in [26_000, 72_000, 97_000] {
        let bare: Vec<String> = lines(&stage(), &view(at), &Overlay::default(), colour)
            .iter()
            .map(|line| console::strip_ansi_codes(line).trim_end().to_owned())
            .collect();
        assert_eq!(bare, lines(&stage(), &view(at), &Overlay::default(), PLAIN));
    }
    assert!(lines(&stage(), &view(72_000), &Overlay::default(), colour)[1].contains('\u{1b}'));
}

#[test]
fn the_screen_does_not_jump() {
    let heights: Vec<usize> = (0..120_000)
        .step_by(1000)
        .map(|at| lines(&stage(), &view(at), &Overlay::default(), PLAIN).len())
        .collect();
    assert!(heights.iter().all(|height| *height == heights[0]));
}

#[test]
fn any_width_is_possible() {
    for width in 0..220 {
        for line in lines(
            &stage(),
            &view(97_000),
            &Overlay::default(),
            Appearance {
                width,
                colour: true,
            },
        ) {
            assert!(measure_text_width(&line) <= width.saturating_sub(1));
        }
    }
}

#[test]
fn a_countdown_starts_at_the_target_and_turns_at_zero() {
    let target = Millis::from_secs(30);
    assert_eq!(clock_text(Millis(0), target), "0:30");
    assert_eq!(clock_text(Millis(29_001), target), "0:01");
    assert_eq!(clock_text(Millis(30_000), target), "+0:00");
    assert_eq!(clock_text(Millis(37_900), target), "+0:07");
}

/// The earlier try counts again only if the new one is given up.
#[test]
fn right_after_redo_the_total_is_without_the_earlier_try() {
    let again = View {
        spoken: vec![
            ("situation".into(), Millis(27_400)),
            ("task".into(), Millis(23_100)),
            ("action".into(), Millis(61_000)),
        ],
        ..view(400)
    };
    let shown = lines(&stage(), &again, &Overlay::default(), PLAIN).join("\n");
    assert!(shown.contains("0:50 of"), "{shown}");
    let done = View {
        phase: Phase::Done,
        ..again
    };
    assert_eq!(stage().spoken_in_all(&done), Millis(111_500));
}

#[test]
fn a_limit_on_the_size_of_files_is_not_called_a_full_disk() {
    let limited = Overlay {
        held: Millis(3200),
        limited: true,
        ..Overlay::default()
    };
    for width in [40, 80] {
        let look = Appearance {
            width,
            colour: false,
        };
        let over = holding(&limited, look);
        for shown in [lines(&stage(), &view(26_000), &limited, look), over] {
            assert!(shown.iter().all(|line| measure_text_width(line) < width));
            let text = shown.join(" ");
            let words: Vec<&str> = text.split_whitespace().collect();
            let text = words.join(" ");
            assert!(text.contains("ulimit -f"), "{text}");
            assert!(!text.contains("disk"), "{text}");
        }
    }
    let mut plain = Plain::default();
    let said = plain.lines(&stage(), &view(26_000), &limited).join(" ");
    assert!(
        said.contains("ulimit -f") && !said.contains("disk"),
        "{said}"
    );
}
