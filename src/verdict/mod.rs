//! The bar raiser's thought, in one honest paragraph, and one thing to drill next. No score: what
//! was found, where, and which way it leans.

mod leaning;
mod lens;
mod next;
mod parts;
mod questions;
mod story;
#[cfg(test)]
mod tests;

use crate::evidence::answer::Standing;
use crate::evidence::figures;
use crate::evidence::lesson;
use crate::evidence::lesson::Lesson;
use crate::evidence::speech::Speech;
use crate::evidence::whose;
use crate::evidence::whose::Share;
use crate::evidence::wording::{list, named};
use crate::judgement::late;
use crate::judgement::{Bar, Finding, Heard, Overall, SectionJudgement, Severity};
use crate::scenario::Level;
use crate::scenario::Part;
use crate::time::Millis;
use parts::{EVIDENCE, LITTLE_WORK, NO_WORK, OWNERSHIP, THEIR_WORK, later_job, times};

/// Over all sections.
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
    if speeches.iter().all(|speech| speech.tokens().is_empty()) {
        return Overall {
            length,
            target,
            verdict: "Nothing was said, so there is nothing to judge.".into(),
            because: Vec::new(),
            next,
            next_section,
            leaning: None,
            questions: Vec::new(),
        };
    }
    let mut because = Vec::new();
    let mut thoughts = Vec::new();
    let another = facts.another_story();
    if facts.tells() {
        thoughts.extend(another.map(str::to_owned));
        thoughts.extend(facts.ownership(&mut because));
        thoughts.extend(facts.evidence(&mut because));
    }
    thoughts.extend(facts.answers(&mut because));
    facts.ideas(&mut because);
    facts.level(&mut because);
    because.extend(lens::because(bar, speeches));
    facts.unspoken(&mut because);
    let leaning = facts.leaning_sentence();
    thoughts.extend(match another {
        None => Some(leaning),
        // By this one's bar nothing can be said of another story; but it may be this one, told in
        // such general words that nobody could tell.
        Some(_) => leaning
            .strip_prefix("Leaning")
            .map(|which| format!("If it was meant to be: leaning{which}")),
    });
    Overall {
        length,
        target,
        verdict: thoughts.join(" "),
        because,
        next,
        next_section,
        leaning: facts.leaning().filter(|_| another.is_none()),
        questions: facts.questions(),
    }
}

