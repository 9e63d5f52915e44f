"""The SMS gateway and the mail server that the settings name."""

from functools import lru_cache

from flask import current_app

from portal.extensions import db
from portal.notifications.brand import brand_name
from portal.notifications.providers import SmsProvider, make_sms
from portal.notifications.providers.smtp import ConsoleMailer, Mailer, make_mailer


class BadGateway(Exception):
    """A gateway's setting cannot be used; the message is for staff."""


def sms() -> SmsProvider:
    """The SMS gateway. Raises BadGateway."""
    config = current_app.config
    url = config["SMS_URL"]
    if url == "console://" and config["SHOWS_CODES"]:
        url = "console://?show=1"
    try:
        return _sms(url)
    except ValueError:
        raise BadGateway("تنظیم درگاه پیامک (PORTAL_SMS_URL) درست نیست") from None


def mailer() -> Mailer | ConsoleMailer:
    """The mail server, with the brand as the sender's name. Raises BadGateway."""
    config = current_app.config
    with db.engine.connect() as connection:
        brand = brand_name(connection)
    try:
        return _mailer(config["MAIL_URL"], config["SHOWS_CODES"], brand)
    except ValueError:
        raise BadGateway("تنظیم سرور ایمیل (PORTAL_MAIL_URL) درست نیست") from None


# Making one reads the system's certificates, which takes longer than a send.
@lru_cache(maxsize=4)
def _sms(url: str) -> SmsProvider:
    return make_sms(url)


@lru_cache(maxsize=4)
def _mailer(url: str, show: bool, brand: str) -> Mailer | ConsoleMailer:
    mailer = make_mailer(url, show=show)
    if isinstance(mailer, Mailer) and not mailer.sender_name:
        mailer.sender_name = f"پشتیبانی {brand}"
    return mailer
