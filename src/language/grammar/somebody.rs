//! Phrases that refer to a person: "my colleague Ana", "the intern, who". A "my" before a person does not make anything
//! the candidate's.

use crate::language::token::{Border, Token, after};
use crate::language::words::{Class, grammar};

/// Nouns that are no persons by themselves: "my team alert" is an alert.
const GROUPS: &[&str] = &[
    "system",
    "platform",
    "team",
    "department",
    "office",
    "company",
    "group",
    "crew",
    "people",
    "folks",
    "guys",
];

/// Nouns for persons that also describe things: "my lead time", "my head count".
const LEADERS: &[&str] = &["head", "lead", "principal", "chief"];

/// Whether the "my" at `my` refers to a person and not to something of the candidate's: "my colleague Ana", "my lead";
/// but "my script", "my lead time".
pub fn names_somebody(tokens: &[Token], my: usize) -> bool {
    for (at, token) in (my + 1..).zip(after(tokens, my, 3)) {
        if tokens[at - 1].after != Border::None {
            return false;
        }
        // "My lead's alert" is the lead's; "my team's logs" may be the candidate's.
        let owner = token.lower.strip_suffix("'s");
        if owner
            .is_some_and(|owner| grammar().class(owner).is(Class::NOUN) && !GROUPS.contains(&owner))
        {
            return true;
        }
        if token.is(Class::NOUN) {
            // A person anywhere in the phrase; an ambiguous noun only before a verb.
            let acts = || {
                tokens.get(at + 1).is_some_and(|next| {
                    next.is(Class::PAST.or(Class::AUXILIARY).or(Class::ADVERB))
                        || next.any(&["who", "and"])
                })
            };
            if !token.any(GROUPS) && !token.any(LEADERS) || acts() {
                return true;
            }
        } else if token.is(Class::PREPOSITION
            .or(Class::COORDINATOR)
            .or(Class::AUXILIARY)
            .or(Class::FIRST)
            .or(Class::OTHER))
        {
            return false;
        }
    }
    false
}

/// Whether a sentence begins with a person: "my colleague Ana, who knows the queue, added it".
pub(super) fn opens_with_somebody(tokens: &[Token], start: usize) -> bool {
    let who = tokens
        .get(start + 1)
        .is_some_and(|next| next.any(&["who", "whose"]));
    let noun = || {
        let mut near = tokens[start + 1..].iter().take(2);
        tokens[start].is(Class::DETERMINER) && near.any(|token| token.is(Class::NOUN))
    };
    tokens[start].lower == "my" && names_somebody(tokens, start)
        || tokens[start].is(Class::NOUN)
        || who && tokens[start].capital
        || noun()
}
