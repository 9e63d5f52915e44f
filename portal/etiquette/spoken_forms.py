"""Verb forms that look like other words: بدین, بدن, میان, نگین, شن (S15).

The rules are of the kind that spoken_particles.py describes.
"""

from portal.etiquette.clauses import Letter, form_of, is_finite
from portal.etiquette.spoken_lists import bases, near

KEEPING = ("دار", "داشت", "میدار", "نمیدار", "میداشت", "ندار", "نداشت", "بدار")
BECOME = {"شه": "شود", "شن": "شوند", "شم": "شوم", "شین": "شوید", "شیم": "شویم"}


def bedin(letter: Letter, i: int, loose: bool) -> str | None:
    """بدین: بدهید at the end of a clause, «به این» before a noun."""
    if letter.after(i) in near("after bedin") or not letter.before(i):
        return None
    ends = letter.ends_clause(i) or letter.after(i) in near("after verbs")
    return "بدهید" if ends else None


def give(letter: Letter, i: int, loose: bool) -> str | None:
    """بدن, بده, بدی: a body, «is bad», badness; forms of دادن after what is given."""
    word, before = letter.key(i), letter.before(i)
    if not before or not (letter.ends_clause(i) or letter.after(i) in near("after verbs")):
        return None
    if word == "بده" and before in near("before predicates"):
        return "بد است"
    given_by = not near("subjects").isdisjoint(letter.left(i))
    if before in bases("complements") or loose or (word == "بده" and given_by):
        told = {"بدن": "بدهند", "بدی": "بدهی"}
        return told.get(word, "بدهد" if given_by else "بدهید")
    return None


def go(letter: Letter, i: int, loose: bool) -> str | None:
    """بره: برود where something goes; a lamb elsewhere."""
    before = letter.before(i)
    if not before or before in near("before lambs"):
        return None
    return "برود" if letter.ends_clause(i) or letter.after(i) in near("after verbs") else None


def come(letter: Letter, i: int, loose: bool) -> str | None:
    """بیان, میان: expression and «between»; at the end of a clause forms of آمدن."""
    before = letter.before(i)
    if not before or not letter.ends_clause(i) or letter.linked(i - 1):
        return None
    if before in near("prepositions") | near("before mian"):
        return None
    if letter.key(i) == "میان":
        return "می‌آیند"
    proof = near("subjects") | near("pronouns") | bases("plural subjects")
    sure = before in proof or not near("subjects").isdisjoint(letter.left(i)[-3:])
    return "بیایند" if loose or sure else None


def say(letter: Letter, i: int, loose: bool) -> str | None:
    """نگه: a part of نگه داشتن; elsewhere نگوید."""
    if letter.after(i).startswith(KEEPING) or letter.after(i) in ("می", "نمی"):
        return None
    return "نگوید" if loose and letter.before(i) and letter.ends_clause(i) else None


def name_like(letter: Letter, i: int, loose: bool) -> str | None:
    """نگین, نشین, برین, برن: names and parts of words; at the end of a clause verbs."""
    word, before = letter.key(i), letter.before(i)
    if not before or before in near("before gems"):
        return None
    written = form_of(word).written
    ends = letter.ends_clause(i)
    if word in ("برین", "برن"):
        return written if ends or letter.after(i) in near("after verbs") else None
    if word == "نشین" and ends and before in bases("predicates"):
        return written
    return written if loose and ends else None


def become(letter: Letter, i: int, loose: bool) -> str | None:
    """شه, شن, شم, شین, شیم: forms of شدن after what one becomes; a king, sand."""
    before = letter.before(i)
    if not before or before in near("prepositions") or not letter.ends_clause(i):
        return None
    found = form_of(before)
    became = before in bases("predicates") or before in bases("complements")
    became = became or (found is not None and found.tense == "perfect")
    if became or loose or (letter.key(i) == "شه" and len(letter.left(i)) > 1):
        return BECOME[letter.key(i)]
    return None


def does(letter: Letter, i: int, loose: bool) -> str | None:
    """کنه: کند after what is done; a tick at the beginning of a clause."""
    before = letter.before(i)
    return "کند" if before and before not in near("before ticks") else None


def bedam(letter: Letter, i: int, loose: bool) -> str | None:
    """بدم: بدهم, but «بدم می‌آید» is formal."""
    found = form_of(letter.after(i))
    return None if found and ("‌آی" in found.written or "آمد" in found.written) else "بدهم"


def me(letter: Letter, i: int, loose: bool) -> str | None:
    """منو: «من را» before what is done to one; a menu elsewhere."""
    if letter.before(i) in near("prepositions") or letter.linked(i):
        return None
    return "من را" if letter.after(i) in near("done to me") else None


def thing(letter: Letter, i: int, loose: bool) -> str | None:
    """کدو, کارو: «کد را» and «کار را» where a verb follows; a gourd and a name elsewhere."""
    before = letter.before(i)
    if before in near("before names") or not letter.has_verb(i):
        return None
    shown = loose or before in near("pointing")
    return letter.words[i][:-1] + " را" if shown and not is_finite(before) else None


RULES = {
    "بدین": bedin, "بدن": give, "بده": give, "بدی": give, "بره": go, "بیان": come, "میان": come,
    "نگه": say, "نگین": name_like, "نشین": name_like, "برین": name_like, "برن": name_like,
    "نیان": name_like, "نیام": name_like, "کنه": does, "بدم": bedam,
    **dict.fromkeys(BECOME, become), "منو": me, "کدو": thing, "کارو": thing,
}  # fmt: skip
