//! The words of "we" as the candidate could have said them: with "I", in the same case, and whole.

use crate::analysis::grammar::clause_end;
use crate::analysis::speech::Speech;
use crate::analysis::token::Border;

/// Words after the verb that a reader takes in at a glance.
const MOST: usize = 8;

/// "Before we opened in Spain" is when something happened, not what the candidate did.
const CIRCUMSTANCE: &[&str] = &[
    "before", "after", "until", "till", "once", "since", "when", "whenever", "while", "where",
    "if", "unless", "though", "although", "whether",
];

/// A group as such: "we as a team", "we two", "we each".
const GROUP: &[&str] = &["as", "each", "two", "three", "four", "guys", "engineers"];

/// Before these a long clause can be cut, and what stands before is whole.
const CUT: &[&str] = &[
    "after", "against", "although", "as", "at", "because", "before", "by", "during", "for", "from",
    "if", "in", "into", "of", "on", "once", "over", "since", "so", "that", "through", "under",
    "until", "when", "where", "which", "while", "who", "with", "within", "without",
];

/// No sentence ends with these.
const DANGLING: &[&str] = &[
    "a", "an", "and", "as", "but", "by", "for", "from", "in", "is", "more", "much", "my", "of",
    "on", "or", "our", "so", "some", "that", "the", "their", "to", "too", "very", "was", "with",
];

/// "We traced it to a timeout" as "I traced it to a timeout". Empty where that would not be English,
/// or would not be what the candidate did. `at` is the "we", `verb` its verb.
pub(super) fn mine(speech: &Speech<'_>, at: usize, verb: usize) -> String {
    let tokens = speech.tokens();
    if verb <= at {
        return String::new();
    }
    let circumstance = at.checked_sub(1).is_some_and(|before| {
        tokens[before].sentence == tokens[at].sentence
            && tokens[before].after == Border::None
            && tokens[before].any(CIRCUMSTANCE)
    });
    let end = clause_end(tokens, verb);
    let clause = at + 1..end.max(verb + 1);
    let plural = tokens[clause.clone()]
        .iter()
        .any(|token| token.any(&["ourselves", "us", "each", "aren't"]));
    let group = tokens.get(at + 1).is_some_and(|next| next.any(GROUP));
    if circumstance || plural || group {
        return String::new();
    }
    let mut last = clause.end;
    if last > verb + 1 + MOST {
        // Too long to show whole: up to where a new phrase begins.
        let begins = (verb + 2..=verb + 1 + MOST).rev();
        match begins.into_iter().find(|at| tokens[*at].any(CUT)) {
            Some(begins) => last = begins,
            None => return String::new(),
        }
    }
    while last > verb + 1 && tokens[last - 1].any(DANGLING) {
        last -= 1;
    }
    // Nothing of what was done is left: "I fixed".
    if last == verb + 1 && clause.end > last {
        return String::new();
    }
    let mut said = match tokens[at].lower.as_str() {
        "we've" => "I've",
        "we'd" => "I'd",
        "we'll" => "I'll",
        "we're" => "I'm",
        _ => "I",
    }
    .to_owned();
    for place in at + 1..last {
        let token = &tokens[place];
        // "We all thought" is said by more than one.
        if token.any(&["all", "both", "together"]) && (place < verb || token.lower == "together") {
            continue;
        }
        if !(place > at + 1 && tokens[place - 1].tied) {
            said.push(' ');
        } else {
            said.push('-');
        }
        match token.lower.as_str() {
            "were" if place <= verb => said.push_str("was"),
            "are" if place <= verb => said.push_str("am"),
            "weren't" if place <= verb => said.push_str("wasn't"),
            _ => said.push_str(&speech.quote(&(place..place + 1))),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Bar, Spoken, judge};
    use crate::scenario::{Level, builtin};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    /// What the first "we" of an Action should have been.
    fn instead(text: &str) -> String {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let spoken = [Spoken {
            id: "action",
            length: Millis::from_secs(40),
            transcript: &transcript,
            activity: None,
            loudness: None,
        }];
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens: None,
        };
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
    fn what_is_no_english_is_not_proposed() {
        assert_eq!(instead("I built it before we opened in Spain."), "");
        assert_eq!(instead("We as a team fixed it."), "");
        assert_eq!(instead("We fixed it ourselves."), "");
    }

    #[test]
    fn only_the_verb_changes_its_form() {
        assert_eq!(
            instead("We found that the logs were incomplete."),
            "I found that the logs were incomplete"
        );
    }
}
