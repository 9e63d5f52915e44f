"""The words and signs for states, in one place (glossary 1.2 to 1.4, 2.1, 2.2)."""

from dataclasses import dataclass

from portal.models import (
    Channel,
    CloseReason,
    DeliveryState,
    NoticeState,
    Role,
    Status,
    Urgency,
    Verb,
)


@dataclass(frozen=True)
class StatusLabel:
    """A status as each side reads it; `icon` is a name in img/icons.svg."""

    customer: str
    staff: str
    icon: str
    explanation: str
    detail: str = ""  # the customer's sub-label
    flip: bool = False  # an arrow that RTL mirrors


STATUS = {
    Status.NEW: StatusLabel(
        "در انتظار بررسی", "جدید", "circle", "درخواست شما ثبت شده و هنوز خوانده نشده است."
    ),
    Status.IN_PROGRESS: StatusLabel(
        "ملاحظه شده، در حال بررسی",
        "در حال بررسی",
        "eye",
        "درخواست شما خوانده و به واحد مربوط ارجاع شده است. لطفاً منتظر پاسخ بمانید.",
    ),
    Status.WAITING_OPERATOR: StatusLabel(
        "ملاحظه شده، در حال بررسی",
        "در انتظار اپراتور",
        "hourglass",
        "موضوع را از اپراتور پیگیری کرده‌ایم و منتظر پاسخ آن هستیم.",
        detail="در انتظار پاسخ اپراتور",
    ),
    Status.ANSWERED: StatusLabel(
        "پاسخ داده شده",
        "پاسخ داده شده",
        "check",
        "کارشناس پاسخ داده است. اگر پرسشی دارید، در همین گفت‌وگو بنویسید.",
    ),
    Status.WAITING_CUSTOMER: StatusLabel(
        "در انتظار پاسخ شما",
        "در انتظار پاسخ مشتری",
        "arrow-back-up",
        "برای ادامهٔ بررسی به اطلاعات بیشتری از شما نیاز داریم.",
        flip=True,
    ),
    Status.CUSTOMER_REPLY: StatusLabel(
        "پاسخ شما ثبت شد",
        "پاسخ مشتری",
        "message-dots",
        "پاسخ شما ثبت شده و در صف بررسی است.",
    ),
    Status.CLOSED: StatusLabel("بسته", "بسته", "x", "این گفت‌وگو پایان یافته است."),
}

# What a customer filters by (portal.models.STATUS_GROUPS).
GROUP = {
    "waiting_customer": "در انتظار پاسخ شما",
    "waiting_support": "در انتظار پاسخ پشتیبانی",
    "answered": "پاسخ داده شده",
    "closed": "بسته",
}


@dataclass(frozen=True)
class UrgencyLabel:
    """An urgency; `tone` and `icon` are empty where it calls for no attention."""

    word: str
    tone: str = ""
    icon: str = ""


URGENCY = {
    Urgency.LOW: UrgencyLabel("کم"),
    Urgency.NORMAL: UrgencyLabel("عادی"),
    Urgency.HIGH: UrgencyLabel("زیاد", "orange", "bolt"),
    Urgency.CRITICAL: UrgencyLabel("بحرانی", "red", "flame"),
}

CLOSE_REASON = {
    CloseReason.DONE: "نیازی به ادامهٔ گفت‌وگو نیست",
    CloseReason.BY_REQUEST: "به درخواست شما",
    CloseReason.NO_REPLY: "پاسخی از شما دریافت نشد",
    CloseReason.DUPLICATE: "تکراری",
    CloseReason.BROKE_RULES: "مطابق راهنمای ثبت تیکت نبود",
}
CLOSE_REASON_STAFF = CLOSE_REASON | {
    CloseReason.BY_REQUEST: "به درخواست مشتری",
    CloseReason.NO_REPLY: "پاسخی از مشتری دریافت نشد",
}

ROLE = {
    Role.CUSTOMER: "مشتری",
    Role.AGENT: "کارشناس پشتیبانی",
    Role.SUPERVISOR: "سرپرست واحد",
    Role.ADMIN: "مدیر سامانه",
}


# What a notice tells, by portal.notifications.outbox's keys.
NOTICE = {
    "ticket_received": "ثبت تیکت",
    "ticket_answered": "پاسخ داده شد",
    "ticket_needs_info": "نیاز به اطلاعات",
    "ticket_closed": "بسته شدن",
    "ticket_reopened": "بازگشایی",
    "staff_new_ticket": "تیکت تازه، به کارشناسان",
    "staff_customer_reply": "پاسخ مشتری، به کارشناسان",
}
CHANNEL = {Channel.SMS: "پیامک", Channel.EMAIL: "ایمیل"}
NOTICE_STATE = {
    NoticeState.QUEUED: "در صف ارسال",
    NoticeState.SENDING: "در حال ارسال",
    NoticeState.SENT: "فرستاده شد",
    NoticeState.FAILED: "فرستاده نشد",
    NoticeState.CANCELLED: "لغو شد",
}
DELIVERY_STATE = {
    DeliveryState.SENT: "رسیده به مخابرات",
    DeliveryState.DELIVERED: "رسیده به گوشی",
    DeliveryState.UNDELIVERED: "نرسیده به گوشی",
    DeliveryState.BLACKLISTED: "لیست سیاه مخابرات",
    DeliveryState.EXPIRED: "مهلت تحویل گذشت",
    DeliveryState.UNKNOWN: "بدون گزارش تحویل",
}

