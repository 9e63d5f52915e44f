"""Does a request tell that something has come to a halt, or is it a calm one? (S13)

Both look at folded text whose ZWNJ are spaces. A halt may be told in any words, so its list is
long (data/halts.txt), and what is only supposed, over, or told of others does not count.
"""

import re
from functools import cache

from portal.etiquette.lexicon import sections

CLAUSE = re.compile(r"[^.؟?!؛;\n]+[.؟?!؛;\n]?")
# What a service does not do: it does not go, come, take, answer, let anyone in.
STANDS_STILL = re.compile(
    r"(?<!\w)نمی ?(?:رود|ره|روند|رن|رسد|رسه|رسند|رسن|رسید|اید|اد|یاد|ایند|ان|فرستد|فرسته|فرستند"
    r"|گیرد|گیره|گیرند|گیرن|گیریم|تواند|تونه|توانند|تونن|پذیرد|پذیره"
    r"|شناسد|شناسه|خورد|خوره|کشد|بیند|بینند|دهد|ده)(?!\w)"
    r"|(?<!\w)(?:نرفت|نرسید|نیامد|نیومد|نگرفت|نشست|نخورد|ننشست|نفرستاد|نداد|نماند)(?:ه|ند|ن|م"
    r"|یم)?(?!\w)"
    r"|(?:ارسال|شارژ|وصل|باز|بالا|لود|وارد|فعال|ثبت|تحویل|واریز|تمدید|تایید|اجرا|متصل|لغو|متوقف"
    r"|پرداخت|اعمال|دریافت|bind) ?(?:هم |را |رو )?(?:نمی ?(?:شو|ش|کن|ای|ا|گرد)|نشد|نیست|نکرد)"
    r"|صادر نمی|(?:کار|جواب|پاسخ) نمی ?[کد]|اجازه (?:\w+ ){0,2}نمی ?د|(?:بیرون|خارج|بر) ?نمی|برنگشت"
    r"|(?:دسترسی|خدمات|ارتباط|سرویس|پیامک|اعتبار|موجودی) (?:\w+ ){0,2}ندار"
    r"|(?:هیچ|هیچ ?کس|هیچ ?کدام)(?: \w+){1,7} ن|نیامدن|نرسیدن|نرفتن"
    r"|نمی ?(?:توانیم|تونیم|توانم|تونم)(?!\w)(?! (?:\w+ ){0,6}(?:انتخاب|تصمیم|پیدا|بفهم|متوجه"
    r"|تشخیص))"
    r"|ne?mi ?(?:a[dy]|re|rese?|she)(?!\w)|na(?:raft|resid)e?(?!\w)"
)
# Not of paper, friendship or a contract.
CUT = re.compile(
    r"(?<!\w)قطع(?:ی|ه|یم|ن)?(?!\w)(?! ?(?:همکاری|کاغذ|a\d|قرارداد|رابطه|وزیری|رقعی|جیبی|نظر))"
)
ERROR = re.compile(
    r"(?<!\w)(?:خطای? (?:«|\"|\d|سیستمی|سرور|داخلی|اتصال|احراز|ورود|می|داد|میده|میگی)"
    r"|ارور (?:می|داد|\d)|(?:کسی|یکی|نفر|فردی|شخصی) (?:\w+ ){0,5}(?:وارد|عوض|پاک)|صفحه سفید"
    r"|روی (?:\S+ ){1,6}(?:مانده|مونده)"
    r"|[45]\d\d (?:بر ?می|می ?گیر|می ?ده|گرفت|خورد)"
    r"|اشتباه(?:ی)? (?:\w+ ){0,9}(?:می ?رو|می ?ر[هس]|فرستاد|رفت|ارسال|زمان)"
    r"|به حساب (?:\w+ ){0,3}دیگر|فروش (?:\w+ ){0,3}(?:خوابید|از دست))"
)
QUESTION = re.compile("[؟?]")
# «چطور شماره‌ای را مسدود کنم؟» asks how, and stops nothing; «… وقتی صفحه باز نمی‌شود» does.
HOW_TO = re.compile(
    r"(?:چطور\w*|چگونه|چه ?جور\w*|چجور\w*)(?!.{0,150}وقتی).{0,150}"
    r"(?<!\w)(?:ب\w+|ب?کن|شو)ی?م(?!\w)"
)
TAKEN = re.compile(
    r"(?:اعتبار|حساب|موجودی|شارژ|کیف پول|کارت|پول|تومان|میلیون)(?: \w+){0,8} (?:کم|کسر|برداشت)"
    r" ?(?:می|شد|کرد|داد)|(?:کم|کسر|برداشت) ?(?:شدن|می ?شو|می ?کن|شد|کرد|داد)"
)
# «تبلیغات را قطع کنید» wants a stop, it does not suffer one.
WANTED = re.compile(
    r"(?:قطع|مسدود|متوقف|غیر ?فعال|خاموش|بلاک|حذف|پاک|بسته|لغو)"
    r" (?:کنید|کنیم|کنم|کردن|کنند|بشود|شوند)"
)
POLITE_IF = re.compile(r"(?:اگر|اگه) (?:زحمت|امکان|لطف|ممکن|می ?ش|مقدور|وقت)")
IF = re.compile(r"(?<!\w)(?:اگر|اگه|بند \d+)(?!\w)")
LONG_AGO = re.compile(
    r"(?<!از )(?:سال|ماه|هفته)(?: ?های?)? ?(?:پیش|قبل|گذشته)|پارسال|پیرارسال|سال\w* \d{4}"
)


@cache
def _words(section: str) -> re.Pattern:
    """The phrases of a section of data/halts.txt as one pattern."""
    phrases = sorted(sections("halts")[section], key=len, reverse=True)
    parts = [phrase.replace("_", " ?").replace("*", r"\w*") for phrase in phrases]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def is_calm(text: str) -> bool:
    """Tell whether the request asks, thanks, proposes, plans, or wants something ended."""
    signs = (QUESTION, WANTED, _words("asks"), _words("calm"))
    return any(sign.search(text) for sign in signs)


def tells_halt(text: str) -> bool:
    """Tell whether something is stopped, harmed, or due within hours.

    `text` is the title, a line end, and the body.
    """
    if _words("due").search(text):
        return True
    if not _has_sign(text):
        return False
    over = max((found.end() for found in _words("over").finditer(text)), default=0)
    told = over > 0 or any(
        sign.search(text) for sign in (_words("news"), _words("concept"), HOW_TO, WANTED)
    )
    title_end = text.find("\n")
    return any(
        _is_halt(clause.group(), over - clause.start())
        for clause in CLAUSE.finditer(text)
        if not (told and clause.start() < title_end)
    )


def _is_halt(clause: str, over: int) -> bool:
    """Judge a clause; what stands before `over` is mended."""
    if over >= len(clause):
        return False
    parts = WANTED.sub("", clause[max(0, over) :]).split("،")
    clause = "،".join(part for part in parts if not HOW_TO.search(part))
    if not _has_sign(clause):
        return False
    if any(_words(name).search(clause) for name in ("supposed", "news", "concept")):
        return False
    if IF.search(POLITE_IF.sub("", clause)):
        return False
    return LONG_AGO.search(clause) is None or _words("still").search(clause) is not None


def _has_sign(clause: str) -> bool:
    signs = (STANDS_STILL, CUT, ERROR, _words("halted"), _words("harmed"))
    if any(sign.search(clause) for sign in signs):
        return True
    return TAKEN.search(clause) is not None and not _words("costs").search(clause)
