//! The words and times for known tokens of the decoder.

mod common;

use common::scripted_model::{self, Say, Shape};
use rehearse::audio::{Activity, Samples};
use rehearse::time::{Millis, Span};
use rehearse::transcribe::whisper::{DecodingSettings, Whisper};
use rehearse::transcribe::{Job, Stop, TranscribeError, Transcriber};
use rehearse::transcript::{Dropped, Transcript};

/// Reads the tensor table as whisper.cpp does and counts the tensors.
fn tensors(file: &[u8], start: usize) -> usize {
    let number =
        |at: usize| i32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes")) as usize;
    let (mut at, mut count) = (start, 0);
    while at < file.len() {
        let (dimensions, name, kind) = (number(at), number(at + 4), number(at + 8));
        let values: usize = (0..dimensions).map(|i| number(at + 12 + 4 * i)).product();
        at += 12 + 4 * dimensions + name + values * if kind == 0 { 4 } else { 2 };
        count += 1;
    }
    assert_eq!(at, file.len());
    count
}

#[test]
fn a_scripted_model_fills_its_tensor_table_exactly() {
    let bytes = scripted_model::model(&[Say::At(0), Say::Text(b" Hello"), Say::At(100)]);
    let vocabulary = 4 + 11 * 4 + 2 * 4 + 4 * 80 * 201;
    let weights = vocabulary + 4 + (4 + 1) + (4 + 6);
    // 15 an encoder layer, 24 a decoder layer, 11 of the whole.
    assert_eq!(tensors(&bytes, weights), 15 + 24 + 11);
}

/// A tone for voice and silence elsewhere, at 16 kHz.
fn sound(voiced: &[(u64, u64)], length: u64) -> (Samples, Activity) {
    let mut frames = vec![0.0; length as usize * 16];
    for (start, end) in voiced {
        for (i, frame) in frames[*start as usize * 16..*end as usize * 16]
            .iter_mut()
            .enumerate()
        {
            *frame = 0.3 * (i as f32 * 0.08).sin();
        }
    }
    let voiced = voiced
        .iter()
        .map(|(start, end)| span(*start, *end))
        .collect();
    let activity = Activity::new(voiced, Millis(length));
    (
        Samples {
            rate: 16_000,
            frames,
        },
        activity,
    )
}

fn span(start: u64, end: u64) -> Span {
    Span::new(Millis(start), Millis(end))
}

