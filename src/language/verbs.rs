//! Kinds of verbs, from `content/lexicon/verbs.toml`: reporting, passing on, no work, happening, and others.

use crate::language::lexicon;
use crate::language::token::Token;
use crate::language::words::stem_of;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// One kind, as written in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code, reason = "the tests read all of it"))]
struct Kind {
    name: String,
    source: String,
    verbs: Vec<String>,
    flags: Vec<String>,
    allows: Vec<String>,
}

fn kinds() -> Vec<Kind> {
    let text = include_str!("../../content/lexicon/verbs.toml");
    lexicon::read("verbs.toml", text).expect("verbs.toml is built in and tested")
}

/// Whether the token is a form of a verb of this kind.
pub(crate) fn is(token: &Token, kind: &str) -> bool {
    static KINDS: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
        let stems = |kind: Kind| {
            let stems = kind.verbs.iter().map(|verb| stem_of(verb));
            (kind.name, stems.collect())
        };
        kinds().into_iter().map(stems).collect()
    });
    KINDS
        .get(kind)
        .is_some_and(|stems| stems.contains(&token.stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::token::tokens;
    use crate::transcript::Transcript;

    #[test]
    fn every_kind_matches_its_examples() {
        for kind in kinds() {
            assert!(
                !kind.source.is_empty() && !kind.flags.is_empty() && !kind.allows.is_empty(),
                "verbs.toml: {} needs `source`, `flags` and `allows`",
                kind.name
            );
            let of = |word: &String| is(&tokens(&Transcript::from_text(word))[0], &kind.name);
            for word in &kind.flags {
                assert!(of(word), "verbs.toml: {} must hold {word:?}", kind.name);
            }
            for word in &kind.allows {
                assert!(
                    !of(word),
                    "verbs.toml: {} must not hold {word:?}",
                    kind.name
                );
            }
        }
    }
}
