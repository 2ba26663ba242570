//! Places lines of notes in the sections, where no label of their own does.

use super::Draft;
use super::labels::item;
use super::propose::sentences;
use crate::language::change::changes;
use crate::language::number::reader::numbers;
use crate::language::pattern::Words;
use crate::language::token::tokens;
use crate::language::{lexicon, phrases};
use crate::transcript::Transcript;

/// Places of the sections.
pub(super) const TASK: usize = 1;
pub(super) const ACTION: usize = 2;
pub(super) const RESULT: usize = 3;
pub(super) const REFLECTION: usize = 4;

/// Lines of notes that stand together.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// As they are written.
    pub(super) lines: Vec<String>,
}

impl Paragraph {
    pub(super) fn of(text: String) -> Self {
        Self {
            lines: vec![text.clone()],
            text,
        }
    }

    pub(super) fn add(&mut self, line: &str) {
        append(&mut self.text, line);
        self.lines.push(line.to_owned());
    }
}

/// Whether a line is short and no sentence: a title.
pub(super) fn names(line: &str) -> bool {
    let ended = line.trim_end().ends_with(['.', '!', '?', ';', ':', ',']);
    line.len() <= LONGEST_TITLE && item(line).is_none() && !line.is_empty() && !ended
}

/// What stands before the labels, where only the sections from `free` on are labelled: the first
/// bullet or sentence is the Situation, the one about responsibility the Task, the rest the Action.
pub(super) fn early(draft: &mut Draft, lines: &[&str], free: usize) {
    let mut lines: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    if draft.title.is_empty() && lines.len() > 1 && names(lines[0]) {
        draft.title = plain(lines.remove(0));
    }
    chronological(draft, &lines, free);
}

/// Lines in the order in which it happened, into the sections before `free`.
fn chronological(draft: &mut Draft, lines: &[&str], free: usize) {
    let mut pieces: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    for line in lines {
        if item(line).is_some() {
            pieces.extend(sentences(&std::mem::take(&mut paragraph)).map(str::to_owned));
            pieces.push((*line).to_owned());
        } else {
            append(&mut paragraph, line);
        }
    }
    pieces.extend(sentences(&paragraph).map(str::to_owned));
    for (at, piece) in pieces.iter().enumerate() {
        let task = draft.lines[TASK] > 0;
        let section = match free {
            _ if at == 0 => 0,
            0 | 1 => 0,
            _ if !task && of_duty(piece) => TASK,
            2 => usize::from(task),
            _ => ACTION,
        };
        draft.lines[section] += 1;
        append(&mut draft.sections[section], piece);
    }
}

/// Moves what the numbers changed to from the Action into a Result that would stay empty.
pub(super) fn outcome(draft: &mut Draft) {
    if !draft.sections[RESULT].is_empty() {
        return;
    }
    let told = |sentence: &str| {
        let all = tokens(&Transcript::from_text(sentence));
        !changes(&all, &numbers(&all)).is_empty()
    };
    let whole: Vec<&str> = sentences(&draft.sections[ACTION]).collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut moved: Vec<&str> = Vec::new();
    for sentence in whole {
        match !kept.is_empty() && told(sentence) {
            true => moved.push(sentence),
            false => kept.push(sentence),
        }
    }
    if moved.is_empty() {
        return;
    }
    let lines = moved
        .len()
        .min(draft.lines[ACTION].saturating_sub(1))
        .max(1);
    draft.lines[ACTION] = draft.lines[ACTION].saturating_sub(lines).max(1);
    draft.lines[RESULT] += lines;
    (draft.sections[ACTION], draft.sections[RESULT]) = (kept.join(" "), moved.join(" "));
}

/// The longest line that may be a title.
const LONGEST_TITLE: usize = 80;

/// Divides text under a label of two sections ("Situation/Task:"): the last sentence, or the one about
/// responsibility, belongs to the second.
pub(super) fn share(draft: &mut Draft, sections: &[usize], text: &str) {
    let sentences: Vec<&str> = sentences(text).collect();
    let last = sentences.len().saturating_sub(1);
    let cut = sentences
        .iter()
        .skip(1)
        .position(|one| of_duty(one))
        .map_or(last, |at| at + 1);
    let (first, second) = sentences.split_at(cut);
    for (section, part) in sections.iter().zip([first, second]) {
        draft.lines[*section] += part.len();
        append(&mut draft.sections[*section], &part.join(" "));
    }
}

/// Whether a sentence tells whose it was.
fn of_duty(sentence: &str) -> bool {
    let words = Words::new(tokens(&Transcript::from_text(sentence)));
    [lexicon::boundary(), lexicon::assigned()]
        .iter()
        .any(|topics| !phrases::find(&words, topics).is_empty())
}

/// Assigns paragraphs without headings in the order of the sections: the last two of five or more are result
/// and reflection, everything between task and result is action; a single one is the action, unless it is a list:
/// its points are in the order in which it happened.
pub(super) fn in_order(draft: &mut Draft, paragraphs: Vec<Paragraph>) {
    const LIST: usize = 3;
    if let [only] = paragraphs.as_slice() {
        let lines: Vec<&str> = only.lines.iter().map(String::as_str).collect();
        let title = lines
            .first()
            .filter(|line| draft.title.is_empty() && names(line));
        let list = &lines[usize::from(title.is_some())..];
        if list.len() >= LIST && list.iter().all(|line| item(line).is_some()) {
            draft.title = title.map_or_else(|| draft.title.clone(), |title| plain(title));
            return chronological(draft, list, RESULT);
        }
    }
    let count = paragraphs.len();
    for (at, paragraph) in paragraphs.into_iter().enumerate() {
        let section = match count {
            1 => 2,
            2..=4 => at,
            _ if at < 2 => at,
            _ if at + 2 >= count => at + 5 - count,
            _ => 2,
        };
        draft.lines[section] += paragraph.lines.len();
        append(&mut draft.sections[section], &paragraph.text);
    }
}

/// Appends a line of notes to running text; a list item becomes a sentence.
pub(super) fn append(text: &mut String, line: &str) {
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
