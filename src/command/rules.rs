//! `rules`: every rule with what it finds, why, and where that is known from.

use super::{Context, Exit, Failure};
use crate::analysis::rules::ALL;
use serde_json::{Value, json};
use std::fmt::Write;

/// Prints the rules.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let abouts = || ALL.iter().map(|rule| rule.about());
    if context.json {
        let rules: Vec<Value> = abouts()
            .map(|about| {
                json!({
                    "id": about.id, "title": about.title, "what": about.what, "why": about.why,
                    "source": about.source, "flags": about.flags, "allows": about.allows,
                })
            })
            .collect();
        context.data_json(&json!({ "format": 1, "rules": rules }))?;
        return Ok(Exit::Done);
    }
    let mut text = String::new();
    for about in abouts() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {}", about.id, about.title);
        let _ = writeln!(text, "    {}", about.what);
        let _ = writeln!(text, "    Why: {}", about.why);
        let _ = writeln!(text, "    Source: {}", about.source);
        for (label, examples) in [("flags", about.flags), ("allows", about.allows)] {
            for example in examples {
                let _ = writeln!(text, "    {label:6} {example}");
            }
        }
        text.push('\n');
    }
    context.data(&text)?;
    Ok(Exit::Done)
}
