//! `handoff`: the candidate passed the problem on instead of owning it.

use crate::evidence::follow_up_answer::ProbeCoverage;
use crate::evidence::speech::Speech;
use crate::evidence::ownership;
use crate::judgement::Severity::Fix;
use crate::judgement::{About, Family};
use crate::language::clause::{Clause, Relation, relation};
use crate::language::grammar::{Doer, Mood, clause_end, clause_start, doer, mood};
use crate::language::{lexicon, phrases, verbs};
use crate::language::pattern::{Match, Pattern};
use crate::language::token::{Token, following, preceding};
use crate::language::words::Class;
use crate::rules::Findings;
use crate::scenario::SectionRole;
use std::sync::LazyLock;

pub(super) static ABOUT: About = About {
    id: "handoff",
    title: "Handed off",
    family: Family::Ownership,
    gravity: 11,
    weakness: "handed the problem on",
    what: "Others find or fix the problem because the candidate reported, escalated, assigned or delegated it.",
    why: "Passing a problem on is routing, not ownership. Telling a lead while bringing the fix is fine.",
    source: "The walkthrough: 'Sending Slack = routing responsibility, not ownership. Confirms handoff without ownership.'",
    flags: &[
        "action: I escalated it to the Platform manager.",
        "action: I told the Platform team about it. They fixed it after some time.",
        "task: They fixed it after some time.",
        "action: I traced it and wrote it up. Then I handed it over to them and they implemented the retry.",
        "action: I asked Tom to look into it and Tom solved it.",
        "action: I told the pharmacy about it and they rolled it out.",
        "action: I let the porter know, and he went up and swapped the lamp.",
        "action: I pointed out the gap to dispatch. Dispatch moved two drivers and set up a new rota.",
    ],
    allows: &[
        "action: I wrote the retry and submitted a PR, and they merged it.",
        "action: I informed their tech lead and brought the fix: I wrote a retry and opened a PR.",
        "action: I asked for access to the logs and traced it.",
        "situation: They had tried to fix it twice.",
        "action: I proposed to cancel one policy. I put it in writing and I followed up weekly until June.",
        "action: I escalated to my director because she had the budget, and I brought three quotes and my recommendation.",
        "action: I delegated the data entry to an intern and I did the analysis myself.",
        "action: I delegated the data entry to an intern. I called the fourteen families and I sorted the answers.",
        "action: I taught three colleagues to run it, so they took it over when I moved to Berlin.",
        "action: I told the team that we were going to miss the date unless I cut scope.",
        "action: I reported the numbers to the VP every week.",
        "action: I let the team know about the change.",
        "action: He said, you know what, do it.",
        "action: I phoned the families. They asked for fixed days and I gave them fixed days.",
        "action: I asked my manager for two more days and I finished the report.",
        "action: They told me that they would fix it, but nothing happened, so I rewired the pump.",
        "action: I told them no.",
        "action: He phoned me in the middle of a release that was stuck. I asked him, what would you do if I were away?",
        "action: I reminded the nurses at the start of the shift.",
        "task: My boss said, you find the cause and you repair it.",
        "action: I showed dispatch my list, and dispatch agreed. I moved two drivers and I set up a rota.",
        "action: We counted the guests and drew a plan, and Ada and Tom built it in nine days.",
    ],
};

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    match speech.part {
        SectionRole::Situation | SectionRole::Task => fixed_before_action(speech, out),
        SectionRole::Action | SectionRole::FollowUp | SectionRole::Other => fixed_by_others(speech, out),
        SectionRole::Result | SectionRole::Reflection => {}
    }
}

/// Finds where the problem is passed on and others solve it, in a section about what was done.
fn fixed_by_others(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let shown = ProbeCoverage::of(speech.covered(), speech.signals.len());
    // A candidate who covers half of the strong example's ideas did the work.
    let worked = matches!(shown, ProbeCoverage::Half | ProbeCoverage::All);
    if speech.part == SectionRole::FollowUp && worked {
        return; // a good answer may mention others
    }
    let places = given_up(speech).or_else(|| {
        let acts = Acts::of(speech);
        acts.pass_it_on(worked).then(|| acts.places())
    });
    for hit in places.unwrap_or_default() {
        let tokens = speech.tokens();
        let subject = Class::FIRST.or(Class::OTHER);
        let before = preceding(tokens, hit.tokens.start).take_while(|token| token.is(subject));
        let from = hit.tokens.start - before.count();
        push(
            speech,
            from,
            &hit,
            " passes the problem on; the fix is somebody else's.",
            out,
        );
    }
}

