//! `passive-voice`: an act has no agent.

use crate::evidence::speech::Speech;
use crate::evidence::ownership;
use crate::judgement::Severity::{Fix, Note};
use crate::judgement::{About, Family};
use crate::language::clause::Clause;
use crate::language::grammar::{Doer, clause_start, doer};
use crate::language::token::{Border, Token, says, preceding, same_sentence};
use crate::language::verbs;
use crate::language::words::{Class, grammar};
use crate::rules::Findings;
use crate::scenario::SectionRole;

pub(super) static ABOUT: About = About {
    id: "passive-voice",
    title: "Nobody did it",
    family: Family::Ownership,
    gravity: 2,
    weakness: "left out who did the work",
    what: "A passive without an agent over work that the candidate should claim.",
    why: "'The root cause was found' hides the one fact that the interviewer wants: that you found it.",
    source: "Amazon interview help: let us know what you actually did; the walkthrough's weak answer 'uses passive language'.",
    flags: &[
        "action: After a while the root cause was found.",
        "action: The fix was deployed the week after.",
        "action: The logs were pulled and the failure was traced to a timeout.",
        "action: After that the tank was drained and the valve was repainted.",
    ],
    allows: &[
        "action: The event was dropped.",
        "action: It was decided to delete everything. I had that reversed.",
        "action: It turned out the long buses were parked in front.",
        "result: The rate was brought down to zero.",
        "action: The bug was found by me.",
        "action: It was merged.",
        "action: I could see that it can be reproduced.",
        "result: He's trained two others since.",
        "action: We were done in nineteen minutes.",
        "action: The limit was set to four days, so I raised it.",
        "result: Every new form is built that way now.",
        "action: She was promoted in May.",
        "action: The belt was worn on one side, so I cut a new one.",
    ],
};

/// Verbs of a candidate's work, as stems, without what systems do to events.
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

/// Of these, the verbs that name an outcome in a Result.
const OUTCOME: &[&str] = &[
    "make", "set", "put", "chang", "updat", "resolv", "solv", "review", "monitor", "roll", "add",
    "do", "open", "address", "apply", "appli", "correct", "check", "track", "releas", "verifi",
    "valid", "send", "introduc",
];

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    if !matches!(
        speech.part,
        SectionRole::Action | SectionRole::Result | SectionRole::FollowUp | SectionRole::Other
    ) {
        return;
    }
    let tokens = speech.tokens();
    let unowned = |clause: &&Clause| {
        let verb = clause.act;
        clause.passive
            && clause.doer == Doer::Unsaid
            && is_work(speech, verb)
            && !is_state(tokens, verb)
            && !sets_scene(tokens, clause)
            && !told_by_others(tokens, clause)
            && !is_responded_to(tokens, clause)
            && !turned_out(tokens, clause)
    };
    let found: Vec<&Clause> = speech.facts().filter(unowned).collect();
    let slip = ownership::is_slip(found.len(), speech);
    let severity = if slip { Note } else { Fix };
    for clause in found {
        let verb = clause.act;
        let start = clause.span.start;
        let said = speech.quote(&(start..verb + 1));
        out.at(
            severity,
            start..verb + 1,
            format!("“{said}”: by whom?"),
            format!(
                "If it was you, put yourself in front: “I {} …”.",
                active(&tokens[verb].lower)
            ),
        );
    }
}

/// Whether it is the state to which the candidate responds: "the valve was worn on one side, so I turned a new one".
fn is_responded_to(tokens: &[Token], clause: &Clause) -> bool {
    let sentence = tokens[clause.act].sentence;
    // "It was decided to delete everything. I had that reversed.": others planned it.
    let planned = ["plan", "decid", "agre", "propos", "suggest", "schedul"];
    let planned = tokens[clause.act].stems(&planned);
    let next = tokens[clause.act..].iter();
    let mut next = next.skip_while(|token| token.sentence == sentence);
    if planned && next.next().is_some_and(|token| token.is(Class::FIRST)) {
        return true;
    }
    let rest = tokens[clause.act + 1..].windows(2).take(12);
    let mut rest = rest.take_while(|pair| pair[1].sentence == sentence);
    rest.find(|pair| pair[0].lower == "so" || pair[0].is(Class::FIRST))
        .is_some_and(|pair| pair[0].lower == "so" && pair[1].is(Class::FIRST))
}

