//! `we-language`: "we" hides the candidate's own part.

use crate::evidence::speech::Speech;
use crate::evidence::ownership::{self, HiddenWork};
use crate::judgement::Severity::{Fix, Improve, Note};
use crate::judgement::{About, Family};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "we-language",
    title: "We where I belongs",
    family: Family::Ownership,
    gravity: 9,
    weakness: "said “we”",
    what: "We, us, our or let's stands where the candidate's own noticing, decision, work or learning should be.",
    why: "The panel hires one person. What a group did cannot be credited to you, so it is not written down.",
    source: "Amazon interview help: use the word 'I', not 'we', when describing actions. Amazon's rule, not a law: Naim et al. 2015 found that 'we' helps in other interviews; a scenario can switch it off.",
    flags: &[
        "action: We traced it to a timeout.",
        "action: They gave us access to the logs.",
        "action: Our team fixed the handler.",
        "action: So I said let's trace it.",
        "action: We celebrated and rewrote the handler.",
        "action: The team and I rewrote the handler.",
        "action: We were burning twelve minutes a day.",
        "action: We went for the second supplier.",
        "action: We had lunch and rewrote the handler.",
        "action: We walked through the list and mended it.",
        "result: We got it to zero.",
        "result: They adopted our alert.",
        "reflection: We learned to look earlier.",
    ],
    allows: &[
        "action: I agreed with their dispatcher that they start with us at ten.",
        "action: The driver told us to move the fence, and I had it moved.",
        "situation: Our customers were complaining and we were losing money.",
        "task: It was not our service and nobody asked us.",
        "action: Their lead said, \"we'll take it from here.\"",
        "action: We paired on it, Priya took the parser and I did the retry.",
        "action: I deployed it in us-east-1.",
        "action: It was, let's say, a surprise.",
        "result: We haven't had a complaint since.",
        "result: We kept the customer.",
        "result: We pulled the plug, and I told the team why.",
        "result: It meant that we didn't burn sixty thousand on advertising.",
        "result: We got the first real alert in week six.",
        "result: We're talking eight thousand dollars a week.",
        "result: So we get some fifty hours back every year.",
        "result: We went up six minutes late.",
        "result: They've taken over the way we did the blind test.",
        "action: I raised the question of whether we needed something this complex.",
        "result: We topped out at 97%.",
        "reflection: We did not have a shared SLO.",
        "action: I negotiated us a discount of 12 percent.",
        "action: I told the supplier that we would leave, and he cut the price.",
        "action: It took us two weeks, and I wrote the retry.",
        "action: I told the team that we were going to miss the date unless I cut scope.",
        "action: When the apprentice asked me to take over, I said no, and we went for chips.",
        "action: We were burning twelve minutes a day, so I timed each step and I moved the saw.",
        "action: Afterwards we had tea in the corridor, and I asked her what had frightened her.",
        "action: I wrote the retry. We celebrated on Friday.",
        "action: I split the work: Sam took the parser, Ana the tests, I the retry. We finished in two weeks.",
        "result: We got promoted to a Michelin star.",
        "action: I sat down with Tomas and we went through his last reviews.",
        "action: It gave me what we'd had all along.",
        "action: I tried it on our test devices.",
        "action: The question was: do we release this or not?",
        "action: We were done in nineteen minutes.",
        "action: We'd already written the paper when I found the fault.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let severity = match speech.part {
        SectionRole::Action | SectionRole::Result => Fix,
        _ => Improve,
    };
    let hidden = ownership::hidden(speech);
    // Where the Action tells whose the work was, "we" shares what was wrong and what came of it.
    let shared = speech.owned && matches!(speech.part, SectionRole::Situation | SectionRole::Result);
    let slip = ownership::is_slip(hidden.len(), speech);
    let severity = if slip || shared { Note } else { severity };
    for HiddenWork { tokens, instead } in hidden {
        // Outside the acts "our" hides nobody: "before we touch our code".
        let owned = severity != Fix && speech.tokens()[tokens.start].lower == "our";
        let severity = if owned { Note } else { severity };
        let said = speech.quote(&tokens);
        let suggestion = if instead.is_empty() {
            "Which part of it was yours? Say what you did, and where it was shared, who took what."
                .to_owned()
        } else {
            format!(
                "If it was you, say “{instead}”. If it was shared, split the roles: who took what."
            )
        };
        out.at(
            severity,
            tokens,
            format!("“{said}”: an interviewer cannot tell which part was yours."),
            suggestion,
        );
    }
}
