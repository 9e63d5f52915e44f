"""What the forms of the settings ask for: numbers in any digits, and lists with a line for each."""

import re

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.persian import digits, letters
from portal.services import facts
from portal.services.etiquette_policy import LONGEST_LINE, MOST_LINES

# How much of a line stands in the message about it.
SHOWN_OF_LINE = 24
_SIGNS = re.compile(r"[\s٪%\u200e\u200f]")


class NumberField(StringField):
    """A whole number within bounds; `data` is the number, or None while there is none."""

    def __init__(self, label: str, bounds: tuple[int, int], **kwargs) -> None:
        super().__init__(label, **kwargs)
        self.bounds = bounds
        self.typed: str | None = None

    def process_formdata(self, values: list[str]) -> None:
        self.typed = values[0].strip() if values else ""
        plain = _SIGNS.sub("", digits.to_ascii(self.typed))
        self.data = int(plain) if re.fullmatch("[0-9]{1,4}", plain) else None

    def pre_validate(self, _form: object) -> None:
        least, most = self.bounds
        if self.data is None or not least <= self.data <= most:
            raise StopValidation(
                f"برای «{self.label.text}» عددی از {facts.count(least)} تا {facts.count(most)} "
                "بنویسید."
            )

    def _value(self) -> str:
        return digits.to_persian(self.data) if self.typed is None else self.typed


class LinesField(TextAreaField):
    """A list with a line for each; `data` are its lines, cleaned and without blank ones."""

    typed: str | None = None

    def process_formdata(self, values: list[str]) -> None:
        self.typed = values[0] if values else ""
        lines = (letters.clean_line(line) for line in letters.clean(self.typed).split("\n"))
        self.data = [line for line in lines if line]

    def pre_validate(self, _form: object) -> None:
        if len(self.data) > MOST_LINES:
            raise StopValidation(
                f"این فهرست حداکثر {facts.count(MOST_LINES)} سطر دارد؛ "
                f"اکنون {facts.count(len(self.data))} سطر نوشته شده است."
            )
        for line in self.data:
            if len(line) > LONGEST_LINE:
                raise StopValidation(
                    f"سطر «{letters.truncate(line, SHOWN_OF_LINE)}» بیش از "
                    f"{facts.count(LONGEST_LINE)} نویسه دارد؛ آن را کوتاه کنید."
                )

    def _value(self) -> str:
        return "\n".join(self.data or ()) if self.typed is None else self.typed


def must_have(pattern: re.Pattern[str], message: str):
    """A validator: each line of a list holds what the pattern asks for; `message` names the line
    that does not as {line}."""

    def check(_form: object, field: Field) -> None:
        for line in field.data:
            if not pattern.search(line):
                shown = letters.truncate(line, SHOWN_OF_LINE)
                raise StopValidation(message.format(line=shown))

    return check
