//! Reads notes, plain or Markdown, into a draft. No word of the notes is lost.

use super::Draft;
use super::propose::sentences;
use crate::language::pattern::Words;
use crate::language::token::tokens;
use crate::language::{lexicon, phrases};
use crate::transcript::Transcript;

/// Usual headings of the five sections, in lower case.
const HEADINGS: [&[&str]; 5] = [
    &[
        "situation",
        "the situation",
        "s",
        "background",
        "context",
        "problem",
        "the problem",
    ],
    &[
        "task",
        "the task",
        "t",
        "goal",
        "my task",
        "my role",
        "objective",
        "responsibility",
    ],
    &[
        "action",
        "the action",
        "a",
        "actions",
        "my actions",
        "actions taken",
        "what i did",
        "approach",
    ],
    &[
        "result",
        "the result",
        "r",
        "results",
        "outcome",
        "outcomes",
        "impact",
    ],
    &[
        "reflection",
        "reflections",
        "l",
        "learning",
        "learnings",
        "lesson",
        "lessons",
        "lessons learned",
        "lessons learnt",
        "what i learned",
        "what i learnt",
        "takeaway",
        "takeaways",
    ],
];

/// Reads the first story of some notes; see [`stories`].
pub fn from_notes(name: &str, notes: &str) -> Draft {
    stories(name, notes).swap_remove(0)
}

/// Reads notes; never empty. Labels name the sections, as a heading (`## Situation`), in bold
/// (`**Task:**`), in a list (`- Action: …`, `• R: …`), on a line of their own, or in running text.
/// Notes without labels are taken paragraph by paragraph in the order of the sections. A label
/// after a later one, or a heading of the same rank as the first, begins another story.
/// `name` is the title where the notes have none.
pub fn stories(name: &str, notes: &str) -> Vec<Draft> {
    let lines = lines(notes);
    let mut found: Vec<Vec<Line<'_>>> = vec![Vec::new()];
    let mut rank = None;
    let mut reached: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let titled = matches!(line, Line::Heading(of, _) if rank.is_some_and(|first| *of <= first));
        let another = match line {
            // Only if a story follows it.
            Line::Heading(..) if titled && reached.is_some() => {
                let mut rest = lines[at + 1..].iter();
                rest.any(|one| matches!(one, Line::Label(section, _) if section[0] == 0))
            }
            Line::Label(section, _) => section[0] == 0 && reached.is_some_and(|last| last > 1),
            _ => false,
        };
        if another {
            // A heading right before the label is the title of the new story.
            let title = found.last_mut().and_then(|last| {
                let blank = |line: &Line<'_>| matches!(line, Line::Text(text) if text.is_empty());
                let end = last.iter().rposition(|line| !blank(line))?;
                let heads = matches!(last[end], Line::Heading(..)) && end > 0;
                heads.then(|| last.drain(end..).collect::<Vec<_>>())
            });
            found.push(title.unwrap_or_default());
            reached = None;
        }
        match line {
            Line::Heading(of, _) if rank.is_none() => rank = Some(*of),
            Line::Label(section, _) => reached = section.last().copied().max(reached),
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(line.clone());
        }
    }
    let many = found.len();
    let drafts = found.into_iter().enumerate().map(|(at, lines)| {
        let name = match at {
            0 => name.to_owned(),
            _ => format!("{name} {}", at + 1),
        };
        draft(&name, lines, many)
    });
    drafts.collect()
}

/// One line of notes.
#[derive(Debug, Clone)]
enum Line<'n> {
    /// A label of one section, or of two told together, and the text after it.
    Label(Vec<usize>, &'n str),
    /// Any other heading, with its rank.
    Heading(usize, &'n str),
    Text(&'n str),
}

/// The lines by kind. Labels in running text begin lines of their own.
fn lines(notes: &str) -> Vec<Line<'_>> {
    let inline = inline_labels(notes);
    let mut cuts: Vec<usize> = inline;
    cuts.extend(notes.match_indices('\n').map(|(at, _)| at + 1));
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().copied().chain([notes.len()]);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let pieces: Vec<&str> = starts
        .zip(ends)
        .map(|(start, end)| notes[start..end].trim())
        .collect();
    // "Action" on a line of its own is only a word, unless other sections are labelled in the same way.
    let bare = |line: &str| {
        let name = line.to_lowercase();
        HEADINGS
            .iter()
            .position(|names| names.contains(&name.as_str()) && name.len() > 1)
    };
    let mut alone: Vec<usize> = pieces.iter().filter_map(|line| bare(line)).collect();
    alone.sort_unstable();
    alone.dedup();
    pieces
        .into_iter()
        .map(|line| {
            let heading = line.trim_start_matches('#').trim();
            let rank = line.len() - line.trim_start_matches('#').len();
            if let Some(section) = bare(line).filter(|_| alone.len() > 1) {
                Line::Label(vec![section], "")
            } else if let Some((sections, rest)) = section_of(heading, rank > 0) {
                Line::Label(sections, rest)
            } else if rank > 0 {
                Line::Heading(rank, heading)
            } else {
                Line::Text(line)
            }
        })
        .collect()
}

/// Where labels occur in running text: "Situation: … Task: … Action: …". A single one may be a word.
fn inline_labels(notes: &str) -> Vec<usize> {
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    for (colon, _) in notes.match_indices(':') {
        let before = &notes[..colon];
        let start = before
            .rfind(['.', '!', '?', '\n', '|', ';'])
            .map_or(0, |at| at + 1);
        let name = before[start..].trim_matches(['*', '_', ' ']).to_lowercase();
        let section = HEADINGS
            .iter()
            .position(|names| names.contains(&name.as_str()) && name.len() > 1)
            .filter(|_| !name.starts_with("the "));
        let Some(section) = section else { continue };
        let blank = before[start..].len() - before[start..].trim_start().len();
        // At the beginning of a line no cut is needed: "Task: …", "2. Task: …".
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let marks = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-*•+>·–.)".contains(c);
        let head = notes[line..start].chars().all(marks);
        found.push((start + blank, section, head));
    }
    let mut sections: Vec<usize> = found.iter().map(|(_, section, _)| *section).collect();
    sections.dedup();
    if sections.len() < 2 {
        return Vec::new();
    }
    let inside = found.into_iter().filter(|(.., head)| !head);
    inside.map(|(start, ..)| start).collect()
}

