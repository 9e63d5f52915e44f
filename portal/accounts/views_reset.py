"""A new password for someone who has forgotten theirs."""

from flask import Response, url_for
from flask_login import current_user

from portal.accounts import bp
from portal.accounts.forms import IdentifierForm, PasswordForm
from portal.accounts.views_code import keep_code, kept_handle
from portal.accounts.views_shared import (
    CANNOT_TEXT,
    DISABLED,
    enter,
    home_of,
    me,
    page,
    too_many,
    typed_identifier,
    visitor,
)
from portal.services import accounts, codes, pending_codes, reset
from portal.web.access import public
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts


@bp.route("/reset-password", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING, also_by=typed_identifier)
def reset_password() -> Response:
    """Asks who it is, and sends a code."""
    if current_user.is_authenticated:
        return see_other(home_of(me()))
    form = IdentifierForm()
    if not form.is_submitted():
        return page("reset_password.html", form=form)
    if not form.validate():
        return page("reset_password.html", 422, form=form)
    if not pending_codes.can_send(form.identifier.value[0]):
        form.identifier.errors.append(f"{CANNOT_TEXT} با پشتیبانی تماس بگیرید.")
        return page("reset_password.html", 422, form=form)
    try:
        handle = reset.request_reset_code(form.identifier.value, visitor(), kept_handle())
    except codes.TooManyCodes as error:
        form.identifier.errors.append(str(error))
        return too_many(error, page("reset_password.html", form=form))
    return keep_code(handle, None)


@bp.route("/reset-password/new", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def new_password() -> Response:
    """Asks for the new password, once the code was right."""
    handle = kept_handle()
    if not handle or not reset.may_reset(handle):
        return _start_again()
    form = PasswordForm()
    if not form.is_submitted():
        return page("new_password.html", form=form)
    if not form.validate():
        return page("new_password.html", 422, form=form)
    try:
        login = reset.reset_password(handle, form.password.data, visitor())
    except reset.ResetExpired:
        return _start_again()
    except accounts.AccountDisabled:
        form.form_errors.append(DISABLED)
        return page("new_password.html", 422, form=form)
    response = enter(login)
    toast("رمز عبور تازه ثبت شد.")
    return response


def _start_again() -> Response:
    if current_user.is_authenticated:
        return see_other(home_of(me()))
    toast("مهلت تعیین رمز عبور پایان یافته است؛ کد تازه بخواهید.", "amber")
    return see_other(url_for("accounts.reset_password"))
