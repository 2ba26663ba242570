//! Whose work a "we" refers to. A "we" that hides the candidate's own work is distinguished from "we" as company,
//! context, quotation, boundary, name, idiom, or shared work with the roles split.

mod deeds;
mod object;
mod possessive;
mod rewrite;
mod subject;
mod words;

use crate::evidence::factuality::{WORK, quotation_start};
use crate::evidence::speech::Speech;
use crate::language::grammar::{Doer, doer};
use crate::language::token::{Border, Token, following, preceding, same_sentence};
use crate::language::words::Class;
use crate::scenario::SectionRole;
use std::ops::Range;
use words::{FINISHING, NO_PEOPLE, STATE, TALK};

pub use deeds::{OwnShare, by_somebody, deeds, done_by_somebody, share};

/// A "we" that hides the candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenWork {
    /// The we-word and its verb or noun, if any.
    pub tokens: Range<usize>,
    /// The same words with "I" or "my"; empty if that would not be English.
    pub instead: String,
}

/// Every "we" that hides the candidate, in order.
pub fn hidden(speech: &Speech<'_>) -> Vec<HiddenWork> {
    let tokens = speech.tokens();
    let judge = Judge {
        speech,
        tokens,
        own_deeds: deeds(speech).len(),
    };
    let mut found: Vec<HiddenWork> = (0..tokens.len())
        .filter_map(|at| match () {
            () if tokens[at].is(Class::WE) => judge.we(at),
            () if tokens[at].is(Class::FIRST) => judge.team_and_i(at),
            () => None,
        })
        .collect();
    found.sort_by_key(|hidden| hidden.tokens.start);
    found
}

/// So many acts of the candidate's own for each that hides them make it a slip of the tongue.
const SLIP: usize = 5;

/// Whether what hides the candidate `hiding` times in a section is a slip among many acts of their own.
pub fn is_slip(hiding: usize, speech: &Speech<'_>) -> bool {
    hiding * SLIP <= deeds(speech).len()
}

/// Whether an Action makes clear whose the work was: most of what was done there was done by the candidate.
pub fn is_owned(action: &Speech<'_>) -> bool {
    let own = deeds(action).len();
    own >= OWN && own > 2 * hidden(action).len()
}

/// The fewest acts of the candidate's own in an Action that is theirs.
const OWN: usize = 3;

struct Judge<'a> {
    speech: &'a Speech<'a>,
    tokens: &'a [Token],
    /// Number of acts told with "I".
    own_deeds: usize,
}