/// The ideas that the level expects, by how surely they were said.
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

    /// Whether any of the story itself was told, and not follow-ups alone.
    fn tells(&self) -> bool {
        self.speeches
            .iter()
            .any(|speech| speech.part != Part::FollowUp)
    }

    /// How the answers to follow-up questions stand.
    fn answers(&self, because: &mut Vec<String>) -> Option<String> {
        let answers: Vec<(&str, Standing)> = self
            .sections
            .iter()
            .filter(|section| self.bar.scenario.follow_up(&section.id).is_some())
            .map(|section| (section.id.as_str(), Standing::of(section)))
            .collect();
        for (id, standing) in &answers {
            because.push(format!("{}: {}", self.title(id), standing.sentence()));
        }
        let held = answers
            .iter()
            .filter(|(_, standing)| standing.holds())
            .count();
        Some(match (held, answers.len()) {
            (_, 0) => return None,
            (1, 1) => "The answer to the follow-up holds.".into(),
            (0, 1) => "The answer to the follow-up does not hold.".into(),
            (2, 2) => "Both answers to the follow-ups hold.".into(),
            (held, all) if held == all => format!("All {all} answers to the follow-ups hold."),
            (0, _) => "No answer to the follow-ups holds.".into(),
            (held, all) => format!("{held} of {all} answers to the follow-ups hold."),
        })
    }

    /// What was said of the story itself.
    fn told(&self) -> impl Iterator<Item = &Speech<'_>> {
        self.speeches
            .iter()
            .filter(|speech| speech.part != Part::FollowUp && !speech.tokens().is_empty())
    }

    fn spoken(&self, part: Part) -> bool {
        self.speeches
            .iter()
            .any(|speech| speech.part == part && !speech.tokens().is_empty())
    }

    fn ownership(&self, because: &mut Vec<String>) -> Option<String> {
        let found = self.of(OWNERSHIP);
        let count = |rule: &str| {
            found
                .iter()
                .filter(|(_, finding)| finding.rule == rule)
                .count()
        };
        let (we, handed, passive, unbounded) = (
            count("we-language"),
            count("handoff"),
            count("passive-voice"),
            count("missing-scope-boundary"),
        );
        let acted = self.spoken(Part::Action) || self.spoken(Part::Other);
        let share = self.share();
        let own = share != Share::None;
        if found.is_empty() {
            return acted.then(|| {
                match share {
                    Share::Own => "Ownership is clear: you say what you did yourself.",
                    Share::None => NO_WORK,
                    Share::Little => LITTLE_WORK,
                    Share::Others => THEIR_WORK,
                }
                .into()
            });
        }
        if handed > 0 {
            because.push(format!(
                "The problem was passed on{}.",
                places(self, &found, "handoff")
            ));
        }
        if we > 0 {
            because.push(format!(
                "“We” hides your part {}{}.",
                times(we),
                places(self, &found, "we-language")
            ));
        }
        if passive > 0 {
            because.push(format!(
                "Work without a doer {}{}.",
                times(passive),
                places(self, &found, "passive-voice")
            ));
        }
        if unbounded > 0 {
            because.push("Nothing says that this was not yours to do.".into());
        }
        let thought = match (handed > 0, we + passive, unbounded > 0) {
            (true, ..) => {
                "The problem was handed to others, so there is little ownership to credit.".into()
            }
            (_, 0, true) if !acted => "The scope boundary is missing.".into(),
            (_, 0, true) if !own => format!("The scope boundary is missing. {NO_WORK}"),
            (_, 0, true) => {
                "Your own work is visible, but it sounds assigned: the scope boundary is missing."
                    .into()
            }
            (_, hidden, true) => format!(
                "The scope boundary is missing, and your own part is hidden {}.",
                times(hidden)
            ),
            _ if self.slip() => {
                "Ownership is clear, but for one place where I cannot tell what was yours.".into()
            }
            (_, hidden, false) => format!(
                "Ownership is claimed and then lost {}: I cannot tell what was yours.",
                times(hidden)
            ),
        };
        Some(thought)
    }

    /// One's own work is what "I" did, in the part that tells what was done: "I think" is none.
    fn share(&self) -> Share {
        let acting = self.speeches.iter();
        whose::share(acting.filter(|speech| matches!(speech.part, Part::Action | Part::Other)))
    }

    /// Whether the candidate's part is hidden in one place only, in an answer that shows it in many.
    fn slip(&self) -> bool {
        const MANY: usize = 4;
        let found = self.of(OWNERSHIP);
        let [(_, finding)] = found.as_slice() else {
            return false;
        };
        let acting = |part| matches!(part, Part::Action | Part::Other);
        let mut deeds = 0;
        for speech in self.speeches.iter().filter(|speech| acting(speech.part)) {
            deeds += whose::deeds(speech).len();
        }
        matches!(finding.rule.as_str(), "we-language" | "passive-voice") && deeds >= MANY
    }

    /// Names of the metrics of the spoken sections, each once: those that were said anywhere in the
    /// answer, and those that were not.
    fn measured(&self) -> (Vec<&str>, Vec<&str>) {
        let (mut said, mut missing) = (Vec::new(), Vec::new());
        for speech in self.told() {
            let plans = speech.section.map_or(&[][..], |section| &section.metrics);
            for (plan, metric) in plans.iter().zip(&speech.metrics) {
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

    /// Whether a part carries a measured value of any kind. What the candidate was given afterwards is none.
    fn measures(&self, part: Part) -> bool {
        self.told()
            .filter(|speech| speech.part == part)
            .any(|speech| speech.measures_something() && !later_job(speech))
    }

    /// Metrics that were said with other figures than the story has: their names, and the words.
    fn otherwise(&self) -> Vec<(&str, String)> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for speech in self.told() {
            let metrics = speech.section.map_or(&[][..], |section| &section.metrics);
            for metric in metrics {
                let words = figures::otherwise(metric, speech);
                if let Some(words) =
                    words.filter(|_| found.iter().all(|(name, _)| *name != metric.name))
                {
                    found.push((&metric.name, words));
                }
            }
        }
        found
    }

    /// Whether a Result holds the figures of its metrics without any of them having been achieved.
    fn unachieved(&self) -> bool {
        let results = self.told().filter(|speech| speech.part == Part::Result);
        let mut metrics = results.flat_map(|speech| {
            let metrics = speech.section.map_or(&[][..], |section| &section.metrics);
            metrics.iter().map(move |metric| (metric, speech))
        });
        let all: Vec<_> = metrics.by_ref().collect();
        all.iter()
            .any(|(metric, speech)| figures::refused(metric, speech))
            && !all
                .iter()
                .any(|(metric, speech)| figures::says(metric, speech))
    }

    fn evidence(&self, because: &mut Vec<String>) -> Option<String> {
        let found = self.of(EVIDENCE);
        let (said, missing) = self.measured();
        let otherwise = self.otherwise();
        // What was said, and not what should have been.
        let shown = |name: &&str| {
            let other = otherwise.iter().find(|(known, _)| known == name);
            other.map_or_else(|| named(name), |(_, words)| format!("“{words}”"))
        };
        if !missing.is_empty() {
            let missing: Vec<String> = missing.iter().map(|name| named(name)).collect();
            because.push(format!("Not measured: {}.", missing.join(", ")));
        } else if !said.is_empty() {
            let said: Vec<String> = said.iter().map(shown).collect();
            because.push(format!("Measured: {}.", said.join(", ")));
        }
        if !otherwise.is_empty() {
            let words: Vec<String> = otherwise
                .iter()
                .map(|(_, words)| format!("“{words}”"))
                .collect();
            let own: Vec<String> = otherwise.iter().map(|(name, _)| named(name)).collect();
            because.push(format!(
                "You said {}; the story has {}.",
                list(&words),
                list(&own)
            ));
        }
        if let Some((_, vague)) = found
            .iter()
            .find(|(_, finding)| finding.rule == "vague-ending")
        {
            because.push(format!(
                "“{}” stands where evidence should be.",
                vague.quote.as_deref().unwrap_or("The ending")
            ));
        }
        let lesson = found
            .iter()
            .any(|(_, finding)| finding.rule == "generic-reflection")
            .then(|| self.lesson());
        let generic = lesson == Some(Lesson::Generic);
        if generic {
            because.push("The lesson would fit any story.".into());
        }
        if lesson == Some(Lesson::Elsewhere) {
            because.push("The lesson is specific, but not tied to what this story tells.".into());
        }
        let thought = match (self.spoken(Part::Result), self.measures(Part::Result)) {
            (true, false) => "The impact is asserted rather than measured.",
            (true, true) if self.unachieved() => {
                "The figures tell of a wish or a setback, and not of what was achieved."
            }
            (true, true) if !missing.is_empty() => "The impact is measured, but not all of it.",
            (true, true) if !otherwise.is_empty() => {
                "The impact is measured, with other figures than the story has."
            }
            (true, true) if generic => "The impact is proven, and the lesson is a commonplace.",
            (true, true) => "The impact is proven with numbers.",
            (false, _) if generic => "The lesson is a commonplace.",
            (false, _) if !missing.is_empty() => "A number that I would write down is missing.",
            (false, _) if !said.is_empty() => "What was said is specific.",
            (false, _) => return None,
        };
        Some(thought.into())
    }

    /// What kind of lesson was drawn, where one was found fault with.
    fn lesson(&self) -> Lesson {
        let told = self.told().filter(|speech| speech.part == Part::Reflection);
        let kinds: Vec<Lesson> = told.map(lesson::of).collect();
        if kinds.contains(&Lesson::Elsewhere) && !kinds.contains(&Lesson::Generic) {
            Lesson::Elsewhere
        } else {
            Lesson::Generic
        }
    }

    /// Ideas heard and missing, at this level. What was said in another section was heard.
    fn expected(&self) -> Expected<'_> {
        let mut ideas = Expected::default();
        for speech in self.speeches {
            let Some(section) = speech.section else {
                continue;
            };
            // The ideas of a follow-up are weighed with its own answer.
            if speech.part == Part::FollowUp && self.tells() {
                continue;
            }
            for (signal, check) in section.signals.iter().zip(&speech.signals) {
                if !signal.expected_at(self.bar.level) {
                    continue;
                }
                match check.heard() {
                    _ if check.covered || check.said_in.is_some() => ideas.covered += 1,
                    Heard::Unsure => ideas.unsure += 1,
                    _ => ideas.missing.push(signal.phrase.as_str()),
                }
            }
        }
        ideas
    }

    fn ideas(&self, because: &mut Vec<String>) {
        let Expected {
            covered,
            unsure,
            missing,
        } = self.expected();
        let all = covered + missing.len() + unsure;
        if all == 0 {
            return;
        }
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
        if let ([only], 1) = (missing.as_slice(), all) {
            because.push(format!("The one idea was not heard: “{only}”."));
        } else if all == 1 && unsure == 1 {
            because.push("I am not sure whether the one idea was said.".into());
        } else if all == 1 {
            because.push("The one idea of the strong example was heard.".into());
        } else if missing.is_empty() && unsure == 0 {
            because.push(format!("All {all} ideas of the strong example were heard."));
        } else if missing.is_empty() {
            because.push(format!("{heard} of {all} ideas {were} heard{asked}."));
        } else {
            let shown: Vec<String> = missing
                .iter()
                .take(4)
                .map(|phrase| format!("“{phrase}”"))
                .collect();
            let more = match missing.len() - shown.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            because.push(format!(
                "{heard} of {all} ideas {were} heard; not {}{more}{asked}.",
                shown.join(", ")
            ));
        }
    }

    /// What the level asks for: its length, systemic insight, and its own kind of lesson.
    fn level(&self, because: &mut Vec<String>) {
        let level = self.bar.scenario.level_title(self.bar.level);
        if let Some((length, asked)) = self.too_long() {
            because.push(format!(
                "{length} in all; {level} has {asked} for the whole answer."
            ));
        }
        if self.without_insight() {
            because.push(format!(
                "{level}: your reflection names nothing beyond your own work."
            ));
        }
    }

    /// Length of a whole answer and what the level allows for it, where it is past that by more
    /// than a section may be. Each section has its own target at every level; only the sum differs.
    fn too_long(&self) -> Option<(Millis, Millis)> {
        let guide = self.bar.scenario.levels.get(&self.bar.level)?;
        let told: Vec<&SectionJudgement> = self
            .sections
            .iter()
            .filter(|section| self.bar.scenario.section(&section.id).is_some())
            .collect();
        let whole = told.len() == self.bar.scenario.sections.len();
        let length: Millis = told.iter().map(|section| section.measures.length).sum();
        (whole && late(length, guide.length)).then_some((length, guide.length))
    }

    /// Whether a senior answer reflects without any of the ideas that its story asks of this level
    /// alone: what lies behind the problem, beyond one's own work.
    fn without_insight(&self) -> bool {
        let only_here = [Level::Senior];
        let mut ideas = self
            .told()
            .filter(|speech| speech.part == Part::Reflection)
            .filter_map(|speech| Some((speech, speech.section?)))
            .flat_map(|(speech, section)| section.signals.iter().zip(&speech.signals))
            .filter(|(signal, _)| signal.levels == only_here)
            .peekable();
        self.bar.level == Level::Senior
            && ideas.peek().is_some()
            && ideas.all(|(_, check)| !check.covered)
    }

    fn unspoken(&self, because: &mut Vec<String>) {
        if !self.tells() {
            return; // a drill of follow-ups leaves out nothing that was asked for
        }
        let missing: Vec<&str> = self
            .bar
            .scenario
            .sections
            .iter()
            .filter(|section| {
                !self
                    .speeches
                    .iter()
                    .any(|speech| speech.spoken.id == section.id && !speech.tokens().is_empty())
            })
            .map(|section| section.title.as_str())
            .collect();
        if !missing.is_empty() {
            because.push(format!(
                "Not spoken, so not judged: {}.",
                missing.join(", ")
            ));
        }
    }
}

/// " in Action and Result".
fn places(facts: &Facts<'_>, found: &[(&str, &Finding)], rule: &str) -> String {
    let mut titles: Vec<String> = Vec::new();
    for (id, _) in found.iter().filter(|(_, finding)| finding.rule == rule) {
        let title = facts.title(id);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    if titles.is_empty() {
        String::new()
    } else {
        format!(" in {}", titles.join(" and "))
    }
}
