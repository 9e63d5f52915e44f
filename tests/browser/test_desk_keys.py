"""What script adds to the desk: keys, ready answers, several tickets at once, fresh forms."""

import pytest
from playwright.sync_api import expect

from portal.services import desk, ticket_access
from portal.services.transaction import new_token
from tests import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(portal):
    """Three tickets in the queue of their unit, oldest first."""
    customer = portal.customer()
    return [
        factories.make_ticket(customer, subject=f"نرسیدن پیامک‌های خط {line}")
        for line in ("۳۰۰۰۱۱", "۳۰۰۰۲۲", "۳۰۰۰۳۳")
    ]


def page_of(ticket):
    return f"/desk/tickets/{ticket.number}"


def test_keys_walk_the_queue_pick_and_take(visit, portal, waiting):
    agent = portal.staff()
    page = visit(agent)
    page.goto("/desk?assignee=nobody")
    page.locator("body").press("j")
    expect(page.locator(".queue .cur")).to_have_count(1)
    first = page.locator(".queue tbody tr").first
    expect(first.locator(".q-a")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(first.locator(".q-a")).to_be_focused()
    number = int(first.get_attribute("id").removeprefix("t"))
    page.keyboard.press("x")
    expect(first.get_by_role("checkbox")).to_be_checked()
    expect(page.locator(".bulk")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(f"#t{number}")).to_have_count(0)
    taken = ticket_access.get_ticket_for(agent, number)
    assert taken.assignee_id == agent.id


def test_keys_are_letters_where_one_writes_and_can_be_switched_off(visit, portal, waiting):
    page = visit(portal.staff())
    page.goto(page_of(waiting[0]))
    page.keyboard.press("r")
    reply = page.locator("#reply-body")
    expect(reply).to_be_focused()
    page.keyboard.type("nr?")
    expect(reply).to_have_value("nr?")
    reply.fill("")
    reply.blur()
    page.keyboard.press("n")
    expect(page.locator("#note-body")).to_be_focused()
    page.locator("#note-body").blur()
    page.keyboard.press("?")
    page.get_by_label("کلیدهای میان‌بر روشن باشد").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("r")
    expect(reply).not_to_be_focused()


def test_ready_answer_goes_where_the_cursor_is(visit, portal, waiting):
    page = visit(portal.staff())
    page.goto(page_of(waiting[0]))
    reply = page.locator("#reply-body")
    reply.fill("سرکار خانم")
    page.locator("summary", has_text="پاسخ آماده").click()
    page.get_by_role("link", name="برطرف شدن اختلال").click()
    expect(reply).to_be_focused()
    text = reply.input_value()
    assert text.startswith("سرکار خانم\nکاربر گرامی")
    assert page.url.endswith(page_of(waiting[0]))


def test_opening_a_ticket_marks_it_seen_and_a_reply_stays_on_the_page(visit, portal, waiting):
    page = visit(portal.staff())
    page.goto(page_of(waiting[0]))
    expect(page.locator("#ticket-head .status").first).to_have_text("در حال بررسی")
    expect(page.locator("#messages")).to_contain_text("درخواست را خواند")
    page.locator("#reply-body").fill("با سلام، بررسی شد.")
    page.get_by_role("button", name="ارسال پاسخ").dblclick()
    expect(page.locator("#messages .letter-staff")).to_have_count(1)
    expect(page.locator("#reply-body")).to_have_value("")
    expect(page.locator("#ticket-head .status").first).to_have_text("پاسخ داده شده")
    # The next form knows the state that these left behind.
    page.locator("#reply-body").fill("با سلام، تکمیل شد.")
    page.get_by_role("button", name="ارسال پاسخ").click()
    expect(page.locator("#messages .letter-staff")).to_have_count(2)
    ids = page.locator("#messages > *").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_a_colleagues_note_stops_the_reply_and_keeps_it(visit, portal, waiting):
    page = visit(portal.staff())
    page.goto(page_of(waiting[0]))
    expect(page.locator("#messages")).to_contain_text("درخواست را خواند")
    page.locator("#reply-body").fill("با سلام، بررسی شد.")
    colleague = portal.staff(name="مهسا آرین")
    desk.note(colleague, waiting[0].number, "دست نگه دارید.", token=new_token())
    page.get_by_role("button", name="ارسال پاسخ").click()
    expect(page.locator("#composer [role=alert]")).to_contain_text("دست نگه دارید.")
    expect(page.locator("#reply-body")).to_have_value("با سلام، بررسی شد.")
    expect(page.locator("#messages .letter-note")).to_have_count(1)
    page.get_by_role("button", name="ارسال پاسخ").click()
    expect(page.locator("#messages .letter-staff")).to_have_count(1)
