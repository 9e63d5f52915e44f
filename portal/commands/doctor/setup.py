"""Settings, keys and the ways out: SMS gateway and mail server."""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from portal.commands.doctor.findings import Finding, fact, problem, warning
from portal.notifications import gateways
from portal.notifications.providers import REGISTRY, SmsProvider, parse_url
from portal.notifications.providers.base import Kind
from portal.notifications.providers.smtp import ConsoleMailer

KEY_FILES = ("secret.key", "encryption.key")
OTHERS = 0o077
CONNECT_SECONDS = 5
MAIL_TROUBLE = {
    Kind.temporary: "does not answer or is too busy",
    Kind.config: "refuses the certificate, the login or the sender",
}


def settings() -> Iterator[Finding]:
    """Values that are allowed, but do not fit each other. A wrong value stops every command."""
    config = current_app.config
    site = urlsplit(config["SITE_URL"])
    yield fact(f"{config['MODE']}, {config['SITE_URL']}, data in {config['INSTANCE_DIR']}")
    if config["MODE"] != "production":
        if not _is_loopback(site.hostname):
            yield warning(
                f"PORTAL_MODE={config['MODE']} shows one-time codes to anybody who can reach "
                f"{site.hostname}"
            )
        return
    if _is_loopback(site.hostname):
        yield warning("PORTAL_SITE_URL names this machine: links in notices lead nowhere")
    elif site.scheme == "http":
        yield warning("PORTAL_SITE_URL is not https: cookies and passwords travel in the clear")
    if site.scheme == "https" and not config["TRUSTED_PROXIES"]:
        yield warning(
            "PORTAL_TRUSTED_PROXIES is 0 behind https: all visitors seem to come from the proxy, "
            "and share its rate limits"
        )
    if config["LIMITS"] == "off":
        yield warning("PORTAL_LIMITS is off: passwords and codes can be guessed without end")
    if config["WORKER"] == "separate" and config["LIMITER_URL"].startswith("memory"):
        yield warning("PORTAL_LIMITER_URL is memory://: each web process counts limits alone")


def keys() -> Iterator[Finding]:
    """Nobody but the owner may read the keys."""
    instance = Path(current_app.config["INSTANCE_DIR"])
    for path in (instance / name for name in KEY_FILES):
        if path.exists() and path.stat().st_mode & OTHERS:
            yield problem(f"other users of this machine can read {path}: chmod 600")
    if instance.stat().st_mode & OTHERS:
        yield warning(f"other users of this machine can look into {instance}: chmod 700")


def sms() -> Iterator[Finding]:
    """Is there a gateway, and does it answer?"""
    url = current_app.config["SMS_URL"]
    name = parse_url(url).name
    if name == "console":
        if current_app.config["MODE"] == "production":
            yield warning("PORTAL_SMS_URL is the console: no SMS leaves, nobody gets a code by SMS")
        return
    gateway = gateways.sms()
    if REGISTRY[name].credit is SmsProvider.credit:
        yield from _connection(url)
        return
    credit = gateway.credit()
    if credit is None:
        yield problem(f"{name} does not answer, or refuses the account")
    else:
        yield fact(f"{name} answers; credit {credit:,} rials")


def mail() -> Iterator[Finding]:
    """Does the mail server let us in?"""
    mailer = gateways.mailer()
    if isinstance(mailer, ConsoleMailer):
        if current_app.config["MODE"] == "production":
            yield warning("PORTAL_MAIL_URL is empty: no e-mail leaves")
        return
    result = mailer.check()
    if result.kind is not Kind.accepted:
        code = f" (code {result.code})" if result.code else ""
        yield problem(f"the mail server {MAIL_TROUBLE[result.kind]}{code}")


def _connection(url: str) -> Iterator[Finding]:
    parts = parse_url(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.host, port), CONNECT_SECONDS).close()
    except OSError as error:
        yield problem(f"{parts.host}:{port} cannot be reached: {error}")
    else:
        yield fact(f"{parts.host}:{port} can be reached")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
