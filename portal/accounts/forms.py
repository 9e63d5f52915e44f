"""Forms of registration, login and one's own account."""

from collections.abc import Callable

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, PasswordField, RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, StopValidation

from portal.models import Panel
from portal.services import codes, contacts, passwords

TERMS_REQUIRED = "برای ادامه باید شرایط و قوانین را بپذیرید."
PANEL_REQUIRED = "یکی از پنل‌ها را برگزینید."


class Form(FlaskForm):
    """Fields say themselves what is wrong, in Persian."""

    class Meta:
        locales = ("fa",)


def missing(field: Field) -> StopValidation:
    """The field is blank; its name also tells the lines of the error summary apart."""
    return StopValidation(f"{field.label.text} را وارد کنید.")


class ParsedField(StringField):
    """A text that must mean something: `data` is what was typed, `value` what it means.

    `parse` raises ValueError with a message for the reader. A blank optional text means None.
    """

    value = None

    def __init__(
        self, label: str, parse: Callable[[str], object], optional: bool = False, **kwargs
    ) -> None:
        super().__init__(label, **kwargs)
        self.parse = parse
        self.flags.required = not optional

    def pre_validate(self, form: Form) -> None:
        if not (self.data or "").strip():
            if self.flags.required:
                raise missing(self)
            return
        try:
            self.value = self.parse(self.data)
        except ValueError as error:
            raise StopValidation(str(error)) from None


class NewPasswordField(PasswordField):
    """A password to be set; refuses weak ones. Never sent back to the browser."""

    def __init__(self, label: str, optional: bool = False, **kwargs) -> None:
        super().__init__(label, **kwargs)
        self.flags.required = not optional

    def pre_validate(self, form: Form) -> None:
        if not self.data:
            if self.flags.required:
                raise missing(self)
        elif problem := passwords.weakness(self.data):
            raise StopValidation(problem)


class RegisterForm(Form):
    """S21 to S23: name, number, panel, terms; e-mail and password if one likes."""

    name = ParsedField("نام و نام خانوادگی", contacts.parse_name)
    mobile = ParsedField("شمارهٔ همراه", contacts.parse_mobile)
    panel = RadioField("پنل خود را انتخاب کنید", validate_choice=False)
    accept_terms = BooleanField("پذیرش شرایط و قوانین", [DataRequired(TERMS_REQUIRED)])
    email = ParsedField("ایمیل", contacts.parse_email, optional=True)
    password = NewPasswordField("رمز عبور", optional=True)

    def __init__(self, panels: list[Panel], **kwargs) -> None:
        super().__init__(**kwargs)
        self.panels = {panel.slug: panel for panel in panels}
        self.panel.choices = [(panel.slug, panel.title) for panel in panels]

    def validate_panel(self, field: RadioField) -> None:
        if self.panels and self.chosen_panel is None:
            raise StopValidation(PANEL_REQUIRED)

    @property
    def chosen_panel(self) -> Panel | None:
        return self.panels.get(self.panel.data)


class IdentifierForm(Form):
    """Who one is: a mobile or an e-mail address."""

    identifier = ParsedField("شمارهٔ همراه یا ایمیل", contacts.parse_identifier)


class LoginForm(IdentifierForm):
    """Login with a password, or by pressing the button that asks for a code."""

    password = PasswordField("رمز عبور")
    by_code = SubmitField("ورود با کد یک‌بارمصرف")

    def validate_password(self, field: PasswordField) -> None:
        if not field.data and not self.by_code.data:
            raise missing(field)


class CodeForm(Form):
    """The code that was sent."""

    code = ParsedField("کد تأیید", codes.parse)


class PasswordForm(Form):
    """A new password."""

    password = NewPasswordField("رمز عبور تازه")


class ProfileForm(Form):
    """Name and organisation."""

    name = ParsedField("نام و نام خانوادگی", contacts.parse_name)
    organisation = ParsedField("نام سازمان یا کسب‌وکار", contacts.parse_name, optional=True)


class EmailForm(Form):
    """The e-mail address; blank removes it."""

    email = ParsedField("ایمیل", contacts.parse_email, optional=True)


class ChangePasswordForm(Form):
    """A new password, and the present one where there is one."""

    current_password = PasswordField("رمز عبور کنونی")
    new_password = NewPasswordField("رمز عبور تازه")


class MobileForm(Form):
    """The number that shall replace the present one."""

    mobile = ParsedField("شمارهٔ همراه تازه", contacts.parse_mobile)


class MobileCodesForm(Form):
    """The codes that went to the present and to the new number."""

    old_code = ParsedField("کد فرستاده‌شده به شمارهٔ کنونی", codes.parse)
    new_code = ParsedField("کد فرستاده‌شده به شمارهٔ تازه", codes.parse)


class FirstAdminForm(Form):
    """The first administrator."""

    name = ParsedField("نام و نام خانوادگی", contacts.parse_name)
    mobile = ParsedField("شمارهٔ همراه", contacts.parse_mobile)
    email = ParsedField("ایمیل", contacts.parse_email)
    password = NewPasswordField("رمز عبور")
