import pytest

from portal.etiquette import Draft, EarlierTicket, Level, Policy, review

SUBJECT = "نرسیدن پیامک‌های خط ۳۰۰۰۱۲۳۴"
BODY = "از دیروز پیامک‌های خط ۳۰۰۰۱۲۳۴ به ایرانسل نمی‌رسد. لطفاً علت را بفرمایید."
OPEN = EarlierTicket(10248, SUBJECT, BODY, "delivery")
CLOSED = EarlierTicket(10199, SUBJECT, BODY, "delivery", closed=True)
OTHER = EarlierTicket(
    10100, "فاکتور رسمی مهر", "فاکتور رسمی خرید مهر را به نام شرکت صادر کنید.", "payment"
)
LIKE = "پیامک ایرانسل نمیاد", "سلام هنوز پیام‌های خط 30001234 به ایرانسل نرسیده، جواب ندادید"


def found(draft, policy=None):
    findings = review(draft, policy) if policy else review(draft)
    return [finding for finding in findings if finding.rule == "repeated_request"]


def one(*told, policy=None, **rest):
    (finding,) = found(Draft(*told, **rest), policy)
    return finding


def test_identical_open_request_is_required_to_go_on_there():
    finding = one(SUBJECT, BODY, earlier=[OTHER, OPEN])
    assert finding.level is Level.REQUIRE
    assert (finding.field, finding.span, finding.suggestion) == ("subject", None, None)
    assert finding.related == 10248
    assert "۱۰۲۴۸" in finding.message


def test_identical_request_is_seen_through_keyboard_and_spacing():
    body = BODY.replace("ی", "ي").replace("پیامک‌های", "پیامک های").replace("۳", "3")
    assert one(SUBJECT + "!", body, earlier=[OPEN]).level is Level.REQUIRE


def test_identical_closed_request_is_only_advised_and_may_be_reopened():
    finding = one(SUBJECT, BODY, earlier=[CLOSED])
    assert finding.level is Level.ADVISE
    assert finding.related == 10199
    assert "بازگشایی" in finding.message


def test_an_open_one_comes_before_a_closed_one():
    assert one(SUBJECT, BODY, earlier=[CLOSED, OPEN]).related == 10248


def test_similar_open_request_is_advised_with_its_number():
    finding = one(*LIKE, earlier=[OTHER, OPEN])
    assert finding.level is Level.ADVISE
    assert (finding.field, finding.span, finding.related) == ("subject", None, 10248)
    assert "۱۰۲۴۸" in finding.message


def test_similar_closed_request_offers_reopening():
    finding = one(*LIKE, earlier=[CLOSED])
    assert finding.related == 10199
    assert "بازگشایی" in finding.message


@pytest.mark.parametrize(
    "subject,body",
    [
        (SUBJECT.replace("۳۰۰۰۱۲۳۴", "۵۰۰۰۸۸۸۸"), BODY.replace("۳۰۰۰۱۲۳۴", "۵۰۰۰۸۸۸۸")),
        ("تمدید خط ۳۰۰۰۱۲۳۴", "هزینهٔ تمدید سالانهٔ خط ۳۰۰۰۱۲۳۴ چقدر است؟"),
        ("سند مالکیت خط", "خط ۳۰۰۰۱۲۳۴ به نام شریک سابق ماست؛ چطور منتقل کنیم؟"),
        ("ساخت زیرکاربر", "برای شعبهٔ دوم چطور زیرکاربر بسازم؟"),
    ],
)
def test_other_matters_stay_quiet(subject, body):
    assert found(Draft(subject, body, earlier=[OPEN, OTHER])) == []


def test_facts_of_the_form_count():
    told = "شارژ نشدن پنل پس از واریز", "واریز کردم ولی پنل شارژ نشده است. لطفاً ثبت شود."
    ticket = EarlierTicket(
        10300, told[0], "واریز کرده‌ام و شارژ نشده.", "payment", {"ref_no": "445566"}
    )
    assert one(*told, details={"ref_no": "445566"}, earlier=[ticket]).related == 10300
    assert found(Draft(*told, details={"ref_no": "778899"}, earlier=[ticket])) == []


def test_the_admins_threshold_is_kept():
    assert found(Draft(*LIKE, earlier=[OPEN]), Policy(same_topic=1.01)) == []
    assert found(Draft(SUBJECT, BODY, earlier=[OPEN]), Policy(same_topic=1.01))


def test_nothing_is_said_without_earlier_tickets_or_texts():
    assert found(Draft(SUBJECT, BODY)) == []
    assert found(Draft(None, BODY, earlier=[OPEN])) == []
    assert found(Draft(SUBJECT, None, earlier=[OPEN])) == []
    assert found(Draft("", "", earlier=[EarlierTicket(1, "", "", None)])) == []


def test_replies_are_not_asked():
    assert found(Draft(SUBJECT, BODY, kind="reply", earlier=[OPEN])) == []
