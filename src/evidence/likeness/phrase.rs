//! The words of an idea, each with every place where a section says it.

use crate::evidence::prepared_idea::PreparedIdea;
use crate::evidence::speech::Speech;
use crate::language::grammar::{Mood, mood};
use crate::language::number;
use crate::language::pattern::Words;
use crate::language::token::Token;
use crate::language::words::{Class, Way, everyday};
use crate::scenario::SectionRole;
use std::collections::BTreeSet;
use std::ops::Range;

/// Number of words before and after a hit in which the others must be. Sentences of speech without punctuation are much
/// longer than the ideas in them.
const BEFORE: usize = 12;

const AFTER: usize = 18;

/// Maximum number of words between the parts of "write … down".
const APART: usize = 3;

/// Number of words after the phrase that are its object: "a retry mechanism".
const OBJECT: usize = 3;

/// A word of the idea, and every place where it or a synonym is said.
pub(super) struct Wanted {
    pub(super) stem: String,
    pub(super) at: Vec<usize>,
}

impl Wanted {
    pub(super) fn of(token: &Token, words: &Words) -> Self {
        let said = |way: &'static Way| {
            let places = words.places(&way[0]).iter().copied();
            places.filter(|&place| is_said(&words.tokens, place, way))
        };
        let own = words.places(&token.stem).iter().copied();
        let at: BTreeSet<usize> = own
            .filter(|&place| !words.tokens[place].quoted)
            .chain(everyday(&token.stem).flat_map(said))
            .collect();
        Self {
            stem: token.stem.clone(),
            at: at.into_iter().collect(),
        }
    }

    /// The first place in the range.
    pub(super) fn place(&self, range: &Range<usize>) -> Option<usize> {
        let next = self.at.partition_point(|&at| at < range.start);
        self.at.get(next).copied().filter(|at| range.contains(at))
    }
}

/// Whether `way` is said from the token at `at` on, with at most [`APART`] words between its parts.
fn is_said(all: &[Token], at: usize, way: &[String]) -> bool {
    let mut place = at;
    !all[at].quoted
        && way[1..].iter().all(|stem| {
            let reach = place + 1..(place + 2 + APART).min(all.len());
            let same =
                |next: &usize| all[*next].stem == *stem && all[*next].sentence == all[at].sentence;
            let found = reach.into_iter().find(same);
            place = found.unwrap_or(place);
            found.is_some()
        })
}

/// An idea as it is searched for in one spoken section.
pub(super) struct Phrase<'f> {
    /// The words of the key phrase.
    pub(super) words: Vec<Wanted>,
    /// Its object in the strong example.
    pub(super) object: Vec<Wanted>,
    /// Other words of its sentence in the strong example, and of the meaning.
    pub(super) matter: Vec<Wanted>,
    /// Which of `words` are verbs; one of them is required.
    pub(super) verbs: Vec<bool>,
    /// Figures of its sentence in the strong example.
    pub(super) figures: &'f [f64],
    /// Whether the phrase is negative.
    pub(super) no: bool,
}

impl<'f> Phrase<'f> {
    pub(super) fn of(speech: &Speech<'_>, form: &'f PreparedIdea) -> Option<Self> {
        let around = form.around.get(&speech.bar.level)?;
        let mut seen: BTreeSet<&str> = form.words.iter().map(|one| one.stem.as_str()).collect();
        let last = form.words.last().and_then(|last| {
            let mut words = around.words.iter();
            words.position(|token| token.stem == last.stem)
        });
        let (mut object, mut matter) = (Vec::new(), Vec::new());
        for (at, token) in around.words.iter().enumerate() {
            if around.common.contains(&token.stem) || !seen.insert(&token.stem) {
                continue;
            }
            let after = last.is_some_and(|last| (last + 1..=last + OBJECT).contains(&at));
            let list = if after { &mut object } else { &mut matter };
            list.push(Wanted::of(token, &speech.words));
        }
        for token in &form.meaning {
            if !around.common.contains(&token.stem) && seen.insert(&token.stem) {
                matter.push(Wanted::of(token, &speech.words));
            }
        }
        let words = form.words.iter();
        Some(Self {
            words: words.map(|one| Wanted::of(one, &speech.words)).collect(),
            verbs: form
                .words
                .iter()
                .map(|token| token.is(Class::PAST.or(Class::PARTICIPLE)))
                .collect(),
            object,
            matter,
            figures: &around.figures,
            no: form.no,
        })
    }

    /// How many of its figures are said in the range.
    pub(super) fn figures_in(&self, speech: &Speech<'_>, range: &Range<usize>) -> usize {
        let mut said = number::reader::with_parts(speech.tokens(), &speech.numbers);
        said.retain(|number| range.contains(&number.start));
        let heard = |value: &&f64| said.iter().any(|number| number.value == **value);
        self.figures.iter().filter(heard).count()
    }
}

/// The part of the sentence around `at`, and of this many sentences before and after, that may belong to the same idea.
pub(super) fn stretch(all: &[Token], at: usize, apart: usize) -> Range<usize> {
    let sentence = all[at].sentence;
    let same = |token: &&Token| token.sentence.abs_diff(sentence) <= apart;
    let before = all[at.saturating_sub(BEFORE)..at].iter().rev();
    let after = all[at..(at + AFTER).min(all.len())].iter();
    at - before.take_while(same).count()..at + after.take_while(same).count()
}

/// Whether it is told as a fact, or as a plan in a Task, or about next time in a Reflection.
pub(super) fn fact(speech: &Speech<'_>, at: usize) -> bool {
    match mood(speech.tokens(), at) {
        Mood::Fact => true,
        Mood::Planned => matches!(speech.part, SectionRole::Task | SectionRole::Reflection),
        Mood::Negated | Mood::Hedged => false,
    }
}

/// Verbs that mean little without their object.
pub(super) const GENERIC: &[&str] = &[
    "write", "add", "make", "do", "pull", "get", "put", "take", "have", "use", "send", "build",
    "create", "set", "give", "go", "start", "ask", "tell", "say", "submit", "work", "help",
    "change", "keep", "bring", "show", "run", "look", "check", "read", "call", "own", "move",
];
