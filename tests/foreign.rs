//! Every reader of external files, with damaged and invented input: it reads or refuses, and never
//! panics. WAV files, models, scenario files and notes have such tests beside their readers
//! (`audio/wav`, `tests/model_check.rs`, `scenario`, `story/notes`); here are the others. The targets of `fuzz/`
//! are compiled and run briefly here too, so that
//! they stay up to date.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]
#![allow(
    clippy::duplicate_mod,
    reason = "a fuzz target brings the scripted model along, as the fuzzer compiles it"
)]

mod common;

use common::{root, sessions, story};
use proptest::prelude::*;
use rehearse::analysis::attempt::Attempt;
use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::report::{Report, html, json, markdown, terminal};
use rehearse::scenario::Level;
use rehearse::scenario::leitner::CardIndex;
use rehearse::session::Session;
use rehearse::store::Settings;

// The targets name the fuzzer's crate; here that is this file, with a macro that turns a target into
// a function.
extern crate self as libfuzzer_sys;

/// A target as a function.
#[macro_export]
macro_rules! fuzz_target {
    (|$input:ident: $kind:ty| $body:expr) => {
        pub fn tried($input: $kind) {
            $body
        }
    };
}

/// The files of `fuzz/`, as the fuzzer compiles them.
#[allow(
    unused_attributes,
    unused_imports,
    reason = "each says that it has no main function, and where its macro comes from"
)]
#[path = "../fuzz/fuzz_targets"]
mod targets {
    pub mod analyze;
    pub mod attempt;
    pub mod meaning;
    pub mod model;
    pub mod recording;
    pub mod records;
    pub mod scenario;
    pub mod session;
    pub mod settings;
    pub mod story;
    pub mod wav;
}

/// One recording of each kind.
const RECORDINGS: [&[u8]; 7] = [
    include_bytes!("recordings/answer.flac"),
    include_bytes!("recordings/answer.m4a"),
    include_bytes!("recordings/answer.mp3"),
    include_bytes!("recordings/answer.ogg"),
    include_bytes!("recordings/answer.opus"),
    include_bytes!("recordings/answer.webm"),
    include_bytes!("recordings/answer-adpcm.wav"),
];

/// `whole` with a piece removed or overwritten, at character boundaries.
fn damaged(whole: &str, at: usize, length: usize, with: &str) -> String {
    let border = |at: usize| {
        (0..=at.min(whole.len()))
            .rev()
            .find(|&at| whole.is_char_boundary(at))
    };
    let start = border(at % (whole.len() + 1)).unwrap();
    let end = border(start + length).unwrap().max(start);
    format!("{}{with}{}", &whole[..start], &whole[end..])
}

fn report(text: &str) {
    let Ok(session) = serde_json::from_str::<Session>(text) else {
        return;
    };
    let report = Report::of(&session, &story::scenario());
    let style = terminal::Style::default();
    terminal::render(&report, &style, terminal::Detail::All);
    html::render(&report, html::Sound::Beside("take.wav"), None);
    markdown::render(&report);
    json::render(&report);
}

fn attempt(text: &str) {
    match Attempt::read(text) {
        Err(reason) => assert!(!reason.is_empty()),
        Ok(attempt) => {
            let scenario = story::scenario();
            let spoken: Vec<SectionInput<'_>> = attempt
                .sections
                .iter()
                .map(|said| SectionInput::typed(&said.id, said.length, &said.transcript))
                .collect();
            let bar = Bar {
                scenario: &scenario,
                level: attempt.level,
                lens: attempt.lens,
            };
            assert_eq!(judge(bar, &spoken).sections.len(), spoken.len());
        }
    }
}

