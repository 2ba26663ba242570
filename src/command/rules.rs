//! `rules`: every rule with what it finds, why, and its source.

use super::{Context, Exit, Failure, show};
use crate::report::terminal::{Ink, Page};
use crate::rules::ALL;
use serde_json::{Value, json};

/// Prints the rules, or those that are named.
///
/// # Errors
/// When a rule is unknown, or standard output cannot be written.
pub fn run(names: &[String], context: &mut Context) -> Result<Exit, Failure> {
    let all = || ALL.iter().map(|rule| rule.about());
    if let Some(unknown) = names
        .iter()
        .find(|name| all().all(|about| about.id != **name))
    {
        let ids: Vec<&str> = all().map(|about| about.id).collect();
        return Err(Failure::usage(format_args!(
            "there is no rule {unknown:?}: there are {}",
            ids.join(", ")
        )));
    }
    let wanted = |id: &str| names.is_empty() || names.iter().any(|name| name == id);
    let abouts = || all().filter(|about| wanted(about.id));
    if context.json {
        let rules: Vec<Value> = abouts()
            .map(|about| {
                json!({
                    "id": about.id, "title": about.title, "family": about.family.id(), "what": about.what, "why": about.why,
                    "source": about.source, "flags": about.flags, "allows": about.allows,
                })
            })
            .collect();
        context.data_json(&json!({ "format": 1, "rules": rules }))?;
        return Ok(Exit::Done);
    }
    let mut page = Page::flush(show::style(context));
    for about in abouts() {
        let id = page.paint(Ink::Strong, about.id);
        page.text("", &format!("{id}  {}", about.title));
        page.text("    ", about.what);
        page.text("    Why: ", about.why);
        page.text("    Source: ", about.source);
        for (label, examples) in [("flags", about.flags), ("allows", about.allows)] {
            for example in examples {
                page.text(&format!("    {label:6} "), example);
            }
        }
        page.blank();
    }
    context.data(&page.finish())?;
    Ok(Exit::Done)
}
