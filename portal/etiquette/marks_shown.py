"""Runs of marks that are no punctuation: they are what somebody sees, or stand for something.

«متن به شکل ؟؟؟؟ می‌رسد» tells of a screen, `0912????` hides a number. Such a run is a noun of its
sentence: it stands apart from the word before it, and the sentence goes on behind it.
"""

import re

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.page import Page
from portal.etiquette.zones import HAS_PERSIAN, REPORTED

BEFORE, AFTER = 90, 70
ASCII_MARKS = frozenset("?!")
# Signs of code that stand at a mark without a space between.
GLUED = frozenset("=/\\&@_")
ENTITY = re.compile(r"&#?\w{1,8};\Z")
DIGITS_BEFORE = re.compile(r"\+?\d{3,14}\Z")
DIGITS_AFTER = re.compile(r"\d{3}")
# How long mobile numbers, national codes and card numbers are.
LENGTHS = frozenset({10, 11, 13, 16})
CODE_BEFORE = re.compile(
    r"(?:کد|شناسه|سریال|توکن|کلید|پترن|شماره|کاربری"
    r"|رمز)[^.؟!\n]{0,14}[ :](?=\w*\d)(?=\w*[a-z])\w+\Z"
)

NOT_READ = re.compile(r" را(?!\w)|خوانا|خوانده|حرف|رقم|کامل|یادم|معلوم|مشخص|افتاده|پاک شده|مخدوش")
VARIABLE = re.compile(r"\$\w{1,40} *\Z")

SENTENCE_END = re.compile(r"[.؟?!؛\n]")
GAP = r"[ :،,(«\"]{0,3}\Z"
LOOK = re.compile(
    r"(?:(?:^| )(?:ب|به |با |در )(?:صورت|شکل|فرم|قالب|حالت)"
    r"|(?:علامت|علایم|علامت های|نشانه) (?:ی )?(?:سوال|سئوال|تعجب|پرسش)(?: و (?:سوال|تعجب"
    r"|پرسش))?(?: های?)?"
    r"|(?:کاراکتر|نویسه|نماد|سمبل|حرف|حروف|علامت|علایم)(?: ?های?| ?هایی)?(?: (?:ناخوانا|عجیب"
    r"|نامفهوم|اضافی))?"
    r"|(?:^| )(?:مثل|مانند|شبیه|شبیه به|همانند|نظیر)|تبدیل (?:\w+ ){0,3}به"
    r"|(?:^| )(?:be? ?)?(?:s[ou]+rat|shekl|mesl|alamate? so'?al)(?: ?-?e)?|(?:shows?|shown"
    r"|displayed) as|looks? like)" + GAP
)
LOOK_EARLIER = re.compile(r"(?:^| )(?:(?:ب|به |با )(?:صورت|شکل)|(?:ب|به )جای|مثل|مانند) ")
SHOWING = (
    r"(?:نمایش|نشان (?:داده|می|میده)|نشون|دیده (?:می|میشه|شد)|نوشته (?:شده|می|میشه|است)|چاپ|ظاهر"
    r"|درج (?:می|شد)"
    r"|جایگزین|تبدیل|خوانده|در ?می ?ا|ثبت (?:می|شد)|ذخیره (?:می|شد)|دریافت (?:می|شد)|می ?بین"
    r"|می ?نویس)"
)
COMING = (
    r"(?:می ?(?:اید|اد|ایند|رسد|رسه|رسند|رسید|رود|ره|خورد|افتد|فته|شود|شه|شوند|زند|زنه|دهد|ده"
    r"|گذارد|گیرد|فرستد|اندازد"
    r"|امد|رسیده|شد)(?!\w)|است(?!\w)|هست|بود(?!\w)|شده(?!\w)|ارسال (?:می|شد)|رسیده|امده"
    r"|بر ?می ?گر)"
)
SHOWN_NEXT = re.compile(rf" ?(?:[^\W\d_]+ ){{0,3}}{SHOWING}")
COMES_NEXT = re.compile(rf" ?{COMING}")
SHOWN_BEFORE = re.compile(
    rf"{SHOWING}|(?:^| )(?:می ?(?:شود|شه|اید|اد|رسد|رسه|گیر\w*)|نوشته|متن|خروجی|پیامک)(?: |\Z)"
)
INSTEAD = re.compile(r" ?(?:ب|به )?جای |\s?در عوض")
OBJECT = re.compile(r" ?را(?!\w)")
OBJECT_OF_NUMBER = re.compile(r" ?(?:را|رو)(?!\w)")
GOES_ON = re.compile(r"[ \"»)]{0,3}[^\W\d_]")
LAST_WORD = re.compile(r"((?:(?<!\w)ن?می )?[^\W_]+)[ :،,(«\"]{0,3}\Z")
# A sentence cannot end with one of these.
PREPOSITIONS = frozenset(
    [
        "از",
        "به",
        "با",
        "بدون",
        "در",
        "روی",
        "جز",
        "بین",
        "تعداد",
        "علامت",
        "علایم",
        "نماد",
        "کاراکتر",
        "کاراکترهای",
    ]
)
# What such a mark is the name, the text or the whole of.
NAMED = frozenset(
    [
        "متن",
        "متنش",
        "پیام",
        "پیامک",
        "فقط",
        "تنها",
        "صرفا",
        "حروف",
        "حرف",
        "اسم",
        "نام",
        "نامش",
        "اسمش",
        "عنوان",
        "مقدار",
        "فیلد",
        "ستون",
        "خروجی",
        "همه",
        "همش",
        "نوشته",
        "فارسی",
        "کلمات",
        "کلمه",
        "مشتری",
        "گیرنده",
        "را",
        "رو",
    ]
)
SIGHTS = frozenset(["نمایش", "دیدن", "مشاهده", "ظهور", "رویت", "چاپ", "دریافت", "ارسال", "امدن"])
SIGHT_NEXT = re.compile(r" ?(?:در|روی|رو|ب ?جای|به جای|برای|توی?) ")
WRITES = re.compile(
    r"(?:می ?نویسد|می ?نویسه|نوشته|نشان می ?دهد|نشون می ?ده|می ?زند|می ?زنه|می ?بین\w*)\Z"
)
DISTORTED = re.compile(
    r"ناخوانا|خوانا|خوانده نمی|یونی ?کد|انکود|utf|حروف فارسی|کاراکتر|به هم ?ریخته|نامفهوم"
    r"|علامت سوال|فونت|encod|charset"
    r"|unicode|متن فارسی|خراب می"
)
FINITE = re.compile(
    r"(?:ن?می.*|.*(?:کرد|داد|گرفت|خورد|رفت|گفت|رسید|امد|ماند|افتاد|فرستاد|گذاشت|گذشت|زد|برد|دید"
    r"|خرید)(?:م|ی|ید|یم|ند|ه)?|(?:ن)?(?:است|هست|نیست|شد|شده|بود|بوده|دارد|دارم"
    r"|دارید|داریم|کو|چی|چیه|چیست|کیه|کیست|کجاست|کجا|کدام|چند|چنده|چرا|چطور|چگونه|کی|کنم|کنید"
    r"|کنیم|بدهید|بدید"
    r"|بگید|بگویید|بفرمایید|باشد|باشه|اره|نه|خیر|هستید|نیستید|هستی|مگر|ایا))"
)


