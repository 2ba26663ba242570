"""Measure Whisper models on sounds whose words are known: tables with a column per model.

    accuracy.py --program REHEARSE --model PATH [--model PATH ...] [--quick] [--keep FOLDER]
                [--recordings FOLDER] [--beam N]

The sounds are made here, from fixed seeds and from sentences that the nano model never trained
on; their exact words and times are known. Each model hears them through the program's own way
(`rehearse transcribe FILE --model PATH --format json`). A real model gets the real figures on
the same sounds. With --recordings, every NAME.wav of a folder whose words lie beside it in
NAME.txt is heard instead.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import measures as ms
from measures import FILLERS, normal
from sounds import make_sets, recordings, save
from voices import UNSEEN

PROMPT = "Um, uh, hmm, er, ah."


class Program:
    """Asks the program for the words of a sound: list of (word, start, end in seconds). `settings`
    is a folder with settings to run it with, whatever those of the user are."""

    def __init__(self, program, model, settings):
        self.command = [program, "transcribe", "--model", model, "--format", "json"]
        self.environment = dict(os.environ, REHEARSE_CONFIG_DIR=str(settings))

    def hear(self, sounds, prompt=None):
        """In the order of the sounds; two at a time, since a small model keeps one core busy."""
        command = self.command + (["--prompt", prompt] if prompt is not None else [])

        def words(sound):
            done = subprocess.run(command + [sound.path], stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.DEVNULL, check=True, env=self.environment)
            return [(word["text"], word.get("start", np.nan), word.get("end", np.nan))
                    for word in json.loads(done.stdout)["words"]]

        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(words, sounds)


# How numbers are written, of which the sounds hold many: label, and which words it is about.
FORMATS = [
    ("numbers in the written form", lambda word: any(c.isdigit() for c in word)),
    ("  of these: per cent (0.3%)", lambda word: word.endswith("%")),
    ("  of these: dollars ($8,000)", lambda word: word.startswith("$")),
    ("  of these: thousands as K (8K)", lambda word: word[0].isdigit() and word.endswith("k")),
    ("  of these: others (2 weeks)", str.isdigit),
]


def measure(sets, heard, prompted):
    """Rows (name, wanted, figure as text) for what one model wrote down."""
    rate = {name: ms.error_rate(sounds, heard[name]) for name, sounds in sets.items()}
    rows = [("words wrong: interview, voices seen", "5 %", f"{rate['interview']:.1f} %")]
    rows.append(("  of these: stories told by hand", "", f"{rate['told']:.1f} %"))
    rows.append(("words wrong: 28 s without long pauses", "", f"{rate['full']:.1f} %"))
    rows.append(("words wrong: general English", "15 %", f"{rate['general']:.1f} %"))
    for voice in UNSEEN:
        rows.append((f"words wrong: unseen {voice}", "25 %", f"{rate['unseen ' + voice]:.1f} %"))
    rows.append(("words wrong: interview, noise at 20 dB", "+5", f"{rate['noisy']:.1f} % "
                 f"({rate['noisy'] - rate['interview']:+.1f})"))
    for chosen, label in ((("um", "uh"), "um, uh"), (FILLERS, "all fillers")):
        for way, words in (("without", heard["fillers"]), ("with", prompted)):
            found, total = ms.recall(sets["fillers"], words, lambda word: word in chosen)
            rows.append((f"{label} kept, {way} prompt", "90 %", percent(found, total)))
    rows.append(("words wrong: with fillers, without prompt", "", f"{rate['fillers']:.1f} %"))
    rows.append(("words wrong: with fillers, with prompt", "",
                 f"{ms.error_rate(sets['fillers'], prompted):.1f} %"))
    for label, chosen in FORMATS:
        found, total = ms.recall(sets["numbers"], heard["numbers"], chosen)
        rows.append((label, "", percent(found, total)))
    swapped = [ms.confusions(sets[name], heard[name]) for name in
               ("interview", "fillers", "persons", "numbers", "full", "general")]
    swapped, total = sum(s for s, _ in swapped), sum(t for _, t in swapped)
    rows.append(("I for we or we for I", "1 in 1000", f"{swapped} in {total}"))
    errors = np.array(ms.time_errors(sets["interview"], heard["interview"]))
    rows.append(("sentence ends within 0.2 s", "all",
                 percent(int((errors <= 0.2).sum()), len(errors))))
    rows.append(("time error: median, 95 of 100", "0.2 s", times(errors)))
    words = sum(len(normal(" ".join(w for w, _, _ in words))) for words in heard["nothing"])
    rows.append((f"words in {len(sets['nothing'])} sounds without speech", "0", str(words)))
    return rows


def percent(found, total):
    return f"{100 * found / total:.1f} % of {total}" if total else "none"


def times(errors):
    """Median and 95th percentile."""
    if not len(errors):
        return ""
    return f"{np.median(errors):.2f} s, {np.quantile(errors, 0.95):.2f} s"


def by_voice(sets, heard):
    """Rows (voice, words, share wrong, time error) of one model, for all clean sounds."""
    spoken = {}
    for name, sounds in sets.items():
        if name in ("noisy", "nothing", "told"):       # the last are also in "interview"
            continue
        for sound, words in zip(sounds, heard[name]):
            said = spoken.setdefault(sound.voice, ([], []))
            said[0].append(sound)
            said[1].append(words)
    return [(voice, str(sum(len(sound.words()) for sound in sounds)),
             f"{ms.error_rate(sounds, words):.1f} %", times(ms.time_errors(sounds, words)))
            for voice, (sounds, words) in sorted(spoken.items())]


def table(head, lines):
    widths = [max(len(line[i]) for line in [head] + lines) for i in range(len(head))]
    for line in [head, ["-" * width for width in widths]] + lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")


def report(programs, names, sets):
    """Print the table by measure (for made sounds) and the table by voice."""
    measured, voices = [], []
    for program, name in zip(programs, names):
        print(f"hearing with {name}", file=sys.stderr, flush=True)
        heard = {kind: list(program.hear(sounds)) for kind, sounds in sets.items()}
        if "fillers" in sets:
            prompted = list(program.hear(sets["fillers"], PROMPT))
            measured.append(measure(sets, heard, prompted))
        voices.append(by_voice(sets, heard))
    if measured:
        table(["measure", "wanted"] + names,
              [[*row[:2]] + [column[i][2] for column in measured]
               for i, row in enumerate(measured[0])])
        print()
    head = ["voice", "words"]
    for name in names:
        head += [f"{name}: words wrong", "time error: median, 95 of 100"]
    table(head, [[*row[:2]] + [cell for column in voices for cell in column[i][2:]]
                 for i, row in enumerate(voices[0])])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--quick", action="store_true", help="a tenth of the sounds")
    parser.add_argument("--keep", type=Path, help="leave the sounds in this folder")
    parser.add_argument("--recordings", type=Path, help="hear these instead")
    parser.add_argument("--beam", type=int, default=5, help="how many texts to follow at once")
    args = parser.parse_args()
    names = [Path(model).stem for model in args.model]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "settings.toml").write_text(f"beam = {args.beam}\n")
        programs = [Program(args.program, model, folder) for model in args.model]
        if args.recordings:
            sounds = recordings(args.recordings)
            if not sounds:
                sys.exit(f"accuracy: {args.recordings} has no NAME.wav with its words in NAME.txt")
            report(programs, names, {"recordings": sounds})
            return
        sets = make_sets(0.1 if args.quick else 1)
        save(sets, args.keep or Path(folder))
        report(programs, names, sets)


if __name__ == "__main__":
    main()
