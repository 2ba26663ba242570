//! Ideas and figures that their own section lacks and another one says. They count as said: only their place differs
//! from the strong example's.

use crate::evidence::coverage::told_elsewhere;
use crate::evidence::speech::Speech;
use crate::evidence::{confirmed, exact, figures, likeness};
use crate::scenario::{Actor, Section, SectionRole, Signal};

/// Marks the ideas and figures that their own section lacks and another section plainly says. Answers to follow-up
/// questions are not part of the story.
pub fn mark(speeches: &mut [Speech<'_>]) {
    let story = |speech: &Speech<'_>| speech.part != SectionRole::FollowUp;
    for at in 0..speeches.len() {
        let speech = &speeches[at];
        let Some(section) = speech.section.filter(|_| story(speech)) else {
            continue;
        };
        let title = |says: &dyn Fn(&Speech<'_>) -> bool| {
            let mut others = speeches.iter().enumerate();
            let found = others.find(|(place, other)| *place != at && story(other) && says(other));
            found.map(|(_, other)| other.title().to_owned())
        };
        let figures = speech
            .figures()
            .filter(|(_, check)| speech.tells() && !check.said);
        let figures = figures.filter_map(|(metric, check)| {
            let title = title(&|other| other.tells() && figures::said_as_it_is(metric, other))?;
            Some((check.id.clone(), title))
        });
        let figures = figures.collect();
        let ideas = speech.ideas().map(|(signal, check)| {
            title(&|other| !check.covered && plainly_said(other, section, signal))
        });
        let ideas: Vec<Option<String>> = ideas.collect();
        speeches[at].elsewhere = figures;
        for (check, said_in) in speeches[at].signals.iter_mut().zip(ideas) {
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
        || matches!(speech.part, SectionRole::Situation | SectionRole::Task) && boundary()
}
