"""Categories of the finance unit: credit, payments and invoices."""

from ._field import SCAN_EXTENSIONS, field

# The objections that concern one certain send, which support must then be able to find.
DISPUTED_SEND = ["failed_not_refunded", "page_count", "latin_or_operator_rate"]

PAID = ["deposit", "online_failed", "refund"]

CREDIT = {
    "key": "credit",
    "title": "کسر یا بازگشت اعتبار",
    "department": "finance",
    "guidance": "بازگشت اعتبار پیامک‌های ناموفق معمولاً یک‌باره و در پایان روز انجام می‌شود. "
    "اعتبار پیش و پس از ارسال را با واحد درست بنویسید تا تفاوت آن بررسی شود.",
    "fields": [
        field(
            "event_date",
            "تاریخ کسر اعتبار",
            "jalali_date",
            limits={"not_future": True},
            hint="مانند ۱۴۰۵/۰۹/۰۱.",
            width="third",
        ),
        field(
            "credit_before",
            "اعتبار پیش از ارسال",
            "amount",
            limits={"min": 0, "units": ["rial", "toman", "sms"]},
            hint="واحد را همان‌گونه که در پنل می‌بینید برگزینید.",
            width="third",
        ),
        field(
            "credit_after",
            "اعتبار پس از ارسال",
            "amount",
            limits={"min": 0, "units": ["rial", "toman", "sms"]},
            hint="با همان واحد اعتبار پیش از ارسال.",
            width="third",
        ),
        field(
            "refund_expected",
            "مورد اعتراض",
            "select",
            choices={
                "failed_not_refunded": "برنگشتن اعتبار پیامک ناموفق",
                "page_count": "محاسبهٔ صفحات",
                "latin_or_operator_rate": "ضریب لاتین یا اپراتور",
                "deducted_without_send": "کسر بدون ارسال",
                "other": "سایر",
            },
            hints_when=[
                (
                    ["failed_not_refunded"],
                    "اعتبار پیامک «نرسیده به گوشی» در برخی خط‌ها بازنمی‌گردد؛ "
                    "وضعیت نهایی ارسال را در گزارش تحویل ببینید.",
                ),
                (
                    ["page_count"],
                    "پیامک فارسی تا ۷۰ نویسه یک صفحه است و پیامک بلندتر به صفحه‌های "
                    "۶۷ نویسه‌ای بخش می‌شود.",
                ),
                (
                    ["latin_or_operator_rate"],
                    "یک نویسهٔ فارسی، حتی یک رقم، همهٔ پیامک را فارسی می‌کند. "
                    "هزینهٔ لاتین و فارسی و هزینهٔ اپراتورها یکسان نیست.",
                ),
            ],
        ),
        field(
            "send_id",
            "شناسهٔ ارسال یا نام دسته",
            "text",
            when=("refund_expected", DISPUTED_SEND),
            limits={"max_length": 50},
            hint="شناسه را در گزارش ارسال می‌بینید.",
            width="half",
        ),
        field(
            "sms_text",
            "متن پیامک",
            "sms_text",
            when=("refund_expected", DISPUTED_SEND),
            limits={"min_length": 1, "max_length": 1000},
            hint="تعداد صفحه و فارسی یا لاتین بودن پیامک از متن دقیق آن دانسته می‌شود.",
        ),
        field(
            "recipients_count",
            "تعداد گیرندگان",
            "integer",
            when=("refund_expected", DISPUTED_SEND),
            limits={"min": 1},
            width="half",
        ),
    ],
}

