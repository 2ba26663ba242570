//! "Our": "our fix" hides whose it was, "our customers" do not; and teams that act.

use super::words::{EFFORT, EQUIPMENT, NOTICING, PRODUCT, STATE, TEAM};
use super::{Hidden, Judge};
use crate::language::token::Border;
use crate::language::words::Class;
use crate::scenario::Part;

impl Judge<'_> {
    pub(super) fn possessive(&self, at: usize) -> Option<Hidden> {
        // "It was not our job": whose it was, said by its denial.
        let boundary = matches!(self.speech.part, Part::Task | Part::Situation);
        if boundary && at > 0 && self.tokens[at - 1].is(Class::NEGATIVE) {
            return None;
        }
        // Its noun phrase: up to four words before a verb or border.
        let mut head = Vec::new();
        let mut place = at;
        while let Some(token) = self.same(at, place + 1) {
            if self.tokens[place].after != Border::None
                || token.is(Class::PREPOSITION
                    .or(Class::AUXILIARY)
                    .or(Class::COORDINATOR)
                    .or(Class::OTHER)
                    .or(Class::DETERMINER)
                    .or(Class::FIRST))
                || head.len() == 4
            {
                break;
            }
            if !head.is_empty()
                && token.is(Class::PAST)
                && !token.is(Class::NOUN)
                && !token.any(&["set", "cut", "put", "read"])
            {
                break;
            }
            place += 1;
            head.push(place);
        }
        if self.tokens[at].lower == "ours" {
            let work = self.strict()
                && !self.tokens[at.saturating_sub(4)..at]
                    .iter()
                    .any(|token| token.is(Class::NEGATIVE));
            return (work
                && self.tokens[at.saturating_sub(8)..at]
                    .iter()
                    .any(|token| PRODUCT.contains(&token.stem.as_str())))
            .then(|| self.only(at));
        }
        let stems: Vec<&str> = head
            .iter()
            .map(|&place| self.tokens[place].stem.as_str())
            .collect();
        let last = *head.last()?;
        if TEAM.contains(stems.last()?) && !self.tokens[last].lower.ends_with("'s") {
            return self.team_acts(at, last);
        }
        // "Our checkout team serves": the team is the subject although its noun is not the last word read.
        if let Some(team) = head.iter().copied().find(|&place| {
            self.tokens[place].stem == "team" && !self.tokens[place].lower.ends_with("'s")
        }) {
            return self.team_acts(at, team);
        }
        // "Our persistence paid off", "through our joint effort": what people put in, whose it was.
        if self.strict() && EFFORT.contains(stems.last()?) {
            return Some(Hidden {
                tokens: at..last + 1,
                instead: String::new(),
            });
        }
        let everyone = head.iter().any(|&place| {
            self.tokens[place].any(&["shared", "common", "joint", "company", "business", "own"])
        });
        let owner = head
            .iter()
            .any(|&place| self.tokens[place].lower.ends_with("'s") && place != last);
        let product = stems.iter().any(|stem| PRODUCT.contains(stem));
        let equipment = stems.iter().any(|stem| EQUIPMENT.contains(stem))
            && matches!(self.speech.part, Part::Action | Part::Result);
        let context = stems.last().is_some_and(|last| {
            [
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
            ]
            .contains(last)
        });
        let hides = (product || equipment)
            && !context
            && !everyone
            && !owner
            && !matches!(self.speech.part, Part::Situation if equipment);
        // In the Situation, "our code" and "our deploys" describe the place.
        if !hides
            || self.speech.part == Part::Situation
                && !stems
                    .iter()
                    .any(|stem| ["fix", "pr", "investig", "solut", "find"].contains(stem))
        {
            return None;
        }
        let noun: Vec<&str> = head
            .iter()
            .map(|&place| self.tokens[place].lower.as_str())
            .collect();
        Some(Hidden {
            tokens: at..last + 1,
            instead: format!("my {}", noun.join(" ")),
        })
    }

    /// "Our team pulled the logs": the team acts. "On our team", "our team is small" do not.
    fn team_acts(&self, at: usize, team: usize) -> Option<Hidden> {
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
        // "Our team builds the cart" tells what the team is for; "our team found it" what happened.
        let happened = NOTICING.contains(&stem) && token.is(Class::PAST);
        let relevant = self.speech.part != Part::Situation || happened;
        (acts && !negated && relevant && (!state || stem == "own" && token.is(Class::PAST))).then(
            || Hidden {
                tokens: at..verb + 1,
                instead: super::rewrite::mine(self.speech, team, verb),
            },
        )
    }
}
