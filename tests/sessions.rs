//! Past sessions on the command line: shown, played, compared, exported and removed; and damaged
//! session files.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests lay out folders and read them back"
)]

mod common;

#[path = "common/shelf.rs"]
mod shelf;

use clap::CommandFactory;
use common::{Home, sessions, story};
use shelf::{keep, two_takes};
use std::fs;
use std::path::PathBuf;

#[test]
fn a_list_shows_every_rehearsal_and_says_why_one_cannot_be_read() {
    let (home, weak, _) = two_takes();
    let list = home.output(&["sessions", "list"]);
    assert!(
        list.contains("   1  2026-11-01 08:00 UTC  0:55 of 2:55"),
        "{list}"
    );
    assert!(
        list.contains("   2  2026-11-20 08:00 UTC  1:39 of 2:55"),
        "{list}"
    );
    // Differences between takes: mode, level, and weakness.
    let weak_entry = list.lines().take(2).collect::<Vec<_>>().join("\n");
    for part in [
        "5 sections · guided · SDE 2",
        "Caught a Critical Issue Others Had Missed · ",
    ] {
        assert!(weak_entry.contains(part), "{part}: {list}");
    }
    let whole = fs::read(weak.join("session.json")).unwrap();
    fs::write(weak.join("session.json"), &whole[..whole.len() / 2]).unwrap();
    let list = home.output(&["sessions", "list"]);
    assert!(
        list.starts_with("   1  2026-11-01\n      damaged: its record is cut off\n"),
        "{list}"
    );
    let said = home.refusal(&["sessions", "show", "1"], 1);
    assert!(
        said.contains("session.json") && said.contains("it is cut off"),
        "{said}"
    );
    fs::remove_file(weak.join("session.json")).unwrap();
    let list = home.output(&["sessions", "list"]);
    assert!(
        list.contains("damaged: it has no record") && !list.contains("os error"),
        "{list}"
    );
    fs::write(weak.join("session.json"), "{\"format\": 99}").unwrap();
    let list = home.output(&["sessions", "list"]);
    assert!(list.contains("from a newer rehearse"), "{list}");
    let json: serde_json::Value =
        serde_json::from_str(&home.output(&["sessions", "list", "--json"])).unwrap();
    assert_eq!(json[1]["seconds"], 99.8);
    assert!(json[0]["problem"].is_string());
}

#[test]
fn an_empty_history_is_not_an_error() {
    let home = Home::new();
    assert_eq!(home.output(&["sessions", "list"]), "");
    assert_eq!(home.output(&["sessions", "list", "--json"]), "[]\n");
    let said = home.refusal(&["sessions", "show"], 1);
    assert!(said.contains("rehearse sessions list"), "{said}");
}

#[test]
fn a_report_is_shown_by_number_id_and_last() {
    let (home, _, _) = two_takes();
    let first = home.output(&["sessions", "show", "1"]);
    assert!(first.contains("Fix first"), "{first}");
    assert_eq!(first, home.output(&["sessions", "show", "20261101"]));
    assert_ne!(first, home.output(&["sessions", "show"]));
    let all = home.output(&["sessions", "show", "1", "--all"]);
    assert!(all.contains("How every number was measured"), "{all}");
}

#[test]
fn two_takes_are_compared() {
    let (home, _, _) = two_takes();
    let text = home.output(&["sessions", "compare", "1", "2"]);
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "Better in 5 of 5 sections: 18 more ideas, 3 more numbers and 8 fewer things to fix.",
        "better gone: “Nobody did it”, “Used little of its time” and “We where I belongs”",
        "now said: “0.3% to zero”",
    ] {
        assert!(words.contains(wanted), "{text}");
    }
    // The earlier take is the one before, in either order.
    assert_eq!(text, home.output(&["sessions", "compare", "2", "1"]));
    // Without names: the last and the one before it of the same story.
    assert_eq!(text, home.output(&["sessions", "compare"]));
    let json: serde_json::Value =
        serde_json::from_str(&home.output(&["sessions", "compare", "1", "2", "--json"])).unwrap();
    assert_eq!(json["sections"][2]["id"], "action");
}

