"""Write weights as a ggml file that whisper.cpp loads, quantised or in half precision.

    export.py WEIGHTS.pt FILE.bin [--type f16|q8_0|q5_1|q5_0|q4_0] [--last]

Format: magic, eleven sizes, mel filters, vocabulary, tensors. In a quantised file whisper.cpp
wants every big matrix in the file's type, the convolutions in half precision, all vectors and
both position tables in single precision.
"""
import argparse
import struct

import numpy as np
import torch

import nanomodel as nm
import tokens as tk

# name: (file type in the header, tensor type)
TYPES = {"f16": (1, 1), "q4_0": (2002, 2), "q8_0": (2007, 8), "q5_0": (2008, 6),
         "q5_1": (2009, 7)}
LOW = {"q5_0": -16, "q4_0": -8}         # the grid of a symmetric format goes from here to -1 - LOW


def _nibbles(values):
    """Pack 32 values a row: the first 16 in the low halves, the last 16 in the high halves."""
    return ((values[:, :16] & 15) | ((values[:, 16:] & 15) << 4)).astype(np.uint8)


def _fifth_bits(values):
    bits = (values >> 4 & 1).astype(np.uint64) << np.arange(32, dtype=np.uint64)
    return bits.sum(1).astype("<u4").view(np.uint8).reshape(-1, 4)


def _halves(values):
    return values.astype("<f2").view(np.uint8).reshape(-1, 2)


def best_scale(blocks, kind):
    """A scale per block of 32 of a symmetric format: the one of a few tried around the usual
    choice that leaves the least squared error."""
    low, high = LOW[kind], -1 - LOW[kind]
    peak = np.take_along_axis(blocks, np.abs(blocks).argmax(1)[:, None], 1)[:, 0]
    best, least = peak / low, np.full(len(blocks), np.inf)
    for trial in np.linspace(low - 1.5, low + 2.5, 17):
        scale = (peak / trial).astype(np.float16).astype(np.float32)
        safe = np.where(scale == 0, 1, scale)[:, None]
        grid = np.clip(np.rint(blocks / safe), low, high)
        error = ((grid * scale[:, None] - blocks) ** 2).sum(1)
        better = error < least
        best, least = np.where(better, scale, best), np.where(better, error, least)
    return best.astype(np.float16).astype(np.float32)


def quantise(matrix, kind):
    """Bytes of a float32 matrix in one of ggml's formats, 32 numbers a block."""
    blocks = matrix.astype(np.float32).reshape(-1, 32)
    if kind == "q8_0":
        scale = (np.abs(blocks).max(1) / 127).astype(np.float16).astype(np.float32)
        safe = np.where(scale == 0, 1, scale)[:, None]
        grid = np.clip(np.rint(blocks / safe), -127, 127).astype(np.int8).view(np.uint8)
        return np.concatenate([_halves(scale), grid], 1).tobytes()
    if kind in ("q5_0", "q4_0"):
        bias = -LOW[kind]
        scale = best_scale(blocks, kind)
        safe = np.where(scale == 0, 1, scale)[:, None]
        grid = (np.clip(np.rint(blocks / safe), -bias, bias - 1) + bias).astype(np.int64)
        grid[scale == 0] = bias
        parts = [_halves(scale), _fifth_bits(grid), _nibbles(grid)]
        if kind == "q4_0":
            parts.pop(1)
        return np.concatenate(parts, 1).tobytes()
    if kind == "q5_1":
        least = blocks.min(1)
        scale = ((blocks.max(1) - least) / 31).astype(np.float16).astype(np.float32)
        safe = np.where(scale == 0, 1, scale)[:, None]
        least = least.astype(np.float16).astype(np.float32)
        grid = np.clip(np.rint((blocks - least[:, None]) / safe), 0, 31).astype(np.int64)
        return np.concatenate([_halves(scale), _halves(least), _fifth_bits(grid),
                               _nibbles(grid)], 1).tobytes()
    raise ValueError(kind)


def tensors(saved, last):
    """Names and arrays as the file wants them."""
    weights = {k: v.float().numpy().copy() for k, v in
               saved["model" if last else "average"].items()
               if not k.startswith("ctc") and k not in ("first", "decoder.never")}
    table = np.zeros((tk.VOCABULARY, nm.WIDTH), np.float32)
    table[:, 0] = nm.NEVER
    table[saved["used"]] = weights["decoder.token_embedding.weight"]
    weights["decoder.token_embedding.weight"] = table
    weights["decoder.ln.weight"][0] = 0
    weights["decoder.ln.bias"][0] = 1
    for name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        weights[name] = weights[name].reshape(-1, 1)
    return weights


def write(saved, path, kind="f16", last=False):
    header, tensor_type = TYPES[kind]
    with open(path, "wb") as file:
        def numbers(*values):
            file.write(struct.pack(f"<{len(values)}i", *values))
        numbers(0x67676d6c, tk.VOCABULARY, nm.AUDIO_POSITIONS, nm.WIDTH, nm.HEADS,
                nm.AUDIO_LAYERS, nm.TEXT_POSITIONS, nm.WIDTH, nm.HEADS, nm.TEXT_LAYERS,
                nm.MELS, header)
        filters = nm.mel_filters().numpy().astype("<f4")
        numbers(*filters.shape)
        file.write(filters.tobytes())
        words = sorted(tk.ranks().items(), key=lambda item: item[1])
        numbers(len(words))
        for word, _ in words:
            numbers(len(word))
            file.write(word)
        for name, value in tensors(saved, last).items():
            label = name.encode()
            if value.ndim == 3:
                stored, data = 1, value.astype("<f2").tobytes()
            elif value.ndim == 1 or "positional" in name or "conv" in name:
                stored, data = 0, value.astype("<f4").tobytes()
            elif kind == "f16":
                stored, data = 1, value.astype("<f2").tobytes()
            else:
                stored, data = tensor_type, quantise(value, kind)
            numbers(value.ndim, len(label), stored, *value.shape[::-1])
            file.write(label)
            file.write(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("file")
    parser.add_argument("--type", choices=TYPES, default="q5_0")
    parser.add_argument("--last", action="store_true",
                        help="the last weights, not their running average")
    args = parser.parse_args()
    write(torch.load(args.weights, weights_only=False), args.file, args.type, args.last)


if __name__ == "__main__":
    main()
