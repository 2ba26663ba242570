//! How well the sections of an answer recorded in one take are found: synthetic voices speak whole answers,
//! and every found border is compared with the true one.
//!
//! The input is the true words at true times (each sentence's words spread over its sound), as from an
//! exact recogniser, then with recognition errors; pauses are measured on the
//! sound. Strong and weak answers are the scenarios' own, which the algorithm knows; the speakers of
//! `tests/judge/speakers.toml` use other words, on whose text its weights were tuned.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    reason = "a measurement runs voices, reads files, prints, and may fail where it stands"
)]

use rehearse::analysis::borders;
use rehearse::audio::{Samples, activity, resample, wav};
use rehearse::judgement::Bar;
use rehearse::scenario::{Level, Scenario, builtin, builtins, draw};
use rehearse::session::cut::Begin;
use rehearse::session::{ANSWER, Borders, SectionFacts, Whole};
use rehearse::time::{Millis, Span};
use rehearse::transcript::{Transcript, Word};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

const RATE: u32 = 16_000;
/// A border counts as found within this time of the true one.
const WITHIN: u64 = 2000;
/// Pauses in milliseconds, least and most: between two sentences, and between two sections.
const SENTENCE: (u64, u64) = (250, 900);
const SECTION: (u64, u64) = (400, 1500);
const VOICES: [&str; 8] = [
    "espeak-ng en-us",
    "flite slt",
    "espeak-ng en-gb+m3",
    "flite rms",
    "espeak-ng en-us+f3",
    "flite awb",
    "espeak-ng en-gb-scotland",
    "flite kal16",
];
/// Word error rates in percent.
const ERRORS: [u64; 3] = [0, 10, 25];

/// One answer: section ids with what is said in them.
struct Answer {
    kind: &'static str,
    name: String,
    scenario: Scenario,
    parts: Vec<(String, String)>,
}

/// A spoken answer: the sound, the words, and where each section begins.
struct Spoken {
    samples: Samples,
    words: Vec<Word>,
    /// Section id and the moment of its first word.
    truth: Vec<(String, Millis)>,
}

fn main() {
    let work = tempfile::tempdir().unwrap();
    let answers = answers();
    println!(
        "{} takes by synthetic voices (espeak-ng and flite), pauses of {}-{} ms between sentences and {}-{} ms",
        answers.len(),
        SENTENCE.0,
        SENTENCE.1,
        SECTION.0,
        SECTION.1
    );
    println!(
        "between sections. The words are the true ones with their true times, not a recogniser's;"
    );
    println!(
        "then with {} and {} % of them dropped, replaced or doubled. Pauses are measured on the sound.\n",
        ERRORS[1], ERRORS[2]
    );
    // By error rate and kind: borders, found within 2 s, sections found that were not told.
    let mut table: BTreeMap<(u64, &str), [usize; 3]> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let spoken = speak(answer, number, work.path());
        for errors in ERRORS {
            let found = found(answer, &spoken, number, errors);
            let [borders, right, extra] = table.entry((errors, answer.kind)).or_default();
            for (id, at) in &spoken.truth[1..] {
                *borders += 1;
                let place = found
                    .iter()
                    .find(|(other, _)| other == id)
                    .map(|(_, at)| *at);
                if place.is_some_and(|place| place.0.abs_diff(at.0) <= WITHIN) {
                    *right += 1;
                } else {
                    let told = place.map_or("not found".into(), |place| {
                        format!("found at {:.1} s", place.as_secs_f64())
                    });
                    wrong.push(format!(
                        "  {errors:>2} %  {} · {}: {id} begins at {:.1} s, {told}",
                        answer.kind,
                        answer.name,
                        at.as_secs_f64()
                    ));
                }
            }
            let told = |id: &str| spoken.truth.iter().any(|(other, _)| other == id);
            for (id, at) in found.iter().filter(|(id, _)| !told(id)) {
                *extra += 1;
                wrong.push(format!(
                    "  {errors:>2} %  {} · {}: {id} was not told, found at {:.1} s",
                    answer.kind,
                    answer.name,
                    at.as_secs_f64()
                ));
            }
        }
    }
    println!(
        "{:<14} {:<26} {:>8} {:>12} {:>9} {:>12}",
        "words wrong", "takes", "borders", "within 2 s", "percent", "not told"
    );
    for errors in ERRORS {
        let mut all = [0; 3];
        for ((_, kind), counts) in table.iter().filter(|((rate, _), _)| *rate == errors) {
            line(&format!("{errors} %"), kind, *counts);
            for (sum, count) in all.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        line(&format!("{errors} %"), "all", all);
    }
    println!("\nWrong ones:");
    for line in wrong {
        println!("{line}");
    }
}

