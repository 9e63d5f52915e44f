from dataclasses import replace

import pytest

from portal.etiquette import Draft, EarlierTicket, Finding, Level, Policy, review

CALM = Draft("تعرفهٔ پیامک خدماتی", "تعرفهٔ پیامک خدماتی چند تومان است؟", urgency="high")
STOPPED = Draft("قطع بودن ارسال", "از صبح هیچ پیامکی از پنل ما نمی‌رود.", urgency="high")


def found(draft: Draft, policy: Policy | None = None) -> list[Finding]:
    return [f for f in review(draft, policy or Policy()) if f.rule == "urgency_overuse"]


def urgent(number: int, **changes: bool) -> EarlierTicket:
    ticket = EarlierTicket(number, "نرسیدن پیامک", "پیامک نمی‌رسد", None, urgent=True)
    return replace(ticket, **changes)


def test_calm_request_is_offered_normal_urgency():
    (finding,) = found(CALM)
    assert (finding.field, finding.span, finding.suggestion) == ("urgency", None, "normal")
    assert finding.level is Level.ADVISE


@pytest.mark.parametrize("urgency", ["low", "normal", "", "پیشفرض"])
def test_other_urgencies_are_not_asked_about(urgency):
    assert not found(replace(CALM, urgency=urgency))


def test_highest_urgency_is_asked_about_too():
    assert found(replace(CALM, urgency="critical"))


def test_halt_is_urgent():
    assert not found(STOPPED)


def test_replies_have_no_urgency():
    assert not found(replace(CALM, kind="reply"))


@pytest.mark.parametrize(
    "subject,body",
    [
        ("چطور وارد شوم", "چطور وارد پنل شوم وقتی صفحهٔ ورود از صبح بالا نمی‌آید؟"),
        ("تشکر", "ممنون از تمدید، ولی بعد از آن همهٔ خط‌ها قطع شده است."),
        ("قیمت غلط", "پیامک با قیمت اشتباه همین حالا دارد به ۱۵ هزار نفر می‌رود."),
        ("سؤال", "چرا هیچ پیامی ارسال نمی‌شود؟"),
        ("زحمت", "اگر زحمتی نیست نگاهی بیندازید، وب‌سرویس جواب نمی‌دهد."),
        ("مراسم", "مراسم دو ساعت دیگر است، چطور زودتر بفرستم؟"),
        ("پنل هک شد", "کسی رمز پنل را عوض کرده و پیامک می‌فرستد."),
    ],
)
def test_halt_told_in_any_tone_is_heard(subject, body):
    assert not found(Draft(subject, body, urgency="high"))


@pytest.mark.parametrize(
    "subject,body",
    [
        ("قطع همکاری", "قصد قطع همکاری در پایان قرارداد داریم؛ روال تسویه چیست؟"),
        ("خبر هک", "در خبرها خواندم سامانه‌ای هک شده است. شما چه تدابیری دارید؟"),
        ("پیگیری قطعی", "قطعی هفتهٔ پیش رفع شد. گزارش علت را برای بایگانی بفرستید."),
        ("اگر خط قطع شود", "اگر زمانی خط قطع شود چه جایگزینی دارید؟"),
        ("مسدود کردن", "چطور یک شمارهٔ مزاحم را مسدود کنم؟"),
        ("معنی وضعیت", "«نرسیده به مخابرات» یعنی چه؟"),
        ("فوری فوری", "لطفاً فاکتور رسمی مهر را بفرستید."),
    ],
)
def test_words_of_halts_in_another_sense_do_not_count(subject, body):
    assert found(Draft(subject, body, urgency="high"))


def test_too_many_urgent_requests_at_once():
    draft = replace(STOPPED, earlier=[urgent(10001), urgent(10002)])
    (finding,) = found(draft)
    assert finding.suggestion == "normal"
    assert "۲" in finding.message
    assert finding.message != found(CALM)[0].message


def test_closed_and_ordinary_requests_do_not_count():
    earlier = [urgent(10001), urgent(10002, closed=True), urgent(10003, urgent=False)]
    assert not found(replace(STOPPED, earlier=earlier))


def test_admin_says_how_many_are_too_many():
    earlier = [urgent(10001), urgent(10002)]
    assert not found(replace(STOPPED, earlier=earlier), Policy(urgent_limit=3))
    assert found(replace(STOPPED, earlier=earlier[:1]), Policy(urgent_limit=1))


def test_title_alone_is_enough_to_judge():
    assert found(Draft("قیمت خط رند چند است؟", None, urgency="high"))
