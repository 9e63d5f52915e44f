"""axe finds nothing on any page, light and dark, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from portal.commands.defaults import categories
from portal.extensions import db
from portal.models import User
from tests.browser import steps
from tests.browser.barriers import on_screen, problems, width_of
from tests.browser.running import Portal
from tests.browser.scene import Scene, make_scene
from tests.browser.visits import NARROW

pytestmark = pytest.mark.browser

CATEGORIES = [category["key"] for category in categories.CATEGORIES]
MISSING = ("/nowhere", "/verify-email/dead-link")
# Who looks (nobody: not logged in), and where; names of the scene in braces.
PAGES = [
    ("", "/"),
    ("", "/guide"),
    ("", "/terms"),
    ("", "/privacy"),
    ("", "/register"),
    ("", "/login"),
    ("", "/reset-password"),
    ("", "/nowhere"),
    ("", "/verify-email/dead-link"),
    ("newcomer", "/tickets"),
    ("newcomer", "/account"),
    ("customer", "/tickets"),
    ("customer", "/tickets?q=نرسیدنی"),
    ("customer", "/tickets/{answered}"),
    ("customer", "/tickets/{closed}"),
    ("customer", "/tickets/{answered}/letter"),
    ("agent", "/desk?view=open"),
    ("agent", "/desk?q=نرسیدنی"),
    ("agent", "/desk/tickets/{answered}"),
    ("agent", "/desk/tickets/{flagged}"),
    ("agent", "/desk/tickets/{closed}"),
    ("agent", "/desk/flagged"),
    ("agent", "/desk/customers"),
    ("supervisor", "/desk/customers/{customer}"),
    ("supervisor", "/desk/tickets/{answered}"),
    ("supervisor", "/desk/tickets/{answered}/letters/{letter}/redact"),
    ("admin", "/admin/audit"),
    ("admin", "/admin/etiquette"),
    ("admin", "/account"),
]


@pytest.fixture(scope="module")
def scene(running_portal: Portal) -> Scene:
    with running_portal.app.app_context():
        made = make_scene(running_portal)
        db.session.remove()
    return made


@pytest.fixture
def look(visit, scene):
    """`look(who, path)` opens a page of the scene."""

    def open_page(who: str, path: str, **options) -> Page:
        user = db.session.get(User, getattr(scene, who)) if who else None
        page = visit(user, **options)
        answer = page.goto(scene.path(path))
        assert answer.status == (404 if path in MISSING else 200)
        return page

    return open_page


@pytest.mark.parametrize("who, path", PAGES)
def test_page_has_no_barrier(look, who, path):
    assert problems(look(who, path)) == []


def test_refused_form_has_no_barrier(look):
    page = look("newcomer", "/tickets")
    form = steps.open_request_form(page)
    form.get_by_label("عنوان").fill("سلام")
    form.locator("#body").fill("lotfan panel mara barresi konid؟؟؟؟")
    form.locator("#attachments").set_input_files(steps.picture())
    expect(form.locator(".chip-upload input")).to_be_attached()
    steps.send(form)
    expect(form.locator("[data-error-summary]")).to_be_focused()
    assert problems(page) == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_questions_of_category_have_no_barrier(look, category):
    page = look("newcomer", f"/tickets?category={category}", viewport=NARROW)
    expect(page.locator("#facts fieldset").first).to_be_visible()
    assert on_screen(page) == []
    assert width_of(page) <= NARROW["width"]


def test_code_page_has_no_barrier(look, portal):
    page = look("", "/login")
    page.get_by_label("شمارهٔ همراه یا ایمیل").fill(portal.new_mobile())
    page.get_by_role("button", name="ورود با کد یک‌بارمصرف").click()
    page.wait_for_url("**/verify-mobile")
    assert problems(page) == []


def test_invitation_has_no_barrier(look, portal):
    mobile = portal.new_mobile()
    link = portal.invite_agent("سارا روشن", mobile, f"sara{mobile}@example.com")
    assert problems(look("", link)) == []


def test_opened_menus_of_the_desk_have_no_barrier(look):
    page = look("agent", "/desk/tickets/{flagged}", reduced_motion="reduce")
    menus = page.locator("details.menu:visible > summary")
    found = []
    for index in range(menus.count()):
        menus.nth(index).click()
        found += on_screen(page)
    assert menus.count() > 4
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert found + on_screen(page) == []


@pytest.mark.parametrize("who", list(dict(PAGES)))
def test_no_page_scrolls_sideways_without_script(look, scene, who):
    first, *others = [path for viewer, path in PAGES if viewer == who]
    page = look(who, first, java_script_enabled=False, viewport=NARROW)
    widths = {first: width_of(page)}
    for path in others:
        page.goto(scene.path(path))
        widths[path] = width_of(page)
    assert {path: wide for path, wide in widths.items() if wide > NARROW["width"]} == {}
