"""The queue, and what is done to several tickets at once."""

import re
from enum import StrEnum

from flask import Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.desk import bp
from portal.models import CloseReason, Status, Urgency
from portal.services import handling, notices, queue, ticket_access, ticket_steps
from portal.services.queue import Filters
from portal.services.reading import PAGE_SIZE
from portal.services.transaction import Conflict
from portal.web import htmx
from portal.web.access import me, staff
from portal.web.filters import fa

LONGEST_QUERY = 200
VIEWS = {
    "waiting": "در نوبت پاسخ",
    "mine": "سپرده به من",
    "unassigned": "بدون مسئول",
    "overdue": "مهلت گذشته",
    "replied": "پاسخ مشتری",
    "operator": "در انتظار اپراتور",
    "flagged": "برای بازبینی",
    "open": "همهٔ بازها",
    "closed": "بسته",
}
# Other names would be url_for's own: `_external` makes an address of any host.
KEPT_IN_ADDRESS = {"view", "department", "status", "urgency", "assignee", "q", "cursor"}
NOTHING_CHOSEN = "تیکتی برگزیده نشده است."
# A ticket's number and the revision in which its row was shown.
_CHOSEN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})")


@bp.get("", endpoint="queue")
@staff
def index() -> str:
    filters = _filters()
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    cursor = request.args.get("cursor")
    shown = {
        "page": queue.desk_page(me(), filters, cursor, query),
        "counts": queue.view_counts(me()),
        "views": VIEWS,
        "filters": filters,
        "query": query,
        "cursor": cursor,
        "now": clock.now(),
        "departments": queue.departments(),
        "colleagues": queue.colleagues(),
    }
    if htmx.wants_fragment():
        return render_template("desk/_queue.html", **shown)
    return render_template("desk/queue.html", alarm=notices.stuck_alarm(), **shown)


@bp.post("/bulk")
@staff
def bulk() -> Response:
    """Takes, refers or closes the chosen tickets, each by itself; says which were left."""
    chosen = [_CHOSEN.fullmatch(value) for value in request.form.getlist("ticket")[:PAGE_SIZE]]
    pairs = [(int(match[1]), int(match[2])) for match in chosen if match]
    left = [number for number, revision in pairs if not _apply(number, revision)]
    if len(left) < len(pairs):
        htmx.toast(f"{fa(len(pairs) - len(left))} تیکت تغییر کرد.")
    if left:
        numbers = "، ".join(fa(number) for number in left)
        htmx.toast(f"این تیکت‌ها در این میان تغییر کرده بود و دست نخورد: {numbers}", "amber")
    if not pairs:
        htmx.toast(NOTHING_CHOSEN, "amber")
    kept = {name: value for name, value in request.args.items() if name in KEPT_IN_ADDRESS}
    return htmx.see_other(url_for("desk.queue", **kept))


def _apply(number: int, revision: int) -> bool:
    """Does the pressed button's work on one ticket; False when it was left as it is."""
    common = {"revision": revision, "address": request.remote_addr}
    action = request.form.get("action")
    try:
        if action == "take":
            handling.assign(me(), number, me().id, **common)
        elif action == "close":
            handling.close(me(), number, CloseReason.DONE, **common)
        elif action == "refer":
            handling.refer(me(), number, _number(request.form, "department") or 0, **common)
        else:
            return False
    except (
        Conflict,
        ticket_steps.TicketClosed,
        ticket_access.TicketNotFound,
        handling.DepartmentNotFound,
    ):
        return False
    return True


def _filters() -> Filters:
    """The filters of the address; what makes no sense filters nothing."""
    args = request.args
    view = args.get("view", "waiting")
    assignee = args.get("assignee")
    if assignee not in (queue.MINE, queue.NOBODY):
        assignee = _number(args, "assignee")
    return Filters(
        view=view if view in VIEWS else "waiting",
        department_id=_number(args, "department"),
        status=_one_of(Status, args.get("status")),
        urgency=_one_of(Urgency, args.get("urgency")),
        assignee=assignee,
    )


def _one_of(kind: type[StrEnum], value: str | None) -> StrEnum | None:
    return kind(value) if value in set(kind) else None


def _number(values: MultiDict, name: str) -> int | None:
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
