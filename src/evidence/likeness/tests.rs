//! Ideas in other words, without accepted wordings.

use super::*;
use crate::analysis::judge;
use crate::evidence::prepared_idea::idea;
use crate::judgement::{Bar, SectionInput};
use crate::language::lexicon;
use crate::language::pattern::Words;
use crate::language::token::tokens;
use crate::scenario::{Level, builtin};
use crate::time::Millis;
use crate::transcript::Transcript;

#[test]
fn every_idea_matches_its_examples() {
    for idea in lexicon::ideas() {
        let says = |text: &str| {
            let words = Words::new(tokens(&Transcript::from_text(text)));
            let denied = idea
                .says
                .iter()
                .any(|one| one.denies && one.matches(&words));
            !denied
                && idea
                    .says
                    .iter()
                    .any(|one| !one.denies && one.matches(&words))
        };
        assert!(!idea.key.is_empty() && !idea.example.is_empty() && !idea.other.is_empty());
        for text in &idea.example {
            assert!(says(text), "{} is not heard in {text:?}", idea.name);
        }
        for text in &idea.other {
            assert!(!says(text), "{} is heard in {text:?}", idea.name);
        }
    }
}

#[test]
fn a_phrase_is_an_idea_only_if_it_says_nothing_else() {
    let name = |phrase: &str| idea(phrase).map(|idea| idea.name.as_str());
    assert_eq!(name("I noticed"), Some("noticed"));
    assert_eq!(name("outside my team's scope"), Some("not-mine"));
    assert_eq!(name("nobody asked"), Some("nobody-asked"));
    assert_eq!(name("own the fix"), Some("took-it-on"));
    assert_eq!(name("I noticed the bent rail"), None);
    assert_eq!(name("I repaired"), None);
}

#[test]
fn synonyms_match() {
    let words = Words::new(tokens(&Transcript::from_text(
        "I wrote each alarm down and rang up the owner.",
    )));
    let at = |word: &str| {
        let token = &tokens(&Transcript::from_text(word))[0];
        Wanted::of(token, &words).place(&(0..words.tokens.len()))
    };
    assert_eq!(at("logged"), Some(1));
    assert_eq!(at("called"), Some(6));
    assert_eq!(at("translated"), None);
}

/// Whether `said` says the only idea of an Action whose strong example is `strong`.
fn heard(strong: &str, phrase: &str, said: &str) -> bool {
    let mut scenario = builtin("caught-critical-issue").expect("it is built in");
    let action = scenario.sections.iter_mut().find(|one| one.id == "action");
    let action = action.expect("every story has one");
    action.strong = Some(strong.to_owned());
    action.strong_by_level.clear();
    action.signals = vec![Signal {
        id: "it".into(),
        phrase: phrase.into(),
        actor: Actor::Candidate,
        ..Signal::default()
    }];
    let transcript = Transcript::from_text(said);
    let spoken = SectionInput::typed("action", Millis(90_000), &transcript);
    let judged = judge(Bar::of(&scenario, Level::Sde2), &[spoken]);
    judged.sections[0].signals[0].covered
}

#[test]
fn a_figure_and_an_object_identify_an_act_with_any_verb() {
    let strong = "I photographed every label for 14 days and held it against the drug chart.";
    let heard = |said| heard(strong, "I photographed every label", said);
    assert!(heard(
        "For fourteen days I snapped every single label. The chart was beside it."
    ));
    assert!(heard(
        "I had my camera on each label, 14 days long, next to the chart."
    ));
    // Not by somebody else alone, not without the figure, not planned.
    assert!(!heard(
        "They had a camera on each label, 14 days long, next to the chart."
    ));
    assert!(!heard("I had my camera on each label, next to the chart."));
    assert!(!heard("I had to wait fourteen days for the van."));
}

#[test]
fn what_turned_out_counts_as_found() {
    let strong = "I found that retries wrote the same batch twice.";
    let heard = |said| heard(strong, "I found that retries", said);
    assert!(heard(
        "It turned out that the retries wrote the batch again."
    ));
    assert!(!heard("They found that the retries wrote the batch again."));
}

#[test]
fn a_suggestion_is_no_act() {
    let strong = "I wrote an idempotent load with a batch key.";
    let heard = |said| heard(strong, "I wrote an idempotent load", said);
    assert!(heard("I wrote a load that is idempotent."));
    assert!(!heard("I suggested to make the load idempotent."));
}

#[test]
fn a_figure_replaces_its_noun_and_mine_means_owned() {
    let strong = "I called 25 of the beta drivers myself and asked what they do.";
    let called = |said| heard(strong, "I called 25 of the beta drivers myself", said);
    assert!(called(
        "I got on the phone with twenty-five of those people."
    ));
    assert!(!called("I got on the phone with some of those people."));
    assert!(!called("They got on the phone with twenty-five people."));
    let owned = |said| heard("I owned the roadmap.", "I owned the roadmap", said);
    assert!(owned("The roadmap was mine."));
    assert!(!owned("The roadmap was not mine."));
}

#[test]
fn four_of_the_storys_own_words_in_one_sentence_identify_an_act() {
    let strong = "I drove to a workshop in Bruges in the morning and had a new spring made.";
    let heard = |said| heard(strong, "I drove to a workshop", said);
    assert!(heard(
        "Next morning I got in the van to a workshop in Bruges and they made me a new spring."
    ));
    assert!(!heard("Next morning I got in the van to a workshop."));
    assert!(!heard(
        "Next morning he got in the van to a workshop in Bruges and they made him a new spring."
    ));
    // Synonyms are not enough here.
    assert!(!heard(
        "Next day I got in the van to a garage in Bruges and they built me a new coil."
    ));
}
