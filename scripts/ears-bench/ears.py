"""Accuracy of transcription programs: a table for each program, a line for each group of recordings.

Called by scripts/bench ears, which makes what is needed and says what the options mean.
"""
import argparse
import json
import sys
import tempfile
from pathlib import Path

from programs import Rehearse, faster_whisper, whisper_cpp
from recordings import NO_SPEECH, as_wav, read_index
from scoring import by_group

# Heading, figure, and how it is written.
COLUMNS = [
    ("clips", "clips", "{}"),
    ("word error rate", "word_error_rate", "{:.1f} %"),
    ("words lost", "lost", "{:.1f} %"),
    ("fillers heard", "fillers", "{}"),
    ("invented without speech", "invented", "{}"),
    ("CPU s per s of sound", "processor", "{:.3f}"),
    ("with a start per clip", "processor_with_start", "{:.3f}"),
]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench ears")
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--program", type=Path, action="append", default=[])
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--prompt", default="")
    parser.add_argument("--weights", type=Path, help="folder of tiny.en for faster-whisper")
    parser.add_argument("--whisper-cpp", type=Path, help="the built worker")
    parser.add_argument("--clips", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def programs(args):
    """What to compare: each build of rehearse with each model, faster-whisper, whisper.cpp with each
    model."""
    chosen = [Rehearse(program, model, args.prompt) for program in args.program
              for model in args.model or [None]]
    if len(args.program) > 1:
        for program in chosen:
            program.name += f" ({program.command[0]})"
    if args.weights:
        chosen.append(faster_whisper(args.weights))
    if args.whisper_cpp:
        chosen += [whisper_cpp(args.whisper_cpp, model) for model in args.model]
    return chosen


def table(figures):
    """Lines of a table: a row for each group, the last for all."""
    def row(name, cells):
        text = dict(cells)
        if "fillers_said" in cells:
            text["fillers"] = f"{cells['fillers_heard']} of {cells['fillers_said']}"
        written = (form.format(text[key]) if key in text else "" for _, key, form in COLUMNS)
        return [name, *written]

    lines = [["group", *(heading for heading, _, _ in COLUMNS)]]
    lines += [row(name, cells) for name, cells in figures.items()]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    lines.insert(1, ["-" * width for width in widths])
    return ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]


def main():
    args = arguments()
    recordings = [recording for recording in read_index(args.recordings, args.clips)
                  if recording.reference is not None or recording.group == NO_SPEECH]
    if not recordings:
        sys.exit(f"bench ears: {args.recordings} has no recording of that name or group whose words "
                 "are known")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        sounds = as_wav(recordings, folder)
        for program in programs(args):
            print(f"hearing {len(sounds)} recordings with {program.name}", file=sys.stderr, flush=True)
            start, heard = program.hear(sounds)
            groups, together = by_group(recordings, heard)
            figures = {name: group.figures(start) for name, group in groups.items()}
            figures["all"] = together.figures(start)
            if args.json:
                texts = {r.name: h.text.strip() for r, h in zip(recordings, heard, strict=True)}
                results.append({"program": program.name, "start": start, "groups": figures,
                                "heard": texts})
                continue
            print(f"\n{program.name}; start {start:.2f} s of processor time\n")
            print("\n".join(table(figures)), flush=True)
    if args.json:
        json.dump(results, sys.stdout, indent=1)
        print()


if __name__ == "__main__":
    main()
