"""Small words that are spoken in one place and formal in another (S15).

Every rule of this kind gets the letter, the index of the word and whether the letter is surely
spoken elsewhere (`loose`): then less proof is asked. It returns the written form ("" where the
word goes), UNSURE for a spoken word without a safe form, or None for a word that may stay.
"""

from portal.etiquette.clauses import Letter, form_of, is_finite
from portal.etiquette.spoken_lists import bases, known, near

UNSURE = "?"
# Verbs of things that stand or move by themselves.
QUIET = (
    "شو", "می‌شو", "نمی‌شو", "شد", "نشد", "می‌آی", "نمی‌آی", "آمد", "نیامد", "می‌رو", "نمی‌رو", "می‌افت",
    "نمی‌افت", "می‌رس", "نمی‌رس", "بود", "نبود", "می‌مان", "ماند", "بشو", "نشو",
)  # fmt: skip
BRING = ("آور", "می‌آور", "نمی‌آور", "نیاور", "بیاور")
TOGETHER = ("ریخ", "ریز", "خورد", "خور", "پیو", "زد", "زن")
ORDINARY = {"ازت": "از شما", "بهت": "به شما", "برات": "برایت", "چیا": "چه چیزهایی"}
POSSESSIVES = {
    "مون": "مان", "تون": "تان", "شون": "شان", "هام": "هایم", "هات": "هایت", "هاش": "هایش",
    "هامون": "هایمان", "هاتون": "هایتان", "هاشون": "هایشان",
}  # fmt: skip


def ru(letter: Letter, i: int, loose: bool) -> str | None:
    """رو: را after an object, روی before a place; the face, the way and «رو به …» are formal."""
    before, after = letter.before(i), letter.after(i)
    if _faces(letter, i, loose):
        return None
    if not before:
        return "روی" if after and after != "به" else None
    if before == "تو":
        return UNSURE
    if after == "که":
        return "را"
    if is_finite(before) and after in near("surfaces"):
        return "روی"
    if not letter.has_verb(i) and not any(map(_is_infinitive, letter.right(i))):
        return "روی" if after else "را"
    return "روی" if after in near("surfaces") and _nothing_is_done(letter, i) else "را"


def _faces(letter: Letter, i: int, loose: bool) -> bool:
    """Whether رو is the face or the way: رو به افزایش, پیاده رو, از این رو."""
    before, after = letter.before(i), letter.after(i)
    if after == "به" and _tends(letter, i, loose):
        return True
    if after in near("after face") or (after == "هم" and letter.key(i + 2).startswith("رفته")):
        return True
    if before == "بر" or (after == "در" and letter.key(i + 2) == "رو"):
        return True
    if before == "در" and letter.key(i - 2) == "رو":
        return True
    bring = form_of(after)
    if bring and bring.written.startswith(BRING) and "به" in letter.left(i):
        return True
    if before in near("before way"):
        return True
    if before not in near("before face"):
        return False
    # «این رو بررسی کنید» has an object, «از این رو» has not.
    return letter.key(i - 2) in ("از", "به", "ز") or not (loose or letter.has_verb(i))


def _tends(letter: Letter, i: int, loose: bool) -> bool:
    """«رو به پایان است»: towards something, by its name or since nothing is done to an object."""
    aim = letter.key(i + 2)
    if not letter.breaks(i + 1) and (
        aim in near("directions") or aim.removesuffix("ست").removesuffix("ه") in near("directions")
    ):
        return True
    done = [word for word in letter.right(i) if is_finite(word) or _is_infinitive(word)]
    return all(word in near("being") for word in done) if done else not loose


def _nothing_is_done(letter: Letter, i: int) -> bool:
    """Whether the last verb after رو has no object: what stands before only stands or moves."""
    for word in reversed(letter.right(i)):
        if is_finite(word):
            found = form_of(word)
            return found is None or found.written.startswith(QUIET)
    return False


def _is_infinitive(word: str) -> bool:
    found = form_of(word)
    return found is not None and found.tense == "infinitive"


def tu(letter: Letter, i: int, loose: bool) -> str | None:
    """تو: در before a noun; the pronoun and parts of words are formal."""
    before, after = letter.before(i), letter.after(i)
    if not after or before in near("before you") or after in near("after you"):
        return None
    if is_finite(after) or not near("of you").isdisjoint(letter.right(i)):
        return None
    return "در"


