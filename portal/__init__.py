"""Pasokh, a Persian support portal for resellers of SMS panels."""

import importlib
import os
from collections.abc import Mapping

import click
from flask import Flask
from flask.cli import AppGroup
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import config, database
from portal.extensions import csrf, limiter

BLUEPRINTS = ("public", "accounts", "tickets", "desk", "admin")
WEB_PARTS = ("access", "security", "htmx", "errors", "page", "filters", "assets")
# The command's name → its module in portal.commands.
COMMANDS = {
    "init": "setup",
    "serve": "serve",
    "worker": "worker",
    "staff": "staff",
    "demo": "demo",
    "etiquette": "etiquette",
    "backup": "backup",
    "restore": "restore",
    "upgrade": "upgrade",
    "doctor": "doctor",
}


class Commands(AppGroup):
    """Our commands, each imported when it is called: serving needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(ctx, name)
        return importlib.import_module(f"portal.commands.{COMMANDS[name]}").cli


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """The portal, set up from `PORTAL_*` variables; `overrides` are settings without the prefix.

    Raises config.ConfigError for a setting that cannot be used.
    """
    settings = config.load(os.environ, overrides)
    app = Flask(
        __name__,
        instance_path=settings["INSTANCE_DIR"],
        template_folder="../templates",
        static_folder="../static",
    )
    app.cli = Commands(app.name)
    app.config.update(config.flask_config(settings))
    if hops := settings["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
    database.init_app(app)
    for name in WEB_PARTS:
        importlib.import_module(f"portal.web.{name}").init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    for name in BLUEPRINTS:
        app.register_blueprint(importlib.import_module(f"portal.{name}").bp)
    importlib.import_module("portal.notifications.tasks").init_app(app)
    return app
