"""What a fresh installation is filled with is whole and consistent."""

import ast
import re
from datetime import time
from pathlib import Path

import pytest
from persiantools.jdatetime import JalaliDate

from portal import labels
from portal.commands import defaults
from portal.commands.defaults import canned, guide, guide_examples, hours, panels, terms
from portal.commands.defaults.departments import DEPARTMENTS
from portal.etiquette import Draft, review


def keys(rows: list[dict], name: str = "key") -> list[str]:
    return [row[name] for row in rows]


def test_six_departments_stand_in_order():
    assert keys(DEPARTMENTS) == [
        "technical",
        "finance",
        "sales",
        "lines",
        "identity",
        "management",
    ]
    assert all(row["name"] for row in DEPARTMENTS)


def test_panels_are_samples_with_prices_in_rials():
    assert keys(panels.PANELS, "slug") == ["bronze", "silver", "gold", "diamond"]
    prices = [panel["price_rial_year"] for panel in panels.PANELS]
    assert prices == sorted(prices)
    assert prices[0] == 390_000 * 10
    for panel in panels.PANELS:
        assert panel["is_sample"] is True
        assert panel["title"]
        assert panel["tagline"]
        assert panel["features"]
        assert panel["duration_days"] == 365
    assert keys(panels.PANELS, "sort") == sorted(keys(panels.PANELS, "sort"))


def test_terms_cover_fourteen_topics_in_order():
    headings = re.findall(r"^## ([۰-۹]+)\. (.+)$", terms.TERMS["body_markdown"], re.M)
    assert " ".join(number for number, _ in headings) == "۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۱۰ ۱۱ ۱۲ ۱۳ ۱۴"
    assert terms.TERMS["version"] == 1
    assert terms.TERMS["title"]
    assert terms.TERMS["summary"]


@pytest.mark.parametrize("text", [terms.TERMS["body_markdown"], terms.PRIVACY])
def test_legal_texts_leave_nothing_to_fill_in(text):
    assert re.search(r"[\[\]{}<>…_]", text) is None


def test_guide_has_ten_rules_and_six_steps():
    assert keys(guide.GUIDE_RULES, "number") == list(range(1, 11))
    assert keys(guide.GUIDE_STEPS, "number") == list(range(1, 7))
    assert {row["number"]: row["status"] for row in guide.GUIDE_RULES if row["status"]} == {
        9: "in_progress",
        10: "closed",
    }
    assert [step["title"] for step in guide.GUIDE_STEPS] == [
        "عنوان",
        "فوریت",
        "متن",
        "ضمیمه",
        "اطلاع‌رسانی",
        "ثبت",
    ]
    for row in [*guide.GUIDE_RULES, *guide.GUIDE_STEPS]:
        assert row["text"].endswith(".")
    for step in guide.GUIDE_STEPS:
        assert step["good"]
        assert step["poor"]


def test_working_week_is_saturday_to_wednesday():
    assert {row["weekday"] for row in hours.WORKING_HOURS} == {5, 6, 0, 1, 2}
    for row in hours.WORKING_HOURS:
        assert time.fromisoformat(row["opens"]) == time(9)
        assert time.fromisoformat(row["closes"]) == time(17)


def jalali(text: str) -> JalaliDate:
    return JalaliDate(*map(int, text.split("/")))


def test_holidays_are_real_days_in_order_and_once():
    days = [jalali(text) for text, _ in hours.HOLIDAYS]
    assert [f"{day.year}/{day.month:02}/{day.day:02}" for day in days] == [
        text for text, _ in hours.HOLIDAYS
    ]
    assert days == sorted(set(days))
    assert all(title for _, title in hours.HOLIDAYS)


