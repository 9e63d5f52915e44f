"""Full-text search of tickets, newest first, without counting (DESIGN 3).

Words are folded (glossary 4.5) and neighbours also joined, so that «میشود», «می شود» and
«می‌شود» find one another. A public document also holds a scope word for its customer, spelt with
a low line, which folding takes out of all written text: so nobody can write one, and an internal
note, which holds none, can never meet a customer's query.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text

from portal.extensions import db
from portal.models import NUMBER_BASE, Chain, Message, SearchDocument, Ticket
from portal.persian import digits, identifiers, search

# Documents read at a time, and how often for one page: several may belong to one ticket.
CHUNK = 100
MOST_CHUNKS = 10
# Where PostgreSQL looks first.
RECENT = 2000


@dataclass(frozen=True)
class Hits:
    """Ids of tickets, newest document first, and where the next page goes on (None: the end)."""

    ticket_ids: list[int]
    next_before: int | None


def add_ticket(ticket: Ticket) -> None:
    """Indexes a ticket's head: number, subject, customer and facts; inside write()."""
    customer = ticket.customer
    facts = " ".join(str(value) for value in leaves(ticket.details))
    mobile = identifiers.show_mobile(customer.mobile) if customer.mobile else ""
    head = f"{ticket.number} {ticket.subject} {customer.name} {customer.organisation or ''}"
    _add(ticket, None, f"{head} {mobile} {facts}", public=True)


def add_message(ticket: Ticket, message: Message) -> None:
    """Indexes a letter or a note; inside write()."""
    _add(ticket, message.id, message.body, public=message.chain is Chain.PUBLIC)


def forget_message(ticket: Ticket, message: Message) -> None:
    """Takes a letter's words out of the index (before its text is redacted); inside write()."""
    document = db.session.scalar(
        select(SearchDocument).where(SearchDocument.message_id == message.id)
    )
    if document is None:
        return
    if _sqlite():
        public = message.chain is Chain.PUBLIC
        indexed = words(message.body, ticket.customer_id if public else None)
        db.session.execute(
            text("INSERT INTO search_index(search_index, rowid, words) VALUES('delete', :id, :w)"),
            {"id": document.id, "w": " ".join(indexed)},
        )
    db.session.delete(document)
    db.session.flush()


def find(
    query: str,
    *,
    customer_id: int | None = None,
    before: int | None = None,
    limit: int = 25,
    visible: Callable[[Sequence[int]], set[int]] | None = None,
) -> Hits:
    """Tickets with all words of the query, those with the newest matching text first.

    `customer_id` limits to that customer's public texts. `visible` gets ticket ids and returns
    those that the reader may see. A number alone finds that ticket first.
    """
    groups = search.query_groups(query)
    if not groups:
        return Hits([], None)
    if customer_id:
        groups = [[_scope(customer_id)], *groups]
    hits = _collect(_expression(groups, prefix=False), before, limit, visible)
    if before is None and len(hits.ticket_ids) < limit:
        # Few exact matches: words that merely begin so are welcome too.
        longer = _collect(_expression(groups, prefix=True), None, limit, visible)
        hits = Hits(_merged(hits.ticket_ids, longer.ticket_ids, limit), None)
    if before is None and (ticket_id := _numbered(query, customer_id, visible)):
        hits = Hits(_merged([ticket_id], hits.ticket_ids, limit), hits.next_before)
    return hits


def _merged(first: list[int], more: list[int], limit: int) -> list[int]:
    return list(dict.fromkeys([*first, *more]))[:limit]


def _numbered(query: str, customer_id: int | None, visible) -> int | None:
    number = digits.to_ascii(query).strip()
    if not (number.isascii() and number.isdigit() and 5 <= len(number) <= 9):
        return None
    wanted = select(Ticket.id).where(Ticket.id == int(number) - NUMBER_BASE)
    if customer_id:
        wanted = wanted.where(Ticket.customer_id == customer_id)
    found = db.session.scalar(wanted)
    return found if found and (visible is None or found in visible([found])) else None


def _collect(expression: str, before: int | None, limit: int, visible) -> Hits:
    found: dict[int, int] = {}
    for turn, rows in enumerate(_chunks(expression, before), start=1):
        seen = {row.ticket_id for row in rows}
        allowed = visible(list(seen)) if visible and seen else seen
        for row in rows:
            before = row.id
            if row.ticket_id in allowed and row.ticket_id not in found:
                found[row.ticket_id] = row.id
                if len(found) == limit:
                    return Hits(list(found), before)
        if turn == MOST_CHUNKS:
            return Hits(list(found), before)
    return Hits(list(found), None)


