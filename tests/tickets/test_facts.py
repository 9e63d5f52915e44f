"""Typed facts: what is understood, what is refused, and how it is shown again."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.commands.defaults.categories import CATEGORIES
from portal.models import CategoryField
from portal.services import fact_rows, facts
from portal.tickets.details import DetailsForm
from tests.tickets import pages

LITERALS = [
    {"key": "shared_service", "label": "خط خدماتی اشتراکی"},
    {"key": "unknown", "label": "نمی‌دانم"},
]

UNDERSTOOD = [
    ("text", "  كد  پترن ", {}, "کد پترن"),
    ("text", " علي  رضا ", {"as_typed": True}, "علي  رضا"),
    ("ltr_text", "SendSMS", {"max_length": 7}, "SendSMS"),
    ("textarea", "يك\r\nدو", {}, "یک\nدو"),
    ("sms_text", "سلام ي\r\nلغو11 ", {}, "سلام ي\nلغو11 "),
    ("sms_text", "کد شما: %code%", {"fixed_words": True}, "کد شما: %code%"),
    ("code", '{"a": "ي"}', {}, '{"a": "ي"}'),
    ("digits", "۰۱ ۲۳-۴", {"min_length": 5, "max_length": 5}, "01234"),
    ("integer", "۱٬۲۵۰", {"min": 1}, 1250),
    ("jalali_date", "1405/9/1", {}, "2026-11-22"),
    ("jalali_datetime", "۱۴۰۵/۰۹/۰۱ ۱۴:۰۵", {}, "2026-11-22T14:05"),
    ("jalali_datetime", "1405-09-01، ساعت 9:05", {}, "2026-11-22T09:05"),
    ("line", "۳۰۰۰۱۲۳۴", {"literals": LITERALS}, "30001234"),
    ("line", "نمی دانم", {"literals": LITERALS}, "unknown"),
    ("mobile", "+98 912 100 0001", {}, "+989121000001"),
    (
        "mobile_list",
        "09121000001، ۰۹۱۲۱۰۰۰۰۰۲",
        {"max_items": 2},
        ["+989121000001", "+989121000002"],
    ),
    ("ticket", "۱۰۰۰۱", {}, 10001),
    ("ip", "۵.۱۶۰.۱۰.۲۰", {}, "5.160.10.20"),
    ("ip", "2001:DB8::1", {}, "2001:db8::1"),
    ("national_or_legal_id", "۰۰۱۲۳۴۵۶۷۹", {}, "0012345679"),
    ("national_or_legal_id", "14001234562", {}, "14001234562"),
    ("iban", "IR82 0540 1026 8002 0817 9090 02", {}, "IR820540102680020817909002"),
    ("iban", "820540102680020817909002", {}, "IR820540102680020817909002"),
    ("postal", "۱۲۳۴۵-۶۷۸۹۰", {}, "1234567890"),
    ("key_values", "name = آرش\n\ncode: ۱۲۳", {}, [["name", "آرش"], ["code", "۱۲۳"]]),
]


@pytest.mark.parametrize("kind, typed, limits, value", UNDERSTOOD)
def test_fact_is_understood(kind, typed, limits, value):
    assert facts.PARSERS[kind](typed, limits) == value


REFUSED = [
    ("text", "اب", {"min_length": 3}, "دست‌کم ۳ نویسه"),
    ("text", "ابپت", {"max_length": 3}, "حداکثر ۳ نویسه"),
    ("sms_text", "%header% %body%", {"fixed_words": True}, "واژه‌های ثابت"),
    ("digits", "12a", {}, "فقط با رقم"),
    ("digits", "123", {"min_length": 4, "max_length": 4}, "باید ۴ رقم"),
    ("integer", "-5", {}, "به عدد"),
    ("integer", "4", {"min": 5}, "نه کمتر از ۵"),
    ("integer", "9" * 5000, {}, "عدد"),
    ("jalali_date", "۱۴۰۴/۱۲/۳۰", {}, "چنین روزی"),
    ("jalali_date", "2026/11/22", {}, "۱۴۰۵/۰۹/۰۱"),
    ("jalali_datetime", "۱۴۰۵/۰۹/۰۱", {}, "۱۴:۰۵"),
    ("jalali_datetime", "۱۴۰۵/۰۹/۰۱ ۲۵:۰۰", {}, "۱۴:۰۵"),
    ("line", "12", {}, "۴ تا ۱۶ رقم"),
    ("line", "نمی‌دانم", {}, "۴ تا ۱۶ رقم"),
    ("mobile", "0212345678", {}, "۰۹۱۲۳۴۵۶۷۸۹"),
    ("mobile_list", "09121000001 09121000002", {"max_items": 1}, "حداکثر ۱ شماره"),
    ("ip", "300.1.1.1", {}, "آی‌پی"),
    ("national_or_legal_id", "0012345678", {}, "کد ملی درست نیست"),
    ("national_or_legal_id", "10380284792", {}, "شناسهٔ ملی درست نیست"),
    ("national_or_legal_id", "123", {}, "۱۰ رقم"),
    ("iban", "IR820540102680020817909003", {}, "شبا"),
    ("postal", "123", {}, "۱۰ رقم"),
    ("key_values", "فقط نام", {}, "نام = مقدار"),
]


@pytest.mark.parametrize("kind, typed, limits, message", REFUSED)
def test_fact_is_refused_with_a_message_for_the_reader(kind, typed, limits, message):
    with pytest.raises(ValueError, match=message):
        facts.PARSERS[kind](typed, limits)


def test_nothing_may_lie_in_the_future(clock):
    clock.set(datetime(2026, 11, 22, 8, tzinfo=UTC))  # 11:30 in Tehran
    limits = {"not_future": True}
    assert facts.jalali_date("۱۴۰۵/۰۹/۰۱", limits)
    assert facts.jalali_moment("۱۴۰۵/۰۹/۰۱ ۱۱:۳۰", limits)
    with pytest.raises(ValueError, match="هنوز نرسیده"):
        facts.jalali_date("۱۴۰۵/۰۹/۰۲", limits)
    with pytest.raises(ValueError, match="هنوز نرسیده"):
        facts.jalali_moment("۱۴۰۵/۰۹/۰۱ ۱۲:۳۰", limits)


@pytest.mark.parametrize(
    "typed", ["= مقدار", "نام =", "نام = \u2003", " " * 3000, "a" + " " * 3900]
)
def test_pair_needs_both_its_sides(typed):
    with pytest.raises(ValueError, match="نام = مقدار"):
        facts.pairs(f"{typed}\nنام", {})


def test_value_of_a_pair_may_hold_what_parts_a_pair():
    assert facts.pairs("url： http://x.ir/?a=1", {}) == [["url", "http://x.ir/?a=1"]]


def test_moment_longer_than_any_moment_is_refused_unread():
    commas = "۱۴۰۵/۰۹/۰۱" + "،" * 60 + "۱۴:۰۵"
    with pytest.raises(ValueError, match="۱۴:۰۵"):
        facts.jalali_moment(commas, {})


@pytest.mark.parametrize("kind", sorted(set(facts.PARSERS) | {"time", "amount"}))
def test_endless_text_is_refused_before_its_parser_reads_it(kind):
    spec = CategoryField(key="x", label="x", type=kind, required="no", limits={})
    form = DetailsForm([spec], {}, MultiDict({"details-x": " ،" * 1_000_000 + "x"}))
    reached = []
    form["x"].parse = lambda: reached.append(kind)
    assert not form.validate()
    assert form["x"].errors == ["این بخش حداکثر ۴٬۰۰۰ نویسه است."]
    assert reached == []


@pytest.mark.parametrize(
    "typed, unit, value",
    [
        ("۱٬۲۵۰٬۰۰۰", "toman", {"rials": 12_500_000, "unit": "toman"}),
        ("1250000", "rial", {"rials": 1_250_000, "unit": "rial"}),
        ("۵۰۰", "sms", {"count": 500, "unit": "sms"}),
        ("۱٬۲۵۰٬۰۰۰ تومان", "rial", {"rials": 12_500_000, "unit": "toman"}),
        ("۵۰۰ پیامک", "", {"count": 500, "unit": "sms"}),
    ],
)
def test_amount_is_kept_with_its_unit(typed, unit, value):
    assert facts.amount(typed, unit, {}) == value
    shown = fact_rows.as_typed("amount", value)
    assert facts.amount(shown, value["unit"], {}) == value


@pytest.mark.parametrize(
    "typed, unit", [("۱۰۰", ""), ("۱۰۰", "sms"), ("-۵", "rial"), ("۰", "rial")]
)
def test_amount_without_a_fitting_unit_or_number_is_refused(typed, unit):
    with pytest.raises(ValueError):
        facts.amount(typed, unit, {"min": 1, "units": ["rial", "toman"]})


@pytest.mark.parametrize("kind, typed, limits, value", UNDERSTOOD)
def test_stored_fact_typed_again_means_the_same(kind, typed, limits, value):
    again = fact_rows.as_typed(kind, value)
    if (kind, value) == ("line", "unknown"):
        return  # It is picked again, not typed.
    assert facts.PARSERS[kind](again, limits) == value


@given(kind=st.sampled_from(sorted(facts.PARSERS)), typed=st.text())
def test_no_text_breaks_a_parser(kind, typed):
    try:
        value = facts.PARSERS[kind](typed, {})
    except ValueError as error:
        said = str(error)
    else:
        said = f"«{fact_rows.as_typed(kind, value)}»"
    assert said


def spec(kind: str, **facts_of_it) -> CategoryField:
    given_facts = {"key": "k", "label": "نام", "type": kind, "choices": [], "limits": {}}
    return CategoryField(**given_facts | facts_of_it)


@pytest.mark.parametrize(
    "field, value, row",
    [
        (spec("select", choices=[{"key": "a", "label": "الف"}]), "a", (["الف"], "plain", "")),
        (spec("panel"), "gold", (["طلایی"], "plain", "")),
        (spec("sms_text"), "سلام", (["سلام"], "block", "۴ نویسه، ۱ صفحه (فارسی)")),
        (spec("code"), "{}", (["{}"], "code", "")),
        (spec("jalali_date"), "2026-11-22", (["یکشنبه ۱ آذر ۱۴۰۵"], "plain", "")),
        (spec("jalali_datetime"), "2026-11-22T14:05", (["۱۴۰۵/۰۹/۰۱، ۱۴:۰۵"], "plain", "")),
        (spec("time"), {"time": "14:05", "approximate": True}, (["۱۴:۰۵"], "plain", "تقریبی")),
        (spec("amount"), {"rials": 12500, "unit": "toman"}, (["۱٬۲۵۰ تومان"], "plain", "")),
        (spec("amount"), {"count": 7, "unit": "sms"}, (["۷ پیامک"], "plain", "")),
        (spec("line"), "30001234", (["30001234"], "ltr", "")),
        (spec("line", limits={"literals": LITERALS}), "unknown", (["نمی‌دانم"], "plain", "")),
        (spec("mobile_list"), ["+989121000001"], (["09121000001"], "ltr", "")),
        (spec("key_values"), [["a", "۱"]], (["a = ۱"], "plain", "")),
        (spec("integer"), 1250, (["۱٬۲۵۰"], "plain", "")),
        (spec("amount"), "از نوع دیگری بود", (["از نوع دیگری بود"], "plain", "")),
        (spec("jalali_date"), 5, (["5"], "plain", "")),
    ],
)
def test_fact_is_shown_as_people_read_it(field, value, row):
    (shown,) = fact_rows.rows([field], {"k": value}, {"gold": "طلایی"})
    assert (shown.label, (list(shown.values), shown.form, shown.note)) == ("نام", row)


def test_fact_of_a_removed_field_is_still_shown():
    (shown,) = fact_rows.rows([], {"old": "مقدار"}, {})
    assert (shown.label, shown.values) == ("old", ["مقدار"])


def test_label_is_shown_without_the_advice_for_the_writer():
    field = spec("text", label="شماره‌ها (حداکثر ۱۰)")
    assert fact_rows.rows([field], {"k": "x"}, {})[0].label == "شماره‌ها"


def test_every_type_of_the_default_categories_is_known():
    kinds = {field["type"] for category in CATEGORIES for field in category["fields"]}
    special = {"select", "radio", "prefix", "panel", "files", "time", "amount"}
    assert kinds <= special | facts.PARSERS.keys()


TYPED = st.text(
    st.characters(exclude_characters="\x00", codec="utf-8"), max_size=60
) | st.sampled_from(
    ["۱۴۰۵/۰۹/۰۱", "۱۴:۰۵", "09121000001", "0", "-1", "IR", "a=b", "\u202e", "nonsense"]
)


@pytest.mark.defaults
@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category["key"])
def test_no_answers_break_the_form(member, category):
    token = pages.csrf(member)
    names = [f"details-{field['key']}" for field in category["fields"]]
    extras = [f"{name}-{part}" for name in names for part in ("unit", "literal", "approximate")]

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(names + extras), TYPED), TYPED, TYPED)
    def check(answers, subject, body):
        data = answers | {"category": category["key"], "subject": subject, "body": body}
        answer = member.post("/tickets", data=data | {"csrf_token": token})
        assert answer.status_code in (303, 422)

    check()
