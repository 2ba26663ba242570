//! The other files that the program keeps and a hand may change: cards of the quiz, confirmed words,
//! the log of interviews, loops, a story that was begun, the marks of a take. They are read or refused,
//! and what is read can be used.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::plan::bank::Bank;
use rehearse::plan::debrief::Loop;
use rehearse::plan::interviews::InterviewQuestion;
use rehearse::report::log;
use rehearse::report::terminal::Style;
use rehearse::scenario::builtin;
use rehearse::scenario::confirmed::Confirmed;
use rehearse::scenario::leitner::{CardIndex, Day};
use rehearse::session::Mark;
use rehearse::story::{Draft, to_toml};

fuzz_target!(|text: &str| {
    if let Ok(mut cards) = serde_json::from_str::<CardIndex>(text) {
        let keys: Vec<String> = cards.cards.keys().cloned().collect();
        for key in keys {
            cards.is_due(&key, Day(20_000));
            cards.answer(&key, true, Day(20_000));
            cards.answer(&key, false, Day(u32::MAX));
        }
    }
    if let Ok(confirmed) = serde_json::from_str::<Confirmed>(text) {
        confirmed.applied_to(&builtin("caught-critical-issue").expect("it is built in"));
    }
    if let Ok(asked) = serde_json::from_str::<Vec<InterviewQuestion>>(text) {
        let bank = Bank {
            stories: Vec::new(),
            gaps: Vec::new(),
        };
        for width in [20, 80] {
            let style = Style {
                width,
                ..Style::default()
            };
            log::text(&asked, &bank, &style);
        }
        log::json(&asked, &bank);
    }
    if let Ok(held) = serde_json::from_str::<Loop>(text) {
        held.next();
    }
    if let Ok(draft) = serde_json::from_str::<Draft>(text) {
        to_toml(&draft);
    }
    let marks: Vec<Mark> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    rehearse::record::spoken(&marks, 480_000);
});