PAYMENT = {
    "key": "payment",
    "title": "واریز، فاکتور و بازگشت وجه",
    "department": "finance",
    "guidance": "مبلغ را با واحد درست و شمارهٔ پیگیری را کامل بنویسید. "
    "شمارهٔ کامل کارت، CVV2 و رمز پویا را هرگز وارد نکنید.",
    "fields": [
        field(
            "request_type",
            "نوع درخواست",
            "select",
            choices={
                "deposit": "ثبت واریز",
                "online_failed": "پرداخت آنلاین ناموفق",
                "official_invoice": "فاکتور رسمی",
                "proforma": "پیش‌فاکتور",
                "refund": "بازگشت وجه",
                "discount_code": "کد تخفیف",
            },
            hints_when=[
                (
                    ["online_failed"],
                    "اگر مبلغ از حساب شما کم شده و خرید ثبت نشده است، شمارهٔ مرجع پیامک بانک "
                    "را بنویسید.",
                ),
                (
                    ["discount_code"],
                    "کد تخفیف و پیامی را که هنگام وارد کردن آن می‌بینید، در متن بنویسید.",
                ),
            ],
        ),
        field(
            "amount",
            "مبلغ",
            "amount",
            limits={"min": 1, "units": ["rial", "toman"]},
            hint="واحد را با دقت برگزینید: هر تومان ۱۰ ریال است.",
            width="half",
        ),
        field(
            "paid_at",
            "تاریخ و ساعت پرداخت",
            "jalali_datetime",
            when=("request_type", PAID),
            limits={"not_future": True},
            hint="مانند ۱۴۰۵/۰۹/۰۱ و ۱۴:۰۵.",
            width="half",
        ),
        field(
            "pay_method",
            "روش پرداخت",
            "select",
            when=("request_type", PAID),
            choices={
                "gateway": "درگاه آنلاین",
                "card_to_card": "کارت‌به‌کارت",
                "paya_satna": "پایا/ساتنا",
                "account_deposit": "واریز به حساب",
            },
            width="half",
        ),
        field(
            "ref_no",
            "شمارهٔ پیگیری یا مرجع",
            "digits",
            when=("request_type", PAID),
            limits={"min_length": 4, "max_length": 20},
            hint="این شماره در رسید یا پیامک بانک آمده است.",
            width="half",
        ),
        field(
            "card_last4",
            "چهار رقم آخر کارت",
            "digits",
            "no",
            limits={"min_length": 4, "max_length": 4},
            hint="فقط چهار رقم آخر؛ شمارهٔ کامل کارت را ننویسید.",
            width="half",
        ),
        field(
            "invoice_no",
            "شمارهٔ فاکتور",
            "text",
            "no",
            limits={"max_length": 50},
            width="half",
        ),
        field(
            "buyer_name",
            "نام خریدار",
            "text",
            when=("request_type", ["official_invoice"]),
            limits={"min_length": 2, "max_length": 150, "as_typed": True},
            hint="نام شخص یا شرکت، دقیقاً مانند مدرک رسمی.",
            width="half",
        ),
        field(
            "buyer_id",
            "کد ملی یا شناسهٔ ملی خریدار",
            "national_or_legal_id",
            when=("request_type", ["official_invoice"]),
            hint="کد ملی ۱۰ رقم و شناسهٔ ملی ۱۱ رقم است.",
            width="half",
        ),
        field(
            "buyer_economic_code",
            "کد اقتصادی خریدار",
            "digits",
            when=("request_type", ["official_invoice"]),
            limits={"min_length": 10, "max_length": 16},
            hint="کدی که در پروندهٔ مالیاتی خریدار ثبت شده است.",
            width="half",
        ),
        field(
            "buyer_postal",
            "کد پستی خریدار",
            "postal",
            when=("request_type", ["official_invoice"]),
            hint="ده رقم، بدون فاصله.",
            width="half",
        ),
        field(
            "buyer_address",
            "نشانی خریدار",
            "textarea",
            when=("request_type", ["official_invoice"]),
            limits={"min_length": 10, "max_length": 300},
        ),
        field(
            "iban",
            "شمارهٔ شبا (به نام صاحب پنل)",
            "iban",
            when=("request_type", ["refund"]),
            hint="وجه فقط به حساب صاحب پنل بازگردانده می‌شود.",
        ),
        field(
            "receipt",
            "تصویر رسید",
            "files",
            when=("request_type", ["deposit"]),
            limits={"max_items": 1, "extensions": [*SCAN_EXTENSIONS, "webp"]},
            hint="مبلغ، زمان و شمارهٔ پیگیری باید خوانا باشد.",
        ),
    ],
}
