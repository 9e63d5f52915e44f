"""How the etiquette rules fare, so that an admin sees which of them errs."""

from datetime import date

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class EtiquetteCount(db.Model):
    """What became of one rule's findings on one day (UTC).

    `shown` counts drafts in which the rule was seen; `fixed` those sent without what it found,
    `overridden` those sent with the rule disputed; `upheld` and `rejected` what staff said of that.
    """

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    rule: Mapped[str] = mapped_column(String(30), primary_key=True)
    shown: Mapped[int] = mapped_column(default=0)
    fixed: Mapped[int] = mapped_column(default=0)
    overridden: Mapped[int] = mapped_column(default=0)
    upheld: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
