"""Makes data/formal_words.txt of the rule colloquial: the formal words among those of finglish.

Run by hand: python -m portal.etiquette.training.formal_words
"""

from portal.etiquette.lexicon import DATA
from portal.etiquette.spoken_lists import key, spoken_nouns, spoken_words
from portal.etiquette.training.sources import rows

HEAD = (
    "# Formal words, made by portal/etiquette/training/formal_words.py from the lists beside it,\n"
    "# written by hand for this project.\n[words]\n"
)
# Spoken forms among the words that no list of spoken words holds.
SPOKEN = (
    "روزتون محبتتون خدمتتون وقتتون شبتون صبحتون لطفتون یادتون بالاش میدون نشون دمتون ببخشین وقته"
    " بفرمایین نکنه مشکله خونده مونده خوندن موندن دونستن تونستن خودتون خودمون خودشون استخوون"
    " بزارید هاتون هاشون راستشو یادمون اشتبا همه‌شون چی چیه تومن خانوم می نمی"
)
SOURCES = ("words", "more_words", "names")
A_LINE = 20


def main() -> None:
    """Write the list, its words in the order of their first appearance."""
    words = dict.fromkeys(row[0] for name in SOURCES for row in rows(name))
    formal = [word for word in words if _is_formal(word)]
    lines = (" ".join(formal[at : at + A_LINE]) for at in range(0, len(formal), A_LINE))
    (DATA / "formal_words.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _is_formal(word: str) -> bool:
    bare = key(word)
    others = bare in spoken_words() or bare in map(key, SPOKEN.split()) or _has_spoken_sound(bare)
    return len(bare) > 1 and bare.isalpha() and not others


def _has_spoken_sound(bare: str) -> bool:
    return any(bare.removesuffix(ending) in spoken_nouns() for ending in ("", "ه", "تر", "ی"))


if __name__ == "__main__":
    main()
