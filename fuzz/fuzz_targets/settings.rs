//! Any settings file: it is refused with a line that is in it, or read; what is changed is then written
//! into it, and reads as it was meant.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rehearse::store::Settings;

fuzz_target!(|text: &str| match Settings::read(text) {
    Err(slip) => {
        assert!(!slip.problem.is_empty());
        assert!(slip.line >= 1 && slip.line <= text.lines().count().max(1));
    }
    Ok(read) => {
        let unchanged = read.written_into(text).expect("it was just read");
        assert_eq!(unchanged, text);
        let changed = Settings {
            model: Some("base.en".into()),
            aloud: !read.aloud,
            severity: [("hedge".into(), "off".into())].into(),
            ..read
        };
        let written = changed.written_into(text).expect("it was just read");
        assert_eq!(Settings::read(&written), Ok(changed), "{written}");
    }
});
