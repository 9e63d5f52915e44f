"""The admin sets how strictly the etiquette is kept; staff judge what customers have disputed."""

import pytest
from playwright.sync_api import expect

from portal import clock
from portal.etiquette import DEFAULT, Level
from portal.extensions import db
from portal.models import EtiquetteCount, Role, Status
from portal.services import etiquette_policy, settings, ticket_access
from portal.services.transaction import write
from tests import factories
from tests.browser.barriers import problems
from tests.browser.steps import press
from tests.browser.visits import PHONE

pytestmark = pytest.mark.browser
PAGE = "/admin/etiquette"
FINGLISH = "lotfan panel mara check konid"
BODY = f"با سلام و احترام\nپیامک‌های دیروز ما نرسیده است.\n{FINGLISH}\nبا تشکر"


@pytest.fixture
def admin(portal):
    yield portal.staff(Role.ADMIN, "دانا فرهمند")
    db.session.remove()
    etiquette_policy.change(portal.staff(Role.ADMIN, "دانا فرهمند"), DEFAULT)


def stored(rule):
    db.session.rollback()
    return settings.stored_policy().level(rule)


def choose(page, rule, word):
    press(page.locator(f"#level_{rule} label", has_text=word))


def fill_sample(page):
    page.locator("#sample-subject").fill("پرداخت‌های خط ۳۰۰۰")
    page.locator("#sample-body").fill(BODY)


@pytest.mark.parametrize(
    "options", [{}, PHONE, {"java_script_enabled": False}], ids=["desktop", "phone", "no script"]
)
def test_text_is_tried_with_what_is_typed_before_it_is_saved(visit, admin, options):
    page = visit(admin, **options)
    page.goto(PAGE)
    fill_sample(page)
    press(page.get_by_role("button", name="آزمودن"))
    expect(page.locator("#tried mark", has_text=FINGLISH)).to_be_visible()
    expect(page.locator("#outcome")).to_contain_text("یک بار نگه داشته می‌شود")
    choose(page, "finglish", "خاموش")
    press(page.get_by_role("button", name="آزمودن"))
    expect(page.locator("#outcome")).to_contain_text("بی‌درنگ ثبت می‌شود")
    expect(page.locator("#tried mark", has_text=FINGLISH)).to_have_count(0)
    expect(page.locator("#sample-body")).to_have_value(BODY)
    assert stored("finglish") is Level.REVIEW
    press(page.get_by_role("button", name="ذخیره"))
    expect(page.get_by_text("آداب درخواست ذخیره شد.")).to_be_visible()
    expect(page.locator("#policy")).to_contain_text("آخرین تغییر: دانا فرهمند")
    assert stored("finglish") is Level.OFF
    page.goto("/admin/audit?verb=etiquette_changed")
    expect(page.locator(".audit tbody tr").first).to_contain_text("خاموش")


def test_save_keeps_the_sample_and_what_is_wrong_takes_the_focus(visit, admin):
    page = visit(admin)
    page.goto(PAGE)
    fill_sample(page)
    page.locator("#mark_limit").fill("۲۰")
    page.locator("#mark_limit").press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#mark_limit")).to_have_value("۲۰")
    page.locator("#mark_limit").fill("۵")
    page.locator("#mark_limit").press("Enter")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    expect(page.locator("#sample-body")).to_have_value(BODY)
    db.session.rollback()
    assert settings.stored_policy().mark_limit == 5


def test_enter_in_the_sample_saves_nothing(visit, admin):
    page = visit(admin)
    page.goto(PAGE)
    choose(page, "finglish", "خاموش")
    page.locator("#sample-subject").fill("سلام")
    page.locator("#sample-subject").press("Enter")
    page.locator("#try").click()
    expect(page.locator("#tried .hint").first).to_be_visible()
    assert stored("finglish") is Level.REVIEW


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "none"])
def test_defaults_come_back_after_a_second_press(visit, admin, options):
    etiquette_policy.change(admin, etiquette_policy.Policy(levels={"finglish": Level.OFF}))
    page = visit(admin, **options)
    page.goto(PAGE)
    press(page.locator("summary", has_text="بازگرداندن به حالت پیش‌فرض"))
    assert stored("finglish") is Level.OFF
    press(page.get_by_role("button", name="بله، بازگردانده شود"))
    expect(page.get_by_text("به حالت پیش‌فرض بازگشت.")).to_be_visible()
    assert stored("finglish") is Level.REVIEW


