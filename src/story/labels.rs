//! Labels of notes: the names and forms that mark the five sections.

/// Usual headings of the five sections, in lower case.
const HEADINGS: [&[&str]; 5] = [
    &[
        "situation",
        "the situation",
        "sit",
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
        "act",
        "a",
        "actions",
        "my actions",
        "actions taken",
        "what i did",
        "approach",
        "steps",
        "steps taken",
    ],
    &[
        "result",
        "the result",
        "res",
        "r",
        "results",
        "outcome",
        "outcomes",
        "impact",
    ],
    &[
        "reflection",
        "reflections",
        "refl",
        "l",
        "learning",
        "learnings",
        "lesson",
        "lessons",
        "lessons learned",
        "lessons learnt",
        "what i learned",
        "what i learnt",
        "learned",
        "learnt",
        "lesson learned",
        "lesson learnt",
        "key learning",
        "key learnings",
        "key takeaway",
        "key takeaways",
        "takeaway",
        "takeaways",
        "what i would do differently",
        "what i'd do differently",
        "what would i do differently",
        "i would do differently",
        "i'd do differently",
        "would do differently",
        "what i would do again",
        "what i'd do again",
        "would do again",
        "next time",
        "looking back",
        "hindsight",
        "in hindsight",
        "retrospective",
    ],
];

/// Headings that also begin a sentence: a colon, a heading mark or bold type makes them labels, nothing weaker.
const SPOKEN: &[&str] = &["next time", "looking back", "hindsight", "in hindsight"];

/// Whether a name is several words of the Reflection, which in front of a colon are no part of a sentence.
fn reflects(name: &str) -> bool {
    name.contains(' ') && HEADINGS[4].contains(&name)
}

/// The section named by a line that holds nothing else: "Action", "Refl.".
pub(super) fn bare(line: &str) -> Option<usize> {
    let name = line.to_lowercase().replace('’', "'");
    let name = name.strip_suffix('.').unwrap_or(&name);
    named(name).filter(|_| name.len() > 1)
}

/// The section named by a line that holds nothing but its capital letter: "A". Only between other labels is it one.
pub(super) fn letter(line: &str) -> Option<usize> {
    let letter = line.len() == 1 && line.starts_with(char::is_uppercase);
    letter.then(|| named(&line.to_lowercase())).flatten()
}

fn named(name: &str) -> Option<usize> {
    HEADINGS
        .iter()
        .position(|names| names.contains(&name.trim()))
}

/// Finds labels in running text: "Situation: … Task: … Action: …". A single one may be a word.
pub(super) fn inline_labels(notes: &str) -> Vec<usize> {
    let mut found: Vec<(usize, usize, bool, bool)> = Vec::new();
    for (colon, _) in notes.match_indices(':') {
        let before = &notes[..colon];
        let start = before
            .rfind(['.', '!', '?', '\n', '|', ';'])
            .map_or(0, |at| at + 1);
        let name = before[start..].trim_matches(['*', '_', ' ']);
        let name = name.to_lowercase().replace('’', "'");
        let section = bare(&name).filter(|_| !name.starts_with("the "));
        let Some(section) = section else { continue };
        let blank = before[start..].len() - before[start..].trim_start().len();
        // At the beginning of a line no cut is needed: "Task: …", "2. Task: …".
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let marks = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-*•+>·–.)".contains(c);
        let head = notes[line..start].chars().all(marks);
        found.push((start + blank, section, head, reflects(&name)));
    }
    let mut sections: Vec<usize> = found.iter().map(|(_, section, ..)| *section).collect();
    sections.dedup();
    if sections.len() < 2 {
        found.retain(|(.., sure)| *sure);
    }
    let inside = found.into_iter().filter(|(_, _, head, _)| !head);
    inside.map(|(start, ..)| start).collect()
}

/// The sections that this line labels, and the text after the label.
pub(super) fn section_of(line: &str, is_heading: bool) -> Option<(Vec<usize>, &str)> {
    let line = line.trim_matches('|').trim();
    let text = item(line).unwrap_or(line).trim();
    let bare = text.trim_matches(|c: char| "*_([ ".contains(c));
    let (name, rest) = match label(bare) {
        Some((name, rest)) => (name, rest.trim_matches(['*', '_', ' '])),
        None => (bare, ""),
    };
    // Without a heading mark or a colon, "Action" at the start of a sentence is only a word.
    let emphasis = text.len() != bare.len();
    let marked = is_heading || emphasis || name.len() != bare.len();
    // "a) first, b) second" are the items of a list; "(A)" is the Action.
    let closed = bare[name.len()..].starts_with([')', ']']);
    let opened = text.trim_matches(['*', '_', ' ']).starts_with(['(', '[']);
    if closed && !(opened && name.starts_with(char::is_uppercase)) && name.len() == 1 {
        return None;
    }
    let name = name.trim_matches(['*', '_', ' ']).to_lowercase();
    let name = name.replace('’', "'");
    // "Looking back - …" and "Next time. …" may be how a sentence begins.
    let colon = bare.contains(':')
        && label(bare).is_some_and(|(first, _)| bare[first.len()..].starts_with(':'));
    if SPOKEN.contains(&name.as_str()) && !(is_heading || emphasis || colon) {
        return None;
    }
    let name = name.strip_suffix("(s)").unwrap_or(&name).trim();
    // "S (Situation)", "Task (my part)", "Situation/Task"
    let whole = named(name).or_else(|| {
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

/// A label and what follows it: "Task: …", "Task - …", "Task -> …", "Task. …", "(T) …", "**T** …".
fn label(line: &str) -> Option<(&str, &str)> {
    const MARKS: [&str; 13] = [
        ":", "–", "—", "|", " - ", "->", "=>", "→", ". ", "**", "__", ")", "]",
    ];
    // "S (Situation): …": a bracket inside the label does not end it.
    let closes = |mark: &str, at: usize| mark == ")" && line[..at].contains('(');
    let marks = MARKS.iter().filter_map(|mark| {
        let mut found = line.match_indices(mark).map(|(at, _)| at);
        Some((found.find(|&at| !closes(mark, at))?, *mark))
    });
    let alone = line.strip_suffix(" -").map(|name| (name.len(), " -"));
    let (at, mark) = marks.chain(alone).min()?;
    Some((&line[..at], &line[at + mark.len()..]))
}

/// A list item without its marker.
pub(super) fn item(line: &str) -> Option<&str> {
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
