"""Forms of a new request and of a reply."""

import re
from collections.abc import Sequence

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
from wtforms.validators import StopValidation

from portal import labels
from portal.models import Category, Urgency
from portal.services import facts
from portal.services.review import BODY_MOST, SUBJECT_MOST, Review
from portal.services.transaction import new_token
from portal.tickets import fields
from portal.tickets.details import DetailsForm

REQUIRED = "این بخش الزامی است."
CATEGORY_REQUIRED = "دستهٔ درخواست را برگزینید."
BODY_TOO_SHORT = "متن را کامل‌تر بنویسید؛ دست‌کم ۲۰ حرف."
BODY_LEAST_LETTERS = 20
CUSTOMER_URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH)

_TOKEN = re.compile(r"[\w-]{16,43}", re.ASCII)
_DRAFT = re.compile(r"(?:ticket|reply)[0-9-]{1,40}")


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


class DraftNameField(HiddenField):
    """The name of a draft in the writer's browser."""

    def process_formdata(self, values: list[str]) -> None:
        self.data = values[0] if values and _DRAFT.fullmatch(values[0]) else ""


class WritingForm(Form):
    """What a request and a reply have in common."""

    body = TextAreaField("متن", filters=[facts.clean], validators=[_required, _within(BODY_MOST)])
    overrides = SelectMultipleField("بازبینی", choices=[], validate_choice=False)
    token = TokenField(default=new_token)
    # Under which names the browser keeps the draft of this form, and of that from which the text
    # was carried.
    draft = DraftNameField(default="")
    carried = DraftNameField(default="")

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

    @property
    def texts(self) -> dict[str, str]:
        """What can be mended, by the names of its fields."""
        return {"body": self.body.data or ""}

    def put(self, name: str, text: str) -> None:
        """Writes a mended text into its field."""
        self.field_at(name).data = text


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
    # What was cut out of the body to become a request of its own, after this one.
    next_body = TextAreaField("موضوع دوم", filters=[facts.clean], validators=[_within(BODY_MOST)])

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

    @property
    def texts(self) -> dict[str, str]:
        own = (self.subject, self.body, self.next_body, self.urgency)
        details = self.details.texts if self.details is not None else {}
        return {field.name: field.data or "" for field in own} | {
            f"details-{key}": text for key, text in details.items()
        }

    def put(self, name: str, text: str) -> None:
        field = self.field_at(name)
        if isinstance(field, fields.Fact):
            field.typed = text
        elif field is not self.urgency or text in dict(self.urgency.choices):
            field.data = text
