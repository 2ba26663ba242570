//! Any text in any section: the judge neither panics nor refers to positions outside the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::scenario::{Level, builtin};
use rehearse::time::Millis;
use rehearse::transcript::Transcript;

fuzz_target!(|text: &str| {
    let scenario = builtin("caught-critical-issue").expect("it is built in");
    let transcript = Transcript::from_text(text);
    let bar = Bar {
        scenario: &scenario,
        level: Level::Sde2,
        lens: None,
    };
    for section in &scenario.sections {
        let spoken = SectionInput::typed(&section.id, Millis(30_000), &transcript);
        for finding in &judge(bar, &[spoken]).sections[0].findings {
            if let Some((start, end)) = finding.bytes {
                assert!(text.get(start..end).is_some());
            }
        }
    }
});
