"""Finds the weights of many_topics on the dev splits (docs/etiquette.md, "Retraining").

A request scores as the best of its places does, so each step moves the weights of that place
alone, towards the label; a pull towards the first guess keeps rare signs from running away.
"""

import json
import math
import random
from pathlib import Path

from portal.etiquette import many_topics
from portal.etiquette.folding import fold
from portal.etiquette.subjects import plain

CORPUS = Path(__file__).parents[3] / "tests" / "etiquette" / "corpus"
STEPS, RATE, PULL = 400, 0.05, 0.02


def examples() -> list[tuple[list[dict[str, float]], bool]]:
    """The signs of each place of each request, and whether it holds several matters."""
    found = []
    for name in ("tickets", "matters"):
        for line in (CORPUS / f"{name}.dev.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            body, subject = item.get("body") or "", item.get("subject") or ""
            told = [s for s in many_topics._sentences(body) if not many_topics._is_empty(s)]
            title = plain(fold(subject).text)
            places = [many_topics.signs(told[:i], told[i], title) for i in range(1, len(told))]
            if places:
                found.append((places, "many_topics" in item["rules"]))
    return found


def score(weights: dict[str, float], places: list[dict[str, float]]) -> tuple[float, dict]:
    """The best place's score above the threshold, and its signs."""

    def of(signs: dict[str, float]) -> float:
        return sum(weights[name] * value for name, value in signs.items())

    best = max(places, key=of)
    return of(best) - many_topics.THRESHOLD, best


def fit(items: list, start: dict[str, float]) -> dict[str, float]:
    """Weights after gradient descent on the logistic loss."""
    weights = dict(start)
    for _ in range(STEPS):
        slope = dict.fromkeys(weights, 0.0)
        for places, meant in items:
            above, signs = score(weights, places)
            error = 1 / (1 + math.exp(-2 * above)) - meant
            for name, value in signs.items():
                slope[name] += error * value
        for name in weights:
            weights[name] -= RATE * (
                slope[name] / len(items) * 20 + PULL * (weights[name] - start[name])
            )
    return weights


def main() -> None:
    """Print what five folds say of the method, then the weights of all."""
    items = examples()
    random.Random(7).shuffle(items)
    hits = alarms = missed = 0
    for fold_ in range(5):
        weights = fit([x for i, x in enumerate(items) if i % 5 != fold_], many_topics.WEIGHTS)
        for places, meant in items[fold_::5]:
            found = score(weights, places)[0] > 0
            hits += found and meant
            alarms += found and not meant
            missed += meant and not found
    print(f"five folds: precision {hits / (hits + alarms):.3f} recall {hits / (hits + missed):.3f}")
    for name, weight in fit(items, many_topics.WEIGHTS).items():
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main()
