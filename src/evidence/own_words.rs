//! Questions about the candidate's own words, and whether an answer closes them.
//!
//! A question quotes what was said. An answer is checked for one thing only: whether it supplies what was missing. An
//! answer about something else is off topic, which says nothing about its quality.

use crate::evidence::prepared_idea::stems;
use crate::evidence::speech::Speech;
use crate::judgement::{Certainty, Judgement, PointOutcome, SectionJudgement, Severity};
use crate::language::clause::clauses;
use crate::language::grammar::{Doer, Mood};
use crate::language::pattern::{Match, Words};
use crate::language::token::{following, preceding, written};
use crate::language::{lexicon, phrases};
use crate::scenario::follow_up::{Closes, Probe};
use crate::scenario::{FollowUp, Scenario, SectionRole};
use std::ops::Range;

/// Maximum number of questions.
const MAX_QUESTIONS: usize = 3;
/// Minimum length, in words, of an answer that can be off topic.
const MIN_WORDS_OFF_TOPIC: usize = 8;
/// Maximum length of a quote, in words.
const MAX_QUOTE_WORDS: usize = 14;

/// The text of one section.
#[derive(Debug, Clone, Copy)]
pub struct SectionText<'a> {
    /// Section id.
    pub id: &'a str,
    /// The words.
    pub text: &'a str,
}

/// A question about the candidate's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWordsQuestion {
    /// The question as an interviewer asks it.
    pub question: String,
    /// What closes it, and what it is about.
    pub probe: Probe,
}

/// The questions that an interviewer would ask next, at most three, each kind once.
pub fn questions(
    scenario: &Scenario,
    judgement: &Judgement,
    said: &[SectionText<'_>],
) -> Vec<OwnWordsQuestion> {
    let sections: Vec<(&SectionJudgement, &str)> = judgement
        .sections
        .iter()
        .filter(|judged| scenario.section(&judged.id).is_some())
        .filter_map(|judged| {
            let said = said.iter().find(|one| one.id == judged.id)?;
            Some((judged, said.text))
        })
        .collect();
    let about_finding = |closes, rules| {
        let (quote, said) = found(&sections, rules)?;
        ask(closes, &quote, said)
    };
    let number = about_finding(Closes::Number, &["missing-quantification", "vague-ending"]);
    let mut asked: Vec<OwnWordsQuestion> = [
        about_finding(Closes::Doer, &["we-language", "passive-voice"]),
        number.or_else(|| open(judgement, &sections, Closes::Number)),
        reason(&sections),
        cause(&sections),
        open(judgement, &sections, Closes::Idea),
    ]
    .into_iter()
    .flatten()
    .collect();
    asked.truncate(MAX_QUESTIONS);
    asked
}

/// The question that `closes` answers; `None` if there is nothing to quote.
fn ask(closes: Closes, quote: &str, said: &str) -> Option<OwnWordsQuestion> {
    let question = match closes {
        Closes::Doer => "Which part of that did you do yourself?",
        Closes::Number => "How much was that, in numbers?",
        Closes::Reason => "Why that, and what else could you have done?",
        Closes::Cause => "How do you know that it was your change that did it?",
        Closes::Idea => "What exactly do you mean by that?",
    };
    let quote = shortened(quote);
    (!quote.is_empty()).then(|| OwnWordsQuestion {
        question: format!("You said “{quote}”. {question}"),
        probe: Probe {
            closes,
            quote,
            said: said.to_owned(),
            section: String::new(),
            idea: String::new(),
        },
    })
}

fn shortened(quote: &str) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let kept = words
        .iter()
        .take(MAX_QUOTE_WORDS)
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let plain = kept.trim_matches(|c: char| c.is_ascii_punctuation() && !"%$".contains(c));
    if words.len() > MAX_QUOTE_WORDS {
        format!("{plain} …")
    } else {
        plain.to_owned()
    }
}

