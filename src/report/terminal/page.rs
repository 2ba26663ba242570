//! Lines that fit a terminal: wrapped, with hanging indentation, and in ASCII where necessary.

/// The properties of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns; at least 20 are used.
    pub width: usize,
    /// Whether colour sequences may be used. No information is in colour alone.
    pub colour: bool,
    /// Whether line-drawing and typographic characters may be used.
    pub unicode: bool,
}

impl Default for Style {
    /// For a pipe: 80 columns, no colour.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            unicode: true,
        }
    }
}

/// A colour by its meaning. Colour only supports what the words say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ink {
    Strong,
    Quiet,
    Warn,
    Bad,
    Good,
}

/// Lines that fit a terminal.
pub(crate) struct Page {
    pub(super) style: Style,
    margin: &'static str,
    out: String,
}

/// Begin and end of a colour sequence.
const START: &str = "\u{1b}[";
const RESET: &str = "\u{1b}[0m";

/// Left margin of a report.
pub(super) const MARGIN: &str = "  ";

impl Page {
    /// An empty page with the margin of a report.
    pub fn new(style: Style) -> Self {
        Self {
            style: Style {
                width: style.width.max(20),
                ..style
            },
            margin: MARGIN,
            out: String::new(),
        }
    }

    /// An empty page without a margin, for lists.
    pub fn flush(style: Style) -> Self {
        Self {
            margin: "",
            ..Self::new(style)
        }
    }

    /// Columns between the margin and the edge.
    pub fn room(&self) -> usize {
        self.style.width - self.margin.len()
    }

    /// The text in this colour, where the terminal has colours.
    pub fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.style.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Strong => "1",
            Ink::Quiet => "2",
            Ink::Warn => "33",
            Ink::Bad => "31",
            Ink::Good => "32",
        };
        format!("{START}{code}m{text}{RESET}")
    }

    /// A quote that follows other words, where there is one.
    pub fn quoted(&self, quote: Option<&str>) -> String {
        quote.map_or_else(String::new, |quote| {
            format!("  {}", self.paint(Ink::Warn, &format!("“{quote}”")))
        })
    }

    /// One paragraph, as a [`row`](Self::row). Without text nothing is shown.
    pub fn text(&mut self, lead: &str, text: &str) {
        if !text.is_empty() {
            self.row(lead, text);
        }
    }

    /// A lead and a text, which may be empty; lines after the first align with the text, not with `lead`.
    pub fn row(&mut self, lead: &str, text: &str) {
        let hang = textwrap::core::display_width(lead);
        // On a terminal that is hardly wider than the lead, the text goes below it.
        if hang > MARGIN.len() * 2 && hang + 8 > self.room() {
            self.line(format!("{}{lead}", self.margin).trim_end());
            return self.row(&" ".repeat(MARGIN.len() * 2), text);
        }
        let indent = format!("{}{}", self.margin, " ".repeat(hang));
        let first = format!("{}{lead}", self.margin);
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(&first)
            .subsequent_indent(&indent);
        let mut open = String::new();
        for line in textwrap::wrap(text, options) {
            let line = line.trim_end();
            let (margin, words) = line.split_at(line.len() - line.trim_start().len());
            // A colour that continues over a line end is closed there and reopened after the
            // margin of the next line.
            let again = std::mem::take(&mut open);
            if let Some(last) = line.rfind(START).or((!again.is_empty()).then_some(0))
                && !line[last..].contains(RESET)
            {
                let code = line[last..]
                    .strip_prefix(START)
                    .and_then(|rest| rest.split_once('m'));
                open = code.map_or_else(|| again.clone(), |(code, _)| format!("{START}{code}m"));
            }
            let close = if open.is_empty() { "" } else { RESET };
            self.line(&format!("{margin}{again}{words}{close}"));
        }
    }

    /// One paragraph in this colour.
    pub fn painted(&mut self, ink: Ink, lead: &str, text: &str) {
        let text = self.paint(ink, text);
        self.text(lead, &text);
    }

    /// A title.
    pub fn heading(&mut self, title: &str) {
        self.painted(Ink::Strong, "", title);
    }

    /// One paragraph after a quiet label.
    pub fn labelled(&mut self, label: &str, text: &str) {
        let label = self.paint(Ink::Quiet, label);
        self.text(&label, text);
    }

    /// What to do instead, after an arrow.
    pub fn instead(&mut self, indent: &str, text: &str) {
        let arrow = self.paint(Ink::Good, "→ ");
        self.text(&format!("{indent}{arrow}"), text);
    }

    /// A title above what follows, after an empty line.
    pub fn part(&mut self, title: &str) {
        self.blank();
        self.heading(title);
    }

    /// An item of a list.
    pub fn item(&mut self, text: &str) {
        self.text("· ", text);
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.line("");
    }

    /// A line that is known to fit.
    pub fn line(&mut self, line: &str) {
        if self.style.unicode {
            self.out.push_str(line);
        } else {
            self.out.push_str(&plain(line));
        }
        self.out.push('\n');
    }

    /// The whole text, ending with a line break.
    pub fn finish(self) -> String {
        self.out
    }
}

/// The program's own typography in ASCII, of the same width. Transcribed text is not changed.
fn plain(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '–' | '−' | '·' | '╌' => '-',
            '“' | '”' => '"',
            '’' | '‘' => '\'',
            '→' => '>',
            '…' => '~',
            '━' => '=',
            '╸' => '-',
            '┃' => '|',
            '✓' => '+',
            '●' => '*',
            '○' => 'o',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn a_colour_does_not_extend_into_the_margin() {
        let mut page = Page::new(Style {
            width: 20,
            colour: true,
            unicode: true,
        });
        let text = format!(
            "a {} b",
            page.paint(Ink::Warn, "one two three four five six")
        );
        page.text("· ", &text);
        let lines: Vec<&str> = page.out.lines().collect();
        assert_eq!(
            lines,
            [
                "  · a \u{1b}[33mone two three\u{1b}[0m",
                "    \u{1b}[33mfour five six\u{1b}[0m b",
            ]
        );
    }

    #[test]
    fn plain_text_keeps_its_width() {
        let line = "“we” · 27 ━━━╸╌╌ – → …";
        assert_eq!(plain(line).width(), line.width());
        assert!(plain(line).is_ascii());
    }
}
