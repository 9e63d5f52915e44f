"""Pages for everyone: home, guide, terms."""

from flask import Response, abort, current_app, jsonify, render_template, request

from portal.models import Status
from portal.public import bp
from portal.services import accounts, health, pages, settings
from portal.web import assets, brand
from portal.web.access import public
from portal.web.markdown import to_html

_PRIVATE = ("/account", "/admin", "/attachments", "/desk", "/hooks", "/t/", "/tickets", "/uploads")


@bp.get("/")
@public
def home() -> str:
    return render_template("public/home.html", panels=accounts.panels_on_offer())


@bp.get("/guide")
@public
def guide() -> str:
    return render_template(
        "public/guide.html",
        guide=pages.guide(),
        statuses={status.value: status for status in Status},
    )


@bp.get("/terms")
@public
def terms() -> str:
    current = accounts.current_terms()
    if current is None:
        abort(404)
    return render_template("public/terms.html", terms=current, body=to_html(current.body))


@bp.get("/privacy")
@public
def privacy() -> str:
    stored = settings.get("privacy")
    if not stored:
        abort(404)
    return render_template("public/privacy.html", body=to_html(stored["markdown"]))


@bp.get("/brand.css")
@public
def brand_css() -> Response:
    """The brand's colours. A URL that names the colour may be kept for ever."""
    color = settings.brand().color
    response = Response(brand.stylesheet(color), content_type="text/css; charset=utf-8")
    named = request.args.get("v") == color.lstrip("#")
    response.headers["Cache-Control"] = assets.IMMUTABLE if named else "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers; nothing else is asked."""
    return Response("ok", content_type="text/plain; charset=utf-8")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Database, migrations and worker; 503 while one of them is not right."""
    parts = health.check()
    ready = all(state == "ok" for state in parts.values())
    response = jsonify(parts)
    response.headers["Cache-Control"] = "no-store"
    return response, 200 if ready else 503


@bp.get("/robots.txt")
@public
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE)]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/favicon.ico")
@public
def favicon() -> Response:
    """For browsers that ask without reading the page's <link>."""
    icon = current_app.extensions["assets"].get("img/favicon.svg")
    response = Response(icon.body, content_type=icon.media_type)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
