//! all-MiniLM-L6-v2, computed on the CPU: the only file that names the inference crates.
//!
//! `rten-gemm` multiplies matrices and `rten-text` splits text into word pieces; the six layers are composed here, with
//! the functions between the products in `rows`. Texts are packed one after another without padding, since a product
//! treats each row by itself; attention runs text by text. Every row of activations is quantised with its own scale, so
//! the result for a text does not depend on the others.

mod rows;

use super::{Embedding, MeaningError, Similarity, WIDTH};
use rows::{Gelu, Norm, Rounded, add, softmax};
use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, PackedBMatrix};
use rten_tensor::NdTensorView;
use rten_text::Tokenizer;
use safetensors::{Dtype, SafeTensors};
use std::cell::OnceCell;

const WEIGHTS: &[u8] = include_bytes!("../../models/minilm-q8.safetensors");
const TOKENIZER: &str = include_str!("../../models/minilm-tokenizer.json");

const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const FEED_FORWARD: usize = 4 * WIDTH;
/// Maximum length of a text in tokens, for which the file has positions. The rest is cut off.
const POSITIONS: usize = 128;
/// Minimum number of tokens in a batch: enough rows for the product, few enough for the cache.
const BATCH: usize = 192;

/// The model, unpacked and ready.
pub struct MiniLm {
    tokenizer: Tokenizer,
    words: &'static [u8],
    word_scales: Vec<f32>,
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    gelu: Gelu,
    whole: GemmExecutor<u8, i8, i32>,
    real: GemmExecutor<f32, f32, f32>,
}

/// [`MiniLm::bundled`], unpacked on first use in a thread.
#[derive(Debug, Clone, Copy)]
pub struct Bundled;

thread_local! {
    // The tokenizer cannot be shared between threads.
    static BUNDLED: OnceCell<Result<MiniLm, MeaningError>> = const { OnceCell::new() };
}

impl Similarity for Bundled {
    fn embed(&self, texts: &[&str]) -> Result<Vec<Embedding>, MeaningError> {
        BUNDLED.with(|model| match model.get_or_init(MiniLm::bundled) {
            Ok(model) => model.embed(texts),
            Err(error) => Err(error.clone()),
        })
    }
}

struct Layer {
    attention: Linear,
    context: Linear,
    context_norm: Norm,
    wide: Linear,
    narrow: Linear,
    narrow_norm: Norm,
}

