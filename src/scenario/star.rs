//! The defaults of STAR answers: title, time and advice of the five sections.
//!
//! A story may omit these; the times are those of the first walkthrough.

use crate::time::Millis;

/// Defaults of one section.
#[derive(Debug, Clone, Copy)]
pub struct Default {
    /// Section id.
    pub id: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// Speaking time.
    pub target: Millis,
    /// Shown while speaking.
    pub cue: &'static str,
    /// Advice, a sentence or two.
    pub coaching: &'static str,
    /// The most common mistake.
    pub common_mistake: &'static str,
}

/// The five sections in speaking order.
pub const SECTIONS: [Default; 5] = [
    Default {
        id: "situation",
        title: "Situation",
        target: Millis::from_secs(30),
        cue: "What was wrong, and whom it hurt.",
        coaching: "Two or three sentences: where you were, what you saw, and why it mattered. \
                   Leave out how the system is built.",
        common_mistake: "Explaining the background for so long that the problem comes late.",
    },
    Default {
        id: "task",
        title: "Task",
        target: Millis::from_secs(20),
        cue: "What was yours to do, and why you.",
        coaching: "Say whose job it was, who asked you or that nobody did, and what you set out \
                   to reach.",
        common_mistake: "Going straight to what you did, so that nobody knows whether it was \
                         assigned to you.",
    },
    Default {
        id: "action",
        title: "Action",
        target: Millis::from_secs(90),
        cue: "Say \"I\" for every step.",
        coaching: "Your own steps in order, each with its reason. Where others helped, say who \
                   did what.",
        common_mistake: "Saying \"we\", which leaves the interviewer to guess which part was \
                         yours.",
    },
    Default {
        id: "result",
        title: "Result",
        target: Millis::from_secs(20),
        cue: "From what to what, and what it was worth.",
        coaching: "A number before and after, what it meant for customers or the business, and \
                   what lasted.",
        common_mistake: "Ending on a feeling, such as that everybody was happy, instead of on \
                         what changed.",
    },
    Default {
        id: "reflection",
        title: "Reflection",
        target: Millis::from_secs(15),
        cue: "What this story taught you, and only this one.",
        coaching: "One insight that could come from no other story, and what you do differently \
                   since.",
        common_mistake: "A lesson that fits every story, such as that communication is \
                         important.",
    },
];

/// The defaults of the section with this id, if it is one of the five.
pub fn section(id: &str) -> Option<&'static Default> {
    SECTIONS.iter().find(|section| section.id == id)
}
