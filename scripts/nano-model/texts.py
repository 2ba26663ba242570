"""Write the training texts: lines of kind, spoken form, written form.

    texts.py OUT.tsv --manuals FOLDER [--scale F] [--seed N]

Four kinds: "demo" (the example scenario's sentences, from demo-sentences.tsv), "talk" (made by
the grammar below: interview sentences, phrases, short answers, lists, numbers, fillers,
restarts), "general" (sentences of freely licensed Debian manuals unpacked under FOLDER) and "bag"
(words that nothing connects).
Sentences are made so that little can be guessed: the same frame comes with I, we and they,
and words stand in unlikely places, so that a model has to listen.
"""
import argparse
import collections
import gzip
import html
import random
import re
from pathlib import Path

import words as w

UNITS = ["milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years"]
ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
FILLERS = ["um"] * 6 + ["uh"] * 6 + ["er", "er", "hmm", "hmm", "ah", "ah", "um", "uh", "like",
                                     "you know", "I mean", "so", "actually", "basically", "well",
                                     "okay", "right", "kind of", "sort of", "I guess", "I think",
                                     "let's say", "maybe", "probably"]

PERSONS = """I we I we I'm we're I've we've I'd we'd I'll we'll me us my our mine ours they he she you
it the a and to of in was were is not this that these those who what which""".split()

HELD_OUT_EVERY = 40      # one text in forty is never trained on


def held_out(text):
    """Whether training leaves this text out: a hash of it decides, the same everywhere."""
    value = 0
    for character in text:
        value = (value * 131 + ord(character)) % 1000003
    return value % HELD_OUT_EVERY == 7


