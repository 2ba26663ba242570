//! Matching without accepted wordings: the key phrase, the meaning and the strong example's own
//! sentence. This is all that a user's own story has.
//!
//! Two ways. A key phrase that is nothing but an idea of any story ("I noticed", "nobody asked") may
//! be said in the ways that `content/lexicon/ideas.toml` lists. Any other phrase is taken apart into
//! its words, each with everyday synonyms, and its *matter*, the words of the strong example's
//! sentence around it; it is covered where one stretch of a sentence, told as a fact by the right
//! person, holds enough of both.

use crate::analysis::coverage::{counts, is_name};
use crate::analysis::grammar::{Doer, Mood, clause_end, clause_start, doer, mood};
use crate::analysis::lexicon::{self, Class, Way, everyday};
use crate::analysis::pattern::{Match, Pattern, Words};
use crate::analysis::speech::{Part, Speech};
use crate::analysis::token::{Token, tokens};
use crate::analysis::{boundary, coverage, lesson, number};
use crate::scenario::{Actor, Level, Section, Signal};
use crate::transcript::Transcript;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod near;
pub(super) use near::near;
use near::{told, wide};

/// Words before and after the one that was found in which the rest must stand. Sentences of speech
/// without punctuation are much longer than the ideas in them.
const BEFORE: usize = 12;
const AFTER: usize = 18;

/// Most words between the parts of "write … down".
const APART: usize = 3;

/// How many words after the phrase are what it is done to: "a retry mechanism".
const OBJECT: usize = 3;

/// Verbs that say little without their object.
const GENERIC: &[&str] = &[
    "write", "add", "make", "do", "pull", "get", "put", "take", "have", "use", "send", "build",
    "create", "set", "give", "go", "start", "ask", "tell", "say", "submit", "work", "help",
    "change", "keep", "bring", "show", "run", "look", "check", "read", "call", "own", "move",
];

/// Words that carry no idea of their own.
fn light(token: &Token) -> bool {
    token.is(Class::DETERMINER
        .or(Class::PREPOSITION)
        .or(Class::COORDINATOR)
        .or(Class::SUBORDINATOR)
        .or(Class::AUXILIARY)
        .or(Class::OTHER)
        .or(Class::OBJECT))
        || token.is(Class::FIRST.or(Class::MINE).or(Class::WE))
        || token.is(Class::ADVERB)
        || token.is(Class::BE)
}

fn negative(token: &Token) -> bool {
    token.is(Class::NEGATIVE.or(Class::NOBODY)) || token.lower == "outside" || token.lower == "lack"
}

/// The words of `text` that carry its idea, without numbers, and whether it denies something.
/// Numbers are the business of the metrics.
pub fn content(text: &str) -> (Vec<Token>, bool) {
    let all = tokens(&Transcript::from_text(text));
    let no = all.iter().any(negative);
    let numbers = number::reader::numbers(&all);
    let kept = all.iter().enumerate().filter(|(at, token)| {
        let counted = numbers
            .iter()
            .any(|number| number.plain && (number.start..number.end).contains(at));
        !light(token) && !negative(token) && !counted
    });
    (kept.map(|(_, token)| token.clone()).collect(), no)
}

/// A word of the idea, and every place where it is said in any way.
struct Wanted {
    stem: String,
    at: Vec<usize>,
}

impl Wanted {
    fn of(token: &Token, words: &Words) -> Self {
        let said = |way: &'static Way| {
            let places = words.places(&way[0]).iter().copied();
            places.filter(|&place| stands(&words.tokens, place, way))
        };
        let own = words.places(&token.stem).iter().copied();
        let mut at: Vec<usize> = own
            .filter(|&place| !words.tokens[place].quoted)
            .chain(everyday(&token.stem).flat_map(said))
            .collect();
        at.sort_unstable();
        at.dedup();
        Self {
            stem: token.stem.clone(),
            at,
        }
    }

    /// Where in the range it is said first.
    fn place(&self, range: &Range<usize>) -> Option<usize> {
        let next = self.at.partition_point(|&at| at < range.start);
        self.at.get(next).copied().filter(|at| range.contains(at))
    }
}

