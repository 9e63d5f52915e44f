"""The page that asks for the one-time code of a registration, a login or a reset."""

from flask import Response, request, session, url_for
from flask_login import current_user

from portal.accounts import bp
from portal.accounts.forms import CodeForm
from portal.accounts.views_shared import DISABLED, enter, home_of, me, page, too_many, visitor
from portal.models import ChallengePurpose
from portal.services import accounts, codes, contacts, pending_codes, reset
from portal.services.pending_codes import Pending
from portal.web.access import public
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts

# In the signed cookie: the challenge's handle, and where to go after the login.
KEPT = "code"


def keep_code(handle: str, path: str | None) -> Response:
    """Remembers which code this browser waits for, and shows the page that asks for it."""
    session[KEPT] = {"handle": handle, "path": path}
    return see_other(url_for("accounts.verify_mobile"))


def kept_handle() -> str | None:
    """The handle of the code that this browser asked for last."""
    return session.get(KEPT, {}).get("handle")


@bp.route("/verify-mobile", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def verify_mobile() -> Response:
    """Asks for the code; the same page whether or not the number is known."""
    waiting = _waiting()
    if waiting is None:
        return _nothing_to_verify()
    form = CodeForm()
    if not form.is_submitted():
        return _code_page(form, waiting)
    if form.validate():
        try:
            return _accept(form.code.value, waiting)
        except codes.CodeRefused as refusal:
            form.code.errors.append(str(refusal))
        except accounts.AccountDisabled:
            form.form_errors.append(DISABLED)
    return _code_page(form, waiting, 422)


@bp.post("/verify-mobile/resend")
@public
@limit_posts(KNOCKING)
def resend_code() -> Response:
    """Sends a new code; the old one is void."""
    waiting = _waiting()
    if waiting is None:
        return _nothing_to_verify()
    try:
        [handle] = codes.resend([kept_handle()], request.remote_addr)
    except codes.CodeExpired:
        return _nothing_to_verify()
    except codes.TooManyCodes as error:
        form = CodeForm(formdata=None)
        form.form_errors.append(str(error))
        return too_many(error, _code_page(form, waiting))
    toast("کد تازه فرستاده شد.")
    return keep_code(handle, session[KEPT]["path"])


def _waiting() -> Pending | None:
    handle = kept_handle()
    waiting = pending_codes.pending(handle) if handle else None
    return None if current_user.is_authenticated else waiting


def _nothing_to_verify() -> Response:
    if current_user.is_authenticated:
        return see_other(home_of(me()))
    handle = kept_handle()
    if handle and reset.may_reset(handle):
        return see_other(url_for("accounts.new_password"))
    # The cookie stays as it is: it may be the second press of a form whose first press has just
    # logged in, and a new cookie would log out again.
    return see_other(url_for("accounts.login"))


def _accept(code: str, waiting: Pending) -> Response:
    handle = kept_handle()
    if waiting.purpose is ChallengePurpose.RESET:
        reset.unlock_reset(handle, code)
        return see_other(url_for("accounts.new_password"))
    return enter(accounts.log_in_with_code(handle, code, visitor()), session[KEPT]["path"])


def _code_page(form: CodeForm, waiting: Pending, status: int = 200) -> Response:
    return page(
        "verify_mobile.html",
        status,
        form=form,
        waiting=waiting,
        sent_to=contacts.mask(waiting.channel, waiting.recipient),
        shown_code=pending_codes.shown_code(kept_handle()),
    )