def say(n):
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")
    if n < 1000:
        return ONES[n // 100] + " hundred" + (" " + say(n % 100) if n % 100 else "")
    if n < 1000000:
        return say(n // 1000) + " thousand" + (" " + say(n % 1000) if n % 1000 else "")
    return say(n // 1000000) + " million" + (" " + say(n % 1000000) if n % 1000000 else "")


def say_year(year):
    if 2000 <= year < 2010:
        return "two thousand" + (" " + ONES[year - 2000] if year > 2000 else "")
    return say(year // 100) + " " + (say(year % 100) if year % 100 >= 10
                                     else "oh " + ONES[year % 100])


class Grammar:
    """Every method returns a pair: spoken form, written form."""

    def __init__(self, seed):
        self.draw = random.Random(seed)

    def one(self, choices):
        return self.draw.choice(choices)

    def chance(self, share):
        return self.draw.random() < share

    # Numbers -------------------------------------------------------------------------------

    def number(self):
        kind = self.draw.random()
        if kind < 0.35:
            return self.draw.randint(2, 20)
        if kind < 0.6:
            return self.draw.randint(21, 99)
        return self.one([25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99, 100, 120, 150, 200, 250, 300,
                         350, 400, 450, 500, 600, 700, 750, 800, 900])

    def percent(self):
        if self.chance(0.45):
            whole = self.one([0, 0, 0, 0, 1, 2, 3, 4, 5, 7, 12, 15, 98, 99])
            digits = str(self.draw.randint(1, 9))
            if self.chance(0.15):
                digits += str(self.draw.randint(1, 9))
            point = "point " + " ".join(ONES[int(d)] for d in digits)
            head = say(whole) + " " if whole or self.chance(0.8) else ""
            return f"{head}{point} percent", f"{whole}.{digits}%"
        n = min(self.number(), 100)
        return f"{say(n)} percent", f"{n}%"

    def money(self):
        kind = self.draw.random()
        if kind < 0.35:
            n = self.one([self.draw.randint(1, 99), self.draw.randint(1, 20) * 10,
                          self.draw.randint(2, 12)])
            return f"{say(n)} thousand dollars", f"${n},000"
        if kind < 0.45:
            n, h = self.draw.randint(1, 30), self.draw.randint(1, 9)
            return f"{say(n)} thousand {say(h)} hundred dollars", f"${n},{h}00"
        if kind < 0.58:
            n = self.draw.randint(2, 90)
            return f"{say(n)} K", f"{n}K"
        if kind < 0.8:
            n = self.draw.randint(1, 30)
            if self.chance(0.4):
                d = self.draw.randint(1, 9)
                return f"{say(n)} point {ONES[d]} million dollars", f"${n}.{d} million"
            return f"{say(n)} million dollars", f"${n} million"
        n = self.one([self.draw.randint(2, 99), self.draw.randint(1, 9) * 100])
        return f"{say(n)} dollars", f"${n}"

    def count(self):
        kind = self.draw.random()
        if kind < 0.7:
            n = self.number()
            return say(n), ONES[n] if n < 10 else str(n)
        if kind < 0.85:
            n = self.draw.randint(1, 90)
            return f"{say(n)} thousand", f"{n},000"
        if kind < 0.93:
            n, h = self.draw.randint(1, 9), self.draw.randint(1, 9)
            return f"{say(n)} thousand {say(h)} hundred", f"{n},{h}00"
        n = self.draw.randint(1, 40)
        return f"{say(n)} million", f"{n} million"

    def duration(self):
        if self.chance(0.1):
            return (self.one(["half an hour", "one day", "one week", "an hour", "a week", "a day",
                              "a few minutes", "several months", "a couple of days",
                              "one quarter", "half a year", "one minute", "one month"]),) * 2
        unit, n = self.one(UNITS), self.number()
        return f"{say(n)} {unit}", f"{n} {unit}"

    def when(self):
        kind = self.draw.random()
        if kind < 0.3:
            year = self.draw.randint(2005, 2029)
            return f"in {say_year(year)}", f"in {year}"
        if kind < 0.5:
            q = self.draw.randint(1, 4)
            return f"in Q {ONES[q]}", f"in Q{q}"
        if kind < 0.75:
            day = self.one("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
            return (f"on {day}",) * 2
        month = self.one("""January February March April May June July August September October
                         November December""".split())
        return (f"in {month}",) * 2

    def times(self):
        n = self.number()
        if self.chance(0.4):
            return f"{say(n)} X", f"{n}x"
        return f"{say(n)} times", f"{ONES[n] if n < 10 else n} times"

    # Parts of sentences ----------------------------------------------------------------------

    def letters(self):
        spoken = self.one(list(w.LETTERS))
        return spoken, w.LETTERS[spoken]

    def noun(self):
        kind = self.draw.random()
        if kind < 0.06:
            return self.letters()
        if kind < 0.10:
            return (self.one(w.TOOLS),) * 2
        return (self.one(w.NOUNS),) * 2

    def thing(self):
        """A noun with something before it."""
        kind = self.draw.random()
        if kind < 0.22:
            counted = self.join(self.count(), self.one(w.PLURALS))
            return counted if self.chance(0.6) else self.join(self.one(["about", "almost", "over",
                                                                        "only", "around"]), counted)
        if kind < 0.34:
            return self.join(self.one(["the", "our", "my", "their", "all", "some", "most", "many",
                                       "these", "those", "no", "more", "fewer"]),
                             self.one(w.PLURALS))
        adjective = self.one(w.ADJECTIVES) if self.chance(0.45) else ""
        noun = self.noun()
        if self.chance(0.12):
            noun = self.join(noun, (self.one(w.NOUNS),) * 2)
        before = self.one(["the"] * 8 + ["a"] * 5 + ["my"] * 3 + ["our"] * 3 + [
            "their", "this", "that", "every", "each", "another", "his", "her", "your", "no",
            "any", "some", "which", "the whole", "one of the"])
        if before == "a" and (adjective or noun[1])[0].lower() in "aeiou":
            before = "an"
        return self.join(before, adjective, noun)

    def join(self, *parts):
        spoken, written = [], []
        for part in parts:
            pair = part if isinstance(part, tuple) else (part, part)
            if pair[0]:
                spoken.append(pair[0])
                written.append(pair[1])
        return " ".join(spoken), " ".join(written)

    def tail(self):
        kind = self.draw.random()
        if kind < 0.35:
            return (self.one(w.WHY),) * 2
        if kind < 0.5:
            return self.join(self.one(["in", "within", "after", "for", "every", "over", "at least",
                                       "less than"]), self.duration())
        if kind < 0.6:
            return self.when()
        if kind < 0.75:
            return self.join(self.one(["with", "without", "from", "for", "in", "on", "about",
                                       "against", "behind", "before", "after", "instead of",
                                       "because of", "between us and", "outside", "under"]),
                             self.thing())
        if kind < 0.85:
            return (self.one(w.ADVERBS),) * 2
        if kind < 0.93:
            return self.join("by", self.one([self.percent, self.times, self.money])())
        return self.join(self.one(["with", "for", "from", "through"]), self.one(w.PEOPLE))

    def verb(self, form):
        return self.one(w.VERBS)[form]

    def subject(self):
        subject = self.one(w.SUBJECTS)
        return subject

    def clause(self):
        """A main clause, past tense mostly."""
        subject, kind = self.subject(), self.draw.random()
        adverb = self.one(w.ADVERBS) if self.chance(0.15) else ""
        if kind < 0.5:
            return self.join(subject, adverb, self.verb(1), self.thing())
        if kind < 0.58:
            modal = self.one(["would", "could", "should", "can", "will", "had to", "wanted to",
                              "decided to", "tried to", "didn't", "couldn't", "might", "did not",
                              "managed to", "offered to", "refused to", "used to"])
            return self.join(subject, modal, adverb, self.verb(0), self.thing())
        if kind < 0.63:
            was = "was" if subject not in ("we", "they", "you", "the engineers", "people",
                                           "the customers") else "were"
            return self.join(subject, was, adverb, self.verb(2), self.thing())
        if kind < 0.68:
            short = {"I": ["I've", "I'd", "I had"], "we": ["we've", "we'd", "we had"],
                     "they": ["they've", "they'd", "they had"]}.get(subject, [f"{subject} had"])
            return self.join(self.one(short), self.verb(1), self.thing())
        if kind < 0.76:
            return self.join(self.thing(), self.one(["was", "was not", "became", "seemed", "is",
                                                     "remained", "looked", "wasn't", "got"]),
                             self.one(["very", "too", "quite", "really", "more", "", "", ""]),
                             self.one(w.ADJECTIVES))
        if kind < 0.84:
            return self.join(self.thing(), self.one(["dropped", "went", "grew", "rose", "fell",
                                                     "increased", "improved", "went down"]),
                             "from", *self.change())
        if kind < 0.89:
            return self.join(self.one(["it took", "that cost", "it saved", "we lost", "I saved",
                                       "we saved", "that gave us", "it affected", "I had",
                                       "we had", "there were", "it needed", "we spent", "I spent"]),
                             self.one(["", "", "about", "only", "almost", "nearly", "exactly",
                                       "more than", "at least", "up to"]),
                             self.one([self.money, self.duration, self.percent,
                                       lambda: self.join(self.count(), self.one(w.PLURALS))])())
        if kind < 0.94:
            return self.join(self.thing(), "was", self.verb(1), "by", self.one(w.PEOPLE))
        return self.join(self.one(w.PEOPLE), self.verb(1), self.thing())

    def change(self):
        form = self.one([self.percent, self.percent, self.duration, self.money, self.count])
        first, second = form(), form()
        if self.chance(0.2):
            second = ("zero", "zero")
        return first, "to", second

    FRAMES = """In retrospect, I realized that {c}|Next time, {s} would {v} {t} earlier|
The situation was that {c}|My task was to {v} {t}|My responsibility was {t}|
{s} {d} {t}, then {s} {d} {t}, and finally {s} {d} {t}|As a result, {c}|The real root cause was {t}|
{t} dropped from {p} to {p}|The post-mortem estimated {m} {n}|What I would do differently is {v} {t}|
The lesson is that {c}|While {g} {t}, {s} {d} {t}|{s} {d} {t}, not {t}|There was {t} that nobody had {d}|
{g} {t} was {a}|If {s} had {d} {t}, {c}|When {c}, {s} {d} {t}|{s} asked {w} to {v} {t}|
{w} asked me to {v} {t}|{w} asked us to {v} {t}|{s} told {w} that {c}|{s} told {w} about {t}|
The problem was {t}|I think the problem was {t}|It was {t}|Because {c}, {s} {d} {t}|
How did you {v} {t}?|Why did you {v} {t}?|What happened to {t}?|Who {d} {t}?|
{c}, and {c}|{c}, but {c}|{c}, so {c}|{c}, which {d} {t}|{s} {d} {t} and {d} {t}|
First, {c}|Then {c}|After that, {c}|However, {c}|Before {g} {t}, {c}|To {v} {t}, {s} {d} {t}|
{w} adopted my {n} as {t}|{w} and I {d} {t}|{t}, {t}, and {t}|Let's {v} {t}|
I am proud that {c}|I learned that {c}|We learned that {c}|We figured out that {c}|
It turned out that {c}|That is why {c}|This is how {s} {d} {t}|{c} {x}|{c} {x}|{c} {x}|{c} {x}|
{c} {x} {x}|{c}|{c}|{c}|{s} {d} {t} {x}|{x}, {c}|I {d} {t} {x}|We {d} {t} {x}|I {d} {t}|We {d} {t}|
I {d} the {n}|We {d} the {n}|Our {n} was {a}|My {n} was {a}|{s} {d} {w}|
I decided to {v} {t}|We decided to {v} {t}|I coordinated {t} with {w}|I would propose {t}""".replace("\n", "").split("|")

    def sentence(self):
        parts = re.split(r"\{(\w)\}", self.one(self.FRAMES))
        makers = dict(c=self.clause, s=self.subject, v=lambda: self.verb(0),
                      d=lambda: self.verb(1), g=lambda: self.verb(2), t=self.thing,
                      n=self.noun, p=self.percent, m=self.money, w=lambda: self.one(w.PEOPLE),
                      a=lambda: self.one(w.ADJECTIVES), x=self.tail)
        subject, spoken, written = None, "", ""
        for i, part in enumerate(parts):
            if i % 2 == 0:
                pair = (part, part)
            elif part == "s" and subject and self.chance(0.6):
                pair = (subject, subject)
            else:
                pair = makers[part]()
                pair = pair if isinstance(pair, tuple) else (pair, pair)
                if part == "s":
                    subject = pair[0]
            spoken += pair[0]
            written += pair[1]
        return spoken, written

    def phrase(self):
        """A piece that is no sentence: what remains of speech between two pauses."""
        kind = self.draw.random()
        if kind < 0.25:
            return self.thing()
        if kind < 0.4:
            return self.tail()
        if kind < 0.55:
            return self.join(self.one(["and", "but", "so", "then", "and then", "because", "or"]),
                             self.clause())
        if kind < 0.63:
            return self.join(self.verb(2), self.thing())
        if kind < 0.7:
            return self.join(self.verb(1), self.thing(), self.tail())
        if kind < 0.85:        # words that nothing connects
            bag = [self.one([w.NOUNS, w.ADJECTIVES, w.ADVERBS, w.PLURALS, w.PEOPLE, w.TOOLS,
                             [v for three in w.VERBS for v in three]])
                   for _ in range(self.draw.randint(2, 6))]
            return self.join(*(self.one(words) for words in bag))
        if kind < 0.95:
            return self.one([self.percent, self.money, self.duration, self.count, self.when,
                             self.times, self.letters])()
        return self.join(self.thing(), self.one(["and", "or", "not", "versus", "per", "of"]),
                         self.thing())

    # How people say it -------------------------------------------------------------------------

    def hesitate(self, pair):
        """Fillers and restarts at places where both forms have the same words."""
        spoken, written = pair[0].split(), pair[1].split()
        places = []             # gaps before which both forms are word for word the same
        for i in range(min(len(spoken), len(written)) + 1):
            if spoken[:i] == written[:i]:
                places.append(i)
        for i in range(1, min(len(spoken), len(written)) + 1):
            if spoken[-i:] != written[-i:]:
                break
        for _ in range(1 if self.chance(0.7) else 2):
            if not places:
                break
            at = self.one(places)
            places = [p for p in places if p < at]
            kind = self.draw.random()
            if kind < 0.8 or at >= len(spoken):
                new = (self.one(FILLERS) + ",").split()
            elif kind < 0.9:
                new = [spoken[at].rstrip(",") + ","]
            else:
                swap = {"I": "we, I mean,", "we": "I, I mean,", "We": "I, I mean,"}
                new = swap.get(spoken[at], "no, wait,").split()
            for form in (spoken, written):
                if at:
                    form[at - 1] = form[at - 1].rstrip(",.") + ","
                form[at:at] = new
            if at == len(spoken) - len(new):
                break
        return " ".join(spoken).rstrip(",").replace(".,", ","), " ".join(written).rstrip(",")

    def finish(self, pair, stop):
        def form(text):
            text = re.sub(r"\s+", " ", text).strip()
            if stop:
                text = text[0].upper() + text[1:]
                if text[-1] not in ".?!":
                    text += "."
            return text
        return form(pair[0]), form(pair[1])

    def bag(self, vocabulary):
        """Words of the manuals and of the grammar that nothing connects, with numbers, fillers and
        persons among them: only who listens can write it."""
        parts = []
        for _ in range(self.draw.randint(3, 9)):
            kind = self.draw.random()
            if kind < 0.35:
                parts.append(self.one(vocabulary))
            elif kind < 0.60:
                parts.append(self.one(self.one([w.NOUNS, w.ADJECTIVES, w.ADVERBS, w.PLURALS,
                                                w.PEOPLE, w.TOOLS, w.WHY]
                                               + [[v for three in w.VERBS for v in three]] * 2)))
            elif kind < 0.78:
                parts.append(self.one([self.percent, self.money, self.duration, self.count,
                                       self.when, self.times, self.letters])())
            elif kind < 0.86:
                parts.append(self.one(FILLERS[:18]))
            else:
                parts.append(self.one(PERSONS))
        return self.finish(self.join(*parts), self.chance(0.5))

    def talk(self):
        kind = self.draw.random()
        if kind < 0.05:
            text = self.one(w.SHORT)
            if self.chance(0.3):
                filler = self.one(FILLERS[:18])
                keep = text.split()[0]
                first = text if keep == "I" or keep[:2] == "I'" else text[0].lower() + text[1:]
                text = f"{filler.capitalize()}, {first}"
            return text, text
        if kind < 0.25:
            pair = self.phrase()
            pair = self.hesitate(pair) if self.chance(0.3) else pair
            return self.finish(pair, self.chance(0.5))
        if kind < 0.27:
            fillers = ", ".join(self.one(FILLERS[:18]) for _ in range(self.draw.randint(1, 3)))
            return self.finish((fillers, fillers), self.chance(0.5))
        pair = self.sentence()
        if self.chance(0.33):
            pair = self.hesitate(pair)
        return self.finish(pair, self.chance(0.95))


# Sentences of manuals ------------------------------------------------------------------------

def manual_paragraphs(folder):
    folder = Path(folder)
    english = re.compile(r"en\.html$|/en-US/|/en/|git-doc/|debian-policy|python3|maint-guide/html/"
                         r"[a-z]+\.en|developers-reference/[a-z-]+\.html")
    pages = [p for p in folder.rglob("*.html") if p.is_file() and english.search(str(p))]
    pages += list(folder.rglob("help/C/**/*.page"))
    for page in sorted(pages):
        text = page.read_text(errors="ignore")
        text = re.sub(r"(?s)<(script|style|pre|code|tt|screen|cmd|title|info|kbd)\b.*?</\1>",
                      " ~ ", text)
        text = re.sub(r"</?(p|li|h\d|td|dd|dt|div|item|section)\b[^>]*>", "\n\n", text)
        yield from re.split(r"\n\s*\n", html.unescape(re.sub(r"<[^>]+>", "", text)))
    for packed in sorted(folder.rglob("*.dict.dz")):
        with gzip.open(packed, "rt", errors="ignore") as file:
            yield from re.split(r"\n\s*\n", file.read())


def general(folder, count, seed, rare=3):
    """Sentences of plain words, each word found at least `rare` times in all of them."""
    sentences = set()
    for paragraph in manual_paragraphs(folder):
        paragraph = re.sub(r"\s+", " ", paragraph.replace("\u2019", "'").replace("\xa0", " "))
        for text in re.split(r"(?<=[.?!])\s+", paragraph):
            text = re.sub(r" \([^()]*\)", "", text.strip(" *")).replace('"', "")
            text = re.sub("[\u201c\u201d]", "", text)
            if (4 <= len(text.split()) <= 24 and re.fullmatch(r"[A-Z][A-Za-z ,'-]+[.?!]", text)
                    and not re.search(r"[A-Z]{2}|[a-z][A-Z]|--| -|'[^a-z]| [b-hj-z]\b", text)):
                sentences.add(text)
    while True:
        seen = collections.Counter(word for text in sentences
                                   for word in re.findall(r"[a-z']+", text.lower()))
        kept = {text for text in sentences
                if all(seen[word] >= rare for word in re.findall(r"[a-z']+", text.lower()))}
        if len(kept) == len(sentences):
            break
        sentences = kept
    chosen = sorted(sentences)
    random.Random(seed).shuffle(chosen)
    return chosen[:count], len(sentences), len(seen)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--manuals", required=True)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    lines = []
    with open(Path(__file__).with_name("demo-sentences.tsv")) as file:
        lines += ["demo\t" + line.rstrip("\n") for line in file if not line.startswith("#")]
    lines = lines[:max(1, int(len(lines) * args.scale))]
    with open(Path(__file__).with_name("demo-takes.tsv")) as file:
        lines += ["take:" + line.rstrip("\n") for line in file if not line.startswith("#")]
    grammar, made = Grammar(args.seed), set()
    while len(made) < 16000 * args.scale:
        spoken, written = grammar.talk()
        if 1 <= len(written.split()) <= 30:
            made.add(f"talk\t{spoken}\t{written}")
    made = sorted(made)
    random.Random(args.seed).shuffle(made)
    plain, total, words = general(args.manuals, int(12000 * args.scale), args.seed)
    counted = collections.Counter(word for text in plain
                                  for word in re.findall(r"\b[a-z][a-z']*\b", text))
    vocabulary = sorted(word for word, times in counted.items() if times > 1 and len(word) > 1)
    bags = []
    while len(bags) < 5000 * args.scale:
        spoken, written = grammar.bag(vocabulary)
        if len(written) < 120:
            bags.append(f"bag\t{spoken}\t{written}")
    with open(args.out, "w") as out:
        out.writelines(line + "\n" for line in lines + made
                       + [f"general\t{text}\t{text}" for text in plain] + bags)
    print(f"{len(lines)} demo, {len(made)} talk, {len(plain)} of {total} general sentences "
          f"of {words} words, {len(bags)} bags of {len(vocabulary)} words")


if __name__ == "__main__":
    main()
