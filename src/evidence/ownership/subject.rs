//! "We" as the subject: "we traced it", "we were losing money".

use super::words::{NOTICING, REFRESHMENT, REST, REWARD, STATE, WORK_IN_ACTION};
use super::{HiddenWork, Judge};
use crate::language::clause::{Relation, relation};
use crate::language::grammar::{Doer, clause_end, doer, passive};
use crate::language::token::{Border, Token, says};
use crate::language::verbs;
use crate::language::words::Class;
use crate::scenario::SectionRole;

/// Verbs of having and losing, as stems.
const HOLDING: &[&str] = &[
    "keep", "have", "lose", "save", "spend", "own", "hold", "need", "get", "earn", "pay",
];

/// Adverbs of habits, or of what everybody does.
const HABITUAL: &[&str] = &[
    "usually",
    "always",
    "normally",
    "often",
    "typically",
    "regularly",
    "both",
    "all",
];

/// Participles after "were" that describe work: "we were done", "we were involved".
const WORKING: &[&str] = &[
    "started",
    "done",
    "going",
    "involved",
    "organised",
    "organized",
];

/// Nouns for what a team gets from others: "we got complaints".
const RECEIVED: &[&str] = &[
    "complaints",
    "complaint",
    "calls",
    "tickets",
    "emails",
    "messages",
    "pages",
    "paged",
    "alerts",
    "alarms",
    "reports",
    "customers",
    "alert",
    "alarm",
    "warning",
    "call",
];

/// Nouns for results of work, as stems: "we had a fix".
const WORKED_OUT: &[&str] = &[
    "repro",
    "fix",
    "root",
    "answer",
    "solut",
    "pr",
    "plan",
    "idea",
    "culprit",
    "caus",
    "proof",
    "clean",
    "hypothesi",
    "breakthrough",
    "test",
    "it",
    "prototyp",
];

/// Verbs of learning, as stems: a lesson counts even if it is told of everybody.
const LEARNING: &[&str] = &["learn", "realiz", "realis", "understand"];

/// Verbs of a Reflection, as stems.
const REFLECTED: &[&str] = &[
    "learn",
    "realiz",
    "realis",
    "understand",
    "find",
    "figur",
    "discov",
    "propos",
    "build",
    "creat",
    "introduc",
    "start",
    "add",
    "fix",
    "set",
    "put",
    "catch",
    "notic",
    "detect",
    "write",
    "implement",
    "suggest",
    "decid",
    "should",
    "monitor",
    "watch",
    "improv",
    "see",
    "act",
    "prevent",
    "communic",
    "test",
    "do",
    "make",
    "pay",
    "conclud",
    "take",
    "work",
    "solv",
    "achiev",
    "ask",
    "request",
    "can",
    "overcom",
    "manag",
];

/// Number of acts told with "I" that make clear whose the work was.
const OWN_DEEDS: usize = 2;

/// A "we", its verb, and their context.
struct WeClause<'a> {
    we: &'a Token,
    verb: &'a Token,
    /// The verb's stem.
    stem: &'a str,
    /// Between the "we" and its verb.
    between: &'a [Token],
    /// After the verb, up to the end of the clause.
    after: &'a [Token],
    negated: bool,
    /// Told of everybody, or of a habit.
    habit: bool,
}

impl<'a> WeClause<'a> {
    fn new(tokens: &'a [Token], at: usize, verb: usize, end: usize) -> Self {
        let between = &tokens[at + 1..verb.max(at + 1)];
        let negative = |token: &Token| token.is(Class::NEGATIVE);
        Self {
            we: &tokens[at],
            verb: &tokens[verb],
            stem: tokens[verb].stem.as_str(),
            between,
            after: &tokens[verb + 1..end.max(verb + 1)],
            negated: between.iter().any(negative) || negative(&tokens[verb]),
            habit: says(between, HABITUAL),
        }
    }

    fn is_past(&self) -> bool {
        self.verb.is(Class::PAST)
    }

