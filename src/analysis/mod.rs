//! Judges one session: the findings of every section and the verdict, with evidence.

pub mod attempt;
pub mod borders;

pub use crate::judgement::*;

use crate::evidence::{
    by_meaning, coverage, figures, measure, other_sections, own_words, ownership, short_telling,
    speech,
};
use crate::meaning::Meanings;
use crate::scenario::SectionRole;
use crate::{rules, verdict};

/// Version of the rules; raised with every release whose rules may judge the same facts differently.
pub const ANALYZER: &str = concat!("rehearse-", env!("CARGO_PKG_VERSION"), "-4");

/// Judges an answer with the default settings.
pub fn judge(bar: Bar<'_>, spoken: &[SectionInput<'_>]) -> Judgement {
    judge_by_meaning(bar, spoken, &RuleSettings::default(), None)
}

/// Judges an answer. Pure: the same facts give the same judgement, byte for byte.
///
/// Sections are judged in the scenario's order, whatever the order of `spoken`; sections that the
/// scenario does not know come last and are measured, not held to a target. With `meanings`, ideas whose words were not
/// found are searched for by meaning.
pub fn judge_by_meaning(
    bar: Bar<'_>,
    spoken: &[SectionInput<'_>],
    settings: &RuleSettings,
    meanings: Option<&Meanings<'_>>,
) -> Judgement {
    let place = |id: &str| {
        // Follow-ups keep the order in which they were asked.
        let sections = &bar.scenario.sections;
        let known = sections.iter().position(|section| section.id == id);
        let asked = bar.scenario.follow_up(id).is_some();
        known.unwrap_or(sections.len() + usize::from(!asked))
    };
    let mut ordered: Vec<&SectionInput<'_>> = spoken.iter().collect();
    ordered.sort_by_key(|spoken| place(spoken.id));
    let answer = measure::AnswerLength::of(bar.scenario, &ordered);
    let mut speeches: Vec<speech::Speech<'_>> = ordered
        .into_iter()
        .enumerate()
        .map(|(at, spoken)| {
            let mut speech = speech::Speech::new(bar, *spoken, at == 0, settings);
            if speech.part != SectionRole::FollowUp {
                (speech.measures.share, speech.measures.planned_share) =
                    answer.shares(speech.spoken.length, speech.target);
            }
            speech.metrics = figures::metrics(&speech);
            speech.signals = coverage::signals(&speech);
            speech
        })
        .collect();
    other_sections::mark(&mut speeches);
    let mut actions = speeches
        .iter()
        .filter(|one| one.part == SectionRole::Action);
    let owned = actions.any(ownership::is_owned);
    for speech in &mut speeches {
        speech.owned = owned;
    }
    if let Some(meanings) = meanings {
        by_meaning::mark(&mut speeches, meanings);
    }
    let sections: Vec<SectionJudgement> = speeches
        .iter()
        .map(|speech| judge_section(speech, settings))
        .collect();
    let overall = verdict::overall(bar, &speeches, &sections);
    Judgement {
        analyzer: ANALYZER.into(),
        sections,
        overall,
        short: short_telling::short(bar, &speeches),
    }
}

fn judge_section(speech: &speech::Speech<'_>, settings: &RuleSettings) -> SectionJudgement {
    let without = &speech.bar.scenario.without_rules;
    let mut findings = Vec::new();
    for rule in rules::ALL {
        let id = rule.about.id;
        let off = without.iter().chain(&settings.off).any(|off| off == id);
        if !off && own_words::judges(id, speech) {
            findings.extend(rule.findings(speech));
        }
    }
    findings.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.rule.cmp(&b.rule)));
    SectionJudgement {
        id: speech.spoken.id.into(),
        measures: speech.measures.clone(),
        quantities: speech.quantities.clone(),
        metrics: speech.metrics.clone(),
        signals: speech.signals.clone(),
        misheard: speech.misheard.clone(),
        findings,
        point: speech
            .bar
            .scenario
            .follow_up(speech.spoken.id)
            .and_then(|asked| own_words::outcome(speech, asked)),
    }
}

/// Sort key of findings: place in the text, then time; findings without either come last.
fn order(finding: &Finding) -> (usize, u64) {
    let place = finding.bytes.map_or(usize::MAX, |(start, _)| start);
    (place, finding.time.map_or(u64::MAX, |time| time.start.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;
    use crate::scenario::{Lens, Level};
    use crate::time::Millis;
    use crate::transcript::Transcript;
    use proptest::prelude::*;

    fn of(id: &str, text: &str) -> Judgement {
        let scenario = builtin("caught-critical-issue").expect("it is built in");
        let transcript = Transcript::from_text(text);
        let spoken = SectionInput::typed(id, Millis(20_000), &transcript);
        let bar = Bar {
            scenario: &scenario,
            level: Level::Sde2,
            lens: Some(Lens::Ownership),
        };
        judge(bar, &[spoken])
    }

    fn sound(judgement: &Judgement, text: &str) {
        for section in &judgement.sections {
            for finding in &section.findings {
                if let Some((start, end)) = finding.bytes {
                    assert_eq!(
                        text.get(start..end),
                        finding.quote.as_deref(),
                        "{}",
                        finding.rule
                    );
                }
            }
            for quantity in &section.quantities {
                assert_eq!(
                    text.get(quantity.start..quantity.end),
                    Some(quantity.quote.as_str())
                );
                assert!(quantity.value.is_finite());
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_judged_deterministically(text in "\\PC{0,200}", section in 0..5usize) {
            let id = ["situation", "task", "action", "result", "reflection"][section];
            let judgement = of(id, &text);
            sound(&judgement, &text);
            prop_assert_eq!(judgement, of(id, &text));
        }

        #[test]
        fn any_mixture_of_trigger_words_is_judged(words in proptest::collection::vec(
            prop::sample::select(vec![
                "we", "I", "us", "our", "let's", "um,", "like", "0.3%", "$8K", "a", "half", "million", "point", "three", "in",
                "thousand", "from", "to", "zero", "not", "one", "\"we", "said.\"", "was", "found", "by", "and", "the", "team", "logs.",
                "traced", "S", "L", "O", "\u{5d0}\u{5d1}", "\u{1f600}", "'", "-", "24/7", "kind", "of", "which", "who", "until", "twenty",
            ]), 0..60), section in 0..5usize) {
            let text = words.join(" ");
            let id = ["situation", "task", "action", "result", "reflection"][section];
            sound(&of(id, &text), &text);
        }
    }

    #[test]
    fn empty_and_very_long_answers_are_judged() {
        for text in [
            "",
            " ",
            "we",
            "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
            "\u{1f469}\u{200d}\u{1f680} I",
            "\"",
            "\u{0}",
        ] {
            sound(&of("action", text), text);
        }
        let long = "we traced it and nobody asked me about 0.3 percent of the logs ".repeat(8000);
        let judgement = of("action", &long);
        assert!(judgement.sections[0].measures.words > 100_000);
    }
}
