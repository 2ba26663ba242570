"""Compares a program's transcript with what was said.

The word error rate leaves fillers out on both sides, since Whisper is trained to leave them out; they
are counted on their own. Everything in brackets is a program's remark, not a word.
"""
import re
from collections import defaultdict
from dataclasses import dataclass, field

import jiwer

FILLERS = {"um", "uh", "uhm", "umm", "er", "erm", "hmm", "mm", "mhm", "ah", "eh"}
REMARK = re.compile(r"\[[^\]]*\]|\([^)]*\)")


def normal(text):
    """Lower case, without punctuation; one blank between words."""
    return " ".join(re.sub(r"[^a-z0-9' ]+", " ", text.lower().replace("’", "'")).split())


def heard_words(text):
    return normal(REMARK.sub("", text))


def without_fillers(words):
    """jiwer wants at least one word on either side: where none is left, it is an "x"."""
    return " ".join(word for word in words.split() if word not in FILLERS) or "x"


def fillers(words):
    return sum(word in FILLERS for word in words.split())


@dataclass
class Group:
    """Counts over the recordings of a group."""
    references: list = field(default_factory=list)
    hypotheses: list = field(default_factory=list)
    fillers_said: int = 0
    fillers_heard: int = 0
    silent_clips: int = 0
    invented: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    failed: int = 0

    def add(self, recording, heard):
        self.seconds += recording.seconds
        self.processor += heard.processor
        self.failed += heard.failed
        words = heard_words(heard.text)
        if recording.reference is None:
            self.silent_clips += 1
            self.invented += len(words.split())
            return
        reference = normal(recording.reference)
        self.references.append(without_fillers(reference))
        self.hypotheses.append(without_fillers(words))
        self.fillers_said += fillers(reference)
        self.fillers_heard += fillers(words)

    def figures(self, start):
        """As numbers. `start` is the processor time of a process before its first recording; the
        recordings' own times do not include it."""
        clips = len(self.references) + self.silent_clips
        figures = {"clips": clips, "seconds": round(self.seconds, 1), "failed": self.failed}
        if self.references:
            alignment = jiwer.process_words(self.references, self.hypotheses)
            words = sum(len(reference.split()) for reference in self.references)
            figures |= {"words": words, "word_error_rate": 100 * alignment.wer,
                        "lost": 100 * alignment.deletions / words,
                        "fillers_said": self.fillers_said, "fillers_heard": self.fillers_heard}
        if self.silent_clips:
            figures["invented"] = self.invented
        figures["processor"] = self.processor / self.seconds
        figures["processor_with_start"] = (self.processor + clips * start) / self.seconds
        return figures


def by_group(recordings, heard):
    """The counts of each group, by name, and of all together."""
    groups, together = defaultdict(Group), Group()
    for recording, result in zip(recordings, heard, strict=True):
        groups[recording.group].add(recording, result)
        together.add(recording, result)
    return dict(sorted(groups.items())), together
