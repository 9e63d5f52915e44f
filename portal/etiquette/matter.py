"""What kind of matter a request is, and whether it reports trouble that needs facts (S9).

The kinds are the categories of the default set. The category that was chosen decides; without one,
or with one of free text, the words decide, and only where they are plain.
"""

import re

from portal.etiquette.plain_matters import ASKING, PLAIN
from portal.etiquette.telling import Telling

# Free names of categories, by what they hold.
NAMED = (
    ("blacklist", re.compile(r"سیاه|بلک|لغو عضویت|black ?list")),
    ("pattern", re.compile(r"پترن|الگو|قالب|متن پیش ?فرض|pattern|template")),
    ("webservice", re.compile(r"وب ?سرویس|برنامه ?نویس|api|web ?service|افزونه|توسعه")),
    ("credit", re.compile(r"اعتبار|کسر|credit")),
    ("renewal", re.compile(r"تمدید|ارتقا|renew|upgrade")),
    ("identity", re.compile(r"احراز|هویت|مدارک|حساب کاربری|ورود|identity")),
    ("payment", re.compile(r"مالی|واریز|پرداخت|فاکتور|وجه|حسابداری|payment|finance|billing")),
    ("delivery", re.compile(r"ارسال|نرسید|تحویل|دلیوری|delivery")),
    ("line", re.compile(r"خط|سرشماره")),
)
NEEDS = {
    "delivery": ("text", "date", "time", "line"),
    "payment": ("amount", "date", "tracking"),
    "webservice": ("method", "error"),
    "credit": ("date", "credit"),
    "line": ("line",),
    "pattern": ("pattern",),
    "blacklist": ("recipient", "line"),
    "renewal": ("user",),
    "identity": ("mobile",),
}

