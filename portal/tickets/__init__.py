"""The customer's tickets."""

from flask import Blueprint

bp = Blueprint("tickets", __name__)

from portal.tickets import replies, thread, uploads, views  # noqa: E402, F401