@pytest.mark.parametrize(
    ("text", "gregorian"),
    [
        ("1405/10/02", "2026-12-23"),
        ("1405/10/16", "2027-01-06"),
        ("1405/11/04", "2027-01-24"),
        ("1405/12/09", "2027-02-28"),
        ("1405/12/19", "2027-03-10"),
        ("1405/12/20", "2027-03-11"),
        ("1406/01/14", "2027-04-03"),
        ("1406/02/27", "2027-05-17"),
        ("1406/03/04", "2027-05-25"),
        ("1406/03/24", "2027-06-14"),
        ("1406/03/25", "2027-06-15"),
        ("1406/05/03", "2027-07-25"),
        ("1406/05/11", "2027-08-02"),
        ("1406/05/12", "2027-08-03"),
        ("1406/05/20", "2027-08-11"),
        ("1406/05/29", "2027-08-20"),
        ("1406/08/11", "2027-11-02"),
        ("1406/09/21", "2027-12-12"),
        ("1406/10/05", "2027-12-26"),
        ("1406/10/22", "2028-01-12"),
        ("1406/11/28", "2028-02-17"),
        ("1406/12/08", "2028-02-27"),
        ("1406/12/09", "2028-02-28"),
    ],
)
def test_lunar_holiday_falls_on_its_gregorian_day(text, gregorian):
    assert text in dict(hours.HOLIDAYS)
    assert jalali(text).to_gregorian().isoformat() == gregorian


def test_solar_holidays_recur_each_year():
    known = dict(hours.HOLIDAYS)
    late = {"11/22", "12/29"}
    early = {"01/01", "01/02", "01/03", "01/04", "01/12", "01/13", "03/14", "03/15"}
    assert {f"1405/{day}" for day in late} <= known.keys()
    assert {f"1406/{day}" for day in early | late} <= known.keys()
    assert len(known) == 23 + 2 + 10


# A repeated request is known by another ticket, which an example has not.
EXAMPLES = [one for one in guide_examples.GUIDE_EXAMPLES if one["rule"] != "repeated_request"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["rule"])
def test_example_shows_its_rule_kept_and_broken(example):
    assert found_in(example, "good") == set()
    assert example["rule"] in found_in(example, "poor")


def found_in(example, side):
    """What the engine finds in an example, of which each line is a text of its own."""
    found = (found_by(example["rule"], text) for text in example[side].split("\n"))
    return set().union(*found)


def found_by(rule, text):
    if rule == "new_topic":
        thread = ["خرید خط اختصاصی", "با سلام، خط اختصاصی ۳۰۰۰ می‌خواهیم. مدارک آن چیست؟"]
        # What stands before the colon says where the reply is written.
        draft = Draft(None, text.partition(": ")[2], kind="reply", thread=thread)
    elif rule == "generic_title":
        draft = Draft(text, None)
    else:
        high = "high" if rule == "urgency_overuse" else "normal"
        draft = Draft(None, text, "delivery" if rule == "incomplete" else None, urgency=high)
    # Examples are short: only of these rules is a sentence or two enough.
    telling = {rule, "excess_punctuation", "finglish", "not_persian", "colloquial", "secret_pasted"}
    return {finding.rule for finding in review(draft)} & telling


def test_whole_request_is_clean_once_it_is_mended():
    title, _, body = guide_examples.GUIDE_REQUEST["good"].partition("\n")
    assert review(Draft(title, body, "delivery")) == []
    title, _, body = guide_examples.GUIDE_REQUEST["poor"].partition("\n")
    broken = {finding.rule for finding in review(Draft(title, body, "delivery"))}
    assert broken >= {"generic_title", "excess_punctuation", "finglish"}


def test_broken_rules_point_to_the_guide():
    anchors = {f"rule-{row['number']}" for row in guide.GUIDE_RULES}
    anchors |= {f"step-{row['number']}" for row in guide.GUIDE_STEPS}
    for rule in labels.BROKEN_RULES.values():
        assert rule.anchor in anchors
        assert rule.word
        assert "لطفاً" in rule.explanation
        assert rule.explanation.count(".") == 1


def test_canned_replies_are_formal_letters():
    titles = keys(canned.CANNED_REPLIES, "title")
    assert len(titles) == len(set(titles)) == 8
    for reply in canned.CANNED_REPLIES:
        assert reply["body"].startswith("کاربر گرامی\nبا سلام و احترام\n\n")
        assert reply["body"].endswith("\n\nبا احترام")


def test_defaults_import_nothing_of_ours_but_themselves():
    for path in Path(defaults.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not isinstance(node, ast.Import), path.name
            if isinstance(node, ast.ImportFrom):
                assert node.level == 1, path.name