/// A matrix of eight-bit weights with a scale for each output.
struct Linear {
    weights: PackedBMatrix<i8>,
    inputs: usize,
    /// Sum of each output's weights, to correct for a row's zero point.
    sums: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl MiniLm {
    /// The bundled model. Takes some hundredths of a second.
    pub fn bundled() -> Result<Self, MeaningError> {
        let file = SafeTensors::deserialize(WEIGHTS).map_err(|e| broken(&e.to_string()))?;
        let whole = GemmExecutor::new();
        Ok(MiniLm {
            tokenizer: Tokenizer::from_json(TOKENIZER).map_err(|e| broken(&e.to_string()))?,
            words: bytes(&file, "words.weight")?,
            word_scales: floats(&file, "words.scale")?,
            positions: floats(&file, "positions")?,
            norm: norm(&file, "norm")?,
            layers: (0..LAYERS)
                .map(|layer| Layer::read(&file, layer, &whole))
                .collect::<Result<_, _>>()?,
            gelu: Gelu::new(),
            whole,
            real: GemmExecutor::new(),
        })
    }

    /// The tokens of a text, with those for its beginning and end.
    fn tokens(&self, text: &str) -> Result<Vec<usize>, MeaningError> {
        // The tokenizer counts the "##" of further word pieces as if they were in the text, and panics where that
        // exceeds the text's length ("Kubernetes" alone). Blanks make no token, and a word that is split has at most
        // 100 letters.
        let padded = format!("{text}{:1024}", "");
        let encoded = self
            .tokenizer
            .encode(padded.as_str(), None)
            .map_err(|e| MeaningError::Text(e.to_string()))?;
        let ids = encoded.token_ids();
        let mut tokens: Vec<usize> = ids.iter().map(|&id| id as usize).collect();
        if tokens.len() > POSITIONS {
            let end = tokens[tokens.len() - 1];
            tokens.truncate(POSITIONS - 1);
            tokens.push(end);
        }
        Ok(tokens)
    }

    /// The embeddings of some texts, computed together.
    fn batch(&self, texts: &[&[usize]]) -> Result<Vec<Embedding>, MeaningError> {
        let mut rows = self.look_up(texts)?;
        self.norm.apply(&mut rows);
        for layer in &self.layers {
            self.layer(layer, texts, &mut rows)?;
        }
        let mut from = 0;
        Ok(texts
            .iter()
            .map(|tokens| {
                let text = &rows[from * WIDTH..(from + tokens.len()) * WIDTH];
                from += tokens.len();
                let mut sum = [0.0_f32; WIDTH];
                for row in text.chunks_exact(WIDTH) {
                    sum.iter_mut()
                        .zip(row)
                        .for_each(|(sum, value)| *sum += value);
                }
                Embedding::rounded(&sum)
            })
            .collect())
    }

    /// The embeddings of words and positions.
    fn look_up(&self, texts: &[&[usize]]) -> Result<Vec<f32>, MeaningError> {
        let mut rows = Vec::new();
        for tokens in texts {
            for (position, &token) in tokens.iter().enumerate() {
                let (Some(word), Some(scale), Some(place)) = (
                    self.words.chunks_exact(WIDTH).nth(token),
                    self.word_scales.get(token),
                    self.positions.chunks_exact(WIDTH).nth(position),
                ) else {
                    return Err(broken("a token lies outside the vocabulary"));
                };
                rows.extend(
                    word.iter()
                        .zip(place)
                        .map(|(&word, place)| f32::from(word.cast_signed()) * scale + place),
                );
            }
        }
        Ok(rows)
    }

    fn layer(
        &self,
        layer: &Layer,
        texts: &[&[usize]],
        rows: &mut [f32],
    ) -> Result<(), MeaningError> {
        let parts = layer.attention.apply(&self.whole, rows)?;
        let mut context = Vec::with_capacity(rows.len());
        let mut from = 0;
        for tokens in texts {
            let text = &parts[from * 3 * WIDTH..(from + tokens.len()) * 3 * WIDTH];
            self.attend(text, &mut context)?;
            from += tokens.len();
        }
        add(rows, &layer.context.apply(&self.whole, &context)?);
        layer.context_norm.apply(rows);
        let mut wide = layer.wide.apply(&self.whole, rows)?;
        self.gelu.apply(&mut wide);
        add(rows, &layer.narrow.apply(&self.whole, &wide)?);
        layer.narrow_norm.apply(rows);
        Ok(())
    }

    /// Attention within one text: rows of query, key and value in, rows of context out.
    fn attend(&self, text: &[f32], context: &mut Vec<f32>) -> Result<(), MeaningError> {
        let length = text.len() / (3 * WIDTH);
        let start = context.len();
        context.resize(start + length * WIDTH, 0.0);
        let mut weights = vec![0.0; length * length];
        let mut found = vec![0.0; length * HEAD];
        let view = |offset: usize, shape: [usize; 2], strides: [usize; 2]| {
            NdTensorView::from_data_with_strides(shape, &text[offset..], strides)
                .map_err(|e| broken(&format!("{e:?}")))
        };
        for head in 0..HEADS {
            let at = head * HEAD;
            let query = view(at, [length, HEAD], [3 * WIDTH, 1])?;
            let key = view(at + WIDTH, [HEAD, length], [1, 3 * WIDTH])?;
            let value = view(at + 2 * WIDTH, [length, HEAD], [3 * WIDTH, 1])?;
            let narrow = (HEAD as f32).sqrt().recip();
            self.product(&mut weights, query, key, narrow)?;
            for row in weights.chunks_exact_mut(length) {
                softmax(row);
            }
            let weights = NdTensorView::from_data([length, length], weights.as_slice());
            self.product(&mut found, weights, value, 1.0)?;
            for (row, found) in found.chunks_exact(HEAD).enumerate() {
                let to = start + row * WIDTH + at;
                context[to..to + HEAD].copy_from_slice(found);
            }
        }
        Ok(())
    }

    fn product(
        &self,
        out: &mut [f32],
        left: NdTensorView<f32, 2>,
        right: NdTensorView<f32, 2>,
        scale: f32,
    ) -> Result<(), MeaningError> {
        let (left, right) = (GemmInputA::Unpacked(left), GemmInputB::Unpacked(right));
        self.real
            .gemm(
                out,
                left,
                right,
                scale,
                0.0,
                None::<BiasVector<f32>>,
                None,
                None,
            )
            .map_err(|e| broken(&format!("{e:?}")))
    }
}

impl Similarity for MiniLm {
    fn embed(&self, texts: &[&str]) -> Result<Vec<Embedding>, MeaningError> {
        let tokens: Vec<Vec<usize>> = texts
            .iter()
            .map(|text| self.tokens(text))
            .collect::<Result<_, _>>()?;
        let mut done = Vec::with_capacity(texts.len());
        let mut waiting: Vec<&[usize]> = Vec::new();
        for (at, text) in tokens.iter().enumerate() {
            waiting.push(text);
            let last = at + 1 == tokens.len();
            if last || waiting.iter().map(|text| text.len()).sum::<usize>() >= BATCH {
                done.extend(self.batch(&waiting)?);
                waiting.clear();
            }
        }
        Ok(done)
    }
}

impl Layer {
    fn read(
        file: &SafeTensors<'static>,
        layer: usize,
        whole: &GemmExecutor<u8, i8, i32>,
    ) -> Result<Self, MeaningError> {
        let linear =
            |name: &str, inputs| Linear::read(file, &format!("{layer}.{name}"), inputs, whole);
        let norm = |name: &str| norm(file, &format!("{layer}.{name}.norm"));
        Ok(Layer {
            attention: linear("attention", WIDTH)?,
            context: linear("context", WIDTH)?,
            context_norm: norm("context")?,
            wide: linear("wide", WIDTH)?,
            narrow: linear("narrow", FEED_FORWARD)?,
            narrow_norm: norm("narrow")?,
        })
    }
}

impl Linear {
    fn read(
        file: &SafeTensors<'static>,
        name: &str,
        inputs: usize,
        whole: &GemmExecutor<u8, i8, i32>,
    ) -> Result<Self, MeaningError> {
        let weights: Vec<i8> = bytes(file, &format!("{name}.weight"))?
            .iter()
            .map(|byte| byte.cast_signed())
            .collect();
        let scales = floats(file, &format!("{name}.scale"))?;
        // The file has a row for each output, the product wants a column.
        let shape = [inputs, scales.len()];
        let matrix = NdTensorView::from_data_with_strides(shape, weights.as_slice(), [1, inputs])
            .map_err(|e| broken(&format!("{name}: {e:?}")))?;
        Ok(Linear {
            sums: weights
                .chunks_exact(inputs)
                .map(|row| row.iter().map(|&weight| i32::from(weight)).sum())
                .collect(),
            weights: whole.prepack_b(matrix),
            inputs,
            bias: floats(file, &format!("{name}.bias"))?,
            scales,
        })
    }

