"""Form controls with their states told to assistive technology."""

from markupsafe import Markup
from wtforms import Field
from wtforms.fields import SelectField
from wtforms.fields.choices import RadioField


def control(field: Field, hint: str = "", ltr: bool = False, **attrs: object) -> Markup:
    """A WTForms field as a control of the theme, tied to its hint and its errors.

    `ltr` is for e-mail, codes, numbers and the like. `attrs` are HTML attributes; `hx_get` means
    hx-get, `class_` adds classes.
    """
    picks = isinstance(field, SelectField) and not isinstance(field, RadioField)
    classes = ["form-select" if picks else "form-control"]
    if ltr:
        classes.append("ltr")
        attrs.setdefault("dir", "ltr")
    described = [str(attrs.pop("aria_describedby", ""))]
    if hint:
        described.append(f"{field.id}-hint")
    if field.errors:
        classes.append("is-invalid")
        described.append(f"{field.id}-error")
        attrs["aria_invalid"] = "true"
    if described := " ".join(filter(None, described)):
        attrs["aria_describedby"] = described
    classes.append(str(attrs.pop("class_", "")))
    named = {
        name.replace("_", "-") if name.startswith("hx_") else name: value
        for name, value in attrs.items()
    }
    return field(class_=" ".join(filter(None, classes)), **named)
