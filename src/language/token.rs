//! Splits text into tokens: words without their punctuation, with sentence and clause borders, quotation and the byte
//! range of each, so that a finding can always point back at the text.

use crate::language::words::stem;
use crate::language::words::{Class, grammar};
use crate::transcript::Transcript;
use rust_stemmers::{Algorithm, Stemmer};
use std::ops::Range;

/// Signs of currencies.
pub const CURRENCIES: [char; 5] = ['$', '€', '£', '₹', '¥'];

/// The border after a token in the written text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Border {
    /// The next word of the same phrase.
    #[default]
    None,
    /// A comma or a bracket.
    Comma,
    /// A semicolon, a colon or a dash.
    Clause,
    /// A full stop, question mark, exclamation mark, or the end of the text.
    Sentence,
}

/// One word, number or spelled-out abbreviation ("S L O" is one token).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Lower case, with straight apostrophes.
    pub lower: String,
    /// The dictionary form, stemmed: "wrote" and "writing" are both "write".
    pub stem: String,
    /// Its byte range in the text.
    pub bytes: Range<usize>,
    /// The transcript's words that it is part of.
    pub words: Range<usize>,
    /// Index of its sentence.
    pub sentence: usize,
    /// The border after it.
    pub after: Border,
    /// Whether it is inside quotation marks.
    pub quoted: bool,
    /// Written with a capital letter first.
    pub capital: bool,
    /// Written in capital letters only ("ER").
    pub capitals: bool,
    /// Tied to the next token by a hyphen or slash ("us-east-1", "24/7").
    pub tied: bool,
    /// Whether the tie is a slash.
    pub slash: bool,
    /// Whether an arrow follows it: "47 min -> 4 min".
    pub arrow: bool,
    /// Its closed classes, and the verb forms that its ending allows.
    pub class: Class,
}

impl Token {
    /// Whether it belongs to `class`.
    pub fn is(&self, class: Class) -> bool {
        self.class.is(class)
    }

    /// Whether it is one of these lower-case words.
    pub fn any(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }

    /// Whether its stem is one of these.
    pub fn stems(&self, stems: &[&str]) -> bool {
        stems.contains(&self.stem.as_str())
    }
}

/// The token at `other`, if it is in the same sentence as the one at `at`.
pub fn same_sentence(tokens: &[Token], at: usize, other: usize) -> Option<&Token> {
    tokens
        .get(other)
        .filter(|token| token.sentence == tokens[at].sentence)
}

/// Up to `most` tokens before the one at `at`, in its sentence.
pub fn before(tokens: &[Token], at: usize, most: usize) -> &[Token] {
    let near = &tokens[at.saturating_sub(most)..at];
    let other = near.partition_point(|token| token.sentence < tokens[at].sentence);
    &near[other..]
}

/// Up to `most` tokens after the one at `at`, in its sentence.
pub fn after(tokens: &[Token], at: usize, most: usize) -> &[Token] {
    let near = &tokens[at + 1..(at + 1).saturating_add(most).min(tokens.len())];
    let other = near.partition_point(|token| token.sentence == tokens[at].sentence);
    &near[..other]
}

/// Whether one of the tokens is one of these lower-case words.
pub fn says(tokens: &[Token], words: &[&str]) -> bool {
    tokens.iter().any(|token| token.any(words))
}

/// The tokens after the one at `at` in its sentence.
pub fn following(tokens: &[Token], at: usize) -> impl Iterator<Item = &Token> {
    after(tokens, at, usize::MAX).iter()
}

/// The tokens before the one at `at` in its sentence, nearest first.
pub fn preceding(tokens: &[Token], at: usize) -> impl Iterator<Item = &Token> {
    before(tokens, at, usize::MAX).iter().rev()
}

/// The text from the first to the last of these tokens.
pub fn written<'t>(text: &'t str, tokens: &[Token]) -> &'t str {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return "";
    };
    text.get(first.bytes.start..last.bytes.end)
        .unwrap_or_default()
}

/// The tokens of a text.
pub fn tokens_of(text: &str) -> Vec<Token> {
    tokens(&Transcript::from_text(text))
}

