//! A fault in a scenario file, reported like a compiler's: where, what, and what to do.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::fmt;

/// Longer lines are not shown, only their position.
const LONGEST_SHOWN_LINE: usize = 1000;

/// Whether the file can be used in spite of the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The file is refused.
    Error,
    /// The file works; a coach would mention it.
    Advice,
}

/// One fault. Its [`Display`](fmt::Display) is the whole report: position, the line, a caret under
/// the offending text, and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Error or advice.
    pub weight: Weight,
    /// The file, as the caller named it.
    pub label: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key at fault, from the top of the file: `section[2].target`. Empty for a syntax error.
    pub path: String,
    /// The text at fault as in the file, limited to one line of sixty characters.
    pub offending: String,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do about it, one or two sentences.
    pub remedy: String,
    /// The line of the file; empty where it is too long to show.
    #[serde(skip)]
    pub(super) source: String,
    /// Bytes of `source` that the caret marks.
    #[serde(skip)]
    pub(super) mark: std::ops::Range<usize>,
}

impl Fault {
    /// The fault at bytes `span` of `text`. Spans over several lines are cut to the first,
    /// spans outside the text or inside a character are moved to the nearest valid position.
    pub(super) fn at(text: &str, label: &str, span: std::ops::Range<usize>) -> Self {
        let start = floor_char(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let source = text[line_start..line_end].trim_end_matches('\r');
        let from = (start - line_start).min(source.len());
        let to = floor_char(source, span.end.saturating_sub(line_start)).max(from);
        Self {
            weight: Weight::Error,
            label: label.into(),
            line: text[..line_start].matches('\n').count() + 1,
            column: source[..from].chars().count() + 1,
            path: String::new(),
            offending: clip(&source[from..to]),
            message: String::new(),
            remedy: String::new(),
            source: if source.len() <= LONGEST_SHOWN_LINE {
                source.into()
            } else {
                String::new()
            },
            mark: from..to,
        }
    }

    /// Whether the file is refused because of it.
    pub fn is_error(&self) -> bool {
        self.weight == Weight::Error
    }
}

/// The nearest character boundary at or before byte `at`.
pub(super) fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Text from a file for use in a sentence: control characters escaped, sixty characters at most.
pub(super) fn clip(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(60) {
        Some((end, _)) => printable(&text[..end]) + "…",
        None => printable(text),
    }
}

/// Text with its control characters escaped, for a terminal.
fn printable(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c.is_control() {
            true => escaped.extend(c.escape_default()),
            false => escaped.push(c),
        }
    }
    escaped
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.weight {
            Weight::Error => Level::ERROR,
            Weight::Advice => Level::NOTE.with_name("advice"),
        };
        let title = level.primary_title(&self.message);
        let label = printable(&self.label);
        let group = if self.source.is_empty() && self.mark.end > 0 {
            title.element(
                Origin::path(&*label)
                    .line(self.line)
                    .char_column(self.column),
            )
        } else {
            title.element(
                Snippet::source(&*self.source)
                    .line_start(self.line)
                    .path(&*label)
                    .annotation(
                        AnnotationKind::Primary
                            .span(self.mark.clone())
                            .label(&*self.path),
                    ),
            )
        };
        let group = group.element(Level::HELP.message(&*self.remedy));
        f.write_str(&Renderer::plain().render(&[group]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_formatted_like_a_compiler_error() {
        let text = "title = \"a\"\ntarget = 0 # none\n";
        let mut fault = Fault::at(text, "own.toml", 21..22);
        fault.path = "target".into();
        fault.message = "the target is 0 seconds".into();
        fault.remedy = "Say how long the section may take.".into();
        assert_eq!(
            fault.to_string(),
            "error: the target is 0 seconds\n \
             --> own.toml:2:10\n  \
             |\n2 | target = 0 # none\n  |          ^ target\n  \
             |\n  = help: Say how long the section may take."
        );
        assert_eq!((fault.line, fault.column), (2, 10));
        assert_eq!(fault.offending, "0");
    }

    #[test]
    fn columns_count_characters_and_carets_stay_on_one_line() {
        let text = "ü = \"\"\"\nlong\"\"\"";
        let fault = Fault::at(text, "x", 5..text.len());
        assert_eq!((fault.line, fault.column), (1, 5));
        assert_eq!(fault.offending, "\"\"\"");
    }

    #[test]
    fn invalid_positions_and_huge_lines_do_not_panic() {
        let long = "é".repeat(5000);
        for span in [0..0, 1..3, 7..9_999_999, 10_000..10_000] {
            let fault = Fault::at(&long, "\u{1b}[2J", span);
            assert!(!fault.to_string().contains('\u{1b}'));
        }
        let _ = Fault::at("", "", 5..5).to_string();
    }
}
