"""Settings: what is read from where, and that a wrong value stops the start and is named."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from portal import config, keys
from portal.config import SETTINGS, ConfigError, load

NAMES = [setting.name for setting in SETTINGS if setting.name != "INSTANCE_DIR"]
SECRET = "a-password-that-must-not-be-shown"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"PORTAL_INSTANCE_DIR": str(tmp_path / "instance")}


def test_defaults_need_nothing_but_a_folder(env: dict) -> None:
    values = load(env)
    instance = Path(env["PORTAL_INSTANCE_DIR"])
    assert values["DATABASE_URL"] == f"sqlite:///{instance / 'portal.db'}"
    assert values["STORAGE_DIR"] == str(instance / "uploads")
    assert values["MODE"] == "production"
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "prod"),
        ("MODE", ""),
        ("UPLOAD_MB", "0"),
        ("UPLOAD_MB", "51"),
        ("UPLOAD_MB", "5.5"),
        ("UPLOAD_MB", "-1"),
        ("UPLOAD_FILES", "many"),
        ("SESSION_DAYS", "366"),
        ("TRUSTED_PROXIES", "yes"),
        ("LIMITS", "true"),
        ("WORKER", "both"),
        ("SITE_URL", "support.example.ir"),
        ("SITE_URL", "ftp://support.example.ir"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://support.example.ir/portal"),
        ("SITE_URL", "https://support.example.ir?a=1"),
        ("SITE_URL", "https://user@support.example.ir"),
        ("SITE_URL", "https://support.example.ir:port"),
        ("SITE_URL", "https://[::1"),
        ("DATABASE_URL", "mysql://localhost/portal"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgresql://u:p@host:port/portal"),
        ("SECRET_KEY", "short"),
        ("ENCRYPTION_KEY", "x" * 44),
        ("ENCRYPTION_KEY", ","),
        ("SMS_URL", "unknown://host"),
        ("SMS_URL", "kavenegar://"),
        ("SMS_URL", "http://host/send?no_such_option=1"),
        ("MAIL_URL", "imap://host"),
        ("MAIL_URL", "smtp://user:password@mail.example.ir"),
        ("HUEY_URL", "amqp://host"),
        ("HUEY_URL", "sqlite:queue.db"),
        ("LIMITER_URL", "memcached://host"),
        ("STORAGE_URL", "s3://bucket"),
        ("STORAGE_URL", "file://uploads"),
        ("STORAGE_URL", "file:///"),
    ],
)
def test_wrong_value_is_refused_and_its_variable_named(env: dict, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=rf"^PORTAL_{name} (must|has)"):
        load(env | {f"PORTAL_{name}": value})


@given(name=st.sampled_from(NAMES), value=st.text(max_size=40))
def test_any_text_is_taken_or_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    env = {"PORTAL_INSTANCE_DIR": str(tmp_path_factory.getbasetemp() / "any")}
    refusal = ""
    try:
        load(env | {f"PORTAL_{name}": value})
    except ConfigError as error:
        refusal = error.message
    assert not refusal or refusal.startswith(f"PORTAL_{name} ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"mysql://portal:{SECRET}@db/portal"),
        ("DATABASE_URL", f"postgresql://portal:{SECRET}@db:port/portal"),
        ("SECRET_KEY", SECRET[:20]),
        ("ENCRYPTION_KEY", SECRET),
        ("SMS_URL", f"http://u:{SECRET}@host/?unknown={SECRET}"),
        ("MAIL_URL", f"imap://u:{SECRET}@host"),
        ("HUEY_URL", f"amqp://u:{SECRET}@host"),
        ("LIMITER_URL", f"memcached://u:{SECRET}@host"),
    ],
)
def test_refused_secret_is_not_shown(env: dict, name: str, value: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load(env | {f"PORTAL_{name}": value})
    assert SECRET[:20] not in refusal.value.message


def test_unknown_variable_is_refused(env: dict) -> None:
    with pytest.raises(ConfigError, match="PORTAL_SMSURL is not a setting"):
        load(env | {"PORTAL_SMSURL": "console://"})


def test_other_variables_do_not_matter(env: dict) -> None:
    load(env | {"PATH": "/bin", "PORT": "80", "PORTAL_TEST_POSTGRES_URL": "postgresql://x"})


def test_value_comes_from_a_file(env: dict, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n")
    values = load(env | {"PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert values["SECRET_KEY"] == SECRET


def test_value_and_file_together_are_refused(env: dict, tmp_path: Path) -> None:
    both = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")}
    with pytest.raises(ConfigError, match="PORTAL_SECRET_KEY and PORTAL_SECRET_KEY_FILE"):
        load(env | both)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_file_that_cannot_be_read_is_named(
    env: dict, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(ConfigError, match="^PORTAL_SECRET_KEY_FILE"):
        load(env | {"PORTAL_SECRET_KEY_FILE": str(tmp_path / "key")})


@pytest.mark.parametrize(
    ("given_url", "meant"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////srv/portal.db", "sqlite:////srv/portal.db"),
    ],
)
def test_database_url_names_the_driver_we_ship(env: dict, given_url: str, meant: str) -> None:
    assert load(env | {"PORTAL_DATABASE_URL": given_url})["DATABASE_URL"] == meant


def test_site_url_loses_its_closing_slash(env: dict) -> None:
    values = load(env | {"PORTAL_SITE_URL": "https://support.example.ir/"})
    assert values["SITE_URL"] == "https://support.example.ir"


def test_storage_url_is_percent_decoded(env: dict) -> None:
    values = load(env | {"PORTAL_STORAGE_URL": "file:///srv/my%20files"})
    assert values["STORAGE_DIR"] == "/srv/my files"


def test_number_may_be_in_persian_digits(env: dict) -> None:
    assert load(env | {"PORTAL_UPLOAD_MB": "۱۲"})["UPLOAD_MB"] == 12


def test_keys_are_made_once_and_private(env: dict) -> None:
    first, second = load(env), load(env)
    for name, file in (("SECRET_KEY", "secret.key"), ("ENCRYPTION_KEY", "encryption.key")):
        assert first[name] == second[name]
        path = Path(env["PORTAL_INSTANCE_DIR"]) / file
        assert path.read_text() == first[name]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    Fernet(first["ENCRYPTION_KEY"])


def test_empty_key_file_is_refused(env: dict) -> None:
    load(env)
    (Path(env["PORTAL_INSTANCE_DIR"]) / "secret.key").write_text("\n")
    with pytest.raises(ConfigError, match=r"secret\.key .* is empty"):
        load(env)


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: keys.kept(tmp_path / "key", lambda: f"key{n}"), range(40)))
    assert len(set(made)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_given_keys_leave_no_key_files(env: dict) -> None:
    load(
        env | {"PORTAL_SECRET_KEY": SECRET, "PORTAL_ENCRYPTION_KEY": Fernet.generate_key().decode()}
    )
    assert list(Path(env["PORTAL_INSTANCE_DIR"]).iterdir()) == []


@pytest.mark.parametrize(
    ("url", "secure", "name"),
    [
        ("https://support.example.ir", True, "__Host-pasokh"),
        ("http://127.0.0.1:8000", False, "pasokh"),
    ],
)
def test_cookie_is_secure_behind_https(env: dict, url: str, secure: bool, name: str) -> None:
    values = config.flask_config(load(env | {"PORTAL_SITE_URL": url}))
    assert values["SESSION_COOKIE_SECURE"] is secure
    assert values["SESSION_COOKIE_NAME"] == name


@pytest.mark.parametrize("mode", ["production", "development", "demo"])
def test_codes_are_shown_outside_production_only(env: dict, mode: str) -> None:
    values = config.flask_config(load(env | {"PORTAL_MODE": mode}))
    assert values["SHOWS_CODES"] is (mode != "production")