fn line(errors: &str, kind: &str, [borders, right, extra]: [usize; 3]) {
    let percent = right as f64 * 100.0 / borders.max(1) as f64;
    println!("{errors:<14} {kind:<26} {borders:>8} {right:>12} {percent:>8.1}% {extra:>12}");
}

#[derive(Deserialize)]
struct Speakers {
    speaker: Vec<Speaker>,
}

#[derive(Deserialize)]
struct Speaker {
    who: String,
    section: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    id: String,
    text: String,
}

fn answers() -> Vec<Answer> {
    let mut answers = Vec::new();
    for built_in in builtins() {
        let scenario = builtin(built_in.id).unwrap();
        let strong = scenario.sections.iter();
        let strong = strong
            .filter_map(|one| Some((one.id.clone(), one.strong_for(Level::Sde2)?.to_owned())));
        let parts = strong.collect();
        answers.push(answer("strong example", &scenario.id, &scenario, parts));
        let weak = scenario.weak_answer.as_ref().unwrap();
        let told = scenario.sections.iter();
        let told =
            told.filter_map(|one| Some((one.id.clone(), weak.by_section.get(&one.id)?.clone())));
        let parts = told.collect();
        answers.push(answer("weak answer", &scenario.id, &scenario, parts));
    }
    let scenario = builtin("caught-critical-issue").unwrap();
    let known = include_str!("../tests/judge/speakers.toml").to_owned();
    let more = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'));
    let files = more.map(|file| {
        (
            "speaker of the file",
            std::fs::read_to_string(file).unwrap(),
        )
    });
    let files: Vec<_> = std::iter::once(("speaker in other words", known))
        .chain(files)
        .collect();
    for (kind, text) in files {
        let speakers: Speakers = toml::from_str(&text).unwrap();
        for Speaker { who, section } in speakers.speaker {
            let parts = section
                .into_iter()
                .map(|part| (part.id, unlabelled(&part.text)));
            answers.push(answer(kind, &who, &scenario, parts.collect()));
        }
    }
    answers
}

fn answer(
    kind: &'static str,
    name: &str,
    scenario: &Scenario,
    parts: Vec<(String, String)>,
) -> Answer {
    let name = name.to_owned();
    let scenario = scenario.clone();
    Answer {
        kind,
        name,
        scenario,
        parts,
    }
}

/// The text without its labels: `{0.3 percent|point three percent}` becomes the part after the bar.
fn unlabelled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, label)) = rest.split_once('{') {
        let (inside, after) = label.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(inside.rsplit('|').next().unwrap());
        rest = after;
    }
    out + rest
}

