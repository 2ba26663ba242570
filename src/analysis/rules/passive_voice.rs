//! `passive-voice`: the action has no doer.

use crate::analysis::grammar::{Doer, Mood, clause_start, doer, mood, passive};
use crate::analysis::lexicon::{Class, grammar};
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::{Finding, Severity};

pub(super) struct It;

static ABOUT: About = About {
    id: "passive-voice",
    title: "Nobody did it",
    what: "A passive without an agent over work that the candidate should claim.",
    why: "'The root cause was found' hides the one fact that the interviewer wants: that you found it.",
    source: "Amazon interview help: let us know what you actually did; the walkthrough's weak answer 'uses passive language'.",
    flags: &[
        "action: After a while the root cause was found.",
        "action: The fix was deployed the week after.",
        "action: The logs were pulled and the failure was traced to a timeout.",
    ],
    allows: &[
        "action: The event was dropped.",
        "result: The rate was brought down to zero.",
        "action: The bug was found by me.",
        "action: It was merged.",
        "action: I could see that it can be reproduced.",
        "result: He's trained two others since.",
        "action: We were done in nineteen minutes.",
    ],
};

/// Work that a candidate does, as stems; what systems do to events is not among them.
const WORK: &[&str] = &[
    "repair",
    "replac",
    "count",
    "move",
    "reorgan",
    "rearrang",
    "train",
    "sort",
    "label",
    "restock",
    "clean",
    "measur",
    "calcul",
    "draft",
    "translat",
    "teach",
    "plan",
    "find",
    "identifi",
    "trace",
    "pull",
    "analyz",
    "analys",
    "reproduc",
    "write",
    "implement",
    "add",
    "fix",
    "deploy",
    "creat",
    "build",
    "test",
    "submit",
    "rais",
    "roll",
    "develop",
    "resolv",
    "investig",
    "check",
    "set",
    "put",
    "configur",
    "do",
    "discov",
    "releas",
    "ship",
    "patch",
    "introduc",
    "solv",
    "verifi",
    "valid",
    "chang",
    "updat",
    "decid",
    "design",
    "code",
    "make",
    "collect",
    "gather",
    "extract",
    "download",
    "inspect",
    "simul",
    "replic",
    "recreat",
    "track",
    "narrow",
    "determin",
    "diagnos",
    "open",
    "install",
    "rewrit",
    "address",
    "correct",
    "perform",
    "conduct",
    "establish",
    "pinpoint",
    "locat",
    "examin",
    "complet",
    "prepar",
    "wire",
    "notic",
    "spot",
    "carri",
    "apply",
    "appli",
    "activ",
    "coordin",
    "organ",
    "monitor",
    "figur",
    "send",
    "review",
    "dump",
    "pick",
    "throw",
];

/// In the Result these name an outcome.
const OUTCOME: &[&str] = &[
    "make", "set", "put", "chang", "updat", "resolv", "solv", "review", "monitor", "roll", "add",
    "do", "open", "address", "apply", "appli", "correct", "check", "track", "releas", "verifi",
    "valid", "send", "introduc",
];

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        if !matches!(
            speech.part,
            Part::Action | Part::Result | Part::FollowUp | Part::Other
        ) {
            return;
        }
        let tokens = speech.tokens();
        for verb in 0..tokens.len() {
            let token = &tokens[verb];
            // "We were done by nine": no more than being ready.
            let ready = token.lower == "done"
                && verb >= 2
                && tokens[verb - 1].is(Class::BE)
                && tokens[verb - 2].any(&["i", "we", "he", "she", "they", "you"]);
            let work = WORK.contains(&token.stem.as_str())
                && !ready
                && (speech.part != Part::Result || !OUTCOME.contains(&token.stem.as_str()));
            if !work
                || token.quoted
                || !passive(tokens, verb)
                || doer(tokens, verb) != Doer::Unsaid
                || mood(tokens, verb) != Mood::Fact
            {
                continue;
            }
            let start = clause_start(tokens, verb);
            let clause = &tokens[start..verb];
            let scene = start > 0
                && tokens[start - 1].sentence == token.sentence
                && tokens[start - 1].any(&[
                    "once", "since", "after", "before", "until", "when", "which", "that", "who",
                    "if", "while", "where", "whether",
                ])
                || clause.iter().any(|token| {
                    token.any(&[
                        "once", "since", "after", "before", "until", "when", "which", "that",
                        "who", "if", "while", "where", "can", "could", "to", "be",
                    ]) || token.is(Class::FIRST)
                });
            if scene {
                continue;
            }
            let said = speech.quote(&(start..verb + 1));
            out.push(speech.at(
                &ABOUT,
                Severity::Fix,
                start..verb + 1,
                format!("“{said}”: by whom?"),
                format!(
                    "If it was you, put yourself in front: “I {} …”.",
                    active(&token.lower)
                ),
            ));
        }
    }
}

/// "Found", "written" as they stand after "I": "found", "wrote".
fn active(participle: &str) -> String {
    let grammar = grammar();
    let Some(base) = grammar.irregular.get(participle) else {
        return participle.to_owned();
    };
    let past = grammar
        .irregular
        .iter()
        .find(|(form, of)| *of == base && grammar.class(form).is(Class::PAST));
    past.map_or_else(|| participle.to_owned(), |(form, _)| form.clone())
}
