"""S4 and S7: the same request sent again does not bring the answer sooner."""

from collections.abc import Iterator

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import persian_digits
from portal.etiquette.policy import Policy
from portal.etiquette.similarity import identical


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Point to the first open ticket that says the same, letter by letter when folded."""
    if draft.subject is None or draft.body is None:
        return
    for ticket in draft.earlier:
        if not ticket.closed and identical((draft.subject, draft.body), (ticket.subject, ticket.body)):
            number = persian_digits(ticket.number)
            yield Finding(
                rule="repeated_request",
                level=Level.REQUIRE,
                field="subject",
                span=None,
                message=(
                    f"همین درخواست با شمارهٔ {number} باز است؛"
                    " لطفاً گفت‌وگو را در همان تیکت ادامه دهید."
                ),
                suggestion=None,
                related=ticket.number,
            )
            return
