"""The ten categories ask for the facts of the trade, completely and consistently."""

import re

import pytest

from portal.commands.defaults.categories import CATEGORIES

TYPES = re.compile(
    "text|ltr_text|textarea|sms_text|code|select|radio|jalali_date|time|jalali_datetime|line|"
    "mobile_list|mobile|digits|integer|amount|national_or_legal_id|iban|ip|key_values|panel|"
    "ticket|files|postal|prefix"
)
LIMITS = {
    "as_typed": bool,
    "min_length": int,
    "max_length": int,
    "min": int,
    "max": int,
    "max_items": int,
    "warn_days": int,
    "not_future": bool,
    "approximate": bool,
    "no_secrets": bool,
    "fixed_words": bool,
    "units": list,
    "literals": list,
    "extensions": list,
}
FIELDS = [(category, field) for category in CATEGORIES for field in category["fields"]]
FIELD_IDS = [f"{category['key']}-{field['key']}" for category, field in FIELDS]


def keys(rows: list[dict], name: str = "key") -> list[str]:
    return [row[name] for row in rows]


def field_of(category_key: str, field_key: str) -> dict:
    return next(
        field
        for category, field in FIELDS
        if (category["key"], field["key"]) == (category_key, field_key)
    )


def test_ten_categories_go_to_their_departments():
    assert [(row["key"], row["department"]) for row in CATEGORIES] == [
        ("delivery", "technical"),
        ("credit", "finance"),
        ("line", "lines"),
        ("pattern", "lines"),
        ("blacklist", "technical"),
        ("webservice", "technical"),
        ("payment", "finance"),
        ("renewal", "sales"),
        ("identity", "identity"),
        ("general", "management"),
    ]
    assert all(row["title"] and row["guidance"] for row in CATEGORIES)


# + required, - optional, ? required when its condition holds
@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (
            "delivery",
            "+sms_text +sent_date +sent_time +sender_line +recipients +shown_status "
            "?shown_status_text +scope -send_id",
        ),
        (
            "credit",
            "+event_date +credit_before +credit_after +refund_expected ?send_id ?sms_text "
            "?recipients_count",
        ),
        (
            "line",
            "+request_type ?line_number ?wanted_prefix ?wanted_digits ?wanted_pattern "
            "?owner_type ?new_owner_name ?new_owner_id ?docs ?purpose",
        ),
        (
            "pattern",
            "+request_type ?pattern_code +pattern_text +variables_sample ?reject_reason +use_case",
        ),
        (
            "blacklist",
            "+case +recipients +sender_line -recipient_operator +line_type +last_attempt",
        ),
        (
            "webservice",
            "+method +error +request_sample +happened_at -server_ip -language +repeatable",
        ),
        (
            "payment",
            "+request_type +amount ?paid_at ?pay_method ?ref_no -card_last4 -invoice_no "
            "?buyer_name ?buyer_id ?buyer_economic_code ?buyer_postal ?buyer_address ?iban "
            "?receipt",
        ),
        (
            "renewal",
            "+panel_user +request_type +current_plan ?wanted_plan -expires_on -discount_code",
        ),
        ("identity", "+case +owner_type +mobile ?docs ?reject_reason"),
        ("general", "+kind -related_ticket"),
    ],
)
def test_category_asks_for_the_facts_of_the_trade(category, expected):
    sign = {"yes": "+", "no": "-", "when": "?"}
    asked = [
        sign[field["required"]] + field["key"] for row, field in FIELDS if row["key"] == category
    ]
    assert asked == expected.split()


def test_field_keys_are_unique_within_a_category():
    for category in CATEGORIES:
        names = keys(category["fields"])
        assert len(names) == len(set(names)), category["key"]


@pytest.mark.parametrize(("category", "field"), FIELDS, ids=FIELD_IDS)
def test_field_is_whole(category, field):
    assert " ".join(field) == (
        "key label type required condition choices limits hint hints_when width"
    )
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field["key"])
    assert len(field["key"]) <= 40
    assert field["label"].strip()
    assert TYPES.fullmatch(field["type"])
    assert field["width"] in {"full", "half", "third"}
    assert (field["required"] == "when") == (field["condition"] is not None)
    for name, limit in field["limits"].items():
        assert type(limit) is LIMITS[name]


