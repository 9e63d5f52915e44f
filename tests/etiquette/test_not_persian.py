"""Prose in other languages, and what a Persian request rightly holds of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.etiquette import not_persian
from portal.etiquette.page import Page
from portal.etiquette.policy import DEFAULT


def found(text):
    return [text[slice(*f.span)] for f in not_persian.check(Page("body", text), DEFAULT)]


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "panel is very slow today",
        "no answer from support",
        "Bitte helfen Sie mir, die Nachrichten kommen nicht an",
        "Panelime giremiyorum, yardım edin",
        "Xəttimiz işləmir, kömək edin",
        "Je n'arrive pas à me connecter à mon compte",
        "كيف يمكن شراء خط جديد من هذا الموقع؟",
        "شلونكم، اللوحة ما تفتح عندي",
        "منیم پولوم گئدیب آمما پنل شارژ اولماییب",
        "ہمارے پیغامات نہیں پہنچ رہے",
        "تکایە یارمەتیم بدەن",
        "Здравствуйте, панель не работает",
        "我们的短信没有送达",
    ],
)
def test_other_languages_are_found(text):
    assert found(text)


@pytest.mark.parametrize(
    "text,span",
    [
        (
            "سلام. My messages are not delivered since yesterday. ممنون",
            "My messages are not delivered since yesterday",
        ),
        ("سلام مهندس. منیم پولوم گئدیب. ممنون", "منیم پولوم گئدیب"),
        ("اگر ممکن است let me know which file is missing تا بفرستم",
         "let me know which file is missing"),
    ],
)  # fmt: skip
def test_only_the_foreign_stretch_is_marked(text, span):
    assert found(text) == [span]


@pytest.mark.parametrize(
    "text",
    [
        "خطای The remote server returned an error می‌آید",
        "پیغام You do not have enough credit را می‌بینم",
        "تیک I agree to the terms را زدم",
        "متن «Dear customer, your order is ready» رد شد",
        "در Google Chrome و Firefox باز نمی‌شود",
        "حالت send bulk و گزینهٔ black list check را باز کنید",
        "ممنون\nSara Ahmadi\nSales Manager",
        "السلام علیکم و رحمه الله و برکاته، پنل باز نیست",
        "بسم الله الرحمن الرحیم\nسلام، خط ما قطع است",
        "پيامك هاي من به ايرانسل نمي رسد",
        "کیف پول",
        "لیست سیاه مخابرات",
        "ما از هرات استیم و لین ما خراب است، مهربانی کنید",
        "ریست پسورد زدم ولی کانفرم نیامد",
        "HTTP 500 Internal Server Error",
        "salam chera panel baz nemishe",
    ],
)
def test_terms_captions_and_formulas_are_left_alone(text):
    assert found(text) == []


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    for finding in not_persian.check(Page("body", text), DEFAULT):
        assert 0 <= finding.span[0] < finding.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pattern was rejected and no reason is displayed. متن پترن در پیوست آمده است.",
        "سلام. Any update?",
        "پنل من؟ I don't know, maybe blocked",
        "Allah razı olsun tez bakın، پنل ما از صبح باز نمی‌شود.",
        "پنل ما niye açılmır؟ دو روز است منتظریم.",
        "can't receive otp code",
        "Too expensive!",
    ],
)
def test_short_sentences_of_the_customer_are_found_amid_persian(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "موقع پرداخت Transaction has been cancelled by user زد و پول برگشت.",
        "سایت پیغام داد. Please wait a moment. همین را می‌بینم",
        "user id not found",
        "sendSms(username, password, to, text)",
        "Sent from my iPhone\nسلام، خط ما قطع است.",
        "مهمان هتل ما نوشت: ¿Dónde está mi código? و ما ترجمه کردیم.",
    ],
)
def test_shown_messages_and_mail_footers_are_left_alone(text):
    assert not found(text)
