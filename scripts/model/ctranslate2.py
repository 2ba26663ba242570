"""Reads the model file of CTranslate2 (binary version 6) into named numpy arrays."""

import io
import struct

import numpy as np

VERSION = 6
KINDS = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


def read(data):
    """All variables of a Whisper model, by CTranslate2's names."""
    stream = io.BytesIO(data)

    def take(layout):
        return struct.unpack("<" + layout, stream.read(struct.calcsize("<" + layout)))

    def text():
        (length,) = take("H")
        return stream.read(length)[:-1].decode()  # a zero byte ends it

    (version,) = take("I")
    specification = text()
    if version != VERSION or specification != "WhisperSpec":
        raise ValueError(f"{specification!r}, version {version}: WhisperSpec, version {VERSION}, is read")
    take("I")  # the specification's revision
    variables = {}
    (count,) = take("I")
    for _ in range(count):
        name = text()
        (rank,) = take("B")
        shape = take(f"{rank}I")
        kind, size = take("BI")
        variables[name] = np.frombuffer(stream.read(size), KINDS[kind]).reshape(shape)
    return variables
