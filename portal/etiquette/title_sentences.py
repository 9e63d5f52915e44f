"""The telling sentence of a body, cut to the length of a title."""

import re
from collections.abc import Iterator
from itertools import islice

# Up to a full stop that no letter follows, or another end; a quotation is not parted.
SENTENCE = re.compile(r"(?:«[^«»\n]{1,300}»|\.(?=\S)|[^.؟?!\n؛;])+")
# A sentence ends in a verb; what does not is a heading or a fragment.
VERBAL = re.compile(r"(?:(?:^|\s)ن?می\S+|د|م|ند|است|نیست|هست|داشت|رفت|گشت|یافت|؟)$")
GRATITUDE = re.compile(
    r"سپاس|ممنون|تشکر|خواهشمند|منتظر|امیدوار|نام کاربری .*رمز|رمز .*(?:دهم|فرستم)"
)
ENDS_ASKING = ("؟", "?")
# What leans on another sentence.
LEANING = re.compile(
    r"(?:چون|وقتی|اگر|اگه|که|تا|زیرا|اینکه|آنکه|ولی|اما|این|همین|آن|همان|هر بار|هر یک|معنای هر"
    r"|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|بسته به|پس از این)\s"
)
# What letters begin with before they come to the matter.
OPENING = re.compile(
    r"^(?:(?:(?:با |ضمن )?(?:عرض )?(?:سلامی?|درود|احترام|ادب)(?: (?:دوباره|مجدد|علیکم|فراوان))?"
    r"|احتراما?ً?|با تشکر|خسته[ \u200c]?نباشید|وقت(?:تان|تون)?[ \u200c]?(?:بخیر|به خیر)"
    r"|(?:روز|صبح|عصر|شب|ظهر)(?:تان|تون)?[ \u200c]?(?:بخیر|به خیر|خوش)"
    r"|خدمت (?:شما|همکاران|پشتیبانی)|همکاران|دوستان|محترم|گرامی|عزیز|پشتیبانی محترم"
    r"|لطفاً|لطفا|خواهشمندم|خواهشمند است|راستی|ضمناً|در ضمن|همچنین|اول[اً]{1,2}|ثانیاً|ثالثاً|نخست آنکه"
    r"|دیگر آنکه|نخست|یکم|دوم|سوم|سؤال|سوال|پرسش|مطلب (?:نخست|اول|دوم|سوم|دیگر)"
    r"|مورد (?:نخست|اول|دوم|دیگر)|و|[0-9۰-۹]{1,2}(?=[.)-]))(?:[\s،,:ـ.)-]+|$))+"
)
# A long sentence may end before these.
BORDER = re.compile(r"\s*[،,:–(]\s*|\s+(?=(?:که|ولی|اما|لطفاً|لطفا|چون|زیرا|تا|و)\s)")
TRIM = " \t،,:؛-–ـ.\"'\u200c"
SHORT, LONG, FEWEST_WORDS, MOST_WORDS = 8, 70, 2, 12
READ, MOST = 2000, 6


def sentences(body: str) -> Iterator[str]:
    """Return the sentences of the body's beginning, without greetings."""
    body = body[:READ]
    for match in islice(SENTENCE.finditer(body), MOST):
        sentence = OPENING.sub("", " ".join(match.group().split()).strip(TRIM)).strip(TRIM)
        if sentence:
            asks = body[match.end() : match.end() + 1] in ENDS_ASKING
            yield f"{sentence}؟" if asks else sentence


def cut(sentence: str) -> str | None:
    """Return the sentence up to the last border within the length of a title, or None."""
    borders = [match.start() for match in BORDER.finditer(sentence[: LONG + 1])]
    pieces = (sentence[:end].strip(TRIM) for end in [len(sentence), *reversed(borders)])
    return next(filter(_stands_alone, pieces), None)


def _stands_alone(piece: str) -> bool:
    fits = SHORT <= len(piece) <= LONG and FEWEST_WORDS <= len(piece.split()) <= MOST_WORDS
    whole = all(piece.count(one) == piece.count(two) for one, two in ("«»", "()"))
    if not (fits and whole) or LEANING.match(piece) or GRATITUDE.search(piece):
        return False
    return VERBAL.search(piece) is not None