VERB = {
    Verb.CREATED: "ثبت تیکت",
    Verb.REPLIED: "پاسخ",
    Verb.NOTED: "یادداشت داخلی",
    Verb.SEEN: "ملاحظه",
    Verb.REFERRED: "ارجاع به واحد",
    Verb.ASSIGNED: "سپردن به کارشناس",
    Verb.STATUS: "تغییر وضعیت",
    Verb.URGENCY: "تغییر فوریت",
    Verb.CLOSED: "بستن تیکت",
    Verb.REOPENED: "بازگشایی",
    Verb.REDACTED: "حذف متن محرمانه",
    Verb.FLAG_UPHELD: "تأیید تشخیص",
    Verb.FLAG_REJECTED: "رد تشخیص",
    Verb.NOTICE_RESENT: "ارسال دوبارهٔ اعلان",
    Verb.REGISTERED: "ثبت‌نام",
    Verb.LOGGED_IN: "ورود",
    Verb.LOGGED_OUT: "خروج",
    Verb.SESSION_REVOKED: "پایان دادن به نشست",
    Verb.PASSWORD_CHANGED: "تغییر رمز عبور",
    Verb.MOBILE_CHANGED: "تغییر شمارهٔ همراه",
    Verb.EMAIL_CHANGED: "تغییر ایمیل",
    Verb.EMAIL_VERIFIED: "تأیید ایمیل",
    Verb.PROFILE_CHANGED: "ویرایش پروفایل",
    Verb.TERMS_ACCEPTED: "پذیرش شرایط",
    Verb.RECOVERY_STARTED: "بازیابی حساب",
    Verb.CUSTOMER_BLOCKED: "مسدود کردن مشتری",
    Verb.CUSTOMER_UNBLOCKED: "رفع مسدودی مشتری",
    Verb.STAFF_CREATED: "افزودن کارشناس",
    Verb.STAFF_CHANGED: "تغییر کارشناس",
    Verb.ETIQUETTE_CHANGED: "تغییر آداب درخواست",
}


@dataclass(frozen=True)
class BrokenRule:
    """A rule of the guidance that staff may name when they close a ticket (S11): `word` is for
    the staff who tick it, `explanation` for the customer, `anchor` its place on /guide."""

    word: str
    explanation: str
    anchor: str


# By the ids of the etiquette rules.
BROKEN_RULES = {
    "generic_title": BrokenRule(
        "عنوان نامشخص",
        "عنوان درخواست نشان نمی‌داد که مسئله چیست؛ لطفاً موضوع را در یک عبارت کوتاه و روشن بنویسید.",
        "step-1",
    ),
    "incomplete": BrokenRule(
        "شرح ناقص",
        "اطلاعات لازم برای بررسی در درخواست نبود؛ لطفاً آنچه رخ داده است را همراه با "
        "تاریخ، ساعت، شمارهٔ خط و متن پیامک شرح دهید.",
        "rule-8",
    ),
    "excess_punctuation": BrokenRule(
        "تکرار علامت پرسش و تعجب",
        "علامت‌های پرسش و تعجب پشت سر هم آمده بود؛ لطفاً از هر کدام تنها یک بار و در جای "
        "خود استفاده کنید.",
        "step-3",
    ),
    "finglish": BrokenRule(
        "فینگلیش",
        "متن فارسی با حروف لاتین نوشته شده بود؛ لطفاً آن را به خط فارسی بنویسید تا دقیق خوانده شود.",
        "step-3",
    ),
    "not_persian": BrokenRule(
        "زبان دیگر",
        "متن درخواست به زبانی جز فارسی بود؛ لطفاً شرح خود را به فارسی بنویسید و متن خطا یا "
        "کد را به همان صورت نگه دارید.",
        "step-3",
    ),
    "colloquial": BrokenRule(
        "نثر محاوره‌ای",
        "متن درخواست محاوره‌ای بود؛ لطفاً آن را مانند نامه‌ای رسمی بنویسید.",
        "step-3",
    ),
    "repeated_request": BrokenRule(
        "درخواست تکراری",
        "همین موضوع پیش‌تر ثبت شده و در نوبت بررسی است؛ لطفاً گفت‌وگو را در همان تیکت ادامه دهید.",
        "rule-3",
    ),
    "many_topics": BrokenRule(
        "چند موضوع در یک درخواست",
        "چند موضوع جدا در یک درخواست آمده بود؛ لطفاً برای هر موضوع درخواستی جداگانه ثبت "
        "کنید تا به واحد مربوط ارجاع شود.",
        "rule-7",
    ),
    "new_topic": BrokenRule(
        "موضوع دیگر در گفت‌وگو",
        "در این گفت‌وگو موضوع دیگری آمده بود؛ لطفاً برای آن درخواستی جداگانه ثبت کنید تا به "
        "واحد مربوط ارجاع شود.",
        "rule-7",
    ),
    "urgency_overuse": BrokenRule(
        "فوریت بیش از نیاز",
        "فوریت «زیاد» با موضوع درخواست هم‌خوان نبود؛ لطفاً آن را تنها برای زمانی برگزینید "
        "که کارتان متوقف شده است.",
        "step-2",
    ),
    "secret_pasted": BrokenRule(
        "رمز یا کلید در متن",
        "در متن درخواست رمز، کلید یا شمارهٔ کامل کارت آمده بود؛ لطفاً آن رمز یا کلید را "
        "عوض کنید و درخواست را بدون آن بنویسید.",
        "step-3",
    ),
}
