"""What kind of matter a request is, and whether it reports trouble that needs facts (S9).

The kinds are the categories of the default set. The category that was chosen decides; without one,
or with one of free text, the words decide, and only where they are plain.
"""

import re

from portal.etiquette.facts import Telling

# Free names of categories, by what they hold.
NAMED = (
    ("blacklist", re.compile(r"سیاه|بلک|لغو عضویت|black ?list")),
    ("pattern", re.compile(r"پترن|الگو|قالب|متن پیش ?فرض|pattern|template")),
    ("webservice", re.compile(r"وب ?سرویس|برنامه ?نویس|api|web ?service|افزونه|توسعه")),
    ("credit", re.compile(r"اعتبار|کسر|credit")),
    ("renewal", re.compile(r"تمدید|ارتقا|renew|upgrade")),
    ("identity", re.compile(r"احراز|هویت|مدارک|حساب کاربری|ورود|identity")),
    ("payment", re.compile(r"مالی|واریز|پرداخت|فاکتور|وجه|حسابداری|payment|finance|billing")),
    ("delivery", re.compile(r"ارسال نشدن|نرسیدن|تحویل|عدم ارسال|دلیوری|delivery")),
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
    r"|failed|not (?:been )?(?:deliver|sen[dt]|arriv|receiv)|n[o']t? (?:arrive|reach|receive)"
    r"|never (?:arriv|reach|receiv)"
    r"|none of|nobody|not a single|receive nothing|undeliver"
    r"|na(?:re|ra)s[ie]d|nemi ?r|naraft|ne(?:mi)?r(?:es|av)|ersal (?:ne|na)|daryaft (?:ne|na)|ندید"
    r"|رسیده به مخابرات|برگشت خورد"
)
SMS = re.compile(r"پیام|اس ?ام ?اس|ارسال|sms|متن|text message|reminder|message|payam")
HAPPENED = re.compile(
    r"(?:واریز|پرداخت|انتقال|حواله|کارت به کارت|شارژ|خرید|کسر|برداشت|کم|تسویه|خریداری|ثبت|پول[^ ]*"
    r"|وجه|مبلغ[^ ]*|پرداختی|واریزی[^ ]*)"
    r"(?: ?[^ .؟]{1,14}){0,4} ?(?<!پیش بینی )(?<!اعلام )(?:کردم|کردیم|کرده|شد(?![نی])|شده|زدم|زدیم"
    r"|دادم|دادیم|نشد|نشست|رفت|نیامد|نیومد|ریختم|فرستادم|نکرد|برنگشت"
    r"|بازنگشت|نمی ?ش|گرفت|داشتم|بردین)|پرداختم|پرداختیم|پرداخته ?ام|ریختم|ریختیم"
    r"|واریز (?:یاد ?شده|روز|من|ما|بنده)|کسر (?:دو|اشتباه|شد|گر)"
    r"|(?:شارژ|ثبت|تایید|واریز) نشدن|دوبار کسر|دو بار کسر|مسترد|بازگردان|برگردون|برگشت(?: داده"
    r"| بزن| وجه)|بازگشت (?:وجه|پول|مبلغ)|حواله"
    r"|\bpaid\b|charged|transferred|deposited|refund|payment of|double charge|deducted"
    r"|variz (?:kard|shod)|pardakht (?:kard|shod)|kasr sho"
    r"|bargasht e vajh|bargardan|variz"
)
BILL = re.compile(r"فاکتور|صورت ?حساب|invoice|factor|تعرفه|قیمت|تخفیف|discount|price")
PAID = re.compile(
    r"واریز|کارت به کارت|ساتنا|پایا|پرداخت (?:کردم|کردیم|شد|کرده|ناموفق|آنلاین)|پرداختم|پرداختیم"
    r"|ریختم|کسر|برداشت|paid|variz|charged|ثبت نشد"
    r"|بازگشت|برگشت|برنگشت|برگردان"
)
BROKEN = re.compile(
    r"خطا|ارور|کار نمی|کار نکر|از کار|قطع|جواب نمی|پاسخ نمی|پاسخ خالی|نمی ?رس|نمی ?ره|نمی ?رود"
    r"|نرفت|نرسید|نمی ?فرست|نمی ?ده(?:د|\b)|مشکل|ایراد"
    r"|ناموفق|برمی ?گرد|وصل نمی|باز نمی|متوقف|کند(?:ی| است)|timeout|تایم ?اوت|error|fail|doesn'?t"
    r"|does not|not work|returns?|broken|khata|kar ne?mi"
    r"|javab ne?mi|\b[45]\d\d\b|down\b|reject|ارسال ن"
)
HOW = re.compile(
    r"چگونه|چطور|چجوری|چه ?جوری|نمونه ?کد|مستندات|داکیومنت|راهنما|آموزش|سقف|محدودیت"
    r"|ایا (?:می ?توان|امکان|افزونه|کتابخانه|برای)|آیا (?:می ?توان|امکان)"
    r"|how (?:to|do|can|long|much)|what encoding|is it possible|sample|chetor|nemoone"
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
    r"کار نمی|دریافت ن|ارسال ن|پاسخ.{0,20}ن(?:می|یا|ی)|جابه|خدماتی (?:کرد|شود|کن)|لغو|ثبت ن|نمی"
    r"|نشد|فعال کن|not|down|pending"
)
LINE_WANTED = re.compile(
    r"(?:خرید|تهیه|سفارش|گرفتن|اجاره|لازم دار|نیاز دار|می ?خواهیم|می ?خواهم|میخوام|قیمت|تعرفه"
    r"|هزینه|استعلام|چه مدارک|شرایط|تفاوت|فرق|می ?توان|we need|buy|price|quote"
    r"|how long|do you sell|kharid|gheymat)"
)
PATTERN_TROUBLE = re.compile(
    r"رد |رد\b|رد شد|تایید ن|تأیید ن|خطا|ارور|ناموفق|نمی|نشد|برگشت|اصلاح|پذیرفته ن|معطل|در انتظار"
    r"|reject|fail|error|not approved|nashod|rad sho|taeed na|khata"
)
LISTED = re.compile(
    r"(?:لیست|فهرست) (?:سیاه|لغو)|بلک|بلاک|مسدود|لغو|black|block|opted|unsub|list e s|siah"
)
RENEW = re.compile(r"تمدید|ارتقا|منقضی|انقضا|renew|upgrade|extend|tamdid|ertegh?a|expire")
UPGRADE = re.compile(r"ارتقا|upgrade|ertegh?a")
ACCOUNT_TROUBLE = re.compile(
    r"رد شد|رد کر|تایید ن|مسدود|بسته شد|وارد (?:نمی|نشد|شو)|ورود|لاگین|تغییر|عوض|گم|فراموش|یادم"
    r"|حذف|هک|پذیرفته ن|کد.{0,20}ن(?:می|یا|ی|رس)|تطابق|مغایر|اشتباه|باز (?:نمی|کن)"
    r"|refus|reject|block|login|log in|can'?t|cannot|change|lost|forgot|taghir|avaz|masdood|nemi"
    r"|vorood|taeed|در انتظار|بررسی ن|منتظر"
)
# Signs that all must be there for a matter to be plain without a category.
PLAIN = tuple(
    (kind, tuple(map(re.compile, signs)))
    for kind, signs in (
        ("pattern", (r"پترن|pattern", r"رد شد|رد می ?ش|رد کر|تایید ن|rad sho|reject|taeed na")),
        (
            "blacklist",
            (
                r"(?:لیست|فهرست) سیاه|بلک ?لیست|black ?list|list e siah",
                r"خارج|خروج|در ?بیا|مسدود|افتاده|قرار گرفته|remove|khorooj|kharej|است\b.*نمی ?رس",
                r"شماره|گیرنده|مشتر[یک]|مخاطب|number|shomare|\d{10}",
            ),
        ),
        (
            "payment",
            (
                r"واریز|حواله|کارت به کارت|پرداخت (?:کردم|کردیم|شد|کرده)|پرداختم|\bpaid\b|variz"
                r"|پول.{0,20}کم شد",
                r"شارژ ن|ثبت ن|اضافه ن|افزوده ن|فعال کن|فعال ن|برگشت|برنگشت|بازگردان|کم شد|کسر شد"
                r"|تایید ن|منظور|اعمال|not (?:add|change|show|credit)|refund"
                r"|sharj na|sabt na",
            ),
        ),
        (
            "webservice",
            (
                r"وب ?سرویس|\bapi\b|متد|web ?service|\bفراخوانی|نرم ?افزار|برنامه|افزونه|خروجی",
                r"خطای?|ارور|error|khata|ناموفق|جواب نمی|پاسخ نمی|failed",
            ),
        ),
        (
            "credit",
            (r"اعتبار|شارژ(?:م|مون|مان)|credit", r"کسر|کم شد|پرید|برنگشت|کاسته|deduct|vanish"),
        ),
        (
            "renewal",
            (
                r"پنل|panel|اشتراک",
                r"(?:تمدید|ارتقا)[^.؟]{0,40}(?:کنید|کنین|فرمایید|نمایید|شود|بشه|گردد|می ?خواه"
                r"|میخوا|دهید|بدین)|tamdid (?:kon|far)|renew our|please (?:renew|upgrade)",
            ),
        ),
        (
            "identity",
            (
                r"حساب|پنل|ورود|مدارک|سیم ?کارت|account|hesab",
                r"وارد (?:نمی ?ش|نشد)|ورود به (?:پنل|حساب|سامانه|سایت)|مدارک.{0,30}(?:رد|تایید ن)"
                r"|حساب.{0,20}(?:مسدود|بسته شد|هک)|رمز.{0,25}(?:فراموش|یادم|گم)"
                r"|شماره همراه.{0,60}(?:تغییر|عوض|اختیار)",
                r"ن(?:می|شد|دار|یست)|رد |مسدود|هک|فراموش|یادم|گم|تغییر|عوض|بسته",
            ),
        ),
        (
            "line",
            (
                r"خط(?:م\b|مان|مون| ما\b| اختصاصی| شرکت)|سرشماره ما",
                r"قطع|غیر ?فعال|از کار|پرید|وصل ن|مسدود",
            ),
        ),
        (
            "delivery",
            (
                r"پیامک|sms|اس ?ام ?اس|payamak",
                r"ن(?:می ?)?رس(?:ید|د|ه|ن)|ارسال (?:نمی|نشد|ناموفق)|نرفت|نمی ?ر(?:ود|ه)"
                r"|دریافت (?:نکرد|نمی|نشد)|نیومد|نیامد|نمیاد"
                r"|not (?:deliver|sent|arriv|receiv)|naresid|nemires|ersal na|ندید"
                r"|رسیده به مخابرات",
                r"(?:دیروز|امروز|دیشب|پریروز|کردم|کردیم|فرستاد|زدیم|زدم|شده|نشد|نرسید|نمی ?رس|هیچ"
                r"|مشتری|گیرنده|خط|sent|emrooz|dirooz)",
            ),
        ),
    )
)
# Somebody asks how things are; nothing has happened.
ASKING = re.compile(r"تفاوت|فرق|مجاز|چیست\W*$|لازم است|چقدر است|پیشنهاد می|بهتر است")


