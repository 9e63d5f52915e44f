import pytest

from portal.etiquette import (
    RULES,
    Draft,
    EarlierTicket,
    Finding,
    Level,
    Policy,
    apply,
    blocking,
    review,
)

BODY = "با سلام، پیامک‌های خط ۳۰۰۰ از دیروز به ایرانسل نمی‌رسد. لطفاً بررسی کنید."
FULL = (
    "با سلام، پیامک «سفارش شما فردا می‌رسد» دیروز ساعت ۱۴:۰۵ از خط ۳۰۰۰ فرستاده شد و به ایرانسل"
    " نرسید."
)


def one(rule: str, draft: Draft, policy: Policy | None = None) -> Finding:
    (finding,) = [f for f in review(draft, policy or Policy()) if f.rule == rule]
    return finding


def test_generic_title_is_refused_with_a_title_from_the_body():
    finding = one("generic_title", Draft("سلام!", BODY))
    assert finding.level is Level.REQUIRE
    assert (finding.field, finding.span) == ("subject", (0, 5))
    assert finding.suggestion == "نرسیدن پیامک از خط ۳۰۰۰ به ایرانسل"


def test_generic_title_falls_back_on_the_facts():
    details = {"sender_line": "3000123", "sent_date": "1405/09/01"}
    finding = one("generic_title", Draft("مشکل", "سلام", category="delivery", details=details))
    assert finding.suggestion == "ارسال نشدن پیامک از خط 3000123 در تاریخ 1405/09/01"


@pytest.mark.parametrize(
    "body",
    ["سلام. لطفاً کمک کنید.", "salam panel man kar nemikone", "رمز عبور پنل من: Ab12345 است", None],
)
def test_generic_title_offers_nothing_rather_than_a_poor_title(body):
    assert one("generic_title", Draft("مشکل", body)).suggestion is None


def test_admin_adds_generic_titles_of_the_house():
    policy = Policy(extra_generic_titles=("امور مشترکین",))
    assert one("generic_title", Draft("امـور مشترکين", None), policy)
    assert review(Draft("تغییر نشانی امور مشترکین", None), policy) == []


def test_empty_title_is_left_to_the_form():
    assert review(Draft("  ", None)) == []


def test_repeated_marks_shrink_to_one_question_mark_when_something_is_asked():
    text = "چرا نمی‌رسد؟!?؟ فوری！！ !"
    findings = review(Draft(None, text))
    assert [(f.span, f.suggestion) for f in findings] == [((11, 15), "؟"), ((20, 24), "!")]
    assert apply(text, findings) == "چرا نمی‌رسد؟ فوری!"


def test_span_of_finglish_covers_the_latin_words_as_written():
    text = "سلام،\u200f panel man kar nemikone. لطفاً بررسی کنید."
    finding = one("finglish", Draft(None, text))
    assert text[slice(*finding.span)] == "panel man kar nemikone"
    assert finding.level is Level.REVIEW
    assert apply(text, [finding]) == "سلام،\u200f پنل من کار نمی‌کنه. لطفاً بررسی کنید."


def test_allowed_words_are_no_finglish():
    draft = Draft(None, "سفارش ما نرسیده است، lotfan barresi konid.")
    assert one("finglish", draft)
    allowed = Policy(allowed_words=("Lotfan", "barresi", "konid"))
    assert "finglish" not in {f.rule for f in review(draft, allowed)}


def test_each_missing_fact_is_named_at_its_field():
    draft = Draft(
        "خط ۳۰۰۰",
        "سلام. توضیح دیگری ندارم.",
        missing=[("sent_date", "تاریخ ارسال"), ("sms_text", "متن دقیق پیامک")],
    )
    findings = review(draft)
    assert [(f.rule, f.level, f.field) for f in findings] == [
        ("incomplete", Level.REQUIRE, "details-sent_date"),
        ("incomplete", Level.REQUIRE, "details-sms_text"),
    ]
    assert "«تاریخ ارسال»" in findings[0].message


def test_identical_open_request_is_refused_and_linked():
    ticket = EarlierTicket(10248, "نرسيدن پیامک‌های خط 3000", BODY, "delivery")
    draft = Draft("نرسیدن پيامک های خط ۳۰۰۰.", BODY.replace("می‌رسد", "میرسد"), earlier=[ticket])
    finding = one("repeated_request", draft)
    assert finding.level is Level.REQUIRE
    assert finding.related == 10248
    assert "۱۰۲۴۸" in finding.message


def test_another_line_is_another_matter():
    ticket = EarlierTicket(10248, "نرسیدن پیامک‌های خط ۳۰۰۰", FULL, "delivery")
    draft = Draft("نرسیدن پیامک‌های خط ۵۰۰۰", FULL.replace("۳۰۰۰", "۵۰۰۰"), earlier=[ticket])
    assert review(draft) == []


