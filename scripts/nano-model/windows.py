"""Training windows: clips of one voice laid on a time line, noise, and what Whisper would say.

The program cuts speech at pauses into chunks of 3 to 29 seconds and whisper.cpp pads each with
digital silence to 30 seconds, so that is what most windows look like; some are full, some hold
one short phrase, some hold nothing to be said.
"""
import random

import numpy as np
import torch

import tokens as tk
from nanomodel import CHARACTERS, MELS, log_mel, mel_filters, warped
from voices import RATE, coloured_noise

CHARACTER = {c: i + 1 for i, c in enumerate(CHARACTERS)}
FILLER_PROMPTS = ["Um, uh, hmm, er, ah.", "Um, uh, hmm, er, ah.", "Um, uh, hmm.", "Um, uh, hmm",
                  "Uh, um, er."]
HINTS = """webhook;dead letter queue;SLO;SLOs;API;retry;exponential backoff;Kubernetes;Kafka;
Postgres;on-call;post-mortem;latency;rollout;Platform team;payment service;dashboard;PR;SDE2;
stakeholder;roadmap;revenue;customer trust;Terraform;gRPC;sprint;OKR;churn;Redis;CI;incident;
ownership;load balancer;feature flag;Grafana;p99;schema;migration;S3;mentoring""".split(";")


def read_pools(names):
    """Rows (offset, length, voice, kind, spoken, written, sound) of all pools."""
    rows = []
    for name in names:
        sound = np.memmap(name + ".i16", np.int16, "r")
        with open(name + ".tsv") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 6 and int(cells[0]) + int(cells[1]) <= len(sound):
                    rows.append((int(cells[0]), int(cells[1]), *cells[2:], sound))
    return rows


