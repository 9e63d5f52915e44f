"""What a watcher is told."""

from sqlalchemy import text

from portal.extensions import db
from portal.notifications import leases


def test_process_is_healthy_without_a_database(app, client):
    db.session.execute(text("DROP TABLE alembic_version"))
    assert client.get("/healthz").text == "ok"


def test_ready_when_all_parts_are_right(client, clock):
    leases.beat()
    clock.advance(minutes=2, seconds=59)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "migrations": "ok", "worker": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_not_ready_before_the_worker_ever_ran(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["worker"] == "never ran"


def test_not_ready_once_the_worker_is_silent(client, clock):
    leases.beat()
    clock.advance(minutes=3)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["worker"] == "silent for 180 s"


def test_not_ready_while_migrations_are_pending(client):
    leases.beat()
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "not at head" in answer.json["migrations"]


def test_not_ready_without_tables(client):
    db.session.execute(text("DROP TABLE job_lease"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"database": "no answer"}
