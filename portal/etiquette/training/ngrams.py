"""A logistic model over n-grams of letters, trained by gradient steps in a fixed order."""

from collections import Counter
from math import exp
from random import Random

from portal.etiquette.latin_model import grams

Sample = tuple[list[str], int]


def train(samples: list[tuple[str, int]], keep: int, chance: Random) -> dict[str, float]:
    """Return the weights of the `keep` n-grams that tell Persian (1) from other words (0) best."""
    known = [(grams(word), label) for word, label in samples]
    often = Counter(gram for found, _ in known for gram in set(found))
    frequent = {gram for gram, times in often.items() if times >= 5}
    weights = _descend(_only(known, frequent), 2, chance)
    ranked = sorted(weights, key=lambda gram: (-abs(weights[gram]) * often[gram] ** 0.5, gram))
    return _descend(_only(known, set(ranked[:keep])), 4, chance)


def _only(samples: list[Sample], kept: set[str]) -> list[Sample]:
    return [([gram for gram in found if gram in kept], label) for found, label in samples]


def _descend(samples: list[Sample], rounds: int, chance: Random) -> dict[str, float]:
    weights: dict[str, float] = {}
    order = list(range(len(samples)))
    for turn in range(rounds):
        chance.shuffle(order)
        step = 0.25 / (1 + turn)
        for index in order:
            found, label = samples[index]
            total = sum(weights.get(gram, 0.0) for gram in found)
            wrong = label - 1 / (1 + exp(-max(-30.0, min(30.0, total))))
            if abs(wrong) < 0.01:
                continue
            move = step * wrong
            for gram in found:
                old = weights.get(gram, 0.0)
                weights[gram] = old + move - step * 0.0004 * old
    return weights
