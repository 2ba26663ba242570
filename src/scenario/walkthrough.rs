//! A scenario as pages to read: the contents of `study`.

use super::{Lens, Level, Scenario, Section};
use crate::time::Millis;

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Heading.
    pub title: String,
    /// Its contents, in order.
    pub blocks: Vec<Block>,
}

/// One block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Label, such as "Coaching". May be empty.
    pub label: String,
    /// How it is shown.
    pub form: Form,
    /// A paragraph each; never empty.
    pub lines: Vec<String>,
}

/// How a block is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Running text.
    Text,
    /// Words to be said aloud.
    Speech,
    /// A list.
    List,
}

/// Words per minute of silent reading of English prose: the mean of 190 studies (Brysbaert 2019).
const READING_PACE: u64 = 238;

impl Page {
    /// The reading time, at an average pace.
    pub fn reading_time(&self) -> Millis {
        let blocks = self.blocks.iter();
        let blocks = blocks.flat_map(|block| block.lines.iter().chain([&block.label]));
        let words = |text: &String| text.split_whitespace().count() as u64;
        let all = blocks.chain([&self.title]).map(words).sum::<u64>();
        Millis(all * 60_000 / READING_PACE)
    }

    fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds a block, unless it has no words.
    fn block(mut self, label: &str, form: Form, mut lines: Vec<String>) -> Self {
        lines.retain(|line| !line.is_empty());
        if !lines.is_empty() {
            let label = label.to_owned();
            self.blocks.push(Block { label, form, lines });
        }
        self
    }

    fn text(self, label: &str, text: &str) -> Self {
        self.block(label, Form::Text, vec![text.to_owned()])
    }

    fn speech(self, label: &str, text: &str) -> Self {
        self.block(label, Form::Speech, vec![text.to_owned()])
    }

    fn list(self, label: &str, items: Vec<String>) -> Self {
        self.block(label, Form::List, items)
    }
}

/// Every page in reading order: overview, level, lens, a page per section, the weak answer, the
/// follow-ups. With a lens its page comes before the sections, otherwise all lenses
/// follow them. `only` keeps the page of one section.
pub fn pages(
    scenario: &Scenario,
    level: Level,
    lens: Option<Lens>,
    only: Option<&str>,
) -> Vec<Page> {
    let sections = scenario.sections.iter();
    if let Some(id) = only {
        let wanted = sections.filter(|section| section.id == id);
        return wanted
            .map(|section| section_page(scenario, section, lens))
            .collect();
    }
    let mut pages = vec![overview(scenario, level)];
    pages.extend(level_page(scenario, level));
    pages.extend(lens.and_then(|lens| lens_page(scenario, lens)));
    pages.extend(sections.map(|section| section_page(scenario, section, lens)));
    pages.extend(weak_page(scenario));
    pages.extend(scenario.follow_ups.iter().map(|follow_up| {
        Page::new(format!("Follow-up: {}", follow_up.question))
            .text("Probes", &follow_up.probes)
            .speech("Weak", &follow_up.weak)
            .text("Why it is weak", &follow_up.weak_because)
            .speech("Strong", &follow_up.strong)
            .speech("The line to remember", &follow_up.key_line)
    }));
    if lens.is_none() {
        pages.extend(
            Lens::ALL
                .into_iter()
                .filter_map(|lens| lens_page(scenario, lens)),
        );
    }
    pages.extend(
        scenario
            .levels
            .keys()
            .filter(|other| **other != level)
            .filter_map(|other| level_page(scenario, *other)),
    );
    pages
}

fn overview(scenario: &Scenario, level: Level) -> Page {
    let mut times: Vec<String> = scenario
        .sections
        .iter()
        .map(|section| format!("{}: {}", section.title, seconds(section.target)))
        .collect();
    if let Some(guide) = scenario.levels.get(&level) {
        let sum = scenario.sections.iter().map(|section| section.target).sum();
        // Targets are the most a section may take; a shorter answer uses less of each.
        let less = if guide.length < sum {
            ", so no section needs all of its time"
        } else {
            ""
        };
        times.push(format!(
            "In all, at {}: {}{less}",
            scenario.level_title(level),
            guide.length
        ));
    }
    Page::new(&scenario.title)
        .text("", &scenario.series)
        .speech("The question", &scenario.question)
        .text("Principle", &scenario.principle)
        .text("The story", &scenario.overview)
        .text("What it shows", &scenario.summary)
        .list("Takeaways", scenario.takeaways.clone())
        .list("Speaking time", times)
}

