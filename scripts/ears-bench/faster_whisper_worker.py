"""Transcribes WAV files with faster-whisper, int8, one thread, its own defaults otherwise.

    faster_whisper_worker.py WEIGHTS FILE.wav ...

Prints a line of JSON for the start (imports and loading) and one for each file.
"""
import json
import sys
import time

from faster_whisper import WhisperModel


def main():
    weights, *sounds = sys.argv[1:]
    model = WhisperModel(weights, device="cpu", compute_type="int8", cpu_threads=1)
    print(json.dumps({"start": time.process_time()}), flush=True)
    for sound in sounds:
        before = time.process_time()
        segments, _ = model.transcribe(sound)
        text = " ".join(segment.text for segment in segments)
        print(json.dumps({"text": text, "processor": time.process_time() - before}), flush=True)


if __name__ == "__main__":
    main()
