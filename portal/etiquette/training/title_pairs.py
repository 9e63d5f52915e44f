"""Makes data/titles_pairs.txt: how usual each pair of letters is in Persian and in English words.

Run it by `python -m portal.etiquette.training.title_pairs`; the same lists give the same bytes.
"""

from collections import Counter
from collections.abc import Iterable
from math import log
from pathlib import Path

from portal.etiquette.folding import words

HERE = Path(__file__).parent
OUT = HERE.parent / "data" / "titles_pairs.txt"
HEAD = (
    "# Made by portal/etiquette/training/title_pairs.py from words.txt and english.txt beside it.\n"
    "# Two letters (^ begins a word, $ ends it) and how unusual they are: ten times the negative\n"
    "# logarithm of how often the second follows the first. Pairs never met are not listed.\n"
    "# The English words are those of SCOWL: training/SCOWL-Copyright.txt.\n"
)
ALPHABET = 36
UNSEEN = 0.2
A_LINE = 14


def unusual(given: Iterable[str]) -> dict[str, int]:
    """Return, for each pair of letters that was met, ten times its negative log-likelihood."""
    pairs, firsts = Counter(), Counter()
    for word in given:
        marked = f"^{word}$"
        pairs.update(zip(marked, marked[1:], strict=False))
        firsts.update(marked[:-1])
    return {
        one + two: round(-10 * log((times + UNSEEN) / (firsts[one] + UNSEEN * ALPHABET)))
        for (one, two), times in pairs.items()
    }


def main() -> None:
    """Write the file."""
    persian = ["".join(words(line.split("\t")[0])) for line in _lines("words.txt")]
    english = [w for line in _lines("english.txt") for w in line.split() if w.isalpha()]
    parts = [HEAD]
    for name, given in (("persian", persian), ("english", english)):
        tokens = [f"{pair}{value}" for pair, value in sorted(unusual(given).items())]
        parts.append(f"[{name}]\n")
        parts += [" ".join(tokens[at : at + A_LINE]) + "\n" for at in range(0, len(tokens), A_LINE)]
    OUT.write_text("".join(parts), encoding="utf-8")


def _lines(name: str) -> list[str]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and line[0] not in "#["]


if __name__ == "__main__":
    main()