def tuye(letter: Letter, i: int, loose: bool) -> str | None:
    """توی: در before anything."""
    return "در" if letter.after(i) else None


def yekom(letter: Letter, i: int, loose: bool) -> str | None:
    """یکم: کمی, but also «first»."""
    before, after = letter.before(i), letter.after(i)
    if not after or after in near("months") or before in near("before first"):
        return None
    if not letter.has_verb(i):
        return None
    some = loose or after.endswith(("تر", "ی")) or after in near("after some")
    return "کمی" if some or after not in known() or after in bases("predicates") else None


def beham(letter: Letter, i: int, loose: bool) -> str | None:
    """بهم: به من, but also به هم."""
    after = letter.after(i)
    found = form_of(after)
    if after in near("with each other"):
        return None
    if found and any(part in found.written for part in TOGETHER):
        return None
    if after in near("to someone") or letter.key(i + 2) in near("to someone"):
        return "به من"
    return "به من" if loose and found and found.spoken else None


def ki(letter: Letter, i: int, loose: bool) -> str | None:
    """کی: چه کسی after a preposition that asks for a person; «when» elsewhere."""
    return "چه کسی" if letter.before(i) in near("before whom") else None


def ordinary(letter: Letter, i: int, loose: bool) -> str | None:
    """ازت, بهت, برات, چیا: از شما and the like, unless nitrogen, wonder, a bill and a seed."""
    if letter.before(i) in near("before nouns") or letter.after(i) in near("after nouns"):
        return None
    return ORDINARY[letter.key(i)]


def detached(letter: Letter, i: int, loose: bool) -> str | None:
    """سامانه تون, فاکتور هاتون: possessives that stand apart."""
    before = letter.before(i)
    if not before or before in near("prepositions") or is_finite(before):
        return None
    return POSSESSIVES[letter.key(i)]


def one(letter: Letter, i: int, loose: bool) -> str | None:
    """ی: یک before a noun, where no word stands before that takes ی as its genitive."""
    before, after = letter.before(i), letter.after(i)
    if not after or after.isdigit() or before.endswith(("ه", "ا", "و", "ی")):
        return None
    return "یک" if before or loose or after in known() else None


def call(letter: Letter, i: int, loose: bool) -> str | None:
    """بابا, حاجی: calls, unless they are a father or a part of a name."""
    if not _opens(letter, i) or letter.after(i) in near("names after calls"):
        return None
    if loose or (letter.breaks(i) and not letter.breaks(i - 1)):
        return ""
    after = letter.after(i)
    return "" if after in near("after calls") | near("lines") or is_finite(after) else None


def oath(letter: Letter, i: int, loose: bool) -> str | None:
    """والا: an oath at the beginning of a sentence; «otherwise» elsewhere."""
    return "" if _opens(letter, i) and (loose or letter.stops(i - 1)) else None


def _opens(letter: Letter, i: int) -> bool:
    return letter.breaks(i - 1) or letter.key(i - 1) in ("سلام", "ممنون", "نه")


def sir(letter: Letter, i: int, loose: bool) -> str | None:
    """آقا: a call before a question or a complaint."""
    return "" if loose and _opens(letter, i) and letter.after(i) in near("after calls") else None


def share(letter: Letter, i: int, loose: bool) -> str | None:
    """تاش: so many of it."""
    before = letter.before(i)
    return "تای آن" if before.isdigit() or before in near("numbers") else None


def again(letter: Letter, i: int, loose: bool) -> str | None:
    """هی: over and over, before what is told in speech; another word in Arabic."""
    found = map(form_of, letter.right(i))
    spoken = any(form and form.spoken and form.prefix.endswith("می") for form in found)
    return "مدام" if loose or spoken else None


RULES = {
    "رو": ru, "تو": tu, "توی": tuye, "یکم": yekom, "بهم": beham, "کی": ki, "ی": one, "بابا": call,
    "حاجی": call, "والا": oath, "اقا": sir, "هی": again, "تاش": share,
    **dict.fromkeys(ORDINARY, ordinary),
    **dict.fromkeys(POSSESSIVES, detached),
}  # fmt: skip
