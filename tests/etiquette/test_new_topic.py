import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import Draft, Level, Policy, review

THREAD = (
    "نرسیدن پیامک‌های خط ۳۰۰۰۱۲۳۴ به ایرانسل",
    "پیامک‌هایی که دیروز از خط ۳۰۰۰۱۲۳۴ فرستادیم به ایرانسل نرسیده است.",
    "مشکل از سمت اپراتور بود و برطرف شد.",
)
NEW = "ممنون، درست شد. یک موضوع دیگر: فاکتور رسمی خرید مهر را چگونه دریافت کنم؟"


def found(body, thread=THREAD, policy=None, kind="reply"):
    draft = Draft(None, body, kind=kind, thread=thread)
    findings = review(draft, policy) if policy else review(draft)
    return [finding for finding in findings if finding.rule == "new_topic"]


def test_a_new_matter_is_advised_from_where_it_begins():
    (finding,) = found(NEW)
    assert finding.level is Level.ADVISE
    assert finding.field == "body"
    assert finding.suggestion is None
    start, end = finding.span
    assert NEW[start:end] == "یک موضوع دیگر: فاکتور رسمی خرید مهر را چگونه دریافت کنم؟"
    assert "درخواستی جدید" in finding.message


def test_a_reply_that_is_wholly_new_is_marked_from_its_beginning():
    body = "می‌خواهم پنل نقره‌ای را به طلایی ارتقا دهم، هزینه‌اش چقدر می‌شود؟"
    (finding,) = found(body)
    assert finding.span == (0, len(body))


@pytest.mark.parametrize(
    "body",
    [
        "ممنون، حل شد.",
        "هنوز هم پیامک به ایرانسل نمی‌رسد.",
        "خیلی طول کشید ولی سپاسگزارم.",
        "راستی همین مشکل را با همان خط برای رایتل هم داریم.",
        "۰۹۳۵۱۱۱۲۲۳۳ و ۰۹۳۰۲۲۲۳۳۴۴",
        "screenshot.png",
        "   ",
        "🙏🙏",
    ],
)
def test_what_goes_on_with_the_thread_stays_quiet(body):
    assert found(body) == []


def test_answers_to_what_was_asked_may_hold_any_words():
    thread = ("رد شدن پترن ۴۵۸۷۱", "پترن ما رد شد.", "کاربرد پترن را توضیح دهید.")
    body = "کندوهای عسل ما حسگر وزن دارند؛ وقتی کندو پر شد، به زنبوردار خبر می‌رود."
    assert found(body, thread) == []


def test_only_replies_with_a_thread_are_asked():
    assert found(NEW, thread=()) == []
    assert found(NEW, thread=("", "  ")) == []
    assert found(None) == []
    assert found(NEW, kind="ticket") == []


def test_the_admins_threshold_is_kept():
    assert found(NEW, policy=Policy(new_topic=1.01)) == []


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=4))
@settings(max_examples=200, deadline=None)
def test_spans_lie_inside_any_reply(body, thread):
    for finding in found(body + NEW, tuple(thread)):
        start, end = finding.span
        assert 0 <= start < end == len(body + NEW)
