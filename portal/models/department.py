"""Where tickets go, and the facts each kind of matter needs."""

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db


class Department(db.Model):
    """A unit of the staff («واحد فنی»)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    sort: Mapped[int] = mapped_column(default=0)


class Category(db.Model):
    """A kind of matter; routes its tickets and asks for its facts (S9)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    guidance: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    sort: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department] = relationship(lazy="joined", innerjoin=True)
    fields: Mapped[list["CategoryField"]] = relationship(
        back_populates="category", order_by="CategoryField.sort", cascade="all, delete-orphan"
    )


class CategoryField(db.Model):
    """One typed fact of a category. `required` is yes, no or when: then `condition`
    ({"field": key, "in": [choice keys]}) says when it is shown and required."""

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    type: Mapped[str] = mapped_column(String(24))
    required: Mapped[str] = mapped_column(String(4), default="no")
    condition: Mapped[dict | None] = mapped_column(JSON)
    choices: Mapped[list] = mapped_column(JSON, default=list)
    limits: Mapped[dict] = mapped_column(JSON, default=dict)
    hint: Mapped[str] = mapped_column(Text, default="")
    hints_when: Mapped[list] = mapped_column(JSON, default=list)
    width: Mapped[str] = mapped_column(String(8), default="full")
    sort: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category] = relationship(back_populates="fields")

    __table_args__ = (UniqueConstraint("category_id", "key"),)
