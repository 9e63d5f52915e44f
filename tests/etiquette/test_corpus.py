"""Every rule against its hand-written list: what it must find and what it must leave alone."""

from pathlib import Path

import pytest

from portal.etiquette import RULES, Draft, review

CORPUS = Path(__file__).parent / "corpus"


def lines(sign: str) -> list[tuple[str, str]]:
    return [
        (path.stem, line[2:].replace("\\n", "\n"))
        for path in sorted(CORPUS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{sign} ")
    ]


def found(rule: str, text: str) -> bool:
    draft = Draft(text, None) if rule == "generic_title" else Draft(None, text)
    return rule in {finding.rule for finding in review(draft)}


@pytest.mark.parametrize("rule,text", lines("+"))
def test_rule_finds_what_it_is_for(rule, text):
    assert found(rule, text)


@pytest.mark.parametrize("rule,text", lines("-"))
def test_rule_leaves_look_alikes_alone(rule, text):
    assert not found(rule, text)


def test_each_list_belongs_to_a_rule():
    assert {path.stem for path in CORPUS.glob("*.txt")} <= set(RULES)


CLEAN = [
    (
        "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
        "با سلام، پیامک «سفارش شما آماده است» که دیروز ساعت ۱۴:۰۵ از خط ۳۰۰۰۱۲۳۴ فرستادم به"
        " مشترکان ایرانسل نرسید. وضعیت در پنل «رسیده به مخابرات» است. لطفاً بررسی کنید.",
    ),
    (
        "خطای کد ۱۴ در وب‌سرویس هنگام ارسال پیوند",
        "هنگام فراخوانی SendSms با متن زیر پاسخ 14 می‌گیریم:\n"
        '```\n{"to": "09123456789", "text": "https://example.ir/?a=1"}\n```\n'
        "آیا باید لینک را فعال کنید؟",
    ),
    (
        "درخواست فاکتور رسمی برای شارژ آبان",
        "با احترام، برای شارژ آبان به مبلغ ۱٬۲۵۰٬۰۰۰ تومان با شمارهٔ پیگیری 1234567890123456"
        " فاکتور رسمی می‌خواهیم. نشانی ایمیل ما info@example.ir است.",
    ),
    (
        "تغییر شمارهٔ همراه حساب کاربری",
        "شمارهٔ پیشین ۰۹۱۲۳۴۵۶۷۸۹ واگذار شده است و رمز عبور را فراموش کرده‌ام. چه مدارکی لازم است؟",
    ),
    (
        "نصب افزونهٔ WooCommerce روی WordPress 6.4",
        "پس از نصب، این خطا می‌آید:\nPHP Fatal error: Uncaught Error: Call to undefined function"
        " curl_init() in /var/www/html/sms.php:12\nStack trace:\n#0 {main}\nراهنمایی می‌فرمایید؟",
    ),
]


@pytest.mark.parametrize("subject,body", CLEAN)
def test_well_written_request_hears_nothing(subject, body):
    assert review(Draft(subject, body)) == []