/// What the candidate did and passed on, and what others did.
struct Acts {
    /// Where the problem was given away.
    given: Vec<Match>,
    /// Where others were told of it.
    told: Vec<Match>,
    /// Where others fixed it.
    theirs: Vec<Match>,
    /// Whether the candidate wrote, built or repaired something.
    built: bool,
    /// Whether the candidate looked for the cause.
    investigated: bool,
    /// Whether others were told by a ticket.
    filed: bool,
    /// Number of acts besides telling and giving away.
    besides: usize,
    /// Number of acts of "we"; whose they were is another finding.
    together: usize,
}

impl Acts {
    fn of(speech: &Speech<'_>) -> Self {
        let mut fixed = BUILDING.find(&speech.words);
        fixed.extend(said(speech, "brought-it"));
        let investigated = INVESTIGATING.find(&speech.words);
        let besides = done_besides(speech);
        // Giving a part away and doing the rest is delegation, not handoff.
        let mut given = passed(speech, "gave-it-away");
        given.retain(|hit| besides == 0 || !part_of_it(speech, hit));
        let mut told = passed(speech, "reported-it");
        told.retain(|hit| !told_of_oneself(speech, hit));
        Self {
            given,
            theirs: theirs(speech, besides),
            built: fixed
                .iter()
                .any(|hit| mine(speech, hit.verb) && !written_up(speech.tokens(), hit.verb)),
            investigated: investigated.iter().any(|hit| mine(speech, hit.verb)),
            filed: told.iter().any(|hit| {
                let mut said = speech.tokens()[hit.tokens.clone()].iter();
                said.any(|token| token.stems(&["ticket", "incid", "jira", "bug"]))
            }),
            told,
            besides,
            together: done_together(speech),
        }
    }

    /// Whether the problem was passed on instead of being solved; `worked` if the answer covers much of the strong
    /// example.
    fn pass_it_on(&self, worked: bool) -> bool {
        if self.built {
            return false;
        }
        if !self.given.is_empty() {
            return true;
        }
        if worked {
            return false;
        }
        let went_on = self.besides >= ENOUGH;
        if self.theirs.is_empty() {
            // Telling others is no handoff if the candidate went on. A ticket is its assignee's work, however often one
            // looks at it.
            return !self.told.is_empty() && !self.investigated && (!went_on || self.filed);
        }
        // Others may do one step of a story in which the candidate worked.
        let worked_on = self.investigated || self.besides + self.together >= ENOUGH;
        !self.told.is_empty() || self.theirs.len() > 1 + self.together || !worked_on
    }

    /// Where it was passed on, and the first act of others.
    fn places(self) -> Vec<Match> {
        let mut places = if self.given.is_empty() {
            self.told
        } else {
            self.given
        };
        places.extend(self.theirs.into_iter().next());
        places
    }
}

/// Every match of one topic of the lexicon, by any doer.
fn said(speech: &Speech<'_>, kind: &str) -> Vec<Match> {
    phrases::find_named(&speech.words, lexicon::handoff(), kind)
}

/// Every match of one topic by the candidate or by "we". Of two overlapping topics, the one that begins first counts.
fn passed(speech: &Speech<'_>, kind: &str) -> Vec<Match> {
    let hits = phrases::find(&speech.words, lexicon::handoff()).into_iter();
    hits.filter(|(hit, topic)| topic.name == kind && by_candidate_or_we(speech, hit.verb))
        .map(|(hit, _)| hit)
        .collect()
}

/// Whether the candidate does it, as a fact.
fn mine(speech: &Speech<'_>, verb: usize) -> bool {
    is_done_by(speech, verb, &[Doer::Candidate])
}

