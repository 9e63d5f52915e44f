"""Registration, login and one's own account."""

from portal.accounts import (  # noqa: F401
    views_account,
    views_code,
    views_entry,
    views_links,
    views_mobile,
    views_reset,
)
