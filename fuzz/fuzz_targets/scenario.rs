//! Any scenario file: every fault has a position within the text and a remedy, and an accepted one can be
//! shown and used for judging.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::scenario::{Level, check, walkthrough};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;

fuzz_target!(|text: &str| {
    let checked = check("fuzz.toml", text);
    for fault in &checked.faults {
        assert!(
            fault.line >= 1 && fault.line <= text.lines().count() + 1,
            "{fault}"
        );
        assert!(!fault.remedy.is_empty());
    }
    if let Some(scenario) = checked.scenario {
        walkthrough::pages(&scenario, Level::Sde2, None, None);
        let transcript = Transcript::from_text("I noticed that 0.3% were lost; nobody asked me.");
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens: None,
        };
        // One section is enough, and leaves time for more files.
        if let Some(section) = scenario.sections.first() {
            judge(
                bar,
                &[SectionInput::typed(&section.id, Millis(9000), &transcript)],
            );
        }
    }
});