/// The tokens of a transcript, in text order.
pub fn tokens(transcript: &Transcript) -> Vec<Token> {
    let stemmer = Stemmer::create(Algorithm::English);
    let text = transcript.text.as_str();
    let ranges = transcript.byte_ranges();
    let quoted = quotations(text);
    let mut out: Vec<Token> = Vec::with_capacity(ranges.len() + ranges.len() / 8);
    let (mut word, mut quote) = (0, 0);
    for piece in pieces(text) {
        while word + 1 < ranges.len() && ranges[word].end <= piece.start {
            word += 1;
        }
        while quote < quoted.len() && quoted[quote].end <= piece.start {
            quote += 1;
        }
        if let Some(last) = out.last_mut() {
            let between = &text[last.bytes.end..piece.start];
            (last.after, last.tied) = border(between);
            last.slash = between == "/";
            last.arrow = matches!(between.trim(), "->" | "-->" | "=>" | "→" | "➔" | "⇒");
            if range_dash(text, &last.bytes, between, piece.start) {
                (last.after, last.tied) = (Border::None, true);
            }
        }
        let written = &text[piece.clone()];
        let lower = written.to_lowercase().replace(['’', '‘'], "'");
        out.push(Token {
            stem: stem(&stemmer, &lower),
            class: grammar().class(&lower),
            lower,
            words: word..(word + 1).min(ranges.len().max(1)),
            sentence: 0, // numbered below
            after: Border::Sentence,
            quoted: quoted
                .get(quote)
                .is_some_and(|range| range.contains(&piece.start)),
            capital: written.chars().next().is_some_and(char::is_uppercase),
            capitals: written.chars().all(char::is_uppercase),
            tied: false,
            slash: false,
            arrow: false,
            bytes: piece,
        });
    }
    join_spelled(out, text)
}

/// Whether a printed dash joins two figures: "2–3 seconds".
fn range_dash(text: &str, before: &Range<usize>, between: &str, after: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    matches!(between, "–" | "—")
        && text[before.clone()].ends_with(|c| digit(c) || c == '%')
        && text[after..].starts_with(|c| digit(c) || CURRENCIES.contains(&c))
}

/// Fractions with a character of their own.
pub const FRACTIONS: [(char, f64); 9] = [
    ('½', 1.0 / 2.0),
    ('⅓', 1.0 / 3.0),
    ('⅔', 2.0 / 3.0),
    ('¼', 1.0 / 4.0),
    ('¾', 3.0 / 4.0),
    ('⅕', 1.0 / 5.0),
    ('⅛', 1.0 / 8.0),
    ('⅜', 3.0 / 8.0),
    ('⅒', 1.0 / 10.0),
];

/// Byte ranges of words and numbers.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut start: Option<usize> = None;
    let mut last: Option<char> = None;
    // The last character that is not a space.
    let mut solid: Option<char> = None;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let part = |c: Option<char>| FRACTIONS.iter().any(|(one, _)| Some(*one) == c);
        let figure = |c| digit(c) || part(c);
        let amount = |c| figure(c) || matches!(c, Some('k' | 'K' | 'm' | 'M'));
        let money = CURRENCIES.contains(&c);
        let opens = money && (digit(next) || next == Some('.'));
        let inside = match (start, c) {
            _ if c.is_alphanumeric() => true,
            // "300 €": a separate sign after its amount.
            (None, _) if money => {
                opens || next.is_none_or(|c| !c.is_alphanumeric()) && amount(solid)
            }
            // "300€", "2.5k€"
            (Some(_), _) if money => !opens && amount(last),
            (_, '.') if digit(next) => {
                last.is_none_or(|l| l.is_ascii_digit() || !l.is_alphanumeric())
            }
            (Some(_), ',') => digit(next) && digit(last),
            (Some(_), '%' | '‰' | '×') => figure(last),
            // "1'200'000"
            (Some(_), '\'' | '’') if digit(next) => digit(last),
            (Some(_), '\'' | '’' | '&') => next.is_some_and(char::is_alphabetic),
            // A combining mark belongs to its letter.
            (Some(_), c) => ('\u{300}'..'\u{370}').contains(&c),
            _ => false,
        };
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.push(from..at);
                // "US$300"
                start = opens.then_some(at);
            }
            _ => {}
        }
        last = Some(c);
        solid = Some(c).filter(|c| !c.is_whitespace()).or(solid);
    }
    if let Some(from) = start {
        out.push(from..text.len());
    }
    out
}

/// The border between two tokens, and whether they are tied.
fn border(between: &str) -> (Border, bool) {
    let tied = matches!(between, "-" | "/" | "‑");
    if between.matches('\n').count() > 1 {
        return (Border::Sentence, false);
    }
    let strongest = between
        .chars()
        .map(|c| match c {
            '.' | '?' | '!' | '…' | '。' => Border::Sentence,
            ';' | ':' | '—' | '–' => Border::Clause,
            ',' | '(' | ')' | '[' | ']' => Border::Comma,
            _ => Border::None,
        })
        .max()
        .unwrap_or_default();
    let dash = between.trim() == "-" && !tied;
    (if dash { Border::Clause } else { strongest }, tied)
}

