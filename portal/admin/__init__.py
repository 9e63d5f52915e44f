"""What only administrators do."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")

from portal.admin import policy, views  # noqa: E402, F401
