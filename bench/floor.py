"""The floor of the measurements: the same pages as bare Flask, raw sqlite3 and one template each.

No login, no CSRF, no translation of what the database holds; it reads the product's own file with
the product's own pragmas. What it costs is what a page costs at the least.
"""

import os
import sqlite3

from flask import Flask, redirect, render_template, request

from portal.database import SQLITE_PRAGMAS

ROWS = 25
NUMBER_BASE = 10_000
HEAD = """
    SELECT t.id, t.subject, t.excerpt, t.status, t.closed_reason, t.urgency, t.created_at,
           t.updated_at, t.due_at, t.first_answered_at, t.queue_at, t.flagged, t.staff_unread,
           t.attachment_count, t.version > t.customer_seen_version AS unread, t.details,
           t.customer_id, c.name AS customer, c.mobile, a.name AS assignee, d.name AS department,
           k.title AS category
    FROM ticket t JOIN user c ON c.id = t.customer_id LEFT JOIN user a ON a.id = t.assignee_id
    JOIN department d ON d.id = t.department_id JOIN category k ON k.id = t.category_id
"""

app = Flask(__name__)


def connect() -> sqlite3.Connection:
    """A connection in autocommit; each worker keeps one."""
    connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None)
    connection.row_factory = sqlite3.Row
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    return connection


database = connect()


@app.get("/desk")
def desk() -> str:
    """The tickets that wait, in the queue's order."""
    rows = database.execute(
        f"{HEAD} WHERE t.queue_at IS NOT NULL ORDER BY t.queue_at, t.id LIMIT ?", (ROWS,)
    )
    return render_template("desk.html", rows=rows.fetchall())


@app.get("/tickets")
def tickets() -> str:
    """A customer's tickets, newest activity first, under the form of a new one."""
    rows = database.execute(
        f"{HEAD} WHERE t.customer_id = ? ORDER BY t.updated_at DESC, t.id DESC LIMIT ?",
        (request.args["customer"], ROWS),
    ).fetchall()
    categories = database.execute("SELECT key, title FROM category ORDER BY sort").fetchall()
    return render_template("tickets.html", rows=rows, categories=categories)


@app.get("/search")
def search() -> str:
    """The tickets whose texts hold a folded word, newest text first."""
    words = f'"{request.args["q"]}"'
    if "customer" in request.args:
        words += f' AND "u_{int(request.args["customer"])}"'
    found = database.execute(
        "SELECT d.ticket_id FROM search_index JOIN search_document d ON d.id = search_index.rowid"
        " WHERE search_index MATCH ? ORDER BY search_index.rowid DESC LIMIT 100",
        (words,),
    )
    ids = list(dict.fromkeys(row[0] for row in found))[:ROWS]
    marks = ",".join("?" * len(ids))
    rows = {row["id"]: row for row in database.execute(f"{HEAD} WHERE t.id IN ({marks})", ids)}
    return render_template("desk.html", rows=[rows[ident] for ident in ids])


@app.get("/tickets/<int:number>")
def thread(number: int) -> str:
    """A ticket with its letters, their files and the events between; all of it for staff."""
    ticket_id = number - NUMBER_BASE
    public = "" if "staff" in request.args else "AND chain = 'public'"
    ticket = database.execute(f"{HEAD} WHERE t.id = ?", (ticket_id,)).fetchone()
    letters = {
        row["id"]: row
        for row in database.execute(
            "SELECT id, ordinal, kind, author_name, author_title, body, created_at FROM message"
            f" WHERE ticket_id = ? {public}",
            (ticket_id,),
        )
    }
    files: dict[int, list[sqlite3.Row]] = {}
    for row in database.execute(
        "SELECT a.id, a.message_id, a.name, a.size FROM attachment a"
        " JOIN message m ON m.id = a.message_id WHERE m.ticket_id = ?",
        (ticket_id,),
    ):
        files.setdefault(row["message_id"], []).append(row)
    events = database.execute(
        'SELECT verb, actor_name, "before", "after", note, at, message_id FROM event'
        f" WHERE ticket_id = ? {public} ORDER BY id",
        (ticket_id,),
    ).fetchall()
    return render_template(
        "thread.html", ticket=ticket, events=events, letters=letters, files=files
    )


@app.post("/tickets/<int:number>/replies")
def reply(number: int):
    """One letter and one event in one transaction."""
    ticket_id = number - NUMBER_BASE
    body, token = request.form["body"], request.form["token"]
    database.execute("BEGIN IMMEDIATE")
    customer = database.execute(
        "SELECT u.id, u.name FROM ticket t JOIN user u ON u.id = t.customer_id WHERE t.id = ?",
        (ticket_id,),
    ).fetchone()
    last_letter, last_event = database.execute(
        "SELECT (SELECT max(ordinal) FROM message WHERE ticket_id = :t AND chain = 'public'),"
        " (SELECT max(ordinal) FROM event WHERE ticket_id = :t AND chain = 'public')",
        {"t": ticket_id},
    ).fetchone()
    letter = database.execute(
        "INSERT INTO message (ticket_id, chain, ordinal, kind, author_id, author_name,"
        " author_title, body, body_digest, token, created_at)"
        " VALUES (?, 'public', ?, 'customer', ?, ?, '', ?, '', ?, datetime('now'))",
        (ticket_id, last_letter + 1, customer["id"], customer["name"], body, token),
    ).lastrowid
    database.execute(
        "INSERT INTO event (ticket_id, chain, ordinal, verb, actor_id, actor_name, message_id,"
        " note, at) VALUES (?, 'public', ?, 'replied', ?, ?, ?, '', datetime('now'))",
        (ticket_id, last_event + 1, customer["id"], customer["name"], letter),
    )
    database.execute("COMMIT")
    return redirect(f"/tickets/{number}", 303)