fn draft(name: &str, lines: Vec<Line<'_>>, stories: usize) -> Draft {
    let mut draft = Draft::default();
    let mut at: Option<Vec<usize>> = None;
    let mut together: Vec<(Vec<usize>, String)> = Vec::new();
    let mut unfiled: Vec<String> = vec![String::new()];
    for line in lines {
        match line {
            Line::Label(sections, rest) => {
                draft.has_headings = true;
                if sections.len() > 1 {
                    together.push((sections.clone(), String::new()));
                }
                file(&mut draft, &mut together, &sections, rest);
                at = Some(sections);
            }
            Line::Heading(_, heading) if draft.title.is_empty() && at.is_none() => {
                draft.title = plain(heading);
            }
            Line::Heading(_, heading) => {
                at = None;
                unfiled.push(plain(heading));
            }
            Line::Text(line) => match &at {
                Some(sections) => file(&mut draft, &mut together, sections, line),
                None if line.is_empty() => unfiled.push(String::new()),
                None => {
                    if let Some(paragraph) = unfiled.last_mut() {
                        append(paragraph, line);
                    }
                }
            },
        }
    }
    for (sections, text) in together {
        share(&mut draft, &sections, &text);
    }
    unfiled.retain(|paragraph| !paragraph.is_empty());
    if draft.has_headings {
        // In a file of several stories, a line before the labels is the title.
        let title = stories > 1 && draft.title.is_empty() && unfiled.len() == 1;
        if title && unfiled[0].len() <= LONGEST_TITLE {
            draft.title = unfiled.remove(0);
        }
        draft.left_over = unfiled;
    } else {
        in_order(&mut draft, unfiled);
    }
    if draft.title.is_empty() {
        draft.title = plain(name);
    }
    draft
}

/// The longest line that may be a title.
const LONGEST_TITLE: usize = 80;

/// Adds a line to its section.
fn file(draft: &mut Draft, together: &mut [(Vec<usize>, String)], sections: &[usize], line: &str) {
    match (sections, together.last_mut()) {
        ([section], _) => append(&mut draft.sections[*section], line),
        (_, Some((_, text))) => append(text, line),
        _ => {}
    }
}

/// Divides text under a label of two sections ("Situation/Task:"): the last sentence, or the one about
/// responsibility, belongs to the second.
fn share(draft: &mut Draft, sections: &[usize], text: &str) {
    let sentences: Vec<&str> = sentences(text).collect();
    let told = |sentence: &str| {
        let words = Words::new(tokens(&Transcript::from_text(sentence)));
        [lexicon::boundary(), lexicon::assigned()]
            .iter()
            .any(|topics| !phrases::find(&words, topics).is_empty())
    };
    let last = sentences.len().saturating_sub(1);
    let cut = sentences
        .iter()
        .skip(1)
        .position(|one| told(one))
        .map_or(last, |at| at + 1);
    let (first, second) = sentences.split_at(cut);
    for (section, part) in sections.iter().zip([first, second]) {
        append(&mut draft.sections[*section], &part.join(" "));
    }
}

/// Assigns paragraphs without headings in the order of the sections: the last two of five or more are result
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

