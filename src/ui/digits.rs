//! Time in large digits of three rows, readable from a distance.

/// Rows of a large digit.
pub const ROWS: usize = 3;

/// `text` (digits, `:` and `+`) in large digits. Other characters leave a gap.
pub fn large(text: &str) -> [String; ROWS] {
    let mut rows = [const { String::new() }; ROWS];
    for (place, figure) in text.chars().enumerate() {
        for (row, part) in rows.iter_mut().zip(shape(figure)) {
            if place > 0 {
                row.push(' ');
            }
            row.push_str(part);
        }
    }
    rows
}

/// Five rows of dots in three rows of half blocks.
fn shape(figure: char) -> [&'static str; ROWS] {
    match figure {
        '0' => ["█▀█", "█ █", "▀▀▀"],
        '1' => ["▀█ ", " █ ", "▀▀▀"],
        '2' => ["▀▀█", "█▀▀", "▀▀▀"],
        '3' => ["▀▀█", " ▀█", "▀▀▀"],
        '4' => ["█ █", "▀▀█", "  ▀"],
        '5' => ["█▀▀", "▀▀█", "▀▀▀"],
        '6' => ["█▀▀", "█▀█", "▀▀▀"],
        '7' => ["▀▀█", "  █", "  ▀"],
        '8' => ["█▀█", "█▀█", "▀▀▀"],
        '9' => ["█▀█", "▀▀█", "▀▀▀"],
        ':' => ["▄", "▄", " "],
        '+' => [" ▄ ", "▀█▀", "   "],
        _ => ["   ", "   ", "   "],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_are_equally_wide() {
        let rows = large("+12:34567890");
        let widths = rows.each_ref().map(|row| row.chars().count());
        assert_eq!(widths, [widths[0]; ROWS]);
    }
}