/// Whether `way` is said from the token at `at` on, its parts at most a few words apart.
fn stands(all: &[Token], at: usize, way: &[String]) -> bool {
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

/// An idea of a scenario taken apart: all that is known of it before anybody speaks.
#[derive(Debug)]
pub(super) struct Form {
    /// Its accepted wordings.
    pub(super) patterns: Vec<Pattern>,
    /// Whether they are patterns that were worked out, and not mere examples.
    pub(super) worked_out: bool,
    /// Whether its key phrase draws a boundary.
    pub(super) draws: bool,
    /// The words of the key phrase.
    words: Vec<Token>,
    /// The phrase denies something.
    no: bool,
    /// The idea of any story that the phrase is, if it holds nothing else.
    any: Option<&'static lexicon::Idea>,
    meaning: Vec<Token>,
    /// By level, what the strong example says around it.
    around: BTreeMap<Level, Around>,
}

/// What the strong example says around an idea.
#[derive(Debug)]
struct Around {
    words: Vec<Token>,
    figures: Vec<f64>,
    /// Words that stand in most of the section's ideas and tell none of them apart.
    common: BTreeSet<String>,
}

impl Form {
    pub(super) fn of(section: &Section, signal: &Signal) -> Self {
        let (words, no) = content(&signal.phrase);
        let around = Level::ALL.into_iter().map(|level| {
            let strong = section.strong_for(level).unwrap_or_default();
            let sentence = sentence_with(strong, &signal.phrase);
            let around = Around {
                words: content(&sentence).0,
                figures: figures(&sentence),
                common: common(section, level),
            };
            (level, around)
        });
        Self {
            patterns: accepted(signal),
            worked_out: coverage::worked_out(signal),
            draws: boundary::draws(&signal.phrase),
            words,
            no,
            any: idea(&signal.phrase),
            meaning: content(&signal.meaning).0,
            around: around.collect(),
        }
    }
}

/// The accepted wordings as patterns; one that is no pattern is read as plain words.
fn accepted(signal: &Signal) -> Vec<Pattern> {
    let plain = |text: &str| -> String {
        let kept = |c: char| c.is_alphanumeric() || c == '\'';
        text.chars()
            .map(|c| if kept(c) { c } else { ' ' })
            .collect()
    };
    let read = |text: &String| {
        Pattern::parse(text)
            .or_else(|_| Pattern::parse(&plain(text)))
            .ok()
    };
    signal.accept.iter().filter_map(read).collect()
}

/// An idea as it is looked for in one section that was spoken.
struct Phrase<'f> {
    /// The words of the key phrase.
    words: Vec<Wanted>,
    /// What the strong example does it to.
    object: Vec<Wanted>,
    /// Other words of the strong example's sentence around it, and of the meaning.
    matter: Vec<Wanted>,
    /// Which of `words` are verbs: without any of them the idea is not told.
    verbs: Vec<bool>,
    /// Figures of the strong example's sentence around it.
    figures: &'f [f64],
    /// The phrase denies something.
    no: bool,
}

