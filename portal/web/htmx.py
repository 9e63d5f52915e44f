"""One URL serves whole pages and fragments; what htmx needs to hear travels in headers."""

import json
from urllib.parse import urlsplit

from flask import Flask, Response, flash, g, redirect, render_template, request, url_for

from portal.web import kept

LOGIN_FIRST = "برای ادامه وارد شوید."
LOGIN_FIRST_DRAFT_KEPT = f"{LOGIN_FIRST} آنچه نوشته‌اید در همین مرورگر نگه داشته شده است."
LOGIN_ENDED = "مهلت ورود شما پایان یافته است"
LOGIN_ENDED_TEXT = "آنچه فرستادید ثبت نشد. وارد شوید و دوباره بفرستید."
_LOADS_A_PAGE = ("HX-Redirect", "HX-Refresh")


def init_app(app: Flask) -> None:
    """Adds the collected events to answers and keeps caches from mixing pages and fragments."""
    app.after_request(_finish)


def is_htmx() -> bool:
    """Whether script asks: then a plain redirect would land inside the page, unseen."""
    return "HX-Request" in request.headers or "HX-History-Restore-Request" in request.headers


def wants_fragment() -> bool:
    """Whether to answer with the fragment alone; a history restore gets the whole page."""
    return request.headers.get("HX-Request-Type") == "partial"


def render(full: str, fragment: str, **context) -> str:
    """The template `fragment` for htmx, else the whole page `full`; both get `context`."""
    return render_template(fragment if wants_fragment() else full, **context)


def see_other(url: str) -> Response:
    """Sends the browser to `url` with a GET: 303, or the header that htmx follows."""
    if not is_htmx():
        return redirect(url, 303)
    return Response(status=204, headers={"HX-Redirect": url})


def trigger(event: str, detail: object = True) -> None:
    """Has the page dispatch `event` with `detail` when this htmx answer has arrived."""
    if "htmx_events" not in g:
        g.htmx_events = {}
    g.htmx_events[event] = detail


def toast(text: str, tone: str = "green") -> None:
    """Tells the person something in passing; `tone` is green, red, amber or blue.

    Shown over the page for htmx; at the top of the next whole page otherwise.
    """
    if wants_fragment():
        trigger("toast", {"text": text, "tone": tone})
    else:
        flash(text, tone)


def unauthorized() -> Response:
    """For someone who is not logged in: to the login page, and back afterwards.

    Who sent a form without script finds its texts on the page (401): the browser keeps none.
    """
    reads = request.method in ("GET", "HEAD")
    if is_htmx():
        if not reads:
            # Forms with a token are those whose drafts portal.js keeps.
            flash(LOGIN_FIRST_DRAFT_KEPT if "token" in request.form else LOGIN_FIRST, "blue")
        here = _local_path(request.headers.get("HX-Current-URL", ""))
        url = url_for("accounts.login", next=here)
        return Response(status=401, headers={"HX-Redirect": url})
    if reads:
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.login", next=here), 303)
    login = url_for("accounts.login", next=_referring_path())
    return kept.page(401, LOGIN_ENDED, LOGIN_ENDED_TEXT, login)


def _referring_path() -> str | None:
    """The page of ours on which the form stood."""
    path = _local_path(request.referrer or "")
    return path if path and urlsplit(request.referrer).netloc == request.host else None


def _local_path(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _finish(response: Response) -> Response:
    events = g.pop("htmx_events", None)
    if events and any(name in response.headers for name in _LOADS_A_PAGE):
        # The page that would show the toast is about to be left.
        message = events.pop("toast", None)
        if message:
            flash(message["text"], message["tone"])
    if events:
        response.headers["HX-Trigger"] = json.dumps(events)
    if response.mimetype == "text/html":
        response.vary.update(("HX-Request-Type", "HX-Request"))
    return response
