//! Finds where each section of an answer begins, from the words alone.
//!
//! A candidate who tells a story straight through presses no key. The scenario is known: the order of its sections, the
//! words of its strong example, key phrases and weak answer, and how long each section may take. So the words are cut
//! into segments at possible borders (sentence ends, pauses, connectives), each segment is scored against each section
//! (`profile`), and dynamic programming finds the best segmentation in the scenario's order. A section without evidence
//! is omitted rather than invented.
//!
//! The weights were tuned on thirty labelled answers (`tests/judge/speakers.toml`) and the scenarios' own strong and
//! weak answers, from the text alone; `scripts/bench mock` measures them with pauses, and with recognition errors.

mod profile;

use crate::judgement::Bar;
use crate::language::token;
use crate::language::token::{Border, Token};
use crate::time::{Millis, Span};
use crate::transcript::Transcript;
use profile::{Profile, profiles, weigh};

/// The start of a section within an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionStart {
    /// Index of the section in the scenario.
    pub section: usize,
    /// Index of its first word in [`Transcript::words`].
    pub word: usize,
}

/// Score of a border at the end of a sentence.
const SENTENCE: f64 = 1.25;
/// Score of a border inside a sentence: people do not change the subject there.
const INSIDE: f64 = -4.0;
/// Score of a border at a comma.
const COMMA: f64 = -2.0;
/// Score of a second of silence at a border, counted up to [`LONGEST_PAUSE`].
const PAUSE: f64 = 1.5;
const LONGEST_PAUSE: Millis = Millis(1500);
/// Score of an omitted section.
const SKIP: f64 = -5.0;
/// Weight of how far a section's share of the answer is from the expected one.
const LENGTH: f64 = 3.3;
/// Minimum silence that may be a border, whatever the punctuation.
const SHORTEST_PAUSE: Millis = Millis(300);

/// Finds the sections of an answer, in speaking order, each with its first word. `silences` are counted from the start
/// of the answer; `pressed` are words before which the candidate pressed a key: a section begins there.
///
/// The first border is at the first word. An answer without words has none.
pub fn find(
    bar: Bar<'_>,
    transcript: &Transcript,
    silences: &[Span],
    pressed: &[usize],
) -> Vec<SectionStart> {
    let tokens = token::tokens(transcript);
    if tokens.is_empty() || bar.scenario.sections.is_empty() {
        return Vec::new();
    }
    let cuts = cuts(&tokens, transcript, silences, pressed);
    let profiles = profiles(bar);
    let found = segments(&profiles, &weigh(&profiles, &tokens), &cuts).into_iter();
    found
        .map(|(section, token)| SectionStart {
            section,
            word: if token == 0 {
                0
            } else {
                tokens[token].words.start
            },
        })
        .collect()
}

/// A place where a section may begin.
#[derive(Debug, Default, Clone, Copy)]
struct Cut {
    /// The token that would be the section's first.
    token: usize,
    /// Score of a border here, apart from the words.
    weight: f64,
    /// Whether the candidate pressed a key here.
    pressed: bool,
}

/// Every place where a section may begin, including the first token and the end of the text.
fn cuts(
    tokens: &[Token],
    transcript: &Transcript,
    silences: &[Span],
    pressed: &[usize],
) -> Vec<Cut> {
    let ends = tokens
        .iter()
        .filter(|token| token.after == Border::Sentence)
        .count();
    // A recogniser may write no full stops; their absence then says nothing.
    let punctuated = ends * 40 >= tokens.len();
    let mut cuts = vec![Cut::default()];
    for at in 1..tokens.len() {
        let (before, after) = (&tokens[at - 1], &tokens[at]);
        // A word of several tokens ("24/7") is not split.
        if after.words.start < before.words.end {
            continue;
        }
        let pause = pause(transcript, before.words.end, after.words.start, silences);
        let key = pressed.contains(&after.words.start);
        let connective = !punctuated && CONNECTIVES.contains(&after.lower.as_str());
        let kind = match before.after {
            Border::Sentence => SENTENCE,
            _ if !punctuated => 0.0,
            Border::Clause | Border::Comma => COMMA,
            Border::None => INSIDE,
        };
        if key || connective || pause >= SHORTEST_PAUSE || before.after != Border::None {
            let silence = pause.min(LONGEST_PAUSE).as_secs_f64();
            cuts.push(Cut {
                token: at,
                weight: kind + PAUSE * silence,
                pressed: key,
            });
        }
    }
    cuts.push(Cut {
        token: tokens.len(),
        ..Cut::default()
    });
    cuts
}

