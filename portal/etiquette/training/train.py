"""Makes the data files of the rule finglish; the same sources give the same bytes."""

from random import Random

from portal.etiquette.latin_model import grams
from portal.etiquette.lexicon import word_set
from portal.etiquette.training.ngrams import train
from portal.etiquette.training.sources import DATA, HERE, Row, english, lexicon
from portal.etiquette.training.spelling import Writer, inflected

SEED = 1405
WRITERS = 900
WORDS_A_WRITER = 70
GRAMS = 9000
# How often an English word of each size of SCOWL stands among the samples.
TIMES = {10: 5, 20: 2, 35: 1}
OURS = (
    "# Made by script/train-finglish from portal/etiquette/training/, whose lists were written by\n"
    "# hand for this project (MIT, as the project).\n"
)
LETTERS = 98


def main() -> None:
    """Write the lexicon, the n-grams and the English words."""
    for name, text in made().items():
        path = DATA / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        print(f"{path.name} {len(text.encode())} bytes")


def made() -> dict[str, str]:
    """Return the text of each data file; the same sources give the same text."""
    entries = lexicon()
    weights = train(_samples(entries), GRAMS, Random(SEED))
    return {
        "finglish_words": OURS + _lexicon(entries),
        "finglish_ngrams": _model(weights),
        "english": _english(weights),
    }


def _samples(entries: list[Row]) -> list[tuple[str, int]]:
    chance = Random(SEED)
    often = [1 + entry[2] for entry in entries]
    samples = []
    for _ in range(WRITERS):
        writer = Writer(chance)
        for _, said, _, kind in chance.choices(entries, often, k=WORDS_A_WRITER):
            samples.append((writer.write(inflected(said, kind, chance)), 1))
    for word, size in english().items():
        samples += [(word, 0)] * TIMES[size]
    others = word_set("technical") | word_set("foreign_latin")
    samples += [(word, 0) for word in sorted(others) for _ in range(3)]
    return samples


def _lexicon(entries: list[Row]) -> str:
    """One line for each kind and frequency: the words and their sounds in turn."""
    groups: dict[str, list[str]] = {}
    for persian, said, often, kind in entries:
        groups.setdefault(f"{kind}{often}", []).append(f"{persian} {said}")
    return "".join(f"{name} {' '.join(group)}\n" for name, group in sorted(groups.items()))


def _model(weights: dict[str, float]) -> str:
    """One line for each weight, in tenths: the n-grams that have it."""
    groups: dict[int, list[str]] = {}
    for gram, weight in sorted(weights.items()):
        groups.setdefault(round(weight * 10), []).append(gram)
    lines = (f"{weight} {' '.join(group)}\n" for weight, group in sorted(groups.items()) if weight)
    return OURS + "# English words among the samples: see english.txt.\n" + "".join(lines)


def _english(weights: dict[str, float]) -> str:
    """The common English words, and the rarer ones that their letters would pass as Persian."""
    words = english()
    notice = [
        line
        for line in (HERE / "english.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    ]
    parts = ["# Made by script/train-finglish.", *notice]
    for size, name in ((10, "common"), (20, "usual"), (35, "rare")):
        chosen = sorted(word for word, of in words.items() if of == size)
        if size > 10:
            chosen = [word for word in chosen if not _regular(word, words)]
        if size > 20:
            chosen = [word for word in chosen if _looks_persian(word, weights)]
        parts += [f"[{name}]", *_lines(chosen)]
    return "\n".join(parts) + "\n"


def _regular(word: str, words: dict[str, int]) -> bool:
    """Tell whether the reader knows a word by its root and a regular ending."""
    return any(
        word.endswith(end) and (word[: -len(end)] in words or word[: -len(end)] + "e" in words)
        for end in ("s", "ed", "ing", "ly")
    )


def _looks_persian(word: str, weights: dict[str, float]) -> bool:
    return sum(weights.get(gram, 0.0) for gram in grams(word)) > -1.5


def _lines(words: list[str]) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


if __name__ == "__main__":
    main()
