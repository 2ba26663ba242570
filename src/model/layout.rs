//! The layout of a Whisper model in a ggml file: its shape, and the tensors that follow from it.
//!
//! Facts from whisper.cpp 1.8.3 (`whisper_model_load` and `whisper-arch.h`), which is what
//! whisper-rs-sys 0.15 builds: little-endian throughout; magic, eleven numbers, mel filters,
//! vocabulary, tensors without padding until the file ends.

/// The first four bytes of every ggml model, as a little-endian number.
pub const MAGIC: u32 = 0x6767_6d6c;
/// Encoder positions: 30 seconds, fifty a second. Timestamps are only correct with this window.
pub const AUDIO_CONTEXT: u32 = 1500;
/// Decoder positions of every Whisper model.
pub const TEXT_CONTEXT: u32 = 448;
/// Frequencies of a mel filter: the frame of 400 samples is compiled into whisper.cpp.
pub const FREQUENCIES: u32 = 201;
/// Vocabulary of the English models; the special tokens' ids are compiled into whisper.cpp.
pub const ENGLISH_VOCABULARY: u32 = 51_864;
/// Vocabulary of the third generation (large-v3 and its derivatives).
pub const V3_VOCABULARY: u32 = 51_866;

/// The shape of the network, by the model's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Tokens, special ones included (`n_vocab`).
    pub vocabulary: u32,
    /// Width of encoder and decoder (`n_audio_state`, `n_text_state`).
    pub state: u32,
    /// Attention heads of the encoder.
    pub audio_heads: u32,
    /// Encoder layers.
    pub audio_layers: u32,
    /// Attention heads of the decoder.
    pub text_heads: u32,
    /// Decoder layers.
    pub text_layers: u32,
    /// Mel bands: 80, or 128 in the third generation.
    pub mels: u32,
    /// How the large tensors are encoded.
    pub encoding: Encoding,
}

/// How the numbers of a tensor are encoded: the ggml types that whisper.cpp's converters write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The `ftype` of the header, without the version.
    kind: u32,
    /// The type in the tensor table.
    pub tensor_type: u32,
    /// How many numbers form a block.
    pub block: u32,
    /// Bytes of a block.
    pub block_bytes: u32,
}

/// The version of quantised blocks that ggml 0.9 reads; the header's `ftype` carries it as thousands.
const QUANTISATION_VERSION: u32 = 2;

/// From `ggml.h` and `ggml-common.h` of ggml 0.9.5.
impl Encoding {
    /// 32-bit floats.
    pub const F32: Self = Self::new(0, 0, 1, 4);
    /// 16-bit floats.
    pub const F16: Self = Self::new(1, 1, 1, 2);
    /// 4 bits, blocks of 32 with a scale.
    pub const Q4_0: Self = Self::new(2, 2, 32, 18);
    /// 4 bits, blocks of 32 with scale and offset.
    pub const Q4_1: Self = Self::new(3, 3, 32, 20);
    /// 5 bits, blocks of 32 with a scale.
    pub const Q5_0: Self = Self::new(8, 6, 32, 22);
    /// 5 bits, blocks of 32 with scale and offset.
    pub const Q5_1: Self = Self::new(9, 7, 32, 24);
    /// 8 bits, blocks of 32 with a scale.
    pub const Q8_0: Self = Self::new(7, 8, 32, 34);
    /// About 2 bits, blocks of 256.
    pub const Q2K: Self = Self::new(10, 10, 256, 84);
    /// About 3 bits, blocks of 256.
    pub const Q3K: Self = Self::new(11, 11, 256, 110);
    /// About 4 bits, blocks of 256.
    pub const Q4K: Self = Self::new(12, 12, 256, 144);
    /// About 5 bits, blocks of 256.
    pub const Q5K: Self = Self::new(13, 13, 256, 176);
    /// About 6 bits, blocks of 256.
    pub const Q6K: Self = Self::new(14, 14, 256, 210);

    const ALL: [Self; 12] = [
        Self::F32,
        Self::F16,
        Self::Q4_0,
        Self::Q4_1,
        Self::Q5_0,
        Self::Q5_1,
        Self::Q8_0,
        Self::Q2K,
        Self::Q3K,
        Self::Q4K,
        Self::Q5K,
        Self::Q6K,
    ];

    const fn new(kind: u32, tensor_type: u32, block: u32, block_bytes: u32) -> Self {
        Self {
            kind,
            tensor_type,
            block,
            block_bytes,
        }
    }

    /// The encoding that the header's `ftype` names, if whisper.cpp can read it.
    pub fn of_header(ftype: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.header() == ftype)
    }

    /// The header's value for this encoding.
    pub fn header(self) -> u32 {
        match self.block {
            1 => self.kind,
            _ => QUANTISATION_VERSION * 1000 + self.kind,
        }
    }
}

/// A tensor as the file must contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    /// Its name in the table.
    pub name: String,
    /// Its dimensions in ggml's order, fastest first, as whisper.cpp's converters write them.
    pub dims: Vec<u32>,
    /// How its numbers are encoded.
    pub encoding: Encoding,
}

impl Tensor {
    /// Four dimensions; 1 where it has fewer.
    pub fn padded_dims(&self) -> [u32; 4] {
        std::array::from_fn(|at| self.dims.get(at).copied().unwrap_or(1))
    }

    /// Bytes of its numbers, which are whole blocks.
    pub fn data_bytes(&self) -> u64 {
        let numbers: u64 = self.dims.iter().map(|&n| u64::from(n)).product();
        numbers / u64::from(self.encoding.block) * u64::from(self.encoding.block_bytes)
    }

