//! The verdict in words. Its content is decided elsewhere, as types; only here it becomes sentences.

use super::thought::{Impact, Lean, LensReason, Next, Ownership, Reason, Remedy, Thought};
use crate::evidence::wording::{list, named};
use crate::judgement::Leaning;
use std::fmt::{Display, Formatter, Result};

impl Display for Thought {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::NothingSaid => f.write_str("Nothing was said, so there is nothing to judge."),
            Self::AnotherStory { heard } => {
                let came_up = if *heard == 0 { "none" } else { "only one" };
                write!(f, "This does not sound like this story: {came_up} of its ideas came up.")
            }
            Self::Ownership(ownership) => ownership.fmt(f),
            Self::Impact(impact) => impact.fmt(f),
            Self::Answers {
                held,
                compared,
                passed,
                faulted,
            } => {
                if *compared > 0 {
                    answers(f, *held, *compared)?;
                    let more = if passed + faulted > 0 { " " } else { "" };
                    f.write_str(more)?;
                }
                by_rules(f, *compared > 0, *passed, *faulted)
            }
            Self::NamesStories => f.write_str(
                "Whether each story fits was judged when the question was asked; nothing else is weighed here.",
            ),
            Self::Lean(lean) => lean.fmt(f),
        }
    }
}

fn answers(f: &mut Formatter<'_>, held: usize, all: usize) -> Result {
    match (held, all) {
        (1, 1) => f.write_str("The answer to the follow-up holds."),
        (0, 1) => f.write_str("The answer to the follow-up does not hold."),
        (2, 2) => f.write_str("Both answers to the follow-ups hold."),
        (held, all) if held == all => write!(f, "All {all} answers to the follow-ups hold."),
        (0, _) => f.write_str("No answer to the follow-ups holds."),
        (held, all) => write!(f, "{held} of {all} answers to the follow-ups hold."),
    }
}

/// Of answers that there is no strong answer for. Without a comparison none of them holds.
fn by_rules(f: &mut Formatter<'_>, others: bool, passed: usize, faulted: usize) -> Result {
    let all = passed + faulted;
    let other = if others { "other " } else { "" };
    let (answers, them) = match all {
        0 => return Ok(()),
        1 => (format!("the {other}answer"), "it"),
        many => (format!("the {other}{many} answers"), "them"),
    };
    match faulted {
        0 => write!(f, "The rules find nothing against {answers}"),
        _ if faulted == all => write!(f, "The rules speak against {answers}"),
        some => write!(f, "The rules speak against {some} of {answers}"),
    }?;
    write!(f, "; there is no strong answer to compare {them} with.")
}

const NO_WORK: &str = "I do not hear what you did yourself.";

impl Display for Ownership {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Clear => "Ownership is clear: you say what you did yourself.",
            Self::NotHeard => NO_WORK,
            Self::TooLittle => "Too little is said of what you did to tell whose work it was.",
            Self::Others => "Little of the action is your own: others did most of what you tell.",
            Self::Buzzwords => {
                "You say that you acted, in phrases that fit any project: I cannot tell what you did."
            }
            Self::HandedOff => {
                "The problem was handed to others, so there is little ownership to credit."
            }
            Self::NoBoundary => "The scope boundary is missing.",
            Self::NoBoundaryNotHeard => {
                return write!(f, "The scope boundary is missing. {NO_WORK}");
            }
            Self::SoundsAssigned => {
                "Your own work is visible, but it sounds assigned: the scope boundary is missing."
            }
            Self::NoBoundaryHidden(places) => {
                let times = times(*places);
                return write!(
                    f,
                    "The scope boundary is missing, and your own part is hidden {times}."
                );
            }
            Self::OneSlip => {
                "Ownership is clear, but for one place where I cannot tell what was yours."
            }
            Self::Hidden(places) => {
                let times = times(*places);
                return write!(
                    f,
                    "Ownership is claimed and then lost {times}: I cannot tell what was yours."
                );
            }
        })
    }
}

impl Display for Impact {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Asserted => "The impact is asserted rather than measured.",
            Self::Unachieved => {
                "The figures tell of a wish or a setback, and not of what was achieved."
            }
            Self::InPart => "The impact is measured, but not all of it.",
            Self::OtherFigures => "The impact is measured, with other figures than the story has.",
            Self::ProvenCommonplace => "The impact is proven, and the lesson is a commonplace.",
            Self::Proven => "The impact is proven with numbers.",
            Self::Commonplace => "The lesson is a commonplace.",
            Self::NumberMissing => "A number that I would write down is missing.",
            Self::Specific => "What was said is specific.",
        })
    }
}

