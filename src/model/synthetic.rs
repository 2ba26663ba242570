//! Makes an untrained model of the shape of a trained one: it costs as much to run, so a machine
//! can be timed before anything is downloaded.
//!
//! Its weights are zero, except that the decoder's position `k` and the `k`-th token of a fixed
//! sentence point the same way. So it decodes that sentence from any sound: the encoder does its
//! full work, and the decoder as many steps as the words of a fluent speaker in half a minute need.

use super::layout::{self, Encoding, Shape, Tensor};

/// Words of the fixed sentence: half a minute at 160 words a minute. All words are different tokens,
/// because whisper.cpp treats repetition as a failure and decodes again.
pub(super) const WORDS: u32 = 80;
/// Where the sentence ends: 28.00 s after the window's start, in steps of 20 ms.
const LAST_TIMESTAMP: u32 = 1400;
/// `<|0.00|>` of the English models.
const FIRST_TIMESTAMP: u32 = 50_363;
/// `<|endoftext|>` of the English models.
const END_OF_TEXT: u32 = 50_256;
/// 1.0 as a 16-bit float: the scale of a block.
const ONE: [u8; 2] = 0x3c00_u16.to_le_bytes();

/// Appends a model of this shape, which must be English and in [`Encoding::Q8_0`].
pub(super) fn write(shape: &Shape, out: &mut Vec<u8>) {
    debug_assert!(shape.vocabulary == layout::ENGLISH_VOCABULARY);
    debug_assert!(shape.encoding == Encoding::Q8_0);
    let numbers = |out: &mut Vec<u8>, values: &[u32]| {
        out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    };
    let header = [
        layout::MAGIC,
        shape.vocabulary,
        layout::AUDIO_CONTEXT,
        shape.state,
        shape.audio_heads,
        shape.audio_layers,
        layout::TEXT_CONTEXT,
        shape.state,
        shape.text_heads,
        shape.text_layers,
        shape.mels,
        shape.encoding.header(),
        shape.mels,
        layout::FREQUENCIES,
    ];
    numbers(out, &header);
    let filters = 4 * shape.mels * layout::FREQUENCIES;
    out.resize(out.len() + filters as usize, 0);
    numbers(out, &[1 + WORDS, 1]);
    out.extend(b" ");
    for word in 0..WORDS {
        let word = format!(" w{word:02}");
        numbers(out, &[word.len() as u32]);
        out.extend(word.as_bytes());
    }
    for tensor in shape.tensors() {
        let (rank, name) = (tensor.dims.len() as u32, tensor.name.as_bytes());
        numbers(out, &[rank, name.len() as u32, tensor.encoding.tensor_type]);
        numbers(out, &tensor.dims);
        out.extend(name);
        let start = out.len();
        out.resize(start + tensor.data_bytes() as usize, 0);
        fill(&tensor, &mut out[start..]);
    }
}

/// The tokens of the sentence, in order.
fn sentence() -> impl Iterator<Item = u32> {
    std::iter::once(FIRST_TIMESTAMP)
        .chain(1..=WORDS)
        .chain([FIRST_TIMESTAMP + LAST_TIMESTAMP, END_OF_TEXT])
}

/// Fills in the numbers of a tensor that are not zero.
fn fill(tensor: &Tensor, data: &mut [u8]) {
    let width = tensor.dims[0] as usize;
    let floats = data.chunks_exact_mut(4);
    match tensor.name.as_str() {
        // Row `k` is a thousand times the unit vector `k`, for every token of the sentence.
        "decoder.positional_embedding" => {
            for (_, number) in sentence().zip(floats.step_by(width + 1)) {
                number.copy_from_slice(&1000.0_f32.to_le_bytes());
            }
        }
        // The row of the sentence's `k`-th token is thirty times the unit vector `k`.
        "decoder.token_embedding.weight" => {
            let (block, block_bytes) = (
                tensor.encoding.block as usize,
                tensor.encoding.block_bytes as usize,
            );
            let row = width / block * block_bytes;
            for (column, token) in sentence().enumerate() {
                let row = &mut data[token as usize * row..][..row];
                row.chunks_exact_mut(block_bytes)
                    .for_each(|block| block[..2].copy_from_slice(&ONE));
                row[column / block * block_bytes + 2 + column % block] = 30;
            }
        }
        // Layer norms that are the identity.
        name if name.ends_with("_ln.weight")
            || name.ends_with("ln_post.weight")
            || name == "decoder.ln.weight" =>
        {
            floats.for_each(|number| number.copy_from_slice(&1.0_f32.to_le_bytes()));
        }
        _ => {}
    }
}
