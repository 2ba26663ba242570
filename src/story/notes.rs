//! From notes, plain or Markdown, to a draft. Nothing of the notes is lost.

use super::Draft;

/// Headings under which people file the five sections, in lower case.
const HEADINGS: [&[&str]; 5] = [
    &["situation", "s", "background", "context"],
    &["task", "t", "goal", "my task"],
    &["action", "a", "actions", "what i did", "approach"],
    &["result", "r", "results", "outcome", "impact"],
    &[
        "reflection",
        "l",
        "learning",
        "learnings",
        "lesson",
        "lessons",
        "lessons learned",
        "takeaways",
    ],
];

/// Reads notes. Headings name the sections (`## Situation`, `**Task:**`, `Result: …`); notes without
/// such headings are taken paragraph by paragraph in the order of telling. `name` is the title where
/// the notes give none.
pub fn from_notes(name: &str, notes: &str) -> Draft {
    let mut draft = Draft::default();
    let mut found = false;
    let mut at: Option<usize> = None;
    let mut unfiled: Vec<String> = vec![String::new()];
    for line in notes.lines() {
        let line = line.trim();
        let heading = line.trim_start_matches('#').trim();
        let is_heading = line.starts_with('#');
        if let Some((section, rest)) = section_of(heading, is_heading) {
            found = true;
            at = Some(section);
            append(&mut draft.sections[section], rest);
        } else if is_heading && draft.title.is_empty() && at.is_none() {
            draft.title = plain(heading);
        } else if is_heading {
            at = None;
            unfiled.push(plain(heading));
        } else if let Some(section) = at {
            append(&mut draft.sections[section], line);
        } else if line.is_empty() {
            unfiled.push(String::new());
        } else if let Some(paragraph) = unfiled.last_mut() {
            append(paragraph, line);
        }
    }
    unfiled.retain(|paragraph| !paragraph.is_empty());
    draft.has_headings = found;
    if found {
        draft.left_over = unfiled;
    } else {
        in_order(&mut draft, unfiled);
    }
    if draft.title.is_empty() {
        draft.title = plain(name);
    }
    draft
}

/// Paragraphs without headings, in the order of telling: the last two of five or more are result
/// and reflection, everything between task and result is action; a single one is the action.
fn in_order(draft: &mut Draft, paragraphs: Vec<String>) {
    let count = paragraphs.len();
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let section = match count {
            1 => 2,
            2..=4 => at,
            _ if at < 2 => at,
            _ if at + 2 >= count => at + 5 - count,
            _ => 2,
        };
        append(&mut draft.sections[section], &paragraph);
    }
}

/// The section that this line opens, and what of it already belongs to the text.
fn section_of(line: &str, is_heading: bool) -> Option<(usize, &str)> {
    let bare = line.trim_matches(['*', '_', ' ']);
    let (name, rest) = match bare.split_once([':', '–', '—']) {
        Some((name, rest)) => (name, rest.trim_matches(['*', '_', ' '])),
        None => (bare, ""),
    };
    // Without a heading mark or a colon, "Action" at the start of a sentence is only a word.
    let marked = is_heading || bare.len() != line.len() || name.len() != bare.len();
    let name = name.trim_matches(['*', '_', ' ']).to_lowercase();
    let section = HEADINGS
        .iter()
        .position(|names| names.contains(&name.as_str()))?;
    marked.then_some((section, rest))
}

/// Adds a line of notes to running text; a list item becomes a sentence.
fn append(text: &mut String, line: &str) {
    let item = line
        .strip_prefix(['-', '*', '•', '+', '>'])
        .filter(|rest| rest.starts_with(' '));
    let numbered = line
        .split_once(['.', ')'])
        .filter(|(number, rest)| {
            (1..=2).contains(&number.len())
                && number.bytes().all(|b| b.is_ascii_digit())
                && rest.starts_with(' ')
        })
        .map(|(_, rest)| rest);
    let is_item = item.or(numbered).is_some();
    let mut line = plain(item.or(numbered).unwrap_or(line));
    if line.is_empty() {
        return;
    }
    if is_item && !line.ends_with(['.', '!', '?', ':', ';', ',']) {
        line.push('.');
    }
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(&line);
}

/// Lines of notes as running text; no line opens a section.
pub fn paragraph_of(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines() {
        append(&mut text, line.trim());
    }
    text
}

/// Without Markdown's marks and without characters that a file cannot hold.
pub fn plain(text: &str) -> String {
    let text: String = text
        .replace("**", "")
        .replace("__", "")
        .replace('`', "")
        .chars()
        .map(|c| {
            if crate::scenario::is_unprintable(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headings_of_many_kinds_name_the_sections() {
        let draft = from_notes(
            "notes",
            "# The quiet alarm\n\n## Situation\nThe alarm had been off\nfor 9 days.\n\n\
             **Task:** Nobody asked me.\n### What I did\n- I read the `rules`\n- I turned it on.\n\
             Result: It rings.\n## Lessons learned\n1. Silence is no proof\n## Later\nAsk Ada.\n",
        );
        assert_eq!(draft.title, "The quiet alarm");
        assert_eq!(
            draft.sections,
            [
                "The alarm had been off for 9 days.",
                "Nobody asked me.",
                "I read the rules. I turned it on.",
                "It rings.",
                "Silence is no proof.",
            ]
        );
        assert_eq!(draft.left_over, ["Later Ask Ada."]);
        assert!(draft.has_headings && !from_notes("x", "I did it.").has_headings);
    }

    #[test]
    fn paragraphs_are_taken_in_the_order_of_telling() {
        let read = |text: &str| from_notes("my story", text).sections;
        assert_eq!(
            read("one\n\ntwo\n\nthree\n\nfour\n\nfive"),
            ["one", "two", "three", "four", "five"]
        );
        assert_eq!(
            read("1\n\n2\n\n3\n\n4\n\n5\n\n6"),
            ["1", "2", "3 4", "5", "6"]
        );
        assert_eq!(read("I did it."), ["", "", "I did it.", "", ""]);
        assert_eq!(read("a\n\nb\n\nc"), ["a", "b", "c", "", ""]);
        assert_eq!(from_notes("my story", "x").title, "my story");
    }

    #[test]
    fn a_word_is_not_a_heading() {
        let draft = from_notes("x", "Action\nI wrote it.");
        assert_eq!(draft.sections[2], "Action I wrote it.");
    }

    proptest! {
        #[test]
        fn no_word_of_the_notes_is_lost(words in proptest::collection::vec("[a-z]{5,9}[.]?", 1..30), breaks in proptest::collection::vec(0usize..30, 0..8)) {
            let mut text = String::new();
            for (at, word) in words.iter().enumerate() {
                if breaks.contains(&at) {
                    text.push_str("\n\n");
                }
                text.push_str(word);
                text.push(' ');
            }
            let draft = from_notes("x", &text);
            let all = format!("{} {}", draft.sections.join(" "), draft.left_over.join(" "));
            let kept: Vec<_> = all.split_whitespace().collect();
            prop_assert_eq!(kept, words.iter().map(String::as_str).collect::<Vec<_>>());
        }

        #[test]
        fn no_notes_make_it_panic(text in "(?s).{0,200}") {
            from_notes("x", &text);
        }
    }
}
