import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import Draft, Finding, apply, review


def found(text: str) -> list[Finding]:
    return [f for f in review(Draft(None, text)) if f.rule == "secret_pasted"]


def masked(text: str) -> str:
    return apply(text, found(text))


@pytest.mark.parametrize(
    "text,shown",
    [
        ("رمز عبور: Ab12345، لطفاً وارد شوید", "رمز عبور: ••••، لطفاً وارد شوید"),
        ("رمزم ۹۸۷۶۵۴ است", "رمزم •••• است"),
        ("كلمه عبور من zahra_1365 ميباشد", "كلمه عبور من •••• ميباشد"),
        ("رمز قبلی Old_4411 بود، عوض کردم شد New_5522", "رمز قبلی •••• بود، عوض کردم شد ••••"),
        ("نام کاربری و رمز: lale / Lale!98", "نام کاربری و رمز: lale / ••••"),
        ("یوزر و پس ما dorsa و Dk-9182 است", "یوزر و پس ما dorsa و •••• است"),
        ("Zx99!bn رمز پنل است", "•••• رمز پنل است"),
        ("رمز: 4 4 7 1 9 0\nیوزر: farsh", "رمز: ••••\nیوزر: farsh"),
        ("رمزمو (Tina77tina) دادم", "رمزمو (••••) دادم"),
        ("ramz man hafez_1404 ast", "ramz man •••• ast"),
        ("My panel password is Lamp!4477", "My panel password is ••••"),
        ('{"username": "ali", "password": "S3cret!"}', '{"username": "ali", "password": "••••"}'),
        ("curl -u amin:As!2299 https://x.ir", "curl -u amin:•••• https://x.ir"),
        ("postgres://otp:pG_7x1Lm@db.local/otp", "postgres://otp:••••@db.local/otp"),
        ("define('DB_PASSWORD', 'gn4421');", "define('DB_PASSWORD', '••••');"),
        ("لاگین: raha_beauty / RahaB#12", "لاگین: raha_beauty / ••••"),
        ("از کارت 6037-9975-1234-5670 زدم", "از کارت ••••-••••-••••-5670 زدم"),
        ("شماره کارتم ۶۲۲۱۰۶۷۷۲۰۱۹۸۳۴۹", "شماره کارتم ••••-••••-••••-۸۳۴۹"),
        ("5894\n6322\n7710\n4582", "••••-••••-••••-4582"),
        ("cvv2: 432", "cvv2: ••••"),
    ],
)
def test_only_the_secret_is_masked(text, shown):
    assert masked(text) == shown


def test_private_key_is_masked_from_its_first_line_to_its_last():
    text = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nدرست است؟"
    assert masked(text) == "••••\nدرست است؟"


@pytest.mark.parametrize(
    "text,word",
    [
        ("کارت 6037997512345670", "کارت"),
        ("رمز دوم: 556677", "رمز کارت"),
        ("رمز عبور: Ab12345", "رمز عبور"),
        ("api key: 8f14e45fceea167a5a36", "کلید"),
    ],
)
def test_message_names_what_was_found(text, word):
    (finding,) = found(text)
    assert word in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "رمز عبور را فراموش کرده‌ام",
        "رمز پنل sadeghi88 را ریست کنید",
        "رمز ۶ رقمی نمی‌آید",
        "بعد از تغییر رمز، خطای E-1045 می‌دهد",
        "تغییر رمز در 1405/08/12 انجام شد",
        "رمزی مثل Ali@1234 قبول می‌کند؟",
        "کد خطای رمز 1001 است",
        "password must be at least 8 characters",
        "password = os.environ['SMS_PASS']",
        "const password = req.body.password;",
        "if (password == confirm) return true;",
        "Authorization: Bearer ${SMS_TOKEN}",
        "api_key=XXXXXXXXXXXXXXXX",
        "sha1: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "شناسهٔ پیام b7e2f0c4-1199-4a3b-8d70-2c5566aa7788",
        "-----BEGIN PUBLIC KEY-----\nMFww\n-----END PUBLIC KEY-----",
        "شبا IR290170000000107700120003",
        "خط 5000212345678901",
        "شمارهٔ پیگیری 4111111111111111",
        "متن پترن: «رمز ورود شما 45821 است»",
        "متن پیامک: رمز ورود شما X7k2 است",
        "پس از 3 روز 1250000 تومان برنگشته",
        "bypass: 1234 و compass=1234",
        "grant_type=password&username=ali",
    ],
)
def test_talk_of_secrets_and_other_numbers_stay(text):
    assert not found(text)


def test_masked_secrets_are_no_secrets():
    text = "رمز: Ab12345 کارت 6037997512345670 token=a1b2c3d4e5f6a7b8c9d0"
    assert len(found(text)) == 3
    assert not found(masked(text))


PIECES = [
    "رمز ", "رمز عبور", "پسورد", ": ", " است", "Ab12345", "یوزر و ", "کلید ", "توکن ",
    "a1b2c3d4e5f6", "password=", "'", '"', "\n", " ", "/", "و ", "6037997512345670",
    "6037 9975 1234 5670", "cvv2 ", "123", "12345", "https://a:b1c2@x.ir", "curl -u a:b1c2", "(",
    ")", "ali", "Gn#4421", "لاگین: ", "،", "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----", "u: ali p: ", "که ", "شد ", "۱۲۳۴",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
@settings(max_examples=500, deadline=None)
def test_masking_ends_after_three_rounds(text):
    for _ in range(3):
        text = masked(text)
    assert not found(text)
