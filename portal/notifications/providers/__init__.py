"""Gateways: each driver by its name, and how one is made from its URL."""

from portal.notifications.providers.base import SmsProvider, parse_url
from portal.notifications.providers.console import Console
from portal.notifications.providers.http import GenericHttp
from portal.notifications.providers.kavenegar import Kavenegar

REGISTRY: dict[str, type[SmsProvider]] = {
    driver.name: driver for driver in (Console, GenericHttp, Kavenegar)
}


def make_sms(url: str) -> SmsProvider:
    """The driver for a gateway URL (see `base.parse_url`), ready to send.

    Raises ValueError with the reason; it never repeats any part of the URL.
    """
    settings = parse_url(url)
    driver = REGISTRY.get(settings.name)
    if driver is None:
        raise ValueError(f"must start with one of {', '.join(f'{n}://' for n in REGISTRY)}")
    return driver(settings)
