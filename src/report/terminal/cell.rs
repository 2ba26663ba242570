//! The cells of a table: text in a number of columns.

use unicode_width::UnicodeWidthStr;

/// The text in exactly `width` columns: cut with `…` or padded.
pub(super) fn fit(text: &str, width: usize) -> String {
    let cut = shorten(text, width);
    let room = width.saturating_sub(cut.width());
    format!("{cut}{}", " ".repeat(room))
}

/// The text in at most `width` columns.
fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        let wider = format!("{cut}{c}");
        if wider.width() + 1 > width {
            break;
        }
        cut = wider;
    }
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// Right-aligned in `width` columns.
pub(super) fn right(text: &str, width: usize) -> String {
    let cut = shorten(text, width);
    format!("{}{cut}", " ".repeat(width.saturating_sub(cut.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_width_they_are_given_whatever_they_hold() {
        for text in [
            "",
            "abc",
            "a long cell that is cut",
            "日本語の数字",
            "👩‍💻👩‍💻👩‍💻",
            "e\u{301}e\u{301}",
        ] {
            for width in 0..12 {
                assert_eq!(fit(text, width).width(), width, "{text:?} in {width}");
                assert_eq!(right(text, width).width(), width, "{text:?} in {width}");
            }
        }
    }
}