fn section_page(scenario: &Scenario, section: &Section, lens: Option<Lens>) -> Page {
    let time = seconds(section.target);
    let asked = lens.map_or("", |lens| lens.asks_of(&section.id));
    let mut page = Page::new(format!("{}, {time}", section.title))
        .text("Coaching", &section.coaching)
        .text("Through this lens", asked);
    if let Some(strong) = &section.strong {
        page = page.speech("Strong example", strong);
    }
    for (level, strong) in &section.strong_by_level {
        let title = scenario.level_title(*level);
        page = page.speech(&format!("Strong example for {title}"), strong);
    }
    let expected = |levels: &[Level]| {
        let names = levels.iter().map(|level| scenario.level_title(*level));
        let names: Vec<_> = names.collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" ({})", names.join(", "))
        }
    };
    page.list(
        "Key phrases",
        section
            .signals
            .iter()
            .map(|signal| format!("\"{}\"{}", signal.phrase, expected(&signal.levels)))
            .collect(),
    )
    .list(
        "Numbers to say",
        section
            .metrics
            .iter()
            .map(|metric| metric.name.clone())
            .collect(),
    )
    .text("Common mistake", &section.common_mistake)
    .text("Note", &section.note)
}

fn weak_page(scenario: &Scenario) -> Option<Page> {
    let weak = scenario.weak_answer.as_ref()?;
    Some(
        Page::new("A weak answer")
            .speech("As told", &weak.text)
            .list("What is wrong with it", weak.faults.clone())
            .text("A bar raiser thinks", &weak.bar_raiser)
            .text("Note", &weak.note),
    )
}

fn lens_page(scenario: &Scenario, lens: Lens) -> Option<Page> {
    let guide = scenario.lenses.get(&lens)?;
    Some(
        Page::new(format!("Told for {}", lens.title()))
            .text("Opening", &guide.opening)
            .text("Emphasise", &guide.emphasise)
            .text("Keep short", &guide.downplay),
    )
}

/// What the story says about a level; `None` where there is nothing to read.
fn level_page(scenario: &Scenario, level: Level) -> Option<Page> {
    let guide = scenario.levels.get(&level)?;
    let page = Page::new(format!("At {}", scenario.level_title(level)))
        .text("Focus", &guide.focus)
        .text("Reflection", &guide.reflection)
        .text("Bar", &guide.bar)
        .text("Length", &guide.length_text)
        .text("Note", &guide.note);
    (!page.blocks.is_empty()).then_some(page)
}

/// A target as shown: `90 s`, `20.5 s`.
fn seconds(time: crate::time::Millis) -> String {
    format!("{} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    fn read(pages: &[Page]) -> String {
        let mut text = String::new();
        for page in pages {
            text.push_str(&page.title);
            text.push('\n');
            for block in &page.blocks {
                text.push_str(&block.lines.join("\n"));
                text.push('\n');
            }
        }
        text
    }

    #[test]
    fn nothing_of_the_scenario_is_left_out() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let text = read(&pages(&scenario, Level::Sde2, None, None));
        let value = serde_json::to_value(&scenario).unwrap();
        let mut unread = Vec::new();
        for (pointer, fact) in crate::scenario::tests::FACTS {
            let quiz = pointer.starts_with("/quiz"); // asked, not read
            let number = value
                .pointer(pointer)
                .is_some_and(serde_json::Value::is_number);
            let heading = *pointer == "/heading"; // the title stands there; `study --json` has both
            if !quiz && !number && !heading && !text.contains(fact) {
                unread.push(pointer);
            }
        }
        assert!(unread.is_empty(), "{unread:?}");
        assert!(text.contains("Action, 90 s"));
    }

    #[test]
    fn a_page_says_how_long_reading_takes_and_a_lens_where_the_weight_lies() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let page = |lens, id| pages(&scenario, Level::Sde2, lens, Some(id)).remove(0);
        let words = read(&[page(None, "action")]).split_whitespace().count() as u64;
        let time = page(None, "action").reading_time();
        assert!(
            time.0 > words * 60_000 / 260 && time.0 < words * 60_000 / 180,
            "{time}"
        );
        let stressed = read(&[page(Some(Lens::DeliverResults), "result")]);
        assert!(stressed.contains("the weight lies here"), "{stressed}");
        let short = read(&[page(Some(Lens::DeliverResults), "action")]);
        assert!(short.contains("keep this one short"), "{short}");
        assert!(!read(&[page(None, "action")]).contains("keep this one short"));
    }

    #[test]
    fn level_lens_and_section_choose_the_pages() {
        let scenario = builtin("caught-critical-issue").unwrap();
        let titles = |lens, only| -> Vec<String> {
            pages(&scenario, Level::Sde1, lens, only)
                .into_iter()
                .map(|page| page.title)
                .collect()
        };
        assert_eq!(titles(None, Some("action")), ["Action, 90 s"]);
        let all = titles(Some(Lens::DiveDeep), None);
        assert_eq!(
            all[1..4],
            ["At SDE 1", "Told for Dive Deep", "Situation, 30 s"]
        );
        assert!(!all.contains(&"Told for Ownership".to_owned()));
    }
}
