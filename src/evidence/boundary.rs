//! The scope boundary: a Task states whose work it was and who asked, before the work begins.
//!
//! A story about work that nobody assigned says so in its key phrases ("not my team", "nobody asked"), and there the
//! boundary is the evidence. In any other story those words could be untrue; there it is enough to say who assigned the
//! work, or whose it was.

use crate::evidence::prepared_idea::{draws, worked_out};
use crate::evidence::speech::Speech;
use crate::language::pattern::Words;
use crate::language::token::{Token, tokens_of};
use crate::language::words::Class;
use crate::language::{lexicon, phrases};
use crate::scenario::{Section, SectionRole, Signal};

/// The key phrases of a section that draw a boundary; none if the story is about assigned work.
pub fn claims(section: &Section) -> Vec<&Signal> {
    let assigned = |text: &String| {
        let words = Words::of(text);
        !phrases::find(&words, lexicon::assigned()).is_empty()
    };
    if section.examples().any(assigned) {
        return Vec::new();
    }
    let signals = section.signals.iter();
    signals.filter(|signal| draws(&signal.phrase)).collect()
}

/// Whether the section draws the boundary: by a key phrase of its story, or in words that fit any story. If the story's
/// accepted wordings were worked out, only unmistakable words of any story count.
pub fn drawn(speech: &Speech<'_>) -> bool {
    let claims = speech.section.map_or_else(Vec::new, claims);
    let claimed = |id: &str| claims.iter().any(|signal| signal.id == id);
    let said = speech.part == SectionRole::Task
        && speech
            .signals
            .iter()
            .any(|check| check.covered && claimed(&check.id));
    let listed = speech.part == SectionRole::Task && claims.iter().any(|signal| worked_out(signal));
    said || phrases::find(&speech.words, lexicon::boundary())
        .iter()
        .any(|(_, topic)| !listed || topic.name == PLAINLY)
}

/// The topic whose words draw the boundary in every story.
const PLAINLY: &str = "plainly-not-mine";

/// Whether the candidate does not occur in the section, although they do in its example.
pub fn is_without_candidate(speech: &Speech<'_>) -> bool {
    let occurs = |words: &[Token]| {
        words
            .iter()
            .any(|word| word.is(Class::FIRST.or(Class::MINE)))
    };
    occurs(&tokens_of(speech.strong())) && !occurs(speech.tokens())
}

/// Whether the section says who assigned the work, or that it was the candidate's own.
pub fn assigned(speech: &Speech<'_>) -> bool {
    !phrases::find(&speech.words, lexicon::assigned()).is_empty()
}
