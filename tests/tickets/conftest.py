"""Arash and his browser."""

import pytest

from portal.models import User
from tests import factories


@pytest.fixture
def arash(app) -> User:
    return factories.arash(email="arash@example.ir")


@pytest.fixture
def member(client, arash):
    """A client in which Arash is logged in."""
    factories.log_in(client, arash)
    return client
