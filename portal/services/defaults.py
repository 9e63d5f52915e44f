"""Fills an installation with the default departments, categories, panels, terms and guidance.

Only what is missing is added: what the reseller changed or removed on purpose is never touched,
since each group is filled as a whole and only while it is empty.
"""

from collections.abc import Callable
from datetime import time

from sqlalchemy import ColumnElement, func, select, true

from portal.extensions import db
from portal.models import (
    CannedReply,
    Category,
    CategoryField,
    Department,
    GuideEntry,
    Holiday,
    Panel,
    Setting,
    Terms,
    WorkingHours,
)
from portal.persian import jalali
from portal.services import settings
from portal.services.transaction import write


def fill(defaults) -> list[str]:
    """Adds the groups that are still empty from the `defaults` package; returns their names."""
    filled = []
    with write():
        for model, members, add in _GROUPS:
            if not db.session.scalar(select(func.count()).select_from(model).where(members)):
                add(defaults)
                db.session.flush()
                filled.append(model.__tablename__)
        if db.session.get(Setting, "privacy") is None:
            settings.put("privacy", {"markdown": defaults.terms.PRIVACY})
    settings.forget()
    return list(dict.fromkeys(filled))


def _departments(defaults) -> None:
    for sort, data in enumerate(defaults.departments.DEPARTMENTS):
        db.session.add(Department(key=data["key"], name=data["name"], sort=sort))


def _categories(defaults) -> None:
    departments = {d.key: d for d in db.session.scalars(select(Department))}
    for sort, data in enumerate(defaults.categories.CATEGORIES):
        db.session.add(
            Category(
                key=data["key"],
                title=data["title"],
                guidance=data["guidance"],
                department=departments.get(data["department"]) or next(iter(departments.values())),
                sort=sort,
                fields=[
                    CategoryField(**field, sort=place) for place, field in enumerate(data["fields"])
                ],
            )
        )


def _panels(defaults) -> None:
    db.session.add_all(Panel(**data) for data in defaults.panels.PANELS)


def _terms(defaults) -> None:
    data = defaults.terms.TERMS
    db.session.add(
        Terms(
            version=data["version"],
            title=data["title"],
            summary=data["summary"],
            body=data["body_markdown"],
        )
    )


def _guide(defaults) -> None:
    for kind, entries in (
        ("rule", defaults.guide.GUIDE_RULES),
        ("step", defaults.guide.GUIDE_STEPS),
    ):
        for sort, data in enumerate(entries, start=1):
            db.session.add(
                GuideEntry(
                    kind=kind,
                    sort=sort,
                    title=data["title"],
                    text=data["text"],
                    good=data.get("good") or "",
                    poor=data.get("poor") or "",
                    status=data.get("status"),
                )
            )


def _guide_examples(defaults) -> None:
    whole = defaults.guide_examples.GUIDE_REQUEST
    db.session.add(GuideEntry(kind="request", sort=1, **whole))
    for sort, data in enumerate(defaults.guide_examples.GUIDE_EXAMPLES, start=1):
        db.session.add(GuideEntry(kind="example", sort=sort, **data))


def _hours(defaults) -> None:
    for data in defaults.hours.WORKING_HOURS:
        db.session.add(
            WorkingHours(
                weekday=data["weekday"],
                opens=time.fromisoformat(data["opens"]),
                closes=time.fromisoformat(data["closes"]),
            )
        )


def _holidays(defaults) -> None:
    for day, title in defaults.hours.HOLIDAYS:
        db.session.merge(Holiday(day=jalali.parse_date(day), title=title))


def _canned(defaults) -> None:
    for sort, data in enumerate(defaults.canned.CANNED_REPLIES):
        db.session.add(CannedReply(title=data["title"], body=data["body"], sort=sort))


# A table, which of its rows are one group, and what fills it.
_GROUPS: tuple[tuple[type, ColumnElement[bool], Callable], ...] = (
    (Department, true(), _departments),
    (Category, true(), _categories),
    (Panel, true(), _panels),
    (Terms, true(), _terms),
    (GuideEntry, GuideEntry.kind.in_(("rule", "step")), _guide),
    (GuideEntry, GuideEntry.kind.in_(("example", "request")), _guide_examples),
    (WorkingHours, true(), _hours),
    (Holiday, true(), _holidays),
    (CannedReply, true(), _canned),
)
