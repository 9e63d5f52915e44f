import pytest

from portal.etiquette.similarity import identical, new_topic, same_topic

DELIVERY = (
    "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
    "پیامک‌هایی که دیروز از خط ۳۰۰۰۱۲۳۴ فرستادم به مشترکان ایرانسل نرسیده است.",
)
SAME_AS_DELIVERY = (
    "پیامک ایرانسل نمی‌رسد",
    "از دیروز پیامک‌های خط ۳۰۰۰۱۲۳۴ به هیچ مشترک ایرانسل نرسیده است، چرا؟",
)
INVOICE = (
    "درخواست فاکتور رسمی",
    "برای واریز آبان به مبلغ ۱۲۵۰۰۰۰ تومان فاکتور رسمی به نام شرکت صادر کنید.",
)


def test_two_tellings_of_one_matter_are_near():
    same, score = same_topic(DELIVERY, SAME_AS_DELIVERY)
    assert same
    assert score > same_topic(DELIVERY, INVOICE)[1]


def test_different_matters_are_far():
    assert same_topic(DELIVERY, INVOICE)[0] is False


def test_order_does_not_matter():
    assert same_topic(DELIVERY, INVOICE) == same_topic(INVOICE, DELIVERY)


@pytest.mark.parametrize(
    "one,two",
    [
        ("ثبت واریز با شمارهٔ پیگیری ۱۲۳۴۵۶۷۸", "ثبت واریز با شمارهٔ پیگیری ۸۷۶۵۴۳۲۱"),
        ("پیامک‌های خط ۳۰۰۰۱۲۳۴ نرسیده است", "پیامک‌های خط ۵۰۰۰۹۹۸۸ نرسیده است"),
    ],
)
def test_other_numbers_make_another_matter(one, two):
    assert same_topic((one, one), (two, two))[0] is False
    assert same_topic((one, one), (one + " لطفاً", one))[0] is True


def test_identical_sees_through_keyboards_and_spacing():
    assert identical(("علي", "می‌شود ۱۲"), ("علی", "میشود  12."))
    assert not identical(("علی", "۱۲"), ("علی", "۱۳"))
    assert not identical(("", ""), ("", "..."))


THREAD = [" ".join(DELIVERY), "متن پیامک و ساعت ارسال را بنویسید."]


@pytest.mark.parametrize(
    "reply",
    [
        "ممنون، حل شد.",
        "ساعت ۱۴:۰۵ بود.",
        "هنوز پیامک‌های ایرانسل از همین خط نرسیده است.",
        "",
    ],
)
def test_reply_on_the_matter_stays_in_the_thread(reply):
    assert new_topic(THREAD, reply)[0] is False


@pytest.mark.parametrize(
    "reply",
    [
        "یک سؤال دیگر هم دارم: برای واریز آبان فاکتور رسمی چگونه صادر می‌شود؟",
        "راستی پنل طلایی را تمدید کنید و تخفیف نمایندگی را هم اعمال بفرمایید.",
    ],
)
def test_reply_on_another_subject_is_noticed(reply):
    assert new_topic(THREAD, reply)[0] is True
