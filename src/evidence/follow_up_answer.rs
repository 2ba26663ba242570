//! Compares the answer to a follow-up question with the scenario's weak and strong answers.
//!
//! An answer is weak in one of two ways: it uses the words that distinguish the weak answer from the strong one; or it
//! makes the same mistake in other words: it hands the problem on, assumes, offers a generic statement or a
//! convenience. Neither counts if the answer covers half or more of the strong one's ideas: a good answer may mention
//! Slack.

use crate::evidence::prepared_idea::stems;
use crate::evidence::speech::Speech;
use crate::judgement::{PointOutcome, SectionJudgement, Severity};
use crate::language::pattern::Words;
use crate::language::token::Token;
use crate::language::words::everyday;
use crate::language::{lexicon, phrases};
use crate::scenario::FollowUp;
use std::collections::BTreeSet;
use std::ops::Range;

/// How much of what the question probes was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeCoverage {
    /// None of it.
    Nothing,
    /// Less than half.
    Little,
    /// Half or more.
    Half,
    /// Every idea of the strong answer.
    All,
}

impl ProbeCoverage {
    /// Classifies covered ideas out of all that are expected.
    pub fn of(covered: usize, all: usize) -> Self {
        match covered {
            _ if all > 0 && covered >= all => Self::All,
            0 => Self::Nothing,
            _ if covered * 2 >= all => Self::Half,
            _ => Self::Little,
        }
    }
}

/// The result for one answer to a follow-up question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was said.
    Silent,
    /// It resembles the weak answer.
    Weak,
    /// It does not resemble the weak answer; this much of the strong one was covered.
    Shows(ProbeCoverage),
    /// The open point of a question about the candidate's own words is closed.
    Closed,
    /// The open point may be closed.
    Unsure,
    /// The open point is still open.
    Open,
    /// It is not about the question.
    OffTopic,
    /// The story has no strong answer to compare with; `true` if no rule found anything that loses the bar.
    ByRules(bool),
}

impl Standing {
    /// Classifies an answer that was judged.
    pub fn of(judged: &SectionJudgement) -> Self {
        let mut findings = judged.findings.iter();
        let covered = judged.signals.iter().filter(|signal| signal.covered);
        match &judged.point {
            _ if judged.measures.words == 0 => Self::Silent,
            Some(PointOutcome::Closed { .. }) => Self::Closed,
            Some(PointOutcome::Unsure) => Self::Unsure,
            Some(PointOutcome::Open) => Self::Open,
            Some(PointOutcome::OffTopic) => Self::OffTopic,
            None if findings
                .clone()
                .any(|finding| finding.rule == "weak-pattern") =>
            {
                Self::Weak
            }
            None if judged.signals.is_empty() => {
                Self::ByRules(findings.all(|finding| finding.severity != Severity::Fix))
            }
            None => Self::Shows(ProbeCoverage::of(covered.count(), judged.signals.len())),
        }
    }

    /// Whether an interviewer would be satisfied.
    pub fn holds(self) -> bool {
        matches!(
            self,
            Self::Shows(ProbeCoverage::Half | ProbeCoverage::All) | Self::Closed
        )
    }

    /// Whether there was a strong answer or an open point to hold it against.
    pub fn compared(self) -> bool {
        !matches!(self, Self::ByRules(_))
    }

    /// The sentence that the candidate reads.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Silent => "Nothing was said.",
            Self::Closed => "The open point is closed.",
            Self::Unsure => "The open point may be closed; I cannot tell.",
            Self::Open => "The open point is still open.",
            Self::OffTopic => {
                "This is about something else than was asked: off topic, which is not weak."
            }
            Self::Weak => "This goes the way of the weak answer.",
            Self::ByRules(true) => {
                "The rules find nothing against it; there is no strong answer to compare it with."
            }
            Self::ByRules(false) => {
                "The rules speak against it; there is no strong answer to compare it with."
            }
            Self::Shows(ProbeCoverage::Nothing) => "Nothing of what the question probes was heard.",
            Self::Shows(ProbeCoverage::Little) => "Little of what the question probes was heard.",
            Self::Shows(ProbeCoverage::Half) => "This shows most of what the question probes.",
            Self::Shows(ProbeCoverage::All) => "This shows what the question probes.",
        }
    }
}

