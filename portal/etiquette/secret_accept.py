"""Is this word behind «رمز من» the password itself? What was read on the way decides."""

import re
from dataclasses import dataclass
from functools import cache

from portal.etiquette.folding import folded
from portal.etiquette.lexicon import sections, word_set
from portal.etiquette.secret_values import (
    COUNTED,
    LATIN,
    SYMBOL,
    TURNS,
    is_key,
    is_strong,
)

USER = (
    r"(?:نام کاربری|یوزر ?نیم|یوزر|کاربری|شناسه(?: کاربری)?|ایمیل|لاگین|user ?name|user|login"
    r"|karbari)"
)
LATIN_GOES_ON = re.compile(r"[ ][a-z0-9]+(?![\w:=@.])")
CLAUSE_END = re.compile(r"[ \t]*(?:\Z|[\n.،,؛;)»\"'!؟?/|])")
NEAR_USER = re.compile(rf"{USER}[^\n؟]{{0,20}}[ :=][a-z][\w.@-]+")
MIXED_PERSIAN = re.compile(r"[^\W\d_a-z]{3,}\d{2,}|\d{2,}[^\W\d_a-z]{4,}")
TOLD_WORD = re.compile(r" (?:است|هست|بوده?|میباشد|می باشد|ast|hast|bood)(?![^\W\d_])")
NEXT_WORD = re.compile(r"[ ]([^\W\d_]+)")
# «رمز پنل ali12 را ریست کنید» names an account.
ACCOUNT = re.compile(
    r" ?(?:را |رو )?(?:ریست|بازیابی|فراموش|یادم|عوض کنید|تغییر د|بفرست|ارسال|پیامک|اعلام"
    r"|نمی ?د[او]ن"
    r"|اشتباه|نامعتبر|چیست|غلط)"
)
ACCOUNTS = frozenset(
    ("پنل", "پنلم", "حساب", "کاربری", "سامانه", "سایت", "اکانت", "panel", "account")
)
CHANGED = re.compile(r" (?:تغییر د[اه]|عوض کرد|اپدیت|گذاشت|بگذار|بذار|تنظیم کرد|ست کرد)")
OF_ERROR = re.compile(r"(?:خطا|خطای|ارور|error|کد)[^\n.]{0,10}\Z")
CHANGING = re.compile(r"عوض|تغییر")


@dataclass(slots=True)
class Walk:
    """What has been read between the name of a secret and the place reached.

    `loose` names, such as «پس», are words of other meanings too; `persian` ones are written in
    Persian; `before` is what stands before the name. `relative` tells that a clause follows
    («رمزی که دادید»); `light` counts prepositions, `unknown` words of no known kind.
    """

    key: bool
    loose: bool
    assigned: bool = False
    copula: bool = False
    object: bool = False
    relative: bool = False
    persian: bool = False
    before: str = ""
    light: int = 0
    unknown: int = 0
    words: str = ""


@cache
def known(kind: str) -> frozenset[str]:
    """Return a section of data/secret_words.txt, folded."""
    return frozenset(map(folded, sections("secret_words")[kind]))


def accepts(look: str, start: int, core: str, walk: Walk) -> bool:
    """Tell whether the word at `start` is the secret that was announced."""
    end = start + len(core)
    if walk.key:
        return _accepts_key(core, walk)
    if walk.assigned:
        if walk.unknown:
            return is_strong(core) and not COUNTED.match(look, end)
        return is_strong(core) or _plain_value(look, core, end)
    strong = is_strong(core)
    if strong and not walk.words and not walk.loose:
        return True
    last = walk.words.rpartition(" ")[2]
    said = TOLD_WORD.match(look, end) is not None
    if last in known("setting"):
        return strong or (said and _is_number(core))
    if _is_set_to(look, end, last, walk):
        return strong
    near_user = _near_user(look, start)
    if walk.loose and not near_user:
        told = walk.copula or said or last in known("owner")
        return strong and (told or SYMBOL.search(core) is not None)
    if SYMBOL.search(core) is None and _is_account(look, end, last):
        return False
    if walk.unknown + walk.light == 0:
        return strong or _accepts_plain(look, core, end, walk, near_user)
    if walk.relative and walk.unknown < 4:
        return strong or (said and _is_number(core))
    if walk.object or not strong:
        return False
    if walk.unknown < 4 and (said or last in known("copula")):
        return True
    return walk.unknown + walk.light <= 2 and SYMBOL.search(core) is not None