/// Whether the candidate or "we" does it: "we pinged them on Slack" passes it on as well.
fn by_candidate_or_we(speech: &Speech<'_>, verb: usize) -> bool {
    is_done_by(speech, verb, &[Doer::Candidate, Doer::We])
}

fn is_done_by(speech: &Speech<'_>, verb: usize, doers: &[Doer]) -> bool {
    let tokens = speech.tokens();
    !tokens[verb].quoted && doers.contains(&doer(tokens, verb)) && mood(tokens, verb) == Mood::Fact
}

/// Number of the candidate's acts besides telling others and giving the problem away.
fn done_besides(speech: &Speech<'_>) -> usize {
    let passed: Vec<Match> = ["gave-it-away", "reported-it"]
        .into_iter()
        .flat_map(|kind| said(speech, kind))
        .filter(|hit| by_candidate_or_we(speech, hit.verb))
        .collect();
    let besides = ownership::deeds(speech).into_iter().filter(|at| {
        !passed.iter().any(|hit| hit.tokens.contains(at)) && !speech.tokens()[*at].stems(TELLING)
    });
    besides.count()
}

/// Number of acts of "we" besides telling others.
fn done_together(speech: &Speech<'_>) -> usize {
    let done = |clause: &&Clause| {
        let act = &speech.tokens()[clause.act];
        clause.doer == Doer::We && !verbs::is(act, "no-work") && !act.stems(TELLING)
    };
    speech.facts().filter(done).count()
}

/// Where others fix it, including after they were told, asked or given it.
fn theirs(speech: &Speech<'_>, besides: usize) -> Vec<Match> {
    let tokens = speech.tokens();
    let mut theirs = said(speech, "others-fixed-it");
    theirs.retain(|hit| {
        // "He called in the middle of a release": a noun and no act.
        let thing = hit.verb > 0 && tokens[hit.verb - 1].is(Class::DETERMINER);
        // "Tim built the shelf and I painted it": an act after "I" is the candidate's.
        let mut rest = tokens[hit.verb + 1..hit.tokens.end.max(hit.verb + 1)].iter();
        let mine = rest.any(|token| token.is(Class::FIRST));
        // "They would fix it, but nothing happened, so I …": a promise is no act.
        let happened = besides == 0 || mood(tokens, hit.verb) == Mood::Fact;
        ownership::done_by_somebody(tokens, hit.verb) && !thing && !mine && happened
    });
    if besides < ENOUGH {
        theirs.extend(done_after_telling(speech));
    }
    // An act of somebody whom the candidate taught is the candidate's success.
    let mut taught = said(speech, "taught-it");
    taught.retain(|hit| mine(speech, hit.verb));
    theirs.retain(|hit| !taught.iter().any(|one| after(speech, one.verb, hit.verb)));
    theirs
}

/// Quotes a match from the token at `from` on, and says what it means.
fn push(speech: &Speech<'_>, from: usize, hit: &Match, means: &str, out: &mut Findings<'_>) {
    let end = clause_end(speech.tokens(), hit.verb).clamp(hit.tokens.end, hit.tokens.end + 4);
    let message = format!("“{}”{means}", speech.quote(&(from..end)));
    out.at(Fix, from..end, message, instead(speech.part));
}

/// Whether a clause tells, as a fact, what others did other than answer, agree or supply.
fn done_by_others(tokens: &[Token], clause: &Clause) -> bool {
    clause.doer == Doer::Others
        && clause.mood == Mood::Fact
        && !clause.passive
        && !clause.quoted
        && !verbs::is(&tokens[clause.act], "no-work")
}

fn act(clause: &Clause) -> Match {
    Match {
        tokens: clause.act..clause.act + 1,
        verb: clause.act,
    }
}