impl<'f> Phrase<'f> {
    fn of(speech: &Speech<'_>, form: &'f Form) -> Option<Self> {
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
    fn figures_in(&self, speech: &Speech<'_>, range: &Range<usize>) -> usize {
        let mut said = number::reader::with_parts(speech.tokens(), &speech.numbers);
        said.retain(|number| range.contains(&number.start));
        let heard = |value: &&f64| said.iter().any(|number| number.value == **value);
        self.figures.iter().filter(heard).count()
    }
}

/// The figures of a text that a story has to itself: two and three are said of everything.
fn figures(text: &str) -> Vec<f64> {
    let numbers = number::reader::numbers(&tokens(&Transcript::from_text(text)));
    let own = |value: &f64| *value >= 10.0 || value.fract() != 0.0;
    let plain = numbers.iter().filter(|number| number.plain);
    plain.map(|number| number.value).filter(own).collect()
}

/// The sentence of `text` that holds most of `phrase`.
fn sentence_with(text: &str, phrase: &str) -> String {
    let (wanted, _) = content(phrase);
    let all = tokens(&Transcript::from_text(text));
    let score = |sentence: usize| {
        let inside = all.iter().filter(|token| token.sentence == sentence);
        inside
            .filter(|token| wanted.iter().any(|word| word.stem == token.stem))
            .count()
    };
    let last = all.last().map_or(0, |token| token.sentence);
    let best = (0..=last)
        .map(|sentence| (score(sentence), std::cmp::Reverse(sentence)))
        .max();
    let Some((1.., std::cmp::Reverse(best))) = best else {
        return String::new();
    };
    let inside: Vec<&Token> = all.iter().filter(|token| token.sentence == best).collect();
    match (inside.first(), inside.last()) {
        (Some(first), Some(last)) => text
            .get(first.bytes.start..last.bytes.end)
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    }
}

fn common(section: &Section, level: Level) -> BTreeSet<String> {
    let all: Vec<BTreeSet<String>> = section
        .signals
        .iter()
        .map(|signal| {
            let strong = section.strong_for(level).unwrap_or_default();
            content(&sentence_with(strong, &signal.phrase))
                .0
                .into_iter()
                .map(|token| token.stem)
                .collect()
        })
        .collect();
    let every: BTreeSet<String> = all.iter().flatten().cloned().collect();
    every
        .into_iter()
        .filter(|stem| {
            all.iter().filter(|set| set.contains(stem)).count() * 3 > all.len() * 2 && all.len() > 1
        })
        .collect()
}

/// Where the signal is said, as far as its key phrase and the strong example tell.
pub(super) fn covered(speech: &Speech<'_>, signal: &Signal, form: &Form) -> Option<Match> {
    if let Some(found) = as_idea(speech, signal, form) {
        return Some(found);
    }
    let phrase = Phrase::of(speech, form)?;
    match signal.actor {
        Actor::Candidate => done(speech, &phrase),
        // What denies something is too easily denied by chance for words alone.
        Actor::Anyone if phrase.no && form.any.is_some() => None,
        Actor::Anyone => told(speech, &phrase),
    }
}

/// Whether what the candidate did is told in a section that was not asked for it, and as plainly as
/// only this story tells it: an idea that any story has says nothing there.
pub(super) fn told_elsewhere(speech: &Speech<'_>, form: &Form) -> bool {
    form.any.is_none()
        && Phrase::of(speech, form).is_some_and(|phrase| done(speech, &phrase).is_some())
}

/// Where the signal is said, if its key phrase is an idea of any story.
pub(super) fn as_idea(speech: &Speech<'_>, signal: &Signal, form: &Form) -> Option<Match> {
    said(speech, signal.actor, form.any?)
}

/// The idea of any story that this phrase is, if it holds nothing else.
fn idea(phrase: &str) -> Option<&'static lexicon::Idea> {
    let words = Words::new(tokens(&Transcript::from_text(phrase)));
    let (content, _) = content(phrase);
    lexicon::ideas().iter().find(|idea| {
        let hits: Vec<Match> = idea.key.iter().flat_map(|key| key.find(&words)).collect();
        !hits.is_empty()
            && content.iter().all(|token| {
                let mut inside = hits
                    .iter()
                    .flat_map(|hit| &words.tokens[hit.tokens.clone()]);
                inside.any(|one| one.bytes == token.bytes) || RELATED.contains(&token.stem.as_str())
            })
    })
}

/// Words of a key phrase that add nothing to its idea, as stems: "outside my team's scope".
const RELATED: &[&str] = &[
    "scope", "team", "fix", "problem", "issu", "servic", "system",
];

fn said(speech: &Speech<'_>, actor: Actor, idea: &lexicon::Idea) -> Option<Match> {
    if idea
        .says
        .iter()
        .any(|pattern| pattern.denies && pattern.matches(&speech.words))
    {
        return None;
    }
    idea.says
        .iter()
        .filter(|pattern| !pattern.denies)
        .find_map(|pattern| {
            let mut found = pattern.find(&speech.words).into_iter();
            found.find(|hit| counts(speech, actor, pattern, hit))
        })
}

/// The stretch around `at` that may belong to it.
fn stretch(all: &[Token], at: usize) -> Range<usize> {
    let sentence = all[at].sentence;
    let same = |token: &&Token| token.sentence == sentence;
    let before = all[at.saturating_sub(BEFORE)..at].iter().rev();
    let after = all[at..(at + AFTER).min(all.len())].iter();
    at - before.take_while(same).count()..at + after.take_while(same).count()
}

