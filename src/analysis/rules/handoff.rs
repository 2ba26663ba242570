//! `handoff`: passed the problem on instead of owning it.

use crate::analysis::answer::Shown;
use crate::analysis::grammar::{Doer, Mood, clause_end, clause_start, doer, mood};
use crate::analysis::lexicon::{self, Class};
use crate::analysis::pattern::{Match, Pattern};
use crate::analysis::phrases;
use crate::analysis::rule::{About, Rule};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::{Finding, Severity};
use std::sync::LazyLock;

pub(super) struct It;

static ABOUT: About = About {
    id: "handoff",
    title: "Handed off",
    what: "Others find or fix the problem because the candidate reported, escalated, assigned or delegated it.",
    why: "Passing a problem on is routing, not ownership. Telling a lead while bringing the fix is fine.",
    source: "The walkthrough: 'Sending Slack = routing responsibility, not ownership. Confirms handoff without ownership.'",
    flags: &[
        "action: I escalated it to the Platform manager.",
        "action: I told the Platform team about it. They fixed it after some time.",
        "task: They fixed it after some time.",
        "action: I traced it and wrote it up. Then I handed it over to them and they implemented the retry.",
    ],
    allows: &[
        "action: I wrote the retry and submitted a PR, and they merged it.",
        "action: I informed their tech lead and brought the fix: I wrote a retry and opened a PR.",
        "action: I asked for access to the logs and traced it.",
        "situation: They had tried to fix it twice.",
    ],
};

impl Rule for It {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn check(&self, speech: &Speech<'_>, out: &mut Vec<Finding>) {
        if matches!(speech.part, Part::Situation | Part::Task) {
            return fixed_before_action(speech, out);
        }
        if !matches!(speech.part, Part::Action | Part::FollowUp | Part::Other) {
            return;
        }
        let covered = speech
            .signals
            .iter()
            .filter(|signal| signal.covered)
            .count();
        if speech.part == Part::FollowUp
            && matches!(
                Shown::of(covered, speech.signals.len()),
                Shown::Half | Shown::All
            )
        {
            return; // who shows what was asked may tell others of it
        }
        // Who shows half of what the strong example shows, and gave nothing away, did the work.
        let worked = matches!(
            Shown::of(covered, speech.signals.len()),
            Shown::Half | Shown::All
        );
        let words = &speech.words;
        let by = |who: &[Doer], at: usize| {
            !speech.tokens()[at].quoted
                && who.contains(&doer(speech.tokens(), at))
                && mood(speech.tokens(), at) == Mood::Fact
        };
        let mine = |at: usize| by(&[Doer::Candidate], at);
        // "We pinged them on Slack": passed on all the same.
        let ours = |at: usize| by(&[Doer::Candidate, Doer::We], at);
        let fixes = patterns();
        let built = fixes
            .0
            .find(words)
            .iter()
            .any(|hit| mine(hit.verb) && !written_up(speech, hit.verb));
        let investigated = fixes.1.find(words).iter().any(|hit| mine(hit.verb));
        let hits = phrases::find(words, lexicon::handoff());
        let given: Vec<&Match> = hits
            .iter()
            .filter(|(hit, topic)| topic.name == "gave-it-away" && ours(hit.verb))
            .map(|(hit, _)| hit)
            .collect();
        let told: Vec<&Match> = hits
            .iter()
            .filter(|(hit, topic)| topic.name == "reported-it" && ours(hit.verb))
            .map(|(hit, _)| hit)
            .collect();
        let theirs: Vec<Match> = lexicon::handoff()
            .iter()
            .filter(|topic| topic.name == "others-fixed-it")
            .flat_map(|topic| &topic.patterns)
            .flat_map(|pattern| pattern.find(words))
            .filter(|hit| by_people(speech, hit.verb))
            .collect();
        let report = !given.is_empty() || !theirs.is_empty() || !investigated;
        if worked && given.is_empty()
            || built
            || (given.is_empty() && told.is_empty() && theirs.is_empty())
            || !report
        {
            return;
        }
        if given.is_empty() && told.is_empty() && investigated && theirs.len() < 2 {
            return; // others did one step of a story in which the candidate worked
        }
        let mut places: Vec<&Match> = if given.is_empty() { told } else { given };
        places.extend(theirs.first());
        for hit in places {
            let end =
                clause_end(speech.tokens(), hit.verb).clamp(hit.tokens.end, hit.tokens.end + 4);
            let mut from = hit.tokens.start;
            while from > 0
                && speech.tokens()[from - 1].sentence == speech.tokens()[hit.verb].sentence
                && speech.tokens()[from - 1].is(Class::FIRST.or(Class::OTHER))
            {
                from -= 1;
            }
            let said = speech.quote(&(from..end));
            out.push(speech.at(
                &ABOUT,
                Severity::Fix,
                from..end,
                format!("“{said}” passes the problem on; the fix is somebody else's."),
                "Say what you brought yourself: the cause you found, the change you wrote, the result you checked. If that is all there was, choose another story.".into(),
            ));
        }
    }
}