fn scripted(script: &[Say<'_>], stop: &Stop) -> Whisper {
    let model = scripted_model::model(script);
    Whisper::from_bytes(
        "scripted",
        &model,
        DecodingSettings::default(),
        stop.clone(),
    )
    .expect("the scripted model loads")
}

fn hear(script: &[Say<'_>], sound: &(Samples, Activity)) -> Transcript {
    let mut whisper = scripted(script, &Stop::default());
    whisper
        .transcribe(&job(sound), &mut |_| ())
        .expect("it decodes")
}

fn job((samples, activity): &(Samples, Activity)) -> Job<'_> {
    Job {
        samples,
        activity,
        vocabulary: &[],
    }
}

fn timed(transcript: &Transcript) -> Vec<(&str, u64, u64)> {
    let words = transcript.words.iter();
    words
        .map(|word| {
            let time = word.time.expect("heard words have a time");
            (word.text.as_str(), time.start.0, time.end.0)
        })
        .collect()
}

/// " Um, I led" from 0 to 1 s, " a 0.3% drop" from 3 to 5 s.
const WITH_A_PAUSE: [Say<'_>; 14] = [
    Say::At(0),
    Say::Text(b" Um"),
    Say::Text(b","),
    Say::Text(b" I"),
    Say::Text(b" led"),
    Say::At(100),
    Say::At(300),
    Say::Text(b" a"),
    Say::Text(b" 0"),
    Say::Text(b"."),
    Say::Text(b"3"),
    Say::Text(b"%"),
    Say::Text(b" drop"),
    Say::At(500),
];

#[test]
fn scripted_words_come_out_at_their_times_around_a_pause() {
    let heard = hear(&WITH_A_PAUSE, &sound(&[(0, 900), (3000, 4800)], 6000));
    assert_eq!(heard.text, "Um, I led a 0.3% drop");
    assert_eq!(
        timed(&heard),
        [
            ("Um,", 0, 300),
            ("I", 300, 500),
            ("led", 500, 900),
            ("a", 3000, 3156),
            ("0.3%", 3156, 4408),
            ("drop", 4408, 4800),
        ]
    );
    assert_eq!(heard.dropped, []);
}

#[test]
fn leading_silence_is_cut_before_decoding_and_added_back() {
    // The script starts at 0; the sound at 4 s, a second before the first voice.
    let heard = hear(&WITH_A_PAUSE, &sound(&[(5000, 5700), (7700, 9500)], 11_000));
    assert_eq!(timed(&heard)[0], ("Um,", 5000, 5233));
    assert_eq!(timed(&heard)[2], ("led", 5388, 5700));
    assert_eq!(timed(&heard)[3].1, 7700);
    assert_eq!(timed(&heard)[5].2, 9500);
}

#[test]
fn a_character_split_over_two_tokens_is_put_together() {
    let script = [
        Say::At(0),
        Say::Text(b" caf"),
        Say::Text(b"\xc3"),
        Say::Text(b"\xa9"),
        Say::Text(b" \xe2\x82"),
        Say::Text(b"\xac"),
        Say::Text(b"5"),
        Say::At(150),
    ];
    let heard = hear(&script, &sound(&[(0, 1500)], 2000));
    assert_eq!(heard.text, "café €5");
}

#[test]
fn certain_text_is_kept_after_the_last_voice() {
    let script = [
        Say::At(0),
        Say::Text(b" I"),
        Say::Text(b" led"),
        Say::At(100),
        Say::At(100),
        Say::Text(b" Thank"),
        Say::Text(b" you"),
        Say::Text(b"."),
        Say::At(140),
    ];
    let heard = hear(&script, &sound(&[(0, 900)], 6000));
    // The scripted model gives each of its tokens nearly all of the probability.
    assert_eq!(timed(&heard)[1], ("led", 300, 900));
    assert_eq!(timed(&heard)[2], ("Thank", 1000, 1240));
    assert_eq!(heard.dropped, Vec::<Dropped>::new());
}

#[test]
fn two_chunks_are_decoded_apart_and_their_times_add_up() {
    let pause = 20_000..21_000;
    let voiced = [(0, pause.start), (pause.end, 40_000)];
    let script = [
        Say::At(0),
        Say::Text(b" I"),
        Say::Text(b" led"),
        Say::At(2000),
    ];
    let mut progress = Vec::new();
    let heard = scripted(&script, &Stop::default())
        .transcribe(&job(&sound(&voiced, 40_000)), &mut |p| {
            progress.push(p.done.0);
        })
        .expect("it decodes");
    assert_eq!(
        timed(&heard),
        [
            ("I", 0, 6666),
            ("led", 6666, 20_000),
            ("I", 21_000, 27_333),
            ("led", 27_333, 40_000),
        ]
    );
    assert_eq!(progress, [0, 20_500, 40_000]);
}

#[test]
fn a_model_that_says_nothing_gives_an_empty_transcript() {
    let heard = hear(&[Say::At(0)], &sound(&[(0, 1000)], 2000));
    assert_eq!(heard, Transcript::default());
    let model = scripted_model::model_without_weights();
    let mut whisper = Whisper::from_bytes(
        "empty",
        &model,
        DecodingSettings::default(),
        Stop::default(),
    )
    .expect("loads");
    let heard = whisper.transcribe(&job(&sound(&[(0, 1000)], 2000)), &mut |_| ());
    assert_eq!(heard, Ok(Transcript::default()));
}

#[test]
fn silence_is_not_decoded() {
    // The scripted model would write words: none at all means that it was not used.
    let quiet = [
        sound(&[], 30_000),
        sound(&[(500, 540)], 2000),
        sound(&[], 0),
    ];
    for quiet in quiet {
        assert_eq!(hear(&WITH_A_PAUSE, &quiet), Transcript::default());
    }
}

#[test]
fn sound_shorter_than_whisper_can_hear_is_padded() {
    // 280 ms of sound is transcribed; 60 ms is a click.
    let script = [Say::At(0), Say::Text(b" Yes"), Say::Text(b"."), Say::At(40)];
    let heard = hear(&script, &sound(&[(0, 280)], 280));
    assert_eq!(timed(&heard), [("Yes.", 0, 280)]);
    assert_eq!(hear(&script, &sound(&[(0, 60)], 60)), Transcript::default());
}

#[test]
fn notes_and_loops_of_the_model_are_kept_apart() {
    let mut script = vec![
        Say::At(0),
        Say::Text(b" ["),
        Say::Text(b"BLANK"),
        Say::Text(b"_AUDIO]"),
    ];
    for _ in 0..5 {
        script.extend([Say::Text(b" I"), Say::Text(b" did"), Say::Text(b".")]);
    }
    script.push(Say::At(400));
    let heard = hear(&script, &sound(&[(0, 600)], 5000));
    assert_eq!(heard.text, "I did.");
    let apart: Vec<_> = heard
        .dropped
        .iter()
        .map(|dropped| dropped.text.as_str())
        .collect();
    assert_eq!(apart, ["[BLANK_AUDIO]", "I did. I did. I did. I did."]);
}

#[test]
fn a_stop_before_the_work_stops_it() {
    let stop = Stop::default();
    let mut whisper = scripted(&WITH_A_PAUSE, &stop);
    stop.request();
    let heard = whisper.transcribe(&job(&sound(&[(0, 2000)], 3000)), &mut |_| ());
    assert_eq!(heard, Err(TranscribeError::Stopped));
}

#[test]
fn a_stop_between_two_chunks_ends_the_work_there() {
    let stop = Stop::default();
    let mut whisper = scripted(&WITH_A_PAUSE, &stop);
    let two_chunks = sound(&[(0, 20_000), (21_000, 40_000)], 40_000);
    let mut reached = Millis::ZERO;
    let heard = whisper.transcribe(&job(&two_chunks), &mut |progress| {
        reached = progress.done;
        if reached > Millis::ZERO {
            stop.request();
        }
    });
    assert_eq!(heard, Err(TranscribeError::Stopped));
    assert_eq!(reached, Millis(20_500));
}

#[test]
fn a_multilingual_vocabulary_has_its_own_timestamps() {
    for n_vocab in [51865, 51866] {
        let shape = Shape {
            n_vocab,
            prompt_len: 3,
            ..Shape::default()
        };
        let model = scripted_model::model_of_shape(&WITH_A_PAUSE, shape);
        let mut whisper =
            Whisper::from_bytes("many", &model, DecodingSettings::default(), Stop::default())
                .expect("loads");
        let heard = whisper
            .transcribe(&job(&sound(&[(0, 900), (3000, 4800)], 6000)), &mut |_| ())
            .expect("it decodes");
        assert_eq!(heard.text, "Um, I led a 0.3% drop");
        assert_eq!(timed(&heard)[3].1, 3000);
    }
}

#[test]
fn other_rates_and_other_files_are_refused() {
    let wide = Samples {
        rate: 48_000,
        frames: vec![0.0; 48_000],
    };
    let activity = Activity::default();
    let mut whisper = scripted(&WITH_A_PAUSE, &Stop::default());
    let heard = whisper.transcribe(
        &Job {
            samples: &wide,
            activity: &activity,
            vocabulary: &[],
        },
        &mut |_| (),
    );
    assert_eq!(heard, Err(TranscribeError::Rate { rate: 48_000 }));
    let page = Whisper::from_bytes(
        "a page",
        b"<html>",
        DecodingSettings::default(),
        Stop::default(),
    );
    assert_eq!(
        page.err(),
        Some(TranscribeError::Model {
            model: "a page".into()
        })
    );
}
