//! What was said, and with what confidence: ideas, figures, ownership, delivery, each with its words.

pub mod answer;
pub mod boundary;
pub mod buzzwords;
pub mod confirmed;
pub mod coverage;
pub mod elsewhere;
pub mod exact;
pub mod fact;
pub mod figures;
pub mod form;
pub mod lesson;
pub mod likeness;
pub mod meant;
pub mod measure;
pub mod outcome;
pub mod own_words;
pub mod prepared;
pub mod same_words;
pub mod short;
pub mod sounds;
pub mod speech;
pub mod story;
pub mod told;
pub mod vague;
pub mod whose;
pub mod wording;