/// "I told them about it. They fixed it after some time.": where the story is over before the Action
/// began. Only a plain fix counts here; what others tried or own is how things stood.
fn fixed_before_action(speech: &Speech<'_>, out: &mut Vec<Finding>) {
    static FIXED: LazyLock<Pattern> = LazyLock::new(|| {
        Pattern::parse("^fix|^resolve|^solve|^patch|^repair + it|this|that|problem|issue|bug")
            .expect("built in and tested")
    });
    let fact = |verb: usize| mood(speech.tokens(), verb) == Mood::Fact;
    let by_them = FIXED
        .find(&speech.words)
        .into_iter()
        .find(|hit| by_people(speech, hit.verb) && fact(hit.verb));
    let given = || {
        let hits = phrases::find(&speech.words, lexicon::handoff());
        let given = hits.into_iter().find(|(hit, topic)| {
            topic.name == "gave-it-away"
                && speech.part == Part::Task
                && !speech.tokens()[hit.verb].quoted
                && doer(speech.tokens(), hit.verb) == Doer::Candidate
                && fact(hit.verb)
        });
        given.map(|(hit, _)| hit)
    };
    let Some(hit) = by_them.or_else(given) else {
        return;
    };
    let start = clause_start(speech.tokens(), hit.verb);
    let end = clause_end(speech.tokens(), hit.verb).clamp(hit.tokens.end, hit.tokens.end + 4);
    let said = speech.quote(&(start..end));
    out.push(speech.at(
        &ABOUT,
        Severity::Fix,
        start..end,
        format!("“{said}”: then the fix is theirs, before your Action begins."),
        "Say what you brought yourself: the cause you found, the change you wrote, the result you checked. If that is all there was, choose another story.".into(),
    ));
}

/// What a candidate builds, and what a candidate investigates.
fn patterns() -> &'static (Pattern, Pattern) {
    static PATTERNS: LazyLock<(Pattern, Pattern)> = LazyLock::new(|| {
        let parse = |text| Pattern::parse(text).expect("built in and tested");
        (
            parse(
                "write|implement|fix|build|code|develop|patch|rewrite|create|design|repair|solve|program|refactor|deploy|redesign|reorganize|rebuild|replace|{send}_pr",
            ),
            parse(
                "trace|reproduce|debug|investigate|analyze|dig|pull|profile|track|chase|measure|compare|count|test",
            ),
        )
    });
    &PATTERNS
}

/// Whether people other than the candidate do it, as a fact.
fn by_people(speech: &Speech<'_>, verb: usize) -> bool {
    let tokens = speech.tokens();
    if tokens[verb].quoted
        || doer(tokens, verb) != Doer::Others
        || !matches!(mood(tokens, verb), Mood::Fact | Mood::Planned)
    {
        return false;
    }
    let sentence = tokens[verb].sentence;
    tokens[verb.saturating_sub(8)..verb]
        .iter()
        .rev()
        .take_while(|token| token.sentence == sentence)
        .any(|token| {
            token.is(Class::NOUN)
                || token.any(&[
                    "they", "he", "she", "someone", "somebody", "them", "owner", "owners", "one",
                ])
        })
}

/// "I wrote it all up in a wiki page": a report, not a fix.
fn written_up(speech: &Speech<'_>, verb: usize) -> bool {
    let tokens = speech.tokens();
    let end = (verb + 7).min(tokens.len());
    let near = tokens[verb..end]
        .iter()
        .take_while(|token| token.sentence == tokens[verb].sentence);
    tokens[verb].stem == "write"
        && near.into_iter().any(|token| {
            token.any(&[
                "up", "wiki", "document", "doc", "ticket", "report", "email", "message", "page",
                "summary", "notes", "mail",
            ])
        })
}