fn sentences(text: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    for word in text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
    {
        open.push(word.to_owned());
        if word.ends_with(['.', '?', '!']) {
            all.push(std::mem::take(&mut open));
        }
    }
    all.push(open);
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// A number between the two, determined by take, place and purpose.
fn chance(purpose: &str, take: usize, place: usize, (least, most): (u64, u64)) -> u64 {
    least + draw::seed(&format!("{purpose} {take} {place}")) % (most - least + 1)
}

fn speak(answer: &Answer, take: usize, work: &Path) -> Spoken {
    let voice = VOICES[take % VOICES.len()];
    let speed = chance("speed", take, 0, (140, 180));
    let mut spoken = Spoken {
        samples: Samples {
            rate: RATE,
            frames: vec![0.0; RATE as usize / 2],
        },
        words: Vec::new(),
        truth: Vec::new(),
    };
    for (id, text) in &answer.parts {
        for (number, sentence) in sentences(text).into_iter().enumerate() {
            if !spoken.words.is_empty() {
                let range = if number == 0 { SECTION } else { SENTENCE };
                let pause = chance("pause", take, spoken.words.len(), range);
                let frames = Millis(pause).frames(RATE) as usize;
                spoken
                    .samples
                    .frames
                    .extend(std::iter::repeat_n(0.0, frames));
            }
            let sound = say(voice, speed, &sentence.join(" "), work);
            let begin = Millis::of_frames(spoken.samples.frames.len() as u64, RATE);
            if number == 0 {
                spoken.truth.push((id.clone(), begin));
            }
            let length = Millis::of_frames(sound.len() as u64, RATE);
            spoken.words.extend(timed(&sentence, begin, length));
            spoken.samples.frames.extend(sound);
        }
    }
    spoken
}

/// The sentence's sound without the voice's own silence at its ends.
fn say(voice: &str, speed: u64, text: &str, work: &Path) -> Vec<f32> {
    let file = work.join("said.wav");
    let (program, name) = voice.split_once(' ').unwrap();
    let mut command = Command::new(program);
    match program {
        "flite" => command.args(["-voice", name, "-t", text, "-o"]).arg(&file),
        _ => command
            .args(["-v", name, "-s", &speed.to_string(), "-w"])
            .arg(&file)
            .arg(text),
    };
    let said = command.stdout(Stdio::null()).status();
    assert!(
        said.is_ok_and(|status| status.success()),
        "{voice} does not speak here"
    );
    let frames = resample::to_16k(&wav::read(&file).unwrap()).frames;
    let loud = |frame: &f32| frame.abs() > 0.005;
    let from = frames.iter().position(loud).unwrap_or(0);
    let to = frames
        .iter()
        .rposition(loud)
        .map_or(frames.len(), |last| last + 1);
    frames[from..to].to_vec()
}

/// Words spread over the time of their sentence by their letters.
fn timed(sentence: &[String], begin: Millis, length: Millis) -> Vec<Word> {
    let letters: u64 = sentence.iter().map(|word| word.len() as u64 + 1).sum();
    let mut before = 0;
    sentence
        .iter()
        .map(|word| {
            let at = |letters_before: u64| begin + Millis(length.0 * letters_before / letters);
            let time = Span::new(at(before), at(before + word.len() as u64));
            before += word.len() as u64 + 1;
            Word::timed(word.clone(), time)
        })
        .collect()
}

/// The words with so many percent of them dropped, replaced by another of the answer, or doubled.
fn misheard(words: &[Word], take: usize, percent: u64) -> Vec<Word> {
    let mut heard = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if chance("error", take, at, (0, 99)) >= percent {
            heard.push(word.clone());
            continue;
        }
        let other = chance("other", take, at, (0, words.len() as u64 - 1)) as usize;
        let other = Word {
            text: words[other].text.clone(),
            ..word.clone()
        };
        match chance("kind", take, at, (0, 2)) {
            0 => {}
            1 => heard.push(other),
            _ => heard.extend([word.clone(), other]),
        }
    }
    heard
}

/// The sections as the program divides them: id and beginning of each.
fn found(answer: &Answer, spoken: &Spoken, take: usize, errors: u64) -> Vec<(String, Millis)> {
    let activity = activity::find(&spoken.samples);
    let transcript = Transcript::from_words(misheard(&spoken.words, take, errors));
    let bar = Bar {
        scenario: &answer.scenario,
        level: Level::Sde2,
        lens: None,
    };
    let begins: Vec<Begin> = borders::find(bar, &transcript, &activity.silences(), &[])
        .into_iter()
        .map(|border| Begin {
            section: answer.scenario.sections[border.section].id.clone(),
            word: border.word,
            borders: Borders::Found,
        })
        .collect();
    let length = Millis::of_frames(spoken.samples.frames.len() as u64, RATE);
    let whole = Whole {
        answer: SectionFacts {
            id: ANSWER.into(),
            spans: vec![Span::new(Millis::ZERO, length)],
            others: Vec::new(),
            borders: Borders::Marked,
            activity,
            loudness: None,
            transcript: Some(transcript),
        },
        pressed: Vec::new(),
        corrections: Vec::new(),
    };
    begins
        .iter()
        .map(|begin| (begin.section.clone(), whole.moment(begin.word)))
        .collect()
}
