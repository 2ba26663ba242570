//! The HTML pages in a real browser: they load from disk without errors or requests, are
//! accessible, fit a phone, and play the word that is clicked.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "lays out pages and reads pictures back"
)]

mod common;

use base64::Engine;
use common::browser::Browser;
use common::{root, sessions, skip, story};
use rehearse::plan::{self, bank::Bank};
use rehearse::report::html::{self, Sound};
use rehearse::report::review::{self, Kept, Review};
use rehearse::report::trend::{self, Trend};
use rehearse::report::{Report, Waveform};
use rehearse::report::{bank, card};
use rehearse::scenario::{Scenario, leitner::Day};
use rehearse::session::Session;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Pages of every golden session and a trend, with a take beside them.
fn pages() -> (TempDir, Vec<(String, PathBuf)>) {
    let folder = tempfile::tempdir().unwrap();
    let scenario = story::scenario();
    let golden = sessions::golden(&scenario);
    let rate = 8000_u32;
    // Bursts of sound, so that the waveform is visible.
    let loud = |i: u32| 0.15 + 0.6 * f64::from(i / 1100 % 7) / 7.0;
    let samples = rehearse::audio::Samples {
        rate,
        frames: (0..rate * 110)
            .map(|i| ((f64::from(i) * 0.21).sin() * loud(i)) as f32)
            .collect(),
    };
    fs::write(
        folder.path().join("take.wav"),
        rehearse::audio::wav::bytes(&samples),
    )
    .unwrap();
    let waveform = Waveform {
        columns: rehearse::audio::level::envelope(&samples, 1100),
        length: samples.length(),
    };
    let mut pages = Vec::new();
    let mut keep = |name: &str, text: String| {
        let path = folder.path().join(format!("{name}.html"));
        fs::write(&path, text).unwrap();
        pages.push((name.to_owned(), path));
    };
    for (name, session) in &golden {
        let report = Report::of(session, &scenario);
        keep(
            name,
            html::render(&report, Sound::Beside("take.wav"), Some(&waveform)),
        );
    }
    for (name, session, scenario) in sessions::judged() {
        let report = Report::of(&session, &scenario);
        keep(
            name,
            html::render(&report, Sound::Beside("take.wav"), Some(&waveform)),
        );
    }
    let report = Report::of(&golden[1].1, &scenario);
    let inside = rehearse::audio::wav::bytes(&samples);
    keep(
        "single-file",
        html::render(&report, Sound::Inside("audio/wav", &inside), None),
    );
    let takes: Vec<_> = golden.iter().map(|(_, session)| session.clone()).collect();
    let stories = story_bank(&scenario);
    keep("bank", bank::html(&stories));
    let cards: Vec<_> = ["caught-critical-issue", "changed-my-mind"]
        .iter()
        .filter_map(|id| rehearse::scenario::builtin(id))
        .map(|story| plan::card::of(&story))
        .collect();
    keep("card", card::html(&cards));
    keep("review", review_page(&golden, &scenario, &stories));
    keep("trend", trend::html(&Trend::of(&takes, &scenario, None)));
    (folder, pages)
}

/// Every golden session on one page, with one take.
fn review_page(golden: &[(&str, Session)], scenario: &Scenario, bank: &Bank) -> String {
    let kept: Vec<Kept> = golden
        .iter()
        .enumerate()
        .map(|(at, (_, session))| Kept {
            number: at + 1,
            session: session.clone(),
            scenario: scenario.clone(),
            folder: String::new(),
            has_sound: true,
            has_report: false,
        })
        .collect();
    let takes: Vec<Session> = golden.iter().map(|(_, session)| session.clone()).collect();
    review::render(&Review {
        takes: &kept,
        trends: vec![Trend::of(&takes, scenario, None)],
        due: vec!["When did you act too fast, and what did it cost?".into()],
        bank,
    })
}

