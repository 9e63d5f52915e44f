"""docs/operating.md and the program say the same."""

import re

import pytest

from portal import COMMANDS
from portal.config import ROOT, SETTINGS, Setting
from portal.notifications.providers.http_options import OPTION_NAMES

TEXT = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
HEAD = ["| Variable | Default | Meaning |", "| --- | --- | --- |"]


def row_of(setting: Setting) -> str:
    """A setting's line of the table; a path within the project is written without the project."""
    default = setting.default.removeprefix(f"{ROOT}/")
    return f"| `{setting.variable}` | {f'`{default}`' if default else 'empty'} | {setting.doc} |"


def test_settings_stand_in_one_table_with_their_defaults_and_meanings() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| `PORTAL_")]
    assert rows == [row_of(setting) for setting in SETTINGS]
    assert "\n".join([*HEAD, rows[0]]) in TEXT


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"PORTAL_[A-Z_]*[A-Z]", TEXT))
    known = {setting.variable for setting in SETTINGS}
    # A variable of compose.yaml, and a setting read from a file.
    assert named - known <= {"PORTAL_DOMAIN", "PORTAL_SECRET_KEY_FILE"}


def test_every_command_that_is_shown_exists() -> None:
    shown = set(re.findall(r"sudo pasokh ([a-z]+)|--app wsgi ([a-z]+)", TEXT))
    assert {command for pair in shown for command in pair if command} <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(OPTION_NAMES))
def test_every_option_of_the_generic_gateway_is_explained(name: str) -> None:
    assert re.search(rf"`{re.escape(name)}[A-Z]*`", TEXT)


def test_contents_lead_to_the_chapters() -> None:
    anchors = re.findall(r"\]\(#([a-z-]+)\)", TEXT)
    chapters = [h.lower().replace(" ", "-") for h in re.findall(r"^## (.*)$", TEXT, re.M)]
    assert anchors == chapters
