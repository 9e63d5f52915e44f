"""Customers: looking them up, blocking, help after a lost phone."""

from flask import Response, make_response, render_template, request, url_for

from portal.desk import bp
from portal.desk.forms import BlockForm, Form, RecoveryForm
from portal.models import User
from portal.services import contacts, customers, moderation, recovery, ticket_access
from portal.web import htmx
from portal.web.access import me, staff, supervisor

LONGEST_QUERY = 200


@bp.get("/customers", endpoint="customers")
@staff
def index() -> str:
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    cursor = request.args.get("cursor")
    return htmx.render(
        "desk/customers.html",
        "desk/_customers.html",
        page=customers.customers_page(query, cursor),
        query=query,
        cursor=cursor,
    )


@bp.get("/customers/<int:ident>")
@staff
def customer(ident: int) -> Response:
    return _page(_customer(ident))


@bp.post("/customers/<int:ident>/block")
@supervisor
def block(ident: int) -> Response:
    """Keeps a customer from writing."""
    form = BlockForm()
    if not form.validate():
        return _page(_customer(ident), form)
    _customer(ident)
    moderation.block_customer(me(), ident, form.reason.data, request.remote_addr)
    return _done(ident, "مشتری مسدود شد؛ دلیل آن را در حساب خود می‌بیند.")


@bp.post("/customers/<int:ident>/unblock")
@supervisor
def unblock(ident: int) -> Response:
    """Lets a blocked customer write again."""
    _customer(ident)
    moderation.unblock_customer(me(), ident, request.remote_addr)
    return _done(ident, "مسدودی مشتری برداشته شد.")


@bp.post("/customers/<int:ident>/recovery")
@supervisor
def recover(ident: int) -> Response:
    """Lets a customer who has lost their phone log in with another number."""
    form = RecoveryForm()
    person = _customer(ident)
    if not form.validate():
        return _page(person, form)
    try:
        recovery.start_recovery(
            me(), person, form.mobile_value, form.reason.data, request.remote_addr
        )
    except contacts.MobileTaken:
        form.mobile.errors = ["حساب دیگری با این شمارهٔ همراه ثبت شده است."]
        return _page(_customer(ident), form)
    except recovery.RecoveryNotAllowed:
        raise ticket_access.TicketNotFound from None
    return _done(ident, "مشتری تا سه روز با کد فرستاده‌شده به این شماره وارد می‌شود.")


def _customer(ident: int) -> User:
    try:
        return customers.get_customer(ident)
    except moderation.CustomerNotFound:
        raise ticket_access.TicketNotFound from None


def _page(person: User, sent: Form | None = None) -> Response:
    cursor = request.args.get("cursor")
    html = render_template(
        "desk/customer.html",
        person=person,
        page=customers.tickets_of(me(), person, cursor),
        cursor=cursor,
        counts=customers.ticket_counts(person),
        panel=customers.chosen_panel(person),
        events=customers.recent_events(person) if _is_supervisor() else [],
        supervisor=_is_supervisor(),
        block=sent if isinstance(sent, BlockForm) else BlockForm(formdata=None),
        recovery=sent if isinstance(sent, RecoveryForm) else RecoveryForm(formdata=None),
        sent=sent.name if sent else "",
    )
    return make_response(html, 422 if sent else 200)


def _is_supervisor() -> bool:
    return me().role in moderation.SUPERVISORS


def _done(ident: int, text: str) -> Response:
    htmx.toast(text)
    return htmx.see_other(url_for("desk.customer", ident=ident))
