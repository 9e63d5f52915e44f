"""The hand-written lists beside this file, as entries of the lexicon."""

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
# Written form, sounds, how common (1 to 9), kind: n word, m name of a person,
# f function word, v whole verb, p past stem, s present stem.
Row = tuple[str, str, int, str]
# Past stems that are nouns as well.
NOUNS = frozenset(
    [
        "خرید",
        "رسید",
        "پرداخت",
        "فروخت",
        "شناخت",
        "ساخت",
        "بازگشت",
        "برگشت",
        "برداشت",
        "دریافت",
        "گفت",
        "کشت",
    ]
)


def rows(name: str) -> Iterator[list[str]]:
    """Return the fields of each line of a list."""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def lexicon() -> list[Row]:
    """Return every entry once, with the highest of its frequencies, in a stable order."""
    common: dict[tuple[str, str, str], int] = {}
    for persian, said, often, kind in _all():
        place = persian, said, kind
        common[place] = max(common.get(place, 0), often)
    return [(p, s, often, k) for (p, s, k), often in sorted(common.items())]


def _all() -> Iterator[Row]:
    function = {word for (line,) in rows("function_words") for word in line.split()}
    verbs = {row[0] for row in rows("verbs")} - NOUNS
    for name in ("words", "inflected", "more_words"):
        for persian, said, often in rows(name):
            kind = "f" if persian in function else "v" if persian in verbs else "n"
            yield persian, said, int(often), kind
    for persian, said, often in rows("names"):
        yield persian, said, int(often), "m"
    for persian, said, often in rows("irregular_spoken"):
        yield persian, said, int(often), "f" if persian in function else "v"
    for _, said, often, canonical in rows("variants"):
        yield canonical, said, int(often), "f" if canonical in function else "n"
    for past, past_said, present, present_said, often, spoken, spoken_said in rows("verbs"):
        yield past, past_said, int(often), "p"
        yield present, present_said, int(often), "s"
        if spoken != "-":
            yield spoken, spoken_said, int(often), "s"


def english() -> dict[str, int]:
    """Return English words with their size in SCOWL: the smaller, the more common."""
    found: dict[str, int] = {}
    size = 0
    for line in (HERE / "english.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            size = int(line.strip("[]"))
        elif not line.startswith("#"):
            for word in line.split():
                found.setdefault(word, size)
    return found
