//! English, and nothing about interviews: words, sentences, clauses, numbers, phrases.

pub mod change;
pub mod clause;
pub mod grammar;
pub mod hesitation;
pub mod lexicon;
pub mod number;
pub mod pattern;
pub mod phrases;
pub mod token;
pub mod verbs;
pub mod words;
