"""The pages that everyone sees."""

import re
from datetime import timedelta

import pytest
from markupsafe import escape
from sqlalchemy import delete, select

from portal import labels
from portal.etiquette import RULES
from portal.extensions import db
from portal.models import GuideEntry, Panel, Setting, Terms
from portal.persian import digits
from portal.services import settings
from portal.web.markdown import to_html

pytestmark = pytest.mark.defaults


def test_home_shows_public_panels_with_prices_in_toman(client):
    page = client.get("/").text
    for panel in db.session.scalars(select(Panel)):
        assert panel.title in page
        assert digits.toman(panel.price_rial_year) in page
        assert f"panel={panel.slug}" in page
    assert page.count("قیمت نمونه") == len(db.session.scalars(select(Panel)).all())


def test_home_hides_withdrawn_panels_and_marks_only_samples(client):
    gold = db.session.scalar(select(Panel).where(Panel.slug == "gold"))
    silver = db.session.scalar(select(Panel).where(Panel.slug == "silver"))
    gold.public = False
    silver.is_sample = False
    page = client.get("/").text
    assert "panel=gold" not in page
    assert "panel=silver" in page
    assert page.count("قیمت نمونه") == 2


def test_home_stands_without_panels(client):
    db.session.execute(delete(Panel))
    assert "هنوز پنلی معرفی نشده است." in client.get("/").text


def test_guide_shows_every_rule_and_step_with_its_anchor(client):
    page = client.get("/guide").text
    for kind, count in (("rule", 10), ("step", 6)):
        for number in range(1, count + 1):
            assert f'id="{kind}-{number}"' in page
    for entry in db.session.scalars(select(GuideEntry)):
        assert entry.title in page
    assert "s-in_progress" in page
    assert "s-closed" in page


def test_guide_shows_a_good_and_a_poor_example_of_every_etiquette_rule(client):
    page = client.get("/guide").text
    examples = db.session.scalars(select(GuideEntry).where(GuideEntry.kind == "example")).all()
    assert {example.rule for example in examples} == set(RULES)
    for example in examples:
        assert page.count(f'id="{example.rule}"') == 1
        for text in (example.title, example.text, example.good, example.poor):
            assert str(escape(text)) in page
    pairs = page.count("نمونهٔ نیازمند اصلاح")
    assert pairs == page.count("نمونهٔ خوب") == len(examples) + 6 + 1


def test_guide_shows_one_request_written_twice(client):
    page = client.get("/guide").text
    whole = db.session.scalars(select(GuideEntry).where(GuideEntry.kind == "request")).one()
    for text in (whole.poor, whole.good):
        title, _, body = text.partition("\n")
        assert f"<bdi>{escape(title)}</bdi></h3>" in page
        assert str(escape(body.split("\n")[-1])) in page


def test_rules_that_were_broken_have_their_place_on_the_guide(client):
    page = client.get("/guide").text
    assert labels.BROKEN_RULES.keys() == RULES.keys()
    for rule in labels.BROKEN_RULES.values():
        assert f'id="{rule.anchor}"' in page


def test_guide_stands_without_entries(client):
    db.session.execute(delete(GuideEntry))
    page = client.get("/guide")
    assert page.status_code == 200
    assert "نمونهٔ خوب" not in page.text


def test_no_anchor_stands_twice_on_the_guide(client):
    ids = re.findall(r' id="([^"]+)"', client.get("/guide").text)
    assert len(ids) == len(set(ids))


def test_red_cross_stands_on_the_guide_only_for_closed(client):
    page = client.get("/guide").text
    assert page.count('#x"') == 1
    assert re.search(r's-closed"><svg[^>]*><use href="[^"]*#x"', page)


def test_terms_show_the_current_version(client, clock):
    now = clock.now()
    db.session.add(
        Terms(version=90, title="شرایط تازه", body="# یک\n\nمتن **مهم**", effective_at=now)
    )
    db.session.add(Terms(version=91, title="آینده", body="-", effective_at=now + timedelta(days=1)))
    page = client.get("/terms").text
    assert "شرایط تازه" in page
    assert "نسخهٔ ۹۰" in page
    assert "<h2>یک</h2>" in page
    assert "<strong>مهم</strong>" in page


def test_privacy_shows_its_text(client):
    page = client.get("/privacy")
    assert page.status_code == 200
    stored = db.session.get(Setting, "privacy").value["markdown"]
    assert str(to_html(stored)) in page.text


def test_page_without_its_text_is_404(client):
    db.session.execute(delete(Terms))
    db.session.execute(delete(Setting).where(Setting.key == "privacy"))
    assert client.get("/terms").status_code == 404
    assert client.get("/privacy").status_code == 404


def test_footer_tells_the_working_hours(client):
    page = client.get("/guide").text
    for line in settings.hours_text():
        assert line in page


def test_guest_is_offered_login_and_registration(client):
    page = client.get("/").text
    assert 'href="/login"' in page
    assert 'href="/register"' in page
    assert "خروج" not in page


def test_brand_name_and_colour_reach_every_page(client):
    settings.put("brand", {"name": "پیام‌آرا", "tagline": "پشتیبانی", "color": "#3a3f9e"})
    settings.forget()
    page = client.get("/guide").text
    assert "پیام‌آرا" in page
    url = re.search(r'href="(/brand\.css[^"]*)"', page)[1]
    css = client.get(url)
    assert "--brand:#3a3f9e" in css.text
    assert "immutable" in css.headers["Cache-Control"]
    assert client.get("/brand.css?v=123456").headers["Cache-Control"] == "no-cache"


def test_default_brand_needs_no_sheet_of_its_own(client):
    assert "/brand.css" not in client.get("/guide").text
    assert "--brand:#0b6b66" in client.get("/brand.css").text


def test_brand_sheet_known_to_the_browser_is_304(client):
    etag = client.get("/brand.css").headers["ETag"]
    assert client.get("/brand.css", headers={"If-None-Match": etag}).status_code == 304


def test_robots_stay_out_of_what_is_private(client):
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\n")
    for path in ("/desk", "/tickets", "/t/", "/admin", "/account"):
        assert f"Disallow: {path}\n" in text
    assert "Disallow: /\n" not in text


def test_favicon_is_found_where_old_browsers_look(client):
    answer = client.get("/favicon.ico")
    assert answer.content_type.startswith("image/svg+xml")
    assert b"<svg" in answer.data


@pytest.mark.parametrize(
    "query", ["?panel=x", "?page=abc", "?cursor=%F0%9F", "?q=%ff", "?x=" + "y" * 5000]
)
@pytest.mark.parametrize("path", ["/", "/guide", "/terms", "/privacy", "/brand.css"])
def test_odd_queries_never_break_a_page(client, path, query):
    assert client.get(path + query).status_code == 200


@pytest.mark.parametrize(
    ("source", "shown", "hidden"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script"),
        ("[x](javascript:alert(1))", "x", 'href="javascript'),
        ('<div hx-get="/x" hx-swap-oob="true">a</div>', "a", "<div"),
        ("![i](http://example.com/i.png)", "", "<img"),
        ("[راهنما](/guide)", 'href="/guide"', "onclick"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>", "|"),
    ],
)
def test_written_pages_carry_no_active_markup(source, shown, hidden):
    html = to_html(source)
    assert shown in html
    assert hidden not in html
