"""`flask serve` as a real process: it starts from nothing, and stops without cutting anyone off."""

import signal
import socket
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.processes import Serving, instance_settings

SLOW = "tests.commands.slow_app"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


def test_first_start_makes_database_keys_and_a_set_up_link(instance: Path) -> None:
    with Serving(instance_settings(instance)) as serving:
        url = serving.wait()
        ready = httpx.get(f"{url}/readyz")
        assert ready.status_code == 200, ready.text
        assert any("/setup/" in line for line in serving.lines)
        for name in ("secret.key", "encryption.key"):
            assert stat.S_IMODE((instance / name).stat().st_mode) == 0o600
        assert stat.S_IMODE(instance.stat().st_mode) == 0o700
        assert serving.stop() == 0


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_request_in_flight_is_answered_when_the_portal_is_told_to_stop(
    instance: Path, by: signal.Signals
) -> None:
    with Serving(instance_settings(instance), app=SLOW) as serving, ThreadPoolExecutor() as pool:
        answer = pool.submit(httpx.get, f"{serving.wait()}/slow", timeout=60)
        serving.wait_for("slow has begun")
        serving.ask_to_stop(by)
        serving.wait_until_closed()
        (instance / "release").touch()
        assert answer.result().text == "finished"
        assert serving.exit_code() == 0


def test_request_that_is_still_arriving_is_answered_too(instance: Path) -> None:
    with Serving(instance_settings(instance), app=SLOW) as serving:
        parts = urlsplit(serving.wait())
        address = (parts.hostname, parts.port)
        with socket.create_connection(address, 60) as client, client.makefile("rb") as answer:
            # Once this is answered, the connection has been let in.
            client.sendall(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b" 404 " in answer.readline()
            client.sendall(
                b"POST /echo HTTP/1.0\r\nContent-Length: 15\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntext=12345"
            )
            serving.ask_to_stop()
            serving.wait_until_closed()
            client.sendall(b"67890")
            assert b"got 10" in iter(answer.readline, b"")
        assert serving.exit_code() == 0


def test_open_connection_without_a_request_does_not_keep_the_portal_up(instance: Path) -> None:
    with Serving(instance_settings(instance)) as serving, httpx.Client() as browser:
        browser.get(f"{serving.wait()}/healthz")
        assert serving.stop() == 0


def test_port_that_is_taken_is_named(instance: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Serving(instance_settings(instance), port=port) as serving:
            assert serving.exit_code(60) == 1
            serving.wait_for(f"Error: 127.0.0.1:{port}: Address already in use")


def test_old_schema_is_not_served_but_names_the_upgrade(instance: Path) -> None:
    with Serving(instance_settings(instance)) as serving:
        serving.wait()
        serving.stop()
    with sqlite3.connect(instance / "portal.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    with Serving(instance_settings(instance)) as serving:
        with pytest.raises(AssertionError):
            serving.wait()
        assert "flask --app wsgi upgrade" in "\n".join(serving.lines)


def test_wrong_setting_stops_the_start_and_is_named(instance: Path) -> None:
    with Serving(instance_settings(instance, UPLOAD_MB="many")) as serving:
        with pytest.raises(AssertionError):
            serving.wait()
        assert any(line.startswith("Error: PORTAL_UPLOAD_MB must be") for line in serving.lines)
        assert not any("Traceback" in line for line in serving.lines)
