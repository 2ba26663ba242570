//! A Whisper model in ggml's file format whose decoder writes exactly a given script,
//! whatever the sound. It allows exact tests of everything around the decoder.
//!
//! How it works: every weight is zero, except that the decoder's position `k` is the unit vector
//! `k` and the row of the scripted token in the token embedding is the same unit vector. The
//! residual stream then carries nothing but the position, and the best-scoring token at position
//! `k` is the `k`-th of the script.
//!
//! A script has to obey Whisper's own rules, which whisper.cpp enforces while it decodes: it begins
//! with a timestamp of at most 1.0 s, timestamps come in pairs between stretches of text, and never
//! run backwards.

/// One token of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say<'a> {
    /// A timestamp, in hundredths of a second of the window; even, at most 3000.
    At(u32),
    /// A text token, as its raw bytes: a word starts with a space, and one character of UTF-8 may
    /// be split over several tokens.
    Text(&'a [u8]),
}

/// The shape of a scripted model. Start from [`Shape::default`].
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// 51864 is an English model, 51865 a multilingual one, 51866 the third generation.
    pub n_vocab: usize,
    /// Encoder positions; 1500 is thirty seconds.
    pub n_audio_ctx: usize,
    /// Least width of the network; widened to hold the script.
    pub n_state: usize,
    /// Attention heads; must divide the width.
    pub n_head: usize,
    /// Encoder layers.
    pub n_audio_layer: usize,
    /// Decoder layers. whisper.cpp takes exactly two for a distilled model without timestamps.
    pub n_text_layer: usize,
    /// Mel bands.
    pub n_mels: usize,
    /// Tokens before the first one that is decoded: one for English models (start of transcript),
    /// three for multilingual ones (start, language, task), more where a prompt is given.
    pub prompt_len: usize,
}

impl Shape {
    /// As large as base.en, and so as slow.
    pub fn base() -> Self {
        Self {
            n_state: 512,
            n_head: 8,
            n_audio_layer: 6,
            n_text_layer: 6,
            ..Self::default()
        }
    }
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            n_vocab: 51864,
            n_audio_ctx: 1500,
            n_state: 32,
            n_head: 1,
            n_audio_layer: 1,
            n_text_layer: 1,
            n_mels: 80,
            prompt_len: 1,
        }
    }
}

/// Longest text that the decoder has positions for.
const TEXT_CONTEXT: usize = 448;
/// Frequencies of the mel filter bank; whisper.cpp has its frame length of 400 compiled in.
const FREQUENCIES: usize = 201;

/// The bytes of an English model that says `script` in every window.
pub fn model(script: &[Say<'_>]) -> Vec<u8> {
    model_of_shape(script, Shape::default())
}

/// The file of a model that writes this text for every section, in eight seconds, whatever the sound.
pub fn hears(text: &str) -> Vec<u8> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| format!(" {word}"))
        .collect();
    let mut script = vec![Say::At(0)];
    script.extend(words.iter().map(|word| Say::Text(word.as_bytes())));
    script.push(Say::At(400));
    model(&script)
}

