//! Acts that are told in phrases of business reports: "I drove alignment" says that something was done, and not what.

use crate::evidence::ownership;
use crate::evidence::speech::Speech;
use crate::language::grammar::clause_end;
use crate::language::{lexicon, phrases};
use std::ops::Range;

/// Acts of an answer that may be told so before it is unclear what was done.
const FEW: usize = 2;

/// The phrases, other than quoted ones.
pub fn places(speech: &Speech<'_>) -> Vec<Range<usize>> {
    let hits = phrases::find(&speech.words, lexicon::buzzwords()).into_iter();
    hits.map(|(hit, _)| hit.tokens)
        .filter(|place| !speech.tokens()[place.start].quoted)
        .collect()
}

/// Whether most of the candidate's acts in these sections are told so.
pub fn hide<'a>(speeches: impl Iterator<Item = &'a Speech<'a>>) -> bool {
    let (mut all, mut hidden) = (0, 0);
    for speech in speeches {
        let places = places(speech);
        let deeds = ownership::deeds(speech);
        all += deeds.len();
        let told_so = deeds.iter().filter(|&&act| {
            let end = clause_end(speech.tokens(), act);
            let mut places = places.iter();
            places.any(|place| place.start < end && act < place.end)
        });
        hidden += told_so.count();
    }
    hidden > FEW && hidden * 2 >= all
}
