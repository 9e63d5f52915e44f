"""The name under which notices go out."""

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, scoped_session

from portal.models import Setting

DEFAULT_NAME = "پاسخ"


def brand_name(database: Connection | Session | scoped_session) -> str:
    """The reseller's name as set on the web."""
    stored = database.scalar(select(Setting.value).where(Setting.key == "brand"))
    return (stored or {}).get("name") or DEFAULT_NAME