/// The bytes of a model of a given shape that says `script` in every window.
pub fn model_of_shape(script: &[Say<'_>], shape: Shape) -> Vec<u8> {
    let words = vocabulary(script);
    let mut tokens: Vec<usize> = script
        .iter()
        .map(|say| match say {
            Say::At(hundredths) => {
                assert!(hundredths % 2 == 0 && *hundredths <= 3000, "{say:?}");
                first_timestamp(shape.n_vocab) + *hundredths as usize / 2
            }
            Say::Text(bytes) => words
                .iter()
                .position(|word| word == bytes)
                .expect("the vocabulary holds every scripted token"),
        })
        .collect();
    tokens.push(end_of_text(shape.n_vocab));
    let shape = Shape {
        n_state: shape.n_state.max(tokens.len().next_multiple_of(32)),
        ..shape
    };
    let mut file = head(&words, shape);
    tensors(&mut file, &tokens, shape);
    file.bytes
}

/// A model with header, filters and vocabulary but no weights at all: whisper.cpp loads it by
/// design and it never says anything.
pub fn model_without_weights() -> Vec<u8> {
    head(&vocabulary(&[]), Shape::default()).bytes
}

/// Files that must never reach whisper.cpp, each with a name. On some of them it would return
/// an error, on others cause silence, undefined behaviour or the end of the whole process.
pub fn broken_models() -> Vec<(&'static str, Vec<u8>)> {
    let script = [Say::At(0), Say::Text(b" Broken"), Say::At(100)];
    let good = model(&script);
    let vocabulary_starts = 4 + 11 * 4 + 2 * 4 + 4 * 80 * FREQUENCIES;
    let with_header = |field: usize, value: i32| {
        let mut bytes = good.clone();
        bytes[4 + field * 4..8 + field * 4].copy_from_slice(&value.to_le_bytes());
        bytes
    };
    let cut = |length: usize| good[..length].to_vec();
    let bad_magic = [b"GGUF", &good[4..]].concat();
    let no_space = {
        // Same length, so that every offset stays: the token " " becomes "z".
        let mut bytes = good.clone();
        let space = vocabulary_starts + 4 + 4;
        assert_eq!(bytes[space], b' ');
        bytes[space] = b'z';
        bytes
    };
    let huge_name = {
        let mut bytes = good.clone();
        let first_tensor = head(&vocabulary(&script), Shape::default()).bytes.len();
        bytes[first_tensor + 4..first_tensor + 8].copy_from_slice(&i32::MAX.to_le_bytes());
        bytes
    };
    let many_dimensions = {
        let mut bytes = good.clone();
        let first_tensor = head(&vocabulary(&script), Shape::default()).bytes.len();
        bytes[first_tensor..first_tensor + 4].copy_from_slice(&64_i32.to_le_bytes());
        bytes
    };
    let appended = [good.as_slice(), b"and then some"].concat();
    vec![
        ("empty file", Vec::new()),
        (
            "web page",
            b"<!DOCTYPE html><html>not found</html>".repeat(200),
        ),
        ("other magic", bad_magic),
        ("cut in the header", cut(30)),
        ("cut in the filters", cut(5000)),
        ("cut in the vocabulary", cut(vocabulary_starts + 4 + 9)),
        (
            "cut at the tensors",
            cut(head(&vocabulary(&script), Shape::default()).bytes.len()),
        ),
        ("cut in half", cut(good.len() / 2)),
        ("cut in the last tensor", cut(good.len() - 40)),
        ("bytes after the end", appended),
        ("vocabulary too small", with_header(0, 1000)),
        ("vocabulary negative", with_header(0, -1)),
        ("width zero", with_header(2, 0)),
        ("width huge", with_header(2, i32::MAX)),
        ("layers huge", with_header(4, i32::MAX)),
        ("unequal widths", with_header(6, 64)),
        ("mel bands huge", with_header(9, i32::MAX)),
        ("unknown number format", with_header(10, 99)),
        ("no space in the vocabulary", no_space),
        ("tensor name without end", huge_name),
        ("tensor of 64 dimensions", many_dimensions),
    ]
}

/// Id of the token that ends a text.
fn end_of_text(n_vocab: usize) -> usize {
    if n_vocab >= 51865 { 50257 } else { 50256 }
}

/// Id of `<|0.00|>`. Multilingual vocabularies shift it by one and by one for each new language.
fn first_timestamp(n_vocab: usize) -> usize {
    50363 + n_vocab.saturating_sub(51864)
}

/// Every text token of the script once, after the single space that whisper.cpp looks up by name.
fn vocabulary<'a>(script: &[Say<'a>]) -> Vec<&'a [u8]> {
    let mut words: Vec<&[u8]> = vec![b" "];
    for say in script {
        if let Say::Text(bytes) = say
            && !words.contains(bytes)
        {
            words.push(bytes);
        }
    }
    words
}

/// A ggml file under construction.
struct File {
    bytes: Vec<u8>,
}

impl File {
    fn integers(&mut self, values: &[usize]) {
        for value in values {
            let value = u32::try_from(*value).expect("fits the format");
            self.bytes.extend(value.to_le_bytes());
        }
    }

    fn tensor_head(&mut self, name: &str, sizes: &[usize], kind: usize) {
        self.integers(&[sizes.len(), name.len(), kind]);
        self.integers(sizes);
        self.bytes.extend(name.as_bytes());
    }

    /// A tensor of 32-bit floats, sizes fastest first.
    fn f32s(&mut self, name: &str, sizes: &[usize], values: impl Iterator<Item = f32>) {
        self.tensor_head(name, sizes, 0);
        let count: usize = sizes.iter().product();
        let before = self.bytes.len();
        for value in values.take(count) {
            self.bytes.extend(value.to_le_bytes());
        }
        assert_eq!(self.bytes.len() - before, count * 4, "{name}");
    }

