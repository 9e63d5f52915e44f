"""Pages that are opened by a one-time link. Opening never changes anything: mail programs open
links too."""

from flask import Response, request, url_for
from flask_login import current_user

from portal.accounts import bp
from portal.accounts.forms import FirstAdminForm, Form, PasswordForm
from portal.accounts.views_shared import EMAIL_TAKEN, enter, page, visitor
from portal.services import profile, staff
from portal.services.contacts import EmailTaken
from portal.services.profile import LinkDead
from portal.web.access import public
from portal.web.htmx import see_other, toast
from portal.web.limits import KNOCKING, limit_posts


@bp.route("/verify-email/<token>", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def verify_email(token: str) -> Response:
    """Proves an e-mail address: the page shows it, the button makes it the verified one."""
    form = Form()
    try:
        email = profile.email_to_verify(token)
        if not form.is_submitted():
            return page("verify_email.html", form=form, email=email)
        profile.verify_email(token, request.remote_addr)
    except LinkDead:
        return _dead_link()
    except EmailTaken:
        form.form_errors.append(EMAIL_TAKEN)
        return page("verify_email.html", 422, form=form, email=email)
    toast("ایمیل شما تأیید شد.")
    return see_other(
        url_for("accounts.account" if current_user.is_authenticated else "accounts.login")
    )


@bp.route("/setup/<token>", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def setup(token: str) -> Response:
    """Creates the first administrator, while there is no staff."""
    if not staff.setup_is_open(token):
        return _dead_link()
    form = FirstAdminForm()
    if not form.is_submitted():
        return page("setup.html", form=form)
    if not form.validate():
        return page("setup.html", 422, form=form)
    person = staff.Person(form.name.value, form.mobile.value, form.email.value)
    try:
        return enter(staff.create_first_admin(token, person, form.password.data, visitor()))
    except LinkDead:
        return _dead_link()
    except EmailTaken:
        form.email.errors.append(EMAIL_TAKEN)
        return page("setup.html", 422, form=form)


@bp.route("/setup-password/<token>", methods=["GET", "POST"])
@public
@limit_posts(KNOCKING)
def setup_password(token: str) -> Response:
    """Lets an invited member of staff set their first password."""
    try:
        user = staff.invited(token)
        form = PasswordForm()
        if not form.is_submitted():
            return page("setup_password.html", form=form, user=user)
        if not form.validate():
            return page("setup_password.html", 422, form=form, user=user)
        return enter(staff.accept_invitation(token, form.password.data, visitor()))
    except LinkDead:
        return _dead_link()


def _dead_link() -> Response:
    return page("dead_link.html", 404)
