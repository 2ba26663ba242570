//! What was said, and with what confidence: ideas, figures, ownership, delivery, each with its words.

pub mod boundary;
pub mod buzzwords;
pub mod by_meaning;
pub mod confirmed;
pub mod coverage;
pub mod exact;
pub mod factuality;
pub mod figure_framing;
pub mod figures;
pub mod follow_up_answer;
pub mod lesson;
pub mod likeness;
pub mod measure;
pub mod misheard_terms;
pub mod other_sections;
pub mod outcome;
pub mod own_words;
pub mod ownership;
pub mod prepared;
pub mod prepared_idea;
pub mod same_words;
pub mod short_telling;
pub mod speech;
pub mod story_words;
pub mod vague;
pub mod wording;
