"""portal.js in a real browser: drafts, files sent ahead, toasts, waiting, polling."""

import json
import re
import time
from collections.abc import Iterator

import pytest
from flask import Response, abort, render_template_string, request, session
from markupsafe import Markup
from playwright.sync_api import Page, expect

from portal.web import htmx

FORM = """{% extends "base.html" %}{% from "_macros.html" import csrf %}{% block content %}
<form class="container-xl" method="post" action="{{ action }}" enctype="multipart/form-data"
 data-draft="new" data-composer
 {% if live %}hx-post="{{ action }}" hx-target="#out" hx-sync="this:drop"{% endif %}>
{{ csrf() }}
{% if error %}<div data-error-summary tabindex="-1">{{ error }}</div>{% endif %}
<label for="category">دسته</label>
<select id="category" name="category" hx-get="/fields" hx-target="#facts" hx-trigger="change">
<option value="a">الف</option><option value="b">ب</option></select>
<div id="facts"></div>
<label><input type="radio" name="urgency" value="normal" checked>عادی</label>
<label><input type="radio" name="urgency" value="high">زیاد</label>
<label><input type="checkbox" name="notify" value="y" checked>خبر</label>
<label for="body">متن</label><textarea id="body" name="body">{{ body }}</textarea>
<label for="password">رمز</label><input id="password" type="password" name="password">
<label class="drop">فایل<input type="file" multiple name="attachments" id="files"
 data-upload="/chips" data-upload-list="#chips" data-max-mb="1" data-max-files="2"></label>
<ul id="chips"></ul><button>ثبت</button></form><div id="out"></div>{% endblock %}"""
DRAFT = "JSON.parse(sessionStorage.getItem('draft:new'))"


pytestmark = pytest.mark.browser


