//! Finds hesitations that Whisper hears and does not write.
//!
//! Whisper was trained on subtitles, which omit "um" and "uh"; its encoder represents
//! them nevertheless. After a window has been decoded, the decoder reads its text again after a
//! prompt full of fillers, and the probability of a filler is examined at every border between two words.
//! The words themselves stay as first decoded, so the prompt cannot change them or
//! invent any. The sound is not encoded again.
//!
//! On nine of ten fillers of spontaneous human speech that tiny.en leaves out, the probability was 0.40 to
//! 0.82, on the tenth 0.13;
//! at borders without a filler it stayed below 0.28 in 1,500 words of read and spontaneous speech, with
//! one exception (`scripts/bench ears`; these recordings are the ones that [`LEAST`] was chosen on).

use crate::transcribe::align;
use crate::transcribe::tokens::{PerMille, Token};
use whisper_rs::{WhisperContext, WhisperError, WhisperState};

/// The prompt before the text.
const PROMPT: &str = "Um, uh, so, er, like, hmm, I mean, um, yeah.";
/// The lowest probability of a filler, in thousandths.
const LEAST: u32 = 333;
/// A punctuation mark at least this likely may precede the filler.
const LIKELY_MARK: f32 = 0.05;

/// The tokens of a vocabulary that are used.
#[derive(Debug)]
pub(super) struct Fillers {
    /// What the decoder reads before the text.
    prefix: Vec<i32>,
    /// Sounds like "um" and like "uh".
    um: Vec<i32>,
    uh: Vec<i32>,
    /// Marks that may precede a filler.
    marks: Vec<i32>,
}

/// A token of the decoder and its meaning.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// Its number in the vocabulary.
    pub id: i32,
    /// Its meaning.
    pub token: Token,
}

impl Fillers {
    /// For a model whose vocabulary has fillers as single tokens, as every published one has.
    pub(super) fn of(context: &WhisperContext) -> Option<Self> {
        // A vocabulary that lacks a letter leaves it out.
        let tokens = |text: &str| {
            let tokens = context.tokenize(text, text.len() + 1).unwrap_or_default();
            let bytes = tokens
                .iter()
                .map(|id| context.token_to_bytes(*id).unwrap_or_default());
            let whole = bytes.flatten().eq(text.as_bytes());
            if whole { tokens } else { Vec::new() }
        };
        let singles = |texts: &[&str]| -> Vec<i32> {
            let single = |text: &&str| <[i32; 1]>::try_from(tokens(text)).ok();
            texts.iter().filter_map(single).map(|[id]| id).collect()
        };
        let (um, uh) = (singles(&[" um", "um"]), singles(&[" uh", "uh"]));
        let known = !um.is_empty() && !uh.is_empty() && !tokens(PROMPT).is_empty();
        let mut prefix = vec![context.token_prev()];
        prefix.extend(tokens(PROMPT));
        prefix.push(context.token_sot());
        if context.is_multilingual() {
            prefix.extend([
                context.token_lang(whisper_rs::get_lang_id("en")?),
                context.token_transcribe(),
            ]);
        }
        known.then(|| Self {
            prefix,
            um: [um, singles(&[" Um", " hmm", " Hmm"])].concat(),
            uh: [uh, singles(&[" Uh", " er", " ah"])].concat(),
            marks: singles(&[",", "...", ".", "-", " -", "—"]),
        })
    }

    /// The text with the fillers that are heard between its words. `state` must have decoded this
    /// text last, so that it still holds the encoded sound.
    pub(super) fn insert(
        &self,
        state: &mut WhisperState,
        written: &[Written],
        context: &WhisperContext,
        threads: usize,
    ) -> Result<Vec<Token>, WhisperError> {
        let room = usize::try_from(context.n_text_ctx()).unwrap_or(0);
        if self.prefix.len() + written.len() + 2 > room {
            return Ok(written.iter().map(|one| one.token.clone()).collect());
        }
        let mut reader = Reader {
            state,
            past: 0,
            threads,
        };
        for id in &self.prefix {
            reader.read(*id)?;
        }
        let mut tokens = Vec::new();
        let mut border = Chance::default();
        for one in written {
            if is_border(&one.token) {
                border.add(self.listen(&mut reader, one.id)?);
            }
            if starts_word(&one.token) {
                let written = is_filler(&one.token) || ends_with_filler(&tokens);
                tokens.extend(border.filler().filter(|_| !written));
                border = Chance::default();
            }
            reader.read(one.id)?;
            tokens.push(one.token.clone());
        }
        border.add(self.listen(&mut reader, context.token_eot())?);
        let written = ends_with_filler(&tokens);
        tokens.extend(border.filler().filter(|_| !written));
        Ok(tokens)
    }

