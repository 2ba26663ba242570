//! `filler-cluster`: several fillers close together.

use crate::evidence::speech::Speech;
use crate::judgement::Severity::Improve;
use crate::judgement::{About, Family};
use crate::rules::Findings;

pub(super) static ABOUT: About = About {
    id: "filler-cluster",
    title: "Fillers in a cluster",
    family: Family::Delivery,
    gravity: 0,
    weakness: "had many fillers",
    what: "Three or more fillers within twelve words.",
    why: "Listeners forgive single fillers and notice clusters: that is where the thread is thin.",
    source: "Altura on clusters over counts (a vendor); the window is ours.",
    flags: &["action: So, um, I was, uh, you know, looking at the logs."],
    allows: &[
        "action: Um, I pulled the logs and traced it to a timeout in the network layer, and then, uh, I wrote the retry.",
    ],
};

/// Maximum length of a cluster in tokens.
const WINDOW: usize = 12;

pub(super) fn check(speech: &Speech<'_>, out: &mut Findings<'_>) {
    let mut from = 0;
    while from < speech.fillers.len() {
        let start = speech.fillers[from].tokens.start;
        let inside = speech.fillers[from..]
            .iter()
            .take_while(|filler| filler.tokens.end <= start + WINDOW)
            .count();
        if inside >= 3 {
            let range = start..speech.fillers[from + inside - 1].tokens.end;
            out.at_heard(
                Improve,
                range,
                format!("{inside} fillers in one breath: you were looking for the next step here."),
                "Practise just this passage until you know how its next sentence begins.",
            );
        }
        from += inside.max(1);
    }
}
