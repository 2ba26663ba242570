//! How the bundled model transcribes a person, and a hesitant voice.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod common;

use common::words::words;
use common::{Home, root};

/// The output of `rehearse transcribe` on a machine without other models.
fn transcribed(sound: &str) -> Vec<String> {
    let sound = root().join("tests/sounds").join(sound);
    words(&Home::new().output(&["transcribe", sound.to_str().unwrap()]))
}

#[test]
fn a_person_is_heard_word_for_word() {
    assert_eq!(
        transcribed("jfk.wav"),
        words(
            "And so, my fellow Americans, ask not what your country can do for you, ask what you can do \
             for your country."
        )
    );
}

/// The fillers in mid-sentence and the repeated word are omitted, as stock Whisper does.
#[test]
fn of_a_hesitant_voice_the_words_are_kept() {
    let heard = transcribed("disfluent.wav").join(" ");
    for words in [
        "um i pulled the delivery logs",
        "from the service",
        "i traced the failure to a timeout",
        "and we fixed it in",
    ] {
        assert!(heard.contains(words), "{words:?} in {heard:?}");
    }
}