impl Display for Lean {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let (leaning, principle, whole) = match self {
            Self::Drill { parts: 1 } => return f.write_str("One part alone gives no leaning."),
            Self::Drill { .. } => return f.write_str("Two parts alone give no leaning."),
            Self::Short { given, of } => {
                return write!(
                    f,
                    "To be told in {given} instead of {of}: what was cut gives no leaning."
                );
            }
            Self::NoDeed => {
                return f.write_str("It tells of no one deed, so that it gives no leaning.");
            }
            Self::ByRules => return f.write_str("The rules alone give no leaning."),
            Self::NotSpoken(titles) => {
                let were = if titles.len() == 1 { "was" } else { "were" };
                return write!(f, "No leaning: {} {were} not spoken.", titles.join(" and "));
            }
            Self::Towards {
                leaning,
                principle,
                whole,
                ..
            } => (leaning, principle, whole),
        };
        let about = match principle.as_str() {
            "" => String::new(),
            principle => format!(" for {principle}"),
        };
        let part = if *whole { "" } else { ", on what was spoken" };
        let meant = matches!(self, Self::Towards { meant: false, .. });
        let start = match meant {
            true => "If it was meant to be: leaning",
            false => "Leaning",
        };
        let half_heard = matches!(
            self,
            Self::Towards {
                half_heard: true,
                ..
            }
        );
        match leaning {
            Leaning::Hire => write!(f, "{start} hire{about}{part}."),
            Leaning::NoHire => write!(f, "{start} no hire{about}{part}."),
            Leaning::Undecided if half_heard => write!(
                f,
                "Undecided{about}{part}: few of this story's ideas were heard. Some may have been \
                 said in words that are not known here."
            ),
            Leaning::Undecided => write!(
                f,
                "Undecided{about}{part}: I would ask a follow-up question here."
            ),
        }
    }
}

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Answer { title, standing } => write!(f, "{title}: {}", standing.sentence()),
            Self::PassedOn(titles) => {
                write!(f, "The problem was passed on{}.", within(titles))
            }
            Self::Hidden { count, titles } => {
                let (times, within) = (times(*count), within(titles));
                write!(f, "“We” hides your part {times}{within}.")
            }
            Self::WithoutDoer { count, titles } => {
                let (times, within) = (times(*count), within(titles));
                write!(f, "Work without a doer {times}{within}.")
            }
            Self::NoBoundary => f.write_str("Nothing says that this was not yours to do."),
            Self::NotMeasured(names) => {
                let names: Vec<String> = names.iter().map(|name| named(name)).collect();
                write!(f, "Not measured: {}.", names.join(", "))
            }
            Self::Measured(shown) => write!(f, "Measured: {}.", shown.join(", ")),
            Self::Otherwise { words, names } => {
                let words: Vec<String> = words.iter().map(|said| format!("“{said}”")).collect();
                let names: Vec<String> = names.iter().map(|name| named(name)).collect();
                write!(
                    f,
                    "You said {}; the story has {}.",
                    list(&words),
                    list(&names)
                )
            }
            Self::Vague(quote) => write!(
                f,
                "“{}” stands where evidence should be.",
                quote.as_deref().unwrap_or("The ending")
            ),
            Self::GenericLesson => f.write_str("The lesson would fit any story."),
            Self::Ideas {
                heard,
                unsure,
                missing,
            } => ideas(f, *heard, *unsure, missing),
            Self::TooLong {
                length,
                level,
                asked,
            } => write!(
                f,
                "{length} in all; {level} has {asked} for the whole answer."
            ),
            Self::NoInsight { level } => write!(
                f,
                "{level}: your reflection names nothing beyond your own work."
            ),
            Self::Lens(reason) => reason.fmt(f),
            Self::NotSpoken(titles) => {
                write!(f, "Not spoken, so not judged: {}.", titles.join(", "))
            }
        }
    }
}

/// Maximum number of missing ideas that are named.
const MOST_NAMED: usize = 4;