@pytest.fixture
def disputed(portal):
    body = f"{BODY}\nرمز پنل ما: Sabz@7712"
    return factories.make_ticket(
        portal.customer(), body=body, overrides=["finglish", "secret_pasted"]
    )


def again(ticket):
    db.session.expire_all()
    return ticket_access.get_ticket_for(ticket.customer, ticket.number)


def test_staff_see_the_place_and_judge_in_one_press(visit, portal, disputed):
    page = visit(portal.staff(), **PHONE)
    page.goto("/desk?view=flagged")
    row = page.locator(f"#t{disputed.number}")
    expect(row.locator(".q-flag")).to_have_text("بازبینی")
    press(row.get_by_role("link"))
    flags = page.locator("#flags section")
    expect(flags).to_have_count(2)
    # Until the page has told that a human is before it, it takes no press.
    expect(page.locator("#messages")).to_contain_text("درخواست را خواند")
    expect(flags.first.locator("mark")).to_have_text(FINGLISH)
    flags.first.get_by_role("button", name="متن درست است").dblclick()
    expect(flags).to_have_count(1)
    expect(flags.locator("mark")).to_have_text("Sabz@7712")
    expect(page.locator("#flags")).to_be_focused()
    flags.get_by_role("button", name="درخواست بازنویسی").dblclick()
    expect(flags).to_have_count(0)
    expect(page.locator("#messages .letter-staff")).to_have_count(1)
    kept = again(disputed)
    assert kept.status is Status.WAITING_CUSTOMER
    assert [flag["state"] for flag in kept.flags] == ["rejected", "upheld"]


def test_staff_judge_without_script(visit, portal, disputed):
    page = visit(portal.staff(), java_script_enabled=False)
    page.goto("/desk/flagged")
    item = page.locator("li", has=page.locator(f'a.q-a[href="/desk/tickets/{disputed.number}"]'))
    expect(item.locator("mark").first).to_have_text(FINGLISH)
    item.get_by_role("button", name="متن درست است").first.click()
    expect(page.get_by_text("تشخیص رد شد؛ متن مشتری درست است.")).to_be_visible()
    item.get_by_role("button", name="تأیید و بستن").click()
    expect(page.get_by_text("تشخیص تأیید و تیکت بسته شد.")).to_be_visible()
    assert again(disputed).status is Status.CLOSED


def test_no_barrier_stands_on_these_pages(visit, portal, admin, disputed):
    with write() as session:
        session.merge(
            EtiquetteCount(
                day=clock.now().date(),
                rule="finglish",
                shown=20,
                fixed=9,
                overridden=8,
                upheld=4,
                rejected=4,
            )
        )
    page = visit(admin)
    page.goto(PAGE)
    fill_sample(page)
    page.locator("#sample-subject").fill("مشکل!!!!")
    page.locator("#try").click()
    expect(page.locator("#tried .hint").first).to_be_visible()
    page.locator("summary", has_text="بازگرداندن").click()
    assert problems(page) == []
    page.locator("#same_topic").fill("x")
    page.locator("#save").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert problems(page) == []
    for path in (f"/desk/tickets/{disputed.number}", "/desk/flagged"):
        page.goto(path)
        expect(page.locator("mark").first).to_be_visible()
        assert problems(page) == []


def test_login_that_has_ended_loses_nothing(visit, portal, admin):
    page = visit(admin)
    page.goto(PAGE)
    choose(page, "finglish", "خاموش")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator("#save").click()
    expect(page.locator(".toasts")).to_contain_text("مهلت ورود شما پایان یافته است")
    expect(page.locator("#level_finglish input:checked")).to_have_value("off")
    page.context.add_cookies(cookies)
    page.locator("#save").click()
    expect(page.locator(".toasts")).to_contain_text("آداب درخواست ذخیره شد.")
    assert stored("finglish") is Level.OFF
