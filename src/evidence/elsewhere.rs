//! Ideas and figures that their own section lacks and another one says. They count as said: only their place differs
//! from the strong example's.

use crate::evidence::coverage::told_elsewhere;
use crate::evidence::speech::Speech;
use crate::evidence::{confirmed, exact, figures, likeness};
use crate::scenario::Part;
use crate::scenario::{Actor, Section, Signal};

/// Marks the ideas and figures that their own section lacks and another section plainly says.
pub fn mark(speeches: &mut [Speech<'_>]) {
    let figures: Vec<_> = (0..speeches.len())
        .map(|at| figures::elsewhere_said(speeches, at))
        .collect();
    for (speech, figures) in speeches.iter_mut().zip(figures) {
        speech.elsewhere = figures;
    }
    let story = |speech: &Speech<'_>| speech.part != Part::FollowUp;
    for at in (0..speeches.len())
        .filter(|&at| story(&speeches[at]))
        .collect::<Vec<_>>()
    {
        let Some(section) = speeches[at].section else {
            continue;
        };
        let said: Vec<Option<String>> = section
            .signals
            .iter()
            .zip(&speeches[at].signals)
            .map(|(signal, check)| {
                let mut others = speeches.iter().enumerate();
                let found = others.find(|(place, other)| {
                    *place != at
                        && story(other)
                        && !check.covered
                        && plainly_said(other, section, signal)
                });
                let title = |other: &Speech<'_>| {
                    let plan = other.section;
                    plan.map_or_else(|| other.spoken.id.to_owned(), |plan| plan.title.clone())
                };
                found.map(|(_, other)| title(other))
            })
            .collect();
        for (check, said_in) in speeches[at].signals.iter_mut().zip(said) {
            check.said_in = said_in;
        }
    }
}

/// Whether a section says an idea that another one, `home`, asks for. An act of the candidate is checked for who did
/// it. Anything else must be said in the phrase's own words, or be a boundary, which may be drawn before the acts.
fn plainly_said(speech: &Speech<'_>, home: &Section, signal: &Signal) -> bool {
    if signal.actor == Actor::Candidate {
        return told_elsewhere(speech, home, signal);
    }
    let boundary = || {
        let form = speech.prepared.idea(home, signal);
        form.is_some_and(|form| form.draws && likeness::as_idea(speech, signal, form).is_some())
    };
    confirmed::said(signal, &speech.spoken.transcript.text).is_some()
        || exact::words(signal, speech).is_some()
        || matches!(speech.part, Part::Situation | Part::Task) && boundary()
}
