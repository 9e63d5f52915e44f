"""Promise 3: the serving process may be killed at any moment, and nothing acknowledged is gone."""

from pathlib import Path

import pytest

from bench import crash
from tests.databases import PostgresDatabases, SqliteDatabases

SECONDS = 10


@pytest.mark.slow
def test_killed_portal_loses_no_acknowledged_reply_and_none_of_its_notices(
    databases: SqliteDatabases | PostgresDatabases, tmp_path: Path
) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    with databases.fresh(instance, filled=True) as url:
        outcome = crash.run({"INSTANCE_DIR": instance, "DATABASE_URL": url}, SECONDS, seed=1)
    assert outcome.problems == [], outcome
    # Else it has proven nothing.
    assert outcome.kills >= 2
    assert len(outcome.acknowledged) >= 5
    assert outcome.repeated >= 1