NOT_ARRIVED = re.compile(
    r"ن(?:می)? ?(?:رسید|رسد|رسه|رسن|رفت|رود|ره\b|یومد|یامد|یاید|یاد\b|گرفت|گیر)|نمی ?(?:رس|ر[وه]"
    r"|ا?ی[دا]|گیر)|نرسیدن|نرفتن"
    r"|ارسال (?:نمی|نشد|ناموفق|نگرد|نکرد|ناقص)|ناموفق|دریافت (?:نمی|نکرد|نشد)|(?:تحویل|دلیور"
    r"|دلیوری) (?:نشد|نمی|نداد|داده ن)|عدم (?:ارسال|تحویل|دریافت)"
    r"|در صف (?:می|ما)|تو صف|معلق|پندینگ|pending|fail|not (?:been )?(?:deliver|sen[dt]|arriv"
    r"|receiv)|n[o']t? (?:arrive|reach|receive)"
    r"|never (?:arriv|reach|receiv)"
    r"|none of|nobody|not a single|receive nothing|undeliver"
    r"|na(?:re|ra)s[ie]d|nemi ?r|naraft|ne(?:mi)?r(?:es|av)|ersal (?:ne|na)|daryaft (?:ne|na)|ندید"
    r"|تاخیر|دیر (?:می ?رس|رسید)|(?:فقط|تنها)[^.؟]{0,25}(?:دریافت|رسید|گرفت)"
    r"|رسیده به مخابرات|برگشت خورد|(?<!\d)0 (?:از|az)|هیچ ?(?:کس|کدام|یک)"
)
SMS = re.compile(
    r"پیام|کد (?:تایید|ورود)|اس ?ام ?اس|ارسال|sms|متن|text message|reminder|message|payam"
)
HAPPENED = re.compile(
    r"(?:پرداخت|انتقال|حواله|کارت به کارت|شارژ|خرید|کسر|برداشت|کم|تسویه|خریداری|ثبت|پول[^ ]*"
    r"|وجه|مبلغ[^ ]*|پرداختی)"
    r"(?: ?[^ .؟]{1,14}){0,4} ?(?<!پیش بینی )(?<!اعلام )(?:کردم|کردیم|کرده|شد(?![نی])|شده|زدم|زدیم"
    r"|دادم|دادیم|نشد|ننشست|نشست|رفت|نیامد|نیومد|ریختم|فرستادم|نکرد|برنگشت|برنگشته|بازنگشت|نمی ?ش"
    r"|گرفت|داشتم|بردین)|پرداختم|پرداختیم|پرداخته ?ام|ریختم|ریختیم|خریدم"
    r"|واریز|کسر (?:دو|اشتباه|شد|گر)|(?:شارژ|ثبت|تایید) نشدن|دو ?بار کسر|مسترد|بازگردان|برگردون"
    r"|برگشت(?: داده| بزن| وجه)|بازگشت (?:وجه|پول|مبلغ)|حواله"
    r"|\bpaid\b|charged|transferred|deposited|refund|payment|double charge|deducted"
    r"|variz|pardakht (?:kard|shod)|kasr sho|bargasht|bargard|kam shod|(?<![a-z])pul"
)
BILL = re.compile(r"فاکتور|صورت ?حساب|invoice|factor|تعرفه|قیمت|تخفیف|discount|price")
PAID = re.compile(
    r"واریز|کارت به کارت|ساتنا|پایا|پرداخت (?:کردم|کردیم|شد|کرده|ناموفق|آنلاین)|پرداختم|پرداختیم"
    r"|ریختم|کسر|برداشت|paid|payment|variz|charged|ثبت نشد"
    r"|بازگشت|برگشت|برنگشت|برگردان"
)
BROKEN = re.compile(
    r"نامعتبر|نادرست|نمی ?گیر|خطا|ارور|کار نمی|کار نکر|از کار|قطع|جواب نمی|پاسخ نمی|پاسخ خالی"
    r"|نمی ?رس|نمی ?ره|نمی ?رود"
    r"|نرفت|نرسید|نمی ?فرست|نمی ?ده(?:د|\b)|مشکل|ایراد"
    r"|ناموفق|برمی ?گرد|وصل نمی|باز نمی|متوقف|کند(?:ی| است)|timeout|تایم ?اوت|error|fail|doesn'?t"
    r"|does not|not work|returns?|broken|khata|kar ne?mi"
    r"|javab ne?mi|\b[45]\d\d\b|down\b|reject|ارسال ن"
)
HOW = re.compile(
    r"چگونه|چطور|چجوری|چه ?جوری|دارید|نمونه ?کد|مستندات|داکیومنت|راهنما|آموزش|سقف|محدودیت"
    r"|ایا (?:می ?توان|امکان|افزونه|کتابخانه|برای)|آیا (?:می ?توان|امکان)"
    r"|how (?:to|do|can|long|much)|what encoding|is it possible|sample|chetor|nemoone"
)
# Trouble all the same, in whatever question it is told.
HARD = re.compile(
    r"(?:کار|جواب|پاسخ) ن|قطع|از کار|(?:خطا|ارور)[^.؟]{0,25}(?:می ?ده|می ?گیر|داد|گرفت|می ?شو"
    r"|می ?خور|\d)"
    r"|برمی ?گرد|ناموفق|not work|returns|error \d|khata"
)
GONE = re.compile(
    r"کسر (?:شد|گر|کر|م)|کم (?:شد|کر|م)|برنگشت|بازنگشت|پرید|کاست|صفر شد|برداشته شد|deducted|kam "
)
LOST_CREDIT = re.compile(
    r"کسر|کم (?:شد|کرد|می|شده|گرد)|کاست|پرید|پریده|برنگشت|برگشت|بازنگشت|بازگشت|برگردون|برگردان"
    r"|خالی شد|تمام شد|صفر شد|رفته|اضافه گرفت|بیشتر حساب|دو ?برابر"
    r"|vanish|disappear|deduct|charged|missing|lost|refund|return|kasr|kam shod|bargasht|برداشته"
    r"|محاسبه|مغایرت|اختلاف|منفی|زیاد|گردش"
)
# What only happens to a line that one has already.
LINE_BROKEN = re.compile(
    r"قطع|غیر ?فعال|از کار|مسدود|وصل (?:نمی|نشد|نیست)|فعال (?:نمی|نشد|نیست)|تبلیغاتی (?:شد|زد)"
    r"|نه ارسال|نه دریافت|نه می|پرید|انتقال|مالکیت"
    r"|بسته شد|خراب|اختلال|disconnect|inactive|blocked|transfer|ghat|ghei?yr ?(?:e )?faal"
    r"|tablighi sho"
)
LINE_TROUBLE = re.compile(
    r"(?:کار|ارسال|دریافت) (?:نمی|ن)|دریافت ن|ارسال ن|مجاز نیست|نمی ?(?:رود|ره|گیر|اید|اد\b|فرست"
    r"|رس)"
    r"|پاسخ.{0,20}ن(?:می|یا|ی)|جابه|خدماتی (?:کرد|شود|کن)|لغو (?:کن|شود|گرد|فرم)|(?:ثبت|فعال) ن"
    r"|فعال کن"
    r"|not |n't|down|pending|kar ne?mi|ne?mi(?:gir|r)"
)
# Somebody asks which papers a step wants.
PAPERS = re.compile(
    r"مدارک (?:لازم|مورد نیاز)|چه (?:مدارک|مدرک)|فهرست مدارک|مدارک.{0,40}کجا|which (?:papers"
    r"|documents)"
    r"|what documents|che madarek"
)
LINE_WANTED = re.compile(
    r"(?:خرید|تهیه|سفارش|گرفتن|اجاره|لازم دار|نیاز دار|می ?خواهیم|می ?خواهم|میخوام|قیمت|تعرفه"
    r"|هزینه|استعلام|چه مدارک|شرایط|تفاوت|فرق|می ?توان|we need|buy|price|quote"
    r"|how long|do you sell|kharid|gheymat)"
)
PATTERN_TROUBLE = re.compile(
    r"(?<![^\W\d_])رد(?![^\W\d_])|تایید ن|خطا|ارور|ناموفق|نمی|نشد|برگشت|اصلاح|پذیرفته ن|معطل"
    r"|در انتظار|یافت ن"
    r"|reject|fail|error|not approved|nashod|rad (?:sho|mi|kar)|taeed na|khata"
)
LISTED = re.compile(
    r"(?:لیست|فهرست) (?:سیاه|لغو)|بلک|بلاک|مسدود|لغو|black|block|opted|unsub|list e s|siah"
)
RENEW = re.compile(r"تمدید|ارتقا|منقضی|انقضا|renew|upgrade|extend|tamdid|ertegh?a|expire")
RENEWAL_WANTED = re.compile(
    r"(?:تمدید|ارتقا)[^.؟]{0,60}(?:کن(?:ید|ین)|فرمایید|نمایید|(?<!می )شود|بشه|گردد|خواه|میخوا"
    r"|خواستا"
    r"| ده?ید|بدین)|(?:خواه|میخوا)[^.؟]{0,40}(?:تمدید|ارتقا)"
    r"|(?:درخواست|خواهان|متقاضی|تقاضای|قصد) (?:تمدید|ارتقا)|^[^؟?]*$|منقضی شد|تمو?ا?م (?:می ?ش|شد)"
    r"|renew|upgrade|tamdid|ertegh"
)
UPGRADE = re.compile(r"ارتقا|upgrade|ertegh?a")
REFUSED = re.compile(r"رد (?:شد|کر|می)|تایید ن|مسدود|وارد ن|refus|reject|block")
ACCOUNT_TROUBLE = re.compile(
    r"قفل|بازگشایی|کد.{0,40}ارسال ن|رد شد|رد کر|تایید ن|مسدود|بسته شد|وارد (?:نمی|نشد|شو)|ورود"
    r"|لاگین|تغییر|عوض|گم|فراموش|یادم"
    r"|حذف|هک|پذیرفته ن|کد.{0,20}ن(?:می|یا|ی|رس)|تطابق|مغایر|اشتباه|باز (?:نمی|کن)"
    r"|refus|reject|block|login|log in|can'?t|cannot|change|lost|forgot|taghir|avaz|masdood|nemi"
    r"|vorood|taeed|در انتظار|بررسی ن|منتظر"
)