#[test]
fn a_take_is_compared_with_the_one_before_it_of_its_own_story() {
    let (home, _, _) = two_takes();
    let of_another_story = |stamp: &str, scenario: &str| {
        let mut session = sessions::golden(&story::scenario())[0].1.clone();
        session.scenario = scenario.into();
        session.title = format!("Story {scenario}");
        keep(&home, stamp, session, true);
    };
    of_another_story("20261110T080000Z", "between");
    assert_eq!(
        home.output(&["sessions", "compare", "1", "3"]),
        home.output(&["sessions", "compare"])
    );
    of_another_story("20261121T080000Z", "new");
    let said = home.refusal(&["sessions", "compare"], 2);
    assert!(
        said.contains("“Story new” has no earlier rehearsal"),
        "{said}"
    );
}

#[test]
fn a_silent_section_is_neither_better_nor_a_best() {
    let home = Home::new();
    let golden = sessions::golden(&story::scenario());
    for (at, name) in ["weak", "empty-section"].into_iter().enumerate() {
        let (_, session) = golden.iter().find(|(one, _)| *one == name).unwrap();
        let mut session = session.clone();
        session.started = format!("2026-11-0{}T08:00:00Z", at + 1);
        keep(&home, &format!("2026110{}T080000Z", at + 1), session, true);
    }
    let text = home.output(&["sessions", "compare", "1", "2"]);
    assert!(text.contains("Task (not spoken after)"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&home.output(&["sessions", "compare", "1", "2", "--json"])).unwrap();
    let compared = json["sections"].as_array().unwrap();
    assert!(compared.iter().all(|section| section["id"] != "task"));
    let trend: serde_json::Value =
        serde_json::from_str(&home.output(&["trend", "--json"])).unwrap();
    let takes = |at: usize| trend["sections"][at]["takes"].as_array().unwrap().len();
    assert_eq!(trend["sections"][1]["id"], "task");
    assert_eq!((takes(0), takes(1)), (2, 1), "{trend:#}");
}

/// Every value of `sessions export --format`.
fn formats() -> Vec<String> {
    let rehearse = rehearse::cli::Cli::command();
    let sessions = rehearse.find_subcommand("sessions").unwrap();
    let export = sessions.find_subcommand("export").unwrap();
    let mut options = export.get_arguments();
    let format = options.find(|one| one.get_id() == "format").unwrap();
    let values = format.get_possible_values();
    let values = values.iter().map(|value| value.get_name().to_owned());
    let values: Vec<String> = values.collect();
    assert!(values.len() >= 7, "{values:?}");
    values
}

#[test]
fn every_form_can_be_exported_and_none_overwrites() {
    let (home, _, _) = two_takes();
    for format in formats() {
        let text = home.output(&["sessions", "export", "1", "--format", &format]);
        assert!(text.lines().count() > 5, "{format}: {text}");
        let file = home.path().join(format!("out.{format}"));
        let name = file.to_str().unwrap();
        home.output(&["sessions", "export", "1", "--output", name]);
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{format}");
        let said = home.refusal(&["sessions", "export", "2", "--output", name], 1);
        assert!(said.contains("exists already"), "{said}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{format}");
    }
    let json = home.output(&["sessions", "export", "1", "--json"]);
    assert_eq!(
        json,
        home.output(&["sessions", "export", "1", "--format", "json"])
    );
    let csv = ["sessions", "export", "1", "--json", "--format", "csv"];
    let said = home.refusal(&csv, 2);
    assert!(said.contains("contradict"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(home.path().join("out.md"))
            .unwrap()
            .permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "an export holds what was said");
    }
    let srt = home.output(&["sessions", "export", "1", "--format", "srt"]);
    assert!(srt.starts_with("1\n00:00:00,700 -->"), "{srt}");
    let said = home.refusal(&["sessions", "export", "1", "--output", "x.doc"], 2);
    assert!(said.contains("--format"), "{said}");
}

#[test]
fn a_single_file_holds_its_sound() {
    let (home, _, _) = two_takes();
    let page = home.output(&["sessions", "export", "1", "--single-file"]);
    assert!(page.contains("src=\"data:audio/wav;base64,UklGR"));
    let page = home.output(&["sessions", "export", "1", "--format", "html"]);
    assert!(!page.contains("<audio"));
}

#[test]
fn judging_again_changes_the_judgement_and_the_reports_only() {
    let (home, _, folder) = two_takes();
    let id = folder.file_name().unwrap().to_str().unwrap();
    let file = folder.join("session.json");
    let parsed =
        || -> serde_json::Value { serde_json::from_slice(&fs::read(&file).unwrap()).unwrap() };
    let facts = |mut session: serde_json::Value| {
        session.as_object_mut().unwrap().remove("judgement");
        session
    };
    let first = parsed();
    home.output(&["analyze", id]);
    assert_eq!(facts(parsed()), facts(first));

    // An older judgement in a file of this program: every byte around it must stay.
    let judged = fs::read_to_string(&file).unwrap();
    let older = judged.replace(rehearse::analysis::ANALYZER, "rehearse-0.0.1-1");
    assert_ne!(judged, older);
    fs::write(&file, &older).unwrap();
    let names = ["report.html", "report.md"];
    for name in names {
        fs::write(folder.join(name), "an older report").unwrap();
    }
    let others = || -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(&folder).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| {
            *path != file && !names.contains(&path.file_name().unwrap().to_str().unwrap())
        });
        files.sort();
        let read = |path: PathBuf| (path.clone(), fs::read(path).unwrap());
        files.into_iter().map(read).collect()
    };
    let before = others();
    assert!(before.iter().any(|(path, _)| path.ends_with("take.wav")));

    home.output(&["analyze", id]);
    assert_eq!(others(), before, "files of facts changed");
    let again = fs::read_to_string(&file).unwrap();
    let start = older.find("\"judgement\"").unwrap();
    assert_eq!(
        again[..start],
        older[..start],
        "facts in session.json changed"
    );
    assert_eq!(again, judged, "the judgement is not what these rules say");
    for name in names {
        let report = fs::read_to_string(folder.join(name)).unwrap();
        assert!(report.contains("Caught a Critical Issue"), "{name}");
    }
}