/// Finds a problem that the candidate passes on and others then mostly solve, whatever was tried before: the passing
/// on, and the first act of others.
fn given_up(speech: &Speech<'_>) -> Option<Vec<Match>> {
    let tokens = speech.tokens();
    let passes = |clause: &&Clause| {
        verbs::is(&tokens[clause.act], "passing")
            && clause.doer == Doer::Candidate
            && !clause.passive
    };
    let deeds = ownership::deeds(speech);
    let theirs_after = |passed: &Clause| -> Vec<&Clause> {
        let later = speech
            .clauses
            .iter()
            .filter(|clause| clause.act > passed.act);
        let theirs = later.filter(|clause| {
            done_by_others(tokens, clause) && ownership::by_somebody(tokens, clause.act)
        });
        theirs.collect()
    };
    let mine_after = |passed: &Clause| {
        let worked = |at: &&usize| **at > passed.act && !tokens[**at].stems(TELLING);
        let ours = speech.facts().filter(|clause| clause.doer == Doer::We);
        deeds.iter().filter(worked).count() + ours.count()
    };
    speech.facts().filter(passes).find_map(|passed| {
        let theirs = theirs_after(passed);
        let most = theirs.len() >= 2 && theirs.len() > 2 * mine_after(passed);
        most.then(|| vec![act(passed), act(theirs[0])])
    })
}

/// "I mentioned it to the drivers and they found the gap": others do the work because the candidate told, asked or gave
/// it to them. The verbs vary, so two clauses identify it: the candidate passes something on, and next somebody else
/// does more than answer, agree or supply.
fn done_after_telling(speech: &Speech<'_>) -> Option<Match> {
    let tokens = speech.tokens();
    let passing = speech.clauses.iter().enumerate().filter(|(_, clause)| {
        (verbs::is(&tokens[clause.act], "passing") || lets_do(tokens, clause.act))
            && matches!(clause.doer, Doer::Candidate | Doer::We)
            && clause.mood == Mood::Fact
            && !clause.passive
            && !clause.quoted
    });
    passing.into_iter().find_map(|(at, passed)| {
        // The next clauses, until the candidate acts again.
        let next = speech.clauses[at + 1..].iter().take(4);
        let mut next = next.take_while(|next| {
            !matches!(next.doer, Doer::Candidate | Doer::We)
                && tokens[next.act].sentence <= tokens[passed.act].sentence + 1
        });
        let done = next.find(|next| {
            done_by_others(tokens, next)
                && (ownership::by_somebody(tokens, next.act) || addressed(tokens, passed, next))
        });
        done.map(act)
    })
}

/// Whether it is passed on without a verb for it: "I let the caretaker know", "I got our trainee to ring them".
fn lets_do(tokens: &[Token], verb: usize) -> bool {
    let mut rest = following(tokens, verb).take(6);
    match tokens[verb].stem.as_str() {
        "let" => rest.any(|token| token.lower == "know"),
        "get" => {
            let named = rest.next().is_some_and(|next| !next.any(&["to", "it"]));
            named && rest.any(|token| token.lower == "to")
        }
        _ => false,
    }
}

/// Whether the subject is who was told, whatever the word: "I pointed it out to dispatch. Dispatch moved two drivers."
fn addressed(tokens: &[Token], passed: &Clause, next: &Clause) -> bool {
    let skipped = Class::ADVERB.or(Class::AUXILIARY);
    let mut before = tokens[next.span.start..next.act].iter().rev();
    let subject = before.find(|token| !token.is(skipped));
    let named = |subject: &Token| {
        let told = tokens[passed.act + 1..passed.span.end].windows(2);
        let introduced = Class::DETERMINER.or(Class::MINE);
        told.into_iter().any(|pair| {
            pair[1].lower == subject.lower && (pair[0].lower == "to" || pair[0].is(introduced))
        })
    };
    subject.is_some_and(named)
}

/// Whether what is told is the speaker's own, not a problem passed on: "told her we have got it".
fn told_of_oneself(speech: &Speech<'_>, hit: &Match) -> bool {
    let tokens = speech.tokens();
    let own = (hit.verb + 1..(hit.verb + 6).min(tokens.len())).find(|&at| {
        tokens[at].is(Class::FIRST.or(Class::WE_SUBJECT))
            && tokens[at].sentence == tokens[hit.verb].sentence
    });
    own.is_some_and(|at| relation(tokens, at) == Relation::Reported)
}

