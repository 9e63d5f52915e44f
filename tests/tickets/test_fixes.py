"""Changes find their places again after further writing, or say that these have gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tickets import fixes
from portal.tickets.fixes import Change, Step

TEXT = "با سلام\nمن می‌خوام بدونم این رو چرا دیروز رو خط نفرستادید"


def change(text: str, word: str, after: str, nth: int = 0, field: str = "body") -> Change:
    start = -1
    for _ in range(nth + 1):
        start = text.index(word, start + 1)
    return Change.at(field, text, start, start + len(word), after)


def test_change_is_made_at_its_place_and_taken_back():
    made = fixes.make({"body": TEXT}, [change(TEXT, "رو", "بر", nth=2)])
    assert made.texts["body"] == TEXT.replace("دیروز رو", "دیروز بر")
    back = fixes.take_back(made.texts, Step("", made.back))
    assert back.texts == {"body": TEXT}
    assert not back.lost


def test_place_is_found_again_when_the_text_before_it_has_grown():
    longer = f"سلام رو خط رو {TEXT} رو"
    made = fixes.make({"body": longer}, [change(TEXT, "رو", "را")])
    assert made.texts["body"] == longer.replace("این رو", "این را")


def test_place_whose_surroundings_were_written_anew_is_lost():
    other = "چیز دیگری که رو آن نوشته شد"
    made = fixes.make({"body": other}, [change(TEXT, "رو", "را")])
    assert made.texts["body"] == other
    assert made.lost


def test_several_changes_next_to_each_other_are_made_and_taken_back_together():
    changes = [
        change(TEXT, "می‌خوام", "می‌خواهم"),
        change(TEXT, "بدونم", "بدانم"),
        change(TEXT, "رو", "را"),
        change("سلام", "سلام", "نرسیدن پیامک", field="subject"),
    ]
    made = fixes.make({"body": TEXT, "subject": "سلام"}, changes)
    assert "من می‌خواهم بدانم این را" in made.texts["body"]
    assert made.texts["subject"] == "نرسیدن پیامک"
    later = {**made.texts, "body": f"{made.texts['body']}\nبا تشکر"}
    back = fixes.take_back(later, Step("", made.back))
    assert back.texts == {"body": f"{TEXT}\nبا تشکر", "subject": "سلام"}


def test_of_overlapping_changes_the_first_is_made():
    text = "abcdef"
    made = fixes.make(
        {"x": text}, [Change.at("x", text, 2, 5, "-"), Change.at("x", text, 0, 3, "+")]
    )
    assert made.texts["x"] == "+def"
    assert len(made.back) == 1


def test_what_was_moved_stays_there_when_it_cannot_return():
    text = "پیامک نرسید. قیمت پنل را بفرمایید."
    part = "قیمت پنل را بفرمایید."
    moved = [
        Change.at("body", text, text.index(" قیمت"), len(text), ""),
        Change.at("next_body", "", 0, 0, part),
    ]
    made = fixes.make({"body": text, "next_body": ""}, moved)
    assert made.texts == {"body": "پیامک نرسید.", "next_body": part}
    assert fixes.take_back(made.texts, Step("", made.back)).texts["body"] == text
    rewritten = {"body": "همه چیز از نو نوشته شد", "next_body": part}
    back = fixes.take_back(rewritten, Step("", made.back))
    assert back.texts == rewritten
    assert [one.after for one in back.lost] == [f" {part}"]


def test_steps_come_back_from_the_form_as_they_were():
    made = fixes.make({"body": TEXT}, [change(TEXT, "رو", "را")])
    steps = [Step("«رو» ← «را»", made.back)]
    assert fixes.load(fixes.dump(steps)) == steps
    assert fixes.dump([]) == ""
    assert len(fixes.load(fixes.dump(steps * 30))) == fixes.MOST_STEPS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "7",
        "{}",
        '[["what"]]',
        '[["what",[["body",0,"a"]]]]',
        '[["what",[["body","0","a","b","",""]]]]',
        '[["what",[["body",0,"a","\\ud800","",""]]]]',
        "[" * 5000,
        '[["what",7]]',
    ],
)
def test_what_is_no_list_of_steps_tells_none(text):
    assert fixes.load(text) == []


@given(st.text(max_size=60), st.text(max_size=10), st.data())
def test_any_change_is_taken_back(text, after, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = fixes.make({"body": text}, [Change.at("body", text, start, end, after)])
    assert made.texts["body"] == text[:start] + after + text[end:]
    assert fixes.take_back(made.texts, Step("", made.back)).texts["body"] == text


@given(st.text(), st.text(), st.text(max_size=5), st.text(max_size=5), st.integers(-5, 50))
def test_changes_of_other_texts_never_raise(text, before, left, right, start):
    made = fixes.make({"body": text}, [Change("body", start, before, "new", left, right)])
    assert made.lost or "new" in made.texts["body"]
