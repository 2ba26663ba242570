//! The log of real interviews, and what follows from it for the stories.

use super::bank::{last, name};
use super::terminal::{Page, Style};
use crate::plan::bank::Bank;
use crate::plan::interviews::{InterviewQuestion, probed};
use crate::words::{clean, date, times};
use serde_json::{Value, json};

/// What is said of an empty log.
const NOTHING: &str = "Nothing is noted yet. After an interview: rehearse log \"What was asked\" --story ID --went well";

/// The log as text.
pub fn text(asked: &[InterviewQuestion], bank: &Bank, style: &Style) -> String {
    let mut page = Page::flush(*style);
    if asked.is_empty() {
        page.text("", NOTHING);
        return page.finish();
    }
    for one in asked {
        let day = date(&one.when);
        let lead = format!("{}  ", day.get(..10).unwrap_or(&day));
        page.row(&lead, &clean(&one.question));
        let probed = one.principle.as_deref().map(|id| name(id).to_owned());
        let told = one.story.as_deref().map(|id| format!("told {}", clean(id)));
        let went = one
            .went
            .as_deref()
            .map(|how| format!("went {}", clean(how)));
        let parts: Vec<String> = [probed, told, went].into_iter().flatten().collect();
        page.text(&" ".repeat(lead.len()), &parts.join(" · "));
    }
    let said = said(asked, bank);
    if !said.is_empty() {
        page.blank();
        said.iter().for_each(|line| page.text("", line));
    }
    page.finish()
}

/// The conclusions: stories that were told and never practised, principles without a story.
fn said(asked: &[InterviewQuestion], bank: &Bank) -> Vec<String> {
    let told = bank.stories.iter().filter(|entry| entry.asked > 0);
    let stories = told.map(|entry| {
        let practised = match &entry.last {
            None => "never practised here".to_owned(),
            some => last(some.as_ref()),
        };
        let often = times(entry.asked);
        format!("{}: asked for {often}, {practised}.", entry.title)
    });
    let gaps = bank.gaps.iter().filter_map(|gap| {
        let count = probed(asked, gap);
        let (name, often) = (name(gap), times(count));
        (count > 0).then(|| format!("{name}: asked {often}, and no story of yours serves it."))
    });
    stories.chain(gaps).collect()
}

/// As JSON.
pub fn json(asked: &[InterviewQuestion], bank: &Bank) -> Value {
    json!({"format": super::FORMAT, "asked": asked, "says": said(asked, bank)})
}
