//! Which device is opened, and which error is reported.

use crate::seconds;
use crate::world::{Fault, Spec, World};
use rehearse::audio::microphone::{Microphone, MicrophoneError};
use std::time::Duration;

#[test]
fn a_device_is_chosen_by_a_part_of_its_name() {
    let world = World::new(Spec::default(), Vec::new());
    let open = |wish| Microphone::open(world.host(), Some(wish), world.clock());
    assert_eq!(open("desk").unwrap().name(), "World on the desk");
    match open("headset").err() {
        Some(MicrophoneError::Unknown { wish, known }) => {
            assert_eq!((wish.as_str(), known.len()), ("headset", 1));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_microphone_that_cannot_be_opened_says_what_to_do() {
    let fault = Fault::Unplugged {
        from: Duration::ZERO,
        to: seconds(10.0),
    };
    let world = World::new(Spec::default(), vec![fault]);
    let error = Microphone::open(world.host(), None, world.clock())
        .err()
        .unwrap();
    assert!(error.to_string().contains("--device"), "{error}");
}

#[test]
fn a_rate_that_could_not_be_read_back_is_not_recorded() {
    for rate in [4000, 384_000] {
        let spec = Spec {
            rate,
            ..Spec::default()
        };
        let world = World::new(spec, Vec::new());
        let error = Microphone::open(world.host(), None, world.clock())
            .err()
            .unwrap();
        assert!(matches!(error, MicrophoneError::Format(_)), "{error:?}");
        let told = format!("no format that can be recorded (i16 at {rate} Hz)");
        assert!(error.to_string().contains(&told), "{error}");
    }
}
