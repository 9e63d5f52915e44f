"""Who may enter a route: each view function carries exactly one of these decorators.

A test walks `url_map` and fails for a view without one. Which ticket a person may see is decided
in one place too: `services.ticket_access.get_ticket_for`.
"""

from collections.abc import Callable
from functools import wraps

from flask import Flask, abort, redirect, request, url_for
from flask_login import current_user

from portal.extensions import login_manager
from portal.models import Role, User
from portal.services import sessions
from portal.web import htmx

View = Callable[..., object]


def init_app(app: Flask) -> None:
    """Has Flask-Login find people by their session and turn strangers away our way."""
    login_manager.init_app(app)
    login_manager.user_loader(sessions.load)
    login_manager.unauthorized_handler(htmx.unauthorized)


def _guard(name: str, allowed: Callable[[], object | None]) -> Callable[[View], View]:
    """A decorator that answers what `allowed` returns, or runs the view when it returns None."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args, **kwargs):
            refusal = allowed()
            return view(*args, **kwargs) if refusal is None else refusal

        guarded.access = name
        return guarded

    return decorate


def _need(*roles: Role) -> Callable[[], object | None]:
    def allowed() -> object | None:
        if not current_user.is_authenticated:
            return login_manager.unauthorized()
        if roles and current_user.role not in roles:
            # What one may not see does not exist (promise 4).
            abort(404)
        return None

    return allowed


def _need_customer() -> object | None:
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
    if current_user.is_staff:
        if request.method == "GET" and request.endpoint == "tickets.index":
            return redirect(url_for("desk.queue"))
        abort(404)
    return None


public = _guard("public", lambda: None)
# A provider's call from outside: no login, no CSRF; the secret in its path is the key.
callback = _guard("callback", lambda: None)
logged_in = _guard("logged_in", _need())
customer = _guard("customer", _need_customer)
staff = _guard("staff", _need(Role.AGENT, Role.SUPERVISOR, Role.ADMIN))
supervisor = _guard("supervisor", _need(Role.SUPERVISOR, Role.ADMIN))
admin = _guard("admin", _need(Role.ADMIN))


def me() -> User:
    """Who is logged in, as the services take them."""
    return current_user._get_current_object()
