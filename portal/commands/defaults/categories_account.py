"""Categories of sales, identity and management."""

from ._field import SCAN_EXTENSIONS, field

RENEWAL = {
    "key": "renewal",
    "title": "تمدید یا ارتقای پنل",
    "department": "sales",
    "guidance": "پیش از پایان اعتبار پنل اقدام کنید؛ پس از انقضا ممکن است شمارهٔ خط از دست برود.",
    "fields": [
        field(
            "panel_user",
            "نام کاربری پنل",
            "ltr_text",
            limits={"min_length": 1, "max_length": 50},
            hint="فقط نام کاربری؛ رمز عبور را ننویسید.",
            width="half",
        ),
        field(
            "request_type",
            "نوع درخواست",
            "radio",
            choices={
                "renew": "تمدید",
                "upgrade": "ارتقا",
                "downgrade": "کاهش سطح",
                "cancel": "لغو",
            },
            hints_when=[
                (["downgrade"], "نام پنلی را که می‌خواهید، در متن درخواست بنویسید."),
                (
                    ["cancel"],
                    "پیش از لغو، از مخاطبان و گزارش‌های خود نسخه‌ای بردارید.",
                ),
            ],
            width="half",
        ),
        field(
            "current_plan",
            "پنل فعلی",
            "panel",
            width="half",
        ),
        field(
            "wanted_plan",
            "پنل درخواستی",
            "panel",
            when=("request_type", ["upgrade"]),
            width="half",
        ),
        field(
            "expires_on",
            "تاریخ انقضا",
            "jalali_date",
            "no",
            hint="مانند ۱۴۰۵/۰۹/۰۱؛ این تاریخ را در پیشخوان پنل می‌بینید.",
            width="half",
        ),
        field(
            "discount_code",
            "کد تخفیف",
            "ltr_text",
            "no",
            limits={"min_length": 4, "max_length": 16},
            hint="حروف لاتین و رقم؛ بزرگی و کوچکی حروف فرقی ندارد.",
            width="half",
        ),
    ],
}

IDENTITY = {
    "key": "identity",
    "title": "احراز هویت، مدارک و حساب کاربری",
    "department": "identity",
    "guidance": "نام را دقیقاً مانند کارت ملی بنویسید. "
    "مدارک را فقط در همین فرم پیوست کنید و مشخصات هویتی را در متن ننویسید.",
    "fields": [
        field(
            "case",
            "موضوع",
            "select",
            choices={
                "mobile_mismatch": "تطابق نداشتن کد ملی و شمارهٔ همراه",
                "documents_rejected": "رد شدن مدارک",
                "change_mobile": "تغییر شمارهٔ همراه",
                "natural_to_legal": "تغییر از حقیقی به حقوقی",
                "sign_in": "ورود یا رمز عبور",
                "account_blocked": "مسدود شدن حساب",
            },
            hints_when=[
                (
                    ["mobile_mismatch"],
                    "شمارهٔ همراه باید به نام دارندهٔ کد ملی باشد؛ "
                    "شماره‌ای را وارد کنید که به نام خودتان است.",
                ),
                (
                    ["sign_in"],
                    "رمز عبور و کد تأیید را در تیکت ننویسید؛ کارشناسان ما آن‌ها را نمی‌پرسند.",
                ),
            ],
        ),
        field(
            "owner_type",
            "نوع شخص",
            "radio",
            choices={"natural": "حقیقی", "legal": "حقوقی"},
            hint="مدارک شخص حقیقی و حقوقی یکسان نیست.",
            width="half",
        ),
        field(
            "mobile",
            "شمارهٔ همراه",
            "mobile",
            hint="شماره‌ای که به نام خودتان است؛ مانند ۰۹۱۲۳۴۵۶۷۸۹.",
            width="half",
        ),
        field(
            "docs",
            "تصویر مدارک",
            "files",
            when=("case", ["documents_rejected", "change_mobile", "natural_to_legal"]),
            limits={"max_items": 5, "extensions": SCAN_EXTENSIONS},
            hint="تصویر باید خوانا و کامل باشد. فایل PDF، JPG یا PNG.",
        ),
        field(
            "reject_reason",
            "دلیل رد",
            "text",
            when=("case", ["documents_rejected"]),
            limits={"min_length": 2, "max_length": 300},
            hint="همان جمله‌ای که هنگام رد شدن مدارک دیده‌اید.",
        ),
    ],
}

GENERAL = {
    "key": "general",
    "title": "پرسش، انتقاد و پیشنهاد",
    "department": "management",
    "guidance": "اگر موضوع شما در دسته‌های دیگر جای دارد، همان دسته را برگزینید "
    "تا درخواست مستقیم به واحد مربوط برسد.",
    "fields": [
        field(
            "kind",
            "نوع پیام",
            "radio",
            choices={
                "question": "پرسش",
                "criticism": "انتقاد",
                "suggestion": "پیشنهاد",
                "other": "سایر",
            },
        ),
        field(
            "related_ticket",
            "شمارهٔ تیکت مرتبط",
            "ticket",
            "no",
            hint="اگر سخن شما دربارهٔ پاسخ تیکت دیگری است، شمارهٔ آن را بنویسید.",
            width="half",
        ),
    ],
}
