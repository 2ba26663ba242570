//! The verdict: the bar raiser's thought in one paragraph, its reasons, and one thing to drill next. There is no score:
//! only what was found, where, and the leaning.

mod leaning;
mod lens;
mod next;
mod parts;
mod questions;
mod story;
#[cfg(test)]
mod tests;
mod thought;
mod words;

use crate::evidence::buzzwords;
use crate::evidence::figures;
use crate::evidence::follow_up_answer::Standing;
use crate::evidence::ownership::{self, OwnShare};
use crate::evidence::speech::Speech;
use crate::evidence::wording::named;
use crate::judgement::{Bar, Certainty, Finding, Overall, SectionJudgement, Severity, late};
use crate::scenario::{Level, Metric, SectionRole};
use crate::time::Millis;
use parts::{EVIDENCE, OWNERSHIP, later_job};
use thought::{Impact, Ownership, Reason, Thought};

/// The verdict over all sections.
pub fn overall(bar: Bar<'_>, speeches: &[Speech<'_>], sections: &[SectionJudgement]) -> Overall {
    let length: Millis = sections.iter().map(|section| section.measures.length).sum();
    let targets: Vec<_> = speeches
        .iter()
        .map(|speech| (speech.spoken.id, speech.target))
        .collect();
    let target = bar.scenario.time_for(bar.level, &targets);
    let facts = Facts {
        bar,
        speeches,
        sections,
    };
    let (next, next_section) = facts.next();
    let without_reasons = |verdict: Thought| Overall {
        length,
        target,
        verdict: verdict.to_string(),
        next: next.to_string(),
        next_section: next_section.clone(),
        ..Overall::default()
    };
    if speeches.iter().all(|speech| speech.tokens().is_empty()) {
        return without_reasons(Thought::NothingSaid);
    }
    if bar.scenario.names_stories() {
        return without_reasons(Thought::NamesStories);
    }
    let mut because: Vec<Reason> = Vec::new();
    let mut thoughts: Vec<Thought> = Vec::new();
    let another = facts.another_story();
    if facts.tells() {
        thoughts.extend(another.map(|heard| Thought::AnotherStory { heard }));
        thoughts.extend(facts.ownership(&mut because).map(Thought::Ownership));
        thoughts.extend(facts.impact(&mut because).map(Thought::Impact));
    }
    thoughts.extend(facts.answers(&mut because));
    because.extend(facts.ideas());
    facts.level(&mut because);
    because.extend(lens::reason(bar, speeches).map(Reason::Lens));
    if bar.scenario.short().is_none() {
        because.extend(facts.unspoken());
    }
    thoughts.extend(facts.lean_in_words(another.is_none()).map(Thought::Lean));
    let paragraph: Vec<String> = thoughts.iter().map(ToString::to_string).collect();
    Overall {
        length,
        target,
        verdict: paragraph.join(" "),
        because: because.iter().map(ToString::to_string).collect(),
        next: next.to_string(),
        next_section,
        leaning: facts.leaning().filter(|_| another.is_none()),
        another_story: another.is_some(),
        questions: facts.questions(),
    }
}

/// The ideas that the level expects, by confidence.
#[derive(Default)]
struct Expected<'a> {
    covered: usize,
    unsure: usize,
    missing: Vec<&'a str>,
}

struct Facts<'a> {
    bar: Bar<'a>,
    speeches: &'a [Speech<'a>],
    sections: &'a [SectionJudgement],
}

