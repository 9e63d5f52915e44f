"""`flask upgrade`: a backup, the migrations, the missing defaults; and when `serve` asks for it."""

from pathlib import Path

import click
import flask_migrate
import pytest
from flask import Flask

from portal import create_app
from portal.commands import archive, upgrade
from portal.etiquette import RULES
from portal.extensions import db
from portal.models import CannedReply, Category, GuideEntry, Ticket
from portal.services import health
from tests import factories
from tests.commands.instances import close, run

pytestmark = pytest.mark.defaults


def downgrade(app: Flask) -> None:
    close()
    flask_migrate.downgrade(app.extensions["migrate"].directory, revision="0001")
    close()


def backups_of(app: Flask) -> list[Path]:
    return list(Path(app.config["INSTANCE_DIR"], "backups").glob("*.tar"))


def test_older_database_is_backed_up_and_migrated(app: Flask) -> None:
    factories.make_ticket(factories.arash())
    downgrade(app)
    assert upgrade.is_behind()
    result = run(app, "upgrade")
    assert result.exit_code == 0, result.output
    assert "Migrated from 0001 to 0004." in result.output
    assert str(backups_of(app)[0]) in result.output
    assert not upgrade.is_behind()
    assert health.migrations() == health.OK
    assert db.session.scalars(db.select(Ticket)).one().number == 10001


def test_backup_is_of_the_schema_before_the_migration(app: Flask, tmp_path: Path) -> None:
    downgrade(app)
    run(app, "upgrade")
    (path,) = backups_of(app)
    with archive.reading(path) as reader:
        assert reader.manifest.revision == "0001"


def test_missing_defaults_are_filled_and_named(app: Flask) -> None:
    db.session.execute(db.delete(CannedReply))
    db.session.commit()
    result = run(app, "upgrade")
    assert "Filled: canned_reply." in result.output
    assert db.session.scalar(db.select(db.func.count()).select_from(CannedReply)) > 0


def test_what_was_changed_on_purpose_is_left_alone(app: Flask) -> None:
    category = db.session.scalars(db.select(Category).limit(1)).one()
    category.title = "عنوان دیگر"
    db.session.commit()
    run(app, "upgrade")
    db.session.expire_all()
    assert category.title == "عنوان دیگر"


def test_older_guidance_gets_the_examples_and_keeps_what_was_edited(app: Flask) -> None:
    edited = db.session.scalars(db.select(GuideEntry).filter_by(kind="step", sort=1)).one()
    edited.title, edited.good = "عنوان دیگر", ""
    db.session.execute(db.delete(GuideEntry).where(GuideEntry.kind == "rule", GuideEntry.sort > 3))
    db.session.commit()
    downgrade(app)
    result = run(app, "upgrade")
    assert "Filled: guide_entry." in result.output
    counts = db.session.execute(
        db.select(GuideEntry.kind, db.func.count()).group_by(GuideEntry.kind)
    ).all()
    assert dict(counts) == {"rule": 3, "step": 6, "example": len(RULES), "request": 1}
    assert (edited.title, edited.good) == ("عنوان دیگر", "")
    assert "No defaults were missing." in run(app, "upgrade").output


def test_second_upgrade_says_that_nothing_is_left(app: Flask) -> None:
    result = run(app, "upgrade")
    assert "newest already (0004)" in result.output
    assert "No defaults were missing." in result.output


def test_empty_database_is_made_without_a_backup(tmp_path: Path) -> None:
    app = create_app({"INSTANCE_DIR": tmp_path / "new"})
    with app.app_context():
        assert not upgrade.is_behind()
        result = run(app, "upgrade")
        assert result.exit_code == 0
        assert "no backup is needed" in result.output
        assert backups_of(app) == []
        assert health.migrations() == health.OK
        close()


def test_failed_backup_keeps_the_schema(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    downgrade(app)
    Path(app.config["INSTANCE_DIR"], "backups").write_text("a file where the folder should be")
    with pytest.raises(FileExistsError):
        run(app, "upgrade")
    assert health.current_revision() == "0001"


def test_database_of_a_newer_version_is_refused(app: Flask) -> None:
    db.session.execute(db.text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    with pytest.raises(click.ClickException, match="newer version"):
        upgrade.is_behind()
    result = run(app, "upgrade")
    assert result.exit_code == 1
    assert "schema 9999, here 0004" in result.output
    assert backups_of(app) == []
