//! The content of a verdict as types: thoughts, their reasons and the next step.

use crate::evidence::follow_up_answer::Standing;
use crate::judgement::Leaning;
use crate::time::Millis;

/// One thought of the verdict's paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Thought {
    /// Every section stayed silent.
    NothingSaid,
    /// It has hardly an idea of the story, and few of its words.
    AnotherStory {
        /// How many ideas were heard.
        heard: usize,
    },
    /// Whose work it was.
    Ownership(Ownership),
    /// The outcome and its proof.
    Impact(Impact),
    /// The answers to follow-up questions.
    Answers {
        /// How many hold.
        held: usize,
        /// How many had a strong answer or an open point to be held against.
        compared: usize,
        /// How many the rules alone judged, and found nothing against.
        passed: usize,
        /// How many the rules alone judged, and found something against.
        faulted: usize,
    },
    /// Stories were named, and none was told.
    NamesStories,
    /// The leaning.
    Lean(Lean),
}

/// Whose work it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ownership {
    /// The candidate's own.
    Clear,
    /// Nothing that the candidate did.
    NotHeard,
    /// Too little to decide.
    TooLittle,
    /// Mostly what others did.
    Others,
    /// Acts of the candidate in phrases that fit any project.
    Buzzwords,
    /// The problem was passed on.
    HandedOff,
    /// The scope boundary is missing, and no Action was told.
    NoBoundary,
    /// The scope boundary is missing, and nothing that the candidate did is told.
    NoBoundaryNotHeard,
    /// Own work without a scope boundary.
    SoundsAssigned,
    /// No scope boundary, and own work hidden in this many places.
    NoBoundaryHidden(usize),
    /// Hidden in one place of many.
    OneSlip,
    /// Hidden in this many places.
    Hidden(usize),
}

/// The outcome of the work, and how it is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Impact {
    /// Without a measurement.
    Asserted,
    /// The figures were not achieved.
    Unachieved,
    /// Some of the figures are missing.
    InPart,
    /// With other figures than the story's.
    OtherFigures,
    /// Proven, with a lesson that fits any story.
    ProvenCommonplace,
    /// Proven.
    Proven,
    /// No Result was told, and the lesson fits any story.
    Commonplace,
    /// No Result was told, and a number of another part is missing.
    NumberMissing,
    /// No Result was told, and the numbers of the other parts are there.
    Specific,
}

/// The leaning, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lean {
    /// Too few parts were told.
    Drill {
        /// How many were.
        parts: usize,
    },
    /// It was told in less time than it takes.
    Short {
        /// The time that it was given.
        given: Millis,
        /// What the story takes.
        of: Millis,
    },
    /// It is about no act, like an introduction.
    NoDeed,
    /// Only answers that the rules alone judged.
    ByRules,
    /// These deciding parts were not spoken.
    NotSpoken(Vec<String>),
    /// It leans.
    Towards {
        /// Which way.
        leaning: Leaning,
        /// For which leadership principle; may be empty.
        principle: String,
        /// Whether every part of the story was told.
        whole: bool,
        /// Whether less than half of the ideas were heard.
        half_heard: bool,
        /// Whether it was this story beyond doubt.
        meant: bool,
    },
}

/// Why, one reason a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// The result for an answer to a follow-up.
    Answer {
        /// Title of the follow-up.
        title: String,
        /// The result.
        standing: Standing,
    },
    /// The problem was passed on in these sections.
    PassedOn(Vec<String>),
    /// A "we" hides the candidate.
    Hidden {
        /// In this many places.
        count: usize,
        /// Of these sections.
        titles: Vec<String>,
    },
    /// Work is told without an agent.
    WithoutDoer {
        /// In this many places.
        count: usize,
        /// Of these sections.
        titles: Vec<String>,
    },
    /// The scope boundary is missing.
    NoBoundary,
    /// Names of the metrics that were not said.
    NotMeasured(Vec<String>),
    /// The metrics that were said, as they were said.
    Measured(Vec<String>),
    /// Metrics that were said with other figures.
    Otherwise {
        /// What was said.
        words: Vec<String>,
        /// Names of the metrics.
        names: Vec<String>,
    },
    /// Vague words replace an outcome.
    Vague(Option<String>),
    /// The lesson fits any story.
    GenericLesson,
    /// Ideas of the strong example that the level expects.
    Ideas {
        /// How many were heard.
        heard: usize,
        /// How many are unsure.
        unsure: usize,
        /// Key phrases of those that are missing.
        missing: Vec<String>,
    },
    /// The whole answer is longer than the level allows.
    TooLong {
        /// How long it is.
        length: Millis,
        /// Title of the level.
        level: String,
        /// What it allows.
        asked: Millis,
    },
    /// A reflection without the insight that the level asks of it.
    NoInsight {
        /// Title of the level.
        level: String,
    },
    /// What the lens asks for.
    Lens(LensReason),
    /// Titles of the sections that were not spoken.
    NotSpoken(Vec<String>),
}

/// What the lens asks for, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LensReason {
    /// Deliver Results: the outcome comes first.
    OpensWithOutcome,
    /// Deliver Results: these words come first.
    OpensWith(String),
    /// Ownership: the scope boundary comes first.
    BoundaryFirst,
    /// Ownership: who assigned the work comes first.
    GivenFirst,
    /// Ownership: the scope boundary is missing.
    BoundaryWanted,
    /// Ownership: nothing says whose it was.
    OwnerWanted,
    /// Dive Deep: the steps are told.
    StepsShown,
    /// Dive Deep: too few steps are told.
    StepsWanted,
}

/// The one thing to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// More questions of which story to tell.
    MoreQuestions,
    /// A section that was asked for and stayed silent.
    Say {
        /// Its title.
        title: String,
        /// Whether it answers a follow-up question.
        answer: bool,
        /// Whether only digital silence was recorded.
        muted: bool,
    },
    /// The story was broken off before these parts.
    Finish(Vec<String>),
    /// A section to say again.
    Drill {
        /// Its title.
        title: String,
        /// Its target; 0 if it has none.
        seconds: u64,
        /// What to do there.
        what: Option<Remedy>,
    },
    /// The same story in the same short time.
    Retell {
        /// The time.
        given: Millis,
        /// What to do there.
        what: Option<Remedy>,
    },
    /// A question about the candidate's own words that its answer left open.
    StillOpen {
        /// Its title.
        title: String,
    },
    /// No section needs a drill.
    TellAgain {
        /// How much longer it was than the level allows.
        over: Option<Millis>,
    },
}

/// What to do in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Say this metric.
    Number(String),
    /// Say this idea.
    Idea(String),
    /// What the finding advises.
    Advice(String),
}
