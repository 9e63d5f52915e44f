"""The mobiles and e-mail addresses by which people are known."""

import re

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import lazyload

from portal import clock
from portal.extensions import db
from portal.models import Channel, User
from portal.persian.digits import to_ascii
from portal.persian.identifiers import mask_mobile
from portal.persian.identifiers import parse_mobile as parse_mobile
from portal.persian.letters import clean_line

IDENTIFIER_MESSAGE = "شمارهٔ همراه یا ایمیل خود را درست وارد کنید."
NAME_MESSAGE = "نام را با حروف و حداکثر در ۱۲۰ نویسه بنویسید."
NAME_WITH_SITE_MESSAGE = "نام نمی‌تواند نشانی اینترنتی داشته باشد."
EMAIL_MESSAGE = "ایمیل را به شکل \u2068name@example.com\u2069 وارد کنید."

# The HTML standard's pattern for e-mail inputs, and a dot in the domain.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+")
_EMAIL_LENGTH = 254
_NAME_LENGTH = range(2, 121)
# Names stand in mails, where it would become a link.
_SITE = re.compile(r"://|www\.", re.I)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class EmailTaken(Exception):
    """Another account has proven this address."""


class MobileTaken(Exception):
    """Another account has proven this number."""


def parse_name(text: str) -> str:
    """A person's or a firm's name as it is stored. Raises ValueError with a message for the
    reader."""
    name = clean_line(text)
    if _SITE.search(name):
        raise ValueError(NAME_WITH_SITE_MESSAGE)
    if len(name) not in _NAME_LENGTH or not any(char.isalpha() for char in name):
        raise ValueError(NAME_MESSAGE)
    return name


def parse_email(text: str) -> str:
    """An e-mail address in lower case. Raises ValueError with a message for the reader."""
    email = _INVISIBLE.sub("", to_ascii(text)).lower()
    if len(email) > _EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise ValueError(EMAIL_MESSAGE)
    return email


def parse_identifier(text: str) -> tuple[Channel, str]:
    """What a person logs in with: a mobile as E.164, or an e-mail address, and its channel.

    Raises ValueError with a message for the reader.
    """
    try:
        if "@" in text:
            return Channel.EMAIL, parse_email(text)
        return Channel.SMS, parse_mobile(text)
    except ValueError:
        raise ValueError(IDENTIFIER_MESSAGE) from None


def mask(channel: str, recipient: str) -> str:
    """Enough for the owner to know it again: 0912•••6789, a•••@example.com."""
    if channel == Channel.SMS:
        return mask_mobile(recipient)
    name, _, host = recipient.partition("@")
    return f"{name[0]}•••@{host}"


def owner_of(channel: Channel, recipient: str) -> User | None:
    """Who has proven this number or address, or is about to take over the number after a lost
    phone; active or not."""
    if channel == Channel.EMAIL:
        whose = and_(User.email == recipient, User.email_verified_at.is_not(None))
    else:
        recovering = and_(User.recovery_mobile == recipient, User.recovery_until > clock.now())
        whose = or_(User.mobile == recipient, recovering)
    # A proven number comes before one that a supervisor entered.
    # A row more for the departments would tell an account from none.
    query = select(User).where(whose).order_by(User.id).options(lazyload(User.departments))
    found = db.session.scalars(query).all()
    return min(found, key=lambda user: user.mobile != recipient, default=None)


def refuse_taken_email(email: str, user_id: int | None) -> None:
    """Raises EmailTaken when an account other than `user_id` has proven the address."""
    owner = owner_of(Channel.EMAIL, email)
    if owner is not None and owner.id != user_id:
        raise EmailTaken
