"""S9: the facts that support cannot start without, wherever they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.etiquette import Draft, Level, review
from portal.etiquette.incomplete import missing_facts

SENT = "پیامک «نوبت شما فردا ساعت ۱۰ است. کلینیک مهر» {} فرستاده شد و به گیرندگان نرسید."


def asked(body, category="delivery", subject="", **details):
    return missing_facts(Draft(subject, body, category, details=details))


@pytest.mark.parametrize(
    "told",
    [
        "را دیروز ساعت ۱۴:۰۵ از خط ۳۰۰۰۱۲۳۴",
        "را ۵ آذر ساعت ده و نیم با خط سه هزار و ششصد",
        "را ۱۴۰۵/۰۹/۰۱ ساعت 9 صبح از 50001234567",
        "را همین امروز ۹ صبح با سرشمارهٔ ٢٠٠٠١٢٣٤",
        "را نیم ساعت پیش از خط خدماتی اشتراکی",
    ],
)
def test_facts_count_in_whatever_words_they_are_told(told):
    assert asked(SENT.format(told)) == []


def test_facts_in_the_title_count():
    title = "نرسیدن پیامک خط ۳۰۰۰۱۲۳۴ در ۵ آذر ساعت ۸:۱۵"
    assert asked(SENT.format(""), subject=title) == []


def test_facts_in_a_line_of_data_count():
    body = (
        'پیامک نرسید:\n{"ts":"2026-11-27T09:41:00+03:30","sender":"10007878","text":"بار شما رسید"}'
    )
    assert asked(body) == []


def test_facts_in_the_fields_of_the_category_count():
    told = {"sms_text": "سلام", "sent_date": "2026-11-22", "sent_time": "14:05"}
    assert asked("این پیامک به هیچ گیرنده‌ای نرسیده است.", **told) == ["line"]


def test_hour_in_the_quoted_text_is_not_the_hour_of_sending():
    assert asked(SENT.format("را از خط ۳۰۰۰۱۲۳۴")) == ["date", "time"]


@pytest.mark.parametrize(
    "category,body,facts",
    [
        ("delivery", "پیامک‌های فروشگاه به دست مشتریان نمی‌رسد.", "text date time line"),
        ("payment", "واریز کردم و حساب شارژ نشده است.", "amount date tracking"),
        ("payment", "دیروز ۵۰۰ هزار تومان واریز کردم و ثبت نشده است.", "tracking"),
        ("webservice", "وب‌سرویس از صبح کار نمی‌کند، بررسی کنید.", "method error"),
        ("webservice", "متد SendSms از صبح کار نمی‌کند، بررسی کنید.", "error"),
        ("credit", "از اعتبار ما بی‌دلیل کسر شده است.", "date credit"),
        ("line", "خط اختصاصی ما از صبح قطع است.", "line"),
        ("pattern", "پترن ما بدون توضیح رد شده است.", "pattern"),
        ("blacklist", "یکی از مشتریان ما در لیست سیاه افتاده است.", "recipient line"),
        ("renewal", "لطفاً پنل ما را یک سال تمدید کنید.", "user"),
        ("renewal", "پنل ما را ارتقا دهید و هزینه را بفرمایید.", "user plan"),
        ("identity", "حساب من مسدود شده است، لطفاً باز کنید.", "mobile"),
    ],
)
def test_each_category_asks_for_exactly_what_is_missing(category, body, facts):
    assert asked(body, category) == facts.split()


@pytest.mark.parametrize(
    "category,body",
    [
        ("general", "پیشنهاد می‌کنم گزارش‌ها هر هفته ایمیل شود."),
        ("payment", "برای خرید ماه پیش فاکتور رسمی می‌خواهیم."),
        ("webservice", "برای ارسال زمان‌بندی‌شده از کدام متد استفاده کنیم؟ راهنمایی بفرمایید."),
        ("line", "قیمت خط اختصاصی و مدارک لازم برای خرید آن را بفرمایید."),
        ("delivery", "آیا شب‌ها هم می‌توان پیامک تبلیغاتی فرستاد؟"),
        (None, "تفاوت خط خدماتی و خط تبلیغاتی چیست؟"),
    ],
)
def test_question_and_wish_need_no_facts(category, body):
    assert asked(body, category) == []


def test_matter_is_told_by_the_words_where_no_category_is_chosen():
    body = "پیامک‌هایی که امروز فرستادیم به هیچ مشتری نرسید."
    assert asked(body, None) == asked(body, "ارسال نشدن پیامک") == ["text", "time", "line"]


def test_remark_advises_and_names_what_is_missing():
    body = "پیامک «وقت شما تأیید شد» دیروز از خط ۳۰۰۰۱۲۳۴ رفت و نرسید."
    (finding,) = [
        f for f in review(Draft("نرسیدن پیامک", body, "delivery")) if f.rule == "incomplete"
    ]
    assert (finding.level, finding.field, finding.span) == (Level.ADVISE, "body", None)
    assert "ساعت" in finding.message
    assert "تاریخ" not in finding.message


def test_fact_that_its_field_already_asks_for_is_not_asked_twice():
    draft = Draft(
        "نرسیدن پیامک",
        "پیامک «وقت شما تأیید شد» دیروز ساعت ۹ رفت و نرسید.",
        "delivery",
        missing=[("sender_line", "شمارهٔ خط")],
    )
    (finding,) = [f for f in review(draft) if f.rule == "incomplete"]
    assert (finding.level, finding.field) == (Level.REQUIRE, "details-sender_line")


@given(st.text(max_size=300), st.sampled_from(["delivery", "payment", "pattern", None, "مالی"]))
def test_no_text_makes_it_fail(body, category):
    asked(body, category)
