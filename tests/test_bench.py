"""The measurements in bench/ still run: figures are the reader's business, not the suite's."""

import json
from pathlib import Path

import pytest

from bench import load
from bench.instances import Facts
from bench.pages import pages
from bench.report import ratio

NO_FACTS = Facts(customer_id=1, open_tickets=(), other_open_tickets=(), rare="")


@pytest.mark.slow
def test_load_measures_every_page_of_floor_and_portal(
    tmp_path: Path, capsys: pytest.CaptureFixture
):
    arguments = ["--sizes=60", "--customers=5", "--blocks=1", "--requests=2", "--no-postgres"]
    load.main([*arguments, f"--data={tmp_path}", f"--results={tmp_path}"])
    results = {r["target"]: r["pages"] for r in json.loads((tmp_path / "load.json").read_text())}
    names = {page.name for page in pages(NO_FACTS)}
    assert set(results) == {"floor", "SQLite", "SQLite, gzip"}
    assert set(results["floor"]) == set(results["SQLite"]) == names
    assert all(page["cpu"][0] > 0 for measured in results.values() for page in measured.values())
    printed = capsys.readouterr().out
    assert all(f"| {name} |" in printed for name in names)


def test_ratio_is_the_median_of_the_blocks_own_ratios():
    # The machine slowed down threefold in the third block, for both.
    assert ratio([10.0, 12.0, 33.0], [2.0, 2.0, 6.0]) == (5.5, 5.25, 5.75)