def is_shown(page: Page, start: int, end: int) -> bool:
    """Tell whether the run of marks is a thing that the sentence speaks of."""
    text = page.text
    if _in_code(text, start, end) or _hides(text, start, end):
        return True
    if _in_message(page, start, end):
        return True
    before = _plain(text[max(0, start - BEFORE) : start])
    after = _plain(text[end : end + AFTER])
    before = SENTENCE_END.split(before)[-1]
    return _is_noun(before, SENTENCE_END.split(after)[0], text)


def _plain(part: str) -> str:
    return folded(part).replace(ZWNJ, " ")


def _in_code(text: str, start: int, end: int) -> bool:
    """Glued to signs of code, or alone in a cell or an element."""
    left, right = text[start - 1 : start], text[end : end + 1]
    ascii_only = ASCII_MARKS.issuperset(text[start:end])
    if ascii_only and (left in GLUED or right in GLUED) and left + right:
        return True
    if text[end : end + 2].strip()[:1] == "$" and VARIABLE.search(text[max(0, start - 45) : start]):
        return True
    if (left == ">" and right == "<") or (left == ";" and ENTITY.search(text[:start][-10:])):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start].rstrip(" ")[-1:]
    stop = text.find("\n", end)
    rest = text[end : len(text) if stop < 0 else stop].lstrip(" ")[:1]
    return line in ("|", "\t", "") and rest in ("|", "\t", "") and line + rest != ""


def _hides(text: str, start: int, end: int) -> bool:
    """The marks stand for digits or letters that are not told."""
    number = DIGITS_BEFORE.search(text, max(0, start - 15), start)
    after = folded(text[end : end + 8])
    if number and (len(number.group()) + end - start in LENGTHS or OBJECT_OF_NUMBER.match(after)):
        return True
    if DIGITS_AFTER.match(text, end) and not text[start - 1 : start].strip():
        return True
    code = CODE_BEFORE.search(folded(text[max(0, start - 40) : start]))
    return code is not None and NOT_READ.search(_plain(text[end : end + AFTER])) is not None


def _in_message(page: Page, start: int, end: int) -> bool:
    """Amid an error message in another script, or in a line of its own that holds one."""
    text = page.text
    if page.zones.free(start, end, REPORTED) or not HAS_PERSIAN.search(text):
        return False
    if re.compile(r"[ \t]*[A-Za-z]").match(text, end):
        return True
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return not HAS_PERSIAN.search(text, first, len(text) if last < 0 else last)


def _is_noun(before: str, after: str, text: str) -> bool:
    goes_on = GOES_ON.match(after) is not None
    if LOOK.search(before):
        return (
            goes_on
            or SHOWN_BEFORE.search(before) is not None
            or SHOWN_NEXT.match(after) is not None
        )
    last = LAST_WORD.search(before)
    word = last.group(1) if last else ""
    if before.rstrip().endswith(":") and SHOWN_BEFORE.search(before):
        return True
    if not word or FINITE.fullmatch(word):
        return word != "" and _is_written(before, after, text)
    if LOOK_EARLIER.search(before) and (SHOWN_NEXT.match(after) or COMES_NEXT.match(after)):
        return True
    if not before[last.end(1) :]:
        return False
    if word in PREPOSITIONS and goes_on:
        return True
    if SHOWN_NEXT.match(after) or INSTEAD.match(after) or OBJECT.match(after):
        return True
    if word in SIGHTS and SIGHT_NEXT.match(after):
        return True
    if COMES_NEXT.match(after):
        return word in NAMED or DISTORTED.search(_plain(text[:2000])) is not None
    return _is_written(before, after, text)


def _is_written(before: str, after: str, text: str) -> bool:
    """«می‌نویسد ؟؟؟؟ به جای اسم»"""
    if not WRITES.search(before.rstrip()) or before == before.rstrip():
        return False
    return INSTEAD.match(after) is not None or DISTORTED.search(_plain(text[:2000])) is not None
