"""The synthetic voices: how each is asked to speak, and one function that returns its sound.

All of them come from free programs in Debian: espeak-ng (GPL-3+), flite (BSD-like, with the
CMU Arctic based voices slt, rms and awb and the diphone voice kal16), and festival (MIT-like) with
the diphone voices kal and ked and the HTS voice of slt; SVOX Pico (Apache-2.0) by way of the
Python package ttspico; and RHVoice with its English voices alan, bdl, clb and slt (LGPL-2.1+; in
Debian's "non-free" part because the scripts that trained them are lacking). Only the sound leaves
these programs.
"""
import functools
import re
import subprocess

import numpy as np
from scipy.signal import resample_poly

RATE = 16000

# Voices the model is trained on. "name: weight" - how often each is drawn.
# British English with a variant is "en": espeak-ng drops the variant of "en-gb" without a word.
TRAINED = {
    "espeak:en-us": 3,
    "espeak:en-us+f2": 2,
    "espeak:en-us+f4": 2,
    "espeak:en-us+m3": 2,
    "espeak:en-us+m7": 2,
    "espeak:en-us+Annie": 1,
    "espeak:en-us+adam": 1,
    "espeak:en-gb": 2,
    "espeak:en+f3": 2,
    "espeak:en-gb-x-rp+m2": 1,
    "espeak:en-gb-x-gbclan+f1": 1,
    "espeak:en-gb-x-gbclan+m5": 1,
    "espeak:en-gb-x-gbcwmd+m4": 1,
    "espeak:en-gb-x-gbcwmd+f2": 1,
    "espeak:en-029+m1": 1,
    "espeak:en-us-nyc+belinda": 1,
    "espeak:en-us-nyc+Michael": 1,
    "espeak:en+linda": 1,
    "espeak:en-gb-x-rp+steph": 1,
    "espeak:en-us+klatt2": 1,
    "espeak:en-us+f1": 1,
    "espeak:en-us+m1": 1,
    "espeak:en-us+m8": 1,
    "espeak:en-us+quincy": 1,
    "espeak:en-us+Andy": 1,
    "espeak:en-us+caleb": 1,
    "espeak:en-us-nyc+shelby": 1,
    "espeak:en+m6": 1,
    "espeak:en+f4": 1,
    "espeak:en-gb-x-rp+Alicia": 1,
    "espeak:en-gb-x-gbclan+Andrea": 1,
    "espeak:en-gb-x-gbcwmd+Lee": 1,
    "espeak:en-029+f2": 1,
    "festival:kal_diphone": 4,
    "festival:cmu_us_slt_arctic_hts": 2,
    "pico:en-US": 5,
    "pico:en-GB": 5,
    "flite:slt": 4,
    "flite:rms": 4,
    "flite:awb": 3,
    "flite:kal16": 3,
}

# Voices that are trained on so that others are heard better, and not measured: whoever measures
# need not have them.
TRAINED_TOO = {"rhvoice:alan": 3, "rhvoice:bdl": 5, "rhvoice:clb": 4, "rhvoice:slt": 3}

# Voices that are never trained on: an accent and a variant of espeak-ng that no trained voice
# has, and a speaker of a third program.
UNSEEN = ["espeak:en-gb-scotland+f5", "festival:ked_diphone"]


def _run(command, given=None):
    return subprocess.run(command, input=given, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout


@functools.cache
def _pico(language):
    from ttspico import TtsEngine   # here, so that those who need no Pico need not build it
    return TtsEngine(language)


def _pcm_of_wav(data):
    """Samples and rate of a 16-bit mono WAV whose length fields may be wrong (a pipe)."""
    rate = int.from_bytes(data[24:28], "little")
    return _pcm(data[data.find(b"data") + 8:]), rate


def _pcm(data):
    return np.frombuffer(data[:len(data) // 2 * 2], "<i2").astype(np.float32) / 32768


def speak(voice, text, words_per_minute=170, pitch=50, peak=0.7):
    """Return the 16 kHz float samples of `text`, silence at both ends cut, peak at `peak`."""
    program, name = voice.split(":")
    if program != "espeak":     # the others spell "hmm" letter by letter
        text = re.sub(r"\bhmm\b", "hum", re.sub(r"\bHmm\b", "Hum", text))
    if program == "espeak":
        wav = _run(["espeak-ng", "-v", name, "-s", str(words_per_minute),
                    "-p", str(pitch), "--stdout", text])
    elif program == "flite":
        stretch = f"duration_stretch={165 / words_per_minute:.2f}"
        wav = _run(["flite", "-voice", name, "--setf", stretch, "-t", text,
                    "-o", "/dev/stdout"])
    elif program == "festival":
        wav = _run(["text2wave", "-eval", f"(voice_{name})",
                    "-eval", f"(Parameter.set 'Duration_Stretch {165 / words_per_minute:.2f})"],
                   text.encode())
    elif program == "rhvoice":
        wav = _run(["RHVoice-test", "-p", name, "-r", str(int(words_per_minute / 1.7)),
                    "-t", str(int(70 + pitch * 0.6)), "-R", str(RATE), "-o", "/dev/stdout"],
                   text.encode())
    elif program == "pico":
        engine = _pico(name)
        engine.rate, engine.pitch = int(words_per_minute / 1.7), int(70 + pitch * 0.6)
        wav = engine.speak(text) or b""
    else:
        raise ValueError(f"no such voice: {voice}")
    if len(wav) < 1000:
        return np.zeros(0, np.float32)
    if program == "pico":       # plain samples, no WAV
        samples, rate = _pcm(wav), RATE
    else:
        samples, rate = _pcm_of_wav(wav)
    if rate != RATE:
        common = np.gcd(rate, RATE)
        samples = resample_poly(samples, RATE // common, rate // common).astype(np.float32)
    if not len(samples) or not np.abs(samples).max():
        return np.zeros(0, np.float32)
    samples = samples * (peak / np.abs(samples).max())
    loud = np.flatnonzero(np.abs(samples) > 0.006)
    return samples[max(0, loud[0] - 160):loud[-1] + 160]


def coloured_noise(seconds, seed):
    """White, pink and brown noise of power 1 (the last two shaped in frequency)."""
    draw = np.random.default_rng(seed)
    count = RATE * seconds
    spectrum = np.fft.rfft(draw.standard_normal(count))
    bands = np.maximum(np.arange(len(spectrum)) / len(spectrum) * 8000, 40)
    kinds = []
    for power in (0, 0.5, 1):
        noise = np.fft.irfft(spectrum / bands ** power, count)
        kinds.append((noise / noise.std()).astype(np.float32))
    return kinds