/// The first finding of one of these rules that quotes something.
fn found<'a>(
    sections: &[(&SectionJudgement, &'a str)],
    rules: &[&str],
) -> Option<(String, &'a str)> {
    rules.iter().find_map(|rule| {
        sections.iter().find_map(|(judged, text)| {
            let mut all = judged
                .findings
                .iter()
                .filter(|one| one.severity != Severity::Note);
            let quote = all.find(|one| one.rule == *rule && one.quote.is_some())?;
            let bytes = quote.bytes.map(|(start, end)| start..end)?;
            Some((in_its_clause(bytes, text), *text))
        })
    })
}

/// The words with the rest of their clause: "we timed" alone is incomplete.
fn in_its_clause(bytes: Range<usize>, text: &str) -> String {
    let words = Words::of(text);
    let begins = |at: &usize| words.tokens[*at].bytes.start;
    let clauses = clauses(&words.tokens);
    let clause = clauses
        .iter()
        .find(|clause| bytes.contains(&begins(&clause.act)));
    let end = clause.map_or(bytes.end, |clause| {
        let last = clause.span.end;
        let last = words.tokens.get(last.saturating_sub(1));
        last.map_or(bytes.end, |token| token.bytes.end.max(bytes.end))
    });
    text.get(bytes.start..end).unwrap_or_default().to_owned()
}

/// Asks about what the judge is not sure of: an idea, or an outcome that may lack a number.
fn open(
    judgement: &Judgement,
    sections: &[(&SectionJudgement, &str)],
    closes: Closes,
) -> Option<OwnWordsQuestion> {
    let mut open = judgement.overall.questions.iter();
    let of_idea = closes == Closes::Idea;
    let open = open.find(|one| one.idea.is_empty() != of_idea && !one.quote.is_empty())?;
    let mut sections = sections.iter();
    let (_, said) = sections.find(|(judged, _)| judged.id == open.section)?;
    let mut asked = ask(closes, &open.quote, said)?;
    if of_idea {
        asked.probe.section.clone_from(&open.section);
        asked.probe.idea.clone_from(&open.idea);
    }
    Some(asked)
}

/// Asks about a decision without a reason in its sentence or the next.
fn reason(sections: &[(&SectionJudgement, &str)]) -> Option<OwnWordsQuestion> {
    sections.iter().find_map(|(_, text)| {
        let words = Words::of(text);
        let decided = clauses(&words.tokens);
        let mut mine = decided
            .iter()
            .filter(|clause| clause.doer == Doer::Candidate && clause.mood == Mood::Fact);
        let clause = mine.find(|clause| {
            let said = hits(&words, "decision")
                .iter()
                .any(|hit| hit.tokens.contains(&clause.act));
            let sentence = words.tokens[clause.act].sentence;
            let near = |hit: &Match| {
                let place = words.tokens[hit.tokens.start].sentence;
                place == sentence || place == sentence + 1
            };
            said && !hits(&words, "reason").iter().any(near)
        })?;
        ask(
            Closes::Reason,
            written(text, &words.tokens[clause.span.clone()]),
            text,
        )
    })
}

/// Asks for the cause of a measured result, unless the Result gives it.
fn cause(sections: &[(&SectionJudgement, &str)]) -> Option<OwnWordsQuestion> {
    let (judged, text) = sections
        .iter()
        .find(|(judged, _)| SectionRole::of(&judged.id) == SectionRole::Result)?;
    let words = Words::of(text);
    if !hits(&words, "cause").is_empty() {
        return None;
    }
    let first = judged.quantities.first()?;
    let at = words
        .tokens
        .iter()
        .position(|token| token.bytes.start >= first.start)?;
    let start = at - preceding(&words.tokens, at).count();
    let end = at + 1 + following(&words.tokens, at).count();
    ask(
        Closes::Cause,
        written(text, &words.tokens[start..end]),
        text,
    )
}

fn hits(words: &Words, topic: &str) -> Vec<Match> {
    phrases::find_named(words, lexicon::own_words(), topic)
}

/// Rules about the recording and the delivery: the only ones that judge an answer to such a question.
const DELIVERY: [&str; 12] = [
    "clipping",
    "filler",
    "filler-cluster",
    "hedge",
    "long-pause",
    "low-level",
    "overrun",
    "phantom-text",
    "repetition",
    "slow-start",
    "too-fast",
    "too-slow",
];

/// Whether this rule judges this section.
pub fn judges(rule: &str, speech: &Speech<'_>) -> bool {
    let asked = speech.bar.scenario.follow_up(speech.spoken.id);
    asked.is_none_or(|asked| asked.probe.is_none()) || DELIVERY.contains(&rule)
}

/// Whether the answer closes the open point; `None` if nothing was said.
pub fn outcome(speech: &Speech<'_>, asked: &FollowUp) -> Option<PointOutcome> {
    let probe = asked.probe.as_ref()?;
    if speech.measures.words == 0 {
        return None;
    }
    if is_off_topic(speech, asked, probe) {
        return Some(PointOutcome::OffTopic);
    }
    Some(closed(speech, probe))
}

fn closed(speech: &Speech<'_>, probe: &Probe) -> PointOutcome {
    let topic = |name| {
        let hits = hits(&speech.words, name);
        hits.first().map(|hit| speech.quote(&hit.tokens))
    };
    let quote = match probe.closes {
        Closes::Number => speech.quantities.first().map(|one| one.quote.clone()),
        Closes::Doer => speech
            .clauses
            .iter()
            .find(|one| one.doer == Doer::Candidate && one.mood == Mood::Fact)
            .map(|one| speech.quote(&one.span)),
        Closes::Reason => topic("reason"),
        Closes::Cause => topic("cause"),
        Closes::Idea => match speech.signals.first() {
            Some(idea) if idea.heard() == Certainty::Unsure => return PointOutcome::Unsure,
            idea => idea
                .filter(|one| one.heard() == Certainty::Said)
                .and_then(|one| one.quote.clone()),
        },
    };
    quote.map_or(PointOutcome::Open, |quote| PointOutcome::Closed {
        quote: shortened(&quote),
    })
}

/// Whether a longer answer shares no content word with the question, the quoted text or the story.
fn is_off_topic(speech: &Speech<'_>, asked: &FollowUp, probe: &Probe) -> bool {
    if speech.measures.words < MIN_WORDS_OFF_TOPIC {
        return false;
    }
    let mut topic = stems(&asked.question);
    topic.extend(stems(&probe.said));
    let level = speech.bar.level;
    for section in &speech.bar.scenario.sections {
        topic.extend(stems(section.strong_for(level).unwrap_or_default()));
    }
    let answer = stems(&speech.spoken.transcript.text);
    !answer.is_empty() && answer.is_disjoint(&topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::judge;
    use crate::judgement::{Bar, SectionInput};
    use crate::scenario::{Level, builtin, parse};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    const WEAK: [(&str, &str); 3] = [
        (
            "task",
            "It was not my team's service. I decided to take it on.",
        ),
        (
            "action",
            "First we pulled the delivery logs and traced the webhooks.",
        ),
        (
            "result",
            "The drop rate improved a lot. We lost 12 orders a day less.",
        ),
    ];

    fn asked(sections: &[(&str, &str)]) -> Vec<OwnWordsQuestion> {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcripts: Vec<_> = sections
            .iter()
            .map(|(_, text)| Transcript::from_text(text))
            .collect();
        let spoken: Vec<SectionInput<'_>> = sections
            .iter()
            .zip(&transcripts)
            .map(|((id, _), transcript)| SectionInput::typed(id, Millis(20_000), transcript))
            .collect();
        let judged = judge(Bar::of(&scenario, Level::Sde2), &spoken);
        let said: Vec<SectionText<'_>> = sections
            .iter()
            .map(|(id, text)| SectionText { id, text })
            .collect();
        questions(&scenario, &judged, &said)
    }

    /// Answers a question of one kind about [`WEAK`].
    fn answered(closes: Closes, answer: &str) -> PointOutcome {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let all = asked(&WEAK);
        let one = all.iter().find(|one| one.probe.closes == closes);
        let one = one.cloned().unwrap_or_else(|| OwnWordsQuestion {
            question: "You said “the drop rate fell”. How do you know?".into(),
            probe: Probe {
                closes,
                quote: "the drop rate fell".into(),
                said: WEAK[2].1.into(),
                section: String::new(),
                idea: String::new(),
            },
        });
        let toml = crate::scenario::builtins()[0].toml;
        let blocks =
            crate::scenario::follow_up::own_words_toml(&scenario, &[(one.question, one.probe)]);
        let scenario = parse("x.toml", &format!("{toml}\n{}", blocks.0)).expect("it is sound");
        let transcript = Transcript::from_text(answer);
        let spoken = SectionInput::typed(&blocks.1[0], Millis(9000), &transcript);
        let judged = judge(Bar::of(&scenario, Level::Sde2), &[spoken]);
        judged.sections[0].point.clone().expect("it was answered")
    }

    #[test]
    fn questions_quote_what_was_said_and_each_kind_comes_once() {
        let asked = asked(&WEAK);
        let kinds: Vec<Closes> = asked.iter().map(|one| one.probe.closes).collect();
        assert_eq!(
            kinds,
            [Closes::Doer, Closes::Number, Closes::Reason],
            "{asked:#?}"
        );
        for one in &asked {
            let quote = one.probe.quote.trim_end_matches(" …");
            assert!(one.probe.said.contains(quote), "{one:?}");
            assert!(one.question.contains(&one.probe.quote), "{one:?}");
        }
        assert!(
            asked[2].question.contains("I decided to take it on"),
            "{asked:#?}"
        );
    }

    #[test]
    fn a_stated_reason_or_cause_is_not_asked_for() {
        let answer = [
            (
                "task",
                "I decided to take it on because nobody else looked at the logs.",
            ),
            (
                "action",
                "I pulled the delivery logs and I traced the drops.",
            ),
            (
                "result",
                "The drop rate went from 0.3% to zero. I compared both weeks, before and after.",
            ),
        ];
        assert_eq!(asked(&answer), []);
        assert_eq!(asked(&[]), []);
        assert_eq!(asked(&[("action", "")]), []);
    }

    #[test]
    fn an_answer_closes_the_point_or_leaves_it_open() {
        let closed =
            |closes, answer| matches!(answered(closes, answer), PointOutcome::Closed { .. });
        assert!(closed(Closes::Number, "From 0.3 percent to zero."));
        assert_eq!(
            answered(Closes::Number, "The drop rate really improved quite a bit."),
            PointOutcome::Open
        );
        assert!(closed(
            Closes::Doer,
            "I pulled the logs myself, and Ana traced them."
        ));
        assert_eq!(
            answered(Closes::Doer, "We pulled the logs together as a team."),
            PointOutcome::Open
        );
        assert!(closed(
            Closes::Reason,
            "Because the queue belonged to nobody on that team."
        ));
        assert_eq!(
            answered(Closes::Reason, "I just took on the service."),
            PointOutcome::Open
        );
        assert!(closed(
            Closes::Cause,
            "Nothing else had changed that week on the service."
        ));
        assert_eq!(
            answered(Closes::Cause, "The drop rate was simply lower."),
            PointOutcome::Open
        );
    }

    #[test]
    fn an_answer_about_something_else_is_off_topic_and_not_weak() {
        let elsewhere =
            "My favourite season is autumn, and I bake bread with 3 cousins every Sunday.";
        for closes in [Closes::Number, Closes::Doer, Closes::Reason, Closes::Cause] {
            assert_eq!(
                answered(closes, elsewhere),
                PointOutcome::OffTopic,
                "{closes:?}"
            );
        }
    }
}