#[test]
fn a_bare_sessions_lists_them() {
    let (home, _, _) = two_takes();
    assert_eq!(
        home.output(&["sessions"]),
        home.output(&["sessions", "list"])
    );
}

#[cfg(unix)]
#[test]
fn a_moment_is_played_by_the_systems_player() {
    use std::os::unix::fs::PermissionsExt;
    let (home, _, _) = two_takes();
    let tools = home.path().join("tools");
    fs::create_dir_all(&tools).unwrap();
    let player = tools.join("aplay");
    let heard = home.path().join("heard.wav");
    fs::write(
        &player,
        format!("#!/bin/sh\ncp \"$2\" '{}'\n", heard.display()),
    )
    .unwrap();
    fs::set_permissions(&player, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/bin:/usr/bin", tools.display());
    let play = |moment: &str| {
        let mut command = home.rehearse();
        command
            .env("PATH", &path)
            .args(["sessions", "play", moment]);
        command.assert()
    };
    // The weak take's Action lasts 21 s; from 0:10 on, eleven remain.
    play("1:action@0:10").success();
    assert_eq!(
        rehearse::audio::wav::read(&heard).unwrap().length().0,
        11_000
    );
    play("1").success();
    assert_eq!(
        rehearse::audio::wav::read(&heard).unwrap().length().0,
        60_000
    );
    play("1:action@0:40").code(2);
    play("1:nowhere").code(2);
    let mut silent = home.rehearse();
    let silent = silent
        .env("PATH", "/nonexistent")
        .args(["sessions", "play", "1"])
        .assert();
    silent.code(3);
}

#[test]
fn a_trend_is_honest_about_few_takes() {
    let (home, _, _) = two_takes();
    let text = home.output(&["trend"]);
    assert!(
        text.contains("2 takes: too few to tell progress from chance"),
        "{text}"
    );
    assert!(text.contains("3 → 0, best 0"), "{text}");
    let page = home.path().join("trend.html");
    home.output(&[
        "trend",
        "--section",
        "action",
        "--html",
        page.to_str().unwrap(),
    ]);
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("<svg") && !page.contains(">Task<"));
    let said = home.refusal(&["trend", "--section", "nowhere"], 2);
    assert!(said.contains("it has: situation"), "{said}");
    let json: serde_json::Value = serde_json::from_str(&home.output(&["trend", "--json"])).unwrap();
    assert_eq!(json["sections"][2]["takes"][0]["we_count"], 3.0);
}

