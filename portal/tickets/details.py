"""The facts that a category asks for, as one form."""

from collections.abc import Mapping, Sequence

from wtforms.form import BaseForm

from portal.models import CategoryField, Upload
from portal.services.ticket_access import TicketNotFound, get_ticket_for
from portal.tickets import fields

NOT_YOURS = "تیکتی با این شماره در فهرست شما نیست."


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
        """What was typed in the boxes that apply."""
        return {f.spec.key: f.typed for f in self.asked if isinstance(f, fields.TextFact)}

    @property
    def told(self) -> dict[str, str]:
        """The same for the etiquette engine, to which an answer that stands for a number tells
        the fact as well."""
        return self.texts | {
            f.spec.key: f.literals[f.literal]
            for f in self.asked
            if isinstance(f, fields.LineFact) and f.literal and not f.typed.strip()
        }

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