/// Quotations. An unclosed mark opens nothing, and if everything is in quotation marks, the recogniser wrote them
/// around the answer.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut iter = text.char_indices().peekable();
    while let Some((at, c)) = iter.next() {
        let after = iter.peek().map_or(' ', |&(_, c)| c);
        match (open, c) {
            (None, '"') if after.is_alphanumeric() => open = Some((at, '"')),
            (None, '“') => open = Some((at, '”')),
            (None, '\'' | '‘') if before == ' ' && after.is_alphabetic() => {
                let lead = text[..at].trim_end().chars().next_back();
                if matches!(lead, Some(',' | ':')) {
                    open = Some((at, if c == '‘' { '’' } else { '\'' }));
                }
            }
            (Some((from, close)), c) if c == close => {
                let apostrophe = close != '"' && close != '”' && after.is_alphanumeric();
                if !apostrophe {
                    out.push(from..at);
                    open = None;
                }
            }
            _ => {}
        }
        before = c;
    }
    let spoken = |&(at, c): &(usize, char)| {
        c.is_alphanumeric() && !out.iter().any(|quotation| quotation.contains(&at))
    };
    if text.char_indices().any(|one| spoken(&one)) {
        out
    } else {
        Vec::new()
    }
}

/// Joins letters that were spelled out ("S L O", "d.l.q." and "P R" become one token) and numbers the sentences.
fn join_spelled(tokens: Vec<Token>, text: &str) -> Vec<Token> {
    let letter = |token: &Token| token.bytes.len() == 1 && token.capital;
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut run: Vec<Token> = Vec::new();
    for token in tokens {
        let goes_on = run.last().is_none_or(|last| {
            let between = &text[last.bytes.end..token.bytes.start];
            matches!(between, " " | "." | ". " | "-" | "&" | " & ")
        });
        if !letter(&token) || !goes_on {
            flush(&mut run, &mut out);
        }
        let to = if letter(&token) { &mut run } else { &mut out };
        to.push(token);
    }
    flush(&mut run, &mut out);
    let mut sentence = 0;
    for token in &mut out {
        token.sentence = sentence;
        sentence += usize::from(token.after == Border::Sentence);
    }
    out
}

fn flush(run: &mut Vec<Token>, out: &mut Vec<Token>) {
    // "I" and "A" are words; they neither begin nor end an abbreviation of two letters.
    let word = |token: &Token| matches!(token.lower.as_str(), "i" | "a");
    let first = run.iter().position(|token| !word(token));
    let last = run.iter().rposition(|token| !word(token));
    let Some((first, last)) = first.zip(last).filter(|(first, last)| first < last) else {
        out.append(run);
        return;
    };
    let tail = run.split_off(last + 1);
    let spelled = run.split_off(first);
    out.append(run);
    let (head, end) = (&spelled[0], &spelled[spelled.len() - 1]);
    let lower: String = spelled.iter().map(|token| token.lower.as_str()).collect();
    out.push(Token {
        stem: lower.clone(),
        class: Class::default(),
        lower,
        bytes: head.bytes.start..end.bytes.end,
        words: head.words.start..end.words.end,
        after: end.after,
        tied: end.tied,
        slash: end.slash,
        arrow: end.arrow,
        ..head.clone()
    });
    out.extend(tail);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::words::stem_of;

    fn lowers(text: &str) -> Vec<String> {
        let heard = Transcript::from_text(text);
        tokens(&heard)
            .into_iter()
            .map(|token| token.lower)
            .collect()
    }

    #[test]
    fn words_numbers_and_abbreviations_become_tokens() {
        assert_eq!(
            lowers("I’d pulled $8,000/week, .3% in us-east-1; the S L O and a P R."),
            [
                "i'd", "pulled", "$8,000", "week", ".3%", "in", "us", "east", "1", "the", "slo",
                "and", "a", "pr"
            ]
        );
    }

    #[test]
    fn sentences_and_quotations_are_recognised() {
        let heard = Transcript::from_text(
            "He said, \"we'll take it.\" I didn't. It's 0.3 percent, 'cause yes",
        );
        let tokens = tokens(&heard);
        assert!(tokens[2].quoted && tokens[4].quoted && !tokens[5].quoted);
        assert_eq!(tokens.last().unwrap().sentence, 2);
        assert!(!tokens.last().unwrap().quoted);
    }

    #[test]
    fn an_answer_entirely_in_quotation_marks_is_no_quotation() {
        for heard in [
            "\"It belonged to the platform team, not my team. Nobody asked me.\"",
            "“No ticket existed.” “I decided to own it.”",
        ] {
            let heard = Transcript::from_text(heard);
            assert!(
                tokens(&heard).iter().all(|token| !token.quoted),
                "{heard:?}"
            );
        }
    }

    #[test]
    fn irregular_and_regular_forms_share_a_stem() {
        for (a, b) in [
            ("wrote", "writing"),
            ("found", "finds"),
            ("traced", "tracing"),
            ("sent", "send"),
        ] {
            assert_eq!(stem_of(a), stem_of(b), "{a} {b}");
        }
    }
}
