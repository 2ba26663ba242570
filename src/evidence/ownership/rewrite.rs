//! Rewrites a "we" clause as the candidate could have said it: with "I", in the right form, and complete.

use super::words::NOT_ONE;
use crate::evidence::speech::Speech;
use crate::language::grammar::clause_end;
use crate::language::token::{Border, Token, preceding, says};
use crate::language::words::Class;
use std::ops::Range;

/// Maximum number of words shown after the verb.
const MOST: usize = 8;

/// Conjunctions that say when something happened, not what was done: "before we opened in Spain".
const CIRCUMSTANCE: &[&str] = &[
    "before", "after", "until", "till", "once", "since", "when", "whenever", "while", "where",
    "if", "unless", "though", "although", "whether",
];

/// Words that mark a group: "we as a team", "we two", "we each".
const GROUP: &[&str] = &["as", "each", "two", "three", "four", "guys", "engineers"];

/// Words by which a clause that cannot be cut may be longer.
const SLACK: usize = 4;

/// Words before which a long clause can be cut, leaving a complete one.
const CUT: &[&str] = &[
    "to", "why", "how", "what", "whether", "after", "against", "although", "as", "at", "because",
    "before", "by", "during", "for", "from", "if", "in", "into", "of", "on", "once", "over",
    "since", "so", "that", "through", "under", "until", "when", "where", "which", "while", "who",
    "with", "within", "without",
];

/// Words that cannot end a sentence.
const DANGLING: &[&str] = &[
    "a", "an", "and", "as", "but", "by", "for", "from", "in", "is", "more", "much", "my", "of",
    "on", "or", "our", "so", "some", "that", "the", "their", "to", "too", "very", "was", "with",
];

/// Rewrites "we traced it to a timeout" as "I traced it to a timeout". Empty if that would not be English, or not what
/// the candidate did. `at` is the "we", `verb` its verb.
pub(super) fn mine(speech: &Speech<'_>, at: usize, verb: usize) -> String {
    let tokens = speech.tokens();
    if verb <= at || circumstance(tokens, at) {
        return String::new();
    }
    let Some(end) = whole_clause(tokens, verb) else {
        return String::new();
    };
    let end = end.max(verb + 1);
    if several_did_it(tokens, at, verb, end) {
        return String::new();
    }
    match shown_end(tokens, verb, end) {
        Some(shown) => in_first_person(speech, at, verb, shown),
        None => String::new(),
    }
}

/// Whether the clause is a circumstance: "before we opened in Spain".
fn circumstance(tokens: &[Token], at: usize) -> bool {
    let before = preceding(tokens, at).next();
    before.is_some_and(|before| before.after == Border::None && before.any(CIRCUMSTANCE))
}

/// Whether the clause from the "we" at `at` up to `end` cannot be said of one person.
fn several_did_it(tokens: &[Token], at: usize, verb: usize, end: usize) -> bool {
    let plural = says(&tokens[at + 1..end], &["ourselves", "us", "each", "aren't"]);
    let group = tokens.get(at + 1).is_some_and(|next| next.any(GROUP));
    let next = tokens.get(verb + 1);
    let being = tokens[verb].is(Class::BE);
    // "We went from forty to one" cannot be said of one person.
    let never = (being || tokens[verb].stems(NOT_ONE))
        && !next.is_some_and(|next| next.is(Class::PARTICIPLE));
    // "We were down from 41", "we were done by May"
    let adverbial =
        being && next.is_some_and(|next| next.any(&["done", "down", "up", "now", "back"]));
    plural || group || never || adverbial
}

/// One past the last token to show of a clause that ends at `end`: short, and a complete phrase. `None` if nothing of
/// the act would be left.
fn shown_end(tokens: &[Token], verb: usize, end: usize) -> Option<usize> {
    let mut last = end;
    if end > verb + 1 + MOST {
        // Too long to show: cut where a new phrase begins.
        let mut begins = (verb + 2..=verb + 1 + MOST).rev();
        match begins.find(|at| tokens[*at].any(CUT)) {
            Some(begins) => last = begins,
            None if end <= verb + 1 + MOST + SLACK => {}
            None => return None,
        }
    }
    let cut = last < end;
    while let open @ 1.. = left_open(&tokens[verb..last], cut) {
        if last - verb <= open {
            return None;
        }
        last -= open;
    }
    // A verb cut off from its object: "I fixed".
    (last > verb + 1 || end == last).then_some(last)
}

/// Number of words at the end of `said` that lack a continuation.
fn left_open(said: &[Token], cut: bool) -> usize {
    match said {
        [.., token] if token.any(DANGLING) || needs_continuation(token) => 1,
        // "To find out" has lost its object; "to a timeout" has one.
        [.., to, next] if cut && to.lower == "to" && purpose(next) => 2,
        [.., to, next, _] if cut && to.lower == "to" && purpose(next) => 3,
        [.., token] if cut && (token.is(Class::AUXILIARY) || token.lower.ends_with("ing")) => 1,
        _ => 0,
    }
}

/// The tokens from the "we" at `at` up to `end`, with "I" and the verb form for "I".
fn in_first_person(speech: &Speech<'_>, at: usize, verb: usize, end: usize) -> String {
    let tokens = speech.tokens();
    let mut said = match tokens[at].lower.as_str() {
        "we've" => "I've",
        "we'd" => "I'd",
        "we'll" => "I'll",
        "we're" => "I'm",
        _ => "I",
    }
    .to_owned();
    for place in at + 1..end {
        let token = &tokens[place];
        // "We all thought" means more than one person.
        if token.any(&["all", "both", "together"]) && (place < verb || token.lower == "together") {
            continue;
        }
        let tied = place > at + 1 && tokens[place - 1].tied;
        said.push(if tied { '-' } else { ' ' });
        match token.lower.as_str() {
            "were" if place <= verb => said.push_str("was"),
            "are" if place <= verb => said.push_str("am"),
            "weren't" if place <= verb => said.push_str("wasn't"),
            _ => said.push_str(&speech.quote(&(place..place + 1))),
        }
    }
    said
}