impl Judge<'_> {
    fn strict(&self) -> bool {
        matches!(
            self.speech.part,
            SectionRole::Action | SectionRole::Result | SectionRole::FollowUp | SectionRole::Other
        )
    }

    fn same(&self, at: usize, other: usize) -> Option<&Token> {
        same_sentence(self.tokens, at, other)
    }

    fn we(&self, at: usize) -> Option<HiddenWork> {
        let token = &self.tokens[at];
        // "As we say at home"
        let saying = at > 0
            && self.tokens[at - 1].lower == "as"
            && self
                .same(at, at + 1)
                .is_some_and(|next| next.any(&["say", "call", "know", "like"]))
            // "When I say we, it is Tomasz and me"
            || at > 1
                && self.tokens[at - 1].any(&["say", "says", "saying"])
                && self.tokens[at - 2].is(Class::FIRST)
                && self.same(at, at + 1).is_none_or(|next| {
                    next.is(Class::PREPOSITION) || self.tokens[at].after != Border::None
                });
        if token.quoted && !self.quoting_oneself(at)
            || saying
            || self.is_name(at)
            || self.reported(at)
            || self.roles_split(at)
            || self.split_before(at)
        {
            return None;
        }
        match token.lower.as_str() {
            "let's" => self.lets(at),
            "us" => self.object(at),
            "our" | "ours" => self.possessive(at),
            "ourselves" => {
                (self.strict() || self.speech.part == SectionRole::Task).then(|| self.only(at))
            }
            _ => self.subject(at),
        }
    }

    fn only(&self, at: usize) -> HiddenWork {
        HiddenWork {
            tokens: at..at + 1,
            instead: String::new(),
        }
    }

    fn quoting_oneself(&self, at: usize) -> bool {
        let open = quotation_start(self.tokens, at);
        self.tokens[open.saturating_sub(3)..open]
            .iter()
            .any(|token| token.is(Class::FIRST))
    }

    /// Whether it is part of a name: "us-east-1", "US", "Our Week in Numbers".
    fn is_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let written = self
            .speech
            .spoken
            .transcript
            .text
            .get(token.bytes.clone())
            .unwrap_or_default();
        let begins = at == 0 || self.tokens[at - 1].sentence != token.sentence;
        let title = token.capital
            && !begins
            && self
                .same(at, at + 1)
                .is_some_and(|next| next.capital && !next.is(Class::FIRST));
        let region = token.lower == "us"
            && (self.same(at, at + 1).is_some_and(|next| {
                next.any(&[
                    "east",
                    "west",
                    "region",
                    "customers",
                    "market",
                    "dollars",
                    "marketplace",
                    "sellers",
                    "site",
                    "central",
                ])
            }) && written == "US"
                || at > 0 && self.tokens[at - 1].lower == "the");
        token.tied || written == "US" || title || region || (at > 0 && self.tokens[at - 1].tied)
    }

    /// Whether somebody else is reported to say it: "he told me we don't own that".
    fn reported(&self, at: usize) -> bool {
        let between = preceding(self.tokens, at).take_while(|token| {
            token.any(&[
                "that", "me", "us", "like", "well", "okay", "hey", "if", "why", "can", "could",
                "should",
            ])
        });
        let verb = (at - between.count()).checked_sub(1);
        let verb = verb.filter(|&verb| self.same(at, verb).is_some());
        verb.is_some_and(|verb| {
            let says = [
                "say", "tell", "ask", "argu", "claim", "repli", "answer", "insist", "complain",
                "wonder", "object", "suggest", "write", "shout", "joke",
            ];
            self.tokens[verb].stems(&says) && doer(self.tokens, verb) == Doer::Others
        })
    }

    /// Whether the roles of shared work are split in the same sentence, or contrasted: "we stayed on the launch, but I
    /// took this on".
    fn roles_split(&self, at: usize) -> bool {
        let rest: Vec<&Token> = following(self.tokens, at).take(60).collect();
        // "Me and a colleague" names two people but no roles.
        let paired = |place: usize| {
            let next = rest
                .get(place + 1)
                .is_some_and(|token| token.lower == "and");
            let last = place > 0 && rest[place - 1].lower == "and" && rest[place].lower == "me";
            next || last
        };
        let me = |place: usize| rest[place].is(Class::FIRST) || rest[place].any(&["me", "mine"]);
        let mine = (0..rest.len()).any(|place| me(place) && !paired(place));
        let stem = self.verb_of(at).map(|verb| self.tokens[verb].stem.as_str());
        // "I sat down with Tomas and we went through it": both are named, and nothing was made.
        let through = self
            .same(at, at + 1)
            .is_some_and(|verb| verb.any(&["went", "walked", "looked", "talked", "read", "sat"]))
            && self
                .same(at, at + 2)
                .is_some_and(|next| next.any(&["through", "over", "down", "together", "side"]));
        let talk = through || stem.is_some_and(|stem| TALK.contains(&stem));
        let mut before = preceding(self.tokens, at).take(40);
        if talk && before.any(|token| token.is(Class::FIRST)) {
            return true;
        }
        if !mine {
            return false;
        }
        // "We sent the PR, and for the rollout we split the night, Ernie east and I west": the roles belong to the
        // nearest "we".
        let works = stem.is_some_and(|stem| WORK.contains(&stem) || stem == "send");
        let nearer = rest
            .iter()
            .position(|token| token.is(Class::WE_SUBJECT))
            .is_some_and(|next| !(0..next).any(|place| me(place) && !paired(place)) && next > 2);
        if works && nearer {
            return false;
        }
        let contrast = (0..rest.len()).any(|place| {
            let turned = place > 0 && rest[place - 1].any(&["but", "while", "whereas"]);
            rest[place].is(Class::FIRST) && turned
        });
        contrast || talk || rest.iter().any(|token| names_a_person(token))
    }

    /// Whether the roles were split one or two sentences before and this only concludes: "I split the work: Sam took
    /// the parser, I the retry. We finished in two weeks."
    fn split_before(&self, at: usize) -> bool {
        let finishes = self
            .verb_of(at)
            .is_some_and(|verb| self.tokens[verb].stems(FINISHING));
        let sentence = self.tokens[at].sentence;
        finishes
            && (1..=2)
                .filter_map(|back| sentence.checked_sub(back))
                .any(|one| {
                    let near = self.tokens[at.saturating_sub(80)..at].iter();
                    let said: Vec<&Token> = near.filter(|token| token.sentence == one).collect();
                    let people = said
                        .iter()
                        .enumerate()
                        .filter(|(place, token)| *place > 0 && names_a_person(token));
                    let mine = said.iter().any(|token| {
                        token.is(Class::FIRST) || token.any(&["me", "mine", "myself"])
                    });
                    let splits = said
                        .iter()
                        .any(|token| token.stems(&["split", "divid", "take", "assign", "share"]));
                    mine && splits && people.count() >= 1
                })
    }

    /// The verb that belongs to the we-word at `at`.
    fn verb_of(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        while let Some(token) = self.same(at, next) {
            // "We were going to miss the date" is about the future, not about a way.
            let ahead = token.lower == "going"
                && self.same(at, next + 1).is_some_and(|to| to.lower == "to");
            // In "what we had all along" the verb is "had".
            if token.lower == "all"
                && self
                    .same(at, next + 1)
                    .is_some_and(|one| one.lower == "along")
            {
                break;
            }
            let skip = ahead
                || token.is(Class::ADVERB.or(Class::NEGATIVE).or(Class::MODAL))
                || token.any(&[
                    "all", "longer", "both", "each", "to", "able", "managed", "ended", "up",
                    "went", "ahead", "and", "decided", "together", "as", "a", "team", "were",
                    "was", "are", "had", "have", "have", "did", "do", "don't", "didn't", "could",
                    "couldn't", "can", "can't", "haven't", "hadn't", "weren't", "aren't", "been",
                    "got",
                ]);
            if !skip || next > at + 7 {
                break;
            }
            next += 1;
        }
        // An auxiliary on its own is the verb: "we had a ticket", "we were a small team".
        let token = self.same(at, next)?;
        let verbal = token.is(Class::PAST.or(Class::PARTICIPLE))
            || token.lower.ends_with("ing")
            || next == at + 1
            || self.tokens[next - 1].is(Class::AUXILIARY.or(Class::ADVERB).or(Class::MODAL))
            || self.tokens[next - 1].any(&["to", "both", "all", "ahead", "and"]);
        let full = verbal
            && !token.is(Class::DETERMINER.or(Class::PREPOSITION).or(Class::OBJECT))
            && !token.lower.starts_with(|c: char| c.is_ascii_digit());
        if full && !(self.tokens[next - 1].any(&["a", "team", "as", "of"])) {
            return Some(next);
        }
        (at + 1..next)
            .rev()
            .find(|&place| {
                self.tokens[place].is(Class::AUXILIARY.or(Class::CONTROL))
                    || self.tokens[place].any(&["got", "had", "went"])
            })
            .or(Some(next))
    }

    fn lets(&self, at: usize) -> Option<HiddenWork> {
        let next = self.same(at, at + 1)?;
        let next = if next.is(Class::ADVERB) {
            self.same(at, at + 2).unwrap_or(next)
        } else {
            next
        };
        (!next.any(&[
            "say", "face", "be", "call", "put", "see", "assume", "suppose", "hope", "imagine",
            "not", "talk", "pretend", "just",
        ]))
        .then(|| HiddenWork {
            tokens: at..at + 2,
            instead: String::new(),
        })
    }

    /// "The team and I traced it", which leaves open who did.
    fn team_and_i(&self, at: usize) -> Option<HiddenWork> {
        if !self.strict() || at < 2 || self.tokens[at].quoted || self.tokens[at - 1].lower != "and"
        {
            return None;
        }
        let verb = self.verb_of(at)?;
        let stem = self.tokens[verb].stem.as_str();
        let together = doer(self.tokens, verb) == Doer::We;
        (together && !STATE.contains(&stem) && !TALK.contains(&stem) && !self.roles_split(at)).then(
            || HiddenWork {
                tokens: at - 2..verb + 1,
                instead: rewrite::mine(self.speech, at, verb),
            },
        )
    }
}

/// Whether a token is a name, or a word for one colleague.
pub(super) fn names_a_person(token: &Token) -> bool {
    let name = token.capital
        && !token.is(Class::FIRST.or(Class::WE))
        && token.lower.len() > 1
        && token.lower.chars().all(|c| c.is_alphabetic() || c == '\'')
        && !token.any(NO_PEOPLE);
    name || token.any(&[
        "she",
        "he",
        "colleague",
        "teammate",
        "partner",
        "intern",
        "engineer",
        "coworker",
        "apprentice",
    ])
}