    /// Bytes of its entry in the table and of its numbers.
    pub fn bytes(&self) -> u64 {
        (12 + 4 * self.dims.len() + self.name.len()) as u64 + self.data_bytes()
    }
}

impl Shape {
    /// The file's bytes before the vocabulary's first word: magic, numbers, filters, count.
    pub fn head_bytes(&self) -> u64 {
        4 + 11 * 4 + 8 + 4 * u64::from(self.mels) * u64::from(FREQUENCIES) + 4
    }

    /// The bytes of all tensors.
    pub fn tensor_bytes(&self) -> u64 {
        self.tensors().iter().map(Tensor::bytes).sum()
    }

    /// Every tensor of a model of this shape, in the order of the published files.
    pub fn tensors(&self) -> Vec<Tensor> {
        let state = self.state;
        // Convolutions keep 16 bits in quantised files; biases, norms and positions keep 32.
        let convolution = match self.encoding {
            Encoding::F32 => Encoding::F32,
            _ => Encoding::F16,
        };
        let mut all = Vec::new();
        let mut add = |name: &str, dims: &[u32], encoding| {
            all.push(Tensor {
                name: name.to_owned(),
                dims: dims.to_vec(),
                encoding,
            });
        };
        let full = Encoding::F32;
        add(
            "encoder.positional_embedding",
            &[state, AUDIO_CONTEXT],
            full,
        );
        add("encoder.conv1.weight", &[3, self.mels, state], convolution);
        add("encoder.conv1.bias", &[1, state], full);
        add("encoder.conv2.weight", &[3, state, state], convolution);
        add("encoder.conv2.bias", &[1, state], full);
        add("encoder.ln_post.weight", &[state], full);
        add("encoder.ln_post.bias", &[state], full);
        for layer in 0..self.audio_layers {
            self.block(&format!("encoder.blocks.{layer}."), &["attn"], &mut add);
        }
        add("decoder.positional_embedding", &[state, TEXT_CONTEXT], full);
        add(
            "decoder.token_embedding.weight",
            &[state, self.vocabulary],
            self.encoding,
        );
        add("decoder.ln.weight", &[state], full);
        add("decoder.ln.bias", &[state], full);
        for layer in 0..self.text_layers {
            let prefix = format!("decoder.blocks.{layer}.");
            self.block(&prefix, &["attn", "cross_attn"], &mut add);
        }
        all
    }

    fn block(
        &self,
        prefix: &str,
        attentions: &[&str],
        add: &mut impl FnMut(&str, &[u32], Encoding),
    ) {
        let state = self.state;
        let mut matrix_and_bias = |name: &str, inputs: u32, outputs: u32, biased: bool| {
            add(
                &format!("{prefix}{name}.weight"),
                &[inputs, outputs],
                self.encoding,
            );
            if biased {
                add(&format!("{prefix}{name}.bias"), &[outputs], Encoding::F32);
            }
        };
        for attention in attentions {
            for (part, biased) in [
                ("query", true),
                ("key", false),
                ("value", true),
                ("out", true),
            ] {
                matrix_and_bias(&format!("{attention}.{part}"), state, state, biased);
            }
        }
        matrix_and_bias("mlp.0", state, 4 * state, true);
        matrix_and_bias("mlp.2", 4 * state, state, true);
        for norm in attentions.iter().chain(&["mlp"]) {
            for part in ["weight", "bias"] {
                add(
                    &format!("{prefix}{norm}_ln.{part}"),
                    &[state],
                    Encoding::F32,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Manifest;

    fn shape_of(name: &str) -> Shape {
        let (size, quantisation) = name.rsplit_once("-q").unwrap_or((name, ""));
        let (state, audio_layers, text_layers) = match size {
            "tiny.en" => (384, 4, 4),
            "base.en" => (512, 6, 6),
            "small.en" => (768, 12, 12),
            "medium.en" => (1024, 24, 24),
            "large-v3-turbo" => (1280, 32, 4),
            other => panic!("the shape of {other} is not known here"),
        };
        let english = name.contains(".en");
        let encoding = match quantisation {
            "5_0" => Encoding::Q5_0,
            "5_1" => Encoding::Q5_1,
            "8_0" => Encoding::Q8_0,
            _ => Encoding::F16,
        };
        Shape {
            vocabulary: if english {
                ENGLISH_VOCABULARY
            } else {
                V3_VOCABULARY
            },
            state,
            audio_heads: state / 64,
            audio_layers,
            text_heads: state / 64,
            text_layers,
            mels: if english { 80 } else { 128 },
            encoding,
        }
    }

    /// The strongest check without the weights: subtracting the tensors from the published sizes
    /// must leave the same head and vocabulary, to the byte, in all models of one vocabulary.
    #[test]
    fn the_tensors_account_for_every_byte_of_the_published_files() {
        for known in &Manifest::builtin().models {
            let shape = shape_of(&known.name);
            let head = known.bytes.0 - shape.tensor_bytes();
            let expected = if shape.vocabulary == ENGLISH_VOCABULARY {
                586_235
            } else {
                611_057
            };
            assert_eq!(head, expected, "{}", known.name);
            assert!(head > shape.head_bytes());
        }
    }

    #[test]
    fn the_number_of_tensors_is_what_whisper_cpp_counts() {
        let shape = shape_of("small.en");
        assert_eq!(shape.tensors().len(), 15 * 12 + 24 * 12 + 11);
    }

    #[test]
    fn encodings_survive_the_header() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::of_header(encoding.header()), Some(encoding));
        }
        assert_eq!(Encoding::of_header(2007), Some(Encoding::Q8_0));
        for unreadable in [4, 7, 99, 1001, 1007, 2001, 3007, u32::MAX] {
            assert_eq!(Encoding::of_header(unreadable), None, "{unreadable}");
        }
    }
}
