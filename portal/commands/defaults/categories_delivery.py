"""The category of SMS that were not sent or did not arrive."""

from ._field import LINE_LITERALS, field

DELIVERY = {
    "key": "delivery",
    "title": "ارسال نشدن یا نرسیدن پیامک",
    "department": "technical",
    "guidance": "کارشناس گزارش ارسال را با متن، زمان و شمارهٔ خط پیدا می‌کند. "
    "این‌ها را برای یک نمونهٔ مشخص بنویسید.",
    "fields": [
        field(
            "sms_text",
            "متن دقیق پیامک",
            "sms_text",
            limits={"min_length": 1, "max_length": 1000},
            hint="متن را بی‌کم‌وکاست وارد کنید؛ واژهٔ فیلترشده، پیوند، نبود «لغو11» "
            "و تعداد صفحه از همین متن دانسته می‌شود.",
        ),
        field(
            "sent_date",
            "تاریخ ارسال",
            "jalali_date",
            limits={"not_future": True, "warn_days": 90},
            hint="مانند ۱۴۰۵/۰۹/۰۱. گزارش ارسال‌های بیش از ۹۰ روز پیش ممکن است در دسترس نباشد.",
            width="third",
        ),
        field(
            "sent_time",
            "ساعت ارسال",
            "time",
            limits={"approximate": True},
            hint="مانند ۱۴:۰۵. پیامک تبلیغاتی فقط در ساعت‌های مجاز اپراتور ارسال می‌شود.",
            width="third",
        ),
        field(
            "sender_line",
            "شمارهٔ خط ارسال‌کننده",
            "line",
            limits={"literals": LINE_LITERALS},
            hint="اپراتور و نوع خط از این شماره دانسته می‌شود.",
            width="third",
        ),
        field(
            "recipients",
            "شمارهٔ گیرنده (حداکثر ۵ نمونه)",
            "mobile_list",
            limits={"max_items": 5},
            hint="هر شماره را در یک سطر بنویسید یا شماره‌ها را با ویرگول جدا کنید.",
            width="half",
        ),
        field(
            "shown_status",
            "وضعیت نمایش‌داده‌شده در پنل",
            "select",
            choices={
                "queued": "در صف ارسال",
                "scheduled": "زمان‌بندی‌شده",
                "sent": "ارسال‌شده",
                "reached_operator": "رسیده به مخابرات",
                "not_reached_operator": "نرسیده به مخابرات",
                "delivered": "رسیده به گوشی",
                "not_delivered": "نرسیده به گوشی",
                "blocked": "مسدود (لیست سیاه)",
                "filtered": "فیلترشده",
                "cancelled": "لغوشده",
                "no_credit": "موجودی ناکافی",
                "send_error": "خطا در ارسال",
                "other": "وضعیت دیگری نشان داده می‌شود",
            },
            hint="این وضعیت را در گزارش تحویل همان ارسال می‌بینید.",
            hints_when=[
                (
                    ["reached_operator"],
                    "اگر کمتر از ۴۸ ساعت از ارسال گذشته است، نتیجهٔ نهایی ممکن است تا پایان "
                    "این زمان اعلام شود. اگر عجله ندارید، پس از آن تیکت ثبت کنید.",
                ),
                (
                    ["blocked"],
                    "برای شماره‌ای که در لیست سیاه است، دستهٔ «لیست سیاه مخابرات و لغو عضویت» "
                    "را برگزینید تا پرسش‌های درست پرسیده شود.",
                ),
                (
                    ["scheduled"],
                    "پیامک زمان‌بندی‌شده در زمان تعیین‌شده ارسال می‌شود. "
                    "پیش از ثبت تیکت، آن زمان را در پنل ببینید.",
                ),
                (
                    ["no_credit"],
                    "پیش از ثبت تیکت، اعتبار حساب را ببینید؛ "
                    "پس از شارژ حساب می‌توانید دوباره ارسال کنید.",
                ),
            ],
            width="half",
        ),
        field(
            "shown_status_text",
            "وضعیتی که می‌بینید",
            "text",
            when=("shown_status", ["other"]),
            limits={"min_length": 2, "max_length": 100},
            hint="وضعیت را همان‌گونه که در پنل نوشته شده است بنویسید.",
        ),
        field(
            "scope",
            "گسترهٔ مشکل",
            "radio",
            choices={
                "one": "یک گیرنده",
                "some": "برخی گیرندگان",
                "all": "همهٔ گیرندگان",
            },
            hint="مشکل یک گیرنده معمولاً از گوشی یا لیست سیاه اوست "
            "و مشکل همهٔ گیرندگان از خط یا مسیر ارسال.",
        ),
        field(
            "send_id",
            "شناسهٔ ارسال (recId)",
            "digits",
            "no",
            limits={"min_length": 1, "max_length": 20},
            hint="اگر شناسه را دارید، کارشناس ارسال را بی‌درنگ پیدا می‌کند.",
            width="half",
        ),
    ],
}
