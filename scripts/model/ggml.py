"""Writes Whisper models in the ggml format that whisper.cpp loads.

The file holds, little-endian: a magic number, eleven sizes, the mel filters, the vocabulary and the
tensors. A tensor is its number of dimensions, the length of its name, its type, its dimensions
(fastest first), its name and its values. Quantised tensors are rows of blocks of 32 values, rounded
as the reference functions of ggml round them.
"""

import struct

import numpy as np

MAGIC = 0x67676D6C
BLOCK = 32
QUANTISATION_VERSION = 2  # stored in the file type as thousands
F32, F16 = 0, 1


def q4_0(blocks):
    """A scale and 4 bits a value: the value that is furthest from zero becomes -8."""
    furthest = np.take_along_axis(blocks, np.abs(blocks).argmax(1, keepdims=True), 1)
    scale = furthest / np.float32(-8)
    levels = np.minimum((blocks * inverse(scale) + np.float32(8.5)).astype(np.int8), 15)
    return np.hstack([half(scale), halves_in_nibbles(levels.astype(np.uint8))])


def q5_1(blocks):
    """A scale, the smallest value and 5 bits a value: 0 is the smallest, 31 the largest."""
    low = blocks.min(1, keepdims=True)
    scale = (blocks.max(1, keepdims=True) - low) / np.float32(31)
    levels = ((blocks - low) * inverse(scale) + np.float32(0.5)).astype(np.uint8)
    fifth_bits = np.packbits(levels >> 4, axis=1, bitorder="little")
    return np.hstack([half(scale), half(low), fifth_bits, halves_in_nibbles(levels & 15)])


def q8_0(blocks):
    """A scale and 8 bits a value: the value that is furthest from zero becomes 127 or -127."""
    scale = np.abs(blocks).max(1, keepdims=True) / np.float32(127)
    scaled = blocks * inverse(scale)
    levels = np.copysign(np.floor(np.abs(scaled) + np.float32(0.5)), scaled)  # halves away from zero
    return np.hstack([half(scale), levels.astype(np.int8).view(np.uint8)])


def inverse(scale):
    """1 / scale; 0 where the whole block is zero."""
    return np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale != 0)


def half(numbers):
    """The two bytes of each number as a 16-bit float."""
    return np.ascontiguousarray(numbers.astype("<f2")).view(np.uint8)


def halves_in_nibbles(levels):
    """One byte of two values: the first half of the block low, the second half high."""
    return levels[:, : BLOCK // 2] | levels[:, BLOCK // 2 :] << 4


# Name: the file's type, the tensors' type, the function. The numbers are ggml's.
TYPES = {
    "f16": (1, F16, None),
    "q4_0": (2, 2, q4_0),
    "q5_1": (9, 7, q5_1),
    "q8_0": (7, 8, q8_0),
}


def write(path, sizes, mel_filters, vocabulary, tensors, kind):
    """Write the model; `tensors` are pairs of name and array, in the order of the file."""
    file_type, matrix_type, quantise = TYPES[kind]
    if quantise:
        file_type += 1000 * QUANTISATION_VERSION
    with open(path, "wb") as out:
        out.write(struct.pack("<I11i", MAGIC, *sizes, file_type))
        out.write(struct.pack("<2i", *mel_filters.shape) + mel_filters.astype("<f4").tobytes())
        out.write(struct.pack("<i", len(vocabulary)))
        for token in vocabulary:
            out.write(struct.pack("<i", len(token)) + token)
        for name, values in tensors:
            number, data = encoded(name, values, matrix_type, quantise)
            label = name.encode()
            out.write(struct.pack("<3i", values.ndim, len(label), number))
            out.write(struct.pack(f"<{values.ndim}i", *reversed(values.shape)) + label + data)


def encoded(name, values, matrix_type, quantise):
    """Type and bytes of one tensor: vectors and positions stay exact, matrices take the file's type."""
    if values.ndim == 1 or name.endswith(("conv1.bias", "conv2.bias", "positional_embedding")):
        return F32, values.astype("<f4").tobytes()
    if quantise is None or values.ndim != 2:
        return F16, values.astype("<f2").tobytes()
    return matrix_type, quantise(values.astype(np.float32).reshape(-1, BLOCK)).tobytes()
