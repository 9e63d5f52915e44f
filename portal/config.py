"""Settings: `PORTAL_*` variables; any of them may also come from a file named by `NAME_FILE`.

Every setting stands once, in `SETTINGS`; docs/operating.md holds the same table. A wrong value
stops the start with a message that names the variable.
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent


class ConfigError(click.ClickException):
    """A setting's value cannot be used; the message names the variable.

    A command shows just the message, as for a wrong argument.
    """


@dataclass(frozen=True)
class Setting:
    """One variable: `parse` turns its text into the value or raises ValueError with the reason."""

    name: str
    default: str
    parse: Callable[[str], object]
    doc: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"PORTAL_{self.name}"


def _choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse


def _number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\d+", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def _site_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be an address such as https://support.example.ir")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    if not text:
        return text
    if text.startswith(("postgres://", "postgresql://")):
        # SQLAlchemy's default driver is another one than the psycopg 3 we ship.
        text = "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    if text == "sqlite:///:memory:":
        raise ValueError("must name a file: several threads share the database")
    return text


def _url_of(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text and urlsplit(text).scheme not in schemes:
            raise ValueError(f"must start with one of {', '.join(s + '://' for s in schemes)}")
        return text

    return parse


def _secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError("must have at least 32 characters")
    return text


def _fernet_keys(text: str) -> str:
    try:
        for key in filter(None, text.split(",")):
            Fernet(key.strip())
    except ValueError:
        raise ValueError(
            "must be Fernet keys (32 bytes, URL-safe base64), split by commas"
        ) from None
    return text


SETTINGS = (
    Setting(
        "MODE",
        "production",
        _choice("production", "development", "demo"),
        "`demo` and `development` show one-time codes on the page and in the log",
    ),
    Setting(
        "INSTANCE_DIR",
        str(ROOT / "instance"),
        str,
        "folder of the database, the keys and the uploads",
    ),
    Setting(
        "DATABASE_URL",
        "",
        _database_url,
        "`sqlite:///path` or `postgresql://…`; empty: `portal.db` in the instance folder",
    ),
    Setting(
        "SITE_URL",
        "http://127.0.0.1:8000",
        _site_url,
        "public address; all links in notices start with it; https makes cookies secure",
    ),
    Setting(
        "SECRET_KEY",
        "",
        _secret,
        "signs cookies; empty: made and kept in the instance folder",
        secret=True,
    ),
    Setting(
        "ENCRYPTION_KEY",
        "",
        _fernet_keys,
        "encrypts codes; several keys, newest first, allow rotation; empty: made and kept",
        secret=True,
    ),
    Setting("SMS_URL", "console://", str, "`name://user:password@host/path?sender=…`", secret=True),
    Setting(
        "MAIL_URL",
        "",
        _url_of("smtp", "smtps"),
        "`smtp://user:password@host:port?tls=1&from=no-reply@…`; empty: no e-mail",
        secret=True,
    ),
    Setting(
        "WORKER",
        "embedded",
        _choice("embedded", "separate"),
        "`embedded`: the web process also sends notices; `separate`: `flask worker` does",
    ),
    Setting(
        "HUEY_URL",
        "",
        _url_of("sqlite", "redis", "rediss", "postgresql"),
        "the queue that wakes separate workers; empty: a SQLite file in the instance folder",
        secret=True,
    ),
    Setting(
        "STORAGE_URL",
        "",
        _url_of("file"),
        "`file:///path` of uploads; empty: `uploads` in the instance folder",
    ),
    Setting("UPLOAD_FILES", "5", _number(1, 20), "most files in one message"),
    Setting("UPLOAD_MB", "5", _number(1, 50), "most megabytes in one file"),
    Setting("SESSION_DAYS", "30", _number(1, 365), "days until a login ends by itself"),
    Setting("LIMITS", "on", _choice("on", "off"), "rate limits; `off` only for load tests"),
    Setting(
        "LIMITER_URL",
        "memory://",
        _url_of("memory", "redis", "rediss"),
        "where rate limits are counted; several processes need Redis",
        secret=True,
    ),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        _number(0, 5),
        "how many reverse proxies of your own stand in front (X-Forwarded-* is believed)",
    ),
)


def load(environ: Mapping[str, str], overrides: Mapping[str, object] | None = None) -> dict:
    """The checked settings by name, without the prefix. `overrides` win (tests use them).

    Raises ConfigError naming the first variable that cannot be used.
    """
    values = {}
    for setting in SETTINGS:
        text = _text_of(setting, environ, overrides or {})
        try:
            values[setting.name] = setting.parse(text.strip())
        except ValueError as error:
            shown = "" if setting.secret else f" (it is {text!r})"
            raise ConfigError(f"{setting.variable} {error}{shown}") from None
    _refuse_unknown(environ)
    return _complete(values)


def _text_of(setting: Setting, environ: Mapping[str, str], overrides: Mapping[str, object]) -> str:
    if setting.name in overrides:
        return str(overrides[setting.name])
    file_variable = f"{setting.variable}_FILE"
    if file_variable in environ:
        if setting.variable in environ:
            raise ConfigError(f"{setting.variable} and {file_variable} are both set; keep one")
        try:
            return Path(environ[file_variable]).read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{file_variable}: {error.strerror}") from None
    return environ.get(setting.variable, setting.default)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {s.variable for s in SETTINGS} | {f"{s.variable}_FILE" for s in SETTINGS}
    for name in environ:
        if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_") and name not in known:
            raise ConfigError(f"{name} is not a setting; see docs/operating.md")


def _complete(values: dict) -> dict:
    instance = Path(values["INSTANCE_DIR"]).expanduser().resolve()
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"PORTAL_INSTANCE_DIR cannot be made: {error.strerror}") from None
    values["INSTANCE_DIR"] = str(instance)
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{instance / 'portal.db'}"
    storage = values["STORAGE_URL"]
    values["STORAGE_DIR"] = urlsplit(storage).path if storage else str(instance / "uploads")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_key(
        instance / "secret.key", secrets.token_urlsafe
    )
    values["ENCRYPTION_KEY"] = values["ENCRYPTION_KEY"] or _kept_key(
        instance / "encryption.key", lambda: Fernet.generate_key().decode()
    )
    return values


def _kept_key(path: Path, make: Callable[[], str]) -> str:
    """The key in `path`, made on first use and readable by the owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if not key:
            raise ConfigError(f"{path.name} in the instance folder is empty") from None
        return key
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = make()
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def flask_config(values: Mapping[str, object]) -> dict:
    """What Flask and its extensions read, made from our settings."""
    secure = str(values["SITE_URL"]).startswith("https://")
    return dict(values) | {
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "SESSION_COOKIE_NAME": "__Host-pasokh" if secure else "pasokh",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": int(values["SESSION_DAYS"]) * 86400,
        # The biggest honest request: every file field full, and the text.
        "MAX_CONTENT_LENGTH": 2 * int(values["UPLOAD_FILES"]) * int(values["UPLOAD_MB"]) * 2**20
        + 2**20,
        "MAX_FORM_MEMORY_SIZE": 2 * 2**20,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "RATELIMIT_ENABLED": values["LIMITS"] == "on",
        "RATELIMIT_STORAGE_URI": values["LIMITER_URL"],
        "SEND_FILE_MAX_AGE_DEFAULT": 0,
        "SHOWS_CODES": values["MODE"] in ("demo", "development"),
    }
