"""The compared programs: each transcribes WAV files and reports the cost of each."""
import json
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recordings import RATE, write_wav

HERE = Path(__file__).parent


@dataclass
class Heard:
    text: str
    # Processor seconds, of all threads, without the start of the process.
    processor: float
    failed: bool = False


def children_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Rehearse:
    """`rehearse transcribe`, which takes one file: a process for each. What its start costs (the
    process and the loading of the model) is measured on files without sound."""

    def __init__(self, program, model, prompt=""):
        self.command = [str(program), "transcribe"] + (["--model", str(model)] if model else [])
        self.command += ["--prompt", prompt] if prompt else []
        model = Path(model).stem.removeprefix("ggml-") if model else "bundled model"
        self.name = f"{Path(program).name}, {model}"

    def hear(self, sounds):
        """The start and the transcripts, in the order of the sounds, without the user's settings,
        sessions and models."""
        with tempfile.TemporaryDirectory() as home:
            environment = os.environ | {f"REHEARSE_{kind}_DIR": f"{home}/{kind.lower()}"
                                        for kind in ("DATA", "CONFIG", "MODEL")}
            silence = Path(home) / "silence.wav"
            write_wav(silence, np.zeros(RATE // 2, np.int16))
            start = min(self._run(silence, environment).processor for _ in range(3))
            heard = [self._run(sound, environment) for sound in sounds]
        for result in heard:
            result.processor -= start
        return start, heard

    def _run(self, sound, environment):
        before = children_time()
        done = subprocess.run(self.command + [str(sound)], env=environment, capture_output=True,
                              encoding="utf-8", errors="replace")
        if done.returncode != 0:
            print(f"{self.name}: {sound.name}: {done.stderr.strip()}", file=sys.stderr)
        return Heard(done.stdout, children_time() - before, done.returncode != 0)


class Worker:
    """A program that transcribes all files in one process and prints a line of JSON for its start and for
    each file."""

    def __init__(self, name, command):
        self.name, self.command = name, command

    def hear(self, sounds):
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        done = subprocess.run(self.command + [str(sound) for sound in sounds], env=environment,
                              stdout=subprocess.PIPE, encoding="utf-8", errors="replace", check=True)
        start, *lines = [json.loads(line) for line in done.stdout.splitlines()]
        return start["start"], [Heard(line["text"], line["processor"]) for line in lines]


def faster_whisper(weights):
    return Worker("faster-whisper, tiny.en int8",
                  [sys.executable, str(HERE / "faster_whisper_worker.py"), str(weights)])


def whisper_cpp(program, model):
    name = Path(model).stem.removeprefix("ggml-")
    return Worker(f"whisper.cpp, {name}", [str(program), str(model)])
