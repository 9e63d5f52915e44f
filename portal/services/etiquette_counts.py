"""How often each etiquette rule was shown, heeded, disputed, and found right or wrong by staff."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.etiquette import RULES
from portal.extensions import db
from portal.models import EtiquetteCount
from portal.services.transaction import write

COLUMNS = ("shown", "fixed", "overridden", "upheld", "rejected")


@dataclass(frozen=True)
class Counts:
    """What became of a rule's findings: drafts in which it was shown, those sent without what it
    found, those sent with it disputed, and what staff said of these."""

    shown: int = 0
    fixed: int = 0
    overridden: int = 0
    upheld: int = 0
    rejected: int = 0


def shown(rules: Collection[str]) -> None:
    """Counts rules that a draft has been shown for the first time."""
    if rules:
        with write():
            _add("shown", rules)


def settled(fixed: Collection[str], overridden: Collection[str]) -> None:
    """Counts what became of a draft's findings when it was sent."""
    if fixed or overridden:
        with write():
            _add("fixed", fixed)
            _add("overridden", overridden)


def judged(rule: str, *, upheld: bool) -> None:
    """Counts what staff said of a disputed finding; inside write()."""
    _add("upheld" if upheld else "rejected", [rule])


def last_days(days: int = 30) -> Mapping[str, Counts]:
    """The sums of the last `days` days, today included, by rule; all rules are there."""
    since = clock.now().date() - timedelta(days=days - 1)
    sums = [func.sum(getattr(EtiquetteCount, column)).label(column) for column in COLUMNS]
    rows = db.session.execute(
        select(EtiquetteCount.rule, *sums)
        .where(EtiquetteCount.day >= since)
        .group_by(EtiquetteCount.rule)
    )
    found = {row.rule: Counts(*(getattr(row, column) for column in COLUMNS)) for row in rows}
    return {rule: found.get(rule, Counts()) for rule in RULES}


def _add(column: str, rules: Collection[str]) -> None:
    """One more for each rule. Names come from forms too, so unknown ones are passed over; sorted,
    since two that lock the same rows in another order would wait for each other."""
    table = EtiquetteCount.__table__
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    for rule in sorted(set(rules) & RULES.keys()):
        zeros = dict.fromkeys(COLUMNS, 0)
        row = {"day": clock.now().date(), "rule": rule, **zeros, column: 1}
        db.session.execute(
            dialect.insert(table)
            .values(**row)
            .on_conflict_do_update(
                index_elements=["day", "rule"], set_={column: table.c[column] + 1}
            )
        )