/// "It turned out the buses were parked in front": what was found.
fn turned_out(tokens: &[Token], clause: &Clause) -> bool {
    let mut pairs = tokens[clause.span.start..clause.act].windows(2);
    pairs.any(|pair| pair[0].stem == "turn" && pair[1].lower == "out")
}

/// "They told me the money was taken": what others say was done is their news, and nobody's work here.
fn told_by_others(tokens: &[Token], clause: &Clause) -> bool {
    let before = clause.span.start..clause.act;
    // "I looked at what had been put there": an observation, and nobody's work here.
    let found = |at: usize| tokens[at].any(&["what", "whatever"]);
    before.clone().any(found)
        || before.clone().any(|at| {
            verbs::is(&tokens[at], "reporting")
                && tokens[at].is(Class::PAST)
                && doer(tokens, at) == Doer::Others
        })
}

/// Whether the participle is work that somebody did. In a Result only listed verbs count, since much else happens
/// there; elsewhere all that do not merely happen to a thing.
fn is_work(speech: &Speech<'_>, verb: usize) -> bool {
    let token = &speech.tokens()[verb];
    let listed = token.stems(WORK);
    match speech.part {
        SectionRole::Result => listed && !token.stems(OUTCOME),
        _ => listed || !verbs::is(token, "happening"),
    }
}

/// Whether it is a state and not an act: "we were done by nine", "the limit was set to nine days", "it is built that
/// way".
fn is_state(tokens: &[Token], verb: usize) -> bool {
    let near = &tokens[verb.saturating_sub(4)..verb];
    let is = near.iter().rfind(|token| token.is(Class::BE));
    let now = is.is_none_or(|is| !is.any(&["was", "were", "been", "got", "being"]));
    let person = preceding(tokens, verb)
        .take(4)
        .find(|token| !token.is(Class::BE.or(Class::ADVERB).or(Class::AUXILIARY)))
        .is_some_and(|token| {
            token.any(&[
                "i",
                "we",
                "he",
                "she",
                "they",
                "you",
                "who",
                "everybody",
                "everyone",
            ])
        });
    let start = clause_start(tokens, verb);
    let then = ["then", "afterwards", "after", "later", "next", "finally"];
    let then = says(&tokens[start..verb], &then);
    let to = same_sentence(tokens, verb, verb + 1).is_some_and(|next| {
        next.any(&["to", "at", "for"]) && tokens[verb].after == Border::None
    });
    let level = tokens[verb].any(&["set", "fixed", "configured", "capped", "limited", "kept"]);
    now || person || level && to && !then
}

/// Whether a passive sets the scene ("once it was found, I …"), or contains "I".
fn sets_scene(tokens: &[Token], clause: &Clause) -> bool {
    const SCENES: &[&str] = &[
        "once", "since", "before", "until", "when", "which", "that", "who", "if", "while", "where",
        "whether",
    ];
    let (start, verb) = (clause.span.start, clause.act);
    // "After that the tank was drained": a step, not a scene. `at` is the "that".
    let step = |at: usize| {
        at > 0
            && tokens[at - 1].lower == "after"
            && tokens[at].any(&["that", "this", "which"])
            && !tokens[at + 1].any(&["was", "were", "had"])
    };
    let led = start > 0
        && tokens[start - 1].sentence == tokens[verb].sentence
        && (tokens[start - 1].any(SCENES) || tokens[start - 1].lower == "after")
        && !step(start - 1)
        && !step(start);
    // "After the fix was found", but "after that the cache was emptied".
    let after = |at: usize| {
        tokens[at].lower == "after"
            && !tokens.get(at + 1).is_some_and(|next| {
                next.any(&[
                    "that", "this", "which", "a", "some", "lunch", "two", "three",
                ])
            })
    };
    led || (start..verb).any(|at| {
        tokens[at].any(SCENES) && !step(at)
            || after(at)
            || tokens[at].any(&["can", "could", "to", "be"])
            || tokens[at].is(Class::FIRST)
    })
}

/// The past tense of a participle: "found", "wrote" for "written".
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
