"""Logistic regression by plain gradient descent, with the signs of weights held."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

STEPS, RATE, MOMENTUM = 300, 0.5, 0.9


@dataclass(frozen=True)
class Example:
    """What was seen of an item, whether it is one, how much it counts, whom it stems from."""

    seen: Mapping[str, float]
    label: bool
    counts: float = 1.0
    origin: int = -1


@dataclass(frozen=True)
class Model:
    """Weights by feature, and the bias."""

    weights: Mapping[str, float]
    bias: float

    def score(self, seen: Mapping[str, float]) -> float:
        """Return the likelihood, 0 to 1."""
        total = self.bias + sum(self.weights[name] * value for name, value in seen.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def fit(
    examples: Sequence[Example],
    signs: Mapping[str, int],
    priors: Mapping[str, float],
    ridge: float = 4.0,
) -> Model:
    """Return the weights of least loss. A weight keeps to its sign (1 or -1; 0 is free).

    `ridge` draws the weights, in units of the features' deviation, to 0 or to those of `priors`.
    """
    names = list(signs)
    size = len(examples)
    rows = [[example.seen[name] for name in names] for example in examples]
    mean = [sum(column) / size for column in zip(*rows, strict=True)]
    wide = [
        sqrt(sum((value - mid) ** 2 for value in column) / size) or 1.0
        for column, mid in zip(zip(*rows, strict=True), mean, strict=True)
    ]
    rows = [[(v - m) / s for v, m, s in zip(row, mean, wide, strict=True)] for row in rows]
    drawn = [priors.get(name, 0.0) * s for name, s in zip(names, wide, strict=True)]
    weights, bias = list(drawn), 0.0
    speed, bias_speed = [0.0] * len(names), 0.0
    whole = sum(example.counts for example in examples)
    for _ in range(STEPS):
        slope = [ridge * (w - d) / size for w, d in zip(weights, drawn, strict=True)]
        bias_slope = 0.0
        for row, example in zip(rows, examples, strict=True):
            total = bias + sum(map(float.__mul__, weights, row))
            told = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
            error = (told - example.label) * example.counts / whole
            bias_slope += error
            for at, value in enumerate(row):
                slope[at] += error * value
        for at, name in enumerate(names):
            speed[at] = MOMENTUM * speed[at] - RATE * slope[at]
            weights[at] += speed[at]
            if weights[at] * signs[name] < 0:
                weights[at] = speed[at] = 0.0
        bias_speed = MOMENTUM * bias_speed - RATE * bias_slope
        bias += bias_speed
    found = {name: w / s for name, w, s in zip(names, weights, wide, strict=True)}
    return Model(found, bias - sum(found[n] * m for n, m in zip(names, mean, strict=True)))


def crossed(
    examples: Sequence[Example],
    extra: Sequence[Example],
    signs: Mapping[str, int],
    priors: Mapping[str, float],
    ridge: float = 4.0,
    folds: int = 8,
) -> list[float]:
    """Return each example's score by a model that has not seen it, nor what stems from it."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    scores = [0.0] * len(examples)
    for fold in range(folds):
        held = set(order[fold::folds])
        rest = [example for at, example in enumerate(examples) if at not in held]
        rest += [example for example in extra if example.origin not in held]
        model = fit(rest, signs, priors, ridge)
        for at in held:
            scores[at] = model.score(examples[at].seen)
    return scores
