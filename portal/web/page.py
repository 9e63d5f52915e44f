"""What the frame of every page shows: the brand, who is looking, working hours, the year.

The frame also stands round error pages, so it works when the database does not.
"""

from flask import Flask, current_app, g
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.extensions import db, login_manager
from portal.models import User
from portal.persian import digits, jalali
from portal.services import settings
from portal.web.brand import DEFAULT_COLOR


def init_app(app: Flask) -> None:
    """Gives templates `brand()`, `viewer()`, `hours_lines()` and `jalali_year()`."""
    app.jinja_env.globals.update(
        brand=brand,
        default_color=DEFAULT_COLOR,
        viewer=viewer,
        hours_lines=hours_lines,
        jalali_year=jalali_year,
    )


def brand() -> settings.Brand:
    """The brand, or the portal's own name when it cannot be read."""
    try:
        return settings.brand()
    except SQLAlchemyError:
        _forget_failed_reading()
        return settings.Brand()


def viewer() -> User | None:
    """Who looks at the page; None for a guest, or when that cannot be read."""
    try:
        return current_user if current_user.is_authenticated else None
    except SQLAlchemyError:
        _forget_failed_reading()
        # Flask-Login would ask again for its `current_user` in templates.
        g._login_user = login_manager.anonymous_user()
        return None


def hours_lines() -> list[str]:
    """The working hours in words; none when they cannot be read."""
    try:
        return settings.hours_text()
    except SQLAlchemyError:
        _forget_failed_reading()
        return []


def jalali_year() -> str:
    """This Jalali year in Tehran, in Persian digits."""
    return digits.to_persian(jalali.to_jalali(clock.now())[0])


def _forget_failed_reading() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        current_app.logger.exception("The database connection could not be given back")