#[test]
fn the_review_finds_words_and_plays_a_section() {
    let (folder, pages) = pages();
    let Some(mut browser) = browser("the_review_finds_words_and_plays_a_section", folder.path())
    else {
        return;
    };
    let (_, path) = pages.iter().find(|(name, _)| name == "review").unwrap();
    browser.open(&url(path));
    let shown = "[...document.querySelectorAll('.take')].filter((take) => !take.hidden).length";
    let all = browser.run(shown).as_u64().unwrap();
    browser.run("(() => { const find = document.getElementById('search'); find.value = 'EXPONENTIAL backoff'; find.dispatchEvent(new Event('input')); })()");
    let found = browser.run(shown).as_u64().unwrap();
    assert!(found > 0 && found < all, "{found} of {all}");
    let told = browser.run("document.getElementById('hits').textContent");
    assert_eq!(told, json!(format!("{found} of {all} takes")));
    browser.run("(() => { const find = document.getElementById('search'); find.value = ''; find.dispatchEvent(new Event('input')); })()");
    assert_eq!(browser.run(shown).as_u64(), Some(all));
    let moved = "new Promise((done) => { const take = document.querySelector('.take:has(button[data-from])'); take.open = true; \
        const sound = take.querySelector('audio'); const button = [...take.querySelectorAll('button[data-from]')].pop(); button.click(); \
        sound.addEventListener('seeked', () => done(Math.abs(sound.currentTime - Number(button.dataset.from)) < 1.5), { once: true }); \
        setTimeout(() => done('nothing was played'), 4000); })";
    assert_eq!(browser.run(moved), json!(true));
}

/// An own story with a long title, a proposed one, and what is built in.
fn story_bank(own: &Scenario) -> Bank {
    let mut stories = vec![own.clone(), own.clone()];
    stories[0].title =
        "A title that goes on and on, withoutanyspacetobreakitatforaverylongwhile".into();
    stories[1].principle = String::new();
    stories[1].principles = Vec::new();
    let builtins = rehearse::scenario::builtins().iter();
    stories.extend(builtins.filter_map(|one| rehearse::scenario::builtin(one.id)));
    let told = [(own.id.clone(), Day(99))];
    plan::bank::bank(&stories, 2, &[], &told, &[], Day(100))
}

fn browser(test: &str, folder: &Path) -> Option<Browser> {
    match Browser::start(folder) {
        Ok(browser) => Some(browser),
        Err(why) => {
            skip(test, &why);
            None
        }
    }
}

fn url(path: &Path) -> String {
    format!("file://{}", path.display())
}

