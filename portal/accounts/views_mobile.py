"""Change of one's mobile number."""

from flask import Response, request, session, url_for

from portal.accounts import bp
from portal.accounts.forms import MobileCodesForm, MobileForm
from portal.accounts.views_account import account_page
from portal.accounts.views_shared import CANNOT_TEXT, MOBILE_TAKEN, me, page, too_many
from portal.models import Channel
from portal.services import codes, contacts, mobile, pending_codes
from portal.services.contacts import MobileTaken
from portal.web.access import logged_in
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts

# In the signed cookie: the handles of the codes, by "old" and "new".
KEPT = "mobile_codes"


@bp.post("/account/mobile")
@logged_in
@limit_posts(KNOCKING)
def change_mobile() -> Response:
    """Sends a code to the present and one to the new number."""
    form = MobileForm()
    if not form.validate():
        return account_page(422, mobile_form=form)
    if not pending_codes.can_send(Channel.SMS):
        form.mobile.errors.append(CANNOT_TEXT)
        return account_page(422, mobile_form=form)
    try:
        handles = mobile.start_change(
            me(), form.mobile.value, request.remote_addr, session.get(KEPT, {})
        )
    except mobile.SameMobile:
        form.mobile.errors.append("این شماره همین اکنون شمارهٔ شماست.")
        return account_page(422, mobile_form=form)
    except codes.TooManyCodes as error:
        form.mobile.errors.append(str(error))
        return too_many(error, account_page(mobile_form=form))
    return _keep(handles)


@bp.route("/account/verify-mobile", methods=["GET", "POST"])
@logged_in
@limit_posts(KNOCKING)
def verify_new_mobile() -> Response:
    """One page asks for both codes."""
    handles = session.get(KEPT, {})
    if not _waits(handles):
        return see_other(url_for("accounts.account"))
    form = _codes_form(handles)
    if not form.is_submitted():
        return _codes_page(form)
    if not form.validate():
        return _codes_page(form, 422)
    typed = {side: form[f"{side}_code"].value for side in handles}
    try:
        mobile.finish_change(me(), handles, typed, request.remote_addr)
    except mobile.MobileCodesRefused as refused:
        for side, problem in refused.problems.items():
            form[f"{side}_code"].errors.append(str(problem))
    except MobileTaken:
        form.form_errors.append(MOBILE_TAKEN)
    else:
        session.pop(KEPT)
        toast("شمارهٔ همراه شما تغییر کرد.")
        return see_other(url_for("accounts.account"))
    return _codes_page(form, 422)


@bp.post("/account/verify-mobile/resend")
@logged_in
@limit_posts(KNOCKING)
def resend_mobile_codes() -> Response:
    """Sends both codes anew; the old ones are void."""
    handles = session.get(KEPT, {})
    if not _waits(handles):
        return see_other(url_for("accounts.account"))
    try:
        renewed = codes.resend(list(handles.values()), request.remote_addr)
    except codes.CodeExpired:
        return see_other(url_for("accounts.account"))
    except codes.TooManyCodes as error:
        form = _codes_form(handles, formdata=None)
        form.form_errors.append(str(error))
        return too_many(error, _codes_page(form))
    toast("کدهای تازه فرستاده شد.")
    return _keep(dict(zip(handles, renewed, strict=True)))


def _waits(handles: dict[str, str]) -> bool:
    return bool(handles) and all(pending_codes.pending(handle) for handle in handles.values())


def _keep(handles: dict[str, str]) -> Response:
    session[KEPT] = handles
    return see_other(url_for("accounts.verify_new_mobile"))


def _codes_form(handles: dict[str, str], **kwargs) -> MobileCodesForm:
    form = MobileCodesForm(**kwargs)
    if "old" not in handles:
        del form.old_code
    return form


def _codes_page(form: MobileCodesForm, status: int = 200) -> Response:
    handles = session[KEPT]
    waiting = {side: pending_codes.pending(handle) for side, handle in handles.items()}
    return page(
        "verify_new_mobile.html",
        status,
        form=form,
        resend_in=max(code.resend_in for code in waiting.values()),
        sent_to={s: contacts.mask(code.channel, code.recipient) for s, code in waiting.items()},
        shown_codes={side: pending_codes.shown_code(handle) for side, handle in handles.items()},
    )
