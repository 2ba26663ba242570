//! `rules`: every rule with what it finds, why, and its source.

use super::{Context, Exit, Failure, show};
use crate::judgement::About;
use crate::report::terminal::{Ink, Page, Style};
use crate::rules::ALL;
use serde_json::{Value, json};

/// Prints the rules, or those that are named.
///
/// # Errors
/// When a rule is unknown, or standard output cannot be written.
pub fn run(names: &[String], context: &mut Context) -> Result<Exit, Failure> {
    let mut abouts: Vec<&About> = ALL.iter().map(|rule| rule.about).collect();
    let ids = || abouts.iter().map(|about| about.id);
    if let Some(unknown) = names.iter().find(|name| ids().all(|id| id != **name)) {
        let told = format_args!("there is no rule {unknown:?}: there are");
        return Err(Failure::none_of(told, ids()));
    }
    abouts.retain(|about| names.is_empty() || names.iter().any(|name| name == about.id));
    let rules: Vec<Value> = abouts.iter().map(|about| data(about)).collect();
    let rules = json!({ "format": 1, "rules": rules });
    show::either(context, &rules, |style| text(style, &abouts))
}

fn data(about: &About) -> Value {
    json!({
        "id": about.id, "title": about.title, "family": about.family.id(), "what": about.what, "why": about.why,
        "source": about.source, "flags": about.flags, "allows": about.allows,
    })
}

fn text(style: &Style, abouts: &[&About]) -> String {
    let mut page = Page::flush(*style);
    for about in abouts {
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
    page.finish()
}