@pytest.fixture
def seen(page: Page, site: str) -> Iterator[list[str]]:
    """Fails the test for an error in the console or a request that leaves the host."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda asked: asked.url.startswith(site) or wrong.append(f"foreign {asked.url}")
    )
    page.on(
        "console",
        lambda said: (
            wrong.append(said.text)
            if said.type in ("error", "warning") and "Failed to load resource" not in said.text
            else None
        ),
    )
    yield wrong
    assert wrong == []


@pytest.fixture
def form(pages):
    """Adds GET /form with the form above; `live` sends it by htmx to `action`."""

    def add(action: str = "/save", *, live: bool = True) -> None:
        def view() -> str:
            session["name"] = "Arash"
            return render_template_string(FORM, action=action, live=live, body="", error="")

        pages.add("/form", view)

    pages.add("/done", lambda: render_template_string('{% extends "base.html" %}'))
    pages.add("/fields", lambda: '<input name="details-x" id="x" aria-label="خط">')
    return add


def _uploads(pages, received: list[str], answer=None) -> None:
    def view():
        file = request.files["file"]
        received.append(file.filename)
        if answer is not None:
            return answer()
        return Markup(
            '<li class="chip"><bdi>{0}</bdi><input type="hidden" name="uploads" value="t-{0}">'
            '<button type="button" data-upload-remove="/chips/{0}/delete">حذف</button></li>'
        ).format(file.filename)

    pages.add("/chips", view, methods=("POST",))
    pages.add(
        "/chips/<name>/delete",
        lambda name: received.remove(name) or Response(status=204),
        methods=("POST",),
    )


def _file(name: str, size: int = 10) -> dict:
    return {"name": name, "mimeType": "text/plain", "buffer": b"x" * size}


def test_what_is_typed_comes_back_after_leaving_the_page(pages, form, page: Page, site, seen):
    form()
    page.goto(f"{site}/form")
    page.select_option("#category", "b")
    page.locator("#x").fill("3000123")
    page.check("[value=high]")
    page.uncheck("[name=notify]")
    page.fill("#body", "با سلام و احترام")
    page.fill("#password", "secret")
    page.goto(f"{site}/done")
    page.goto(f"{site}/form")
    expect(page.locator("#body")).to_have_value("با سلام و احترام")
    expect(page.locator("#category")).to_have_value("b")
    expect(page.locator("#x")).to_have_value("3000123")
    expect(page.locator("[value=high]")).to_be_checked()
    expect(page.locator("[name=notify]")).not_to_be_checked()
    expect(page.locator("#password")).to_have_value("")
    assert "secret" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_draft_is_gone_once_the_form_is_accepted(pages, form, page: Page, site, seen):
    form()
    pages.add("/save", lambda: "ثبت شد", methods=("POST",))
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator("#out")).to_have_text("ثبت شد")
    assert page.evaluate(DRAFT) is None


@pytest.mark.parametrize("status", [422, 413, 429, 500, 503])
def test_draft_stays_when_the_form_is_refused(pages, form, page: Page, site, status):
    form()
    pages.add("/save", lambda: Response("refused", status), methods=("POST",))
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    with page.expect_response("**/save"):
        page.get_by_role("button", name="ثبت").click()
    expect(page.locator("#body")).to_have_value("متن")
    assert page.evaluate(DRAFT)["values"]["body"] == ["متن"]
    if status != 422:
        expect(page.locator(".toasts .note")).to_be_visible()


def test_lost_network_says_that_the_text_is_kept(pages, form, page: Page, site):
    form()
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.context.set_offline(True)
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator(".toasts")).to_contain_text("ارتباط برقرار نشد")
    expect(page.locator("#body")).to_have_value("متن")


def test_ended_login_leads_to_login_and_the_text_waits(pages, form, page: Page, site, seen):
    form()
    pages.add("/save", htmx.unauthorized, methods=("POST",))
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.get_by_role("button", name="ثبت").click()
    page.wait_for_url(re.compile("/login"))
    page.goto(f"{site}/form")
    expect(page.locator("#body")).to_have_value("متن")


def test_plain_form_keeps_its_draft_on_an_error_page_and_drops_it_on_success(
    pages, form, page: Page, site
):
    form(live=False)
    statuses = iter([503, 303])

    def save():
        status = next(statuses)
        return htmx.see_other("/done") if status == 303 else abort(status)

    pages.add("/save", save, methods=("POST",))
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.goto(f"{site}/form")
    expect(page.locator("#body")).to_have_value("متن")
    page.get_by_role("button", name="ثبت").click()
    page.wait_for_url("**/done")
    assert page.evaluate(DRAFT) is None


def test_answer_with_errors_wins_over_the_draft_and_takes_the_focus(pages, page: Page, site, seen):
    def view():
        session["name"] = "Arash"
        return render_template_string(
            FORM, action="/form", live=False, error="عنوان لازم است.", body="از سرور"
        )

    pages.add("/form", view)
    pages.add("/done", lambda: render_template_string('{% extends "base.html" %}'))
    page.goto(f"{site}/done")
    page.evaluate(
        "sessionStorage.setItem('draft:new', JSON.stringify({values: {body: ['کهنه']}, chips: {}}))"
    )
    page.goto(f"{site}/form")
    expect(page.locator("#body")).to_have_value("از سرور")
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_file_is_sent_ahead_and_removed(pages, form, page: Page, site, seen):
    received: list[str] = []
    form()
    _uploads(pages, received)
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("گزارش.txt"), _file("b.txt")])
    expect(page.locator("#chips [name=uploads]")).to_have_count(2)
    assert sorted(received) == ["b.txt", "گزارش.txt"]
    assert page.evaluate("document.querySelector('#files').files.length") == 0
    page.locator("#chips li", has_text="b.txt").get_by_role("button").click()
    expect(page.locator("#chips li")).to_have_count(1)
    assert received == ["گزارش.txt"]


def test_sent_files_come_back_with_the_draft(pages, form, page: Page, site, seen):
    form()
    _uploads(pages, [])
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("a.txt")])
    expect(page.locator("#chips [name=uploads]")).to_have_count(1)
    page.goto(f"{site}/done")
    page.goto(f"{site}/form")
    expect(page.locator("#chips [name=uploads]")).to_have_value("t-a.txt")


def test_file_over_the_limit_is_refused_before_it_is_sent(pages, form, page: Page, site, seen):
    received: list[str] = []
    form()
    _uploads(pages, received)
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("big.txt", 2**20 + 1)])
    expect(page.locator("[data-upload-error]")).to_have_text("حجم «big.txt» بیش از ۱ مگابایت است.")
    page.set_input_files("#files", [_file("1.txt"), _file("2.txt"), _file("3.txt")])
    expect(page.locator("[data-upload-error]")).to_have_text("حداکثر ۲ فایل می‌توان پیوست کرد.")
    expect(page.locator("#chips [name=uploads]")).to_have_count(2)
    assert sorted(received) == ["1.txt", "2.txt"]


def test_reason_of_a_refused_file_stands_at_the_field(pages, form, page: Page, site):
    def refuse():
        return Response(
            "این نوع فایل پذیرفته نمی‌شود.", 422, content_type="text/plain; charset=utf-8"
        )

    form()
    _uploads(pages, [], refuse)
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("a.exe")])
    expect(page.locator("[data-upload-error]")).to_contain_text("این نوع فایل پذیرفته نمی‌شود.")
    page.locator("#chips").get_by_role("button", name="حذف").click()
    expect(page.locator("#chips li")).to_have_count(0)
    expect(page.locator("[data-upload-error]")).to_have_count(0)


def test_upload_that_failed_is_tried_again(pages, form, page: Page, site):
    answers = iter([Response(status=503), Response("<li>a.txt</li>")])
    form()
    _uploads(pages, [], lambda: next(answers))
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("a.txt")])
    page.get_by_role("button", name="تلاش دوباره").click()
    expect(page.locator("#chips")).to_have_text("a.txt")


def test_form_waits_for_its_files(pages, form, page: Page, site, seen):
    def slow():
        time.sleep(1)
        return "<li>a.txt</li>"

    posted = []
    form()
    _uploads(pages, [], slow)
    pages.add("/save", lambda: posted.append(1) or "ثبت شد", methods=("POST",))
    page.goto(f"{site}/form")
    page.set_input_files("#files", [_file("a.txt")])
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator(".toasts")).to_contain_text("هنوز پایان نیافته است")
    expect(page.locator("#chips [data-uploading]")).to_have_count(0)
    assert posted == []
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator("#out")).to_have_text("ثبت شد")


def test_screenshot_is_pasted_and_file_is_dropped(pages, form, page: Page, site, seen):
    received: list[str] = []
    form()
    _uploads(pages, received)
    page.goto(f"{site}/form")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "image.png", {type: "image/png"}));
          const body = document.querySelector("#body");
          body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
          const dropped = new DataTransfer();
          dropped.items.add(new File(["x"], "dropped.txt"));
          document.querySelector(".drop").dispatchEvent(
            new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.locator("#chips [name=uploads]")).to_have_count(2)
    assert "dropped.txt" in received
    assert any(name.startswith("تصویر-صفحه-") for name in received)


def test_old_page_renews_its_token_and_the_next_press_passes(pages, form, page: Page, site):
    form()
    pages.add("/save", lambda: "ثبت شد", methods=("POST",))
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.context.clear_cookies()
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator(".toasts")).to_contain_text("اکنون تازه شد")
    page.get_by_role("button", name="ثبت").click()
    expect(page.locator("#out")).to_have_text("ثبت شد")


def test_toast_of_the_server_is_shown_and_dismissed(pages, form, page: Page, site, seen):
    def save():
        htmx.toast("تیکت <b>۱۰۲۵۵</b> ثبت شد.")
        return "ok"

    form()
    pages.add("/save", save, methods=("POST",))
    page.goto(f"{site}/form")
    page.get_by_role("button", name="ثبت").click()
    note = page.locator(".toasts .note")
    expect(note).to_have_text("تیکت <b>۱۰۲۵۵</b> ثبت شد.")
    note.click()
    expect(note).to_have_count(0)


def test_ctrl_enter_sends(pages, form, page: Page, site, seen):
    form()
    pages.add("/save", lambda: "ثبت شد", methods=("POST",))
    page.goto(f"{site}/form")
    page.locator("#body").press("Control+Enter")
    expect(page.locator("#out")).to_have_text("ثبت شد")


def test_double_press_with_sync_drop_posts_once(pages, form, page: Page, site, seen):
    posted = []

    def save():
        posted.append(1)
        time.sleep(0.5)
        return "ثبت شد"

    form()
    pages.add("/save", save, methods=("POST",))
    page.goto(f"{site}/form")
    page.evaluate("[1, 2, 3].forEach(() => document.querySelector('main form').requestSubmit())")
    expect(page.locator("#out")).to_have_text("ثبت شد")
    assert posted == [1]


def test_code_may_be_asked_again_after_the_wait(pages, page: Page, site, seen):
    source = (
        '{% extends "base.html" %}{% block content %}<button data-wait="2">ارسال دوباره '
        "<span data-wait-left></span></button>{% endblock %}"
    )
    pages.add("/wait", lambda: render_template_string(source))
    page.goto(f"{site}/wait")
    button = page.get_by_role("button", name="ارسال دوباره")
    expect(button).to_be_disabled()
    expect(button).to_contain_text("ثانیهٔ دیگر")
    expect(button).to_be_enabled(timeout=5000)
    expect(button).to_have_text("ارسال دوباره")


def test_hidden_page_does_not_poll(pages, page: Page, site, seen):
    polls = []
    source = (
        '{% extends "base.html" %}{% block content %}<div hx-get="/poll" '
        'hx-trigger="every 200ms" hx-swap="none"></div>{% endblock %}'
    )
    pages.add("/thread", lambda: render_template_string(source))
    pages.add("/poll", lambda: polls.append(1) or Response(status=204))
    page.goto(f"{site}/thread")
    with page.expect_response("**/poll"):
        pass
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.wait_for_timeout(300)
    count = len(polls)
    page.wait_for_timeout(800)
    assert len(polls) == count
    page.evaluate("delete document.hidden")
    with page.expect_response("**/poll"):
        pass


def test_scheme_is_chosen_and_remembered(pages, form, page: Page, site, seen):
    form()
    page.goto(f"{site}/done")
    page.get_by_role("button", name="نمای تیره یا روشن").first.click()
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "dark")


def test_drafts_are_forgotten_on_logout(pages, form, page: Page, site, seen):
    source = (
        '{% extends "base.html" %}{% block content %}<form method="get" action="/x/logout">'
        "<button>خروج</button></form>{% endblock %}"
    )
    form()
    pages.add("/out", lambda: render_template_string(source))
    pages.add("/x/logout", lambda: "bye")
    page.goto(f"{site}/form")
    page.fill("#body", "متن")
    page.goto(f"{site}/out")
    page.get_by_role("button", name="خروج").click()
    expect(page.locator("body")).to_have_text("bye")
    assert json.loads(page.evaluate("JSON.stringify(sessionStorage)")) == {}
