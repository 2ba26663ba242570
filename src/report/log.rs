//! The log of real interviews, and what follows from it for the stories.

use super::bank::{last, name};
use super::terminal::{Page, Style};
use crate::plan::bank::Bank;
use crate::words::{clean, date, times};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One question of a real interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// When it was logged, RFC 3339 in UTC.
    pub when: String,
    /// As it was asked.
    pub question: String,
    /// Id of the principle that it probed, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principle: Option<String>,
    /// Id of the story that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// How it went: `well`, `mixed` or `badly`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<String>,
}

/// The log as text.
pub fn text(asked: &[Asked], bank: &Bank, style: &Style) -> String {
    let mut page = Page::flush(*style);
    if asked.is_empty() {
        page.text(
            "",
            "Nothing is noted yet. After an interview: rehearse log \"What was asked\" --story ID --went well",
        );
        return page.finish();
    }
    for one in asked {
        let day = date(&one.when);
        let lead = format!("{}  ", day.get(..10).unwrap_or(&day));
        page.text(&lead, &clean(&one.question));
        let told = one.story.as_deref().map(|id| format!("told {}", clean(id)));
        let went = one
            .went
            .as_deref()
            .map(|went| format!("went {}", clean(went)));
        let probed = one.principle.as_deref().map(name).map(str::to_owned);
        let parts: Vec<String> = [probed, told, went].into_iter().flatten().collect();
        if !parts.is_empty() {
            page.text(&" ".repeat(lead.len()), &parts.join(" · "));
        }
    }
    let said = said(asked, bank);
    if !said.is_empty() {
        page.blank();
        said.iter().for_each(|line| page.text("", line));
    }
    page.finish()
}

/// The conclusions: stories that were told and never practised, principles without a story.
fn said(asked: &[Asked], bank: &Bank) -> Vec<String> {
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let mut probed: BTreeMap<&str, usize> = BTreeMap::new();
    for one in asked {
        if let Some(story) = &one.story {
            *told.entry(story).or_default() += 1;
        }
        if let Some(principle) = &one.principle {
            *probed.entry(principle).or_default() += 1;
        }
    }
    let stories = told.iter().filter_map(|(id, count)| {
        let entry = bank.stories.iter().find(|one| one.id == *id)?;
        let practised = last(entry.last.as_ref()).replace("never told yet", "never practised here");
        Some(format!(
            "{}: asked for {}, {practised}.",
            entry.title,
            times(*count)
        ))
    });
    let gaps = probed
        .iter()
        .filter(|(id, _)| bank.gaps.iter().any(|gap| gap == *id))
        .map(|(id, count)| {
            format!(
                "{}: asked {}, and no story of yours serves it.",
                name(id),
                times(*count)
            )
        });
    stories.chain(gaps).collect()
}

/// As JSON.
pub fn json(asked: &[Asked], bank: &Bank) -> Value {
    json!({"format": super::FORMAT, "asked": asked, "says": said(asked, bank)})
}
