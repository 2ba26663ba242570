//! "Our": "our fix" hides who made it, "our customers" does not; and teams that act.

use super::words::{EFFORT, EQUIPMENT, NOTICING, PRODUCT, STATE, TEAM};
use super::{HiddenWork, Judge};
use crate::language::token::{Border, Token, says};
use crate::language::words::Class;
use crate::scenario::SectionRole;

/// Nouns for what a company has or runs, as stems: nobody's work.
const CONTEXT: &[&str] = &[
    "custom",
    "seller",
    "system",
    "servic",
    "side",
    "channel",
    "meet",
    "review",
    "cultur",
    "goal",
    "revenu",
    "offic",
    "compani",
    "process",
    "sprint",
    "backlog",
    "busi",
    "user",
    "merchant",
    "org",
    "organ",
    "stack",
    "standup",
    "end",
    "depart",
    "market",
    "money",
    "class",
    "school",
    "warehous",
    "branch",
    "store",
    "bank",
    "pipelin",
    "log",
    "repositori",
    "repo",
    "data",
    "product",
    "devic",
    "phone",
    "laptop",
    "tablet",
    "environ",
    "lab",
    "bench",
];

/// Adjectives of shared things: "our shared plan", "our own process".
const EVERYONES: &[&str] = &["shared", "common", "joint", "company", "business", "own"];

/// Maximum length of a noun phrase after "our".
const LONGEST: usize = 4;

impl Judge<'_> {
    pub(super) fn possessive(&self, at: usize) -> Option<HiddenWork> {
        // "It was not our job" draws a boundary.
        let boundary = matches!(self.speech.part, SectionRole::Task | SectionRole::Situation);
        if boundary && at > 0 && self.tokens[at - 1].is(Class::NEGATIVE) {
            return None;
        }
        if self.tokens[at].lower == "ours" {
            return self.calls_work_ours(at).then(|| self.only(at));
        }
        let noun = self.noun_after(at);
        let last = noun.last()?;
        if let Some(team) = team_of(noun) {
            return self.team_acts(at, at + 1 + team);
        }
        // "Our persistence paid off", "through our joint effort": the effort may be the candidate's.
        let effort = self.strict() && last.stems(EFFORT);
        if !effort && !self.names_work(noun) {
            return None;
        }
        let words: Vec<&str> = noun.iter().map(|token| token.lower.as_str()).collect();
        Some(HiddenWork {
            tokens: at..at + 1 + noun.len(),
            instead: if effort {
                String::new()
            } else {
                format!("my {}", words.join(" "))
            },
        })
    }

    /// The noun phrase after "our", up to a verb or a border.
    fn noun_after(&self, at: usize) -> &[Token] {
        let outside = Class::PREPOSITION
            .or(Class::AUXILIARY)
            .or(Class::COORDINATOR)
            .or(Class::OTHER)
            .or(Class::DETERMINER)
            .or(Class::FIRST);
        let verb = |token: &Token| {
            token.is(Class::PAST)
                && !token.is(Class::NOUN)
                && !token.any(&["set", "cut", "put", "read"])
        };
        let first = at + 1;
        let mut end = first;
        while let Some(token) = self.same(at, end) {
            if end - first == LONGEST
                || self.tokens[end - 1].after != Border::None
                || token.is(outside)
                || end > first && verb(token)
            {
                break;
            }
            end += 1;
        }
        &self.tokens[first..end]
    }

    /// Whether "ours" claims something made that was named before: "the fix was ours".
    fn calls_work_ours(&self, at: usize) -> bool {
        let before = |most: usize| self.tokens[at.saturating_sub(most)..at].iter();
        self.strict()
            && !before(4).any(|token| token.is(Class::NEGATIVE))
            && before(8).any(|token| token.stems(PRODUCT))
    }

    /// Whether the noun is something made, so that "our" hides who made it: "our fix".
    fn names_work(&self, noun: &[Token]) -> bool {
        let Some((last, modifiers)) = noun.split_last() else {
            return false;
        };
        let names = |stems: &[&str]| noun.iter().any(|token| token.stems(stems));
        let equipment = matches!(self.speech.part, SectionRole::Action | SectionRole::Result)
            && names(EQUIPMENT);
        let everyone = says(noun, EVERYONES);
        let owner = modifiers.iter().any(|token| token.lower.ends_with("'s"));
        // In the Situation, "our code" and "our deploys" describe the workplace.
        let place = self.speech.part == SectionRole::Situation
            && !names(&["fix", "pr", "investig", "solut", "find"]);
        (names(PRODUCT) || equipment) && !last.stems(CONTEXT) && !everyone && !owner && !place
    }

    /// Whether the team acts: "our team pulled the logs", but not "on our team" or "our team is small".
    fn team_acts(&self, at: usize, team: usize) -> Option<HiddenWork> {
        if at > 0
            && self.tokens[at - 1].sentence == self.tokens[at].sentence
            && self.tokens[at - 1].after == Border::None
            && self.tokens[at - 1].is(Class::PREPOSITION)
            && !self.tokens[at - 1].any(&["as", "before", "after", "since"])
        {
            return None;
        }
        let verb = self.verb_of(team)?;
        let token = &self.tokens[verb];
        let stem = token.stem.as_str();
        let acts =
            token.is(Class::PAST) || NOTICING.contains(&stem) || token.lower.ends_with("ing");
        let state = STATE.contains(&stem)
            || token.is(Class::BE)
            || token.is(Class::NEGATIVE)
            || stem == "be";
        let negated = self.tokens[team + 1..verb]
            .iter()
            .any(|token| token.is(Class::NEGATIVE));
        // "Our team builds the cart" says what the team is for; "our team found it" what happened.
        let happened = NOTICING.contains(&stem) && token.is(Class::PAST);
        let relevant = self.speech.part != SectionRole::Situation || happened;
        (acts && !negated && relevant && (!state || stem == "own" && token.is(Class::PAST))).then(
            || HiddenWork {
                tokens: at..verb + 1,
                instead: super::rewrite::mine(self.speech, team, verb),
            },
        )
    }
}

/// Index of the team in a noun phrase. In "our checkout team serves" the team is the subject although its noun is not
/// the last word.
fn team_of(noun: &[Token]) -> Option<usize> {
    let owner = |token: &Token| token.lower.ends_with("'s");
    let last = noun.len().checked_sub(1)?;
    if noun[last].stems(TEAM) && !owner(&noun[last]) {
        return Some(last);
    }
    noun.iter()
        .position(|token| token.stem == "team" && !owner(token))
}