def needed(category: str | None, told: Telling) -> tuple[str, ...]:
    """Return the names of the facts that support cannot do without in this matter."""
    kind = _kind(category, told)
    if kind is None or not _is_trouble(kind, told.all):
        return ()
    if kind != category and ASKING.search(told.all):
        return ()
    if kind == "renewal" and UPGRADE.search(told.all):
        return ("user", "plan")
    return NEEDS[kind]


def _kind(category: str | None, told: Telling) -> str | None:
    if category in NEEDS or category == "general":
        return category if category in NEEDS else None
    if category:
        name = Telling(category, "").all
        kind = next((kind for kind, words in NAMED if words.search(name)), None)
        if kind:
            return kind
    return _guessed(told.all)


def _guessed(text: str) -> str | None:
    """The kind where only the words tell it; None where they are not plain."""
    return next((kind for kind, signs in PLAIN if all(s.search(text) for s in signs)), None)


def _is_trouble(kind: str, text: str) -> bool:
    if kind == "delivery":
        return NOT_ARRIVED.search(text) is not None and SMS.search(text) is not None
    if kind == "payment":
        bill = BILL.search(text) is not None
        return HAPPENED.search(text) is not None and (not bill or PAID.search(text) is not None)
    if kind == "webservice":
        return BROKEN.search(text) is not None
    if kind == "credit":
        return LOST_CREDIT.search(text) is not None
    if kind == "line":
        wanted = LINE_WANTED.search(text) is not None
        return bool(LINE_BROKEN.search(text) or (LINE_TROUBLE.search(text) and not wanted))
    if kind == "pattern":
        return PATTERN_TROUBLE.search(text) is not None
    if kind == "blacklist":
        return LISTED.search(text) is not None
    if kind == "renewal":
        return RENEW.search(text) is not None
    return ACCOUNT_TROUBLE.search(text) is not None
