use super::*;
use crate::language::token::tokens;
use crate::transcript::Transcript;

fn at(text: &str, verb: &str) -> (Doer, Mood) {
    let tokens = tokens(&Transcript::from_text(text));
    let verb = tokens
        .iter()
        .position(|token| token.lower == verb)
        .expect("the verb is there");
    (doer(&tokens, verb), mood(&tokens, verb))
}

#[test]
fn the_candidate_did_it() {
    for (text, verb) in [
        ("I pulled the logs and traced it to a timeout.", "traced"),
        ("Pulled the logs.", "pulled"),
        (
            "First thing, pulled the logs and then reproduced it.",
            "reproduced",
        ),
        (
            "In the logs, which I'd grabbed from Platform, it's there.",
            "grabbed",
        ),
        ("I was able to reproduce it.", "reproduce"),
        ("After pulling the logs I traced it.", "pulling"),
        ("I was the one who found it.", "found"),
        ("It took me two days to reproduce it.", "reproduce"),
        ("I got it reproduced on my laptop.", "reproduced"),
        ("The retry was written by me.", "written"),
        ("Same I reproduced in local.", "reproduced"),
        (
            "I couldn't reproduce it at first, but then I managed.",
            "reproduce",
        ),
        ("What I did was trace the calls.", "trace"),
    ] {
        assert_eq!(at(text, verb), (Doer::Candidate, Mood::Fact), "{text}");
    }
}

#[test]
fn somebody_else_did_it() {
    for (text, verb, doer) in [
        ("We traced it.", "traced", Doer::We),
        ("The team and I traced it.", "traced", Doer::We),
        ("The logs were pulled.", "pulled", Doer::Unsaid),
        ("The logs were pulled by the team.", "pulled", Doer::Others),
        ("They merged my PR.", "merged", Doer::Others),
        (
            "The team pulled the logs and traced it.",
            "traced",
            Doer::Others,
        ),
        ("I asked them to pull the logs.", "pull", Doer::Others),
        ("Nobody asked me.", "asked", Doer::Nobody),
        (
            "My colleague Ana reproduced it.",
            "reproduced",
            Doer::Others,
        ),
        ("My lead added the alert.", "added", Doer::Others),
        (
            "My colleague Ana, who knows the queue, added the alert.",
            "added",
            Doer::Others,
        ),
        ("My script found it.", "found", Doer::Candidate),
    ] {
        assert_eq!(at(text, verb).0, doer, "{text}");
    }
}

#[test]
fn negated_planned_and_guessed_acts_did_not_happen() {
    for (text, verb, mood) in [
        ("I never reproduced it.", "reproduced", Mood::Negated),
        ("I couldn't trace it.", "trace", Mood::Negated),
        ("I would trace it next time.", "trace", Mood::Planned),
        ("I wanted to reproduce it.", "reproduce", Mood::Planned),
        ("I was going to write a retry.", "write", Mood::Planned),
        ("I think it saved money.", "saved", Mood::Hedged),
        ("It probably saved money.", "saved", Mood::Hedged),
    ] {
        assert_eq!(at(text, verb).1, mood, "{text}");
    }
}
