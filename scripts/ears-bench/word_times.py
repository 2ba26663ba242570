"""Writes recordings of people and when their words are said, for scripts/bench activity.

    word_times.py RECORDINGS WEIGHTS OUT

OUT becomes a folder of WAV files and truth.csv (file, kind, start and end in milliseconds). The times
are faster-whisper's, with the CTranslate2 weights in the folder WEIGHTS. A word counts where the reference
has the same word in its place, so nothing that was imagined is asked for. A gap is more than half a
second between two heard words that are neighbours in the reference too. "silent" is a whole recording
without speech. Recordings whose words nobody wrote down are left out.
"""
import csv
import sys
from pathlib import Path

import jiwer
from faster_whisper import WhisperModel

from recordings import NO_SPEECH, as_wav, read_index
from scoring import normal

LONG_GAP = 500
# The accuracy of a word's border: a gap begins later and ends earlier by this.
BORDER = 100


def heard_words(model, sound):
    """(word, start, end) in milliseconds; "I'm" and "twenty-one" as the reference is split."""
    segments, _ = model.transcribe(str(sound), language="en", word_timestamps=True)
    return [(part, round(1000 * word.start), round(1000 * word.end))
            for segment in segments for word in segment.words for part in normal(word.word).split()]


def truth(reference, heard, length):
    """Rows (kind, start, end) of a recording in which somebody speaks."""
    if not heard:
        return
    hypothesis = " ".join(word for word, _, _ in heard)
    alignment = jiwer.process_words(normal(reference), hypothesis).alignments[0]
    left_out = set()
    for chunk in alignment:
        if chunk.type == "equal":
            for _, start, end in heard[chunk.hyp_start_idx:chunk.hyp_end_idx]:
                yield "word", start, end
        elif chunk.type == "delete":
            left_out.add(chunk.hyp_start_idx)
    before = 0
    for number, (_, start, end) in enumerate([*heard, ("", length, length)]):
        if start - before > LONG_GAP and number not in left_out:
            yield ("gap", before + BORDER if number else 0,
                   start - BORDER if number < len(heard) else length)
        before = max(before, end)


def main():
    folder, weights, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    recordings = [recording for recording in read_index(folder)
                  if recording.reference is not None or recording.group == NO_SPEECH]
    model = WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=1)
    rows = []
    for recording, sound in zip(recordings, as_wav(recordings, out), strict=True):
        length = round(1000 * recording.seconds)
        if recording.group == NO_SPEECH:
            rows.append((sound.name, "silent", 0, length))
            continue
        heard = heard_words(model, sound)
        rows += [(sound.name, *row) for row in truth(recording.reference, heard, length)]
    # Written last, so that it exists only if everything else does.
    with open(out / "truth.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("file", "kind", "start", "end"), *rows])


if __name__ == "__main__":
    main()
