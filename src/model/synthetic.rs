//! Makes an untrained model of the shape of a trained one: it costs as much to run, so a machine
//! can be timed before anything is downloaded.
//!
//! Its weights are zero, except that the decoder's position `k` and the `k`-th token of a fixed
//! sentence point the same way. So it decodes that sentence from any sound: the encoder does its
//! full work, and the decoder as many steps as the words of a fluent speaker in half a minute need.

use super::layout::{self, Encoding, Shape, Tensor};
use std::io::{self, Write};

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

/// Writes a model of this shape, which must be English and in [`Encoding::Q8_0`].
pub(super) fn write(shape: &Shape, out: &mut impl Write) -> io::Result<()> {
    debug_assert!(shape.vocabulary == layout::ENGLISH_VOCABULARY);
    debug_assert!(shape.encoding == Encoding::Q8_0);
    let number = |out: &mut dyn Write, value: u32| out.write_all(&value.to_le_bytes());
    for value in [
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
    ] {
        number(out, value)?;
    }
    zeros(out, 4 * u64::from(shape.mels * layout::FREQUENCIES))?;
    number(out, 1 + WORDS)?;
    number(out, 1)?;
    out.write_all(b" ")?;
    for word in 0..WORDS {
        let word = format!(" w{word:02}");
        number(out, word.len() as u32)?;
        out.write_all(word.as_bytes())?;
    }
    for tensor in shape.tensors() {
        number(out, tensor.rank)?;
        number(out, tensor.name.len() as u32)?;
        number(out, tensor.encoding.tensor_type())?;
        for &dim in &tensor.dims[..tensor.rank as usize] {
            number(out, dim)?;
        }
        out.write_all(tensor.name.as_bytes())?;
        numbers(&tensor, out)?;
    }
    Ok(())
}

fn numbers(tensor: &Tensor, out: &mut impl Write) -> io::Result<()> {
    match tensor.name.as_str() {
        "decoder.positional_embedding" => positions(tensor, out),
        "decoder.token_embedding.weight" => embedding(tensor, out),
        // Layer norms that are the identity.
        name if name.ends_with("_ln.weight") || name.ends_with("ln_post.weight") => {
            ones(tensor, out)
        }
        "decoder.ln.weight" => ones(tensor, out),
        _ => zeros(out, tensor.data_bytes()),
    }
}

/// The tokens of the sentence, in order.
fn sentence() -> impl Iterator<Item = u32> {
    std::iter::once(FIRST_TIMESTAMP)
        .chain(1..=WORDS)
        .chain([FIRST_TIMESTAMP + LAST_TIMESTAMP, END_OF_TEXT])
}

/// Row `k` is a thousand times the unit vector `k`, for every token of the sentence.
fn positions(tensor: &Tensor, out: &mut impl Write) -> io::Result<()> {
    let [width, rows, ..] = tensor.dims;
    let steps = sentence().count() as u32;
    for row in 0..rows {
        for column in 0..width {
            let value: f32 = if row == column && row < steps {
                1000.0
            } else {
                0.0
            };
            out.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}

/// The row of the sentence's `k`-th token is thirty times the unit vector `k`; all others are zero.
fn embedding(tensor: &Tensor, out: &mut impl Write) -> io::Result<()> {
    let [width, rows, ..] = tensor.dims;
    let blocks = width / tensor.encoding.block();
    let mut sentence: Vec<(u32, u32)> = sentence().zip(0..).collect();
    sentence.sort_unstable();
    let mut marked = sentence.into_iter().peekable();
    for token in 0..rows {
        let Some((_, column)) = marked.next_if(|&(marked, _)| marked == token) else {
            zeros(out, u64::from(blocks) * 34)?;
            continue;
        };
        for block in 0..blocks {
            let mut bytes = [0; 34];
            bytes[..2].copy_from_slice(&ONE);
            if block == column / 32 {
                bytes[2 + (column % 32) as usize] = 30;
            }
            out.write_all(&bytes)?;
        }
    }
    Ok(())
}

fn ones(tensor: &Tensor, out: &mut impl Write) -> io::Result<()> {
    for _ in 0..tensor.data_bytes() / 4 {
        out.write_all(&1.0_f32.to_le_bytes())?;
    }
    Ok(())
}

fn zeros(out: &mut impl Write, bytes: u64) -> io::Result<()> {
    io::copy(&mut io::Read::take(io::repeat(0), bytes), out).map(drop)
}
