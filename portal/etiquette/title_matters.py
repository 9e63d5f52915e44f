"""The usual matters of the trade, by their signs in a sentence, as titles in noun phrases."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from portal.etiquette.folding import ZWNJ, folded

LONGEST = 75

SMS = r"(?:پیامک|پیام ?کوتاه|اس ?ام ?اس|اسمس|sms|پیام)(?! ?رسان)"
PANEL = r"(?:پنل|سامانه|سایت|وبسایت|اپلیکیشن)"
LINE = r"(?:(?<!\w)خط|سرشماره|سر شماره)"
CREDIT = r"(?:اعتبار|شارژ|موجودی)"
MONEY = r"(?:وجه|پول|مبلغ)"
PATTERN = r"(?:پترن|الگو|متن پیش ?فرض|قالب پیام)"
PAID = r"(?:واریز|پرداخت|کارت به کارت|انتقال داد|پول زد)"
FAILS = r"(?:خطا|ارور|ناموفق|error|fault|timeout|نمیشود|نمیشه|نمیدهد|نمیده|کار نمی)"
NOT_DONE = r"ن(?:می)?(?:شد|شو|ش|کرد|کن|گرد|دی)"
NOT_COME = r"(?:ن(?:می)?رس|نمیا|نیامد|نیومد|ن(?:می)?گرفت|نمیگیر|دریافت ن|به دست \S+ ن)"
NOT_SENT = rf"(?:ارسال {NOT_DONE}|نمیر(?:ه|ن|و)|نرفت|فرستاده ن|نمیفرست)"
WANTS = r"(?:میخوا|میخا|لازم|نیاز|درخواست|متقاضی|خواستار|بدهید|بدین|بفرستید|صادر|کنید|کنم|کنین)"
REFUSED = r"(?:رد شد|رد کرد|رد میش|پذیرفته ن|قبول ن|برگشت خورد)"
UNAPPROVED = rf"(?:تایید {NOT_DONE}|تایید نیست)"
CUT = r"(?:قطع|پرید|غیر ?فعال|از کار افتاد|کار نمی|مسدود|بسته شد)"
BUYS_LINE = r"(?<!\w)خط.{0,40}(?:میخوا|میخا|لازم دار|نیاز دار|سفارش)|(?:خرید|سفارش) (?:یک |دو )?خط"
ASKS_PRICE = r"(?:قیمت|تعرفه|هزینه)"


class Matter(NamedTuple):
    """Signs that must all stand in one sentence, the title, and facts that may be added to it."""

    signs: tuple[str, ...]
    title: str
    additions: tuple[str, ...] = ()


DATE = " در {date}"
OF_LINE = " از خط {line}"
TO_OPERATOR = " به {operator}"
TRACKED = " با شمارهٔ پیگیری {tracking}"

# The first whose signs are all there is taken: the more special come before the more general.
MATTERS = (
    Matter((PATTERN, REFUSED), "رد شدن پترن", (" {pattern}",)),
    Matter((PATTERN, UNAPPROVED), "تأیید نشدن پترن", (" {pattern}",)),
    Matter((PATTERN, FAILS), "خطا در ارسال با پترن", (" {pattern}",)),
    Matter((r"متد|وب ?سرویس|api|فراخوانی", r"خطا|ارور|error", r"\d"), "خطای {error} در وب‌سرویس"),
    Matter((r"متد|فراخوانی", FAILS), "خطا در فراخوانی متد {method}"),
    Matter((r"وب ?سرویس|(?<![a-z])api(?![a-z])", FAILS), "خطا در وب‌سرویس"),
    Matter((r"ووکامرس|وردپرس|woocommerce|wordpress|افزونه|پلاگین", FAILS), "خطا در افزونهٔ سایت"),
    Matter((r"دو ?بار|دوباره|دو مرتبه", r"کسر|کم شد|برداشت|پرداخت", rf"{MONEY}|تومان|ریال"),
           "دو بار کسر شدن مبلغ", (" {amount}", DATE)),
    Matter((r"پیش ?فاکتور", WANTS), "درخواست پیش‌فاکتور", (" به مبلغ {amount}",)),
    Matter((r"فاکتور رسمی", WANTS), "درخواست فاکتور رسمی", (" به مبلغ {amount}",)),
    Matter((r"فاکتور", r"میخوا|میخا|لازم|نیاز|صادر|بفرستید|ندادید|ندادین"), "درخواست فاکتور",
           (" به مبلغ {amount}",)),
    Matter((rf"{PAID}|تومان|ریال|تومن",
            rf"(?:ثبت|{CREDIT}م?|اضافه|اعمال|تایید|فعال)(?: \S+)? {NOT_DONE}|شارژم ن|شارژ ن"),
           "ثبت نشدن واریز", (" {amount}", TRACKED, DATE)),
    Matter((r"پرداخت|درگاه|خرید", r"ناموفق|ناتمام|کامل ن|لغو شد|خطا"), "پرداخت ناموفق",
           (" به مبلغ {amount}", TRACKED)),
    Matter((r"درگاه", r"باز ن|قطع|کار نمی"), "باز نشدن درگاه پرداخت"),
    Matter((MONEY, r"برگردان|بازگردان|برگردون|عودت|پس بد|مسترد|استرداد"), "درخواست بازگشت وجه",
           (" به مبلغ {amount}", TRACKED)),
    Matter((CREDIT, r"برنگشت|برنمیگرد|بازنگشت|برگشت ن|عودت ن"), "برنگشتن اعتبار پیامک‌های ناموفق",
           (DATE,)),
    Matter((rf"{CREDIT}|پیامک", r"کسر|کم شد|کم کرد|کم میش|کاهش"), "بررسی کسر اعتبار", (DATE,)),
    Matter((r"(?:لیست سیاه|بلک ?لیست|black ?list)(?! ن)",), "بررسی شماره در لیست سیاه مخابرات"),
    Matter((r"(?:عدد|کلمه|گزینه) لغو|لغو ?11|لغو عضویت", r"زد|فرستاد|ارسال کرد|برگرد|خارج|اشتباه"),
           "لغو عضویت گیرندهٔ پیامک"),
    Matter((LINE, r"خدماتی", r"شود|کنید|کردن|تبدیل|بشه|کنم"), "خدماتی کردن خط", (" {line}",)),
    Matter((LINE, r"مالکیت|به نام|بنام", r"تغییر|انتقال|منتقل|بزن"), "تغییر مالکیت خط",
           (" {line}",)),
    Matter((LINE, r"انتقال|منتقل"), "انتقال خط", (" {line}",)),
    Matter((LINE, ASKS_PRICE), "پرسش دربارهٔ قیمت خط"),
    Matter((LINE, CUT), "قطع شدن خط", (" {line}", DATE)),
    Matter((BUYS_LINE,), "درخواست خرید خط"),
    Matter((r"مدارک|کارت ملی|روزنامه رسمی|احراز", rf"{REFUSED}|{UNAPPROVED}"), "تأیید نشدن مدارک"),
    Matter((r"رمز|کلمه عبور|پسورد", r"فراموش|یادم رفت|یادم نی|بازیابی"), "فراموشی رمز عبور"),
    Matter((r"حساب|پنل|اکانت", r"هک"), "هک شدن حساب کاربری"),
    Matter((r"کد (?:ورود|تایید)|رمز یکبار", NOT_COME), "نیامدن کد ورود"),
    Matter((r"وارد|ورود|لاگین|login", r"نمیتو|نمیشو|نمیشه|نشد|خطا|نامعتبر"), "مشکل در ورود به پنل"),
    Matter((r"حساب|اکانت|کاربر", r"مسدود|قفل شد|بسته شد|غیر ?فعال"), "مسدود شدن حساب کاربری"),
    Matter((r"شماره (?:همراه|موبایل|تلفن)", r"تغییر|عوض"), "تغییر شمارهٔ همراه"),
    Matter((r"تمدید", r"نمیش|نشد|خطا|کار نمی"), "مشکل در تمدید پنل"),
    Matter((r"تمدید", r"کنید|کنین|کنم|شود|بشه|میخوا|درخواست|خواست"), "درخواست تمدید پنل"),
    Matter((r"ارتقا", r"کنید|کنین|کنم|شود|بشه|میخوا|دهید"), "درخواست ارتقای پنل"),
    Matter((PANEL, r"باز ن|بالا ن|لود ن|سفید|در دسترس نیست|از دسترس"), "باز نشدن پنل"),
    Matter((PANEL, r"(?<!\w)کند(?!\w)|کندی|سرعت پایین|لگ "), "کند بودن پنل"),
    Matter((SMS, r"دو ?بار|تکراری|چند بار", r"رفت|رسید|میر|ارسال"), "ارسال تکراری پیامک",
           (OF_LINE, DATE)),
    Matter((SMS, r"با تاخیر|تاخیر دار|(?<!\w)دیر (?:می|رس|به)"), "تأخیر در رسیدن پیامک",
           (OF_LINE, TO_OPERATOR, DATE)),
    Matter((rf"{SMS}|فرستاد|ارسال", NOT_COME), "نرسیدن پیامک", (OF_LINE, TO_OPERATOR, DATE)),
    Matter((SMS, NOT_SENT), "ارسال نشدن پیامک", (OF_LINE, TO_OPERATOR, DATE)),
    Matter((r"اکسل|excel|فایل", rf"(?:بارگذاری|آپلود|اپلود|وارد|باز).{{0,20}}{NOT_DONE}|خطا"),
           "مشکل در بارگذاری فایل"),
    Matter((rf"{SMS}", ASKS_PRICE), "پرسش دربارهٔ تعرفهٔ پیامک"),
    Matter((r"نمایندگی", ASKS_PRICE + r"|شرایط|میخوا|درخواست|لازم"), "درخواست نمایندگی"),
    Matter((r"تلگرام|بله|ایتا|روبیکا", r"اتصال|کانال|ربات"), "اتصال به پیام‌رسان"),
)  # fmt: skip
ABOUT = {"delivery": "پیامک", "line": "خط", "pattern": "پترن", "webservice": "وب سرویس"}
FACTS = re.compile(r"\{(\w+)\}")
QUOTED = re.compile("«[^«»]*»|متن[^:]{0,15}:.*")
APART = re.compile(r"(?<!\w)(ن?می) (?=\w)")


def matter_title(sentence: str, category: str | None, known: Mapping[str, str]) -> str | None:
    """Return a title for the first matter that shows in the sentence, with facts it is known by.

    What the category is about need not be named again in the sentence.
    """
    text = APART.sub(r"\1", folded(QUOTED.sub(" ", sentence)).replace(ZWNJ, ""))
    text = f"{text} {ABOUT.get(category or '', '')}"
    for matter, signs in _compiled():
        needed = FACTS.findall(matter.title)
        if all(sign.search(text) for sign in signs) and all(name in known for name in needed):
            return _with_facts(matter, known)
    return None


@cache
def _compiled() -> list[tuple[Matter, list[re.Pattern[str]]]]:
    return [(matter, [re.compile(sign) for sign in matter.signs]) for matter in MATTERS]


def _with_facts(matter: Matter, known: Mapping[str, str]) -> str:
    title = matter.title.format_map(known)
    for addition in matter.additions:
        if all(name in known for name in FACTS.findall(addition)):
            longer = title + addition.format_map(known)
            title = longer if len(longer) <= LONGEST else title
    return title
