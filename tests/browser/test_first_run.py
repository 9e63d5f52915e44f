"""A portal that has just been started for the first time."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.barriers import problems
from tests.browser.running import running

pytestmark = pytest.mark.browser


@pytest.fixture
def running_portal(tmp_path):
    """One that has no staff yet."""
    with running(tmp_path) as portal:
        yield portal


def test_printed_link_makes_the_first_administrator_once(visit, portal):
    page = visit()
    page.goto(portal.setup_link)
    assert problems(page) == []
    page.get_by_label("نام و نام خانوادگی").fill("دانا فرهمند")
    page.get_by_label("شمارهٔ همراه").fill("۰۹۱۲۱۰۰۰۰۰۳")
    page.get_by_label("ایمیل").fill("dana@example.com")
    page.get_by_label("رمز عبور").fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/desk")
    expect(page.get_by_text("هیچ تیکتی در نوبت پاسخ نیست.")).to_be_visible()
    assert problems(page) == []
    page.goto("/admin/audit")
    expect(page.get_by_role("main")).to_contain_text("دانا فرهمند")

    stranger = visit()
    assert stranger.goto(portal.setup_link).status == 404
