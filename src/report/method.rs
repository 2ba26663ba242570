//! How every number was measured, and against what.

use super::points::rule_title;
use crate::judgement::Judgement;
use crate::words::clean;

/// One number: its name, how it is measured, where its threshold comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name in the report.
    pub term: String,
    /// How it is measured.
    pub meaning: String,
    /// Where it comes from. May be empty.
    pub source: String,
}

/// The measures that the overview always shows, then each rule with findings in this answer.
pub(super) fn definitions(judgement: Option<&Judgement>) -> Vec<Definition> {
    let fixed = FIXED.map(|(term, meaning, source)| Definition {
        term: term.to_owned(),
        meaning: meaning.to_owned(),
        source: source.to_owned(),
    });
    let mut definitions = Vec::from(fixed);
    let findings = judgement
        .iter()
        .flat_map(|judgement| &judgement.sections)
        .flat_map(|section| &section.findings);
    for finding in findings {
        let term = rule_title(&finding.rule);
        if finding.threshold.is_empty() || definitions.iter().any(|one| one.term == term) {
            continue;
        }
        let threshold = clean(&finding.threshold);
        let threshold = threshold.trim_end_matches('.');
        definitions.push(Definition {
            term,
            meaning: format!("Found when: {threshold}."),
            source: clean(&finding.source),
        });
    }
    definitions
}

/// Term, meaning, source.
const FIXED: [(&str, &str, &str); 8] = [
    (
        "Time",
        "Counted in samples of the recording from the section's start to its end. Pauses that you asked for and time without a microphone are left out.",
        "",
    ),
    (
        "Inside its time",
        "No more than 2 s or a tenth past the target, whichever is longer.",
        "A choice of this program; published advice tolerates more.",
    ),
    (
        "Words a minute",
        "Words without fillers, over the time from the first to the last voiced sound of the section, pauses included.",
        "Conversation in American English runs at about 150 (NCVS). Shown beside your own history, not as a mark.",
    ),
    (
        "Pauses",
        "Silence measured on the sound, never taken from the recogniser's word times, which swallow pauses. Shown from one second on.",
        "Speech research calls silences of 1 to 2 s medium and longer ones long.",
    ),
    (
        "Fillers",
        "Counted in the transcript. Recognisers leave many out, so the count is a lower bound.",
        "Up to 5 a minute did no harm to how a speaker was judged, 12 did (Laske and DiGennaro Reed 2024).",
    ),
    (
        "I and we",
        "“I” counts I, I'm, I've, I'd, I'll. “We” counts we, us, our, ours, ourselves, let's, each time it is said.",
        "Amazon's interview guidance asks for “I”, not “we”, when describing actions. Elsewhere “we” may be welcome.",
    ),
    (
        "Numbers",
        "Values with a unit, written or spoken: 0.3%, “eight thousand dollars”.",
        "",
    ),
    (
        "Ideas",
        "The key phrases of the strong example. An idea counts when you say it in any words.",
        "The scenario's strong example.",
    ),
];
