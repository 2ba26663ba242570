"""Read the weights back from a ggml file that export.py wrote, to go on training from it.

What a file lacks begins anew: the side loss (CTC) has no place in it, and what the numbers lost
when they were quantised stays lost.
"""
import struct

import numpy as np
import torch

import nanomodel as nm

BLOCK = 32      # numbers that share a scale


def _halves(data):
    return np.ascontiguousarray(data).view("<f2").astype(np.float32)


def _nibbles(data):
    return np.concatenate([data & 15, data >> 4], 1).astype(np.float32)


def _fifth_bits(data):
    bits = np.ascontiguousarray(data).view("<u4")
    return ((bits >> np.arange(BLOCK, dtype=np.uint32)) & 1).astype(np.float32) * 16


def _q5_0(data):
    rows = data.reshape(-1, 22)
    return (_nibbles(rows[:, 6:]) + _fifth_bits(rows[:, 2:6]) - 16) * _halves(rows[:, :2])


def _q5_1(data):
    rows = data.reshape(-1, 24)
    grid = _nibbles(rows[:, 8:]) + _fifth_bits(rows[:, 4:8])
    return grid * _halves(rows[:, :2]) + _halves(rows[:, 2:4])


def _q4_0(data):
    rows = data.reshape(-1, 18)
    return (_nibbles(rows[:, 2:]) - 8) * _halves(rows[:, :2])


def _q8_0(data):
    rows = data.reshape(-1, 34)
    return np.ascontiguousarray(rows[:, 2:]).view(np.int8) * _halves(rows[:, :2])


# tensor type: bytes that hold some numbers, how many numbers, how they are read
KINDS = {0: (4, 1, lambda data: data.view("<f4")), 1: (2, 1, _halves), 2: (18, BLOCK, _q4_0),
         6: (22, BLOCK, _q5_0), 7: (24, BLOCK, _q5_1), 8: (34, BLOCK, _q8_0)}


def restore(path):
    """The weights as train.py saves them: by name, and which tokens are used."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0

    def numbers(count):
        nonlocal at
        at += 4 * count
        return struct.unpack_from(f"<{count}i", data, at - 4 * count)

    numbers(12)
    rows, columns = numbers(2)
    at += 4 * rows * columns
    for _ in range(numbers(1)[0]):
        letters, = numbers(1)
        at += letters
    weights = {}
    while at < len(data):
        dimensions, letters, kind = numbers(3)
        shape = numbers(dimensions)[::-1]
        name = data[at:at + letters].decode()
        at += letters
        width, together, read = KINDS[kind]
        size = int(np.prod(shape)) // together * width
        values = read(np.frombuffer(data, np.uint8, size, at)).reshape(shape)
        at += size
        weights[name] = torch.tensor(values.astype(np.float32))
    table = weights["decoder.token_embedding.weight"]
    used = torch.nonzero(table[:, 0] > nm.NEVER / 2).flatten().tolist()
    weights["decoder.token_embedding.weight"] = table[used]
    for name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        weights[name] = weights[name].flatten()
    # The file holds the last state's first number at 1; in training that number is free.
    weights["decoder.ln.weight"][0], weights["decoder.ln.bias"][0] = 1, 0
    return {"model": weights, "used": used}