impl Facts<'_> {
    fn title(&self, id: &str) -> String {
        self.bar
            .scenario
            .plan(id)
            .map_or_else(|| id.to_owned(), |section| section.title.clone())
    }

    /// Findings of these rules that are more than a note, with their section.
    fn of(&self, rules: &[&str]) -> Vec<(&str, &Finding)> {
        self.sections
            .iter()
            .flat_map(|section| {
                section
                    .findings
                    .iter()
                    .map(|finding| (section.id.as_str(), finding))
            })
            .filter(|(_, finding)| {
                finding.severity != Severity::Note && rules.contains(&finding.rule.as_str())
            })
            .collect()
    }

    /// Whether any of the story itself was told, not only follow-ups.
    fn tells(&self) -> bool {
        self.speeches
            .iter()
            .any(|speech| speech.part != SectionRole::FollowUp)
    }

    /// Counts the answers to follow-up questions that hold.
    fn answers(&self, because: &mut Vec<Reason>) -> Option<Thought> {
        let (mut held, mut compared, mut passed, mut faulted) = (0, 0, 0, 0);
        for section in self.answered() {
            let standing = Standing::of(section);
            held += usize::from(standing.holds());
            match standing {
                Standing::ByRules(true) => passed += 1,
                Standing::ByRules(false) => faulted += 1,
                _ => compared += 1,
            }
            because.push(Reason::Answer {
                title: self.title(&section.id),
                standing,
            });
        }
        (compared + passed + faulted > 0).then_some(Thought::Answers {
            held,
            compared,
            passed,
            faulted,
        })
    }

    /// The answers to follow-up questions.
    fn answered(&self) -> impl Iterator<Item = &SectionJudgement> {
        let answers = self.sections.iter();
        answers.filter(|one| self.bar.scenario.follow_up(&one.id).is_some())
    }

    /// The spoken sections of the story itself.
    fn told(&self) -> impl Iterator<Item = &Speech<'_>> {
        self.speeches.iter().filter(|speech| speech.tells())
    }

    fn spoken(&self, part: SectionRole) -> bool {
        self.speeches
            .iter()
            .any(|speech| speech.part == part && !speech.tokens().is_empty())
    }

    fn ownership(&self, because: &mut Vec<Reason>) -> Option<Ownership> {
        let found = self.of(OWNERSHIP);
        let of = |rule: &str| {
            let sections = found.iter().filter(|(_, finding)| finding.rule == rule);
            let titles: Vec<String> = sections.map(|(id, _)| self.title(id)).collect();
            (titles.len(), each_once(titles))
        };
        let ((we, we_in), (handed, handed_in)) = (of("we-language"), of("handoff"));
        let (passive, passive_in) = of("passive-voice");
        let (unbounded, _) = of("missing-scope-boundary");
        let acted = self.spoken(SectionRole::Action) || self.spoken(SectionRole::Other);
        let share = self.share();
        if found.is_empty() {
            return acted.then_some(match share {
                OwnShare::Own if self.hidden_in_buzzwords() => Ownership::Buzzwords,
                OwnShare::Own => Ownership::Clear,
                OwnShare::None => Ownership::NotHeard,
                OwnShare::Little => Ownership::TooLittle,
                OwnShare::Others => Ownership::Others,
            });
        }
        let hidden = Reason::Hidden {
            count: we,
            titles: we_in,
        };
        let without = Reason::WithoutDoer {
            count: passive,
            titles: passive_in,
        };
        because.extend((handed > 0).then_some(Reason::PassedOn(handed_in)));
        because.extend((we > 0).then_some(hidden));
        because.extend((passive > 0).then_some(without));
        because.extend((unbounded > 0).then_some(Reason::NoBoundary));
        Some(match (handed > 0, we + passive, unbounded > 0) {
            (true, ..) => Ownership::HandedOff,
            (_, 0, true) if !acted => Ownership::NoBoundary,
            (_, 0, true) if share == OwnShare::None => Ownership::NoBoundaryNotHeard,
            (_, 0, true) => Ownership::SoundsAssigned,
            (_, hidden, true) => Ownership::NoBoundaryHidden(hidden),
            _ if self.slip() => Ownership::OneSlip,
            (_, hidden, false) => Ownership::Hidden(hidden),
        })
    }

    /// The sections about acts: "I think" is no work.
    fn acting(&self) -> impl Iterator<Item = &Speech<'_>> {
        let speeches = self.speeches.iter();
        speeches.filter(|speech| matches!(speech.part, SectionRole::Action | SectionRole::Other))
    }

    /// How much of the work was the candidate's.
    fn share(&self) -> OwnShare {
        ownership::share(self.acting())
    }

    /// Whether most acts are told in phrases that fit any project.
    fn hidden_in_buzzwords(&self) -> bool {
        buzzwords::hide(self.acting())
    }

    /// Whether the candidate's part is hidden in one place only, in an answer that shows it in many.
    fn slip(&self) -> bool {
        const MANY: usize = 4;
        let found = self.of(OWNERSHIP);
        let [(_, finding)] = found.as_slice() else {
            return false;
        };
        let deeds: usize = self
            .acting()
            .map(|speech| ownership::deeds(speech).len())
            .sum();
        matches!(finding.rule.as_str(), "we-language" | "passive-voice") && deeds >= MANY
    }

    /// Names of the metrics of the spoken sections, each once: those that were said anywhere in the
    /// answer, and those that were not.
    fn measured(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut said, mut missing) = (Vec::new(), Vec::new());
        for speech in self.told() {
            for (plan, metric) in speech.figures() {
                let anywhere = metric.said || speech.said_elsewhere(&metric.id).is_some();
                if !anywhere && !figures::at_fault(plan, speech) {
                    continue;
                }
                let list = if anywhere { &mut said } else { &mut missing };
                if !list.contains(&metric.name.as_str()) {
                    list.push(metric.name.as_str());
                }
            }
        }
        missing.retain(|name| !said.contains(name));
        (said, missing)
    }

    /// Whether a section measures anything. What the candidate was given afterwards does not count.
    fn measures(&self, part: SectionRole) -> bool {
        self.told()
            .filter(|speech| speech.part == part)
            .any(|speech| speech.measures_something() && !later_job(speech))
    }

    /// Metrics that were said with figures other than the story's: their names, and the words.
    fn otherwise(&self) -> Vec<(&str, String)> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for (metric, speech) in self.told().flat_map(metrics) {
            let known = found.iter().any(|(name, _)| *name == metric.name);
            if let Some(words) = figures::otherwise(metric, speech).filter(|_| !known) {
                found.push((&metric.name, words));
            }
        }
        found
    }

    /// Whether a Result has the figures of its metrics without any of them having been achieved.
    fn unachieved(&self) -> bool {
        let all = || {
            let results = self
                .told()
                .filter(|speech| speech.part == SectionRole::Result);
            results.flat_map(metrics)
        };
        all().any(|(metric, speech)| figures::refused(metric, speech))
            && !all().any(|(metric, speech)| figures::says(metric, speech))
    }

    fn impact(&self, because: &mut Vec<Reason>) -> Option<Impact> {
        let found = self.of(EVIDENCE);
        let finding = |rule: &str| found.iter().find(|(_, finding)| finding.rule == rule);
        let (said, missing) = self.measured();
        let otherwise = self.otherwise();
        because.extend(numbers(&said, &missing, &otherwise));
        if !otherwise.is_empty() {
            let (names, words) = otherwise.iter().cloned().unzip::<_, _, Vec<&str>, _>();
            let names = names.into_iter().map(str::to_owned).collect();
            because.push(Reason::Otherwise { words, names });
        }
        if let Some((_, vague)) = finding("vague-ending") {
            because.push(Reason::Vague(vague.quote.clone()));
        }
        let generic = finding("generic-reflection").is_some();
        because.extend(generic.then_some(Reason::GenericLesson));
        Some(
            match (
                self.spoken(SectionRole::Result),
                self.measures(SectionRole::Result),
            ) {
                (true, false) => Impact::Asserted,
                (true, true) if self.unachieved() => Impact::Unachieved,
                (true, true) if !missing.is_empty() => Impact::InPart,
                (true, true) if !otherwise.is_empty() => Impact::OtherFigures,
                (true, true) if generic => Impact::ProvenCommonplace,
                (true, true) => Impact::Proven,
                (false, _) if generic => Impact::Commonplace,
                (false, _) if !missing.is_empty() => Impact::NumberMissing,
                (false, _) if !said.is_empty() => Impact::Specific,
                (false, _) => return None,
            },
        )
    }

    /// Ideas heard and missing, at this level. What was said in another section was heard.
    fn expected(&self) -> Expected<'_> {
        let mut ideas = Expected::default();
        for speech in self.speeches {
            // The ideas of a follow-up are weighed with its own answer.
            if speech.part == SectionRole::FollowUp && self.tells() {
                continue;
            }
            for (signal, check) in speech.ideas() {
                if !signal.expected_at(self.bar.level) {
                    continue;
                }
                match check.heard() {
                    _ if check.covered || check.said_in.is_some() => ideas.covered += 1,
                    Certainty::Unsure => ideas.unsure += 1,
                    _ => ideas.missing.push(signal.phrase.as_str()),
                }
            }
        }
        ideas
    }

    fn ideas(&self) -> Option<Reason> {
        // What a short version kept and cut is listed separately.
        if self.bar.scenario.short().is_some() {
            return None;
        }
        let Expected {
            covered,
            unsure,
            missing,
        } = self.expected();
        (covered + missing.len() + unsure > 0).then(|| Reason::Ideas {
            heard: covered,
            unsure,
            missing: missing.into_iter().map(str::to_owned).collect(),
        })
    }

    /// Adds what the level asks for: its length and systemic insight.
    fn level(&self, because: &mut Vec<Reason>) {
        let level = self.bar.scenario.level_title(self.bar.level);
        because.extend(self.too_long().map(|(length, asked)| Reason::TooLong {
            length,
            level: level.into(),
            asked,
        }));
        let none = self.without_insight();
        because.extend(none.then(|| Reason::NoInsight {
            level: level.into(),
        }));
    }

    /// Length of a whole answer and the level's limit for it, if it exceeds that by more than the tolerance. Each
    /// section has its own target at every level; only the sum differs.
    fn too_long(&self) -> Option<(Millis, Millis)> {
        let guide = self.bar.scenario.levels.get(&self.bar.level)?;
        let sections: Vec<&SectionJudgement> = self
            .sections
            .iter()
            .filter(|section| self.bar.scenario.section(&section.id).is_some())
            .collect();
        let whole = sections.len() == self.bar.scenario.sections.len();
        let length: Millis = sections.iter().map(|section| section.measures.length).sum();
        (whole && late(length, guide.length)).then_some((length, guide.length))
    }

    /// Whether a senior Reflection has none of the ideas that its story asks of this level alone: what lies behind the
    /// problem, beyond the candidate's own work.
    fn without_insight(&self) -> bool {
        let only_here = [Level::Senior];
        let mut ideas = self
            .told()
            .filter(|speech| speech.part == SectionRole::Reflection)
            .flat_map(Speech::ideas)
            .filter(|(signal, _)| signal.levels == only_here)
            .peekable();
        self.bar.level == Level::Senior
            && ideas.peek().is_some()
            && ideas.all(|(_, check)| !check.covered)
    }

    fn unspoken(&self) -> Option<Reason> {
        if !self.tells() {
            return None; // a drill of follow-ups leaves out nothing that was asked for
        }
        let spoken = |id: &str| self.told().any(|speech| speech.spoken.id == id);
        let sections = self.bar.scenario.sections.iter();
        let missing = sections.filter(|section| !spoken(&section.id));
        let missing: Vec<String> = missing.map(|section| section.title.clone()).collect();
        (!missing.is_empty()).then_some(Reason::NotSpoken(missing))
    }
}

/// The metrics that a section is asked for, each with the section.
fn metrics<'s>(speech: &'s Speech<'_>) -> impl Iterator<Item = (&'s Metric, &'s Speech<'s>)> {
    speech.figures().map(move |(metric, _)| (metric, speech))
}

fn each_once(titles: Vec<String>) -> Vec<String> {
    let mut once = Vec::new();
    for title in titles {
        if !once.contains(&title) {
            once.push(title);
        }
    }
    once
}

/// The numbers that were not said, or else those that were, in the candidate's own figures.
fn numbers(said: &[&str], missing: &[&str], otherwise: &[(&str, String)]) -> Option<Reason> {
    if !missing.is_empty() {
        let missing = missing.iter().map(|name| (*name).to_owned());
        return Some(Reason::NotMeasured(missing.collect()));
    }
    let shown = |name: &&str| {
        let other = otherwise.iter().find(|(known, _)| known == name);
        other.map_or_else(|| named(name), |(_, words)| format!("“{words}”"))
    };
    (!said.is_empty()).then(|| Reason::Measured(said.iter().map(shown).collect()))
}