    fn apply(
        &self,
        whole: &GemmExecutor<u8, i8, i32>,
        rows: &[f32],
    ) -> Result<Vec<f32>, MeaningError> {
        let rounded = Rounded::new(rows, self.inputs);
        let shape = [rounded.scales.len(), self.inputs];
        let mut sums = vec![0; rounded.scales.len() * self.scales.len()];
        whole
            .gemm(
                &mut sums,
                GemmInputA::Unpacked(NdTensorView::from_data(shape, rounded.whole.as_slice())),
                GemmInputB::Packed(&self.weights),
                1.0,
                0,
                None::<BiasVector<i32>>,
                // The crate's own zero points are wrong from the second panel of rows on.
                None,
                None,
            )
            .map_err(|e| broken(&format!("{e:?}")))?;
        let mut out = vec![0.0; sums.len()];
        let width = self.scales.len();
        for (at, (row, out)) in sums
            .chunks_exact(width)
            .zip(out.chunks_exact_mut(width))
            .enumerate()
        {
            let (zero, scale) = (rounded.zeros[at], rounded.scales[at]);
            let (columns, bias, all) = (
                &self.scales[..width],
                &self.bias[..width],
                &self.sums[..width],
            );
            for column in 0..width {
                let sum = (row[column] - zero * all[column]) as f32;
                out[column] = sum * (scale * columns[column]) + bias[column];
            }
        }
        Ok(out)
    }
}

fn norm(file: &SafeTensors<'static>, name: &str) -> Result<Norm, MeaningError> {
    Ok(Norm {
        scale: floats(file, &format!("{name}.weight"))?,
        bias: floats(file, &format!("{name}.bias"))?,
    })
}

fn bytes(file: &SafeTensors<'static>, name: &str) -> Result<&'static [u8], MeaningError> {
    let tensor = file.tensor(name).map_err(|e| broken(&e.to_string()))?;
    Ok(tensor.data())
}

fn floats(file: &SafeTensors<'static>, name: &str) -> Result<Vec<f32>, MeaningError> {
    let (floats, rest) = bytes(file, name)?.as_chunks::<4>();
    if !rest.is_empty() || file.tensor(name).map(|t| t.dtype()).ok() != Some(Dtype::F32) {
        return Err(broken(&format!("{name} holds no floating-point numbers")));
    }
    Ok(floats
        .iter()
        .map(|&four| f32::from_le_bytes(four))
        .collect())
}

fn broken(why: &str) -> MeaningError {
    MeaningError::Model(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens that the `tokenizers` package gives for the same texts.
    #[test]
    fn text_is_tokenised_as_in_training() {
        let model = MiniLm::bundled().unwrap();
        let cut = |text: &str| model.tokens(text).unwrap();
        assert_eq!(
            cut("I café'd naïvely — $8K/week, 0.3% 漢字 🙂 unbelievableness"),
            [
                101, 1045, 7668, 1005, 1040, 15743, 2135, 1517, 1002, 1022, 2243, 1013, 2733, 1010,
                1014, 1012, 1017, 1003, 1904, 100, 100, 23653, 2791, 102
            ]
        );
        assert_eq!(cut(""), [101, 102]);
        assert_eq!(cut("İstanbul Ω ß"), [101, 9960, 1179, 1096, 102]);
        assert_eq!(cut(&"x".repeat(120)), [101, 100, 102]);
        // One word of several pieces, with nothing after it.
        assert_eq!(cut("Kubernetes"), [101, 13970, 5677, 7159, 2229, 102]);
        assert_eq!(cut(&"\u{10428}".repeat(100)).len(), 3);
        assert!(cut(&"qz".repeat(50)).len() > 50);
        let long = cut(&"word ".repeat(500));
        assert_eq!((long.len(), long[POSITIONS - 1]), (POSITIONS, 102));
    }
}
