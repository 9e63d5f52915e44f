import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import Draft, Finding, Policy, apply, review
from portal.etiquette.excess_punctuation import MARKS

DEV = Path(__file__).parent / "corpus" / "excess_punctuation.dev.jsonl"


def found(text: str, policy: Policy | None = None) -> list[Finding]:
    findings = review(Draft(None, text), policy or Policy())
    return [finding for finding in findings if finding.rule == "excess_punctuation"]


def mended(text: str) -> str:
    return apply(text, found(text))


def dev_items() -> list[dict]:
    items = map(json.loads, DEV.read_text(encoding="utf-8").splitlines())
    return [item for item in items if "fixed" in item]


@pytest.mark.parametrize("item", dev_items(), ids=lambda item: item["note"])
def test_fix_leaves_one_mark_of_each_run(item):
    field = item.get("field", "body")
    findings = review(Draft(item.get("subject"), item.get("body")))
    mine = [f for f in findings if f.rule == "excess_punctuation" and f.field == field]
    assert apply(item[field], mine) == item["fixed"]


@pytest.mark.parametrize(
    "text,fixed",
    [
        ("چرا؟؟؟", "چرا؟"),
        ("فوری！！！", "فوری!"),
        ("چرا؟!؟", "چرا؟"),
        ("چرا؟ ! ؟ بگویید", "چرا؟ بگویید"),
        ("چرا؟\u200c؟\u200f؟\u2066؟", "چرا؟"),
        ("چرا؟\x00؟\u034f؟", "چرا؟"),
        ("کِی؟\u064e؟\u064e؟", "کِی؟"),
        ("چرا؟ـ؟ـ؟", "چرا؟"),
        ("مهم❗️❗️❗️ است", "مهم! است"),
        ("مهم‼️‼️", "مهم!"),
        ("چرا⁉!", "چرا؟"),
        ("چرا؟؟\n؟", "چرا؟"),
        ("چرا؟؟\n!! توجه کنید", "چرا؟\n توجه کنید"),
    ],
)
def test_runs_in_any_form_shrink(text, fixed):
    assert mended(text) == fixed


@pytest.mark.parametrize(
    "text",
    [
        "در گوشی مشتری به جای متن ؟؟؟؟؟ دیده می‌شود",
        "مشتری می‌گوید پیامک به این صورت آمده: ????????",
        "حروف فارسی را ؟؟؟ نشان می‌دهد",
        "علامت سؤال (؟؟؟) به جای حروف می‌آید",
        "متن پیام تبدیل می‌شود به ؟؟؟؟؟",
        "اگر در متن از !!! استفاده کنیم فیلتر می‌شود؟",
        "روی گوشی می‌نویسد ؟؟؟؟ به جای اسم",
        "نمایش ؟؟؟ به جای متن در گوشی‌های سامسونگ",
    ],
)
def test_marks_that_are_seen_on_a_screen_are_no_punctuation(text):
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "پیامک من رسید ؟؟؟ نوشته شده ارسال ناموفق",
        "به چه صورت ؟؟؟ لطفاً توضیح دهید",
        "چرا به این شکل؟؟؟",
        "فوری !!! می‌شود لطفاً بررسی کنید",
        "شارژ کردم ؟؟؟ ثبت نشده",
        "خرید خط ؟؟؟ با چه قیمتی",
    ],
)
def test_marks_after_a_sentence_are_punctuation_whatever_follows(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "شماره 0912???4567 پیام نگرفته",
        "شماره ۰۹۱۲۳۴۵؟؟؟؟ پیام نگرفته",
        "کارت 6037????????1188 مال من است",
        "خط 1000???? را می‌خواهم",
        "log_???.txt و *???.csv را باز کنید",
        "فایل نهایی!!!.docx را ضمیمه کردم",
        "لینک https://ex.ir/a?x=??? کار نمی‌کند",
        "| خط | وضعیت |\n| 3000 | ??? |",
        "علی\t???\t0912\nرضا\t???\t0935",
        "متن &#1587;&#1604;!!! می‌رسد",
        "<!-- چرا؟؟؟ --> در صفحه هست",
        "~~~\n!!! هشدار !!!\n~~~\nاین می‌آید",
        "> چرا؟؟؟\nدر پاسخ شما",
    ],
)
def test_marks_in_numbers_names_and_code_stay(text):
    assert not found(text)


@pytest.mark.parametrize(
    "text,spans",
    [
        ("متن پیامک: «حراج!!!» چرا رد شد؟؟؟", ["؟؟؟"]),
        ("متن پیامک:\nسلام!!!\nلغو11\n\nچرا نرفت؟؟؟", ["؟؟؟"]),
        ("https://ex.ir/login??? باز نمی‌شود", ["???"]),
        ("فایل users.csv؟؟؟ وارد نشد", ["؟؟؟"]),
        ("«چرا؟؟؟»", ["؟؟؟"]),
    ],
)
def test_marks_beside_a_zone_are_judged(text, spans):
    assert [text[slice(*finding.span)] for finding in found(text)] == spans


def test_admin_says_how_many_are_too_many():
    assert not found("چرا؟؟؟؟", Policy(mark_limit=5))
    assert found("چرا؟؟", Policy(mark_limit=2))
    assert found("چرا؟؟؟؟؟", Policy(mark_limit=5))


def test_limit_below_two_is_read_as_two():
    assert not found("چرا؟", Policy(mark_limit=0))


@given(st.text(alphabet=MARKS + "\u200c\ufe0f \nاa1", max_size=60))
@settings(max_examples=400, deadline=None)
def test_mended_text_has_no_run_left(text):
    assert not found(mended(text))


def test_very_many_runs_are_all_found():
    assert len(found("چرا؟؟؟ " * 400)) == 400
