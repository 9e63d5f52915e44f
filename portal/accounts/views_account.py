"""One's own account: profile, e-mail, password, sessions."""

from flask import Response, abort, request, url_for

from portal.accounts import bp
from portal.accounts.forms import ChangePasswordForm, EmailForm, MobileForm, ProfileForm
from portal.accounts.views_shared import me, page, too_many
from portal.services import codes, profile, sessions
from portal.web.access import logged_in
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts

WRONG_PASSWORD = "رمز عبور کنونی درست نیست."
UNKNOWN_DEVICE = "مرورگر ناشناس"
# The first word that stands in a User-Agent names it: most also pretend to be others.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "اندروید",
    "iPhone": "آیفون",
    "iPad": "آیپد",
    "Windows": "ویندوز",
    "Mac OS": "مک",
    "Linux": "لینوکس",
}


def device_name(agent: str | None) -> str:
    """A session's browser and system in words: «Firefox روی ویندوز»."""
    browser = next((name for word, name in BROWSERS.items() if word in (agent or "")), None)
    system = next((name for word, name in SYSTEMS.items() if word in (agent or "")), None)
    if browser and system:
        return f"{browser} روی {system}"
    return browser or system or UNKNOWN_DEVICE


def account_page(status: int = 200, **submitted) -> Response:
    """The account with all its forms; `submitted` is the one to show with its errors."""
    user = me()
    forms = {
        "profile_form": ProfileForm(formdata=None, name=user.name, organisation=user.organisation),
        "email_form": EmailForm(formdata=None, email=user.email),
        "password_form": ChangePasswordForm(formdata=None),
        "mobile_form": MobileForm(formdata=None),
    }
    return page(
        "account.html",
        status,
        user=user,
        logins=sessions.list_of(user),
        device_name=device_name,
        in_use=user.login_session.id,
        **forms | submitted,
    )


@bp.get("/account")
@logged_in
def account() -> Response:
    """«پروفایل»."""
    return account_page()


@bp.post("/account")
@logged_in
@limit_posts(KNOCKING)
def change_profile() -> Response:
    """Name and organisation."""
    form = ProfileForm()
    if not form.validate():
        return account_page(422, profile_form=form)
    profile.change_profile(me(), form.name.value, form.organisation.value, request.remote_addr)
    return _saved("ذخیره شد.")


@bp.post("/account/email")
@logged_in
@limit_posts(KNOCKING)
def change_email() -> Response:
    """Sends the link that proves a new address, or again the one for an unproven address."""
    form = EmailForm()
    if not form.validate():
        return account_page(422, email_form=form)
    try:
        sent = profile.change_email(me(), form.email.value, request.remote_addr)
    except codes.TooManyCodes as error:
        form.email.errors.append(str(error))
        return too_many(error, account_page(422, email_form=form))
    if sent:
        return _saved("پیوند تأیید به ایمیل شما فرستاده شد؛ تا سه روز معتبر است.")
    return _saved("ذخیره شد.")


@bp.post("/account/password")
@logged_in
@limit_posts(KNOCKING)
def change_password() -> Response:
    """Sets the password and ends the other sessions."""
    form = ChangePasswordForm()
    if not form.validate():
        return account_page(422, password_form=form)
    try:
        profile.change_password(
            me(), form.current_password.data or "", form.new_password.data, request.remote_addr
        )
    except profile.WrongPassword:
        form.current_password.errors.append(WRONG_PASSWORD)
        return account_page(422, password_form=form)
    return _saved("رمز عبور ثبت شد و نشست‌های دیگر پایان یافت.")


@bp.post("/account/sessions/<int:session_id>/revoke")
@logged_in
def revoke_session(session_id: int) -> Response:
    """Ends one session, perhaps this one."""
    try:
        sessions.revoke(me(), session_id, request.remote_addr)
    except sessions.SessionNotFound:
        abort(404)
    return _saved("آن نشست پایان یافت.")


@bp.post("/account/sessions/revoke-others")
@logged_in
def revoke_other_sessions() -> Response:
    """Ends all sessions but this one."""
    sessions.revoke_others(me(), request.remote_addr)
    return _saved("نشست‌های دیگر پایان یافت.")


def _saved(text: str) -> Response:
    toast(text)
    return see_other(url_for("accounts.account"))
