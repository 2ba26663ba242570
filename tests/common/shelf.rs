//! Puts past sessions into a home, for tests of the verbs about them.
#![allow(dead_code, reason = "every test file uses its own part")]

use crate::common::{Home, sessions, story};
use rehearse::session::Session;
use std::fs;
use std::path::PathBuf;

/// Puts a session into the home as the program does, with a take of quiet noise.
pub fn keep(home: &Home, stamp: &str, mut session: Session, sound: bool) -> PathBuf {
    session.id = format!("{stamp}-{}", session.scenario);
    let folder = home.data().join("sessions").join(&session.id);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("scenario.toml"), include_str!("story.toml")).unwrap();
    fs::write(
        folder.join("session.json"),
        serde_json::to_vec(&session).unwrap(),
    )
    .unwrap();
    if sound {
        let rate = 8000;
        session.take.rate = rate;
        let seconds = 60;
        let samples = rehearse::audio::Samples {
            rate,
            frames: (0..rate * seconds)
                .map(|i| (i % 97) as f32 / 400.0 - 0.12)
                .collect(),
        };
        fs::write(
            folder.join("take.wav"),
            rehearse::audio::wav::bytes(&samples),
        )
        .unwrap();
    }
    folder
}

/// A home with a weak take and then a flawless one.
pub fn two_takes() -> (Home, PathBuf, PathBuf) {
    let home = Home::new();
    let scenario = story::scenario();
    let golden = sessions::golden(&scenario);
    let take = |name: &str| {
        golden
            .iter()
            .find(|(one, _)| *one == name)
            .unwrap()
            .1
            .clone()
    };
    let mut weak = take("weak");
    weak.started = "2026-11-01T08:00:00Z".into();
    let weak = keep(&home, "20261101T080000Z", weak, true);
    let mut flawless = take("flawless");
    flawless.started = "2026-11-20T08:00:00Z".into();
    let flawless = keep(&home, "20261120T080000Z", flawless, true);
    (home, weak, flawless)
}
