//! Numbered choices, for sighted users and screen readers, answered with a number, a part
//! of a name, or Enter. Pure: text and interpretation; the caller does the asking.

use std::fmt::Write as _;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// A description; may be empty. Shown under the name where it does not fit beside it.
    pub about: String,
}

/// A question with its choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// The question: "Which story?"
    pub question: String,
    /// The choices; never empty.
    pub choices: Vec<Choice>,
    /// The default for Enter.
    pub proposed: usize,
}

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This choice.
    Take(usize),
    /// Back to the previous question.
    Back,
    /// Leave.
    Leave,
    /// Not understood; with the reply.
    Unclear(String),
}

impl Menu {
    /// The question and its numbered lines, none wider than `width` where words allow.
    pub fn text(&self, width: usize) -> String {
        let width = width.max(24);
        let names = self.choices.iter().map(|one| wide(&one.name)).max();
        let column = names.unwrap_or(0);
        let digits = self.choices.len().to_string().len();
        let room = width.saturating_sub(digits + 4);
        let beside = self
            .choices
            .iter()
            .all(|one| one.about.is_empty() || column + 2 + wide(&one.about) <= room);
        let mut text = format!("{}\n", self.question);
        for (number, one) in (1..).zip(&self.choices) {
            if beside && !one.about.is_empty() {
                let gap = " ".repeat(column - wide(&one.name));
                // Writing to a String cannot fail.
                let _ = writeln!(
                    text,
                    "  {number:>digits$}  {}{gap}  {}",
                    one.name, one.about
                );
                continue;
            }
            let first = format!("  {number:>digits$}  ");
            let rest = " ".repeat(digits + 4);
            let wrapped = |words: &str, first: &str| {
                let options = textwrap::Options::new(width).initial_indent(first);
                textwrap::fill(words, options.subsequent_indent(&rest))
            };
            let _ = writeln!(text, "{}", wrapped(&one.name, &first));
            if !one.about.is_empty() {
                let _ = writeln!(text, "{}", wrapped(&one.about, &rest));
            }
        }
        text
    }

    /// The prompt for the answer.
    pub fn prompt(&self) -> String {
        let proposed = self.choices.get(self.proposed);
        let name = proposed.map_or("", |one| one.name.as_str());
        format!("Enter takes {} ({name}): ", self.proposed + 1)
    }

    /// The meaning of an answer: a number, a part of a name that fits only one choice, `b`, `q`, or Enter.
    pub fn answer(&self, typed: &str) -> Answer {
        let typed = typed.trim().to_lowercase();
        match typed.as_str() {
            "" => return Answer::Take(self.proposed),
            "q" => return Answer::Leave,
            "b" => return Answer::Back,
            _ => {}
        }
        let count = self.choices.len();
        if let Ok(number) = typed.parse::<usize>() {
            return match number {
                1.. if number <= count => Answer::Take(number - 1),
                _ => Answer::Unclear(format!("Type a number from 1 to {count}, or Enter.")),
            };
        }
        let mut fitting = (0..count).filter(|at| {
            let name = self.choices[*at].name.to_lowercase();
            name.contains(&typed)
        });
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Answer::Take(only),
            (Some(_), Some(_)) => Answer::Unclear(format!(
                "{typed:?} fits more than one of them: type its number."
            )),
            (None, _) => Answer::Unclear(format!(
                "None of them is called {typed:?}: type a number from 1 to {count}, or Enter."
            )),
        }
    }
}

fn wide(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu() -> Menu {
        let choice = |name: &str, about: &str| Choice {
            name: name.into(),
            about: about.into(),
        };
        Menu {
            question: "Which story?".into(),
            choices: vec![
                choice("The quiet alarm", "yesterday · Result had no number"),
                choice("The empty backup", ""),
                choice("Changed my mind", "not told yet"),
            ],
            proposed: 2,
        }
    }

    #[test]
    fn numbers_names_enter_and_letters_are_understood() {
        let menu = menu();
        assert_eq!(menu.answer(""), Answer::Take(2));
        assert_eq!(menu.answer(" 1 "), Answer::Take(0));
        assert_eq!(menu.answer("BACKUP"), Answer::Take(1));
        assert_eq!(menu.answer("q"), Answer::Leave);
        assert_eq!(menu.answer("b"), Answer::Back);
        for odd in ["0", "4", "-1", "the", "zebra", "99999999999999999999999"] {
            assert!(matches!(menu.answer(odd), Answer::Unclear(_)), "{odd}");
        }
        assert_eq!(menu.prompt(), "Enter takes 3 (Changed my mind): ");
    }

    #[test]
    fn descriptions_are_beside_or_below_the_names() {
        let wide = menu().text(80);
        assert_eq!(
            wide,
            "Which story?\n\
             \x20 1  The quiet alarm   yesterday · Result had no number\n\
             \x20 2  The empty backup\n\
             \x20 3  Changed my mind   not told yet\n"
        );
        let narrow = menu().text(30);
        assert!(
            narrow.contains("  1  The quiet alarm\n     yesterday · "),
            "{narrow}"
        );
        assert!(narrow.lines().all(|line| super::wide(line) <= 30));
    }
}
