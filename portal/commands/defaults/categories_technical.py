"""Categories of the technical unit: the telecom blacklist and the web service."""

from ._field import LINE_LITERALS, field

BLACKLIST = {
    "key": "blacklist",
    "title": "لیست سیاه مخابرات و لغو عضویت",
    "department": "technical",
    "guidance": "لیست سیاه را خود گیرنده روشن یا خاموش می‌کند و «لغو11» برای هر خط جداست. "
    "شماره‌ها و خط را بنویسید تا وضعیت آن‌ها را بررسی کنیم.",
    "fields": [
        field(
            "case",
            "موضوع",
            "select",
            choices={
                "recipient_blacklisted": "گیرنده در لیست سیاه است",
                "recipient_opted_out": "گیرنده عدد لغو فرستاده است",
                "removal_no_effect": "خروج از لیست سیاه اثر نکرده است",
                "recipient_complaint": "اعتراض گیرنده به دریافت پیامک",
            },
            hints_when=[
                (
                    ["recipient_complaint"],
                    "تا پایان بررسی، به این شماره پیامک نفرستید و روشن کنید که رضایت گیرنده را "
                    "چگونه گرفته‌اید.",
                ),
            ],
        ),
        field(
            "recipients",
            "شماره‌ها (حداکثر ۱۰)",
            "mobile_list",
            limits={"max_items": 10},
            hint="هر شماره را در یک سطر بنویسید یا شماره‌ها را با ویرگول جدا کنید.",
            width="half",
        ),
        field(
            "sender_line",
            "شمارهٔ خط",
            "line",
            limits={"literals": LINE_LITERALS},
            hint="لغو عضویت فقط برای همین خط اثر دارد.",
            width="half",
        ),
        field(
            "recipient_operator",
            "اپراتور گیرنده",
            "select",
            "no",
            choices={
                "mci": "همراه اول",
                "irancell": "ایرانسل",
                "rightel": "رایتل",
                "other": "سایر",
                "unknown": "نمی‌دانم",
            },
            hint="به‌سبب ترابردپذیری، پیش‌شماره همیشه اپراتور را نشان نمی‌دهد.",
            width="half",
        ),
        field(
            "line_type",
            "نوع خط",
            "radio",
            choices={
                "advertising": "تبلیغاتی",
                "service": "خدماتی",
                "unknown": "نمی‌دانم",
            },
            width="half",
        ),
        field(
            "last_attempt",
            "تاریخ و ساعت آخرین تلاش",
            "jalali_datetime",
            limits={"not_future": True},
            hint="مانند ۱۴۰۵/۰۹/۰۱ و ۱۴:۰۵.",
            width="half",
        ),
    ],
}

WEBSERVICE = {
    "key": "webservice",
    "title": "وب‌سرویس (API)",
    "department": "technical",
    "guidance": "کد بازگشتی معمولاً علت خطا را نشان می‌دهد. "
    "رمز عبور و کلید وب‌سرویس را پیش از فرستادن نمونهٔ درخواست حذف کنید.",
    "fields": [
        field(
            "method",
            "نام متد یا نشانی فراخوانی",
            "ltr_text",
            limits={"min_length": 1, "max_length": 200},
            hint="اگر کلید در نشانی آمده است، آن را حذف کنید.",
        ),
        field(
            "error",
            "کد یا متن خطا",
            "code",
            limits={"min_length": 1, "max_length": 4000},
            hint="پاسخ سرور را کامل و بدون ترجمه وارد کنید.",
        ),
        field(
            "request_sample",
            "نمونهٔ درخواست، بدون رمز عبور و کلید",
            "code",
            limits={"min_length": 1, "max_length": 4000, "no_secrets": True},
            hint="به‌جای رمز عبور و کلید وب‌سرویس ستاره بگذارید.",
        ),
        field(
            "happened_at",
            "تاریخ و ساعت رخداد",
            "jalali_datetime",
            limits={"not_future": True},
            hint="مانند ۱۴۰۵/۰۹/۰۱ و ۱۴:۰۵.",
            width="half",
        ),
        field(
            "server_ip",
            "آی‌پی سرور شما",
            "ip",
            "no",
            hint="اگر برای وب‌سرویس محدودیت آی‌پی گذاشته‌اید، آن را بنویسید.",
            width="half",
        ),
        field(
            "language",
            "زبان یا افزونه",
            "text",
            "no",
            limits={"max_length": 100},
            hint="زبان برنامه‌نویسی، فروشگاه‌ساز یا افزونه‌ای که به کار می‌برید.",
            width="half",
        ),
        field(
            "repeatable",
            "تکرارپذیری",
            "radio",
            choices={"always": "همیشه", "sometimes": "گاهی", "once": "یک‌بار"},
            hint="آیا خطا با تکرار همان درخواست دوباره رخ می‌دهد؟",
            width="half",
        ),
    ],
}
