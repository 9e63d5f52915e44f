"""`flask --app wsgi serve`: the whole portal in one process."""

import ctypes
import logging
import signal
import socket
import threading
import time

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext

from portal.commands import demo, setup, upgrade
from portal.notifications import tasks

THREADS = 4
# mallopt's M_ARENA_MAX, from glibc's malloc.h.
ARENA_MAX = -8
# How soon a signal is noticed, and how long requests in flight may take then.
TURN_SECONDS = 0.5
STOP_SECONDS = 10
IDLE_TURNS = 2


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@with_appcontext
def cli(host: str, port: int) -> None:
    """Serve the portal, with the notice worker inside unless PORTAL_WORKER=separate."""
    app = current_app._get_current_object()
    if upgrade.is_behind() and app.config["MODE"] != "demo":
        raise click.ClickException(
            "The database has an older schema. Run `flask --app wsgi upgrade`, which makes a "
            "backup first."
        )
    _keep_memory_low()
    setup.prepare()
    if app.config["MODE"] == "demo":
        demo.fill_if_empty()
    serve(app, host, port)


def serve(app, host: str, port: int) -> None:
    """Runs until SIGTERM or Ctrl+C; requests in flight are finished, claimed notices released."""
    # A queue of a few requests is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets = {}
    server = waitress.create_server(
        app,
        map=sockets,
        sockets=[_listen(host, port)],
        threads=THREADS,
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 2**20,
        # The proxy's headers are ProxyFix's business (PORTAL_TRUSTED_PROXIES).
        clear_untrusted_proxy_headers=False,
    )
    stop_worker = tasks.start_embedded(app) if app.config["WORKER"] == "embedded" else lambda: None
    stopping = _stop_signals()
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Pasokh is at http://{shown}:{server.effective_port}/")

    def turn() -> None:
        server.asyncore.loop(timeout=TURN_SECONDS, use_poll=True, map=sockets, count=1)

    try:
        while not stopping.is_set():
            turn()
        # Only the listening socket: connections that are open are served to the end.
        server.asyncore.dispatcher.close(server)
        patience = time.monotonic() + STOP_SECONDS
        # A connection reads its next request only after its last answer has left; so being idle
        # once may mean that there is a request nobody has looked at yet.
        idle_turns = 0
        while idle_turns < IDLE_TURNS and time.monotonic() < patience:
            turn()
            idle_turns = 0 if _is_busy(server) else idle_turns + 1
    finally:
        server.task_dispatcher.shutdown()
        stop_worker()


def _keep_memory_low() -> None:
    """glibc gives each thread a heap of its own, which nearly doubles what we hold; two serve."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(ARENA_MAX, 2)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise click.ClickException(f"{host}:{port}: {error.strerror}") from None


def _stop_signals() -> threading.Event:
    """Set by SIGTERM or Ctrl+C; a further Ctrl+C ends the process at once."""
    stopping = threading.Event()

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _is_busy(server) -> bool:
    """Is a request arriving, being worked on, or is its answer on the way?"""
    return any(
        channel.request or channel.requests or channel.total_outbufs_len
        for channel in server.active_channels.values()
    )
