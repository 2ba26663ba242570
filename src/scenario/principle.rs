//! Amazon's sixteen leadership principles, as data.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// One leadership principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Principle {
    /// Stable id, such as `dive-deep`.
    pub id: String,
    /// Amazon's own name for it.
    pub name: String,
    /// What an interviewer listens for, one sentence in our words.
    pub line: String,
    /// Patterns that propose it for a story's text.
    #[serde(skip_serializing)]
    pub clues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    principle: Vec<Principle>,
}

/// Every principle, in Amazon's order.
pub fn principles() -> &'static [Principle] {
    static ALL: LazyLock<Vec<Principle>> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../../content/principles.toml"))
            .expect("principles.toml is built in and tested");
        file.principle
    });
    &ALL
}

/// The principle of this id or name, however it is capitalised or punctuated.
pub fn principle(text: &str) -> Option<&'static Principle> {
    let plain = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let wanted = plain(text);
    let of = |one: &&Principle| plain(&one.name) == wanted || plain(&one.id) == wanted;
    principles().iter().find(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::ids::is_id;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_sixteen_each_with_its_line() {
        let ids: BTreeSet<&str> = principles().iter().map(|one| one.id.as_str()).collect();
        assert_eq!((principles().len(), ids.len()), (16, 16));
        for one in principles() {
            assert!(is_id(&one.id), "{}", one.id);
            assert!(
                one.line.ends_with('.') && one.line.len() <= 90,
                "{}",
                one.line
            );
            assert!(one.clues.len() >= 8, "{}", one.id);
        }
    }

    #[test]
    fn a_principle_is_found_by_id_or_name_in_any_writing() {
        for text in ["are-right-a-lot", "Are Right, A Lot", "are right a lot"] {
            assert_eq!(
                principle(text).map(|one| one.id.as_str()),
                Some("are-right-a-lot")
            );
        }
        let employer = principle("Strive to be Earth’s Best Employer");
        assert_eq!(
            employer.map(|one| one.name.as_str()),
            Some("Strive to be Earth's Best Employer")
        );
        assert_eq!(principle("Communicate well"), None);
        assert_eq!(principle(""), None);
    }
}
