"""Recordings of people with an index: which there are, what was said, and their sound as WAV.

INDEX.tsv has a line per recording with the columns name, seconds, group and reference ("y" where the
words lie beside it in NAME.txt); the sound is NAME.flac or NAME.wav.
"""
import csv
import fnmatch
import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

RATE = 16_000
NO_SPEECH = "nospeech"


@dataclass
class Recording:
    name: str
    group: str
    seconds: float
    sound: Path
    # What was said; None without annotation or without speech.
    reference: str | None


def read_index(folder, patterns=()):
    """The recordings of a folder whose name or group matches one of the patterns, in its order."""
    recordings = []
    with open(folder / "INDEX.tsv", encoding="utf-8", newline="") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            names = (row["name"], row["group"])
            if patterns and not any(fnmatch.fnmatch(n, p) for n in names for p in patterns):
                continue
            reference = None
            if row["reference"] == "y" and row["group"] != NO_SPEECH:
                reference = (folder / f"{row['name']}.txt").read_text(encoding="utf-8")
            recordings.append(Recording(row["name"], row["group"], float(row["seconds"]),
                                        sound_of(folder, row["name"]), reference))
    return recordings


def sound_of(folder, name):
    for ending in (".flac", ".wav"):
        if (folder / (name + ending)).exists():
            return folder / (name + ending)
    raise SystemExit(f"bench: {folder}/INDEX.tsv names {name}, but there is neither {name}.flac nor "
                     f"{name}.wav beside it")


def samples_of(path):
    """The sound as 16-bit mono at 16 kHz."""
    parts = []
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
        parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def write_wav(path, samples):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.astype("<i2").tobytes())


def as_wav(recordings, folder):
    """Writes each recording as a WAV file below the folder, and returns their paths in order."""
    paths = []
    for recording in recordings:
        path = Path(folder) / f"{recording.name}.wav"
        write_wav(path, samples_of(recording.sound))
        paths.append(path)
    return paths
