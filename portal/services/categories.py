"""The kinds of matters that customers may choose, with the facts each of them needs."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.extensions import db
from portal.models import Category, CategoryField, Panel


def active_categories() -> list[Category]:
    """The categories on offer, in their order, each with its department."""
    return list(
        db.session.scalars(
            select(Category)
            .where(Category.active)
            .options(joinedload(Category.department, innerjoin=True))
            .order_by(Category.sort, Category.id)
        )
    )


def active_category(key: str | None) -> Category | None:
    """The category on offer with this key and its fields; None when there is none."""
    if not key:
        return None
    return db.session.scalar(
        select(Category)
        .where(Category.key == key, Category.active)
        .options(joinedload(Category.department, innerjoin=True), selectinload(Category.fields))
    )


def fields_of(category_id: int) -> list[CategoryField]:
    """The fields of a category in their order."""
    return list(
        db.session.scalars(
            select(CategoryField)
            .where(CategoryField.category_id == category_id)
            .order_by(CategoryField.sort, CategoryField.id)
        )
    )


def panel_titles(fields: list[CategoryField]) -> Mapping[str, str]:
    """The titles of all panels by slug when one of the fields asks for a panel; else nothing."""
    if not any(field.type == "panel" for field in fields):
        return {}
    panels = db.session.scalars(select(Panel).order_by(Panel.sort, Panel.id))
    return {panel.slug: panel.title for panel in panels}
