"""Gives back what was typed in a form that could not be accepted, so that it can be copied."""

import re

from flask import Response, render_template, request

from portal.web.page import viewer

_LABELS = {
    "subject": "عنوان",
    "body": "متن",
    "next_body": "موضوع دوم",
    "note": "یادداشت یا توضیح",
    "reason": "دلیل",
}
_OTHER = "بخش دیگر"
# What the writing coach keeps in a form (portal/tickets/coach.py), and its suggestions.
_COACH = re.compile(r"seen|mended|instead-.*")
_SECRET = re.compile(r"password|secret|token|code|key|otp", re.IGNORECASE)


def page(status: int, title: str, text: str, login: str | None = None) -> Response:
    """An error page with the texts of the posted form in read-only boxes; `login` is the address
    of the login page for somebody who has to enter first."""
    viewer()  # settles who looks, before the templates ask
    html = render_template("errors/kept.html", title=title, text=text, kept=_texts(), login=login)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _texts() -> list[tuple[str, str]]:
    """Label and text of what somebody wrote, in the form's order; no secret and no bare choice."""
    return [
        (_LABELS.get(name, _OTHER), value)
        for name, value in request.form.items(multi=True)
        if value.strip() and _is_written(name, value)
    ]


def _is_written(name: str, value: str) -> bool:
    if _SECRET.search(name) or _COACH.fullmatch(name):
        return False
    # Choices, numbers and the names of files are single words.
    return name in _LABELS or len(value.split()) > 1
