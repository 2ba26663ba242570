//! A candidate's week, from notes to the page that is looked at on the last evening: the real program in a
//! terminal of 80 by 24, a microphone, a synthetic voice, and the model inside the program.
//!
//! With `REHEARSE_SCREENS=FOLDER` each screen is written there, to be read.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait, talk and touch the disk"
)]
#![cfg(target_os = "linux")]

mod common;
#[path = "common/studio.rs"]
mod studio;

use common::{Home, root};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use studio::{Desk, FakeMic, LATER, sleep};

const SOON: Duration = Duration::from_secs(60);

const NOTES: &str = "\
# The late ferry
Situation: Every second ferry left late, and nobody knew why.
Task: It was not my job, but I decided to find out.
Action: I timed the loading for a week. I found that the trucks waited for tickets. I moved the ticket check to the gate.
Result: The delay fell from 14 minutes to 2.
Reflection: I now time a thing before I talk about it.

# The empty backup
Situation: I noticed that our nightly backup was empty.
Task: Nobody owned it, so I took it on.
Action: I traced it to a full disk. I wrote a check that restores one file every morning. I moved the backup to another machine.
Result: A restore takes 9 minutes now.
Reflection: A backup that was never restored is none.

# The borrowed scanner
Situation: We had 40 boxes of paper and no budget for a scanner.
Task: The archive was mine, and the year was nearly over.
Action: I borrowed one from the library. I asked 3 volunteers to feed it at night.
Result: It saved 6,000 euros.
Reflection: I ask who has one before I ask for money.
";

struct Week {
    mic: FakeMic,
    home: Home,
    screens: Option<PathBuf>,
}

impl Week {
    fn say(&self, name: &str) {
        let sounds = root().join("tests/sounds/week");
        self.mic.say(&sounds.join(format!("{name}.wav")));
    }

    fn sit(&self, arguments: &[&str]) -> Desk {
        Desk::sit_down(&self.mic, &self.home, arguments)
    }

    fn keep(&self, name: &str, desk: &Desk) {
        self.write(name, &desk.screen());
    }

    fn write(&self, name: &str, text: &str) {
        if let Some(folder) = &self.screens {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join(format!("{name}.txt")), text).unwrap();
        }
    }

    /// A verb that only shows something: its screens one after the other.
    #[track_caller]
    fn show(&self, name: &str, arguments: &[&str]) -> String {
        let mut desk = self.sit(arguments);
        assert_eq!(desk.end(SOON), 0, "{}", desk.all());
        let all = desk.all();
        self.write(name, &all);
        all
    }

    /// Tells a story straight through.
    fn tell(&self, desk: &mut Desk, story: &str, name: &str) {
        desk.wait_for("space begins", SOON);
        self.keep(&format!("{name}-before"), desk);
        desk.press(" ");
        desk.wait_for("● Your answer", SOON);
        self.say(story);
        self.keep(&format!("{name}-speaking"), desk);
        desk.press("\r");
    }

    /// Answers so many questions.
    fn answer(&self, desk: &mut Desk, count: usize, name: &str) {
        for number in 1..=count {
            if count > 1 {
                desk.wait_for(&format!("Follow-up  {number} of {count}"), LATER);
            }
            desk.wait_for("space begins", LATER);
            self.keep(&format!("{name}-{number}"), desk);
            // A key that comes sooner was meant for what stood there before.
            sleep(0.8);
            desk.press(" ");
            desk.wait_for("● Follow-up", SOON);
            self.say("own-part");
            desk.press(" ");
        }
    }
}

fn json(week: &Week, arguments: &[&str]) -> Value {
    serde_json::from_str(&week.home.output(arguments)).unwrap()
}

#[test]
fn a_week_from_notes_to_the_last_evening() {
    let Some(mic) = FakeMic::start("a_week_from_notes_to_the_last_evening") else {
        return;
    };
    let week = Week {
        mic,
        home: Home::new(),
        screens: std::env::var_os("REHEARSE_SCREENS").map(PathBuf::from),
    };
    bank(&week);
    first_take(&week);
    questions(&week);
    mock_loop(&week);
    retell(&week);
    last_evening(&week);
}

