//! Finds the parts of an answer that are nearest to an idea. Results are stored, so that judging a session again needs
//! no model.

use super::{Embedding, PerMille, Similarity, UNSURE, windows};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// The part of a text that is nearest to an idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearest {
    /// Its range in bytes of the text.
    pub bytes: Range<usize>,
    /// Its similarity to the idea.
    pub near: PerMille,
}

/// Stored results, by a digest of the idea and the text.
pub type Known = BTreeMap<String, Vec<Nearest>>;

/// The parts of a text, each with its meaning.
type Parts = Vec<(Range<usize>, Embedding)>;

/// Maximum number of parts stored for an idea; they overlap.
const KEPT: usize = 8;

/// Finds how near texts are to ideas: from stored results, else by the model.
pub struct Meanings<'m> {
    model: &'m dyn Similarity,
    known: Known,
    used: RefCell<Known>,
    texts: RefCell<BTreeMap<String, Parts>>,
}

impl<'m> Meanings<'m> {
    /// With the stored results.
    pub fn new(model: &'m dyn Similarity, known: Known) -> Self {
        Self {
            model,
            known,
            used: RefCell::default(),
            texts: RefCell::default(),
        }
    }

    /// The parts of `text` that may say the idea, nearest first: those from [`UNSURE`] on. Empty if the model fails.
    pub fn nearest(&self, idea: &[String], text: &str) -> Vec<Nearest> {
        let key = digest(idea, text);
        let known = self.known.get(&key).cloned();
        let Some(found) = known.or_else(|| self.compute(idea, text)) else {
            return Vec::new();
        };
        self.used.borrow_mut().insert(key, found.clone());
        found
    }

    /// The results that were used, to be stored with the session.
    pub fn into_known(self) -> Known {
        self.used.into_inner()
    }

    /// `None` if the model fails, which is not stored.
    fn compute(&self, idea: &[String], text: &str) -> Option<Vec<Nearest>> {
        if !self.texts.borrow().contains_key(text) {
            let read = self.read(text)?;
            self.texts.borrow_mut().insert(text.to_owned(), read);
        }
        let texts = self.texts.borrow();
        let windows = texts.get(text).filter(|windows| !windows.is_empty());
        let Some(windows) = windows else {
            return Some(Vec::new());
        };
        let idea: Vec<&str> = idea.iter().map(String::as_str).collect();
        let idea = self.model.embed(&idea).ok()?;
        let near = |(window, meaning): &(Range<usize>, Embedding)| {
            let near = idea.iter().map(|idea| idea.cosine(meaning)).max()?;
            let bytes = window.clone();
            (near >= UNSURE).then_some(Nearest { bytes, near })
        };
        let mut found: Vec<Nearest> = windows.iter().filter_map(near).collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.near));
        found.truncate(KEPT);
        Some(found)
    }

    fn read(&self, text: &str) -> Option<Parts> {
        let windows = windows(text);
        let parts: Vec<&str> = windows.iter().map(|window| &text[window.clone()]).collect();
        let meanings = self.model.embed(&parts).ok()?;
        Some(windows.into_iter().zip(meanings).collect())
    }
}

impl std::fmt::Debug for Meanings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meanings")
            .field("known", &self.known.len())
            .finish_non_exhaustive()
    }
}

/// Includes the name of the model: another one gives other results.
fn digest(idea: &[String], text: &str) -> String {
    let mut digest = Sha256::new();
    for part in [super::NAME]
        .into_iter()
        .chain(idea.iter().map(String::as_str))
        .chain([text])
    {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{MeaningError, WIDTH};
    use super::*;
    use std::cell::Cell;

    /// Texts that share a first letter mean the same.
    #[derive(Default)]
    struct Letters {
        asked: Cell<usize>,
        broken: bool,
    }

    impl Similarity for Letters {
        fn embed(&self, texts: &[&str]) -> Result<Vec<Embedding>, MeaningError> {
            self.asked.set(self.asked.get() + 1);
            if self.broken {
                return Err(MeaningError::Text("broken".into()));
            }
            let one = |text: &&str| {
                let mut numbers = [0.0; WIDTH];
                numbers[usize::from(text.as_bytes()[0])] = 1.0;
                Embedding::rounded(&numbers)
            };
            Ok(texts.iter().map(one).collect())
        }
    }

    #[test]
    fn stored_results_need_no_model() {
        let (idea, text) = (
            ["Bread rose.".to_owned()],
            "All was well. Bread rose in it.",
        );
        let model = Letters::default();
        let first = Meanings::new(&model, Known::new());
        let found = first.nearest(&idea, text);
        let shown: Vec<&str> = found.iter().map(|one| &text[one.bytes.clone()]).collect();
        assert_eq!(shown, ["Bread rose in it."]);
        assert_eq!(found[0].near, PerMille(1000));
        assert_eq!(first.nearest(&idea, text), found);
        assert_eq!(first.nearest(&idea, " "), []);
        let asked = model.asked.get();

        let known = first.into_known();
        let stored: Known = serde_json::from_str(&serde_json::to_string(&known).unwrap()).unwrap();
        let again = Meanings::new(&model, stored);
        assert_eq!(again.nearest(&idea, text), found);
        assert_eq!(again.nearest(&idea, " "), []);
        assert_eq!(model.asked.get(), asked);
        assert_eq!(again.nearest(&["Cake.".into()], text), []);
        assert!(model.asked.get() > asked, "another idea is computed");
        assert_eq!(again.into_known().len(), 3);
    }

    #[test]
    fn a_failing_model_finds_nothing_and_is_tried_again_next_time() {
        let model = Letters {
            broken: true,
            ..Letters::default()
        };
        let meanings = Meanings::new(&model, Known::new());
        assert_eq!(meanings.nearest(&["Bread.".into()], "Bread rose."), []);
        assert_eq!(meanings.into_known(), Known::new());
    }
}
