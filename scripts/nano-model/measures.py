"""What is counted when a model has written down a sound whose words and times are known."""
import re

import numpy as np

FILLERS = {"um", "uh", "er", "hmm", "ah"}
I_WORDS = {"i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "myself"}
WE_WORDS = {"we", "we're", "we've", "we'd", "we'll", "us", "our", "ours", "ourselves"}


def normal(text):
    """Words for comparing: lower case, no punctuation but what belongs to a number."""
    text = text.lower().replace("\u2019", "'").replace("-", " ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\[[^]]*\]|\([^)]*\)", " ", text)
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    return re.sub(r"[^a-z0-9'$%. ]", " ", text).split()


def align(wanted, heard):
    """Pairs (wanted or None, heard or None) of a cheapest alignment."""
    rows, columns = len(wanted) + 1, len(heard) + 1
    cost = np.zeros((rows, columns), int)
    cost[:, 0], cost[0] = range(rows), range(columns)
    for i in range(1, rows):
        for j in range(1, columns):
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1,
                             cost[i - 1, j - 1] + (wanted[i - 1] != heard[j - 1]))
    pairs, i, j = [], rows - 1, columns - 1
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (wanted[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((wanted[i], heard[j]))
        elif i and cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
            pairs.append((wanted[i], None))
        else:
            j -= 1
            pairs.append((None, heard[j]))
    return pairs[::-1]


def error_rate(sounds, heard):
    wrong = total = 0
    for sound, words in zip(sounds, heard):
        wanted = sound.words()
        wrong += sum(a != b for a, b in align(wanted, normal(" ".join(w for w, _, _ in words))))
        total += len(wanted)
    return 100 * wrong / max(1, total)


def pairs_of(sounds, heard):
    for sound, words in zip(sounds, heard):
        yield from align(sound.words(), normal(" ".join(w for w, _, _ in words)))


def recall(sounds, heard, chosen):
    """How many of the chosen words come out, exactly, and of how many; a filler may come out as
    another."""
    found = total = 0
    for wanted, got in pairs_of(sounds, heard):
        if wanted is not None and chosen(wanted):
            total += 1
            found += got == wanted or wanted in FILLERS and got in FILLERS
    return found, total


def confusions(sounds, heard):
    """How many I-words came out as we-words or the other way round, and of how many."""
    swapped = total = 0
    for wanted, got in pairs_of(sounds, heard):
        for own, other in ((I_WORDS, WE_WORDS), (WE_WORDS, I_WORDS)):
            if wanted in own:
                total += 1
                swapped += got in other
    return swapped, total


def time_errors(sounds, heard):
    """Errors in seconds at both ends of sentences whose first and last words were heard."""
    errors = []
    for sound, words in zip(sounds, heard):
        flat = [(part, start, end) for word, start, end in words for part in normal(word)]
        wanted_at, heard_at, ends = 0, 0, {}
        for wanted, got in align(sound.words(), [w for w, _, _ in flat]):
            if wanted is not None and got is not None and wanted == got:
                ends[wanted_at] = flat[heard_at]
            wanted_at += wanted is not None
            heard_at += got is not None
        first = 0
        for start, end, text in sound.said:
            if start is None:
                continue
            last = first + len(normal(text)) - 1
            if first in ends:
                errors.append(abs(ends[first][1] - start))
            if last in ends:
                errors.append(abs(ends[last][2] - end))
            first = last + 1
    return [error for error in errors if error == error]        # a word may come without times
