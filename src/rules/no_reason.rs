//! `no-reason`: an Action that never says why.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Note;
use crate::judgement::{About, Family};
use crate::language::pattern::Words;
use crate::language::token::Token;
use crate::language::{lexicon, phrases};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "no-reason",
    title: "No reason given",
    family: Family::Evidence,
    gravity: 0,
    weakness: "gave no reason",
    what: "An Action of some length never says why something was done, what else could have been done, or what stood in the way, although the strong example does.",
    why: "Judgement shows in the choice between options; a list of steps shows none, and the interviewer has to ask.",
    source: "hellointerview: an Action without a reason or an alternative is a fairy tale. A note until it is measured.",
    // The built-in example gives no reason itself: the tests in this file have its examples.
    flags: &[],
    allows: &["action: I pulled the logs and I traced the failure to timeouts."],
};

/// Minimum length in words: a shorter Action has no room for reasons.
const WORDS: usize = 40;

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if speech.part != SectionRole::Action
        || !gives_one(&Words::of(speech.strong()))
        || speech.measures.words < WORDS
        || gives_one(&speech.words)
    {
        return;
    }
    let finding = out.whole(
        Note,
        "Nothing here says why you did it this way.",
        "For the one decision that mattered, add what else you could have done and why you did not.",
    );
    finding.measured = format!("no reason in {} words", speech.measures.words);
    finding.threshold = format!("one reason, option or obstacle from {WORDS} words on");
}

/// Whether the words give a reason, another option or an obstacle.
fn gives_one(words: &Words) -> bool {
    let against =
        |token: &Token| token.any(&["but", "although", "though", "however", "despite", "instead"]);
    !phrases::find_named(words, lexicon::own_words(), "reason").is_empty()
        || words.tokens.iter().any(against)
}

#[cfg(test)]
mod tests {
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    const STEPS: &str = "I read the log of every night. I drew the times on a sheet of paper. I found the relay \
        that stuck. I ordered a new one from the store. I put it in on a Sunday. I wrote a test that rings the bell \
        each evening. I showed the ward how to run it.";

    fn noted(strong: &str, said: &str) -> bool {
        let story = format!(
            "title = \"x\"\n[[section]]\nid = \"action\"\nstrong = \"{strong}\"\nkey_phrases = []\n"
        );
        let scenario = parse("x.toml", &story).expect("it is sound");
        let transcript = Transcript::from_text(said);
        let spoken = SectionInput::typed("action", Millis(60_000), &transcript);
        let findings = judge(Bar::of(&scenario, Level::Sde2), &[spoken])
            .sections
            .remove(0)
            .findings;
        findings
            .iter()
            .any(|finding| finding.rule == super::ABOUT.id)
    }

    #[test]
    fn steps_without_a_reason_are_noted_if_the_example_has_one() {
        let reason = "I ordered a new relay because a cleaned one sticks again.";
        assert!(noted(reason, STEPS));
        assert!(
            !noted("I ordered a new relay.", STEPS),
            "nor does the example"
        );
        assert!(!noted(reason, &format!("{STEPS} {reason}")));
        assert!(
            !noted(reason, "I ordered a new relay."),
            "there is no room for it"
        );
    }
}
