"""Fits what repeated_request and new_topic weigh, from the dev corpora and
pairs.txt and replies.txt beside this file.

    python -m portal.etiquette.training.similarity frequencies

writes data/similarity_frequencies.txt, and without an argument it prints weights and figures.

The printed weights stand as constants in portal/etiquette/likeness.py and reply_topics.py.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from portal.etiquette.concepts import terms
from portal.etiquette.folding import folded
from portal.etiquette.gist import gist
from portal.etiquette.lexicon import DATA
from portal.etiquette.likeness import features
from portal.etiquette.numbers import pieces
from portal.etiquette.reply_topics import features as reply_features
from portal.etiquette.training.fitting import Example, Model, crossed, fit

HERE = Path(__file__).absolute().parent
CORPUS = HERE.parents[2] / "tests" / "etiquette" / "corpus"
# Keys of corpus items that hold no text of customers.
LABELS = frozenset(["note", "category", "rules", "missing", "from", "id", "label", "finglish"])
PAIR_SIGNS = {
    "trade": 1, "field": 1, "shared": 1, "nothing": -1, "second": 1, "titles": 1, "contrast": -1,
    "aspect": 1, "other aspect": -1, "mode": 1, "price apart": -1, "how apart": -1,
    "fault apart": -1, "chases": 1, "settled": -1,
    "same name": 1, "same error": 1, "same amount": 1, "same figure": 1,
    "other name": -1, "other quote": -1, "other line": -1, "other mobile": -1, "other error": -1,
    "other amount": -1, "other date": -1,
}  # fmt: skip
STRANGERS = 600
# What the trade knows better than some hundred pairs do.
PAIR_PRIORS = {
    "same name": 2.5, "other name": -6.0, "other quote": -1.0, "other line": -5.0,
    "other mobile": -3.0, "other error": -5.0, "other amount": -3.0, "other date": -3.0,
}  # fmt: skip

REPLY_SIGNS = {
    "solved": 1, "opens": 1, "asked": -1, "answers": -1, "owned": -1, "told to": -1,
    "continues": -1, "points back": -1, "estranged": 1, "kept fields": -1, "new fields": 1,
    "core": 1, "major": 1, "minor": 1, "aspects": 1, "requests": 1, "wants": 1, "tells": -1, 
    "words": 0, "tiny": -1, "codes": -1, "nothing": -1,
}  # fmt: skip

REPLY_PRIORS = {"answers": -1.5, "owned": -0.8, "points back": -1.0}


def items(name: str) -> list[dict]:
    """Return the items of a dev corpus."""
    path = CORPUS / f"{name}.dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _texts(item: object) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, list):
        for one in item:
            yield from _texts(one)
    elif isinstance(item, dict):
        for key, one in item.items():
            if key not in LABELS:
                yield from _texts(one)


def write_frequencies() -> None:
    """Count in how many items each concept or word stands, and write those of two and more."""
    counts: Counter[str] = Counter()
    size = 0
    for path in sorted(CORPUS.glob("*.dev.jsonl")):
        if path.name.startswith("transliteration"):
            continue
        for item in items(path.name.partition(".")[0]):
            found = terms(pieces("\n".join(_texts(item))))
            counts.update({t.concept.name for t in found if t.concept.kind != "common"})
            size += 1
    rows: dict[int, list[str]] = {}
    for name, count in counts.items():
        if count > 1:
            rows.setdefault(count, []).append(name)
    lines = [f"texts {size}"]
    lines += [f"{count} {' '.join(sorted(rows[count]))}" for count in sorted(rows, reverse=True)]
    (DATA / "similarity_frequencies.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def pair_examples() -> tuple[list[Example], list[Example]]:
    """Return the pairs, and pairs made of them: other numbers, the same again, unrelated ones."""
    pairs = items("pairs") + _written_pairs()
    told = [Example(_seen(item["a"], item["b"]), item["same"]) for item in pairs]
    chance = random.Random(5)
    made = []
    for at, item in enumerate(pairs):
        for side in "ab":
            other = _with_other_numbers(item[side], chance)
            if other:
                made.append(Example(_seen(item[side], other), False, 0.25, at))
        made.append(Example(_seen(item["a"], item["a"]), True, 0.06, at))
        stranger = pairs[(at * 7 + 13) % len(pairs)]["b"]
        made.append(Example(_seen(item["a"], stranger), False, 0.12, at))
    return told, made + _strangers()


def _strangers() -> list[Example]:
    """Return pairs of whole requests of the dev corpus, which are two matters by chance."""
    tickets = [one for one in items("tickets") if one.get("subject") and one.get("body")]
    chance = random.Random(7)
    drawn = (chance.sample(tickets, 2) for _ in range(STRANGERS))
    return [Example(_seen(a, b), False, 0.1) for a, b in drawn]


def _written_pairs() -> list[dict]:
    """Return the pairs of pairs.txt in the shape of the corpus."""
    found = []
    for mark, line in _written("pairs"):
        a, b = (
            dict(zip(("subject", "body"), map(str.strip, half.split("|")), strict=True))
            for half in line.split("||")
        )
        found.append({"a": a, "b": b, "same": mark == "+"})
    return found


def _written_replies() -> list[dict]:
    """Return the replies of replies.txt in the shape of the corpus."""
    found = []
    for mark, line in _written("replies"):
        letters, reply = line.split(">>>")
        thread = [{"text": letter.strip()} for letter in letters.split("|")]
        found.append({"thread": thread, "reply": reply.strip(), "new_topic": mark == "+"})
    return found


def _written(name: str) -> Iterator[tuple[str, str]]:
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line[:1] in ("+", "-"):
            yield line[0], line[1:].strip()


def _seen(a: dict, b: dict) -> dict[str, float]:
    return features(*(gist(one["subject"], one["body"]) for one in (a, b)))


def reply_examples() -> tuple[list[Example], list[Example]]:
    """Return the replies, and replies made of pairs: their second text answering the first."""
    told = [
        Example(
            reply_features([o["text"] for o in item["thread"]], item["reply"])[0], item["new_topic"]
        )
        for item in items("replies") + _written_replies()
    ]
    made = []
    for item in items("pairs"):
        thread = [item["a"]["subject"], item["a"]["body"]]
        seen = reply_features(thread, item["b"]["body"])[0]
        made.append(Example(seen, not item["same"], 0.12))
    return told, made


def _with_other_numbers(text: dict, chance: random.Random) -> dict | None:
    """Return the text with other long numbers, if one of them names the matter."""

    def change(number: re.Match) -> str:
        digits = folded(number.group())
        return "".join(str((int(d) + chance.randint(1, 8)) % 9 + 1) for d in digits)

    other = {key: re.sub(r"\d{3,}", change, text[key]) for key in ("subject", "body")}
    before, after = (gist(one["subject"], one["body"]).facts for one in (text, other))
    named = ("line", "ref", "invoice", "order", "pattern", "error", "mobile")
    parted = [k for k in named if before.get(k) and not before[k] & after.get(k, frozenset())]
    return other if parted else None


def area(scores: list[float], examples: list[Example]) -> float:
    """Return the area under the ROC curve."""
    good = [s for s, e in zip(scores, examples, strict=True) if e.label]
    bad = [s for s, e in zip(scores, examples, strict=True) if not e.label]
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / (len(good) * len(bad))


def f1(scores: list[float], examples: list[Example]) -> float:
    """Return F1 at the threshold of one half."""
    told = [(s >= 0.5, e.label) for s, e in zip(scores, examples, strict=True)]
    hits = sum(found and label for found, label in told)
    return 2 * hits / (sum(found for found, _ in told) + sum(label for _, label in told))


def _show(name: str, told: list[Example], made: list[Example], signs: dict, priors: dict) -> None:
    scores = crossed(told, made, signs, priors)
    print(f"# {name}, cross-validated: area {area(scores, told):.3f}, F1 {f1(scores, told):.3f}")
    model: Model = fit([*told, *made], signs, priors)
    print(f"BIAS = {model.bias:.2f}\nWEIGHTS = {{")
    for feature, value in model.weights.items():
        print(f'    "{feature}": {value:.2f},')
    print("}")


def main() -> None:
    """Write the frequencies or print the weights."""
    if sys.argv[1:] == ["frequencies"]:
        write_frequencies()
        return
    _show("pairs", *pair_examples(), PAIR_SIGNS, PAIR_PRIORS)
    _show("replies", *reply_examples(), REPLY_SIGNS, REPLY_PRIORS)


if __name__ == "__main__":
    main()