def _accepts_plain(look: str, core: str, end: int, walk: Walk, near_user: bool) -> bool:
    """Judge a plain word or number right behind the name, or behind «من», «پنل» and the like."""
    of_error = OF_ERROR.search(walk.before) is not None
    if near_user and not of_error:
        return _beside_user(look, core, end)
    if is_mixed_persian(core) and (walk.copula or TOLD_WORD.match(look, end)):
        return True
    return _told_word(look, core, end) or (not of_error and _told_digits(look, core, end))


def _is_set_to(look: str, end: int, last: str, walk: Walk) -> bool:
    """«رمز را به … تغییر دادم»"""
    if last == "به" and (CHANGING.search(walk.before) or CHANGING.search(walk.words)):
        return True
    return last in ("به", "را", "رو") and CHANGED.match(look, end) is not None


def _is_account(look: str, end: int, last: str) -> bool:
    return last == "for" or (last in ACCOUNTS and ACCOUNT.match(look, end) is not None)


def _is_number(core: str) -> bool:
    return core.isdigit() and len(core) > 3


def _accepts_key(core: str, walk: Walk) -> bool:
    told = walk.assigned or walk.copula or walk.unknown == 0
    turns = len(TURNS.findall(core[:64]))
    if walk.assigned and walk.unknown == 0:
        return is_key(core, 6)
    if told:
        return is_key(core, 8) and (turns > 1 or len(core) > 15)
    return is_key(core, 10) and turns > 2


def _plain_value(look: str, core: str, end: int) -> bool:
    """What follows a colon: digits, or a lone word in Latin letters."""
    if core.isdigit():
        return 3 <= len(core) <= 12 and not COUNTED.match(look, end)
    if not LATIN.search(core):
        return is_mixed_persian(core)
    return len(core) > 2 and not LATIN_GOES_ON.match(look, end)


def _told_digits(look: str, core: str, end: int) -> bool:
    """«رمزم ۹۸۷۶۵۴ است»: digits that the sentence treats as the secret itself."""
    if not core.isdigit() or not 4 <= len(core) <= 12 or COUNTED.match(look, end):
        return False
    word = NEXT_WORD.match(look, end)
    return CLAUSE_END.match(look, end) is not None or (
        word is not None and word.group(1) in known("after")
    )


def _told_word(look: str, core: str, end: int) -> bool:
    """«پسورد من kavir است»"""
    letters = core.replace(".", "").replace("_", "").replace("-", "")
    if not letters.isalpha() or len(core) < 4 or not TOLD_WORD.match(look, end):
        return False
    return core not in word_set("technical") and core not in word_set("english")


def is_mixed_persian(core: str) -> bool:
    """«شدیصشق۱۲۳»: letters typed on the other keyboard."""
    return MIXED_PERSIAN.fullmatch(core) is not None


def _beside_user(look: str, core: str, end: int) -> bool:
    """«نام کاربری kavir و رمز kavir-it»: beside a user's name, a plain word will do."""
    if core.isdigit():
        return 3 < len(core) <= 12 and not COUNTED.match(look, end)
    plain = core in word_set("technical") or core in word_set("english")
    return len(core) > 3 and LATIN.search(core) is not None and not plain


def _near_user(look: str, at: int) -> bool:
    """Is a user's name told right before?"""
    return NEAR_USER.search(look, max(0, at - 70), at) is not None