def _chunks(expression: str, before: int | None) -> Iterator[Sequence]:
    """All matching documents, newest first, at most CHUNK at a time."""
    while True:
        recent = [] if _sqlite() else _recent(expression, before)
        if recent:
            yield recent
            before = recent[-1].id
        if len(recent) < CHUNK:
            rows = _documents(expression, before)
            yield rows
            if len(rows) < CHUNK:
                return
            before = rows[-1].id


def _documents(expression: str, before: int | None) -> Sequence:
    below = "" if before is None else "AND {id} < :before"
    if _sqlite():
        sql = (
            "SELECT d.id, d.ticket_id FROM search_index"
            " JOIN search_document d ON d.id = search_index.rowid"
            f" WHERE search_index MATCH :q {below.format(id='search_index.rowid')}"
            " ORDER BY search_index.rowid DESC LIMIT :n"
        )
    else:
        # "+ 0" holds PostgreSQL to the words' index: it knows little of how rare a word is, and
        # would rather read all documents from the newest on until it has found enough.
        sql = (
            "SELECT d.id, d.ticket_id FROM search_document d"
            f" WHERE d.words @@ CAST(:q AS tsquery) {below.format(id='d.id')}"
            " ORDER BY d.id + 0 DESC LIMIT :n"
        )
    values = {"q": expression, "n": CHUNK} | ({} if before is None else {"before": before})
    return db.session.execute(text(sql), values).all()


def _recent(expression: str, before: int | None) -> Sequence:
    """Matches among the RECENT newest documents: where a common word is found at once, while the
    words' index would first gather all that hold it, to sort them."""
    newest = "SELECT max(id) + 1 FROM search_document"
    sql = (
        f"WITH edge AS MATERIALIZED (SELECT coalesce(CAST(:before AS integer), ({newest})) AS id)"
        " SELECT d.id, d.ticket_id FROM search_document d"
        " WHERE d.id < (SELECT id FROM edge) AND d.id >= (SELECT id - :recent FROM edge)"
        " AND d.words @@ CAST(:q AS tsquery) ORDER BY d.id DESC LIMIT :n"
    )
    values = {"q": expression, "n": CHUNK, "before": before, "recent": RECENT}
    return db.session.execute(text(sql), values).all()


def _expression(groups: list[list[str]], *, prefix: bool) -> str:
    """The query in the index's own language; words hold only letters, digits and low lines."""
    both, either, quote, star = (
        (" AND ", " OR ", '"', "*") if _sqlite() else (" & ", " | ", "'", ":*")
    )
    return both.join(
        "("
        + either.join(
            f"{quote}{word}{quote}{star if prefix and _may_go_on(word) else ''}" for word in group
        )
        + ")"
        for group in groups
    )


def _may_go_on(word: str) -> bool:
    return len(word) > 2 and "_" not in word


def _scope(customer_id: int) -> str:
    return f"u_{customer_id}"


def _add(ticket: Ticket, message_id: int | None, written: str, *, public: bool) -> None:
    document = SearchDocument(ticket_id=ticket.id, message_id=message_id)
    db.session.add(document)
    db.session.flush()
    store_words(
        [{"id": document.id, "words": words(written, ticket.customer_id if public else None)}]
    )


def words(written: str, customer_id: int | None) -> list[str]:
    """What the index holds for a text; `customer_id` is None for internal notes."""
    scope = [] if customer_id is None else [_scope(customer_id)]
    return [*scope, *search.document_tokens(written)]


def store_words(documents: Sequence[dict]) -> None:
    """Indexes documents [{"id", "words"}] that stand in the table; inside write()."""
    if not documents:
        return
    if _sqlite():
        db.session.execute(
            text("INSERT INTO search_index(rowid, words) VALUES(:id, :words)"),
            [{"id": d["id"], "words": " ".join(d["words"])} for d in documents],
        )
    else:
        db.session.execute(
            text("UPDATE search_document SET words = array_to_tsvector(:words) WHERE id = :id"),
            list(documents),
        )


def leaves(value: object) -> list[object]:
    """The single values in a ticket's facts."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [] if value is None else [value]


def _sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"