@pytest.mark.parametrize(("category", "field"), FIELDS, ids=FIELD_IDS)
def test_field_offers_choices_only_where_it_is_a_choice(category, field):
    assert bool(field["choices"]) == (field["type"] in {"select", "radio", "prefix"})
    offered = [*field["choices"], *field["limits"].get("literals", [])]
    names = keys(offered)
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in names)
    assert all(choice["label"].strip() for choice in offered)
    for hint in field["hints_when"]:
        assert hint["in"]
        assert set(hint["in"]) <= set(names)
        assert hint["text"].strip()


@pytest.mark.parametrize(("category", "field"), [pair for pair in FIELDS if pair[1]["condition"]])
def test_condition_names_an_earlier_choice(category, field):
    names = keys(category["fields"])
    decider = category["fields"][names.index(field["condition"]["field"])]
    assert names.index(decider["key"]) < names.index(field["key"])
    assert decider["type"] in {"select", "radio"}
    assert decider["required"] == "yes"
    assert field["condition"]["in"]
    assert set(field["condition"]["in"]) < set(keys(decider["choices"]))


@pytest.mark.parametrize(
    ("category", "field", "values"),
    [
        ("delivery", "shown_status_text", {"other"}),
        ("credit", "send_id", {"failed_not_refunded", "page_count", "latin_or_operator_rate"}),
        (
            "line",
            "line_number",
            {"make_service", "change_owner", "move_panel", "outage", "cancel"},
        ),
        ("line", "wanted_prefix", {"buy"}),
        ("line", "owner_type", {"buy", "make_service", "change_owner"}),
        ("line", "new_owner_id", {"change_owner"}),
        ("line", "docs", {"make_service", "change_owner"}),
        ("line", "purpose", {"make_service"}),
        ("pattern", "pattern_code", {"rejected", "send_failed"}),
        ("pattern", "reject_reason", {"rejected"}),
        ("payment", "ref_no", {"deposit", "online_failed", "refund"}),
        ("payment", "buyer_economic_code", {"official_invoice"}),
        ("payment", "iban", {"refund"}),
        ("payment", "receipt", {"deposit"}),
        ("renewal", "wanted_plan", {"upgrade"}),
        ("identity", "docs", {"documents_rejected", "change_mobile", "natural_to_legal"}),
    ],
)
def test_fact_is_asked_only_when_it_matters(category, field, values):
    assert set(field_of(category, field)["condition"]["in"]) == values


def test_limits_are_those_of_the_trade():
    assert field_of("delivery", "sms_text")["limits"]["max_length"] == 1000
    assert field_of("delivery", "sent_date")["limits"] == {"not_future": True, "warn_days": 90}
    assert field_of("delivery", "sent_time")["limits"] == {"approximate": True}
    assert field_of("delivery", "recipients")["limits"]["max_items"] == 5
    assert field_of("blacklist", "recipients")["limits"]["max_items"] == 10
    assert field_of("credit", "credit_after")["limits"]["units"] == ["rial", "toman", "sms"]
    assert field_of("payment", "amount")["limits"] == {"min": 1, "units": ["rial", "toman"]}
    assert field_of("line", "wanted_digits")["limits"] == {"min": 5, "max": 14}
    assert field_of("payment", "ref_no")["limits"] == {"min_length": 4, "max_length": 20}
    assert field_of("payment", "card_last4")["limits"] == {"min_length": 4, "max_length": 4}
    assert field_of("webservice", "request_sample")["limits"]["no_secrets"] is True


def test_every_line_field_takes_the_shared_line_and_not_knowing():
    lines = [field for _, field in FIELDS if field["type"] == "line"]
    assert len(lines) == 3
    for field in lines:
        assert keys(field["limits"]["literals"]) == ["shared_service", "unknown"]


def test_shown_status_offers_thirteen_states():
    assert [choice["label"] for choice in field_of("delivery", "shown_status")["choices"]] == [
        "در صف ارسال",
        "زمان‌بندی‌شده",
        "ارسال‌شده",
        "رسیده به مخابرات",
        "نرسیده به مخابرات",
        "رسیده به گوشی",
        "نرسیده به گوشی",
        "مسدود (لیست سیاه)",
        "فیلترشده",
        "لغوشده",
        "موجودی ناکافی",
        "خطا در ارسال",
        "وضعیت دیگری نشان داده می‌شود",
    ]