/// The words of the answer that resemble the weak one; `None` if there are none.
pub fn weak(speech: &Speech<'_>, asked: &FollowUp) -> Option<Range<usize>> {
    match ProbeCoverage::of(speech.covered(), speech.signals.len()) {
        ProbeCoverage::Half | ProbeCoverage::All => None,
        ProbeCoverage::Nothing | ProbeCoverage::Little => {
            same_words(speech, asked).or_else(|| same_mistake(speech, asked))
        }
    }
}

/// Finds words that only the weak answer has: at least two, at least two fifths of them, and a larger fraction than of
/// the words that only the strong answer has.
fn same_words(speech: &Speech<'_>, asked: &FollowUp) -> Option<Range<usize>> {
    // Words of the question do not distinguish the two answers.
    let question = stems(&asked.question);
    let strong = stems(&format!("{} {}", asked.strong, asked.key_line));
    let weak: BTreeSet<String> = &(&stems(&asked.weak) - &strong) - &question;
    let strong = &(&strong - &stems(&asked.weak)) - &question;
    let said = |wanted: &BTreeSet<String>| {
        let heard = speech.tokens();
        wanted
            .iter()
            .filter_map(|stem| {
                let same: Vec<&str> = everyday(stem)
                    .filter(|way| way.len() == 1)
                    .map(|way| way[0].as_str())
                    .chain([stem.as_str()])
                    .collect();
                let says = |stem: &String| same.contains(&stem.as_str());
                heard
                    .iter()
                    .position(|token| !token.quoted && says(&token.stem))
            })
            .collect::<BTreeSet<usize>>()
    };
    let (hits, others) = (said(&weak), said(&strong));
    let enough = hits.len() >= 2.min(weak.len()) && hits.len() * 5 >= weak.len() * 2;
    let nearer = hits.len() * strong.len() > others.len() * weak.len();
    if hits.is_empty() || !enough || !nearer {
        return None;
    }
    Some(span(speech.tokens(), &hits))
}

/// The sentence that holds most hits, up to its last hit.
fn span(tokens: &[Token], hits: &BTreeSet<usize>) -> Range<usize> {
    let sentence = |at: usize| tokens[at].sentence;
    let count = |one: usize| hits.iter().filter(|hit| sentence(**hit) == one).count();
    let best = hits
        .iter()
        .map(|hit| sentence(*hit))
        .max_by_key(|one| (count(*one), std::cmp::Reverse(*one)));
    let mut inside = hits.iter().filter(|hit| Some(sentence(**hit)) == best);
    let first = inside.next().copied().unwrap_or_default();
    let last = inside.next_back().copied().unwrap_or(first);
    let begin = (0..first)
        .rev()
        .take_while(|at| sentence(*at) == sentence(first))
        .last();
    begin.unwrap_or(first)..last + 1
}

/// Finds a mistake that the answer shares with the weak one, in any words.
fn same_mistake(speech: &Speech<'_>, asked: &FollowUp) -> Option<Range<usize>> {
    let weak = Words::of(&asked.weak);
    [
        lexicon::follow_up(),
        lexicon::handoff(),
        lexicon::generic(),
        lexicon::vague(),
    ]
    .into_iter()
    .find_map(|topics| {
        let mistakes: BTreeSet<&str> = phrases::find(&weak, topics)
            .into_iter()
            .map(|(_, topic)| topic.name.as_str())
            .collect();
        phrases::find(&speech.words, topics)
            .into_iter()
            .find(|(hit, topic)| {
                mistakes.contains(topic.name.as_str()) && !speech.tokens()[hit.tokens.start].quoted
            })
            .map(|(hit, _)| hit.tokens)
    })
}

#[cfg(test)]
mod tests {
    use super::ProbeCoverage;
    use crate::analysis::judge;
    use crate::judgement::{Bar, Judgement, SectionInput};
    use crate::scenario::{FollowUp, Level, Scenario, builtin, builtins};
    use crate::time::Millis;
    use crate::transcript::Transcript;

