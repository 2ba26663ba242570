"""Sounds to measure with: made from fixed seeds, of sentences that training left out, by voices
that are known; or recordings with their words beside them."""
import random
import re
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import texts
from measures import FILLERS, I_WORDS, WE_WORDS, normal
from texts import held_out
from voices import RATE, TRAINED, UNSEEN, coloured_noise, speak

HERE = Path(__file__).parent


class Sound:
    """Samples, who speaks, and what is said: (start, end, words) in seconds, for each sentence.
    Of a recording the times are not known: they are None."""

    def __init__(self, samples, said, voice=None, path=None):
        self.samples, self.said, self.voice, self.path = samples, said, voice, path

    def words(self):
        return [word for _, _, text in self.said for word in normal(text)]


def lay(pairs, voice, draw, most=4):
    """Sentences of one voice after each other with pauses, in sounds of at most 28 seconds."""
    sounds, at, parts, said = [], 0.3, [], []

    def close():
        nonlocal at, parts, said
        if said:
            samples = np.zeros(int(RATE * (at + 0.3)), np.float32)
            for start, clip in parts:
                samples[start:start + len(clip)] += clip
            sounds.append(Sound(samples * 0.5, said, voice))
        at, parts, said = 0.3, [], []

    for spoken, written in pairs:
        clip = speak(voice, spoken, draw.randint(145, 195), draw.randint(30, 70))
        length = len(clip) / RATE
        if said and (at + length > 27.5 or len(said) >= most):
            close()
        start = int(RATE * at)
        parts.append((start, clip))
        said.append((start / RATE, start / RATE + length, written))
        at += length + draw.uniform(0.25, 1.2)
    close()
    return sounds


def spoken_by(pairs, voices, seed, most=4):
    """Deal the sentences out to the voices."""
    draw = random.Random(seed)
    jobs = [(pairs[i::len(voices)], voice, random.Random(draw.random()), most)
            for i, voice in enumerate(voices)]
    with ThreadPoolExecutor(2) as pool:
        return [sound for sounds in pool.map(lambda job: lay(*job), jobs) for sound in sounds]


def with_noise(sounds, decibels, seed):
    draw, noises = random.Random(seed), coloured_noise(40, 77)
    noisy = []
    for sound in sounds:
        speech = sound.samples[np.abs(sound.samples) > 0.01]
        power = np.sqrt((speech ** 2).mean()) * 10 ** (-decibels / 20)
        noise = draw.choice(noises[:2])[:len(sound.samples)]
        noisy.append(Sound(sound.samples + noise * np.float32(power), sound.said,
                           sound.voice))
    return noisy


def without_speech():
    sounds = [Sound(np.zeros(RATE * n, np.float32), []) for n in (2, 8, 29)]
    for noise in coloured_noise(29, 99):
        for level in (0.001, 0.01, 0.05):
            sounds.append(Sound(noise[:RATE * 29] * np.float32(level), []))
            sounds.append(Sound(noise[:RATE * 5] * np.float32(level), []))
    hum = np.sin(np.arange(RATE * 10) * 2 * np.pi * 50 / RATE).astype(np.float32)
    return sounds + [Sound(hum * np.float32(0.05), [])]


def from_file(name):
    rows = [line.rstrip("\n").split("\t") for line in open(HERE / name)
            if not line.startswith("#")]
    return [(row[0], row[-1]) for row in rows]


def grammar_sentences(count, seed, want=lambda written: True):
    """Sentences of the training grammar that training leaves out."""
    grammar, chosen = texts.Grammar(seed), []
    while len(chosen) < count:
        spoken, written = grammar.talk()
        words = normal(written)
        if held_out(written) and 4 <= len(words) <= 24 and want(words) and \
                (spoken, written) not in chosen:
            chosen.append((spoken, written))
    return chosen


def make_sets(share):
    seen = list(TRAINED)

    def some(pairs):
        return pairs[:max(4, int(len(pairs) * share))]

    told = spoken_by(some(from_file("interview-unseen.txt")), ["flite:slt", "flite:rms",
                     "espeak:en-us", "espeak:en-gb", "espeak:en-us+f4"], 1)
    made = spoken_by(some(grammar_sentences(240, 1000)), seen, 2)
    fillers = spoken_by(some(grammar_sentences(150, 3000, lambda x: FILLERS & set(x))), seen, 3)
    persons = spoken_by(some(grammar_sentences(
        330, 4000, lambda x: len((I_WORDS | WE_WORDS) & set(x)) >= 2)), seen, 4)
    numbers = spoken_by(some(grammar_sentences(
        130, 5000, lambda x: any(c.isdigit() for w in x for c in w))), seen, 5)
    interview = told + made
    unseen = some(from_file("interview-unseen.txt") + grammar_sentences(60, 6000))
    return {
        "interview": interview, "told": told, "fillers": fillers, "persons": persons,
        "numbers": numbers, "full": spoken_by(some(grammar_sentences(90, 8000)), seen[:7], 8, 99),
        "general": spoken_by(some(from_file("general-unseen.txt")), seen, 6),
        "noisy": with_noise(interview, 20, 9), "nothing": without_speech(),
        **{"unseen " + voice: spoken_by(unseen, [voice], 7) for voice in UNSEEN},
    }


def save(sets, folder):
    for name, sounds in sets.items():
        for number, sound in enumerate(sounds):
            sound.path = str(folder / f"{re.sub('[^a-z0-9]+', '-', name)}-{number:03}.wav")
            with wave.open(sound.path, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes((np.clip(sound.samples, -1, 1) * 32767).astype("<i2").tobytes())


def recordings(folder):
    """Every NAME.wav of a folder that has its words beside it in NAME.txt."""
    pairs = [(path, path.with_suffix(".txt")) for path in sorted(Path(folder).glob("*.wav"))]
    return [Sound(None, [(None, None, words.read_text())], path.stem, str(path))
            for path, words in pairs if words.exists()]