/// The sections that this line labels, and the text after the label.
fn section_of(line: &str, is_heading: bool) -> Option<(Vec<usize>, &str)> {
    let line = line.trim_matches('|').trim();
    let bare = item(line).unwrap_or(line).trim_matches(['*', '_', ' ']);
    let (name, rest) = match label(bare) {
        Some((name, rest)) => (name, rest.trim_matches(['*', '_', ' '])),
        None => (bare, ""),
    };
    // Without a heading mark or a colon, "Action" at the start of a sentence is only a word.
    let emphasis = item(line).unwrap_or(line).trim().len() != bare.len();
    let marked = is_heading || emphasis || name.len() != bare.len();
    let name = name.trim_matches(['*', '_', ' ']).to_lowercase();
    let named = |name: &str| {
        HEADINGS
            .iter()
            .position(|names| names.contains(&name.trim()))
    };
    // "S (Situation)", "Task (my part)", "Situation/Task"
    let whole = named(&name).or_else(|| {
        let (before, inside) = name.strip_suffix(')')?.split_once('(')?;
        let word = before.trim().len() > 1;
        named(before).filter(|section| word || named(inside) == Some(*section))
    });
    let sections = match whole {
        Some(section) => vec![section],
        None => {
            let parts = name.split(['/', '&', '+']).map(named);
            let parts: Option<Vec<usize>> = parts.collect();
            parts.filter(|parts| parts.len() == 2 && parts[0] < parts[1])?
        }
    };
    marked.then_some((sections, rest))
}

/// A label and the text after it: "Task: …", "Task - …", "Task -> …", "Task. …".
fn label(line: &str) -> Option<(&str, &str)> {
    const MARKS: [&str; 9] = [":", "–", "—", "|", " - ", "->", "=>", "→", ". "];
    let marks = MARKS
        .iter()
        .filter_map(|mark| Some((line.find(mark)?, mark)));
    let (at, mark) = marks.min()?;
    Some((&line[..at], &line[at + mark.len()..]))
}

/// A list item without its marker.
fn item(line: &str) -> Option<&str> {
    let marked = line
        .strip_prefix(['-', '*', '•', '+', '>', '·', '–'])
        .filter(|rest| rest.starts_with(' '));
    let numbered = || {
        let (number, rest) = line.split_once(['.', ')'])?;
        let short = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        (short && rest.starts_with(' ')).then_some(rest)
    };
    marked.or_else(numbered).map(str::trim)
}

/// Appends a line of notes to running text; a list item becomes a sentence.
fn append(text: &mut String, line: &str) {
    let is_item = item(line).is_some();
    let mut line = plain(item(line).unwrap_or(line));
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

/// Lines of notes as running text, without looking for labels.
pub fn paragraph_of(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines() {
        append(&mut text, line.trim());
    }
    text
}

/// Removes Markdown markup and characters that a file cannot hold.
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
    fn notes_are_read_as_people_write_them() {
        let wanted = [
            "It rained in.",
            "I had to stop it.",
            "I tarred the roof.",
            "It is dry.",
            "",
        ];
        for notes in [
            "# Roof\n\n- **Situation:** It rained in.\n- **Task:** I had to stop it.\n- **Action:** I tarred the roof.\n- **Result:** It is dry.\n",
            "# Roof\n- Situation: It rained in.\n\n- Task: I had to stop it.\n\n- Action: I tarred the roof.\n\n- Result: It is dry.\n",
            "# Roof\n- S: It rained in.\n- T: I had to stop it.\n- A: I tarred the roof.\n- R: It is dry.\n",
            "# Roof\n• Situation: It rained in.\n• Task: I had to stop it.\n• Action: I tarred the roof.\n• Result: It is dry.\n",
            "# Roof\n**S (Situation):**\nIt rained in.\n\n**T (Task):**\nI had to stop it.\n\n**A (Action):**\nI tarred the roof.\n\n**R (Result):**\nIt is dry.\n",
            "# Roof\nSituation/Task: It rained in. I had to stop it.\nAction: I tarred the roof.\nResult: It is dry.\n",
            "# Roof\n\nSituation\nIt rained in.\n\nTask\nI had to stop it.\n\nAction\nI tarred the roof.\n\nResult\nIt is dry.\n",
            "# Roof\nSituation: It rained in. Task: I had to stop it. Action: I tarred the roof. Result: It is dry.\n",
            "# Roof\n1. Situation: It rained in.\n2. Task: I had to stop it.\n3. Action: I tarred the roof.\n4. Result: It is dry.\n",
            "# Roof\n| Situation | It rained in. |\n| Task | I had to stop it. |\n| Action | I tarred the roof. |\n| Result | It is dry. |\n",
        ] {
            let draft = from_notes("x", notes);
            assert_eq!(draft.sections, wanted, "{notes}");
            assert_eq!(draft.title, "Roof", "{notes}");
        }
    }

    #[test]
    fn two_stories_in_a_file_are_two() {
        for notes in [
            "# Roof\n## Situation\nIt rained in.\n## Result\nIt is dry.\n# Door\n## Situation\nIt was open.\n## Result\nIt shuts.\n",
            "Roof\n\nSituation: It rained in.\nResult: It is dry.\n\n## Door\n\nSituation: It was open.\nResult: It shuts.\n",
        ] {
            let found = stories("x", notes);
            let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
            assert_eq!(titles, ["Roof", "Door"], "{notes}");
            assert_eq!(found[0].sections[3], "It is dry.", "{notes}");
            assert_eq!(found[1].sections[0], "It was open.", "{notes}");
        }
        assert_eq!(stories("x", "Situation: It rained.\nLater: no.").len(), 1);
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
