"""Words in ـه that are nouns in one place and end a spoken sentence in another (S15).

The rules are of the kind that spoken_particles.py describes.
"""

from portal.etiquette.clauses import Letter, form_of, is_finite
from portal.etiquette.spoken_lists import near

# What a line or a service is when ـه is «است».
STATES = frozenset(
    {"قطعه", "وصله", "کنده", "بازه", "امنه", "سالمه", "فوریه", "عالیه", "محدوده", "گیره", "لنگه"}
)


def homonym(letter: Letter, i: int, loose: bool) -> str | None:
    """قطعه, لازمه, سابقه: nouns; at the end of a clause without a verb an adjective with ـه."""
    word, before = letter.key(i), letter.before(i)
    if letter.linked(i):
        return None
    if word == "لازمه":
        return _is(letter, i) if _is_needed(letter, i, loose) else None
    if not before or not letter.ends_clause(i):
        return None
    if word == "خطه" and before == "همین" and "در" not in letter.left(i):
        return _is(letter, i)
    if word in STATES and before in near("lines") and before not in near("pointing"):
        return _is(letter, i)
    if letter.has_verb(i):
        return None
    counted = before.isdigit() or before in near("numbers")
    if (word == "حرفه" and counted) or (word == "خطه" and before == "از"):
        return _is(letter, i)
    if counted or before in near("prepositions") | near("pointing"):
        return None
    if before in near("before predicates"):
        return _is(letter, i) if loose or not letter.title else None
    return _is(letter, i) if loose or _tells_state(letter, i) else None


def _is(letter: Letter, i: int) -> str:
    return letter.words[i][:-1] + " است"


def _is_needed(letter: Letter, i: int, loose: bool) -> bool:
    """Whether لازمه is «لازم است»: something is to be done, and no genitive follows."""
    after = letter.after(i)
    if after == "که" or after in near("pronouns") | near("before predicates"):
        return True
    if after.startswith("ب") and is_finite(after):
        return True
    if any(map(_is_wished, letter.right(i))):
        return True
    return letter.ends_clause(i) and (loose or bool(after))


def _is_wished(word: str) -> bool:
    """Whether a word is a verb of what is to be done: بفرستیم."""
    found = form_of(word)
    return found is not None and found.tense == "present" and found.prefix == "ب"


def _tells_state(letter: Letter, i: int) -> bool:
    left = letter.left(i)
    if letter.key(i) == "عقبه":
        return any(word.isdigit() or word in near("numbers") for word in left)
    if letter.key(i) == "خطه":
        return True
    return letter.key(i) in STATES and not near("lines").isdisjoint(left)


def since(letter: Letter, i: int, loose: bool) -> str | None:
    """دو روزه: «دو روز است» where something goes on since then; «دورهٔ دو روزه» is formal."""
    before = letter.before(i)
    if letter.breaks(i) or not (before in near("numbers") or before.isdigit()):
        return None
    opens = letter.opens_clause(i - 1) or letter.before(i - 1) in near("before spans")
    if not (opens or loose):
        return None
    if letter.after(i) == "که" or any(map(_goes_on, letter.right(i))):
        return _is(letter, i)
    return None


def _goes_on(word: str) -> bool:
    """Whether a word tells what has gone on: a negative or perfect verb, or waiting."""
    found = form_of(word)
    if found and (found.written.startswith("ن") or found.tense == "perfect"):
        return True
    return word in near("waiting")


def possible(letter: Letter, i: int, loose: bool) -> str | None:
    """ممکنه: ممکن است, but «به بهترین نحو ممکنه» is formal."""
    if letter.before(i) in near("ways"):
        return None
    return "ممکن است" if letter.after(i) or loose else None


def shameful(letter: Letter, i: int, loose: bool) -> str | None:
    """ضایع: slang after خیلی; a legal word elsewhere."""
    return "نامناسب" if letter.before(i) in near("before slang") else None


RULES = {
    "روزه": since, "ماهه": since, "ساله": since, "ساعته": since, "ممکنه": possible,
    "ضایع": shameful,
}  # fmt: skip
