"""Speak a file of texts with the trained voices.

    render.py TEXTS.tsv POOL [--seed N] [--jobs N]

TEXTS.tsv has lines of kind, spoken form, written form. The pool is two files: POOL.i16 (all
samples, 16 kHz, 16 bit, one clip after the other) and POOL.tsv (offset, length, voice, kind,
spoken form, written form).
"""
import argparse
import multiprocessing
import random

import numpy as np

from voices import RATE, TRAINED, TRAINED_TOO, speak


# Voices besides flite's slt that speak the demo's takes.
TAKES = ["flite:rms", "flite:awb", "espeak:en-us", "espeak:en-gb", "espeak:en-us+m3",
         "espeak:en-us+f2"]


def _render(job):
    kind, spoken, written, voice, speed, pitch = job
    samples = speak(voice, spoken, speed, pitch)
    return job, (samples * 32767).astype(np.int16)


def plan(rows, seed):
    """One voice for most texts, two for some, every voice for the sentences of the demo; the
    parts of its takes in order, as scripts/make-sounds speaks them and a little varied."""
    draw = random.Random(seed)
    shares = TRAINED | TRAINED_TOO
    names, weights = list(shares), list(shares.values())
    jobs = []
    for number, (kind, spoken, written) in enumerate(rows):
        if kind.startswith("take:"):
            place = f"{kind}:{number:05}"
            jobs += [(place, spoken, written, "flite:slt", speed, 50)
                     for speed in (165, 150, 158, 172, 182)]
            jobs += [(place, spoken, written, voice, draw.randint(150, 190), draw.randint(35, 65))
                     for voice in TAKES for _ in range(2)]
            continue
        if kind == "demo":
            voices = names
        else:
            voices = set(draw.choices(names, weights, k=2 if draw.random() < 0.2 else 1))
        for voice in sorted(voices):
            jobs.append((kind, spoken, written, voice,
                         draw.randint(135, 210), draw.randint(15, 85)))
    draw.shuffle(jobs)
    return jobs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("texts")
    parser.add_argument("pool")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    with open(args.texts) as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    jobs, offset = plan(rows, args.seed), 0
    with multiprocessing.Pool(args.jobs) as workers, \
            open(args.pool + ".i16", "wb") as sound, open(args.pool + ".tsv", "w") as index:
        for number, (job, clip) in enumerate(workers.imap(_render, jobs, 16)):
            if not RATE // 5 < len(clip) < RATE * 24:
                continue
            kind, spoken, written, voice = job[:4]
            sound.write(clip.tobytes())
            index.write(f"{offset}\t{len(clip)}\t{voice}\t{kind}\t{spoken}\t{written}\n")
            offset += len(clip)
            if number % 1000 == 0:
                sound.flush()
                index.flush()
                print(f"{number} of {len(jobs)} clips, {offset / RATE / 3600:.2f} h", flush=True)
    print(f"done: {offset / RATE / 3600:.2f} h")


if __name__ == "__main__":
    main()