fn ideas(f: &mut Formatter<'_>, covered: usize, unsure: usize, missing: &[String]) -> Result {
    let all = covered + unsure + missing.len();
    let heard = match covered {
        0 => "None".to_owned(),
        many => many.to_string(),
    };
    let were = if covered < 2 { "was" } else { "were" };
    let asked = match unsure {
        0 => String::new(),
        1 => "; of 1 I am not sure".into(),
        many => format!("; of {many} I am not sure"),
    };
    match (missing, all) {
        ([only], 1) => write!(f, "The one idea was not heard: “{only}”."),
        ([], 1) if unsure == 1 => f.write_str("I am not sure whether the one idea was said."),
        ([], 1) => f.write_str("The one idea of the strong example was heard."),
        ([], _) if unsure == 0 => write!(f, "All {all} ideas of the strong example were heard."),
        ([], _) => write!(f, "{heard} of {all} ideas {were} heard{asked}."),
        _ => {
            let shown = missing.iter().take(MOST_NAMED);
            let shown: Vec<String> = shown.map(|phrase| format!("“{phrase}”")).collect();
            let more = match missing.len() - shown.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let shown = shown.join(", ");
            write!(
                f,
                "{heard} of {all} ideas {were} heard; not {shown}{more}{asked}."
            )
        }
    }
}

impl Display for LensReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::OpensWithOutcome => {
                f.write_str("Lens Deliver Results: you open with the outcome.")
            }
            Self::OpensWith(words) => write!(
                f,
                "Lens Deliver Results: the outcome should come first; you open with “{words}”."
            ),
            Self::BoundaryFirst => f.write_str(
                "Lens Ownership: the boundary is drawn before the work begins.",
            ),
            Self::GivenFirst => f.write_str(
                "Lens Ownership: whose it was is said before the work begins.",
            ),
            Self::BoundaryWanted => f.write_str(
                "Lens Ownership: say first whose it was and that nobody asked you.",
            ),
            Self::OwnerWanted => f.write_str(
                "Lens Ownership: say first whose it was, and who asked you or that nobody did.",
            ),
            Self::StepsShown => f.write_str(
                "Lens Dive Deep: the investigation can be followed step by step.",
            ),
            Self::StepsWanted => f.write_str(
                "Lens Dive Deep: the investigation is too short to follow: what did you look at, what did you see, how did you prove it?",
            ),
        }
    }
}

impl Display for Next {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::MoreQuestions => f.write_str("Answer the next questions."),
            Self::Say {
                title,
                answer,
                muted,
            } => {
                if *muted {
                    f.write_str(
                        "Check the microphone with “rehearse doctor”: it recorded digital silence. ",
                    )?;
                }
                match answer {
                    true => write!(f, "Answer “{title}” aloud, in any words."),
                    false => write!(f, "Say {title} aloud, in any words."),
                }
            }
            Self::Finish(titles) => {
                let are = if titles.len() == 1 { "is" } else { "are" };
                let titles = titles.join(", then ");
                write!(f, "Tell it to its end: {titles} {are} still missing.")
            }
            Self::Drill {
                title,
                seconds,
                what,
            } => {
                match seconds {
                    0 => write!(f, "Drill {title} twice.")?,
                    seconds => write!(f, "Drill {title}, {seconds} s, twice.")?,
                }
                what.iter().try_for_each(|what| write!(f, " {what}"))
            }
            Self::Retell { given, what } => {
                write!(f, "Tell it once more in {given}.")?;
                what.iter().try_for_each(|what| write!(f, " {what}"))
            }
            Self::StillOpen { title } => write!(
                f,
                "{title} is still open: put its answer into the story, where nobody has to ask for it."
            ),
            Self::TellAgain { over } => {
                f.write_str("Tell it once more to somebody who does not know the story")?;
                match over {
                    Some(over) => write!(f, ", {} s shorter.", over.0 / 1000),
                    None => f.write_str("."),
                }
            }
        }
    }
}

impl Display for Remedy {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Number(name) => write!(f, "Say the number: {}.", named(name)),
            Self::Idea(phrase) => write!(f, "Bring in “{phrase}”, in your own words."),
            Self::Advice(sentence) => f.write_str(sentence),
        }
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".into(),
        2 => "twice".into(),
        count => format!("{count} times"),
    }
}

/// The titles as the end of a sentence: " in Action and Result".
fn within(titles: &[String]) -> String {
    match titles {
        [] => String::new(),
        titles => format!(" in {}", titles.join(" and ")),
    }
}