#[test]
fn a_malicious_session_is_one_sentence_and_is_not_changed() {
    let (home, weak, _) = two_takes();
    let file = weak.join("session.json");
    let good: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let changed = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = good.clone();
        change(&mut value);
        value.to_string()
    };
    let hostile = [
        ("nothing at all", String::new()),
        ("no JSON", "not json".into()),
        ("an array", "[]".into()),
        ("wrong types", changed(&|v| v["sections"] = "none".into())),
        (
            "a negative time",
            changed(&|v| v["sections"][0]["spans"][0]["start"] = (-1).into()),
        ),
        (
            "a huge number",
            changed(&|v| v["take"]["frames"] = 1e300.into()),
        ),
        (
            "a time beyond reason",
            changed(&|v| v["sections"][0]["spans"][0]["end"] = u64::MAX.into()),
        ),
        ("a future format", changed(&|v| v["format"] = 2.into())),
        ("half a file", good.to_string()[..2000].into()),
        ("deep nesting", "[".repeat(100_000)),
    ];
    for (what, text) in hostile {
        fs::write(&file, &text).unwrap();
        for verb in [
            &["sessions", "show", "1"][..],
            &["sessions", "open", "1"],
            &["sessions", "play", "1"],
            &["sessions", "compare", "1", "2"],
            &["sessions", "export", "1"],
        ] {
            let said = home.refusal(verb, 1);
            assert_eq!(said.trim_end().lines().count(), 1, "{what}: {said}");
            assert!(said.contains("session.json"), "{what}: {said}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{what}");
        assert!(weak.join("take.wav").exists(), "{what}");
    }
}

