//! What interviewers ask for each leadership principle, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankQuestion {
    /// Stable id: `earn-trust/bad-news`.
    pub id: String,
    /// Id of the principle that it probes.
    pub principle: String,
    /// As it is asked.
    pub text: String,
}

/// Every question, by principle and then by id.
pub fn questions() -> &'static [BankQuestion] {
    static ALL: LazyLock<Vec<BankQuestion>> = LazyLock::new(|| {
        type File = BTreeMap<String, BTreeMap<String, String>>;
        let file: File = toml::from_str(include_str!("../../content/questions.toml"))
            .expect("questions.toml is built in and tested");
        let of = |(principle, asked): (String, BTreeMap<String, String>)| {
            asked.into_iter().map(move |(key, text)| BankQuestion {
                id: format!("{principle}/{key}"),
                principle: principle.clone(),
                text,
            })
        };
        file.into_iter().flat_map(of).collect()
    });
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::ids::is_id;
    use crate::scenario::{principle, principles};
    use std::collections::BTreeSet;

    #[test]
    fn every_principle_has_six_questions_and_no_two_are_alike() {
        for one in principles() {
            let own = questions().iter().filter(|asked| asked.principle == one.id);
            assert!(own.count() >= 6, "{}", one.id);
        }
        let texts: BTreeSet<&str> = questions().iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts.len(), questions().len());
        for one in questions() {
            assert!(principle(&one.principle).is_some(), "{}", one.id);
            assert!(one.id.split('/').all(is_id), "{}", one.id);
            assert!(
                one.text.ends_with(['?', '.']) && one.text.len() <= 140,
                "{}",
                one.text
            );
        }
    }
}