def test_password_is_masked_and_nothing_else():
    text = "نام کاربری ali است و رمز عبور: Ab12345، لطفاً وارد شوید."
    finding = one("secret_pasted", Draft(None, text))
    assert apply(text, [finding]) == "نام کاربری ali است و رمز عبور: ••••، لطفاً وارد شوید."


def test_masked_card_keeps_its_last_four_digits():
    text = "از کارت ۶۰۳۷-۹۹۷۵-۱۲۳۴-۵۶۷۰ واریز کردم"
    finding = one("secret_pasted", Draft(None, text))
    assert apply(text, [finding]) == "از کارت ••••-••••-••••-۵۶۷۰ واریز کردم"


def test_secrets_are_found_in_the_facts_but_not_in_the_text_of_an_sms():
    sample = "apikey=8f14e45fceea167a&to=0912"
    draft = Draft(
        "خطای ۴۰۱",
        None,
        category="webservice",
        details={"request_sample": sample, "sms_text": "رمز شما: 12345"},
    )
    (finding,) = review(draft)
    assert finding.field == "details-request_sample"
    assert apply(sample, [finding]) == "apikey=••••&to=0912"


def test_missing_text_asks_only_the_rules_of_the_other():
    assert {f.field for f in review(Draft("سلام!!!", None))} == {"subject"}
    assert {f.field for f in review(Draft(None, "چرا؟؟؟"))} == {"body"}


def test_reply_is_never_held_back_above_review():
    draft = Draft(
        None, "چرا؟؟؟ salam lotfan javab bedid", kind="reply", missing=[("amount", "مبلغ")]
    )
    assert {(f.rule, f.level) for f in review(draft)} == {
        ("excess_punctuation", Level.REVIEW),
        ("finglish", Level.REVIEW),
    }


def test_admin_turns_a_rule_off_or_down():
    draft = Draft("سلام", "چرا؟؟؟", missing=[("amount", "مبلغ")])
    policy = Policy(
        levels={
            "generic_title": Level.OFF,
            "excess_punctuation": Level.ADVISE,
            "incomplete": Level.OFF,
        }
    )
    assert [(f.rule, f.level) for f in review(draft, policy)] == [
        ("excess_punctuation", Level.ADVISE)
    ]


def test_override_lets_review_pass_but_never_require():
    findings = review(Draft("سلام", "salam lotfan javab bedid"))
    assert {f.rule for f in blocking(findings, ())} == {"generic_title", "finglish"}
    overridden = blocking(findings, {"generic_title", "finglish"})
    assert {f.rule for f in overridden} == {"generic_title"}


def test_advice_never_blocks():
    findings = review(Draft(None, "چرا؟؟؟"), Policy(levels={"excess_punctuation": Level.ADVISE}))
    assert findings
    assert blocking(findings, ()) == []


def test_overlapping_suggestions_the_widest_of_the_first_wins():
    text = "سلام!!!"
    findings = [f for f in review(Draft(text, BODY)) if f.field == "subject"]
    assert [f.rule for f in findings] == ["generic_title", "excess_punctuation"]
    assert apply(text, findings) == "نرسیدن پیامک از خط ۳۰۰۰ به ایرانسل"


def test_findings_come_in_the_order_of_fields_and_places():
    findings = review(Draft("سلام!!!", "چرا؟؟؟ رمز عبور: Ab12345", missing=[("amount", "مبلغ")]))
    assert [f.rule for f in findings] == [
        "excess_punctuation" if i == 1 else rule
        for i, rule in enumerate(
            ["generic_title", "", "excess_punctuation", "secret_pasted", "incomplete"]
        )
    ]


def test_messages_are_polite_persian_sentences():
    body = (
        "please send me an invoice. lotfan barresi konid. رمز عبور: Ab12345 پنل باز نمیشه."
        " ضمناً فاکتور رسمی خرید مهر را هم می‌خواهم."
    )
    earlier = [
        EarlierTicket(10001, "سلام", body, None, urgent=True),
        EarlierTicket(10002, "سلام", body, None, urgent=True),
    ]
    asked = Draft("سلام!!!", body, missing=[("amount", "مبلغ")], earlier=earlier, urgency="high")
    thread = ["نرسیدن پیامک‌های خط ۳۰۰۰", BODY, "بررسی شد و مشکل برطرف شده است."]
    reply = "ممنون، حل شد. یک موضوع دیگر: تعرفهٔ خط ۲۰۰۰ چقدر است؟"
    findings = review(asked) + review(Draft(None, reply, kind="reply", thread=thread))
    assert {f.rule for f in findings} == set(RULES)
    for finding in findings:
        assert finding.message.endswith(".")
        assert "!" not in finding.message
