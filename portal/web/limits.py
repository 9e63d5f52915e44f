"""How often one may knock: limits of requests, which answer 429 when they are passed."""

from collections.abc import Callable

from flask_limiter.util import get_remote_address

from portal.extensions import limiter

# Passwords and codes: slow enough against guessing, wide enough for an office behind one address.
KNOCKING = "10 per minute;60 per hour"


def limit_posts(amounts: str, also_by: Callable[[], str] | None = None) -> Callable:
    """Limits a view's POSTs by address, and also by what `also_by` names, so that many addresses
    cannot guess at one account. Stands below the access decorator."""

    def decorate(view: Callable) -> Callable:
        if also_by is not None:
            view = limiter.limit(amounts, key_func=also_by, methods=["POST"])(view)
        return limiter.limit(amounts, key_func=get_remote_address, methods=["POST"])(view)

    return decorate