/// Words that may begin a sentence after a missing full stop.
const CONNECTIVES: &[&str] = &[
    "i", "and", "so", "then", "but", "the", "it", "we", "my", "nobody", "there", "in", "after",
];

/// The silence between two words: the longest measured there, or the gap between their times.
fn pause(transcript: &Transcript, before: usize, after: usize, silences: &[Span]) -> Millis {
    let end = before
        .checked_sub(1)
        .and_then(|word| transcript.words.get(word)?.time);
    let begin = transcript.words.get(after).and_then(|word| word.time);
    let (Some(end), Some(begin)) = (end, begin) else {
        return Millis::ZERO;
    };
    // A recogniser's word times overlap the pause, so the search reaches a little beyond it.
    let reach = Millis(250);
    let between = Span::new(end.end.saturating_sub(reach), begin.start + reach);
    let measured = silences
        .iter()
        .filter(|silence| silence.overlaps(between))
        .map(|silence| silence.length())
        .max()
        .unwrap_or_default();
    measured.max(begin.start.saturating_sub(end.end))
}

/// Section and first token of each segment of the best segmentation, by dynamic programming. `scores` are those of each
/// token for each section.
fn segments(profiles: &[Profile], scores: &[Vec<f64>], cuts: &[Cut]) -> Vec<(usize, usize)> {
    let (sections, places) = (profiles.len(), cuts.len());
    // value[s][j]: the best score if the sections before s cover everything before cut j.
    let mut value = vec![vec![f64::NEG_INFINITY; places]; sections + 1];
    let mut previous = vec![vec![0; places]; sections + 1];
    value[0][0] = 0.0;
    for (section, profile) in profiles.iter().enumerate() {
        // Cumulative scores up to each cut.
        let (mut at, mut sum) = (0, 0.0);
        let mut sum_to = |cut: &Cut| {
            let words = scores[at..cut.token].iter();
            sum += words.map(|token| token[section]).sum::<f64>();
            at = cut.token;
            sum
        };
        let sums: Vec<f64> = cuts.iter().map(&mut sum_to).collect();
        // The score of the section covering everything between two cuts.
        let score = |from: usize, to: usize| {
            if from == to {
                return SKIP;
            }
            let words = sums[to] - sums[from];
            let length = (cuts[to].token - cuts[from].token) as f64 / scores.len() as f64;
            let off = ((length + 0.03) / (profile.share + 0.03)).ln();
            words - LENGTH * off * off + cuts[from].weight
        };
        for to in 0..places {
            for from in (0..=to).rev() {
                // No section continues past a key press.
                if from + 1 < to && cuts[from + 1].pressed {
                    break;
                }
                let sum = value[section][from] + score(from, to);
                if sum > value[section + 1][to] {
                    value[section + 1][to] = sum;
                    previous[section + 1][to] = from;
                }
            }
        }
    }
    let mut found = Vec::new();
    let mut to = places - 1;
    for section in (0..sections).rev() {
        let from = previous[section + 1][to];
        if from < to {
            found.push((section, cuts[from].token));
        }
        to = from;
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Level, Scenario, builtin, builtins};
    use crate::transcript::Word;

    fn bar(scenario: &Scenario) -> Bar<'_> {
        Bar::of(scenario, Level::Sde2)
    }

    /// The parts as one text, and the first word of each.
    fn joined(parts: &[(usize, String)]) -> (String, Vec<SectionStart>) {
        let mut text: Vec<&str> = Vec::new();
        let mut borders = Vec::new();
        for (section, part) in parts {
            let word = text.len();
            text.extend(part.split_whitespace());
            borders.push(SectionStart {
                section: *section,
                word,
            });
        }
        (text.join(" "), borders)
    }

    fn strong(scenario: &Scenario) -> Vec<(usize, String)> {
        let sections = scenario.sections.iter().enumerate();
        sections
            .filter_map(|(at, section)| Some((at, section.strong_for(Level::Sde2)?.to_owned())))
            .collect()
    }

    #[test]
    fn strong_examples_are_split_into_their_sections() {
        let (mut right, mut all) = (0, 0);
        for built_in in builtins() {
            let scenario = builtin(built_in.id).unwrap();
            let (text, truth) = joined(&strong(&scenario));
            let found = find(bar(&scenario), &Transcript::from_text(&text), &[], &[]);
            all += truth.len();
            right += truth.iter().filter(|border| found.contains(border)).count();
        }
        assert!(right * 20 >= all * 19, "{right} of {all}");
    }

    #[test]
    fn an_answer_that_begins_with_its_outcome_is_split_all_the_same() {
        let (mut right, mut all) = (0, 0);
        for built_in in builtins() {
            let scenario = builtin(built_in.id).unwrap();
            let mut parts = strong(&scenario);
            let result = parts
                .iter()
                .position(|(at, _)| scenario.sections[*at].id == "result");
            let Some(result) = result else { continue };
            let outcome = parts[result].1.split_inclusive(". ").next().unwrap().trim();
            parts[0].1 = format!("{outcome} {}", parts[0].1);
            let (text, truth) = joined(&parts);
            let found = find(bar(&scenario), &Transcript::from_text(&text), &[], &[]);
            all += truth.len();
            right += truth.iter().filter(|border| found.contains(border)).count();
        }
        assert!(right * 20 >= all * 19, "{right} of {all}");
    }

    #[test]
    fn a_paraphrased_answer_is_split_into_its_sections() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let parts = [
            (0, "I was going through the weekly metrics when one line caught my attention. Three in a thousand payment webhooks got lost, and merchants phoned us about it.".to_owned()),
            (1, "My own group is not in charge of that service. Nothing was filed in their tracker, and no one had asked for my help.".to_owned()),
            (2, "First I downloaded two weeks of logs. I saw that every loss followed a timeout. Then I wrote a retry and set up an alarm for the dead letter queue, and I sent them a pull request.".to_owned()),
            (3, "The drop rate went to zero and has stayed there. Finance put the recovered revenue at eight thousand dollars a week.".to_owned()),
            (4, "What I took from it is that the two teams never agreed on one delivery target. Since then I check the numbers of the services next to mine.".to_owned()),
        ];
        let (text, truth) = joined(&parts);
        assert_eq!(
            find(bar(&scenario), &Transcript::from_text(&text), &[], &[]),
            truth
        );
    }

    #[test]
    fn a_section_that_was_not_told_is_omitted() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let parts: Vec<_> = strong(&scenario)
            .into_iter()
            .filter(|(at, _)| *at != 4)
            .collect();
        let (text, truth) = joined(&parts);
        let found = find(bar(&scenario), &Transcript::from_text(&text), &[], &[]);
        assert_eq!(found, truth);
    }

    #[test]
    fn a_key_press_is_always_a_border() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let (text, truth) = joined(&strong(&scenario));
        // Pressed a few words late, in the middle of a sentence.
        let key = truth[2].word + 3;
        let found = find(bar(&scenario), &Transcript::from_text(&text), &[], &[key]);
        assert!(found.iter().any(|border| border.word == key), "{found:?}");
    }

    #[test]
    fn a_long_silence_is_a_border_if_the_words_do_not_decide() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let text = "Well. Here it is. So. That was it. And then. There it went. Yes. Anyway. Good. Fine. Right. Okay then.";
        let mut at = 0;
        let words = text
            .split_whitespace()
            .map(|word| {
                at += if word == "Yes." { 1900 } else { 400 };
                Word::timed(word, Span::new(Millis(at), Millis(at + 350)))
            })
            .collect();
        let transcript = Transcript::from_words(words);
        let yes = transcript
            .words
            .iter()
            .position(|word| word.text == "Yes.")
            .unwrap();
        let found = find(bar(&scenario), &transcript, &[], &[]);
        assert!(found.iter().any(|border| border.word == yes), "{found:?}");
    }

    #[test]
    fn any_text_can_be_split() {
        let scenario = builtin("caught-critical-issue").unwrap();
        assert!(find(bar(&scenario), &Transcript::default(), &[], &[]).is_empty());
        for text in ["we", "\u{1f600} \u{5d0}", "um um um", "? ! ."] {
            let transcript = Transcript::from_text(text);
            for border in find(bar(&scenario), &transcript, &[], &[0, 1, 7]) {
                assert!(border.word < transcript.words.len(), "{text}");
            }
        }
        let long = "I pulled the logs and nobody asked me. ".repeat(400);
        assert!(!find(bar(&scenario), &Transcript::from_text(&long), &[], &[]).is_empty());
    }
}
