"""A new request while it is written: its form, its facts, its files and the remarks on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app, request

from portal import clock
from portal.models import Category, Ticket, Urgency
from portal.services import categories, files, repeats, settings
from portal.services.drafts import TicketDraft
from portal.services.review import review_request
from portal.services.transaction import new_token
from portal.tickets import coach
from portal.tickets.coach import Coach
from portal.tickets.details import DetailsForm
from portal.tickets.forms import RequestForm
from portal.web.access import me
from portal.web.uploads import FileBox, receive

# Those of the form itself, besides the coach's.
BUTTONS = {"drop", "show"}


@dataclass
class Writing:
    """Everything that the page of a new request shows."""

    form: RequestForm
    category: Category | None
    details: DetailsForm
    files: FileBox
    coach: Coach
    fact_files: Mapping[str, FileBox] = field(default_factory=dict)
    # Whether remarks stand at their fields by now, and whether something was wrong with the form
    # as it was sent.
    judged: bool = False
    wrong: bool = False
    # The ticket in which an earlier version of this form was registered.
    earlier: Ticket | None = None
    # Whether its text was brought from elsewhere, so that the browser has no draft of it yet.
    brought: bool = False

    @property
    def due(self):
        """Until when the first answer is expected if it is sent now."""
        return settings.first_answer_due(clock.now(), Urgency(self.form.urgency.data))

    @property
    def holidays(self) -> list[str]:
        """The days that a calendar beside a date of this form marks, as ISO."""
        if not any(f.spec.type.startswith("jalali") for f in self.details):
            return []
        return [day.isoformat() for day in sorted(settings.snapshot().holidays)]

    @property
    def needed(self) -> int:
        """How many answers the request needs: subject, text and the facts that apply."""
        return 2 + sum(bool(f.flags.required) for f in self.details.asked)

    @property
    def given(self) -> int:
        """How many of them are there; a text in which facts are missing is not."""
        facts = [f for f in self.details.asked if f.flags.required]
        return (
            bool(self.form.subject.data)
            + bool(self.form.body.data and not self.coach.review.lack)
            + sum(not f.is_blank and not f.errors for f in facts)
        )

    @property
    def wrong_fields(self) -> list[str] | None:
        """The fields at which something is still wrong; None while nothing was judged."""
        form = self.form
        fields = [form.category, form.urgency, form.subject, *self.details, form.body]
        return [one.id for one in [*fields, form.next_body] if one.errors] if self.judged else None

    @property
    def draft_name(self) -> str:
        """Under which name the browser keeps the draft; one brought from a thread has its own, so
        that it does not mix with a request that is half written."""
        _, _, thread = self.form.carried.data.partition("reply-")
        return f"ticket-{me().id}{f'-{thread}' if thread else ''}"

    def read(self) -> None:
        """Reads the facts, then has the whole reviewed; the first goes into the second."""
        details = self.details
        details.validate(me())
        review = review_request(
            me(),
            subject=self.form.subject.data,
            body=self.form.body.data,
            category=self.category.key if self.category else None,
            details=details.told,
            urgency=self.form.urgency.data,
            missing=details.missing,
            without_secrets=details.without_secrets,
            overrides=self.coach.disputed,
        )
        self.coach.heed(review)

    def judge(self) -> bool:
        """Whether the request can be stored as it stands; puts each error at its field."""
        self.judged = True
        good = self.form.validate()
        self.read()
        good = not any(f.errors for f in self.details) and good
        good = self.form.take_review(self.coach.review) and good
        boxes = [self.files, *self.fact_files.values()]
        self.wrong = not good or any(box.errors for box in boxes)
        return not self.wrong

    def press(self) -> bool:
        """Does what a button within the form asks for; False when «ثبت» was pressed.

        A form that was refused before keeps showing what is wrong.
        """
        if not request.form.keys() & (coach.BUTTONS | BUTTONS):
            return False
        self.read()
        self.coach.press()
        self.read_along()
        # What was found keeps its place under its field.
        self.judged = True
        return True

    def read_along(self) -> None:
        """Reads the form while it is written; one that was refused keeps showing what is wrong."""
        if "judged" in request.form:
            self.judge()
        else:
            self.read()

    def sent_before(self) -> Ticket | None:
        """The ticket that this form has already made. Raises repeats.AlreadySent."""
        if self.category is None:
            return None
        self.details.validate(me())
        return repeats.request_again(me(), self.draft())

    def renew(self, earlier: Ticket) -> None:
        """Makes the form, as it is now, one that has not been sent."""
        self.earlier = earlier
        self.form.token.data = new_token()

    def draft(self) -> TicketDraft:
        """What the service stores."""
        form = self.form
        return TicketDraft(
            category_id=self.category.id,
            subject=form.subject.data,
            body=form.body.data,
            token=form.token.data,
            urgency=Urgency(form.urgency.data),
            details=self.details.stored(),
            notify=form.notify.data,
            overrides=self.coach.review.disputed,
            uploads=self.files.tokens,
            field_uploads={
                f.spec.key: self.fact_files[f.spec.key].tokens
                for f in self.details.asked
                if f.spec.key in self.fact_files
            },
        )


def blank(category_key: str | None = None) -> Writing:
    """An empty form, with the facts of a category when one is named."""
    return _filled(category_key, {})


def again(ticket: Ticket, body: str) -> Writing:
    """A form filled with what a closed ticket says, to be sent as a new request (S11)."""
    texts = {"subject": ticket.subject, "body": body, "urgency": ticket.urgency.value}
    return _filled(ticket.category.key, texts, ticket.details)


def brought(body: str, *, carried: str = "", files: FileBox | None = None) -> Writing:
    """A form with a text that was written elsewhere, still without subject and category: the
    second part of a request, or a reply that opens a new matter."""
    new = _filled(None, {"body": body, "carried": carried})
    new.brought = bool(body)
    new.files = files or new.files
    return new


def posted(with_files: bool = True) -> Writing:
    """The form as it was sent. Its files are kept as they come, unless it is only looked at."""
    # Storing files ends the read transaction, so it comes before anything is read.
    box = receive() if with_files else _empty_box()
    key = request.form.get("category")
    category = categories.active_category(key)
    boxes = _fact_boxes(category) if with_files else {}
    if boxes:
        category = categories.active_category(key)
    form = RequestForm(categories.active_categories())
    sent = {name: one.uploads for name, one in boxes.items()}
    if not with_files:
        sent = _sent_ahead(category)
    form.details = _details(category, formdata=request.form, uploads=sent)
    return Writing(form, category, form.details, box, Coach.of_sent(form), boxes)


def _filled(
    category_key: str | None, texts: Mapping[str, str], facts: Mapping[str, object] | None = None
) -> Writing:
    form = RequestForm(categories.active_categories(), formdata=None, data=texts)
    if category_key in form.categories:
        form.category.data = category_key
    category = categories.active_category(form.category.data)
    form.details = _details(category, stored=facts)
    return Writing(form, category, form.details, _empty_box(), Coach(form))


def _details(category: Category | None, **given) -> DetailsForm:
    specs = category.fields if category else []
    return DetailsForm(specs, categories.panel_titles(specs), **given)


def _fact_boxes(category: Category | None) -> dict[str, FileBox]:
    asked = [(f.key, f.limits.get("max_items", 5)) for f in _file_fields(category)]
    return {key: receive(key, most) for key, most in asked}


def _sent_ahead(category: Category | None) -> dict[str, Sequence]:
    return {
        f.key: files.uploads_of(me(), request.form.getlist(f"uploads-{f.key}"))
        for f in _file_fields(category)
    }


def _file_fields(category: Category | None) -> list:
    return [f for f in category.fields if f.type == "files"] if category else []


def _empty_box() -> FileBox:
    return FileBox("uploads", current_app.config["UPLOAD_FILES"])
