"""Search reads the index in pieces; what it finds must not depend on where a piece ends."""

import pytest

from portal.services import search
from tests import factories

pytestmark = pytest.mark.defaults


@pytest.fixture(params=[(2, 3), (3, 1), (100, 4), (100, 2000)], ids=str)
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    chunk, recent = request.param
    monkeypatch.setattr(search, "CHUNK", chunk)
    monkeypatch.setattr(search, "MOST_CHUNKS", 50)
    monkeypatch.setattr(search, "RECENT", recent)


@pytest.fixture
def ids(app, clock) -> list[int]:
    """Eight tickets, the oldest first; each second one speaks of a pomegranate."""
    customer = factories.arash()
    bodies = [f"دربارهٔ نارنگی{' و انار' if at % 2 else ''}، بار {at}" for at in range(8)]
    return [factories.make_ticket(customer, body=body).id for body in bodies]


@pytest.mark.usefixtures("pieces")
def test_every_match_is_found_newest_first(ids: list[int]):
    assert search.find("نارنگی").ticket_ids == ids[::-1]
    assert search.find("انار").ticket_ids == ids[::-2]
    assert search.find("سیب").ticket_ids == []


@pytest.mark.usefixtures("pieces")
def test_pages_of_matches_follow_each_other(ids: list[int]):
    found, before = [], None
    while True:
        hits = search.find("نارنگی", before=before, limit=3)
        found += hits.ticket_ids
        before = hits.next_before
        if before is None:
            break
    assert found == ids[::-1]


@pytest.mark.usefixtures("pieces")
def test_matches_out_of_sight_do_not_hide_older_ones(ids: list[int]):
    allowed = set(ids[:3])
    hits = search.find("نارنگی", visible=lambda some: allowed & set(some))
    assert hits.ticket_ids == ids[:3][::-1]
