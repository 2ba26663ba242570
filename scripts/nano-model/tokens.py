"""Whisper's English vocabulary, and the part of it that the nano model writes with.

    tokens.py TEXTS.tsv TOKENS.txt [--size N]

chooses a small set of tokens for the texts and writes their ids, one a line.
"""
import argparse
import base64
import collections
import re
import string
from importlib.util import find_spec
from pathlib import Path

import tiktoken

# Only two data files of the openai-whisper package are read, so it is found without importing it.
ASSETS = Path(find_spec("whisper").origin).parent / "assets"

# Ids that whisper.cpp compiles in for an English-only model.
VOCABULARY = 51864
END, START, PREVIOUS, NO_SPEECH, NO_TIMES, TIME_ZERO = 50256, 50257, 50360, 50361, 50362, 50363
TIME_STEP = 5           # the model knows every fifth timestamp: 0.00, 0.10, ... 30.00
SPECIAL = {END, START, PREVIOUS, NO_SPEECH, NO_TIMES} \
    | {TIME_ZERO + i for i in range(0, 1501, TIME_STEP)}

_PATTERN = (r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")

# What a text falls into before it is split: words, what follows an apostrophe, single digits and
# marks. A number is so written digit by digit, as it must be if any number is to come out.
_CHUNK = re.compile(r",000(?!\d)| ?[A-Za-z]+|'[a-z]+| ?[^\sA-Za-z]")


def ranks():
    """Token bytes and id, in id order."""
    table = {}
    for line in (ASSETS / "gpt2.tiktoken").read_text().splitlines():
        token, rank = line.split()
        table[base64.b64decode(token)] = int(rank)
    return table


# As whisper.cpp splits a prompt.
ENCODING = tiktoken.Encoding("gpt2", pat_str=_PATTERN, mergeable_ranks=ranks(),
                             special_tokens={})


def timestamp(seconds):
    return TIME_ZERO + TIME_STEP * min(300, max(0, round(seconds * 10)))


class Pieces:
    """A small set of tokens that can write any word: frequent words whole, others in pieces.

    Whisper's own splitting would need eleven thousand tokens for the training texts, most of
    them seen a few times. whisper.cpp puts the texts of tokens together, however they are split.
    """

    def __init__(self, texts_of):
        self.texts_of = dict(texts_of)              # text of a token: its id
        self.known = {}

    def split(self, chunk):
        """Token ids of a chunk: as few as can be, among equals the longest first."""
        if chunk not in self.known:
            best = [(0, ())]                        # of what follows each place, last place first
            for start in range(len(chunk) - 1, -1, -1):
                ways = [(best[-step][0] + 1, -step, (self.texts_of[chunk[start:start + step]],)
                         + best[-step][-1])
                        for step in range(1, len(chunk) - start + 1)
                        if chunk[start:start + step] in self.texts_of and best[-step]]
                best.append(min(ways) if ways else None)
            self.known[chunk] = best[-1][-1] if best[-1] else ()
        return self.known[chunk]

    def encode(self, text):
        return [token for chunk in _CHUNK.findall(text) for token in self.split(chunk)]

    @classmethod
    def of(cls, ids):
        """The set with these ids."""
        ids = set(ids)
        return cls({token.decode(): number for token, number in ranks().items()
                    if number in ids and token.isascii()})

    @classmethod
    def chosen(cls, texts, size):
        """About `size` tokens for these texts: from all that occur, those that are used least
        are given up step by step; letters and digits stay."""
        chunks = collections.Counter(c for text in texts for c in _CHUNK.findall(" " + text))
        every = {token.decode(): number for token, number in ranks().items() if token.isascii()}
        singles = string.ascii_letters + string.digits
        kept = {form for one in singles for form in (one, " " + one) if form in every}
        kept |= {chunk for chunk in chunks if chunk in every and not chunk.strip().isalpha()}
        left = {chunk[i:j] for chunk in chunks for i in range(len(chunk))
                for j in range(i + 1, len(chunk) + 1)} & set(every)
        while True:
            pieces = cls({text: every[text] for text in left | kept})
            used = collections.Counter()
            for chunk, times in chunks.items():
                for token in pieces.split(chunk):
                    used[token] += times
            spare = sorted((text for text in left - kept), key=lambda t: (used[every[t]], t))
            if len(left | kept) <= size:
                return pieces
            drop = min(max(1, len(spare) // 4), len(left | kept) - size)
            left -= set(spare[:drop])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("texts")
    parser.add_argument("tokens")
    parser.add_argument("--size", type=int, default=2000)
    args = parser.parse_args()
    with open(args.texts) as file:
        texts = [line.rstrip("\n").split("\t")[-1] for line in file]
    pieces = Pieces.chosen(texts, args.size)
    with open(args.tokens, "w") as file:
        file.writelines(f"{number}\n" for number in sorted(pieces.texts_of.values()))
    words = sum(len(text.split()) for text in texts)
    written = sum(len(pieces.encode(" " + text)) for text in texts)
    print(f"{len(pieces.texts_of)} tokens, {written / words:.2f} a word")


if __name__ == "__main__":
    main()
