"""What the portal weighs: start, memory, installed size, bytes of a visit.

    script/bench footprint [--requests 10000] [--tickets 1000]

Measured on the usual installation: `flask serve`, one process, the notice worker inside, SQLite.
"""

import argparse
import gzip
import re
import statistics
import sys
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from bench import instances
from bench.browser import Answer, Browser
from bench.instances import Instance
from bench.pages import Page, Product, pages
from bench.servers import ROOT, Server, cpu_seconds, pss_bytes

STARTS = 5
_LINKED = re.compile(r'<(?:link|script)[^>]+(?:href|src)="(/[^"]+)"[^>]*>')
_PINNED = re.compile(r"^([\w.-]+)==", re.MULTILINE)


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="script/bench footprint")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--data", type=Path, default=ROOT / "instance" / "bench")
    chosen = parser.parse_args(arguments)
    folder = chosen.data / f"sqlite-{chosen.tickets}"
    instance = instances.prepare(folder, chosen.tickets, customers=1000)
    print(f"installed, without pip and bytecode: {_mb(installed_bytes())} MB of 65")
    print(f"CPU from start to the first page: {cold_start(instance):.2f} s of 1.5")
    with serving(instance) as server:
        facts = instances.facts(instance)
        product = Product(server.port, facts)
        for line in weights(Browser(server.port), product, pages(facts)):
            print(line)
        for line in memory(server, product, pages(facts), chosen.requests):
            print(line, flush=True)


@contextmanager
def serving(instance: Instance):
    """The portal in one process."""
    environ = instance.environ | {"PORTAL_WORKER": "embedded", "PORTAL_MODE": "demo"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port={port}"]
    server = Server(command, environ, instance.folder / "serve.log")
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def cold_start(instance: Instance) -> float:
    """Seconds of CPU until the first page is there; the median of a few starts."""
    spent = []
    for _ in range(STARTS):
        with serving(instance) as server:
            spent.append(cpu_seconds(server.pids()))
    return statistics.median(spent)


def memory(server: Server, product: Product, asked: list[Page], requests: int) -> list[str]:
    """Memory after the first pages, half-way and at the end of so many requests."""
    lines = []
    for done in range(requests + 1):
        if done in (len(asked), requests // 2, requests):
            size = _mb(pss_bytes(server.pids()))
            lines.append(f"PSS after {done:,} requests: {size} MB of 150")
        product.ask(asked[done % len(asked)])
    return lines


def weights(guest: Browser, product: Product, asked: list[Page]) -> list[str]:
    """Bytes on the wire of a first visit, and of later pages."""
    lines = []
    for path in ("/", "/login", "/register"):
        lines.append(_first_visit(path, guest, guest.get(path, compressed=True)))
    for page in asked:
        if page.path:
            answer = product.ask(page, compressed=True)
            if "search" not in page.name:
                lines.append(_first_visit(page.name, guest, answer))
            lines.append(f"later page, {page.name}: {_kb(len(answer.body))} KB of 15")
    return lines


def _first_visit(name: str, guest: Browser, answer: Answer) -> str:
    html = gzip.decompress(answer.body).decode()
    page, font = len(answer.body), 0
    for path in _LINKED.findall(html):
        size = len(guest.get(path.replace("&amp;", "&"), compressed=True).body)
        if ".woff2" in path:
            font += size
        elif "favicon" not in path:
            page += size
    return f"first visit, {name}: {_kb(page)} KB of 100, font {_kb(font)} KB of 80"


def installed_bytes() -> int:
    """Size of all that requirements.txt installs."""
    total = 0
    for name in _PINNED.findall((ROOT / "requirements.txt").read_text()):
        for file in metadata.distribution(name).files or ():
            path = file.locate()
            if path.suffix != ".pyc" and path.is_file():
                total += path.stat().st_size
    return total


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"


if __name__ == "__main__":
    main()