/// Fragments of records, and values at their limits.
const WITH: &[&str] = &[
    "",
    "0",
    "-1",
    "18446744073709551615",
    "1e308",
    "-0.0",
    "null",
    "[]",
    "{}",
    "\"\"",
    "true",
    ",",
    "\"\\u0000\"",
    "\u{202e}",
    "\u{1f600}",
    "9007199254740993",
    "\"fix\"",
    "4294967295",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn a_damaged_session_is_reported_or_refused(
        which in 0..11usize, at in 0..60_000usize, length in 0..30usize,
        with in prop::sample::select(WITH),
    ) {
        let golden = sessions::golden(&story::scenario());
        let whole = serde_json::to_string(&golden[which % golden.len()].1).unwrap();
        report(&damaged(&whole, at, length, with));
    }

    #[test]
    fn extreme_numbers_in_a_session_are_accepted(
        which in 0..11usize, nth in 0..400usize, with in prop::sample::select(WITH),
    ) {
        let golden = sessions::golden(&story::scenario());
        let whole = serde_json::to_string(&golden[which % golden.len()].1).unwrap();
        let numbers: Vec<(usize, usize)> = {
            let digit = |at: usize| whole.as_bytes()[at].is_ascii_digit();
            let starts = (1..whole.len()).filter(|&at| digit(at) && !digit(at - 1));
            starts.map(|at| (at, (at..whole.len()).take_while(|&at| digit(at)).count())).collect()
        };
        let (at, length) = numbers[nth % numbers.len()];
        report(&damaged(&whole, at, length, with));
    }

    #[test]
    fn any_attempt_is_judged_or_refused(
        at in 0..700usize, length in 0..30usize, with in prop::sample::select(WITH), free in "(?s).{0,80}",
    ) {
        let whole = r#"{"format": 1, "scenario": "caught-critical-issue", "level": "sde2", "lens": "ownership",
            "sections": [{"id": "task", "seconds": 10.5, "text": "Not mine.", "words": [
                {"text": "Not", "start": 0.1, "end": 0.4}, {"text": "mine.", "start": 0.5, "end": 0.9}]},
            {"id": "action", "seconds": 41, "text": "We traced it to 0.3% drops."}]}"#;
        attempt(whole);
        attempt(&damaged(whole, at, length, with));
        attempt(&damaged(whole, at, length, &free));
        attempt(&free);
    }

    #[test]
    fn any_settings_and_cards_are_read_or_refused(
        at in 0..400usize, length in 0..20usize, with in prop::sample::select(WITH), free in "(?s).{0,80}",
    ) {
        let settings = "model = \"base.en\" # mine\nbeam = 2\n[severity]\nhedge = \"off\"\n[bands]\nlong-pause-ms = 9\n";
        for text in [damaged(settings, at, length, with), free.clone()] {
            if let Err(slip) = Settings::read(&text) {
                assert!(slip.line > 0 && !slip.problem.is_empty());
            }
        }
        let cards = r#"{"format": 1, "cards": {"caught-critical-issue/first": {"box": 2, "due": "2026-11-24"}}}"#;
        for text in [damaged(cards, at, length, with), free] {
            drop(serde_json::from_str::<CardIndex>(&text));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_fuzz_targets_of_texts_hold(
        which in 0..6usize, at in 0..8_000usize, length in 0..30usize,
        with in prop::sample::select(WITH), free in "(?s).{0,80}",
    ) {
        let session = serde_json::to_string(&sessions::golden(&story::scenario())[0].1).unwrap();
        let whole = [
            include_str!("common/story.toml"),
            session.as_str(),
            "We lost 0.3% of the webhooks. I traced it; they fixed it.\n\nResult: $8,000 a week.",
            r#"{"format": 1, "sections": [{"id": "task", "seconds": 9, "text": "Not mine."}]}"#,
            "aloud = true\nmodel = \"nano\"",
            r#"[{"when": "2026-11-29T09:12:00Z", "question": "A risk?", "went": "well"}]"#,
        ][which];
        for text in [&damaged(whole, at, length, with), &damaged(whole, at, length, &free), &free] {
            targets::attempt::tried(text);
            targets::scenario::tried(text);
            targets::session::tried(text);
            targets::records::tried(text);
            targets::settings::tried(text);
            targets::story::tried(text);
        }
        targets::analyze::tried(&free);
    }

    #[test]
    fn the_fuzz_targets_of_bytes_hold(changes in prop::collection::vec(any::<u8>(), 0..64)) {
        targets::model::tried(&changes);
        targets::wav::tried(&changes);
        let samples = rehearse::audio::Samples {
            rate: 8000,
            frames: (0..800_u16).map(|i| f32::from(i % 97) / 400.0).collect(),
        };
        let mut file = rehearse::audio::wav::bytes(&samples);
        for change in changes.chunks_exact(2) {
            // The header matters most.
            file[usize::from(change[0]) % 64] = change[1];
        }
        targets::wav::tried(&file);
    }

    #[test]
    fn damaged_recordings_are_read_or_refused(
        which in 0..RECORDINGS.len(),
        changes in prop::collection::vec(any::<(u16, u8)>(), 0..12),
        end in any::<u16>(),
    ) {
        let mut file = RECORDINGS[which].to_vec();
        for (at, value) in changes {
            // The header matters most.
            let at = usize::from(at) % (file.len().min(700));
            file[at] = value;
        }
        if end % 4 == 0 {
            file.truncate(usize::from(end) % file.len());
        }
        targets::recording::tried(&file);
    }
}

/// What the fuzzer began with and what it found to matter, through the target that it belongs to.
#[test]
fn what_the_fuzzer_kept_is_read_or_refused() {
    let folders = std::fs::read_dir(root().join("fuzz/corpus")).unwrap();
    let mut tried = 0;
    for folder in folders.map(|entry| entry.unwrap().path()) {
        let target = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            match target.as_str() {
                "analyze" => targets::analyze::tried(&text),
                "attempt" => targets::attempt::tried(&text),
                "meaning" => targets::meaning::tried(&text),
                "model" => targets::model::tried(&bytes),
                "recording" => targets::recording::tried(&bytes),
                "records" => targets::records::tried(&text),
                "scenario" => targets::scenario::tried(&text),
                "session" => targets::session::tried(&text),
                "settings" => targets::settings::tried(&text),
                "story" => targets::story::tried(&text),
                "wav" => targets::wav::tried(&bytes),
                other => panic!("no target is called {other}"),
            }
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried} inputs are kept");
}

#[test]
fn the_attempt_of_the_contract_is_read() {
    let attempt = Attempt::read(
        r#"{"format": 1, "level": "senior", "sections": [{"id": "task", "text": "Not mine."}]}"#,
    )
    .unwrap();
    assert_eq!(attempt.level, Level::Senior);
    assert_eq!(attempt.sections[0].transcript.words.len(), 2);
    assert!(Attempt::read(r#"{"format": 2, "sections": []}"#).is_err());
}