def needed(category: str | None, told: Telling) -> tuple[str, ...]:
    """Return the names of the facts that support cannot do without in this matter."""
    kind = _chosen(category, told) or (None if category == "general" else _plain(told))
    if kind is None or not _is_trouble(kind, told.all):
        return ()
    if kind == "renewal" and UPGRADE.search(told.all):
        return ("user", "plan")
    return NEEDS[kind]


def _chosen(category: str | None, told: Telling) -> str | None:
    """The kind that the category names, by its key or in words."""
    if category in NEEDS or not category:
        return category or None
    name = Telling(category, "").all
    kind = next((kind for kind, words in NAMED if words.search(name)), None)
    # «مالی» names a unit that sees to credit as well.
    return "credit" if kind == "payment" and _plain(told) == "credit" else kind


def _plain(told: Telling) -> str | None:
    """The kind where only the words tell it; None where they are not plain.

    Where several are, the one of which the most is told.
    """
    if ASKING.search(told.all):
        return None
    kinds = [kind for kind, signs in PLAIN if all(s.search(told.bare) for s in signs)]
    return min(kinds, key=lambda kind: _lacking(kind, told), default=None)


def _lacking(kind: str, told: Telling) -> int:
    return sum(not told.has(fact) for fact in NEEDS[kind])


def _is_trouble(kind: str, text: str) -> bool:
    if kind == "delivery":
        return NOT_ARRIVED.search(text) is not None and SMS.search(text) is not None
    if kind == "payment":
        bill = BILL.search(text) is not None
        return HAPPENED.search(text) is not None and (not bill or PAID.search(text) is not None)
    if kind == "webservice":
        asks_how = HOW.search(text) is not None and HARD.search(text) is None
        return BROKEN.search(text) is not None and not asks_how
    if kind == "credit":
        asks_how = HOW.search(text) is not None and GONE.search(text) is None
        return LOST_CREDIT.search(text) is not None and not asks_how
    if kind == "line":
        if PAPERS.search(text):
            return False
        wanted = LINE_WANTED.search(text) is not None
        return bool(LINE_BROKEN.search(text) or (LINE_TROUBLE.search(text) and not wanted))
    if kind == "pattern":
        return PATTERN_TROUBLE.search(text) is not None
    if kind == "blacklist":
        return LISTED.search(text) is not None
    if kind == "renewal":
        return RENEW.search(text) is not None and RENEWAL_WANTED.search(text) is not None
    if PAPERS.search(text) and not REFUSED.search(text):
        return False
    return ACCOUNT_TROUBLE.search(text) is not None
