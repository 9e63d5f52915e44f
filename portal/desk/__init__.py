"""The staff's desk."""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from portal.desk import actions, customers, lists, moderation, thread  # noqa: E402, F401