class Windows:
    """Draws windows; `used` are the token ids that the model knows.

    `takes` is the share of windows with parts of the demo's takes, `general` the share of general
    English that is kept when it is drawn.
    """

    def __init__(self, rows, used, seed, takes=0.1, general=0.7):
        self.general, self.take_share = general, takes
        self.pieces = tk.Pieces.of(used)
        self.draw = random.Random(seed)
        self.numpy = np.random.default_rng(seed)
        self.index = {token: i for i, token in enumerate(used)}
        self.unknown = len(used)
        self.by_voice = {}
        self.takes = {}         # voice: take: place: rows
        for row in rows:
            if row[3].startswith("take:"):
                _, take, place = row[3].split(":")
                self.takes.setdefault(row[2], {}).setdefault(take, {}).setdefault(
                    place, []).append(row)
            else:
                self.by_voice.setdefault(row[2], []).append(row)
        self.voices = list(self.by_voice)
        self.shares = [len(self.by_voice[v]) for v in self.voices]
        self.noises = coloured_noise(40, 5)
        bank = mel_filters()
        self.banks = [bank] + [warped(bank, f) for f in (0.88, 0.91, 0.94, 0.97, 1.03, 1.06,
                                                         1.09, 1.12, 1.16)]

    def _prompt(self, rows):
        """Sometimes text before the start: what was said before, fillers, or hints."""
        kind = self.draw.random()
        if kind < 0.75:
            return []
        if kind < 0.85:
            text = self.draw.choice(FILLER_PROMPTS)
        elif kind < 0.94:
            text = ", ".join(self.draw.sample(HINTS, self.draw.randint(1, 5))).replace("\n", "")
            if self.draw.random() < 0.4:
                text = "Um, uh, hmm. " + text
        else:
            text = " " + self.draw.choice(rows)[5]
        ids = [self.index.get(t, self.unknown) for t in tk.ENCODING.encode(text)][-60:]
        return [self.index[tk.PREVIOUS]] + ids

    def _pause(self):
        return self.draw.choice((self.draw.uniform(0.03, 0.3), self.draw.uniform(0.1, 0.7),
                                 self.draw.uniform(0.1, 0.7), self.draw.uniform(0.5, 1.8)))

    def _lay_takes(self, seconds):
        """Parts of the demo's takes in their order, cut anywhere, glued, with other pauses."""
        draw, laid = self.draw, []
        voice = "flite:slt" if draw.random() < 0.6 else draw.choice(list(self.takes))
        at, end = int(RATE * draw.choice((0.1, 0.3, draw.uniform(0, 1)))), int(RATE * seconds)
        for take in draw.sample(list(self.takes[voice]), draw.choice((1, 1, 2, 3, 4))):
            places = sorted(self.takes[voice][take])
            first = draw.choice((0, 0, draw.randrange(len(places))))
            last = draw.choice((len(places), len(places), draw.randint(first + 1, len(places))))
            for place in places[first:last]:
                row = draw.choice(self.takes[voice][take][place])
                if at + row[1] <= end:
                    laid.append((at, row))
                    pause = draw.choice((0.3, 0.5, 0.7, draw.uniform(0.1, 1.5),
                                         draw.uniform(0.2, 3.2)))
                    at += row[1] + int(RATE * pause)
        if not laid:
            return self._lay(seconds, True)
        last = laid[-1][0] + laid[-1][1][1]
        return self.by_voice[voice], laid, min(end, last + int(RATE * draw.uniform(0.1, 0.6)))

    def _lay(self, seconds, dense):
        """Choose clips and their places: list of (start in samples, row), and the end."""
        draw = self.draw
        voice = draw.choices(self.voices, self.shares)[0]
        rows = self.by_voice[voice]
        kind = draw.random()
        if dense or kind < 0.5:
            length, most = seconds, 99
        elif kind < 0.9:
            length, most = draw.uniform(min(3, seconds), seconds), 99
        else:
            length, most = seconds, 1
        place = draw.random()
        if dense or place < 0.75:
            start = draw.uniform(0, 0.5)
        elif place < 0.92:
            start = draw.uniform(0, min(3, length / 3))
        else:
            start = draw.uniform(0, length * 0.8)
        at, end, laid, missed = int(RATE * start), int(RATE * length), [], 0
        while len(laid) < most and missed < 6:
            row = draw.choice(rows)
            if row[3] == "general" and draw.random() > self.general:
                continue
            if at + row[1] > end:
                missed += 1
                if not laid and missed == 6:    # nothing fits: begin at once, whole window
                    at, end = 0, int(RATE * seconds)
                    missed = 5 if row[1] <= end else 0
                    if row[1] <= end:
                        laid.append((0, row))
                        at = row[1]
                continue
            laid.append((at, row))
            pause = self._pause()
            if not dense and draw.random() < 0.04:
                pause = draw.uniform(2, 5)
            at += row[1] + int(RATE * pause)
        last = laid[-1][0] + laid[-1][1][1]
        return rows, laid, min(int(RATE * seconds), last + int(RATE * draw.uniform(0.1, 0.6)))

    def window(self, seconds, dense=False, offset=0.0):
        """One window; its times count from `offset` seconds."""
        draw = self.draw
        samples = np.zeros(int(RATE * seconds), np.float32)
        nothing = draw.random() < 0.03
        if nothing:
            laid, end, characters = [], len(samples), ""
            prompt = self._prompt(self.by_voice[self.voices[0]])
            first = self.index[tk.NO_SPEECH if draw.random() < 0.4 else tk.TIME_ZERO]
            body = [first, self.index[tk.END]]
        else:
            if self.takes and draw.random() < self.take_share:
                rows, laid, end = self._lay_takes(seconds)
            else:
                rows, laid, end = self._lay(seconds, dense)
            for at, row in laid:
                samples[at:at + row[1]] += row[6][row[0]:row[0] + row[1]] * np.float32(1 / 32768)
            prompt = self._prompt(rows)
            timed, body = draw.random() < 0.9, []
            if not timed:
                body.append(self.index[tk.NO_TIMES])
            for number, (at, row) in enumerate(laid):
                begin, stop = offset + at / RATE, offset + (at + row[1]) / RATE
                if number == 0 and not offset:
                    begin = min(begin, 1.0)     # the decoder allows no later first timestamp
                words = [self.index[t] for t in self.pieces.encode(" " + row[5])]
                if timed:
                    words = [self.index[tk.timestamp(begin)], *words,
                             self.index[tk.timestamp(stop)]]
                body += words
            body.append(self.index[tk.END])
            characters = " ".join(row[4] for _, row in laid).lower()
        self._colour(samples, end, nothing)
        ids = prompt + [self.index[tk.START]] + body
        counted = [0] * (len(prompt) + 1) + [1] * len(body)
        return samples, ids, counted, [CHARACTER[c] for c in characters if c in CHARACTER]

    def _colour(self, samples, end, nothing):
        """Level and noise, in place. Past the chunk's end there is mostly digital silence."""
        draw = self.draw
        level = 10 ** (draw.uniform(-22, 0) / 20)
        if nothing:
            quiet = draw.random()
            if quiet < 0.2:
                return
            power = level * 10 ** (-draw.uniform(15, 70) / 20)
            end = int(len(samples) * draw.choice((1, 1, draw.uniform(0.1, 1))))
        else:
            samples *= level
            kind = draw.random()
            if kind < 0.25:
                return
            below = draw.uniform(10, 30) if kind < 0.75 else draw.uniform(30, 80)
            power = 0.12 * level * 10 ** (-below / 20)
            if draw.random() < 0.3:
                end = len(samples)
        noise = draw.choice(self.noises)
        at = draw.randrange(len(noise) - end + 1)
        samples[:end] += noise[at:at + end] * np.float32(power)

    def _tilt(self):
        """What a microphone or a room adds to each band, in log10 of power: mostly nothing,
        sometimes a slope and waves, sometimes a few neighbouring bands that are all but gone."""
        draw, x = self.draw, torch.linspace(-1, 1, MELS)
        tilt = torch.zeros(MELS)
        if draw.random() < 0.35:
            tilt += draw.uniform(-0.6, 0.6) * x + draw.uniform(-0.4, 0.4) * x * x
            for _ in range(3):
                tilt += draw.uniform(0, 0.2) * torch.cos(draw.uniform(2, 12) * x
                                                         + draw.uniform(0, 6.3))
        if draw.random() < 0.15:
            width = draw.randint(1, 8)
            low = draw.randrange(MELS - width)
            tilt[low:low + width] -= draw.uniform(1, 4)
        return tilt

    def batch(self, size, seconds, dense=False):
        """Features, token ids, which of them count, CTC characters and their counts, and the
        position at which the features are to be heard.

        Half of the short batches lie somewhere in a window of 30 seconds of which nothing else
        is heard, so that all positions and times are learned at the cost of short windows.
        """
        offset = 0
        if seconds < 30 and self.draw.random() < 0.5:
            offset = self.draw.randrange(0, int(50 * (30 - seconds)), 5)
        windows = []
        while len(windows) < size:
            window = self.window(seconds, dense, offset / 50)
            if len(window[1]) < 300:
                windows.append(window)
        longest = max(len(w[1]) for w in windows)
        ids = torch.full((size, longest), self.index[tk.END])
        counted = torch.zeros(size, longest)
        for i, window in enumerate(windows):
            ids[i, :len(window[1])] = torch.tensor(window[1])
            counted[i, :len(window[2])] = torch.tensor(window[2], dtype=torch.float32)
        samples = torch.from_numpy(np.stack([w[0] for w in windows]))
        banks, tilts = [], torch.zeros(size, MELS, 1)
        for i in range(size):
            banks.append(self.banks[0 if self.draw.random() < 0.6
                                    else self.draw.randrange(len(self.banks))])
            tilts[i, :, 0] = self._tilt()
        mel = log_mel(samples, torch.stack(banks), tilts)
        return (mel, ids, counted, torch.tensor([c for w in windows for c in w[3]]),
                torch.tensor([len(w[3]) for w in windows]), offset)