/// Whether a word needs another one after it: an article, a possessive, a conjunction.
fn needs_continuation(token: &Token) -> bool {
    token.is(Class::COORDINATOR.or(Class::SUBORDINATOR)) && !token.is(Class::ADVERB)
        || token.is(Class::DETERMINER) && !token.is(Class::OBJECT.or(Class::ADVERB))
        || token.any(&["my", "our"])
        || token.is(Class::PREPOSITION) && !token.is(Class::ADVERB) && !token.any(PARTICLES)
}

/// Particles that may end a clause: "we carried on", "we handed it over".
const PARTICLES: &[&str] = &[
    "up", "out", "off", "on", "in", "over", "through", "around", "behind", "about", "across",
];

/// Whether a "to" before this word begins a purpose clause.
fn purpose(next: &Token) -> bool {
    !next.is(Class::DETERMINER.or(Class::OBJECT).or(Class::MINE))
        && !next.capital
        && !next.lower.starts_with(|c: char| c.is_ascii_digit())
}

/// End of the verb's clause. An "and" within a phrase does not end it: "the old and the new report", "to find and fix
/// it". `None` if it cannot be decided.
fn whole_clause(tokens: &[Token], verb: usize) -> Option<usize> {
    let mut end = clause_end(tokens, verb);
    while let Some(and) = tokens.get(end) {
        let joined = end > verb
            && and.sentence == tokens[verb].sentence
            && and.is(Class::COORDINATOR)
            && tokens[end - 1].after == Border::None;
        if !joined || !and.any(&["and", "or"]) {
            break;
        }
        let Some(next) = tokens.get(end + 1) else {
            break;
        };
        let rest: Range<usize> = end + 1..clause_end(tokens, end + 1).max(end + 1);
        let subject = Class::FIRST.or(Class::WE_SUBJECT).or(Class::OTHER);
        let verbal = |token: &Token| token.is(Class::PAST.or(Class::AUXILIARY));
        if next.is(subject) && !next.is(Class::DETERMINER) || verbal(next) || next.is(Class::ADVERB)
        {
            break; // a clause of its own, or a second act
        }
        if tokens[rest.clone()].iter().any(verbal) {
            // "And the team fixed it": another subject, so the clause before is complete unless it ends within a
            // phrase.
            let object = Class::OBJECT.or(Class::NOUN);
            return tokens[end - 1].is(object).then_some(end);
        }
        end = rest.end;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// The rewrite of the first "we" of an Action.
    fn instead(text: &str) -> String {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let spoken = [SectionInput::typed(
            "action",
            Millis::from_secs(40),
            &transcript,
        )];
        let bar = Bar::of(&scenario, Level::Sde2);
        let judged = judge(bar, &spoken);
        let finding = judged.sections[0]
            .findings
            .iter()
            .find(|finding| finding.rule == "we-language")
            .unwrap_or_else(|| panic!("nothing found in {text:?}"));
        let said = finding.suggestion.split('“').nth(1);
        said.and_then(|said| said.split('”').next())
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn names_keep_their_capitals() {
        assert_eq!(
            instead("We moved the Madrid cluster to AWS."),
            "I moved the Madrid cluster to AWS"
        );
    }

    #[test]
    fn a_long_clause_ends_where_a_phrase_ends() {
        assert_eq!(
            instead("So we had to fix it before the new payment platform went live in March."),
            "I had to fix it before the new payment platform went live"
        );
        assert_eq!(
            instead("We traced it to a timeout."),
            "I traced it to a timeout"
        );
    }

    #[test]
    fn ungrammatical_rewrites_are_not_proposed() {
        assert_eq!(instead("I built it before we opened in Spain."), "");
        assert_eq!(instead("We as a team fixed it."), "");
        assert_eq!(instead("We fixed it ourselves."), "");
        assert_eq!(instead("We traced it to and"), "I traced it");
        assert_eq!(instead("We looked at the"), "");
        assert_eq!(
            instead("We went from forty returned plates a night to 1."),
            ""
        );
    }

    #[test]
    fn a_rewrite_is_a_complete_clause() {
        for (said, wanted) in [
            (
                "We looked at the report to find and fix the bug.",
                "I looked at the report",
            ),
            (
                "We used it to find and fix the bug.",
                "I used it to find and fix the bug",
            ),
            (
                "We compared the old and the new report.",
                "I compared the old and the new report",
            ),
            (
                "We looked at the report to find out why the whole number had fallen so much.",
                "I looked at the report",
            ),
            ("We traced it and the lead fixed it.", "I traced it"),
            ("We traced it and fixed it.", "I traced it"),
            (
                "The team and I rewrote the handler.",
                "I rewrote the handler",
            ),
            ("Our team fixed the handler.", "I fixed the handler"),
        ] {
            assert_eq!(instead(said), wanted, "{said}");
        }
    }

    #[test]
    fn only_the_verb_changes_its_form() {
        assert_eq!(
            instead("We found that the logs were incomplete."),
            "I found that the logs were incomplete"
        );
    }
}