    fn zeros(&mut self, name: &str, sizes: &[usize]) {
        self.f32s(name, sizes, std::iter::repeat(0.0));
    }

    /// A tensor of 16-bit zeros.
    fn half_zeros(&mut self, name: &str, sizes: &[usize]) {
        self.tensor_head(name, sizes, 1);
        let count: usize = sizes.iter().product();
        self.bytes.resize(self.bytes.len() + count * 2, 0);
    }

    /// Weight of one and bias of zero: a layer norm without effect.
    fn norm(&mut self, name: &str, width: usize) {
        self.f32s(&format!("{name}.weight"), &[width], std::iter::repeat(1.0));
        self.zeros(&format!("{name}.bias"), &[width]);
    }

    fn linear(&mut self, name: &str, input: usize, output: usize, bias: bool) {
        self.half_zeros(&format!("{name}.weight"), &[input, output]);
        if bias {
            self.zeros(&format!("{name}.bias"), &[output]);
        }
    }

    fn block(&mut self, name: &str, width: usize, attentions: &[&str]) {
        for attention in attentions {
            self.norm(&format!("{name}.{attention}_ln"), width);
            for part in ["query", "key", "value", "out"] {
                let part_name = format!("{name}.{attention}.{part}");
                self.linear(&part_name, width, width, part != "key");
            }
        }
        self.norm(&format!("{name}.mlp_ln"), width);
        self.linear(&format!("{name}.mlp.0"), width, 4 * width, true);
        self.linear(&format!("{name}.mlp.2"), 4 * width, width, true);
    }
}

/// Magic, hyperparameters, mel filters and vocabulary.
fn head(words: &[&[u8]], shape: Shape) -> File {
    let width = shape.n_state;
    let mut file = File { bytes: Vec::new() };
    file.integers(&[
        0x6767_6d6c,
        shape.n_vocab,
        shape.n_audio_ctx,
        width,
        shape.n_head,
        shape.n_audio_layer,
        TEXT_CONTEXT,
        width,
        shape.n_head,
        shape.n_text_layer,
        shape.n_mels,
        1, // 16-bit weights
    ]);
    file.integers(&[shape.n_mels, FREQUENCIES]);
    let filters = 4 * shape.n_mels * FREQUENCIES;
    file.bytes.resize(file.bytes.len() + filters, 0);
    file.integers(&[words.len()]);
    for word in words {
        file.integers(&[word.len()]);
        file.bytes.extend(*word);
    }
    file
}

fn tensors(file: &mut File, tokens: &[usize], shape: Shape) {
    let width = shape.n_state;
    assert!(
        shape.prompt_len - 1 + tokens.len() <= TEXT_CONTEXT,
        "a script of {} tokens is longer than the decoder's context",
        tokens.len()
    );
    file.zeros("encoder.positional_embedding", &[width, shape.n_audio_ctx]);
    file.half_zeros("encoder.conv1.weight", &[3, shape.n_mels, width]);
    file.zeros("encoder.conv1.bias", &[1, width]);
    file.half_zeros("encoder.conv2.weight", &[3, width, width]);
    file.zeros("encoder.conv2.bias", &[1, width]);
    file.norm("encoder.ln_post", width);
    for layer in 0..shape.n_audio_layer {
        file.block(&format!("encoder.blocks.{layer}"), width, &["attn"]);
    }

    let mut positions = vec![0.0; width * TEXT_CONTEXT];
    for step in 0..tokens.len() {
        positions[(shape.prompt_len - 1 + step) * width + step] = 1000.0;
    }
    file.f32s(
        "decoder.positional_embedding",
        &[width, TEXT_CONTEXT],
        positions.into_iter(),
    );
    file.half_zeros("decoder.token_embedding.weight", &[width, shape.n_vocab]);
    let embedding = file.bytes.len() - 2 * width * shape.n_vocab;
    for (step, token) in tokens.iter().enumerate() {
        let at = embedding + 2 * (width * token + step);
        file.bytes[at..at + 2].copy_from_slice(&THIRTY.to_le_bytes());
    }
    file.norm("decoder.ln", width);
    for layer in 0..shape.n_text_layer {
        file.block(
            &format!("decoder.blocks.{layer}"),
            width,
            &["attn", "cross_attn"],
        );
    }
}

/// 30.0 as a 16-bit float.
const THIRTY: u16 = 0x4f80;