    fn is_progressive(&self) -> bool {
        self.verb.lower.ends_with("ing")
    }

    fn is_being(&self) -> bool {
        self.verb.is(Class::BE) && self.stem != "get" || self.stem == "be"
    }

    /// Whether one of these stems follows the verb.
    fn has_object(&self, stems: &[&str]) -> bool {
        let mut near = self.after.iter().take(5);
        near.any(|token| token.stems(stems))
    }

    /// Whether the team receives something: "we got complaints".
    fn receives(&self) -> bool {
        self.stem == "get" && self.after.iter().take(6).any(|token| token.any(RECEIVED))
    }

    /// Whether it is a passive with "get": "we got asked".
    fn is_asked(&self) -> bool {
        let next = self.after.first();
        self.stem == "get" && next.is_some_and(|next| next.is(Class::PARTICIPLE))
    }
}

impl Judge<'_> {
    pub(super) fn subject(&self, at: usize) -> Option<HiddenWork> {
        let verb = self.verb_of(at)?;
        let end = clause_end(self.tokens, verb);
        let said = WeClause::new(self.tokens, at, verb, end);
        if self.hides_nobody(at, verb, end) || self.tells_no_work(at, verb) {
            return None;
        }
        let hides = match self.speech.part {
            SectionRole::Situation => noticed(&said),
            SectionRole::Task => self.taken_on(&said),
            SectionRole::Action | SectionRole::FollowUp | SectionRole::Other => {
                self.worked_on(&said, at)
            }
            SectionRole::Result => !self.is_manner(at) && reached(&said),
            SectionRole::Reflection => learned(&said),
        };
        hides.then(|| HiddenWork {
            tokens: at..verb + 1,
            instead: super::rewrite::mine(self.speech, at, verb),
        })
    }

    /// Whether nobody is hidden in any section: a reward, something done to all, announced or asked, or true before the
    /// story began.
    fn hides_nobody(&self, at: usize, verb: usize, end: usize) -> bool {
        let token = &self.tokens[verb];
        // "We celebrated"
        let rewarded = token.stems(REWARD) && !self.act_follows(end);
        let rested = self.is_rest(verb, end) && !self.act_follows(end);
        // "We got promoted"
        let done_to_all = passive(self.tokens, verb) && !token.any(WORKING);
        // "We're talking eight thousand a week"
        let idiom = token.lower == "talking" && self.tokens[at].lower == "we're";
        rewarded
            || rested
            || done_to_all
            || idiom
            || self.announced(at, verb)
            || self.is_question(at)
            || self.precedes_story(at, verb)
            || self.is_finished(at, verb)
    }

    /// Whether it is a break that people took together: "we ate on the scaffold", "we went for chips".
    fn is_rest(&self, verb: usize, end: usize) -> bool {
        let stem = self.tokens[verb].stem.as_str();
        let mut object = self.tokens[verb + 1..end.max(verb + 1)].iter().take(4);
        // "Had" is taken for an auxiliary, and "tea" for its verb.
        let had = self.tokens[verb].any(REFRESHMENT);
        let round = self.same(verb, verb + 1);
        let strolled = stem == "walk"
            && round.is_some_and(|next| next.any(&["round", "around", "home", "back", "outside"]));
        had || strolled
            || REST.contains(&stem)
            || matches!(stem, "go" | "have" | "take" | "get" | "grab" | "share")
                && object.any(|token| token.any(REFRESHMENT))
    }

    /// Whether the verb describes a state, not an act.
    fn is_state(&self, said: &WeClause<'_>) -> bool {
        STATE.contains(&said.stem)
            || said.is_being()
            || said.receives()
            || said.is_asked() && !self.strict()
    }

    /// In a Task: whether responsibility was taken on, or work was done.
    fn taken_on(&self, said: &WeClause<'_>) -> bool {
        // "We decided to own it", "we decided, fine, we'll own this"
        let deciding = ["decided", "chose", "agreed", "committed", "wanted"];
        let decided =
            says(said.between, &deciding) || said.stem == "own" && said.we.any(&["we'll", "we'd"]);
        let owned = said.stem == "own" && said.is_past();
        // "The feeders are not asked, we throw pellets": a state.
        let act = said.is_past() || said.is_progressive() || said.verb.is(Class::PARTICIPLE);
        let worked = act && !self.is_state(said) && !said.verb.is(Class::OTHER) && !said.habit;
        !said.negated && (owned || decided || worked)
    }

    /// In an Action: whether work was done, unlike a state.
    fn worked_on(&self, said: &WeClause<'_>, at: usize) -> bool {
        let state = self.is_state(said);
        let made = said.stem == "have" && said.has_object(WORKED_OUT);
        // "We used a retry" is work, "we use Kafka" a state.
        let used = WORK_IN_ACTION.contains(&said.stem) && said.is_past() && !said.habit;
        let scope = said.negated && (state || said.stem == "own");
        // "I turned the shift round, so we do the top first": a present state, beside what "I" did.
        let beside = self.own_deeds >= OWN_DEEDS;
        let present = !said.is_past() && !said.is_progressive() && said.between.is_empty();
        let arranged =
            present && said.we.lower == "we" && !said.verb.is(Class::PARTICIPLE) && beside;
        // "We were burning twelve minutes a day": what was going on, beside what "I" did about it.
        let going_on = said.is_progressive() && beside;
        let context =
            scope || arranged || going_on || said.habit && state || self.relative(at, said.stem);
        made || !context && (used || !state)
    }

    /// Whether the clause tells no act: a purpose, something said or thought, a plan, a possession, or a present state.
    fn tells_no_work(&self, at: usize, verb: usize) -> bool {
        let between = &self.tokens[at + 1..verb.max(at + 1)];
        let token = &self.tokens[verb];
        let past = token.is(Class::PAST.or(Class::PARTICIPLE));
        let subordinate = match relation(self.tokens, at) {
            Relation::Purpose | Relation::Reported | Relation::Condition => true,
            // "Before we add a van" is in the future; "before we opened" is a fact.
            Relation::Circumstance => !past && !token.lower.ends_with("ing"),
            // "Eighteen thousand pounds that we kept": an amount, and not who did it.
            Relation::Relative => token.stems(HOLDING),
            Relation::Main => false,
        };
        if !self.strict() {
            // A Task tells what is to be taken on, and a lesson may be a wish.
            return subordinate
                && matches!(self.speech.part, SectionRole::Situation | SectionRole::Task);
        }
        let ahead = self.tokens[at].any(&["we'll"])
            || between.iter().any(|one| one.is(Class::MODAL))
            || token.is(Class::MODAL);
        // "We have got her ring" is possession, unlike "we got it to zero".
        let has = self.tokens[at].lower == "we've" || between.iter().any(|one| one.lower == "have");
        let next = self.same(verb, verb + 1);
        let owns = token.lower == "got"
            && has
            && next.is_some_and(|next| {
                !next.is(Class::PARTICIPLE) && !next.any(&["it", "that", "this", "to", "them"])
            });
        // "We do a third more files now"
        let act = past
            || token.lower.ends_with("ing")
            || says(between, &["did", "didn't", "had", "have", "got"])
            || self.tokens[at].any(&["we've", "we'd"]);
        let state = self.speech.part == SectionRole::Result && !act;
        subordinate || ahead || owns || state
    }

    /// Whether an act follows: "we received the parts and built the pump".
    fn act_follows(&self, end: usize) -> bool {
        let done = self.tokens.get(end + 1).filter(|_| end > 0);
        done.is_some_and(|done| {
            self.tokens[end].is(Class::COORDINATOR)
                && done.sentence == self.tokens[end - 1].sentence
                && done.is(Class::PAST)
                && !done.stems(REWARD)
        })
    }

    /// Whether the candidate announces it for all: "I told the supplier that we would leave".
    fn announced(&self, at: usize, verb: usize) -> bool {
        let ahead = self.tokens[at].any(&["we'd", "we'll"])
            || says(&self.tokens[at + 1..verb.max(at + 1)], &["would", "will"]);
        let telling = (at.saturating_sub(6)..at)
            .rev()
            .take_while(|&place| self.same(at, place).is_some())
            .find(|&place| self.tokens[place].stems(&["tell", "warn", "announc", "threaten"]));
        ahead && telling.is_some_and(|telling| doer(self.tokens, telling) == Doer::Candidate)
    }

    /// Whether it is a question: "the question was: do we release this?"
    fn is_question(&self, at: usize) -> bool {
        let asks = |place: usize| {
            self.same(at, place).is_some_and(|token| {
                token.any(&["do", "should", "shall", "can", "could", "will", "would"])
            })
        };
        // "Whether we needed something this complex"
        let indirect = at > 0
            && self
                .same(at, at - 1)
                .is_some_and(|one| one.lower == "whether");
        let Some(verb) = at.checked_sub(1).filter(|&verb| asks(verb)) else {
            return indirect;
        };
        let subject = Class::FIRST.or(Class::WE_SUBJECT).or(Class::OTHER);
        verb.checked_sub(1)
            .and_then(|place| self.same(at, place))
            .is_none_or(|token| !token.is(subject) || token.any(&["what", "which", "who"]))
    }

    /// Whether it was so before the story's own acts: "we'd already written the paper when I found it".
    fn precedes_story(&self, at: usize, verb: usize) -> bool {
        let between = &self.tokens[at + 1..verb.max(at + 1)];
        let had = self.tokens[at].lower == "we'd" || between.iter().any(|one| one.lower == "had");
        had && between.iter().any(|one| one.lower == "already")
    }

    /// Whether the work was finished: "we were done in nineteen minutes".
    fn is_finished(&self, at: usize, verb: usize) -> bool {
        self.tokens[verb].lower == "done"
            && verb > at + 1
            && self.tokens[verb - 1].is(Class::BE)
            && self.same(at, verb + 1).is_none_or(|next| {
                self.tokens[verb].after != Border::None || next.is(Class::PREPOSITION)
            })
    }

    /// Whether it describes a way of working: "they've taken over the way we did it".
    fn is_manner(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].any(&["way", "how"])
    }

    /// Whether it is a relative clause about a state: "the service that we depend on", "as we call it".
    fn relative(&self, at: usize, stem: &str) -> bool {
        at > 0
            && self.tokens[at - 1].any(&[
                "that", "which", "what", "as", "where", "services", "systems",
            ])
            && (STATE.contains(&stem) || matches!(stem, "run" | "do" | "monitor"))
            && !matches!(stem, "do" if self.speech.part == SectionRole::Action)
    }
}

