//! Any attempt is refused with a reason, or judged and reported by section.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::analysis::attempt::Attempt;
use rehearse::analysis::judge;
use rehearse::judgement::{Bar, SectionInput};
use rehearse::scenario::builtin;

fuzz_target!(|text: &str| match Attempt::read(text) {
    Err(reason) => assert!(!reason.is_empty()),
    Ok(attempt) => {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let spoken: Vec<SectionInput> = attempt
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
});
