"""Commands as an operator runs them, and a second, empty instance to restore into."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import Result
from flask import Flask

from portal import create_app
from portal.extensions import db
from tests.databases import PostgresDatabases, SqliteDatabases


def run(app: Flask, *arguments: object) -> Result:
    """What `flask --app wsgi …` prints and returns; an error that is no answer is raised."""
    result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def backup(app: Flask, folder: Path) -> Path:
    """The file that `backup --to folder` makes."""
    result = run(app, "backup", "--to", folder)
    assert result.exit_code == 0, result.output
    (path,) = folder.glob("*.tar")
    return path


@contextmanager
def empty_instance(
    databases: SqliteDatabases | PostgresDatabases, folder: Path, **settings: object
) -> Iterator[Flask]:
    """An instance of its own with a migrated database; on PostgreSQL it takes the place of the
    one that the test had."""
    folder.mkdir(mode=0o700)
    close()
    with databases.fresh(folder, filled=False) as url:
        app = create_app(
            {
                "DATABASE_URL": url,
                "INSTANCE_DIR": folder,
                "SITE_URL": "http://localhost",
                "WORKER": "separate",
            }
            | settings
        )
        with app.app_context():
            yield app
            close()


def close() -> None:
    """Lets go of the current app's database."""
    db.session.remove()
    db.engine.dispose()


def writable_by_others(path: Path) -> bool:
    """Whether anyone but the owner may do anything with the file."""
    return bool(os.stat(path).st_mode & 0o077)
