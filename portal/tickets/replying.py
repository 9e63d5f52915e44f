"""A reply while it is written: its form, its files and the remarks on it."""

from dataclasses import dataclass

from flask import current_app, request

from portal.models import Ticket
from portal.services import ticket_steps
from portal.services.review import review_reply
from portal.tickets import coach
from portal.tickets.coach import Coach
from portal.tickets.forms import ReplyForm
from portal.web.access import me
from portal.web.uploads import FileBox, receive


@dataclass
class Reply:
    """Everything that a thread's composer shows."""

    ticket: Ticket
    form: ReplyForm
    files: FileBox
    coach: Coach
    # Whether its text was brought from elsewhere, so that the browser has no draft of it yet.
    brought: bool = False

    @property
    def draft_name(self) -> str:
        """Under which name the browser keeps the draft."""
        return f"reply-{self.ticket.number}-{me().id}"

    @property
    def can_reopen(self) -> bool:
        """Whether the customer may open the closed ticket again, to send this."""
        return ticket_steps.can_reopen(self.ticket)

    def read(self) -> None:
        """Has the text reviewed."""
        review = review_reply(self.ticket, self.form.body.data, self.coach.disputed)
        self.coach.heed(review)

    def judge(self) -> bool:
        """Whether the reply can be stored as it stands; puts each error at its field."""
        self.read()
        # All are asked, so that everything that is wrong is said at once.
        good = [
            self.form.validate(),
            self.form.take_review(self.coach.review),
            not self.files.errors,
        ]
        return all(good)

    def press(self) -> bool:
        """Does what a button within the form asks for; False when «ارسال پاسخ» was pressed."""
        if not request.form.keys() & (coach.BUTTONS | {"drop"}):
            return False
        self.read()
        self.coach.press()
        self.read()
        return True


def blank(ticket: Ticket) -> Reply:
    """An empty composer."""
    return brought(ticket, "")


def brought(ticket: Ticket, body: str, *, carried: str = "", files: FileBox | None = None) -> Reply:
    """A composer with a text that was written elsewhere."""
    form = ReplyForm(formdata=None, data={"body": body, "carried": carried})
    return Reply(ticket, form, files or _empty_box(), Coach(form), bool(body))


def posted(ticket: Ticket, with_files: bool = True) -> Reply:
    """The composer as it was sent. Its files are kept as they come, unless it is only looked
    at; storing them ends the read transaction."""
    box = receive() if with_files else _empty_box()
    form = ReplyForm()
    return Reply(ticket, form, box, Coach.of_sent(form))


def _empty_box() -> FileBox:
    return FileBox("uploads", current_app.config["UPLOAD_FILES"])
