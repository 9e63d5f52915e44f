"""One WTForms field for each type of fact; `data` is the value as it is stored in a ticket.

Nothing is parsed before validation, so what a person typed in a field that no longer applies is
neither judged nor lost.
"""

from collections.abc import Mapping, Sequence

from wtforms import Field, RadioField, SelectField
from wtforms.validators import StopValidation
from wtforms.widgets import TextArea, TextInput

from portal.models import CategoryField, Upload
from portal.services import fact_rows, facts

CHOICE_MESSAGE = "یکی از گزینه‌ها را برگزینید."


class Fact:
    """What all facts share; `spec` is the category's field."""

    spec: CategoryField

    def ask(self, spec: CategoryField, panels: Mapping[str, str]) -> None:
        """Tells the bound field what it asks for; `panels` are titles by slug."""
        self.spec = spec
        self.flags.required = spec.required != "no"

    @property
    def limits(self) -> Mapping[str, object]:
        return self.spec.limits

    @property
    def is_blank(self) -> bool:
        return not self.typed.strip()

    @property
    def warning(self) -> str:
        """An advice about the value; it never blocks."""
        return ""


class TextFact(Fact, Field):
    """A fact in one line of text; `typed` is what stands in the box."""

    widget = TextInput()
    typed = ""

    def process_data(self, value: object) -> None:
        self.data = value
        try:
            self.typed = fact_rows.as_typed(self.spec.type, value)
        except (AttributeError, KeyError, TypeError, ValueError):
            # Stored when the field was of another type.
            self.data, self.typed = None, ""

    def process_formdata(self, values: list[str]) -> None:
        # A browser sends line ends that its own text boxes do not have.
        self.typed = values[0].replace("\r\n", "\n") if values else ""
        self.data = None

    def pre_validate(self, _form: object) -> None:
        try:
            facts.refuse_endless(self.typed, self.limits)
            self.data = self.parse()
        except ValueError as error:
            raise StopValidation(str(error)) from None

    def parse(self) -> object:
        return facts.PARSERS[self.spec.type](self.typed, self.limits)

    def _value(self) -> str:
        return self.typed


class AreaFact(TextFact):
    """A fact of several lines."""

    widget = TextArea()


class DateFact(TextFact):
    """A Jalali day, or a day and a time."""

    @property
    def warning(self) -> str:
        days = fact_rows.age_in_days(self.spec.type, self.data)
        limit = self.limits.get("warn_days")
        if days is None or limit is None or days <= limit:
            return ""
        return "این تاریخ دور است؛ گزارش آن ممکن است دیگر در دسترس نباشد."


class TimeFact(TextFact):
    """A time of day that may be marked as approximate."""

    approximate = False

    def process(self, formdata, *args, **kwargs) -> None:
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            self.approximate = f"{self.name}-approximate" in formdata
        elif isinstance(self.data, dict):
            self.approximate = bool(self.data.get("approximate"))

    def parse(self) -> dict:
        return facts.clock_time(self.typed, self.approximate)


class AmountFact(TextFact):
    """A sum and its unit."""

    unit = ""

    @property
    def units(self) -> dict[str, str]:
        return {unit: facts.UNITS[unit] for unit in self.limits.get("units", facts.UNITS)}

    def process(self, formdata, *args, **kwargs) -> None:
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            self.unit = formdata.get(f"{self.name}-unit", "")
        elif isinstance(self.data, dict):
            self.unit = self.data.get("unit", "")

    def parse(self) -> dict:
        return facts.amount(self.typed, self.unit, self.limits)


class LineFact(TextFact):
    """A sender line, or one of the answers that stand for it."""

    literal = ""

    @property
    def literals(self) -> dict[str, str]:
        return {one["key"]: one["label"] for one in self.limits.get("literals", ())}

    @property
    def is_blank(self) -> bool:
        return not self.typed.strip() and not self.literal

    def process(self, formdata, *args, **kwargs) -> None:
        super().process(formdata, *args, **kwargs)
        if formdata is not None:
            literal = formdata.get(f"{self.name}-literal", "")
            self.literal = literal if literal in self.literals else ""
        elif isinstance(self.data, str) and self.data in self.literals:
            self.literal, self.typed = self.data, ""

    def parse(self) -> str:
        # A number says more than an answer that was picked before it was typed.
        return super().parse() if self.typed.strip() else self.literal


class Chosen(Fact):
    """One key of several; `data` is the key as it was sent until it is validated."""

    first: Sequence[tuple[str, str]] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs, choices=[], validate_choice=False)

    def ask(self, spec: CategoryField, panels: Mapping[str, str]) -> None:
        super().ask(spec, panels)
        keys = {choice["key"]: choice["label"] for choice in spec.choices}
        self.options = panels if spec.type == "panel" else keys
        self.choices = [*self.first, *self.options.items()]

    @property
    def typed(self) -> str:
        return self.data or ""

    def process_formdata(self, values: list[str]) -> None:
        self.data = values[0] if values else None

    def pre_validate(self, _form: object) -> None:
        if self.data not in self.options:
            raise StopValidation(CHOICE_MESSAGE)


class ChoiceFact(Chosen, SelectField):
    """A choice from a list."""

    first = (("", "برگزینید"),)


class RadioFact(Chosen, RadioField):
    """A choice of a few, all in sight."""


class FilesFact(Fact, Field):
    """Files that answer a question; `uploads` are those already sent, set by the form."""

    widget = TextInput()
    uploads: list[Upload] = []
    data = None

    @property
    def typed(self) -> str:
        return "".join(upload.token for upload in self.uploads)

    @property
    def accept(self) -> str:
        return ",".join(f".{extension}" for extension in self.limits.get("extensions", ()))

    @property
    def most(self) -> int:
        return self.limits.get("max_items", 5)

    def process_formdata(self, _values: list) -> None:
        """The files themselves went ahead as uploads."""

    def pre_validate(self, _form: object) -> None:
        if len(self.uploads) > self.most:
            raise StopValidation(f"حداکثر {facts.count(self.most)} فایل بفرستید.")
        allowed = self.limits.get("extensions")
        for upload in self.uploads:
            if allowed and upload.name.rpartition(".")[2].lower() not in allowed:
                kinds = "، ".join(extension.upper() for extension in allowed)
                raise StopValidation(f"اینجا فقط فایل {kinds} پذیرفته می‌شود.")


FIELDS: Mapping[str, type[Fact]] = {
    "textarea": AreaFact,
    "sms_text": AreaFact,
    "code": AreaFact,
    "mobile_list": AreaFact,
    "key_values": AreaFact,
    "jalali_date": DateFact,
    "jalali_datetime": DateFact,
    "time": TimeFact,
    "amount": AmountFact,
    "line": LineFact,
    "select": ChoiceFact,
    "prefix": ChoiceFact,
    "panel": ChoiceFact,
    "radio": RadioFact,
    "files": FilesFact,
}


def unbound(spec: CategoryField) -> object:
    """The WTForms field, still to be bound, that asks for a category's fact."""
    return FIELDS.get(spec.type, TextFact)(spec.label)
