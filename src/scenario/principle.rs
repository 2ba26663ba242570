//! Amazon's sixteen leadership principles, as data.

use super::walk::nearest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Mean cosine of its line and questions with the sentences of the built-in stories, in hundred-thousandths: what
    /// it has in common with any story.
    #[serde(skip_serializing)]
    pub usual: i64,
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

/// The principle of this id or name, however it is capitalised or punctuated. Two or more words of a name, side by
/// side, are a short name where no other principle has them: "Have Backbone", "disagree and commit".
pub fn principle(text: &str) -> Option<&'static Principle> {
    let wanted = words(text);
    let joined = wanted.concat();
    let of =
        |one: &&Principle| words(&one.name).concat() == joined || words(&one.id).concat() == joined;
    let short = || {
        let telling = wanted.len() > 1 && wanted.iter().any(|word| word.chars().count() > 4);
        let part = |one: &&Principle| {
            words(&one.name)
                .windows(wanted.len())
                .any(|run| run == wanted)
        };
        let mut found = principles().iter().filter(|one| telling && part(one));
        found.next().filter(|_| found.next().is_none())
    };
    principles().iter().find(of).or_else(short)
}

/// The principle that was probably meant by a name that none has.
pub(super) fn meant(text: &str) -> Option<&'static Principle> {
    let typed = words(text);
    let names = principles()
        .iter()
        .flat_map(|one| [&one.name, &one.id].map(|name| (words(name).join(" "), one)));
    let names: BTreeMap<String, &Principle> = names.collect();
    if let Some(near) = nearest(&typed.join(" "), names.keys().map(String::as_str)) {
        return names.get(near).copied();
    }
    // Of a longer name, the one with most of the words.
    let alike = |one: &Principle| {
        let known = words(&one.name);
        let near = |word: &&String| {
            let long = word.chars().count() > 3;
            long && known.iter().any(|name| {
                name.starts_with(word.as_str()) || strsim::damerau_levenshtein(word, name) <= 1
            })
        };
        typed.iter().filter(near).count()
    };
    let most = principles().iter().rev().max_by_key(|one| alike(one))?;
    (alike(most) > 0).then_some(most)
}

/// The words of a name in lower case, without punctuation.
fn words(name: &str) -> Vec<String> {
    let name = name
        .to_lowercase()
        .replace('&', " and ")
        .replace(['\'', '’'], "");
    let words = name.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
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
    fn an_unknown_name_is_answered_with_the_one_that_was_meant() {
        for (text, id) in [
            ("ownershp", "ownership"),
            ("Bias to Action", "bias-for-action"),
            ("Backbone", "have-backbone-disagree-and-commit"),
            ("high standards", "insist-on-the-highest-standards"),
            ("Customer", "customer-obsession"),
        ] {
            assert_eq!(meant(text).map(|one| one.id.as_str()), Some(id), "{text}");
        }
        assert_eq!(meant("xyzzy"), None);
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
        for (text, id) in [
            ("Have Backbone", "have-backbone-disagree-and-commit"),
            ("disagree and commit", "have-backbone-disagree-and-commit"),
            ("Disagree & Commit", "have-backbone-disagree-and-commit"),
            ("highest standards", "insist-on-the-highest-standards"),
            (
                "success-and-scale",
                "success-and-scale-bring-broad-responsibility",
            ),
            ("Earths best employer", "strive-to-be-earths-best-employer"),
            ("BIAS FOR ACTION", "bias-for-action"),
        ] {
            assert_eq!(
                principle(text).map(|one| one.id.as_str()),
                Some(id),
                "{text}"
            );
        }
        // A name of one word may be that of another company's principle.
        for other in ["Customer", "action", "and be", "the best", "to be"] {
            assert_eq!(principle(other), None, "{other}");
        }
        assert_eq!(principle("Communicate well"), None);
        assert_eq!(principle(""), None);
    }
}
