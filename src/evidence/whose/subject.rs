//! "We" as the subject: "we traced it", "we were losing money".

use super::words::{NOTICING, REWARD, STATE, WORK_IN_ACTION};
use super::{Hidden, Judge};
use crate::language::clause::{Relation, relation};
use crate::language::grammar::{Doer, clause_end, doer, passive};
use crate::language::token::Border;
use crate::language::verbs;
use crate::language::words::Class;
use crate::scenario::Part;

/// Having and losing, as stems.
const HOLDING: &[&str] = &[
    "keep", "have", "lose", "save", "spend", "own", "hold", "need", "get", "earn", "pay",
];

impl Judge<'_> {
    pub(super) fn subject(&self, at: usize) -> Option<Hidden> {
        let verb = self.verb_of(at)?;
        let token = &self.tokens[verb];
        let stem = token.stem.as_str();
        let between = &self.tokens[at + 1..verb.max(at + 1)];
        let negated =
            between.iter().any(|token| token.is(Class::NEGATIVE)) || token.is(Class::NEGATIVE);
        let habit = between.iter().any(|token| {
            token.any(&[
                "usually",
                "always",
                "normally",
                "often",
                "typically",
                "regularly",
                "both",
                "all",
            ])
        });
        // "We celebrated", "we got promoted": what came of it, or was done to all; no part of it is hidden.
        let started = token.any(&[
            "started",
            "done",
            "going",
            "involved",
            "organised",
            "organized",
        ]);
        let end = clause_end(self.tokens, verb);
        let rewarded = REWARD.contains(&stem) && !self.goes_on(end);
        if rewarded || passive(self.tokens, verb) && !started || self.announced(at, verb) {
            return None;
        }
        // "We're talking eight thousand a week"
        let put_so = token.lower == "talking" && self.tokens[at].lower == "we're";
        if put_so || self.asked(at) || self.before_it(at, verb) || self.ready(at, verb) {
            return None;
        }
        if self.tells_no_work(at, verb) {
            return None;
        }
        let after = &self.tokens[verb + 1..end.max(verb + 1)];
        let object = |stems: &[&str]| {
            after
                .iter()
                .take(5)
                .any(|token| stems.contains(&token.stem.as_str()))
        };
        let being = token.is(Class::BE) && stem != "get" || stem == "be";
        let progressive = token.lower.ends_with("ing");
        let got_complaints = stem == "get"
            && after.iter().take(6).any(|token| {
                token.any(&[
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
                ])
            });
        let asked = stem == "get"
            && after
                .first()
                .is_some_and(|token| token.is(Class::PARTICIPLE));
        let state = STATE.contains(&stem) || being || got_complaints || (asked && !self.strict());
        let hides = match self.speech.part {
            // "We were seeing failures" is how things stood; "we saw it" is noticing.
            Part::Situation => {
                let watching = stem == "see" && progressive;
                NOTICING.contains(&stem) && !(negated || habit || watching)
            }
            Part::Task => {
                let owned = stem == "own" && token.is(Class::PAST) && !negated;
                // "We decided to own it", "we decided, fine, we'll own this"
                let decided = !negated
                    && (between.iter().any(|token| {
                        token.any(&["decided", "chose", "agreed", "committed", "wanted"])
                    }) || stem == "own" && self.tokens[at].any(&["we'll", "we'd"]));
                owned || decided || !negated && !state && !token.is(Class::OTHER) && !habit
            }
            Part::Action | Part::FollowUp | Part::Other => {
                let made = stem == "have"
                    && object(&[
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
                    ]);
                // "We used a retry" is work, "we use Kafka" is how things stand.
                let work_state = WORK_IN_ACTION.contains(&stem) && token.is(Class::PAST) && !habit;
                let scope = negated && (state || stem == "own");
                let context = scope || habit && state || self.relative(at, stem);
                made || !context && (work_state || !state)
            }
            Part::Result => {
                let it = object(&["it", "that", "this", "them", "rid", "fix", "success"]);
                // "We went from nine to two", "we got it to zero": how it came about, and not how it was.
                let moved = matches!(stem, "go" | "get" | "take" | "move" | "drop")
                    && after.iter().any(|token| token.any(&["from", "to"]));
                let reached = matches!(stem, "get" | "have" | "do" | "make") && it;
                !negated && !self.way(at) && (moved || reached || verbs::is(token, "achieving"))
            }
            Part::Reflection => {
                let shared = habit || stem == "look" && progressive;
                let learned = [
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
                let lesson = ["learn", "realiz", "realis", "understand"].contains(&stem);
                !negated && (!shared || lesson) && !being && learned.contains(&stem)
            }
        };
        if !hides {
            return None;
        }
        let tokens = at..verb + 1;
        let instead = super::rewrite::mine(self.speech, at, verb);
        Some(Hidden { tokens, instead })
    }

    /// Whether the clause tells nothing that was done: a purpose, what was said or thought, a plan, what
    /// one has, or how things stand now.
    fn tells_no_work(&self, at: usize, verb: usize) -> bool {
        if !self.strict() {
            return false;
        }
        let between = &self.tokens[at + 1..verb.max(at + 1)];
        let token = &self.tokens[verb];
        let past = token.is(Class::PAST.or(Class::PARTICIPLE));
        let aside = match relation(self.tokens, at) {
            Relation::Purpose | Relation::Reported | Relation::Condition => true,
            // "Before we add a van" is still to come; "before we opened" is told.
            Relation::Circumstance => !past && !token.lower.ends_with("ing"),
            // "Eighteen thousand pounds that we kept": how much it was, and not who did it.
            Relation::Relative => HOLDING.contains(&token.stem.as_str()),
            Relation::Main => false,
        };
        let ahead = self.tokens[at].any(&["we'll"])
            || between.iter().any(|one| one.is(Class::MODAL))
            || token.is(Class::MODAL);
        // "We have got her ring": owned, and not reached ("we got it to zero").
        let has = self.tokens[at].lower == "we've" || between.iter().any(|one| one.lower == "have");
        let next = self.same(verb, verb + 1);
        let owns = token.lower == "got"
            && has
            && next.is_some_and(|next| {
                !next.is(Class::PARTICIPLE) && !next.any(&["it", "that", "this", "to", "them"])
            });
        // "We do a third more files now"
        let told = past
            || token.lower.ends_with("ing")
            || between
                .iter()
                .any(|one| one.any(&["did", "didn't", "had", "have", "got"]))
            || self.tokens[at].any(&["we've", "we'd"]);
        let stands = self.speech.part == Part::Result && !told;
        aside || ahead || owns || stands
    }

    /// "We received the parts and built the pump": something was done after all.
    fn goes_on(&self, end: usize) -> bool {
        let done = self.tokens.get(end + 1).filter(|_| end > 0);
        done.is_some_and(|done| {
            self.tokens[end].is(Class::COORDINATOR)
                && done.sentence == self.tokens[end - 1].sentence
                && done.is(Class::PAST)
                && !REWARD.contains(&done.stem.as_str())
        })
    }

    /// "I told the supplier that we would leave": the candidate speaks for all, and nothing was done yet.
    fn announced(&self, at: usize, verb: usize) -> bool {
        let ahead = self.tokens[at].any(&["we'd", "we'll"])
            || self.tokens[at + 1..verb.max(at + 1)]
                .iter()
                .any(|token| token.any(&["would", "will"]));
        let told = (at.saturating_sub(6)..at)
            .rev()
            .take_while(|&place| self.same(at, place).is_some())
            .find(|&place| {
                matches!(
                    self.tokens[place].stem.as_str(),
                    "tell" | "warn" | "announc" | "threaten"
                )
            });
        ahead && told.is_some_and(|told| doer(self.tokens, told) == Doer::Candidate)
    }

    /// "The question was: do we release this?": nothing was done yet.
    fn asked(&self, at: usize) -> bool {
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

    /// "We'd already written the paper when I found it": how things stood before the story's own acts.
    fn before_it(&self, at: usize, verb: usize) -> bool {
        let between = &self.tokens[at + 1..verb.max(at + 1)];
        let had = self.tokens[at].lower == "we'd" || between.iter().any(|one| one.lower == "had");
        had && between.iter().any(|one| one.lower == "already")
    }

    /// "We were done in nineteen minutes".
    fn ready(&self, at: usize, verb: usize) -> bool {
        self.tokens[verb].lower == "done"
            && verb > at + 1
            && self.tokens[verb - 1].is(Class::BE)
            && self.same(at, verb + 1).is_none_or(|next| {
                self.tokens[verb].after != Border::None || next.is(Class::PREPOSITION)
            })
    }

    /// "They've taken over the way we did it": whose way it was is told elsewhere.
    fn way(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].any(&["way", "how"])
    }

    /// "The service that we depend on", "as we call it".
    fn relative(&self, at: usize, stem: &str) -> bool {
        at > 0
            && self.tokens[at - 1].any(&[
                "that", "which", "what", "as", "where", "services", "systems",
            ])
            && (STATE.contains(&stem) || matches!(stem, "run" | "do" | "monitor"))
            && !matches!(stem, "do" if self.speech.part == Part::Action)
    }
}
