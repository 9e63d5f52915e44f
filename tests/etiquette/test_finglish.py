"""Persian in Latin letters: where it stands, what it means, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.etiquette import finglish
from portal.etiquette.findings import apply
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT, Policy

LATIN = st.text(alphabet="abdeghiklmnorstuvyz '-.\n،سلامپنل\u200câ", max_size=80)


def found(text, policy=DEFAULT):
    return list(finglish.check(Page("body", text), policy))


def spans(text):
    return [text[slice(*finding.span)] for finding in found(text)]


def in_persian(text):
    return apply(text, found(text)).replace("\u200c", "")


@pytest.mark.parametrize(
    "text,span",
    [
        ("خط را وصل کنید. lotfan barresi konid", "lotfan barresi konid"),
        ("پنل من baz nemishe و معطلم", "baz nemishe"),
        ("سلام! chera? پنل باز نیست", "chera"),
        ("API kar nemikone", "kar nemikone"),
        ("please help, panel baz nemishe", "panel baz nemishe"),
    ],
)
def test_span_is_the_whole_stretch(text, span):
    assert spans(text) == [span]


@pytest.mark.parametrize(
    "one,other",
    [
        ("kheyli mamnoon", "xeyli mamnun"),
        ("gheymat chande", "qeymat chande"),
        ("chera nemishe", "çera nemişe"),
        ("lotfan rasidegi konid", "lotfân residegi konid"),
        ("ta'ahod name", "taahod nameh"),
        ("KHAT GHAT SHODE", "khat ghat shode"),
        ("na-mi-shavad", "nemishavad"),
    ],
)
def test_habits_of_spelling_are_read_alike(one, other):
    assert found(one) and found(other)


@pytest.mark.parametrize(
    "text", ["slm khste nbshid", "lftn jvb bdid", "mmnon", "pnlm ghfl shde", "vrod b pnl nmishe"]
)
def test_chat_forms_without_vowels_are_found(text):
    assert found(text)


@pytest.mark.parametrize("text", ["salamkhastenabashid", "lotfanpanelemarafaalkonid"])
def test_words_without_spaces_are_parted(text):
    assert found(text)
    assert " " in in_persian(text)


def test_letters_with_spaces_between_are_one_word():
    assert spans("s a l a m") == ["s a l a m"]


@pytest.mark.parametrize(
    "text,persian",
    [
        ("panelam baz nemishe", "پنلم باز نمیشه"),
        ("lotfan barresi konid", "لطفاً بررسی کنید"),
        ("shomareye khate man", "شمارهٔ خط من"),
        ("payamha ra befrestid", "پیامها را بفرستید"),
        ("3ta sim card daram", "3تا سیم کارت دارم"),
        ("ba PHP vasl misham", "با PHP وصل میشم"),
        ("salam, chera? lotfan", "سلام، چرا؟ لطفاً"),
        ("do bar variz kardam", "دو بار واریز کردم"),
        ("slm khubi", "سلام خوبی"),
    ],
)
def test_suggestion_is_the_text_in_persian_letters(text, persian):
    assert in_persian(text) == persian


def test_unknown_words_are_no_suggestion():
    text = "salam zblqrt kntrvsh drfstgh mnzpqr"
    assert all(finding.suggestion is None for finding in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "شرکت Khane Va Ashpazkhane مشتری ماست",
        "گیرنده‌ها Ali Rezaei و Zahra Moradi هستند",
        "مشتری من ali rezaei است",
        "متغیرهای in، to، man و are پر شده است",
        "کلیدواژه‌های sabtnam، laghv و entekhab را ساختم",
        "پارامتر shomare_mobile خالی است",
        "متن «salam moshtari aziz» رد شد",
        "با Laravel و WooCommerce کار می‌کنیم",
        "The man in the car had a bad day",
        "Please check my account",
        "Mesajlar gelmiyor, neden?",
        "پیغام ersal anjam nashod را می‌بینم",
    ],
)
def test_look_alikes_stay_quiet(text):
    assert found(text) == []


def test_words_the_admin_allows_are_names():
    text = "پنل sabz pardaz را خریدم و lotfan barresi"
    policy = Policy(allowed_words=("lotfan", "barresi", "sabz", "pardaz"))
    assert found(text)
    assert found(text, policy) == []


def test_configuration_and_log_lines_are_left_alone():
    assert found("تنظیم ما:\n    khat: 5000\n    karbar: anbar\nدرست است؟") == []
    assert found("INFO  ersal shod be girande\nاین لاگ ماست") == []


@given(LATIN)
def test_spans_lie_inside_and_suggestions_settle_the_matter(text):
    findings = found(text)
    for finding in findings:
        start, end = finding.span
        assert 0 <= start < end <= len(text)
    mended = apply(text, findings)
    if findings and all(finding.suggestion is not None for finding in findings):
        assert found(mended) == []


@pytest.mark.parametrize(
    "text",
    [
        "salam " * 5000,
        "a" * 30000,
        "mi" * 15000,
        "a " * 15000,
        "a.-'" * 7500,
        "\ud800salam\x00 khubi",
        "s\u0301a\u0301lam khubi 😍",
        "khastenabashid" * 2000,
    ],
)
def test_hostile_texts_are_read(text):
    for finding in found(text):
        assert 0 <= finding.span[0] < finding.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "کانون Naghsh Farda Negar نمایندهٔ ما در مشهد است.",
        "پویش Ba Ham Mitavanim را با پیامک اطلاع می‌دهیم.",
        "نشان تجاری Zarrin Gol Dasht ثبت شده است.",
        "در فاکتور به‌جای Ma va Shoma Trading نام دیگری آمده است.",
        "این پیامک را گرفتم: moshtari gerami hesab shoma masdud shod",
        "نظر مشتری در سایت: kheyli aali bood mamnoon",
        "مشتری نوشته بود laghv konid va digar nafrestid و ما لغوش کردیم.",
        "ستون‌ها به ترتیب radif و nam moshtari و shomare tamas است.",
        "Tehran, Khiaban Azadi, Kooche Bahar, Pelak 12",
        "Allah razı olsun tez bakın، پنل ما از صبح باز نمی‌شود.",
    ],
)
def test_names_messages_of_others_and_cousins_of_persian_are_left_alone(text):
    assert not found(text)


@pytest.mark.parametrize("text", ["Tamdid Panel", "Peygiri Ticket 12345", "کد تایید nmiad"])
def test_short_matters_and_chat_verbs_are_found(text):
    assert found(text)


def test_suggestion_that_would_stay_latin_is_not_offered():
    (finding,) = finglish.check(Page("body", 'H"00A.U'), DEFAULT)
    assert finding.suggestion is None
