"""What the staff fill in at the desk."""

import re

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from portal import labels
from portal.models import CloseReason, Department, Status, Ticket, Urgency, User
from portal.services import contacts, facts
from portal.services.desk import AFTER_REPLY
from portal.services.transaction import new_token

REQUIRED = "این بخش الزامی است."
CHOOSE = "یکی از گزینه‌ها را برگزینید."
RULES_NEEDED = "دست‌کم یکی از قاعده‌ها را برگزینید."
NUMBER_NEEDED = "شمارهٔ تیکت اصلی را وارد کنید."
BODY_MOST = 20_000
NOTE_MOST = 1_000

_TOKEN = re.compile(r"[\w-]{16,43}", re.ASCII)


def _within(most: int):
    def check(_form: FlaskForm, field: Field) -> None:
        if field.data and len(field.data) > most:
            raise StopValidation(f"حداکثر {facts.count(most)} نویسه بنویسید.")

    return check


def _required(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise StopValidation(REQUIRED)


def _text(label: str, *, most: int = NOTE_MOST, required: bool = False) -> TextAreaField:
    checks = [_required, _within(most)] if required else [_within(most)]
    return TextAreaField(label, filters=[facts.clean], validators=checks)


class Form(FlaskForm):
    """A form among others on one page: its ids begin with its class's `name`."""

    name = ""

    class Meta:
        locales = ("fa",)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = field.label.field_id = f"{self.name}-{field.short_name}"
            field.flags.required = _required in getattr(field, "validators", ())


class ChoiceField(SelectField):
    """One of its choices; says so in Persian."""

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data not in {value for value, _ in self.choices}:
            raise StopValidation(CHOOSE)


class TokenField(HiddenField):
    """The name of one sending: the same again returns what the first has made."""

    def process_formdata(self, values: list[str]) -> None:
        if values and _TOKEN.fullmatch(values[0]):
            self.data = values[0]


class ReplyForm(Form):
    """A letter to the customer, and the state it leaves the ticket in."""

    name = "reply"
    body = _text("متن پاسخ", most=BODY_MOST, required=True)
    token = TokenField(default=new_token)
    then = ChoiceField("وضعیت پس از ارسال", default=Status.ANSWERED.value)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.then.choices = [(s.value, f"سپس: {labels.STATUS[s].staff}") for s in AFTER_REPLY]


class NoteForm(Form):
    """A note for the staff alone."""

    name = "note"
    body = _text("متن یادداشت", most=BODY_MOST, required=True)
    token = TokenField(default=new_token)


class ReferForm(Form):
    """Referral to another department."""

    name = "refer"
    department = ChoiceField("واحد")
    note = _text("یادداشت برای همکاران")

    def __init__(self, departments: list[Department], ticket: Ticket, **kwargs) -> None:
        super().__init__(**kwargs)
        others = [d for d in departments if d.id != ticket.department_id]
        self.department.choices = [(str(d.id), d.name) for d in others]


class AssignForm(Form):
    """Who is in charge."""

    name = "assign"
    assignee = ChoiceField("کارشناس مسئول")

    def __init__(self, colleagues: list[User], ticket: Ticket, **kwargs) -> None:
        super().__init__(**kwargs)
        people = [(str(user.id), user.name) for user in colleagues]
        self.assignee.choices = [("", "بدون مسئول"), *people]
        if self.assignee.raw_data is None:
            self.assignee.data = str(ticket.assignee_id or "")


class UrgencyForm(Form):
    """A corrected urgency with its reason."""

    name = "urgency"
    urgency = RadioField("فوریت", validate_choice=False)
    reason = _text("دلیل (مشتری آن را می‌بیند)")

    def __init__(self, ticket: Ticket, **kwargs) -> None:
        super().__init__(**kwargs)
        self.urgency.choices = [(u.value, labels.URGENCY[u].word) for u in Urgency]
        if self.urgency.raw_data is None:
            self.urgency.data = ticket.urgency.value

    def validate_urgency(self, field: RadioField) -> None:
        if field.data not in set(Urgency):
            raise StopValidation(CHOOSE)


class CloseForm(Form):
    """The end of a ticket and its reason."""

    name = "close"
    reason = RadioField("دلیل بسته شدن", default=CloseReason.DONE.value, validate_choice=False)
    duplicate_of = StringField("شمارهٔ تیکت اصلی")
    rules = SelectMultipleField("قاعده‌هایی که رعایت نشده است", validate_choice=False)
    note = _text("توضیح برای مشتری")

    original: int | None = None

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.reason.choices = [(r.value, labels.CLOSE_REASON_STAFF[r]) for r in CloseReason]
        self.rules.choices = [(key, rule.word) for key, rule in labels.BROKEN_RULES.items()]

    def validate_reason(self, field: RadioField) -> None:
        if field.data not in set(CloseReason):
            raise StopValidation(CHOOSE)

    def validate_duplicate_of(self, field: StringField) -> None:
        if self.reason.data != CloseReason.DUPLICATE:
            return
        try:
            self.original = facts.ticket_number(field.data or "", {})
        except ValueError:
            raise StopValidation(NUMBER_NEEDED) from None

    def validate_rules(self, field: SelectMultipleField) -> None:
        known = set(labels.BROKEN_RULES)
        if self.reason.data == CloseReason.BROKE_RULES and not known.intersection(field.data):
            raise StopValidation(RULES_NEEDED)


class ReopenForm(Form):
    """A closed ticket goes on."""

    name = "reopen"
    note = _text("توضیح برای مشتری")


class RedactForm(Form):
    """Why a text is taken out."""

    name = "redact"
    reason = _text("دلیل حذف", required=True)


class BlockForm(Form):
    """Why a customer may not write any more."""

    name = "block"
    reason = _text("دلیل مسدود کردن (مشتری آن را می‌بیند)", required=True)


class RecoveryForm(Form):
    """A new mobile for somebody who has lost theirs."""

    name = "recovery"
    mobile = StringField("شمارهٔ همراه تازه", validators=[_required])
    reason = _text("دلیل و نحوهٔ احراز هویت", required=True)

    mobile_value: str | None = None

    def validate_mobile(self, field: StringField) -> None:
        try:
            self.mobile_value = contacts.parse_mobile(field.data)
        except ValueError as error:
            raise StopValidation(str(error)) from None
