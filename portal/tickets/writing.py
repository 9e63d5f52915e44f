"""A new request while it is written: its form, its facts, its files and the remarks on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app, request

from portal import clock
from portal.models import Category, Ticket, Urgency
from portal.services import categories, files, repeats, settings
from portal.services.drafts import TicketDraft
from portal.services.review import Review, mend, review_request
from portal.services.transaction import new_token
from portal.tickets.forms import DetailsForm, RequestForm
from portal.web.access import me
from portal.web.uploads import FileBox, receive


@dataclass
class Writing:
    """Everything that the page of a new request shows."""

    form: RequestForm
    category: Category | None
    details: DetailsForm
    files: FileBox
    fact_files: Mapping[str, FileBox] = field(default_factory=dict)
    review: Review = Review()
    # Whether remarks stand at their fields by now, whether something was wrong with the form as
    # it was sent, and which field a suggestion was put into.
    judged: bool = False
    wrong: bool = False
    mended: str = ""
    # The ticket in which an earlier version of this form was registered.
    earlier: Ticket | None = None

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
        """How many of them are there."""
        facts = [f for f in self.details.asked if f.flags.required]
        return (
            bool(self.form.subject.data)
            + bool(self.form.body.data)
            + sum(not f.is_blank and not f.errors for f in facts)
        )

    def read(self) -> Review:
        """Reads the facts, then has the whole reviewed; the first goes into the second."""
        details = self.details
        details.validate(me())
        self.review = review_request(
            me(),
            subject=self.form.subject.data,
            body=self.form.body.data,
            category=self.category.key if self.category else None,
            details=details.texts,
            urgency=self.form.urgency.data,
            missing=details.missing,
            without_secrets=details.without_secrets,
            overrides=self.form.overrides.data or (),
        )
        return self.review

    def judge(self) -> bool:
        """Whether the request can be stored as it stands; puts each error at its field."""
        self.judged = True
        good = self.form.validate()
        self.read()
        good = not any(f.errors for f in self.details) and good
        good = self.form.take_review(self.review) and good
        boxes = [self.files, *self.fact_files.values()]
        self.wrong = not good or any(box.errors for box in boxes)
        return not self.wrong

    def mend(self, fix: str) -> None:
        """Puts the suggestion of one remark into the text."""
        texts = {"subject": self.form.subject.data, "body": self.form.body.data}
        texts |= {f"details-{key}": text for key, text in self.details.texts.items()}
        self.read()
        if mended := mend(self.review, fix, texts):
            name, text = mended
            self.mended = name
            target = self.form.field_at(name)
            if name in ("subject", "body"):
                target.data = text
            else:
                target.typed = text
        self.read_again()

    def read_again(self) -> None:
        """Reads the form once more; one that was judged before keeps showing what is wrong."""
        if "judged" in request.form:
            self.judge()
        else:
            # What else was found keeps its place under its field.
            self.judged = True
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
            overrides=self.review.disputed,
            uploads=self.files.tokens,
            field_uploads={
                f.spec.key: self.fact_files[f.spec.key].tokens
                for f in self.details.asked
                if f.spec.key in self.fact_files
            },
        )


def blank(category_key: str | None = None) -> Writing:
    """An empty form, with the facts of a category when one is named."""
    form = RequestForm(categories.active_categories(), formdata=None)
    if category_key in form.categories:
        form.category.data = category_key
    category = categories.active_category(form.category.data)
    return Writing(form, category, _details(category), _empty_box())


def again(ticket: Ticket, body: str) -> Writing:
    """A form filled with what a closed ticket says, to be sent as a new request (S11)."""
    form = RequestForm(
        categories.active_categories(),
        formdata=None,
        data={"subject": ticket.subject, "body": body, "urgency": ticket.urgency.value},
    )
    form.category.data = ticket.category.key if ticket.category.key in form.categories else ""
    category = categories.active_category(form.category.data)
    details = _details(category, stored=ticket.details)
    return Writing(form, category, details, _empty_box())


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
    details = _details(category, formdata=request.form, uploads=sent)
    form.details = details
    return Writing(form, category, details, box, boxes)


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