/// Whether a plan says it as well: a Task is a plan, and a Reflection is about next time.
fn fact(speech: &Speech<'_>, at: usize) -> bool {
    match mood(speech.tokens(), at) {
        Mood::Fact => true,
        Mood::Planned => matches!(speech.part, Part::Task | Part::Reflection),
        Mood::Negated | Mood::Hedged => false,
    }
}

/// What the candidate did: the act itself decides, by whom and whether it happened.
fn done(speech: &Speech<'_>, phrase: &Phrase<'_>) -> Option<Match> {
    let all = speech.tokens();
    let (act, rest) = phrase.words.split_first()?;
    let mut acts = act.at.iter().copied();
    let act = acts.find_map(|at| {
        if !fact(speech, at) || doer(all, at) != Doer::Candidate && !comes_out(all, at) {
            return None;
        }
        let around = stretch(all, at);
        let count = |wanted: &[Wanted]| {
            let elsewhere = |one: &&Wanted| {
                let before = one.place(&(around.start..at));
                before
                    .or_else(|| one.place(&(at + 1..around.end)))
                    .is_some()
            };
            wanted.iter().filter(elsewhere).count()
        };
        let (others, object, matter) = (count(rest), count(&phrase.object), count(&phrase.matter));
        let others = others + phrase.figures_in(speech, &around);
        let telling = !GENERIC.contains(&all[at].stem.as_str());
        let exact = telling && all[at].stem == act.stem;
        let alone = phrase.object.is_empty() && phrase.matter.is_empty();
        let enough = match rest.len() {
            0 => exact || alone || object >= 1 || matter >= if telling { 1 } else { 2 },
            1 => others == 1 || object + matter >= 2,
            all => others * 2 >= all || others >= 1 && object + matter >= 2,
        };
        enough.then_some(Match {
            tokens: at..at + 1,
            verb: at,
        })
    });
    act.or_else(|| done_somehow(speech, phrase))
}

/// "It turned out that", "what came out is": found by whoever tells it. "The roadmap was mine": owned.
fn comes_out(all: &[Token], at: usize) -> bool {
    let next = |word: &str| all.get(at + 1).is_some_and(|next| next.lower == word);
    all[at].any(&["turned", "turns", "came", "comes"]) && next("out")
        || all[at].is(Class::BE) && next("mine")
}

/// As many of the story's own words in one sentence tell what was done, whatever the verb.
const WORDS_ALONE: usize = 4;

/// What the candidate did, told with a verb that no list knows for it: what it was done to and the
/// figures are those of the strong example ("I took a picture of every label, for 14 days"). Spoken
/// sentences are short, so the ones beside it are heard as well.
fn done_somehow(speech: &Speech<'_>, phrase: &Phrase<'_>) -> Option<Match> {
    let all = speech.tokens();
    let (_, rest) = phrase.words.split_first()?;
    let around_it = rest.iter().chain(&phrase.object).chain(&phrase.matter);
    let mut anchors: Vec<usize> = around_it.flat_map(|one| &one.at).copied().collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors.into_iter().find_map(|at| {
        let around = wide(all, at);
        let count = |wanted: &[Wanted]| {
            let said = |one: &&Wanted| one.place(&around).is_some();
            wanted.iter().filter(said).count()
        };
        let (things, others) = (count(rest), count(&phrase.object) + count(&phrase.matter));
        let figures = phrase.figures_in(speech, &around);
        let proof = things + others + figures;
        // A figure is what a story has to itself; words alone may fall by chance.
        let by_figure = figures > 0 && proof >= if things * 2 >= rest.len() { 3 } else { 4 };
        let mine = |around: Range<usize>| all[around].iter().any(|token| token.is(Class::FIRST));
        // Without a figure most of the sentence has to be the story's own words, in one sentence.
        let by_words = || {
            let near = stretch(all, at);
            let said = |wanted: &[Wanted]| {
                let own =
                    |one: &&Wanted| all[near.clone()].iter().any(|token| token.stem == one.stem);
                wanted.iter().filter(own).count()
            };
            let things = said(rest);
            let others = said(&phrase.object) + said(&phrase.matter);
            things + others >= WORDS_ALONE && things >= 1 && mine(near)
        };
        let enough = by_figure && mine(around.clone()) || by_words();
        (enough && fact(speech, at)).then_some(Match {
            tokens: at..at + 1,
            verb: at,
        })
    })
}

#[cfg(test)]
mod tests;
