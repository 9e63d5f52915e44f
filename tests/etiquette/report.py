"""How well the rules read: precision, recall and speed over the corpora (docs/etiquette.md).

Each corpus has two splits. `dev` is for tuning; `heldout` is only ever counted: its texts are
never shown, so that nobody tunes on them.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import sqrt
from pathlib import Path

from portal.etiquette import Draft, Level, apply, review
from portal.etiquette.folding import words
from portal.etiquette.similarity import new_topic, same_topic

CORPUS = Path(__file__).parent / "corpus"
SPLITS = ("dev", "heldout")
BLOCKING = (Level.REVIEW, Level.REQUIRE)
# Of normal deviates, for intervals of 95 %.
Z = 1.96


@dataclass
class Tally:
    """Hits and misses of one task; `wrong` holds the items that were read wrongly."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    scores: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, found: bool, meant: bool, shown: str, score: float | None = None) -> None:
        """Count one item; `shown` names it in the list of errors."""
        if found:
            self.tp, self.fp = self.tp + meant, self.fp + (not meant)
        else:
            self.fn, self.tn = self.fn + meant, self.tn + (not meant)
        if found != meant:
            self.wrong.append(("missed" if meant else "alarm", shown))
        if score is not None:
            self.scores.append((score, meant))

    @property
    def size(self) -> int:
        """How many items were counted."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def area(self) -> float | None:
        """The area under the ROC curve: how often a true one scores above a false one."""
        good = [score for score, meant in self.scores if meant]
        bad = [score for score, meant in self.scores if not meant]
        if not good or not bad:
            return None
        won = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
        return won / (len(good) * len(bad))

    def line(self, name: str) -> str:
        """One row of the report."""
        alarms = self.fp / (self.fp + self.tn) if self.fp + self.tn else 0.0
        area = f"{self.area:.3f}" if self.area is not None else ""
        return (
            f"{name:<22} {self.tp + self.fn:>4}+ {self.fp + self.tn:>4}-  "
            f"{_with_interval(self.tp, self.tp + self.fp)}  "
            f"{_with_interval(self.tp, self.tp + self.fn)}  {self.f1:.3f}  {alarms:.3f}  {area}"
        )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % for a share."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, Z * Z
    middle = share + square / (2 * whole)
    wide = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    return (middle - wide) / (1 + square / whole), (middle + wide) / (1 + square / whole)


def _with_interval(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole if whole else 1.0:.3f} [{low:.3f}–{high:.3f}]"


def items(name: str, split: str) -> Iterator[dict]:
    """Return the items of a corpus."""
    path = CORPUS / f"{name}.{split}.jsonl"
    if path.exists():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _found(item: dict) -> set[str]:
    urgency = item.get("urgency", "normal")
    draft = Draft(item.get("subject"), item.get("body"), item.get("category"), urgency=urgency)
    return {finding.rule for finding in review(draft)}


def _text(item: dict) -> str:
    return " | ".join(str(item[key]) for key in ("subject", "body", "category") if item.get(key))


def single(name: str, rules: Iterable[str], meant: Callable[[dict], bool], split: str) -> Tally:
    """Count a corpus of texts against one rule, or against any of several."""
    tally, rules = Tally(), set(rules)
    for item in items(name, split):
        tally.add(bool(rules & _found(item)), meant(item), _text(item))
    return tally


def tickets(split: str) -> dict[str, Tally]:
    """Count whole requests: rule by rule, all together, and how many clean ones are blocked."""
    tallies = {"all rules (micro)": Tally(), "clean but blocked": Tally()}
    labelled = (
        "generic_title", "excess_punctuation", "finglish", "not_persian", "colloquial",
        "secret_pasted", "incomplete", "many_topics",
    )  # fmt: skip
    for item in items("tickets", split):
        draft = Draft(item.get("subject"), item.get("body"), item.get("category"))
        findings = review(draft)
        found = {finding.rule for finding in findings}
        for rule in labelled:
            told = rule in found, rule in item["rules"], f"{rule}: {_text(item)}"
            tallies.setdefault(f"tickets: {rule}", Tally()).add(*told)
            tallies["all rules (micro)"].add(*told)
        if not item["rules"]:
            blocked = any(finding.level in BLOCKING for finding in findings)
            tallies["clean but blocked"].add(blocked, False, f"{found}: {_text(item)}")
    return tallies


def pairs(split: str) -> Tally:
    """Count pairs of requests that are one matter or two."""
    tally = Tally()
    for item in items("pairs", split):
        a, b = ((item[key].get("subject", ""), item[key].get("body", "")) for key in "ab")
        same, score = same_topic(a, b)
        tally.add(same, item["same"], f"{score} A {a} B {b}", score)
    return tally


def replies(split: str) -> Tally:
    """Count replies that stay with their thread or open a new matter."""
    tally = Tally()
    for item in items("replies", split):
        thread = [letter["text"] for letter in item["thread"]]
        new, score = new_topic(thread, item["reply"])
        tally.add(new, item["new_topic"], f"{score} {thread} >>> {item['reply']}", score)
    return tally


def transliteration(split: str) -> tuple[int, int, int, list[tuple[str, str]]]:
    """Return words offered rightly, words offered, all words, and the wrong ones."""
    right = offered = whole = 0
    wrong = []
    for item in items("transliteration", split):
        meant = item["persian"].split()
        whole += len(meant)
        findings = [f for f in review(Draft(None, item["finglish"])) if f.rule == "finglish"]
        if not any(f.suggestion for f in findings):
            wrong.append(("none", item["finglish"]))
            continue
        told = apply(item["finglish"], findings).split()
        offered += len(meant)
        hits = [_key(one) == _key(two) for one, two in zip(told, meant, strict=False)]
        right += sum(hits)
        if len(told) != len(meant) or not all(hits):
            wrong.append((item["finglish"], f"{' '.join(told)} ≠ {item['persian']}"))
    return right, offered, whole, wrong


def _key(word: str) -> str:
    return "".join(words(word))


def speed(split: str) -> float:
    """Return how many texts are reviewed in a second."""
    texts = [item.get("body") or "" for item in items("tickets", split)]
    texts += [item.get("body") or "" for item in items("latin", split)]
    started = time.perf_counter()
    for text in texts:
        review(Draft(None, text))
    return len(texts) / (time.perf_counter() - started)


def tasks(split: str, wanted: str = "") -> Iterator[tuple[str, Tally]]:
    """Yield the tally of each task whose name holds `wanted`."""

    def label(item: dict) -> bool:
        return item["label"]

    def one(name: str, corpus: str, rules: list[str], meant: Callable[[dict], bool]) -> dict:
        return {name: single(corpus, rules, meant, split)} if wanted in name else {}

    yield from one("generic_title", "generic_title", ["generic_title"], label).items()
    yield from one("finglish", "latin", ["finglish"], lambda i: i["finglish"]).items()
    both = ["finglish", "not_persian"]
    yield from one("only Persian", "latin", both, lambda i: any(i[r] for r in both)).items()
    for rule in ("colloquial", "excess_punctuation", "secret_pasted", "urgency_overuse"):
        yield from one(rule, rule, [rule], label).items()
    yield from ((name, tally) for name, tally in tickets(split).items() if wanted in name)
    for rule in ("incomplete", "many_topics"):
        meant = partial(_has, rule)
        yield from one(f"matters: {rule}", "matters", [rule], meant).items()
    for name, count in (("repeated_request", pairs), ("new_topic", replies)):
        if wanted in name:
            yield name, count(split)


def _has(rule: str, item: dict) -> bool:
    return rule in item["rules"]


def main() -> None:
    """Print the report; with --errors, what was read wrongly in the dev split."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--split", choices=SPLITS, action="append")
    parser.add_argument("--task", help="only tasks whose name holds this", default="")
    parser.add_argument("--errors", action="store_true", help="list errors of the dev split")
    given = parser.parse_args()
    for split in given.split or SPLITS:
        print(f"\n{split:<22} {'items':>11}  {'precision':<21}  {'recall':<21}  F1     alarms area")
        for name, tally in tasks(split, given.task):
            if not tally.size:
                continue
            print(tally.line(name))
            if given.errors and split == "dev":
                for kind, shown in tally.wrong:
                    print(f"    {kind}: {shown!r}")
        if given.task in "transliteration":
            right, offered, whole, wrong = transliteration(split)
            print(
                f"transliteration        words right {_with_interval(right, offered)}"
                f" of those offered; offered for {offered / (whole or 1):.3f} of {whole}"
            )
            if given.errors and split == "dev":
                for one, two in wrong:
                    print(f"    {one}: {two}")
        print(f"speed                  {speed(split):.0f} texts a second")


if __name__ == "__main__":
    main()