/// Finds a fix by others before the Action: "I told them about it. They fixed it after some time." Only a plain fix
/// counts here; what others tried or own is background.
fn fixed_before_action(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let tokens = speech.tokens();
    let fixed = FIXED.find(&speech.words).into_iter().find(|hit| {
        ownership::done_by_somebody(tokens, hit.verb) && mood(tokens, hit.verb) == Mood::Fact
    });
    let given = || {
        let mut given = passed(speech, "gave-it-away").into_iter();
        given.find(|hit| speech.part == SectionRole::Task && mine(speech, hit.verb))
    };
    if let Some(hit) = fixed.or_else(given) {
        let means = ": then the fix is theirs, before your Action begins.";
        push(speech, clause_start(tokens, hit.verb), &hit, means, out);
    }
}

/// Number of acts besides telling that show that the candidate went on.
const ENOUGH: usize = 2;

/// Verbs of saying, as stems: no work besides the telling.
const TELLING: &[&str] = &[
    "tell", "say", "ask", "inform", "report", "notifi", "escal", "mention", "send", "ping", "flag",
    "call", "email", "mail", "messag", "slack", "forward", "rais", "file", "open", "creat", "post",
    "share", "contact", "talk", "speak", "assign", "deleg", "hand", "pass", "notic", "look",
    "find", "discov", "spot", "realiz", "realis", "decid", "start", "go", "learn", "write", "log",
    "document",
];

/// Words for the whole problem: giving this away leaves nothing to do.
const WHOLE: &[&str] = &[
    "it",
    "this",
    "that",
    "them",
    "everything",
    "all",
    "whole",
    "rest",
    "problem",
    "problems",
    "issue",
    "issues",
    "fix",
    "bug",
    "case",
    "investigation",
    "matter",
    "incident",
    "ticket",
    "project",
    "responsibility",
    "work",
    "to",
];

/// Whether what was given away is named and only a part: "the data entry".
fn part_of_it(speech: &Speech<'_>, given: &Match) -> bool {
    let tokens = speech.tokens();
    let object: Vec<&Token> = following(tokens, given.verb)
        .take_while(|token| !token.is(Class::PREPOSITION))
        .take(4)
        .collect();
    let first = object.first();
    first.is_some_and(|first| !first.any(&["over", "off"]))
        && !object.iter().any(|token| token.any(WHOLE))
}

/// Whether `later` follows `first` in the same sentence or the next.
fn after(speech: &Speech<'_>, first: usize, later: usize) -> bool {
    let sentence = |at: usize| speech.tokens()[at].sentence;
    first < later && sentence(later) <= sentence(first) + 1
}

/// The advice for a section. A follow-up asks for more of the same story; another story is no answer to it.
fn instead(part: SectionRole) -> &'static str {
    match part {
        SectionRole::FollowUp => {
            "Say what you did yourself before and after that, and how you know that it held."
        }
        _ => {
            "Say what you brought yourself: the cause you found, the change you wrote, the result you checked. If that is all there was, choose another story."
        }
    }
}

fn built_in(pattern: &str) -> Pattern {
    Pattern::parse(pattern).expect("built in and tested")
}

/// A plain fix.
static FIXED: LazyLock<Pattern> = LazyLock::new(|| {
    built_in("^fix|^resolve|^solve|^patch|^repair + it|this|that|problem|issue|bug")
});

static BUILDING: LazyLock<Pattern> = LazyLock::new(|| {
    built_in(
        "write|implement|fix|build|code|develop|patch|rewrite|create|design|repair|solve|program|refactor|deploy|redesign|reorganize|rebuild|replace|{send}_pr",
    )
});

static INVESTIGATING: LazyLock<Pattern> = LazyLock::new(|| {
    built_in(
        "trace|reproduce|debug|investigate|analyze|dig|pull|profile|track|chase|measure|compare|count|test",
    )
});

/// Whether only a report was written: "I wrote it all up in a wiki page".
fn written_up(tokens: &[Token], verb: usize) -> bool {
    tokens[verb].stem == "write"
        && following(tokens, verb).take(6).any(|token| {
            token.any(&[
                "up", "wiki", "document", "doc", "ticket", "report", "email", "message", "page",
                "summary", "notes", "mail",
            ])
        })
}
