//! `weak-pattern`: the answer to a follow-up resembles the scenario's weak answer.

use crate::evidence::follow_up_answer;
use crate::evidence::speech::Speech;
use crate::judgement::Severity::Fix;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "weak-pattern",
    title: "The weak answer's way",
    family: Family::Evidence,
    gravity: 10,
    weakness: "sounded like the weak answer",
    what: "The answer to a follow-up question goes the way of the scenario's weak answer, in its words or in others, and shows less than half of what the strong one shows.",
    why: "A follow-up probes one thing. The weak answer is the one that most people give, and it confirms the doubt behind the question.",
    source: "The scenario's weak and strong answers to this question.",
    flags: &[
        "follow-up-how-accepted: I did escalate it. I sent them a Slack message and they handled it.",
        "follow-up-how-accepted: I pinged their channel and they took care of it.",
        "follow-up-how-verified: I shipped it and there were no more errors.",
        "follow-up-why-outside-scope: I had spare time that sprint.",
    ],
    allows: &[
        "follow-up-how-accepted: I sent their lead a Slack message with a finished fix, coordinated the rollout with them and verified that the deployment worked.",
        "action: I sent them a Slack message and they handled it.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let Some(asked) = speech.bar.scenario.follow_up(speech.spoken.id) else {
        return;
    };
    let Some(place) = follow_up_answer::weak(speech, asked) else {
        return;
    };
    let said = speech.quote(&place);
    let message = format!(
        "“{said}” goes the way of the weak answer. {}",
        asked.weak_because
    );
    let suggestion = if asked.key_line.is_empty() {
        "Say what you did yourself, and how you know that it held.".to_owned()
    } else {
        format!("The line to remember: “{}”", asked.key_line)
    };
    out.at(Fix, place, message.trim_end().to_owned(), suggestion);
}