/// In a Situation: whether something was noticed. "We were seeing failures" is a state; "we saw it" is not.
fn noticed(said: &WeClause<'_>) -> bool {
    let watching = said.stem == "see" && said.is_progressive();
    NOTICING.contains(&said.stem) && !(said.negated || said.habit || watching)
}

/// In a Result: whether it tells how the outcome was reached.
fn reached(said: &WeClause<'_>) -> bool {
    // "We went from nine to two", "we got it to zero"
    let moved = matches!(said.stem, "go" | "get" | "take" | "move" | "drop")
        && says(said.after, &["from", "to"]);
    // "We got it", but "we had twice the traffic of that day"
    let pronoun = said
        .after
        .first()
        .is_some_and(|next| next.any(&["it", "that", "this", "them"]));
    let got = matches!(said.stem, "get" | "have" | "do" | "make")
        && (pronoun || said.has_object(&["rid", "fix", "success"]));
    !said.negated && (moved || got || verbs::is(said.verb, "achieving"))
}

/// In a Reflection: whether somebody learned something or would do it differently.
fn learned(said: &WeClause<'_>) -> bool {
    let shared = said.habit || said.stem == "look" && said.is_progressive();
    !said.negated
        && (!shared || LEARNING.contains(&said.stem))
        && !said.is_being()
        && REFLECTED.contains(&said.stem)
}
