"""S8: a second, unrelated matter in one request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.etiquette import Draft, review
from portal.etiquette.many_topics import second_matter

FIRST = "پیامک‌های خط ۳۰۰۰۱۲۳۴ از دیروز به گیرندگان نمی‌رسد."


def part(body, subject=""):
    place = second_matter(subject, body)
    return None if place is None else body[slice(*place)]


@pytest.mark.parametrize(
    "second",
    [
        "ضمناً فاکتور رسمی خرید مهر را هم می‌خواهم.",
        "یک سؤال دیگر هم دارم: هزینهٔ نمایندگی چقدر است؟",
        "راستی اپلیکیشن موبایل ندارید؟",
        "مورد دوم: ایمیل حساب کاربری را چگونه تغییر دهیم؟",
        "همچنین درخواست دارم ایمیل حساب به ایمیل تازهٔ شرکت تغییر یابد.",
    ],
)
def test_second_matter_is_found_and_its_span_holds_it(second):
    assert part(f"با سلام. {FIRST} {second}") == second


def test_numbered_matters_are_found_with_their_numbers():
    body = f"۱) {FIRST}\n۲) فاکتور سال گذشته از کجا گرفته می‌شود؟"
    assert part(body).endswith("فاکتور سال گذشته از کجا گرفته می‌شود؟")


def test_span_reaches_to_the_end_of_the_last_matter():
    body = f"{FIRST} ضمناً فاکتور مهر را هم می‌خواهم. لطفاً به ایمیل شرکت بفرستید."
    assert part(body).endswith("به ایمیل شرکت بفرستید.")


@pytest.mark.parametrize(
    "body",
    [
        f"{FIRST} همچنین پیامک‌های خط ۳۰۰۰۵۶۷۸ هم نمی‌رسد.",
        f"{FIRST} ابتدا گمان کردیم اشکال از گوشی است. سپس با سه گوشی آزمودیم. علت چیست؟",
        "سلام. گام‌ها: ۱) ورود به ارسال گروهی؛ ۲) انتخاب فایل؛ ۳) زدن بارگذاری. سپس خطا می‌دهد.",
        "قیمت خط پنج‌رقمی و قیمت خط هشت‌رقمی و زمان تحویل هر یک را بفرمایید.",
        "سلام و احترام. لطفاً رسیدگی کنید. با تشکر از شما.",
    ],
)
def test_one_matter_with_its_details_stays_quiet(body):
    assert part(body) is None


def test_remark_offers_no_replacement():
    body = f"{FIRST} ضمناً فاکتور رسمی خرید مهر را هم می‌خواهم."
    (finding,) = [f for f in review(Draft(None, body)) if f.rule == "many_topics"]
    assert finding.suggestion is None
    assert body[slice(*finding.span)].startswith("ضمناً")


@given(st.text(max_size=400))
def test_span_lies_inside_the_text(body):
    place = second_matter("", body)
    assert place is None or 0 <= place[0] < place[1] <= len(body)