    fn judged(scenario: &Scenario, asked: &FollowUp, text: &str) -> Judgement {
        let transcript = Transcript::from_text(text);
        let spoken = SectionInput::typed(&asked.plan.id, Millis(20_000), &transcript);
        let bar = Bar::of(scenario, Level::Sde2);
        judge(bar, &[spoken])
    }

    /// Whether it resembles the weak answer; ideas covered, and all.
    fn verdict(scenario: &Scenario, asked: &FollowUp, text: &str) -> (bool, usize, usize) {
        let section = judged(scenario, asked, text).sections.remove(0);
        let weak = section
            .findings
            .iter()
            .any(|one| one.rule == "weak-pattern");
        let covered = section.signals.iter().filter(|one| one.covered).count();
        (weak, covered, section.signals.len())
    }

    #[test]
    fn every_built_in_pair_is_told_apart() {
        let mut wrong = Vec::new();
        for built_in in builtins() {
            let scenario = builtin(built_in.id).unwrap();
            for asked in &scenario.follow_ups {
                let (weak, covered, _) = verdict(&scenario, asked, &asked.weak);
                if !weak || covered > 0 {
                    wrong.push(format!(
                        "{} {}: the weak answer passes ({covered})",
                        scenario.id, asked.id
                    ));
                }
                let (weak, covered, all) = verdict(&scenario, asked, &asked.strong);
                if weak || covered < all {
                    wrong.push(format!(
                        "{} {}: the strong answer fails ({covered} of {all})",
                        scenario.id, asked.id
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// Weak and strong answers to the first walkthrough's questions, in words that do not occur in it.
    const OTHER_WORDS: &[(&str, &[&str], &[&str])] = &[
        (
            "how-accepted",
            &[
                "I pinged them on their channel and they took care of it.",
                "Well, I opened a ticket for the Platform team and after a while they fixed it.",
                "I raised it with their manager and let them handle it from there.",
            ],
            &[
                "I came with a finished pull request. I walked their lead through the change, and after the release I watched the rate with them for two days.",
                "I sent them a patch that was ready to merge, agreed a window for the deploy with their on-call, and checked the dashboard myself the next morning.",
            ],
        ),
        (
            "why-outside-scope",
            &[
                "I had spare time that sprint, and it looked interesting.",
                "Honestly I wanted to help them out, and I happened to be free.",
            ],
            &[
                "Sellers were complaining and we lost about eight thousand dollars a week. It hurt the whole company, and I could not leave it just because nobody had assigned it to me.",
                "Because customers do not care which team owns a service. They waited for payments, that hurt the business, and I was not willing to ignore it without a ticket.",
            ],
        ),
        (
            "how-verified",
            &[
                "I shipped it and there were no more errors, so it seemed fine.",
                "Nobody complained after the release, so I figured that it worked.",
            ],
            &[
                "First I recreated the timeouts on my machine and saw my fix hold. Then I set up an alarm on the dead letter queue and watched the drop rate for two weeks; it stayed at zero.",
                "I simulated slow networks in staging before and after the change. After the rollout I compared the rate each day with the week before, and I added an alert in case it came back.",
            ],
        ),
        (
            "what-differently",
            &[
                "I would communicate better and earlier with everybody.",
                "Next time I would talk to the Platform team more often.",
            ],
            &[
                "I would ask both teams to sign one service level objective for webhooks, with an alarm that rings in both teams, so that we detect a drop before a customer does.",
                "A common SLO for delivery. And one dashboard that both teams look at, since this drop was invisible to each of us alone.",
            ],
        ),
    ];

    #[test]
    fn paraphrases_are_told_apart_too() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let mut wrong = Vec::new();
        for (id, weak, strong) in OTHER_WORDS {
            let asked = scenario
                .follow_ups
                .iter()
                .find(|one| one.id == *id)
                .unwrap();
            for text in *weak {
                let (fails, covered, _) = verdict(&scenario, asked, text);
                if !fails || covered > 0 {
                    wrong.push(format!("passes ({covered}): {text}"));
                }
            }
            for text in *strong {
                let (fails, covered, all) = verdict(&scenario, asked, text);
                let shown = ProbeCoverage::of(covered, all);
                if fails || matches!(shown, ProbeCoverage::Nothing | ProbeCoverage::Little) {
                    wrong.push(format!("fails ({covered} of {all}): {text}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
