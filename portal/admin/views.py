"""The audit log."""

from datetime import date

from flask import render_template, request

from portal.admin import bp
from portal.admin.changes import changes
from portal.models import Verb
from portal.services import audit, facts, queue
from portal.services.audit import AuditFilters
from portal.web.access import admin


@bp.get("/audit", endpoint="audit")
@admin
def audit_log() -> str:
    """Everything that was done, the newest first."""
    errors: dict[str, str] = {}
    filters = AuditFilters(
        verb=Verb(request.args["verb"]) if request.args.get("verb") in set(Verb) else None,
        actor_id=_number("actor", errors),
        subject_id=_number("subject", errors),
        number=_number("number", errors),
        since=_day("since", errors),
        until=_day("until", errors),
    )
    cursor = request.args.get("cursor")
    return render_template(
        "admin/audit.html",
        page=audit.audit_page(filters, cursor),
        cursor=cursor,
        filters=filters,
        errors=errors,
        narrowed=filters != AuditFilters(),
        verbs=list(Verb),
        colleagues=queue.colleagues(),
        actor_name=audit.name_of(filters.actor_id),
        subject_name=audit.name_of(filters.subject_id),
        changes=changes,
    )


def _number(name: str, errors: dict[str, str]) -> int | None:
    return _read(name, errors, lambda text: facts.ticket_number(text, {}))


def _day(name: str, errors: dict[str, str]) -> date | None:
    return _read(name, errors, lambda text: date.fromisoformat(facts.jalali_date(text, {})))


def _read(name: str, errors: dict[str, str], parse):
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    try:
        return parse(typed)
    except ValueError as error:
        errors[name] = str(error)
        return None