    /// The probability that a filler comes next, in place of `next`.
    fn listen(&self, reader: &mut Reader<'_>, next: i32) -> Result<Chance, WhisperError> {
        let here = Distribution::of(reader.state.get_logits()?);
        let mut chance = self.chance(&here);
        let likely = |mark: &&i32| **mark != next && here.probability(**mark) > LIKELY_MARK;
        for mark in self.marks.iter().filter(likely) {
            let behind = Distribution::of(reader.peek(*mark)?);
            let weight = here.probability(*mark);
            let after = self.chance(&behind);
            chance.um += weight * after.um;
            chance.uh += weight * after.uh;
        }
        Ok(chance)
    }

    fn chance(&self, next: &Distribution) -> Chance {
        let sum = |ids: &[i32]| ids.iter().map(|id| next.probability(*id)).sum();
        Chance {
            um: sum(&self.um),
            uh: sum(&self.uh),
        }
    }
}

/// The decoder, reading token by token: of several, only the last one's distribution is available.
struct Reader<'a> {
    state: &'a mut WhisperState,
    past: usize,
    threads: usize,
}

impl Reader<'_> {
    fn read(&mut self, id: i32) -> Result<(), WhisperError> {
        self.state.decode(&[id], self.past, self.threads)?;
        self.past += 1;
        Ok(())
    }

    /// The distribution after `id`; the next token is read in its place.
    fn peek(&mut self, id: i32) -> Result<&[f32], WhisperError> {
        self.state.decode(&[id], self.past, self.threads)?;
        self.state.get_logits()
    }
}

/// Probabilities of the next token.
struct Distribution {
    weights: Vec<f32>,
    sum: f32,
}

impl Distribution {
    fn of(logits: &[f32]) -> Self {
        let most = logits.iter().copied().fold(f32::MIN, f32::max);
        let weights: Vec<f32> = logits.iter().map(|logit| (logit - most).exp()).collect();
        let sum = weights.iter().sum();
        Self { weights, sum }
    }

    fn probability(&self, id: i32) -> f32 {
        let weight = usize::try_from(id).ok().and_then(|id| self.weights.get(id));
        weight.map_or(0.0, |weight| weight / self.sum)
    }
}

/// The probability of each kind of filler: at one position, or at all of those between two words, since a filler
/// may lie before or after a mark or a timestamp there.
#[derive(Debug, Default, Clone, Copy)]
struct Chance {
    um: f32,
    uh: f32,
}

impl Chance {
    /// Adds the next position between the same two words.
    fn add(&mut self, next: Self) {
        let left = 1.0 - (self.um + self.uh).min(1.0);
        self.um += left * next.um;
        self.uh += left * next.uh;
    }

    fn filler(&self) -> Option<Token> {
        let probability = ((self.um + self.uh).clamp(0.0, 1.0) * 1000.0) as u32;
        (probability >= LEAST).then_some(Token::Filler {
            text: if self.um >= self.uh { "um" } else { "uh" },
            probability: probability as PerMille,
        })
    }
}

/// Whether a word may have ended before this token.
fn is_border(token: &Token) -> bool {
    let next = token.bytes().first();
    !next.is_some_and(u8::is_ascii_alphanumeric)
}

fn starts_word(token: &Token) -> bool {
    token.bytes().starts_with(b" ")
}

/// Whether the last word is a filler already: the prompt makes another one likely after each.
fn ends_with_filler(tokens: &[Token]) -> bool {
    let last = tokens.iter().rev().find(|token| !bare(token).is_empty());
    last.is_some_and(is_filler)
}

fn is_filler(token: &Token) -> bool {
    ["um", "uh", "er", "erm", "hmm", "mm", "ah", "uhm", "umm"].contains(&bare(token).as_str())
}

fn bare(token: &Token) -> String {
    align::bare(&String::from_utf8_lossy(token.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Token {
        Token::Text {
            bytes: text.into(),
            probability: 900,
        }
    }

    #[test]
    fn a_filler_follows_no_filler() {
        assert!(ends_with_filler(&[
            text(" Um"),
            text(","),
            Token::At(crate::time::Millis(20))
        ]));
        assert!(!ends_with_filler(&[text(" um"), text(" so"), text(",")]));
        assert!(!ends_with_filler(&[]));
    }

    #[test]
    fn both_sides_of_a_mark_count_for_one_border() {
        let mut border = Chance::default();
        border.add(Chance { um: 0.17, uh: 0.0 });
        assert_eq!(border.filler(), None);
        border.add(Chance { um: 0.1, uh: 0.18 });
        let Some(Token::Filler { text, probability }) = border.filler() else {
            panic!("a filler");
        };
        assert_eq!((text, probability), ("um", 402));
    }

    #[test]
    fn a_border_is_where_no_letter_goes_on() {
        assert!(is_border(&text(" a")) && is_border(&text(",")));
        assert!(!is_border(&text("liner")));
        assert!(starts_word(&text(" a")) && !starts_word(&text(".")));
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let next = Distribution::of(&[1.0, 1.0, f32::NEG_INFINITY, 1.0]);
        assert!((next.probability(0) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(
            (
                next.probability(2),
                next.probability(9),
                next.probability(-1)
            ),
            (0.0, 0.0, 0.0)
        );
    }
}
