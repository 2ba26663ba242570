//! What the candidate thinks of a take before the report is shown: three questions, yes or no.

use super::rehearsal::Rehearsal;
use super::{Context, Failure, confirm};
use crate::session::Estimate;
use crate::store::Settings;

/// What is asked, in this order.
const QUESTIONS: [&str; 3] = [
    "Did you run over your time?",
    "Did you give the number?",
    "Did you say what you did yourself?",
];

/// Asks once for each take, where it is wanted here or in the settings and a person sits there.
///
/// # Errors
/// When the settings or the answers cannot be read, or the disk refuses.
pub fn asked(
    context: &mut Context,
    rehearsal: &mut Rehearsal,
    wanted: bool,
) -> Result<(), Failure> {
    let wanted = wanted || Settings::load(&context.folders.config)?.estimate;
    if !wanted || rehearsal.session.estimate.is_some() {
        return Ok(());
    }
    if !context.is_conversation() {
        context.say("No estimate: there is no terminal to ask on.");
        return Ok(());
    }
    context.say("\nBefore you see the report: what do you think?");
    let mut answers = [None; 3];
    for (number, (question, answer)) in (1..).zip(QUESTIONS.iter().zip(&mut answers)) {
        match confirm::answer(context, (number, QUESTIONS.len()), question)? {
            Some(given) => *answer = given,
            None => break,
        }
    }
    let [over, number, deeds] = answers;
    rehearsal.session.estimate = Some(Estimate {
        over,
        number,
        deeds,
    });
    context.say("");
    rehearsal.save()
}