#[test]
fn the_largest_numbers_in_a_session_are_accepted() {
    let (home, weak, _) = two_takes();
    let file = weak.join("session.json");
    let mut value: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    value["take"]["frames"] = u64::MAX.into();
    value["take"]["lost_frames"] = u64::MAX.into();
    let year = 366 * 24 * 3_600_000_u64;
    for section in value["sections"].as_array_mut().unwrap() {
        section["spans"][0]["end"] = year.into();
        section["activity"]["length"] = year.into();
    }
    for section in value["judgement"]["sections"].as_array_mut().unwrap() {
        section["measures"]["length"] = year.into();
        section["measures"]["target"] = 1.into();
        section["measures"]["fillers"] = u64::MAX.into();
        section["measures"]["i_count"] = u64::MAX.into();
        section["measures"]["words"] = u64::MAX.into();
        for finding in section["findings"].as_array_mut().unwrap() {
            finding["evidence"] =
                serde_json::json!({"words": {"start": u64::MAX - 1, "end": u64::MAX}});
            finding["bytes"] = serde_json::json!([u64::MAX, 3]);
            finding["time"] = serde_json::json!({"start": year, "end": 0});
        }
    }
    fs::write(&file, value.to_string()).unwrap();
    home.output(&["sessions", "show", "1", "--all"]);
    for format in formats() {
        home.output(&["sessions", "export", "1", "--format", &format]);
    }
    home.output(&["sessions", "list"]);
    home.output(&["trend"]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (home, weak, _) = two_takes();
    let elsewhere = home.path().join("elsewhere.json");
    fs::rename(weak.join("session.json"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, weak.join("session.json")).unwrap();
    let said = home.refusal(&["sessions", "show", "1"], 1);
    assert!(said.contains("a link"), "{said}");
    assert!(elsewhere.exists());
}

#[test]
fn a_missing_take_keeps_its_report() {
    let (home, weak, _) = two_takes();
    fs::remove_file(weak.join("take.wav")).unwrap();
    home.output(&["sessions", "show", "1"]);
    let page = home.output(&["sessions", "export", "1", "--single-file"]);
    assert!(!page.contains("<audio"));
    let said = home.refusal(&["sessions", "play", "1:action@0:04"], 1);
    assert!(said.contains("recording"), "{said}");
}

#[test]
fn a_thousand_sessions_are_listed_at_once() {
    let home = Home::new();
    let scenario = story::scenario();
    let (_, session) = sessions::golden(&scenario).swap_remove(1);
    for number in 0..1000 {
        keep(
            &home,
            &format!("20261101T08{:02}{:02}Z", number / 60, number % 60),
            session.clone(),
            false,
        );
    }
    let start = std::time::Instant::now();
    let list = home.output(&["sessions", "list"]);
    assert_eq!(list.matches(" UTC  ").count(), 1000);
    // An unoptimised build on a busy machine; `scripts/bench` measures the release build.
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn the_demos_takes_are_marked_in_the_list() {
    let home = Home::new();
    let scenario = story::scenario();
    let (_, mut session) = sessions::golden(&scenario).swap_remove(1);
    session.take.synthetic = true;
    session.take.source = "the demo's weak answer".into();
    session.lens = Some(rehearse::scenario::Lens::DiveDeep);
    keep(&home, "20261101T080000Z", session, false);
    let list = home.output(&["sessions", "list"]);
    assert!(
        list.ends_with("Others Had Missed · for Dive Deep · the demo's weak answer\n"),
        "{list}"
    );
}

#[cfg(unix)]
#[test]
fn a_linked_take_is_neither_played_nor_exported() {
    let (home, weak, _) = two_takes();
    let secret = home.path().join("secret.wav");
    fs::rename(weak.join("take.wav"), &secret).unwrap();
    std::os::unix::fs::symlink(&secret, weak.join("take.wav")).unwrap();
    for arguments in [
        &["sessions", "export", "1", "--single-file"][..],
        &["sessions", "play", "1"],
    ] {
        let said = home.refusal(arguments, 1);
        assert!(
            said.contains("take.wav") && said.contains("it is a link or a folder, not a file"),
            "{said}"
        );
    }
    // The page without sound does not link to it either.
    let page = home.output(&["sessions", "export", "1", "--format", "html"]);
    assert!(!page.contains("take.wav"), "the page names the link");
    let list = home.output(&["sessions", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list[0]["audio"], false);
}

#[test]
fn a_take_without_words_names_its_remedy_and_an_export_without_a_folder_its_own() {
    let home = Home::new();
    let sound = common::root().join("content/demo/typical/4-result.wav");
    let sound = sound.display().to_string();
    home.output(&[
        "practice",
        "--section",
        "result",
        "--no-transcribe",
        "--from-wav",
        &sound,
    ]);
    let list = home.output(&["sessions", "list"]);
    assert!(
        list.contains("no words yet: rehearse sessions recover 1"),
        "{list}"
    );
    let nowhere = home.path().join("nodir/x.md").display().to_string();
    let said = home.refusal(&["sessions", "export", "last", "-o", &nowhere], 1);
    assert!(
        said.contains("its folder is not there; make it first"),
        "{said}"
    );
    // The remedy works.
    home.output(&["sessions", "recover", "1"]);
    let list = home.output(&["sessions", "list"]);
    assert!(!list.contains("no words yet"), "{list}");
}
