"""«پیام‌ها ارسال نشدن»: a spoken plural of the past looks like the infinitive (S15)."""

from portal.etiquette.clauses import Letter, form_of, is_finite
from portal.etiquette.spoken_lists import bases, known, near
from portal.etiquette.spoken_nouns import noun

PLURAL_ENDINGS = ("ها", "هام", "هامون", "هاتون", "هاشون", "هایم", "هایمان", "های")


def plural_past(letter: Letter, i: int, loose: bool) -> str | None:
    """Return the written form of a verb in ـن where it is a plural, or spoken in its stem.

    A plural closes a clause that has no other verb, after a subject in the plural, or where
    something was done to an object. The infinitive follows a preposition or goes before a noun.
    """
    word = letter.key(i)
    written = form_of(word).written
    if _is_plural(letter, i, loose):
        return written
    # A spoken stem («نیومدن») is spoken as an infinitive too.
    past = form_of(word[:-1])
    return written[:-1] if past is not None and past.spoken else None


def _is_plural(letter: Letter, i: int, loose: bool) -> bool:
    word, left = letter.key(i), letter.left(i)
    if letter.linked(i) or _follows_preposition(letter, i):
        return False
    if word == "گفتن" and not left:
        return loose or letter.after(i) in near("after they said")
    if word in ("بودن", "نبودن") and letter.before(i) in near("active"):
        return True
    if letter.has_verb(i):
        return not letter.title and letter.stops(i) and _follows_verb(left)
    many = any(map(_is_many, left))
    if not letter.ends_clause(i):
        return many and loose and letter.after(i) in near("after verbs")
    following = form_of(letter.key(i + 1)) if letter.after(i) == "و" else None
    if following and following.tense == "infinitive":
        return False
    if many or letter.title or not left:
        return many
    done_to = any(map(_is_object, left)) or _has_object(left[-1])
    return loose or (letter.stops(i) and (done_to or letter.follows_clause(i)))


def _follows_preposition(letter: Letter, i: int) -> bool:
    """Whether a word that asks for an infinitive stands right before, or before its noun."""
    left = letter.left(i)
    if not left:
        # «و» may join two infinitives: خاموش و روشن کردن.
        joined = letter.key(i - 1) == "و" and not letter.breaks(i - 1)
        return joined and not letter.breaks(i - 2) and not is_finite(letter.key(i - 2))
    if _asks(left[-1]):
        return True
    return (
        len(left) > 1
        and left[-2] in near("before infinitives")
        and (left[-1] not in near("pronouns"))
    )


def _asks(word: str) -> bool:
    return word in near("before infinitives") and word not in bases("complements")


def _follows_verb(left: list[str]) -> bool:
    """«زنگ زدم برنداشتن»: after a whole sentence no infinitive can end the next one."""
    for word in reversed(left):
        if is_finite(word):
            return True
        if _asks(word):
            return False
    return False


def _is_object(word: str) -> bool:
    found = noun(word) if word.endswith("و") else None
    return word in ("را", "رو") or (found is not None and (found.written or "").endswith("را"))


def _has_object(word: str) -> bool:
    """«فیلترش کردن»: the object is joined to what is done."""
    return word[-1:] in ("ش", "م") and word not in known() and word[:-1] in known()


def _is_many(word: str) -> bool:
    if word.endswith(PLURAL_ENDINGS) or word in bases("plural subjects"):
        return True
    return word[-1:] == "ا" and word[:-1] in bases("plurals") and word not in known()
