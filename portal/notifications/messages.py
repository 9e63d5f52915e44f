"""The texts of notices: one template each for SMS, and for an e-mail's subject and two parts."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from portal import labels
from portal.models import CloseReason, Ticket
from portal.persian import digits, jalali, letters, segments

SUBJECT_TITLE = 60  # characters of a ticket's title in a subject
# What people typed; in plain text it must not turn the direction of the words around it.
TYPED = ("title", "name")


@dataclass(frozen=True)
class Rendered:
    """An e-mail: a one-line subject, and the same words as plain text and as HTML."""

    subject: str
    text: str
    html: str


def sms_text(key: str, **params: object) -> str:
    """The SMS `templates/sms/<key>.txt`.

    With `link` (a ticket's, without scheme) or `host` (WebOTP) when that fits one UCS-2 page
    (glossary 3.1), else without.
    """
    text = _sms(key, **params)
    if segments.count(text).segments > 1:
        text = _sms(key, **params | {"link": None, "host": None})
    return text


def email(key: str, **params: object) -> Rendered:
    """The e-mail `templates/email/<key>/`. `title` and `name` are as people typed them."""
    cleaned = params | {name: one_line(params[name]) for name in TYPED if params.get(name)}
    isolated = cleaned | {name: _isolated(cleaned[name]) for name in TYPED if params.get(name)}
    return Rendered(
        subject=" ".join(_render(f"email/{key}/subject.txt", isolated).split()),
        text=_tidy(_render(f"email/{key}/body.txt", isolated)),
        html=_render(f"email/{key}/body.html", cleaned),
    )


def ticket_params(ticket: Ticket) -> dict[str, object]:
    """What every text about a ticket may name."""
    return {
        "number": digits.to_persian(ticket.number),
        "title": ticket.subject,
        "unit": ticket.department.name,
        "urgency": labels.URGENCY[ticket.urgency].word,
        "due": moment(ticket.due_at) if ticket.due_at else None,
        "reason": labels.CLOSE_REASON.get(ticket.closed_reason),
        "rules": [
            labels.BROKEN_RULES[rule].explanation
            for rule in ticket.broken_rules or ()
            if rule in labels.BROKEN_RULES
        ],
        "may_reopen": ticket.closed_reason is not CloseReason.DUPLICATE,
    }


def moment(instant: datetime) -> str:
    """«یکشنبه ۱ آذر ۱۴۰۵ ساعت ۱۴:۰۵»."""
    return jalali.long_datetime(instant)


def one_line(text: object) -> str:
    """Typed text for one line: no line ends and no direction marks, at most 60 characters."""
    return letters.truncate(letters.clean_line(str(text)), SUBJECT_TITLE)


def ticket_url(ticket: Ticket) -> str:
    """The customer's way into the thread; it asks for a login, so it is no credential."""
    return f"{current_app.config['SITE_URL']}/t/{ticket.link_token}"


def desk_url(ticket: Ticket) -> str:
    """The staff's way to the ticket."""
    return f"{current_app.config['SITE_URL']}/desk/tickets/{ticket.number}"


def without_scheme(url: str) -> str:
    """`url` as phones still recognise it, in fewer letters."""
    return url.split("://", 1)[1]


def site_host() -> str:
    """The host that WebOTP binds a code to: no port."""
    return urlsplit(current_app.config["SITE_URL"]).hostname


def _sms(key: str, **params: object) -> str:
    return _render(f"sms/{key}.txt", params).strip()


def _render(template: str, params: dict[str, object]) -> str:
    # Not render_template: there is no request here, and context processors expect one.
    return current_app.jinja_env.get_template(template).render(**params)


def _isolated(text: str) -> str:
    return letters.isolate(text) if re.search("[A-Za-z]", text) else text


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