#[test]
fn every_page_makes_no_requests_is_accessible_and_fits() {
    let (folder, pages) = pages();
    let Some(mut browser) = browser(
        "every_page_makes_no_requests_is_accessible_and_fits",
        folder.path(),
    ) else {
        return;
    };
    let check = include_str!("common/accessible.js");
    let mut faults = Vec::new();
    for (name, path) in &pages {
        for (width, dark) in [
            (1280, false),
            (1280, true),
            (390, false),
            (390, true),
            (320, false),
        ] {
            browser.window(width, 900, dark);
            browser.open(&url(path));
            browser.run("new Promise((done) => setTimeout(done, 50))");
            let mut fault = |what: String| {
                faults.push(format!(
                    "{name} at {width}{}: {what}",
                    if dark { ", dark" } else { "" }
                ));
            };
            browser.complaints().into_iter().for_each(&mut fault);
            for request in browser.requests() {
                if !request.starts_with("file://") && !request.starts_with("data:") {
                    fault(format!("asked for {request}"));
                }
            }
            let overflow = browser
                .run("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if overflow != json!(0) {
                fault(format!("{overflow} px wider than the window"));
            }
            // On a phone every number is visible without horizontal scrolling.
            if width == 390 && name.starts_with("demo-") {
                let cut = browser.run("(() => { const table = document.querySelector('#take .scroll'); return table.scrollWidth - table.clientWidth; })()");
                if cut != json!(0) {
                    fault(format!("the table is {cut} px too wide"));
                }
            }
            for found in browser.run(check).as_array().unwrap() {
                fault(found.to_string());
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn a_click_on_a_word_moves_the_sound() {
    let (folder, pages) = pages();
    let Some(mut browser) = browser("a_click_on_a_word_moves_the_sound", folder.path()) else {
        return;
    };
    for name in ["weak", "single-file"] {
        let path = &pages.iter().find(|(one, _)| one == name).unwrap().1;
        browser.window(1280, 900, false);
        browser.open(&url(path));
        let heard = browser.run(
            "(async () => {
              const sound = document.getElementById('sound');
              const moved = (go) => new Promise((done) => {
                sound.addEventListener('seeked', () => { sound.pause(); done(sound.currentTime); }, { once: true });
                go();
              });
              const word = [...document.querySelectorAll('.w[data-t]')][30];
              const clicked = await moved(() => word.click());
              const button = [...document.querySelectorAll('button.play')].at(-1);
              const pressed = await moved(() => button.click());
              const heard = document.querySelector('#s-action .heard');
              heard.focus();
              const key = (key) => heard.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
              key('ArrowRight'); key('ArrowRight'); key('ArrowRight');
              const typed = await moved(() => key('Enter'));
              const words = [...heard.querySelectorAll('.w[data-t]')];
              return [clicked, word.dataset.t, pressed, button.dataset.t, typed, words[2].dataset.t].map(Number);
            })()",
        );
        let heard: Vec<f64> = heard
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_f64().unwrap())
            .collect();
        for pair in heard.chunks(2) {
            // The sound continues between the jump and reading its position.
            let later = pair[0] - pair[1];
            assert!((-0.05..1.0).contains(&later), "{name}: heard {heard:?}");
        }
        assert!(
            browser.complaints().is_empty(),
            "{:?}",
            browser.complaints()
        );
    }
}

#[test]
fn a_transcript_cannot_run_anything() {
    let (folder, pages) = pages();
    let Some(mut browser) = browser("a_transcript_cannot_run_anything", folder.path()) else {
        return;
    };
    let path = &pages.iter().find(|(name, _)| name == "script").unwrap().1;
    browser.window(1280, 900, false);
    browser.open(&url(path));
    assert_eq!(browser.run("document.scripts.length"), json!(1));
    assert_eq!(browser.run("document.images.length"), json!(0));
    assert_eq!(
        browser.run("document.querySelectorAll('[onerror],b,i,textarea').length"),
        json!(0)
    );
    assert!(
        browser.complaints().is_empty(),
        "{:?}",
        browser.complaints()
    );
    // Even an injected script would not run.
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=\\'bad\\'\">'); const s = document.createElement('script'); s.textContent = 'document.title = \"bad\"'; document.body.append(s); undefined");
    assert_ne!(browser.run("document.title"), json!("bad"));
}

#[test]
fn screenshots_of_the_pages_are_taken() {
    let (folder, pages) = pages();
    let Some(mut browser) = browser("screenshots_of_the_pages_are_taken", folder.path()) else {
        return;
    };
    let output = root().join(".test-output");
    fs::create_dir_all(&output).unwrap();
    let decode = |data: &serde_json::Value| {
        base64::engine::general_purpose::STANDARD
            .decode(data["data"].as_str().unwrap())
            .unwrap()
    };
    for (name, path) in pages
        .iter()
        .filter(|(name, _)| ["weak", "overrun", "trend"].contains(&name.as_str()))
    {
        for (form, width, dark) in [
            ("desktop", 1280, false),
            ("dark", 1280, true),
            ("phone", 390, false),
        ] {
            browser.window(width, 900, dark);
            browser.open(&url(path));
            let shot = browser.call(
                "Page.captureScreenshot",
                json!({"captureBeyondViewport": true, "clip": {
                    "x": 0, "y": 0, "width": width, "height": 2600, "scale": 1,
                }}),
            );
            let picture = decode(&shot);
            assert!(picture.len() > 10_000, "{name} {form} is empty");
            fs::write(output.join(format!("{name}-{form}.png")), picture).unwrap();
        }
        let print = browser.call(
            "Page.printToPDF",
            json!({"preferCSSPageSize": true, "printBackground": true}),
        );
        let print = decode(&print);
        assert!(print.starts_with(b"%PDF"));
        fs::write(output.join(format!("{name}.pdf")), print).unwrap();
    }
}
