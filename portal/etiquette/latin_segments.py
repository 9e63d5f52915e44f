"""Which stretches of neighbouring Latin words are Persian, and which another language."""

import re

from portal.etiquette.latin import Word

SENTENCE_END = re.compile(r"[.!?؟:;؛\n…]")


def segments(group: list[Word]) -> list[tuple[bool, list[Word]]]:
    """Part a group into stretches that are rather Persian (True) and rather not, by Viterbi."""
    scores, steps = [0.0, 0.0], []
    for word in group:
        turn = 1.5 if SENTENCE_END.search(word.gap) else 3.0 if "," in word.gap else 4.0
        most = 4.0 if len(word.text) > 1 else 2.0
        weight = max(-most, min(most, word.sign.weight))
        other, persian = scores
        steps.append((other < persian - turn, persian >= other - turn))
        scores = [max(other, persian - turn) - weight / 2, max(persian, other - turn) + weight / 2]
    state = scores[1] >= scores[0]
    states = []
    for from_persian, stays in reversed(steps):
        states.append(state)
        state = stays if state else from_persian
    states.reverse()
    parts: list[tuple[bool, list[Word]]] = []
    for word, state in zip(group, states, strict=True):
        if not parts or parts[-1][0] is not state:
            parts.append((state, []))
        parts[-1][1].append(word)
    return _without_cousins(parts)


def _without_cousins(parts: list[tuple[bool, list[Word]]]) -> list[tuple[bool, list[Word]]]:
    """Join what only looks Persian to the Turkish or Kurdish that it stands in."""
    joined: list[tuple[bool, list[Word]]] = []
    for persian, words in parts:
        if joined and joined[-1][0] is not persian and not SENTENCE_END.search(words[0].gap):
            before = joined[-1][1]
            own, other = (words, before) if persian else (before, words)
            foreign = sum(bool(word.sign.foreign) for word in (*own, *other))
            if foreign > 1 and foreign > 2 * sum(word.sign.certain for word in own):
                joined[-1] = (False, before + words)
                continue
        if joined and joined[-1][0] is persian:
            joined[-1][1].extend(words)
        else:
            joined.append((persian, words))
    return joined
