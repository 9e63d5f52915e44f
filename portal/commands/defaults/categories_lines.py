"""Categories of the unit of lines and patterns."""

from ._field import LINE_LITERALS, SCAN_EXTENSIONS, field

LINE = {
    "key": "line",
    "title": "خط اختصاصی و سرشماره",
    "department": "lines",
    "guidance": "مدارک هر درخواست متفاوت است؛ نخست نوع درخواست را برگزینید. "
    "تأیید اپراتور برای برخی سرشماره‌ها چند روز زمان می‌برد.",
    "fields": [
        field(
            "request_type",
            "نوع درخواست",
            "select",
            choices={
                "buy": "خرید خط تازه",
                "make_service": "خدماتی کردن خط",
                "change_owner": "تغییر مالکیت خط",
                "move_panel": "انتقال خط به پنل دیگر",
                "outage": "قطعی یا غیرفعال بودن خط",
                "cancel": "لغو خط",
            },
            hints_when=[
                (
                    ["buy"],
                    "قیمت به سرشماره، تعداد ارقام و رند بودن شماره بستگی دارد؛ "
                    "شماره‌های کوتاه‌تر گران‌تر است.",
                ),
                (
                    ["make_service"],
                    "خدماتی شدن خط ممکن است تا یک ماه زمان ببرد. با خط خدماتی فقط می‌توان "
                    "به مشترکان خود پیام اطلاع‌رسانی فرستاد.",
                ),
                (
                    ["change_owner"],
                    "اپراتور هویت مالک خط را ثبت می‌کند؛ مشخصات را مانند مدارک رسمی بنویسید.",
                ),
                (
                    ["cancel"],
                    "خط لغوشده ممکن است دیگر قابل بازگرداندن نباشد.",
                ),
            ],
        ),
        field(
            "line_number",
            "شمارهٔ خط",
            "line",
            when=(
                "request_type",
                ["make_service", "change_owner", "move_panel", "outage", "cancel"],
            ),
            limits={"literals": LINE_LITERALS},
            hint="شمارهٔ کامل خط، همان‌گونه که در پنل آمده است.",
            width="half",
        ),
        field(
            "wanted_prefix",
            "سرشماره",
            "prefix",
            when=("request_type", ["buy"]),
            choices={
                "1000": "۱۰۰۰",
                "2000": "۲۰۰۰",
                "3000": "۳۰۰۰",
                "5000": "۵۰۰۰",
                "021": "۰۲۱ (تلفن ثابت)",
                "9000": "۹۰۰۰",
                "sim": "سیم‌کارت",
            },
            width="third",
        ),
        field(
            "wanted_digits",
            "تعداد ارقام",
            "integer",
            when=("request_type", ["buy"]),
            limits={"min": 5, "max": 14},
            hint="از ۵ تا ۱۴ رقم.",
            width="third",
        ),
        field(
            "wanted_pattern",
            "الگوی دلخواه",
            "digits",
            when=("request_type", ["buy"]),
            limits={"min_length": 1, "max_length": 14},
            hint="رقم‌هایی که می‌خواهید در شماره باشد؛ اگر برایتان فرقی ندارد، ۰ بنویسید.",
            width="third",
        ),
        field(
            "owner_type",
            "نوع مالک",
            "radio",
            when=("request_type", ["buy", "make_service", "change_owner"]),
            choices={"natural": "حقیقی", "legal": "حقوقی"},
            hint="مدارک شخص حقیقی و حقوقی یکسان نیست.",
        ),
        field(
            "new_owner_name",
            "نام مالک جدید",
            "text",
            when=("request_type", ["change_owner"]),
            limits={"min_length": 2, "max_length": 150, "as_typed": True},
            hint="نام را دقیقاً مانند کارت ملی یا آگهی ثبت بنویسید.",
            width="half",
        ),
        field(
            "new_owner_id",
            "کد ملی یا شناسهٔ ملی",
            "national_or_legal_id",
            when=("request_type", ["change_owner"]),
            hint="کد ملی ۱۰ رقم و شناسهٔ ملی ۱۱ رقم است.",
            width="half",
        ),
        field(
            "docs",
            "مدارک",
            "files",
            when=("request_type", ["make_service", "change_owner"]),
            limits={"max_items": 5, "extensions": SCAN_EXTENSIONS},
            hint="تعهدنامهٔ امضاشده و در صورت نیاز گواهی امضا؛ برای شرکت‌ها روی سربرگ "
            "و با مهر. فایل PDF، JPG یا PNG.",
        ),
        field(
            "purpose",
            "موضوع فعالیت و نوع پیامک‌ها",
            "textarea",
            when=("request_type", ["make_service"]),
            limits={"min_length": 20, "max_length": 1000},
            hint="بنویسید چه پیام‌هایی و به چه کسانی می‌فرستید.",
        ),
    ],
}

PATTERN = {
    "key": "pattern",
    "title": "پترن (متن پیش‌فرض)",
    "department": "lines",
    "guidance": "متن پترن باید افزون بر متغیرها، واژه‌های ثابت و نام کسب‌وکار شما را داشته باشد. "
    "نمونهٔ مقدار متغیرها کاربرد متن را روشن می‌کند.",
    "fields": [
        field(
            "request_type",
            "نوع درخواست",
            "select",
            choices={
                "new": "بررسی پترن تازه",
                "rejected": "پترن رد شده",
                "send_failed": "ارسال با پترن ناموفق",
            },
            hints_when=[
                (
                    ["send_failed"],
                    "متن ارسالی باید با متن تأییدشده یکی باشد و همهٔ متغیرها مقدار داشته باشد.",
                ),
            ],
        ),
        field(
            "pattern_code",
            "کد پترن",
            "ltr_text",
            when=("request_type", ["rejected", "send_failed"]),
            limits={"min_length": 1, "max_length": 40},
            hint="کدی که پنل به این پترن داده است.",
            width="half",
        ),
        field(
            "pattern_text",
            "متن کامل پترن با متغیرها",
            "sms_text",
            limits={"min_length": 1, "max_length": 1000, "fixed_words": True},
            hint="متنی که فقط از متغیر ساخته شده باشد رد می‌شود. نام کسب‌وکار خود را در متن بیاورید.",
        ),
        field(
            "variables_sample",
            "نمونهٔ مقدار متغیرها",
            "key_values",
            limits={"max_items": 20},
            hint="برای هر متغیر یک مقدار نمونه بنویسید؛ رمز یا کد واقعی نیاورید.",
        ),
        field(
            "reject_reason",
            "دلیل رد نمایش‌داده‌شده",
            "text",
            when=("request_type", ["rejected"]),
            limits={"min_length": 2, "max_length": 300},
            hint="همان جمله‌ای که در پنل می‌بینید.",
        ),
        field(
            "use_case",
            "کاربرد",
            "select",
            choices={
                "verification_code": "کد تأیید",
                "order_status": "ثبت یا وضعیت سفارش",
                "reminder": "یادآوری",
                "member_notice": "اطلاع‌رسانی به اعضا",
                "other": "سایر",
            },
            hint="پترنی که کاربرد آن روشن نباشد تأیید نمی‌شود.",
            width="half",
        ),
    ],
}
