use super::scripted_model::{Say, model};
use super::*;
use crate::audio::{resample, wav};
use crate::transcript::Word;

const TAKE: &[u8] = include_bytes!("../../../content/demo/strong/4-result.wav");

fn whisper(settings: DecodingSettings, stop: Stop) -> Whisper {
    let words: [&[u8]; 4] = [b" Um", b", uh", b" webhook", b"."];
    let mut script = vec![Say::At(0)];
    script.extend(words.map(Say::Text));
    script.push(Say::At(100));
    Whisper::from_bytes("scripted", &model(&script), settings, stop).expect("it loads")
}

fn decode(whisper: &Whisper, sound: &[f32]) -> Result<Vec<Framed>, TranscribeError> {
    let request = Request {
        prompt: &[],
        language: None,
        at: Millis::ZERO,
        voiced: false,
    };
    whisper.decode(sound, &request, &[])
}

#[test]
fn a_raised_flag_aborts_inside_whisper_and_the_state_can_be_used_again() {
    let stop = Stop::default();
    let mut whisper = whisper(DecodingSettings::default(), stop.clone());
    let sound = vec![0.1; 16_000];
    assert_eq!(decode(&whisper, &sound).map(|f| f.len()), Ok(1));
    stop.request();
    assert_eq!(decode(&whisper, &sound), Err(TranscribeError::Stopped));
    whisper.stop = Stop::default();
    let greedy = SamplingStrategy::Greedy { best_of: 1 };
    whisper.greedy = parameters(greedy, 1, Stop::default());
    assert_eq!(decode(&whisper, &sound).map(|f| f.len()), Ok(1));
}

/// Speech in noise, where decoding is unsure and samples at random. Greedy decoding alone, which does not
/// sample, gives other words, so sampling does take place.
#[test]
fn words_do_not_depend_on_earlier_sound() {
    let bundled = include_bytes!("../../../models/tiny.en-q8_0.bin");
    let open = |beam| {
        let beam = Beam::try_from(beam).expect("a beam");
        let settings = DecodingSettings {
            beam,
            ..DecodingSettings::default()
        };
        Whisper::from_bytes("bundled", bundled, settings, Stop::default()).expect("it loads")
    };
    let take = wav::read_from(TAKE, "the take");
    let take = resample::to_16k(&take.expect("it is a WAV")).frames;
    let noise = |at: usize| {
        f32::from((at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0]) / 128.0 - 1.0
    };
    for loudness in [0.3, 0.4] {
        let sound = take.iter().enumerate();
        let sound: Vec<f32> = sound.map(|(at, one)| one + loudness * noise(at)).collect();
        let whisper = open(5);
        let hear = || decode(&whisper, &sound).expect("it decodes");
        let first = hear();
        assert_eq!([hear(), hear()], [first.clone(), first.clone()]);
        assert_ne!(decode(&open(1), &sound), Ok(first));
    }
}

#[test]
fn sound_behind_a_frame_that_ends_too_early_belongs_to_its_text() {
    let span = |start, end| Span::new(Millis(start), Millis(end));
    let text = Framed {
        frame: span(1000, 2000),
        words: vec![Word {
            text: "x".repeat(20),
            time: None,
            unwritten: false,
        }],
        probability: 900,
    };
    // Twenty letters take 1,200 ms.
    assert_eq!(said_by(&text, &[span(0, 3000)]), Millis(2200));
    assert_eq!(
        said_by(&text, &[span(900, 1100), span(5000, 9000)]),
        Millis(6100)
    );
    assert_eq!(said_by(&text, &[span(1000, 1500)]), Millis(2000));
}

#[test]
fn prompt_and_vocabulary_are_independent_and_accept_any_text() {
    let vocabulary = ["webhook".to_owned(), "nul\0byte".to_owned()];
    let off = whisper(DecodingSettings::default(), Stop::default());
    assert!(off.prompt(&vocabulary).is_empty());
    let on = DecodingSettings {
        vocabulary: true,
        ..DecodingSettings::default()
    };
    let (um, webhook) = (1, 3);
    let terms = whisper(on.clone(), Stop::default());
    assert_eq!(terms.prompt(&vocabulary)[0], webhook);
    assert!(terms.prompt(&[]).is_empty());
    let fillers = DecodingSettings {
        prompt: "Um, uh, hmm, er, ah.".into(),
        ..on
    };
    let both = whisper(fillers, Stop::default());
    assert_eq!(both.prompt(&[])[0], um);
    assert_eq!(both.prompt(&vocabulary)[0], webhook);
}
