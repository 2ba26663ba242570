//! The similarity of two sentences in meaning, whatever their words.
//!
//! A sentence becomes an [`Embedding`]; the cosine of two embeddings, in thousandths, is their [`PerMille`].
//! [`Similarity`] computes embeddings; the program's own model is [`minilm::MiniLm`], the only file that names the
//! inference crates.
//!
//! Cosine similarity sees neither who did something nor a negation. It can show that an idea may be there, so that it
//! is not reported as missing, but not that it was told as a fact about the right person.

mod idea;
pub mod minilm;
mod nearest;
mod windows;

pub use idea::idea;
pub use nearest::{Known, Meanings, Nearest};
pub use windows::{sentences, windows};

use serde::{Deserialize, Serialize};

/// The name of the embedding model.
pub const NAME: &str = "all-MiniLM-L6-v2-q8";

/// Dimensions of an embedding.
pub const WIDTH: usize = 384;

/// Minimum similarity at which an idea may have been said, and the candidate is asked.
///
/// Measured on 98 ideas that 19 paraphrases of real people's answers say: 450 finds 96 of 100, and takes 7
/// of 100 ideas of other stories for said. On the freer paraphrases of `tests/meaning` it finds 83 of 100,
/// at 14 of 100 from other stories.
pub const UNSURE: PerMille = PerMille(450);

/// Minimum similarity at which an idea is nearly always there: on the same 98 ideas, 1 of 100 of other stories is taken
/// for said. The idea is then a candidate for "said"; the grammar decides whether the right person did it, as a fact.
pub const SAID: PerMille = PerMille(650);

/// A cosine in thousandths, from -1000 to 1000. Two texts of one meaning have nearly 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PerMille(pub i32);

/// The meaning of one text: a direction, rounded to eight bits per dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<i8>", into = "Vec<i8>")]
pub struct Embedding(Box<[i8; WIDTH]>);

impl Embedding {
    /// Rounds a vector of any length: only its direction counts.
    pub(crate) fn rounded(numbers: &[f32; WIDTH]) -> Self {
        let most = numbers
            .iter()
            .fold(0.0_f32, |most, one| most.max(one.abs()));
        let scale = if most > 0.0 { 127.0 / most } else { 0.0 };
        Self(Box::new(numbers.map(|one| (one * scale).round() as i8)))
    }

    /// The cosine of the angle between two meanings.
    pub fn cosine(&self, other: &Self) -> PerMille {
        let product = |one: &Self, two: &Self| -> i64 {
            let pairs = one.0.iter().zip(two.0.iter());
            pairs.map(|(&a, &b)| i64::from(a) * i64::from(b)).sum()
        };
        let lengths = (product(self, self) * product(other, other)).isqrt();
        if lengths == 0 {
            return PerMille(0);
        }
        let thousandths = product(self, other) * 1000;
        // To the nearest, halves away from zero.
        let half = lengths / 2 * thousandths.signum();
        PerMille(i32::try_from((thousandths + half) / lengths).unwrap_or_default())
    }
}

impl TryFrom<Vec<i8>> for Embedding {
    type Error = String;

    fn try_from(numbers: Vec<i8>) -> Result<Self, String> {
        let length = numbers.len();
        let numbers: Box<[i8; WIDTH]> = numbers
            .into_boxed_slice()
            .try_into()
            .map_err(|_| format!("an embedding has {WIDTH} numbers, this one has {length}"))?;
        Ok(Self(numbers))
    }
}

impl From<Embedding> for Vec<i8> {
    fn from(embedding: Embedding) -> Self {
        embedding.0.to_vec()
    }
}

/// Why a meaning could not be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeaningError {
    /// The text cannot be split into tokens.
    #[error("a text cannot be read for its meaning: {0}; ideas are judged by their words alone")]
    Text(String),
    /// The bundled model is not what this version expects.
    #[error("the program's model of meaning is damaged ({0}); build or install rehearse again")]
    Model(String),
}

/// Computes embeddings, many at once. The result for a text does not depend on the others.
pub trait Similarity {
    /// One embedding for each text, in order.
    ///
    /// # Errors
    /// When a text cannot be read or the model is damaged.
    fn embed(&self, texts: &[&str]) -> Result<Vec<Embedding>, MeaningError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedding(numbers: &[(usize, f32)]) -> Embedding {
        let mut all = [0.0; WIDTH];
        numbers.iter().for_each(|&(at, number)| all[at] = number);
        Embedding::rounded(&all)
    }

    #[test]
    fn cosines_have_their_known_values() {
        let (x, y) = (embedding(&[(0, 3.0)]), embedding(&[(1, 0.2)]));
        let between = embedding(&[(0, 5.0), (1, 5.0)]);
        assert_eq!(x.cosine(&x), PerMille(1000));
        assert_eq!(x.cosine(&y), PerMille(0));
        assert_eq!(x.cosine(&between), PerMille(707));
        assert_eq!(x.cosine(&embedding(&[(0, -1.0)])), PerMille(-1000));
        assert_eq!(x.cosine(&embedding(&[])), PerMille(0), "no direction");
    }

    #[test]
    fn an_embedding_is_stored_as_its_numbers() {
        let one = embedding(&[(0, 1.0), (7, -0.5)]);
        let text = serde_json::to_string(&one).unwrap();
        assert!(text.starts_with("[127,0,0,0,0,0,0,-64,"), "{text}");
        assert_eq!(serde_json::from_str::<Embedding>(&text).unwrap(), one);
        let short = serde_json::from_str::<Embedding>("[1,2]").unwrap_err();
        assert!(
            short
                .to_string()
                .contains("has 384 numbers, this one has 2")
        );
    }
}
