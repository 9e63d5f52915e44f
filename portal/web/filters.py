"""Filters and small components for templates, over portal.persian and portal.labels.

Components that stand many times on a page are functions rather than macros: they are made once.
"""

import re
from datetime import datetime
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from portal import clock, labels
from portal.models import Status, Urgency
from portal.persian import digits, identifiers, jalali
from portal.web.controls import control

# Views need it too, for what they say in passing.
fa = digits.to_persian

_BLANK_LINES = re.compile(r"\n[ \t]*\n+")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)(?:^```[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)


def init_app(app: Flask) -> None:
    """Registers filters and the globals that _macros.html builds on."""
    app.jinja_env.filters.update(
        fa=fa,
        number=digits.number,
        toman=digits.toman,
        filesize=digits.file_size,
        duration=digits.duration,
        jdate=jalali.format_date,
        jdatetime=jalali.format_datetime,
        jshort=lambda instant: jalali.short(instant, clock.now()),
        jlong=jalali.long_datetime,
        jlongdate=jalali.long_date,
        ago=lambda instant: jalali.relative(instant, clock.now()),
        iso=iso,
        mobile=identifiers.show_mobile,
        masked_mobile=identifiers.mask_mobile,
        paragraphs=paragraphs,
        letter_blocks=letter_blocks,
        initial=initial,
    )

    @lru_cache(maxsize=512)
    def icon_svg(name: str, extra: str = "") -> Markup:
        """An icon of img/icons.svg; `extra` are further classes, "flip" for mirrored arrows."""
        sprite = app.extensions["assets"].url("img/icons.svg")
        classes = f"i {extra}" if extra else "i"
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
            classes, sprite, name
        )

    @lru_cache(maxsize=64)
    def status_badge(value: Status, staff: bool = False) -> Markup:
        """The badge of a ticket's status as this side reads it."""
        label = labels.STATUS[value]
        return Markup('<span class="status s-{}">{}{}</span>').format(
            value,
            icon_svg(label.icon, "flip" if label.flip else ""),
            label.staff if staff else label.customer,
        )

    @lru_cache(maxsize=16)
    def urgency_badge(value: Urgency) -> Markup:
        """An urgency: a quiet word, or a badge where it calls for attention."""
        label = labels.URGENCY[value]
        if not label.tone:
            return Markup('<span class="muted small">{}</span>').format(label.word)
        return Markup('<span class="status t-{}">{}{}</span>').format(
            label.tone, icon_svg(label.icon), label.word
        )

    app.jinja_env.globals.update(
        icon_svg=icon_svg,
        status_badge=status_badge,
        urgency_badge=urgency_badge,
        time_element=time_element,
        control=control,
        labels=labels,
    )


def iso(instant: datetime) -> str:
    """The instant for `datetime` attributes: 2026-11-22T10:35:00Z."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def time_element(instant: datetime, form: str = "ago") -> Markup:
    """A <time>; `form` is ago, short, full (date and time) or long. The title is the long form."""
    long = jalali.long_datetime(instant)
    if form == "ago":
        text = jalali.relative(instant, clock.now())
    elif form == "short":
        text = jalali.short(instant, clock.now())
    else:
        text = jalali.format_datetime(instant) if form == "full" else long
    # Nothing here comes from people, so nothing needs escaping.
    return Markup(f'<time class="num" datetime="{iso(instant)}" title="{long}">{text}</time>')


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, parted by blank lines; the lines inside them are kept."""
    return [part.strip("\n") for part in _BLANK_LINES.split(text) if part.strip()]


def letter_blocks(text: str) -> list[tuple[str, str]]:
    """A letter's text as ("text", paragraph) and ("code", lines between ``` fences), in order."""
    blocks: list[tuple[str, str]] = []
    start = 0
    for fence in _FENCE.finditer(text):
        blocks += [("text", part) for part in paragraphs(text[start : fence.start()])]
        if code := fence[1].strip("\n"):
            blocks.append(("code", code))
        start = fence.end()
    return blocks + [("text", part) for part in paragraphs(text[start:])]


def initial(name: str) -> str:
    """The first letter of a name, for its seal."""
    return escape(name.strip()[:1] or "؟")
