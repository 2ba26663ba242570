//! Reads notes, plain or Markdown, into a draft. No word of the notes is lost.

use super::Draft;
use super::labels::{bare, inline_labels, letter, section_of};
use super::place::{
    ACTION, Paragraph, REFLECTION, RESULT, TASK, append, early, in_order, names, outcome, plain,
    share,
};
use super::propose::sentences;
use crate::language::token::{Token, tokens};
use crate::language::verbs;
use crate::language::words::Class;
use crate::transcript::Transcript;
use std::collections::BTreeSet;

/// Reads the first story of some notes; see [`stories`].
pub fn from_notes(name: &str, notes: &str) -> Draft {
    stories(name, notes).swap_remove(0)
}

/// Reads notes; never empty. Labels name the sections, as a heading (`## Situation`), in bold
/// (`**Task:**`), in a list (`- Action: …`, `• R: …`), on a line of their own, or in running text.
/// Notes without labels are taken paragraph by paragraph in the order of the sections. Where only late
/// sections are labelled, what stands before them belongs to the sections before ([`early`]). A label
/// after a later one, or a heading of the same rank as the first, begins another story.
/// `name` is the title if the notes have none.
pub fn stories(name: &str, notes: &str) -> Vec<Draft> {
    let lines = twice_r(lines(notes));
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

/// Makes the second of two sections called R the Reflection: "S, T, A, R, R".
fn twice_r(mut lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let of = |line: &Line<'_>| match line {
        Line::Label(sections, _) => sections.first().copied(),
        _ => None,
    };
    let (mut last, mut reflects) = (None, false);
    for at in 0..lines.len() {
        let Some(section) = of(&lines[at]) else {
            continue;
        };
        reflects = (reflects && section != 0) || section == REFLECTION;
        if section == RESULT && last == Some(RESULT) && !reflects {
            let ahead = lines[at + 1..].iter().map_while(|line| match of(line) {
                Some(0) => None,
                other => Some(other),
            });
            let mut ahead = ahead.flatten();
            if ahead.all(|next| next != REFLECTION)
                && let Line::Label(sections, _) = &mut lines[at]
            {
                *sections = vec![REFLECTION];
                reflects = true;
            }
        }
        last = Some(section);
    }
    lines
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

/// The number of `#` before a line, and the line without them.
fn heading(line: &str) -> (usize, &str) {
    let text = line.trim_start_matches('#');
    (line.len() - text.len(), text.trim())
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
    // "Action" or "A" on a line of its own is only a word, unless other sections are labelled, in this or another way.
    let labelled = |line: &&str| match bare(line) {
        Some(section) => vec![section],
        None => {
            section_of(heading(line).1, heading(line).0 > 0).map_or_else(Vec::new, |(of, _)| of)
        }
    };
    let labelled: BTreeSet<usize> = pieces.iter().flat_map(labelled).collect();
    pieces
        .into_iter()
        .map(|line| {
            let (rank, heading) = heading(line);
            let alone = bare(line).or_else(|| letter(line));
            if let Some(section) = alone.filter(|_| labelled.len() > 1) {
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

fn draft(name: &str, lines: Vec<Line<'_>>, stories: usize) -> Draft {
    let mut draft = Draft::default();
    let first = lines.iter().filter_map(|line| match line {
        Line::Label(sections, _) => sections.first().copied(),
        _ => None,
    });
    // The sections before the first that is labelled.
    let free = first.min().unwrap_or(0);
    let mut before: Vec<&str> = Vec::new();
    let mut at: Option<Vec<usize>> = None;
    let mut together: Vec<(Vec<usize>, String)> = Vec::new();
    let mut unfiled = vec![Paragraph::default()];
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
                unfiled.push(Paragraph::of(plain(heading)));
            }
            Line::Text(line) => match &at {
                Some(sections) => file(&mut draft, &mut together, sections, line),
                None if free > 0 && !draft.has_headings => before.push(line),
                None if line.is_empty() => unfiled.push(Paragraph::default()),
                None => {
                    if let Some(paragraph) = unfiled.last_mut() {
                        paragraph.add(line);
                    }
                }
            },
        }
    }
    for (sections, text) in together {
        share(&mut draft, &sections, &text);
    }
    unfiled.retain(|paragraph| !paragraph.text.is_empty());
    if draft.has_headings {
        early(&mut draft, &before, free);
        // A short line before the labels is the title.
        let titled = draft.title.is_empty() && unfiled.len() == 1;
        if titled && (stories > 1 || free == 0) && names(&unfiled[0].text) {
            draft.title = unfiled.remove(0).text;
        }
        draft.unplaced = unfiled.iter().map(|paragraph| paragraph.lines.len()).sum();
        draft.left_over = unfiled
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect();
    } else {
        in_order(&mut draft, unfiled);
    }
    if free > RESULT || !draft.has_headings {
        outcome(&mut draft);
    }
    if draft.title.is_empty() {
        draft.title = plain(name);
    }
    for section in [TASK, ACTION] {
        draft.sections[section] = in_first_person(&draft.sections[section]);
    }
    draft
}

/// Adds the subject that notes leave out: "wrote a nightly job" becomes "I wrote a nightly job". In an answer the
/// candidate says it, and only a clause with a subject tells who did what.
fn in_first_person(text: &str) -> String {
    let complete = |sentence: &str| {
        if begins_with_deed(sentence) {
            let mut letters = sentence.chars();
            let first = letters.next().map(char::to_lowercase);
            let first: String = first.into_iter().flatten().collect();
            // "Asked by Ilse": done to the candidate.
            let was = if is_done_by_somebody(sentence) {
                "was "
            } else {
                ""
            };
            format!("I {was}{first}{}", letters.as_str())
        } else {
            sentence.to_owned()
        }
    };
    sentences(text).map(complete).collect::<Vec<_>>().join(" ")
}

/// Whether somebody named does to the candidate what a note begins with: "asked by Ilse", "given the ward by my
/// director". "Asked by email" is the candidate's own act.
fn is_done_by_somebody(sentence: &str) -> bool {
    const NEAR: usize = 4;
    let words = tokens(&Transcript::from_text(sentence));
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let by = rest.iter().take(NEAR).position(|word| word.lower == "by");
    let mut agent = by.into_iter().flat_map(|at| rest[at + 1..].iter().take(2));
    let person =
        |word: &Token| word.is(Class::NOUN.or(Class::MINE)) || by == Some(0) && word.capital;
    verbs::is(first, "passing") && agent.any(person)
}

/// Whether a past tense stands where the subject would, and is not a participle ("Automated tests were added").
fn begins_with_deed(sentence: &str) -> bool {
    const NEAR: usize = 5;
    let words = tokens(&Transcript::from_text(sentence));
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    let mut near = rest.iter().take(NEAR);
    first.is(Class::PAST)
        && !first.is(Class::BE.or(Class::AUXILIARY).or(Class::MODAL))
        && !near.any(|word| word.is(Class::BE.or(Class::FIRST)))
        && !rest.is_empty()
}

/// Adds a line to its section.
fn file(draft: &mut Draft, together: &mut [(Vec<usize>, String)], sections: &[usize], line: &str) {
    match (sections, together.last_mut()) {
        ([section], _) => {
            draft.lines[*section] += usize::from(!line.is_empty());
            append(&mut draft.sections[*section], line);
        }
        (_, Some((_, text))) => append(text, line),
        _ => {}
    }
}

/// Lines of notes of one section as the candidate says them, without looking for labels.
pub fn spoken(section: usize, lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines() {
        append(&mut text, line.trim());
    }
    match section {
        TASK | ACTION => in_first_person(&text),
        _ => text,
    }
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
    fn labels_of_every_form_are_read() {
        for notes in [
            "(S) One.\n(T) Two.\n(A) Three.\n(R) Four.\n(L) Five.",
            "[S] One.\n[T] Two.\n[A] Three.\n[R] Four.\n[L] Five.",
            "Good?\n\nSituation -\nOne.\n\nTask -\nTwo.\n\nAction -\nThree.\n\nResult -\nFour.\n\nLesson -\nFive.",
            "**S** One.\n\n**T** Two.\n\n**A**\nThree.\n\n**R** Four.\n\n**Learned** Five.",
            "SITUATION\nOne.\nTASK\nTwo.\nACTION\nThree.\nRESULT\nFour.\nLEARNED\nFive.",
            "Situation. One.\nTask. Two.\nAction. Three.\nResult. Four.\nLearned. Five.",
            "Situation: One. Task: Two. Action: Three. Result: Four. Learned: Five.",
            "S: One.\nT: Two.\nA: Three.\nR: Four.\nR: Five.",
            "* Situation: One.\n* Task(s): Two.\n* Action(s): Three.\n* Result(s): Four.\n* Lesson learned: Five.",
        ] {
            let draft = from_notes("x", notes);
            let wanted = ["One.", "Two.", "Three.", "Four.", "Five."];
            assert_eq!(draft.sections, wanted, "{notes}");
        }
        let listed = from_notes("x", "S: One.\nA: Three:\na) this\nb) that\nR: Four.");
        assert_eq!(listed.sections[2], "Three: a) this b) that");
    }

    #[test]
    fn a_bare_label_counts_beside_labels_of_another_kind() {
        let draft = from_notes(
            "x",
            "Task – Find it.\n\nAction\n * read the log\n\nResult – 3 a day.\n",
        );
        assert_eq!(
            draft.sections[1..4],
            ["Find it.", "I read the log.", "3 a day."]
        );
        // So do its letter and a short form.
        let draft = from_notes(
            "x",
            "S - A fifth was red.\nT - Nobody asked.\nA\n1. I read the log\nR\n- 3 a day\nRefl.\n- Look at the table.\n",
        );
        assert_eq!(
            draft.sections[1..5],
            [
                "Nobody asked.",
                "I read the log.",
                "3 a day.",
                "Look at the table."
            ]
        );
        // Alone they are words of the notes.
        for alone in ["Action", "A"] {
            let draft = from_notes("x", &format!("{alone}\n\nI read the log.\n"));
            assert!(!draft.has_headings, "{draft:?}");
        }
    }

    #[test]
    fn the_subject_that_notes_leave_out_is_the_candidate() {
        let draft = from_notes(
            "x",
            "Task: Took it on myself. The alarm was not mine.\nAction:\n- wrote a nightly job\n- Found the cause in \
             3 minutes\n- asked by Ilse to stay\n- the vendor changed the part\n- Automated tests were missing, so I added 12\n- asked Ada\n\
             Result: Cut the wait to 2 minutes.",
        );
        assert_eq!(
            draft.sections[1..4],
            [
                "I took it on myself. The alarm was not mine.",
                "I wrote a nightly job. I found the cause in 3 minutes. I was asked by Ilse to stay. the vendor changed the part. Automated tests \
                 were missing, so I added 12. I asked Ada.",
                "Cut the wait to 2 minutes.",
            ]
        );
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
    fn a_file_with_two_stories_is_read_as_two() {
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
    fn what_stands_before_late_labels_is_placed_in_the_sections_before_them() {
        for (notes, end) in [
            (
                "# New starters\n\n- new starters waited 11 days for a login\n- nobody owned the list, not my team\n\
                 - wrote down every step\n- asked security for one form\n- result: 11 days -> 2 days\n\
                 - would do differently: ask security first\n",
                ["11 days -> 2 days", "ask security first"],
            ),
            (
                "New starters\n- new starters waited 11 days for a login\n- nobody owned the list, not my team\n\
                 - wrote down every step\n- asked security for one form\nResult: It takes 2 days. Would do \
                 differently: ask security first.\n",
                ["It takes 2 days.", "ask security first."],
            ),
        ] {
            let draft = from_notes("x", notes);
            assert_eq!(draft.title, "New starters", "{notes}");
            let [first, task, action, ..] = [
                "new starters waited 11 days for a login.",
                "nobody owned the list, not my team.",
                "I wrote down every step. I asked security for one form.",
            ];
            assert_eq!(
                draft.sections,
                [first, task, action, end[0], end[1]],
                "{notes}"
            );
            assert_eq!(
                (draft.lines, draft.unplaced),
                ([1, 1, 2, 1, 1], 0),
                "{notes}"
            );
            assert_eq!(draft.left_over, [""; 0], "{notes}");
        }
        let late = from_notes(
            "x",
            "It was slow. It was not my job. I mended it. The wait went down from 11 days to 2.\nNext time: ask first.",
        );
        let wanted = [
            "It was slow.",
            "It was not my job.",
            "I mended it.",
            "The wait went down from 11 days to 2.",
            "ask first.",
        ];
        assert_eq!(late.sections, wanted);
        let acted = from_notes("x", "It was slow. It was not my job.\nAction: I mended it.");
        assert_eq!(
            acted.sections[..3],
            ["It was slow.", "It was not my job.", "I mended it."]
        );
        // An ordinary beginning of a sentence labels nothing.
        let prose = from_notes(
            "x",
            "I mended it.\nLooking back - it was quick. The plan for next time: ask Ada.",
        );
        assert!(!prose.has_headings, "{prose:?}");
    }

    #[test]
    fn a_list_without_labels_is_in_the_order_in_which_it_happened() {
        let draft = from_notes(
            "x",
            "- the queue was long\n- it was not my queue\n- counted it\n- it went down from 11 days to 2",
        );
        let wanted = [
            "the queue was long.",
            "it was not my queue.",
            "I counted it.",
            "it went down from 11 days to 2.",
            "",
        ];
        assert_eq!(draft.sections, wanted);
        assert_eq!(draft.lines, [1, 1, 1, 1, 0]);
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
            // The subject may be added.
            let kept: Vec<_> = all.split_whitespace().filter(|word| *word != "I").collect();
            prop_assert_eq!(kept, words.iter().map(String::as_str).collect::<Vec<_>>());
        }

        #[test]
        fn no_notes_make_it_panic(text in "(?s).{0,200}") {
            from_notes("x", &text);
        }
    }
}
