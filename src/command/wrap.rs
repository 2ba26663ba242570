//! Wraps messages to the terminal: between words, never inside a path or a command
//! that may be copied.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Lines are not wrapped to less than this.
pub(super) const NARROWEST: usize = 24;
/// The widest line, on any terminal, for readability.
pub(super) const WIDEST: usize = 84;
/// The longest name before a sentence.
const WIDEST_LEAD: usize = 22;
/// Stands for a space that must not be broken.
const TIED: char = '\u{e000}';

/// `text` wrapped to the terminal. A line keeps its indentation, and a
/// numbered one hangs from its number. A word, a path or a command that is wider than the terminal
/// is on a line of its own and extends beyond the edge.
pub(super) fn wrapped(text: &str, screen: usize) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| wrapped_line(line, screen))
        .collect();
    lines.join("\n")
}

fn wrapped_line(line: &str, screen: usize) -> String {
    let width = screen.clamp(NARROWEST, WIDEST);
    if textwrap::core::display_width(line) <= width {
        return line.to_owned();
    }
    let words = line.trim_start_matches(' ');
    // The marks under a line of code refer to its columns.
    let code = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    if code.starts_with('|') {
        return line.to_owned();
    }
    let indent = &line[..line.len() - words.len()];
    let hang = match indent.len() + lead(words) {
        columns if columns * 2 <= width => " ".repeat(columns),
        _ => indent.to_owned(),
    };
    let options = Options::new(width)
        .initial_indent(indent)
        .subsequent_indent(&hang)
        .break_words(false)
        // The optimal fit would rather put a short word before a path that is too wide than leave a
        // line nearly empty, and then both extend beyond the edge.
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let tied = tied(words);
    let mut text = textwrap::wrap(&tied, options).join("\n");
    // The space at the end of a prompt separates it from the answer.
    if line.ends_with(' ') {
        text.truncate(text.trim_end_matches(' ').len());
        text.push(' ');
    }
    text.replace(TIED, " ")
}

/// The columns before the sentence: a dash, or a number or a name with two spaces after it.
fn lead(words: &str) -> usize {
    if words.starts_with("- ") {
        return 2;
    }
    let columns = words.char_indices().map(|(at, _)| at).take(WIDEST_LEAD);
    columns
        .filter(|at| words[..*at].ends_with("  ") && !words[*at..].starts_with(' '))
        .last()
        .unwrap_or(0)
}

/// The line with the spaces inside commands protected: between backticks, and after a colon at its end.
fn tied(words: &str) -> String {
    let command = words.find(": rehearse ").map(|at| at + 2);
    let command = command.or_else(|| words.starts_with("rehearse ").then_some(0));
    let (before, command) = words.split_at(command.unwrap_or(words.len()));
    let end = [". ", "; ", ", "]
        .iter()
        .filter_map(|end| command.find(end));
    let (command, after) = command.split_at(end.min().unwrap_or(command.len()));
    let pieces = before.split('`');
    let closed = pieces.clone().count() % 2 == 1;
    let mut text = String::with_capacity(words.len());
    for (at, piece) in pieces.enumerate() {
        if at > 0 {
            text.push('`');
        }
        match at % 2 == 1 && closed {
            true => text.extend(piece.chars().map(tie)),
            false => text.push_str(piece),
        }
    }
    text.extend(command.trim_end_matches(' ').chars().map(tie));
    text.push_str(after);
    text
}

fn tie(letter: char) -> char {
    if letter == ' ' { TIED } else { letter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_commands_and_paths_stay_whole() {
        assert_eq!(
            wrapped(
                "Neither is set; the file is /home/a/very-long/folder/story.toml",
                30
            ),
            "Neither is set; the file is\n/home/a/very-long/folder/story.toml"
        );
        assert_eq!(
            wrapped("Now say it: rehearse practice the-quiet-alarm", 36),
            "Now say it:\nrehearse practice the-quiet-alarm"
        );
        assert_eq!(
            wrapped("It is told: `rehearse model list` shows what there is.", 30),
            "It is told:\n`rehearse model list` shows\nwhat there is."
        );
        let path = "x".repeat(100);
        assert_eq!(wrapped(&format!("a {path}"), 84), format!("a\n{path}"));
    }

    #[test]
    fn a_list_hangs_and_a_question_keeps_its_space() {
        assert_eq!(
            wrapped("  1  We pulled the webhook delivery logs together", 30),
            "  1  We pulled the webhook\n     delivery logs together"
        );
        assert_eq!(
            wrapped("  An indent is kept on every line", 24),
            "  An indent is kept on\n  every line"
        );
        assert!(wrapped("3 of 13 · about 30 s to read · Enter: ", 24).ends_with("Enter: "));
    }

    proptest! {
        /// Nothing is lost, and only what has no space extends beyond the edge.
        #[test]
        fn words_come_out_as_they_went_in(text in "([a-z]{1,12} ?){0,20}", width in 24usize..90) {
            let shown = wrapped(&text, width);
            prop_assert_eq!(
                shown.split_whitespace().collect::<Vec<_>>(),
                text.split_whitespace().collect::<Vec<_>>()
            );
            for line in shown.lines() {
                prop_assert!(line.trim_end().len() <= width.min(WIDEST) || !line.trim().contains(' '), "{:?}", line);
            }
        }
    }
}