/// Monday: three stories from notes, and which principles they serve.
fn bank(week: &Week) {
    let notes = week.home.path().join("notes.md");
    fs::write(&notes, NOTES).unwrap();
    let notes = notes.display().to_string();
    let said = week.show("01-notes", &["scenario", "new", "--from", &notes]);
    for story in ["the-late-ferry", "the-empty-backup", "the-borrowed-scanner"] {
        assert!(
            said.contains(&format!("rehearse practice {story}")),
            "{said}"
        );
    }
    let said = week.show("02-stories", &["stories"]);
    assert!(
        said.contains("The late ferry") && said.contains("never told yet"),
        "{said}"
    );
    // The candidate settles what is proposed.
    let file = week.home.data().join("scenarios/the-borrowed-scanner.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("principles = [\"Frugality\"]\n{text}")).unwrap();
    let bank = json(week, &["stories", "--json"]);
    let frugal = bank["principles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "frugality")
        .unwrap();
    assert_eq!(frugal["stories"][0]["id"], "the-borrowed-scanner");
    assert!(
        week.show("03-next", &["next"])
            .contains("rehearse practice")
    );
}

/// Tuesday: the first take, an estimate before its report, and the questions that it raises.
fn first_take(week: &Week) {
    let mut desk = week.sit(&["practice", "the-late-ferry", "--mode", "mock", "--estimate"]);
    week.mic.wake(&desk);
    week.tell(&mut desk, "ferry", "04-take");
    for (question, answer) in [
        ("run over", "n\r"),
        ("give the number", "y\r"),
        ("what you did", "y\r"),
    ] {
        desk.wait_for(question, LATER);
        week.keep("05-estimate", &desk);
        desk.press(answer);
    }
    desk.wait_for("In the browser", LATER);
    week.write("06-report", &desk.all());
    desk.wait_for("[y/N]", SOON);
    // What the judge is not sure about is left for later; what an interviewer would ask is answered.
    if desk.screen().contains("Settle") {
        desk.press("n\r");
        desk.wait_for("Answer them now?", SOON);
    }
    week.keep("07-questions", &desk);
    desk.press("y\r");
    let asked = desk.all().matches("You said “").count();
    assert!(asked > 0, "{}", desk.all());
    let open = desk.all().matches("  You said “").count();
    week.answer(&mut desk, open.clamp(1, 3), "08-follow-up");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    week.write("09-answers", &desk.all());
    let report = json(week, &["sessions", "show", "1", "--json"]);
    let heard: String = report["sections"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["text"].as_str())
        .collect();
    assert!(heard.contains("loading for a week"), "{heard}");
    assert_eq!(report["estimate"].as_array().unwrap().len(), 3);
}

/// Wednesday: which story answers the question.
fn questions(week: &Week) {
    let mut desk = week.sit(&[
        "ask",
        "--principle",
        "frugality",
        "--count",
        "1",
        "--seed",
        "3",
    ]);
    week.mic.wake(&desk);
    desk.wait_for("space begins", SOON);
    week.keep("10-ask", &desk);
    desk.press(" ");
    desk.wait_for("left of 0:10", SOON);
    week.say("first-line");
    desk.press(" ");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    week.write("11-ask-told", &desk.all());
    assert!(
        desk.all().contains("Story: The borrowed scanner"),
        "{}",
        desk.all()
    );
}

/// Thursday: a mock loop of two questions.
fn mock_loop(week: &Week) {
    let mut desk = week.sit(&["loop", "--questions", "2", "--seed", "5"]);
    let mut stories = vec!["The empty backup", "The borrowed scanner"];
    for (number, sound) in [(1, "backup"), (2, "scanner")] {
        desk.wait_for(&format!("Question {number} of 2"), LATER);
        desk.wait_for("Which story do you tell?", SOON);
        week.keep(&format!("12-loop-{number}"), &desk);
        let title = stories.remove(0);
        let screen = desk.screen();
        let line = screen.lines().rfind(|line| line.contains(title)).unwrap();
        let at = line.trim().split(' ').next().unwrap().to_owned();
        desk.press(&format!("{at}\r"));
        // A microphone that heard the first answer is not checked again.
        if number == 1 {
            week.mic.wake(&desk);
        }
        week.tell(&mut desk, sound, &format!("13-loop-{number}"));
        // Questions follow where something was left open.
        let until = std::time::Instant::now() + LATER;
        loop {
            let screen = desk.screen();
            if screen.contains("○ Follow-up") && screen.contains("space begins") {
                let of = if screen.contains("Follow-up  1 of 2") {
                    2
                } else {
                    1
                };
                week.answer(&mut desk, of, &format!("14-loop-{number}-follow-up"));
                break;
            }
            if screen.contains("Question 2 of 2") && number == 1 || screen.contains("Debrief") {
                break;
            }
            assert!(std::time::Instant::now() < until, "{screen}");
            sleep(0.2);
        }
    }
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    week.write("15-debrief", &desk.all());
    let told = json(week, &["loop", "--debrief", "--json"]);
    assert_eq!(told["debrief"]["rounds"].as_array().unwrap().len(), 2);
}

/// Friday: the first story again in half a minute.
fn retell(week: &Week) {
    let mut desk = week.sit(&[
        "practice",
        "the-late-ferry",
        "--mode",
        "mock",
        "--length",
        "30",
    ]);
    week.mic.wake(&desk);
    week.tell(&mut desk, "ferry", "16-retell");
    assert_eq!(desk.end(LATER), 0, "{}", desk.all());
    week.write("17-retold", &desk.all());
    let report = json(week, &["sessions", "show", "--json"]);
    assert_eq!(report["retold"]["given_seconds"], 30.0);
    assert!(
        !report["retold"]["kept"].as_array().unwrap().is_empty(),
        "{:#}",
        report["retold"]
    );
}

/// The last evening: how it moved, the card for the day, and everything as one page.
fn last_evening(week: &Week) {
    assert!(
        week.show("18-trend", &["trend", "the-late-ferry"])
            .contains("Your estimate was right in")
    );
    week.show("19-next", &["next"]);
    week.show("20-list", &["sessions", "list"]);
    let card = week.show("21-card", &["card"]);
    for story in ["The late ferry", "The empty backup", "The borrowed scanner"] {
        assert!(card.contains(story), "{card}");
    }
    assert!(card.contains("14 minutes"), "{card}");
    let noted = [
        "log",
        "When did you do more with less?",
        "--story",
        "the-borrowed-scanner",
        "--principle",
        "frugality",
        "--went",
        "well",
    ];
    week.show("22-log", &noted);
    assert!(
        week.show("23-log", &["log"])
            .contains("The borrowed scanner")
    );
    assert!(
        week.show("24-stories", &["stories"])
            .contains("told once in interviews")
    );
    let page = week.show("25-review", &["review", "--no-open"]);
    let path = page.trim().lines().last().unwrap().trim().to_owned();
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    for held in [
        "The late ferry",
        "take.wav",
        "Frugality",
        "The borrowed scanner",
    ] {
        assert!(text.contains(held), "{held}");
    }
}
