"""What has happened to a ticket, in words for its customer and for the letter."""

from dataclasses import dataclass

from markupsafe import Markup

from portal import labels
from portal.models import Event, Status, Urgency, Verb


@dataclass(frozen=True)
class EventLine:
    """One line of a thread: an icon of icons.svg, what happened, and the words given with it."""

    icon: str
    text: Markup
    note: str = ""


def public_line(event: Event) -> EventLine:
    """A public event as its customer reads it."""
    who = Markup("<bdi>{}</bdi>").format(event.actor_name)
    after = event.after or {}
    match event.verb:
        case Verb.SEEN:
            return EventLine("eye", Markup("{} درخواست را ملاحظه کرد").format(who))
        case Verb.REFERRED:
            to = after.get("name") or after.get("department", "")
            return EventLine(
                "arrows-exchange", Markup("{} درخواست را به <b>{}</b> ارجاع داد").format(who, to)
            )
        case Verb.STATUS:
            label = labels.STATUS[Status(after["status"])]
            return EventLine(
                label.icon,
                Markup("وضعیت به <b>{}</b> تغییر کرد").format(label.detail or label.customer),
            )
        case Verb.URGENCY:
            word = labels.URGENCY[Urgency(after["urgency"])].word
            text = Markup("{} فوریت را به <b>{}</b> تغییر داد").format(who, word)
            return EventLine("bolt", text, event.note)
        case Verb.CLOSED:
            return EventLine("x", Markup("{} گفت‌وگو را بست").format(who))
        case Verb.REOPENED:
            text = Markup("{} گفت‌وگو را بازگشایی کرد").format(who)
            return EventLine("refresh", text, event.note)
        case Verb.REDACTED:
            text = Markup("{} متن یک نامه را حذف کرد؛ چکیدهٔ آن در سوابق مانده است").format(who)
            return EventLine("lock", text, event.note)
    return EventLine("info-circle", who)
