"""Settings: `PORTAL_*` variables; any of them may also come from a file named by `NAME_FILE`.

Every setting stands once, in `SETTINGS`; docs/operating.md holds the same table. A wrong value
stops the start with a message that names the variable.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
from cryptography.fernet import Fernet

from portal import config_values, keys
from portal.notifications.providers import make_sms
from portal.notifications.providers.smtp import make_mailer

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


SETTINGS = (
    Setting(
        "MODE",
        "production",
        config_values.choice("production", "development", "demo"),
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
        config_values.database_url,
        "`sqlite:///path` or `postgresql://…`; empty: `portal.db` in the instance folder",
        secret=True,
    ),
    Setting(
        "SITE_URL",
        "http://127.0.0.1:8000",
        config_values.site_url,
        "public address; all links in notices start with it; https makes cookies secure",
    ),
    Setting(
        "SECRET_KEY",
        "",
        config_values.secret,
        "signs cookies; empty: made and kept in the instance folder",
        secret=True,
    ),
    Setting(
        "ENCRYPTION_KEY",
        "",
        config_values.fernet_keys,
        "encrypts codes; several keys, newest first, allow rotation; empty: made and kept",
        secret=True,
    ),
    Setting(
        "SMS_URL",
        "console://",
        config_values.made_by(make_sms),
        "the SMS gateway: `name://user:password@host/path?sender=…`; `console://` sends nothing",
        secret=True,
    ),
    Setting(
        "MAIL_URL",
        "",
        config_values.made_by(make_mailer),
        "`smtp://user:password@host:port?tls=1&from=no-reply@…`; empty: no e-mail",
        secret=True,
    ),
    Setting(
        "WORKER",
        "embedded",
        config_values.choice("embedded", "separate"),
        "`embedded`: the web process also sends notices; `separate`: `flask worker` does",
    ),
    Setting(
        "HUEY_URL",
        "",
        config_values.url_of("sqlite", "redis", "rediss", "postgresql"),
        "the queue that wakes separate workers; empty: a SQLite file in the instance folder",
        secret=True,
    ),
    Setting(
        "STORAGE_URL",
        "",
        config_values.folder_url,
        "`file:///path` of uploads; empty: `uploads` in the instance folder",
    ),
    Setting("UPLOAD_FILES", "5", config_values.number(1, 20), "most files in one message"),
    Setting("UPLOAD_MB", "5", config_values.number(1, 50), "most megabytes in one file"),
    Setting(
        "SESSION_DAYS", "30", config_values.number(1, 365), "days until a login ends by itself"
    ),
    Setting(
        "LIMITS", "on", config_values.choice("on", "off"), "rate limits; `off` only for load tests"
    ),
    Setting(
        "LIMITER_URL",
        "memory://",
        config_values.url_of("memory", "redis", "rediss"),
        "where rate limits are counted; several processes need Redis",
        secret=True,
    ),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        config_values.number(0, 5),
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
        except UnicodeDecodeError:
            raise ConfigError(f"{file_variable}: must be a text file in UTF-8") from None
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
    values["STORAGE_DIR"] = (
        unquote(urlsplit(storage).path) if storage else str(instance / "uploads")
    )
    values["SECRET_KEY"] = values["SECRET_KEY"] or _kept_key(
        instance / "secret.key", secrets.token_urlsafe
    )
    values["ENCRYPTION_KEY"] = values["ENCRYPTION_KEY"] or _kept_key(
        instance / "encryption.key", lambda: Fernet.generate_key().decode()
    )
    return values


def _kept_key(path: Path, make: Callable[[], str]) -> str:
    key = keys.kept(path, make)
    if not key:
        raise ConfigError(f"{path.name} in the instance folder is empty")
    return key


def flask_config(values: Mapping[str, object]) -> dict:
    """What Flask and its extensions read, made from our settings."""
    shows_codes = values["MODE"] in ("demo", "development")
    secure = str(values["SITE_URL"]).startswith("https://")
    return dict(values) | {
        "SQLALCHEMY_DATABASE_URI": values["DATABASE_URL"],
        "SESSION_COOKIE_NAME": "__Host-pasokh" if secure else "pasokh",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The login's own row says when it ends; the cookie need not be sent with every answer.
        "SESSION_REFRESH_EACH_REQUEST": False,
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
        "SHOWS_CODES": shows_codes,
        # Without a gateway nothing leaves in earnest; in a demo the console stands for it.
        "SENDS": {
            "sms": shows_codes or not str(values["SMS_URL"]).startswith("console:"),
            "email": shows_codes or bool(values["MAIL_URL"]),
        },
    }
