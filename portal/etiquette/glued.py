"""Latin words written without a space: «salamkhastenabashid» parted by the lexicon."""

from functools import lru_cache

from portal.etiquette.readings import Reading, readings

SHORTEST, LONGEST = 12, 60
PIECE = 13
SURE = 1.2


@lru_cache(maxsize=500)
def parted(word: str) -> tuple[Reading, ...]:
    """Return the readings of the pieces of a glued word, () if it does not part well."""
    size = len(word)
    if not SHORTEST <= size <= LONGEST:
        return ()
    best: list[tuple[float, int, Reading | None] | None] = [(0.0, 0, None)] + [None] * size
    for end in range(2, size + 1):
        for start in range(max(0, end - PIECE), end - 1):
            before = best[start]
            if before is None:
                continue
            found = readings(word[start:end])
            if not found or not found[0].exact or found[0].score < SURE:
                continue
            price = before[0] + 3.2 - found[0].score * 0.6 + (1.2 if end - start == 2 else 0.0)
            if best[end] is None or price < best[end][0]:
                best[end] = (price, start, found[0])
    if best[size] is None:
        return ()
    pieces, at = [], size
    while at:
        _, at, piece = best[at]
        pieces.append(piece)
    return tuple(reversed(pieces)) if 1 < len(pieces) <= size / 3 else ()
