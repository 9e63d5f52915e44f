"""Forms of a new request and of a reply."""

import re
from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from portal import labels
from portal.models import Category, CategoryField, Upload, Urgency
from portal.services import facts
from portal.services.review import BODY_MOST, SUBJECT_MOST, Review
from portal.services.ticket_access import TicketNotFound, get_ticket_for
from portal.services.transaction import new_token
from portal.tickets import fields

REQUIRED = "این بخش الزامی است."
CATEGORY_REQUIRED = "دستهٔ درخواست را برگزینید."
NOT_YOURS = "تیکتی با این شماره در فهرست شما نیست."
BODY_TOO_SHORT = "متن را کامل‌تر بنویسید؛ دست‌کم ۲۰ حرف."
BODY_LEAST_LETTERS = 20
CUSTOMER_URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH)

_TOKEN = re.compile(r"[\w-]{16,43}", re.ASCII)


class Form(FlaskForm):
    """Messages are ours, in Persian."""

    class Meta:
        locales = ("fa",)


def _within(most: int):
    def check(_form: FlaskForm, field: StringField) -> None:
        if len(field.data) > most:
            raise StopValidation(f"حداکثر {facts.count(most)} نویسه بنویسید.")

    return check


def _required(_form: FlaskForm, field: StringField) -> None:
    if not field.data:
        raise StopValidation(REQUIRED)


class TokenField(HiddenField):
    """The name of one sending: the same again returns what the first has made."""

    def process_formdata(self, values: list[str]) -> None:
        if values and _TOKEN.fullmatch(values[0]):
            self.data = values[0]


class WritingForm(Form):
    """What a request and a reply have in common."""

    body = TextAreaField("متن", filters=[facts.clean], validators=[_required, _within(BODY_MOST)])
    overrides = SelectMultipleField("بازبینی", choices=[], validate_choice=False)
    token = TokenField(default=new_token)

    def take_review(self, review: Review) -> bool:
        """Puts what blocks at its field; False when the text is held back."""
        for remark in review.remarks:
            if remark.blocks and (field := self.field_at(remark.finding.field)) is not None:
                missing = remark.rule == "incomplete"
                message = REQUIRED if missing else remark.finding.message
                if message not in field.errors:
                    field.errors = [*field.errors, message]
        return not review.blocks

    def field_at(self, name: str):
        """The field of a finding."""
        return self._fields.get(name)


class ReplyForm(WritingForm):
    """A letter in a thread."""


class RequestForm(WritingForm):
    """A new request; `details` asks for the facts of its category."""

    category = SelectField("دسته", validate_choice=False)
    urgency = RadioField("فوریت", default=Urgency.NORMAL.value, validate_choice=False)
    subject = StringField(
        "عنوان", filters=[facts.clean_line], validators=[_required, _within(SUBJECT_MOST)]
    )
    notify = BooleanField("هنگام پاسخ‌گویی، از طریق پیامک به من اطلاع داده شود", default=True)

    def __init__(self, categories: Sequence[Category], **kwargs) -> None:
        super().__init__(**kwargs)
        self.categories = {category.key: category for category in categories}
        self.category.choices = [
            ("", "موضوع درخواست را برگزینید"),
            *((category.key, category.title) for category in categories),
        ]
        self.urgency.choices = [(u.value, labels.URGENCY[u].word) for u in CUSTOMER_URGENCIES]
        if self.urgency.data not in {u.value for u in CUSTOMER_URGENCIES}:
            self.urgency.data = Urgency.NORMAL.value
        for field in (self.category, self.subject, self.body):
            field.flags.required = True
        self.details: DetailsForm | None = None

    @property
    def chosen(self) -> Category | None:
        """The category that was picked, if it is on offer."""
        return self.categories.get(self.category.data)

    def validate_category(self, _field: SelectField) -> None:
        if self.chosen is None:
            raise StopValidation(CATEGORY_REQUIRED)

    def validate_body(self, field: TextAreaField) -> None:
        if field.data and sum(map(str.isalpha, field.data)) < BODY_LEAST_LETTERS:
            raise StopValidation(BODY_TOO_SHORT)

    def field_at(self, name: str):
        if name.startswith("details-") and self.details is not None:
            return self.details.get(name.removeprefix("details-"))
        return super().field_at(name)


class DetailsForm(BaseForm):
    """The facts of one category. Fields whose condition does not hold are neither judged nor
    stored, and keep what was typed in them."""

    def __init__(
        self,
        specs: Sequence[CategoryField],
        panels: Mapping[str, str],
        formdata=None,
        stored: Mapping[str, object] | None = None,
        uploads: Mapping[str, Sequence[Upload]] | None = None,
    ) -> None:
        super().__init__({spec.key: fields.unbound(spec) for spec in specs}, prefix="details-")
        for spec in specs:
            self[spec.key].ask(spec, panels)
        self.process(formdata, data=stored or {})
        for key, sent in (uploads or {}).items():
            if key in self:
                self[key].uploads = list(sent)

    def get(self, key: str) -> fields.Fact | None:
        return self._fields.get(key)

    def applies(self, field: fields.Fact) -> bool:
        """Whether a field is asked for, given the earlier answers."""
        condition = field.spec.condition
        if not condition:
            return True
        earlier = self.get(condition["field"])
        return earlier is not None and self.applies(earlier) and earlier.data in condition["in"]

    @property
    def asked(self) -> list[fields.Fact]:
        return [field for field in self if self.applies(field)]

    @property
    def missing(self) -> list[tuple[str, str]]:
        """The required facts that were not given, as (key, label)."""
        return [
            (field.spec.key, field.spec.label)
            for field in self.asked
            if field.flags.required and field.is_blank
        ]

    def validate(self, viewer=None) -> bool:
        """Reads what was typed; a blank field is no error here (see `missing`)."""
        for field in self:
            field.errors = []
        good = [field.validate(self) for field in self.asked if not field.is_blank]
        return all(good) and self._own_tickets(viewer)

    def _own_tickets(self, viewer) -> bool:
        good = True
        for field in self.asked:
            if field.spec.type == "ticket" and field.data is not None and viewer is not None:
                try:
                    get_ticket_for(viewer, field.data)
                except TicketNotFound:
                    field.errors = [NOT_YOURS]
                    good = False
        return good

    @property
    def texts(self) -> dict[str, str]:
        """What was typed in the boxes that apply, for the etiquette engine."""
        return {f.spec.key: f.typed for f in self.asked if isinstance(f, fields.TextFact)}

    @property
    def without_secrets(self) -> set[str]:
        return {field.spec.key for field in self if field.limits.get("no_secrets")}

    def stored(self) -> dict[str, object]:
        """The facts as a ticket keeps them; call it after `validate`."""
        return {
            field.spec.key: field.data
            for field in self.asked
            if not field.is_blank and field.spec.type != "files"
        }
