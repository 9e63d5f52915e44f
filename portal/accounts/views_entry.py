"""Registration, login, logout."""

from flask import Response, request, session, url_for
from flask_login import current_user, logout_user

from portal.accounts import bp
from portal.accounts.forms import LoginForm, RegisterForm
from portal.accounts.views_code import keep_code, kept_handle
from portal.accounts.views_shared import (
    CANNOT_TEXT,
    DISABLED,
    enter,
    home_of,
    me,
    page,
    safe_path,
    too_many,
    typed_identifier,
    visitor,
)
from portal.models import Channel
from portal.services import accounts, codes, pending_codes, sessions
from portal.web.access import logged_in, public
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts

BAD_LOGIN = "شمارهٔ همراه، ایمیل یا رمز عبور درست نیست؛ دوباره بکوشید."
REGISTRATION_CLOSED = "شرایط و قوانین هنوز منتشر نشده است."


@bp.route("/register", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def register() -> Response:
    """S21: a number, a name, a panel, the terms; then a code."""
    if current_user.is_authenticated:
        return see_other(home_of(me()))
    terms = accounts.current_terms()
    form = RegisterForm(accounts.panels_on_offer())
    context = {"form": form, "closed": None}
    if not pending_codes.can_send(Channel.SMS):
        context["closed"] = CANNOT_TEXT
    elif terms is None:
        context["closed"] = REGISTRATION_CLOSED
    if context["closed"] or not form.is_submitted():
        return page("register.html", 503 if form.is_submitted() else 200, **context)
    if not form.validate():
        return page("register.html", 422, **context)
    filled = accounts.Registration(
        name=form.name.value,
        mobile=form.mobile.value,
        terms=terms,
        panel=form.chosen_panel,
        email=form.email.value,
        password=form.password.data,
    )
    try:
        handle = accounts.register(filled, visitor(), kept_handle())
    except codes.TooManyCodes as error:
        form.mobile.errors.append(str(error))
        return too_many(error, page("register.html", **context))
    return keep_code(handle, request.args.get("next"))


@bp.route("/login", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING, also_by=typed_identifier)
def login() -> Response:
    """With a password, or by asking for a code."""
    path = safe_path(request.args.get("next"))
    if current_user.is_authenticated:
        return see_other(path or home_of(me()))
    form = LoginForm()
    if not form.is_submitted():
        return page("login.html", form=form, path=path)
    if not form.validate():
        return page("login.html", 422, form=form, path=path)
    if form.by_code.data:
        return _send_code(form, path)
    try:
        opened = accounts.log_in_with_password(form.identifier.value, form.password.data, visitor())
    except accounts.BadLogin:
        form.form_errors.append(BAD_LOGIN)
    except accounts.AccountDisabled:
        form.form_errors.append(DISABLED)
    else:
        return enter(opened, path)
    return page("login.html", 422, form=form, path=path)


@bp.post("/logout")
@logged_in
def logout() -> Response:
    """Ends the session on the server, so that a copy of the cookie is worth nothing."""
    sessions.log_out(me(), request.remote_addr)
    logout_user()
    session.clear()
    toast("از حساب خود خارج شدید.")
    return see_other(url_for("public.home"))


def _send_code(form: LoginForm, path: str | None) -> Response:
    channel, _recipient = form.identifier.value
    if not pending_codes.can_send(channel):
        form.identifier.errors.append("ورود با کد هنوز راه‌اندازی نشده است؛ رمز عبور را وارد کنید.")
        return page("login.html", 422, form=form, path=path)
    try:
        handle = accounts.request_login_code(form.identifier.value, visitor(), kept_handle())
    except codes.TooManyCodes as error:
        form.identifier.errors.append(str(error))
        return too_many(error, page("login.html", form=form, path=path))
    return keep_code(handle, path)
