"""CPU time per request of the portal against the floor, in one interleaved run.

    script/bench [--sizes 1000,100000] [--blocks 12] [--requests 40] [--no-postgres]

All servers run at once. A block asks every server in turn for the same page, request by request,
so that whatever the machine does meanwhile falls on all of them alike; the processes' CPU clocks
are read around the block. A figure is the median of the blocks' ratios, with their quartiles.
"""

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from bench import instances, report
from bench.browser import Answer
from bench.instances import Instance
from bench.pages import Floor, Page, Product, pages
from bench.servers import ROOT, Server, cpu_seconds, gunicorn
from tests import postgres

WARM_UP = 12


@dataclass
class Target:
    """One way of asking one server, with what was measured of it by page."""

    name: str
    size: int
    ask: Callable[[Page], Answer]
    pids: Callable[[], list[int]]
    pages: dict[str, Page]
    cpu: dict[str, list[float]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)


def main(arguments: list[str] | None = None) -> None:
    """Measures, prints the tables, and writes everything to the results folder."""
    chosen = _options().parse_args(arguments)
    sizes = [int(size) for size in chosen.sizes.split(",")]
    with ExitStack() as running:
        targets = start(
            running,
            sizes,
            chosen.customers,
            chosen.data,
            postgres_url=_postgres(running) if chosen.postgres else None,
        )
        measure(targets, chosen.blocks, chosen.requests, only=chosen.only)
    results = [_result(target) for target in targets]
    chosen.results.mkdir(parents=True, exist_ok=True)
    (chosen.results / "load.json").write_text(json.dumps(results, ensure_ascii=False, indent=1))
    print(report.tables(results))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000", help="tickets, smallest first")
    parser.add_argument("--customers", type=int, default=1000)
    parser.add_argument("--blocks", type=int, default=12)
    parser.add_argument("--requests", type=int, default=40, help="in a block, of each server")
    parser.add_argument("--only", default="", help="pages whose name contains this")
    parser.add_argument("--no-postgres", dest="postgres", action="store_false")
    parser.add_argument("--data", type=Path, default=ROOT / "instance" / "bench")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    return parser


def start(
    running: ExitStack,
    sizes: list[int],
    customers: int,
    data: Path,
    postgres_url: str | None = None,
) -> list[Target]:
    """Servers on installations of these sizes: the floor, then the portal on each database."""
    targets = []
    for size in sizes:
        folder = data / f"sqlite-{size}"
        instance = _say(f"{size} tickets on SQLite", instances.prepare, folder, size, customers)
        targets += _floor(running, instance)
        targets += _portal(running, "SQLite", instance)
    for size in sizes if postgres_url else ():
        folder = Path(mkdtemp(prefix="pasokh-bench-"))
        running.callback(shutil.rmtree, folder)
        url = instances.create_database(postgres_url, f"pasokh_bench_{size}")
        instance = _say(
            f"{size} tickets on PostgreSQL", instances.prepare, folder, size, customers, url
        )
        targets += _portal(running, "PostgreSQL", instance)
    return targets


def _say(what: str, prepare: Callable[..., Instance], *arguments) -> Instance:
    print(f"{what} …", file=sys.stderr, flush=True)
    return prepare(*arguments)


def _postgres(running: ExitStack) -> str:
    url, stop = postgres.start_cluster()
    running.callback(stop)
    return url


def _floor(running: ExitStack, instance: Instance) -> list[Target]:
    found = instances.facts(instance)
    server = running.enter_context(
        _serving(
            "bench.floor:app", {"FLOOR_DATABASE": str(instance.sqlite_file)}, instance, "/desk"
        )
    )
    floor = Floor(server.port, found)
    return [Target("floor", instance.size, floor.ask, server.pids, _by_name(found))]


def _portal(running: ExitStack, database: str, instance: Instance) -> list[Target]:
    instances.settle(instance)
    found = instances.facts(instance)
    server = running.enter_context(_serving("wsgi:app", instance.environ, instance, "/healthz"))
    product = Product(server.port, found)

    def pids() -> list[int]:
        # What PostgreSQL does in its own processes, SQLite does inside the workers.
        return server.pids() + (instances.backends(instance.url) if instance.url else [])

    def browse(page: Page) -> Answer:
        return product.ask(page, compressed=True)

    named = _by_name(found)
    return [
        Target(database, instance.size, product.ask, pids, named),
        Target(f"{database}, gzip", instance.size, browse, pids, named),
    ]


@contextmanager
def _serving(app: str, environ: dict, instance: Instance, path: str) -> Iterator[Server]:
    log = instance.folder / f"{app.partition(':')[0]}.log"
    server = gunicorn(app, environ, log)
    try:
        server.wait(path)
        yield server
    finally:
        server.stop()


def _by_name(found: instances.Facts) -> dict[str, Page]:
    return {page.name: page for page in pages(found)}


def measure(targets: list[Target], blocks: int, requests: int, only: str = "") -> None:
    """Fills in the targets. Raises RuntimeError when a server answers with an error."""
    for name in targets[0].pages:
        if only not in name:
            continue
        print(f"  {name}", file=sys.stderr, flush=True)
        for target in targets:
            for _ in range(min(WARM_UP, requests)):
                _ask(target, name)
        # Two passes a block: a server's compressed answers must not count as its plain ones.
        plain = [t for t in targets if not t.name.endswith("gzip")]
        compressed = [t for t in targets if t.name.endswith("gzip")]
        for _ in range(blocks):
            _block(plain, name, requests)
            if targets[0].pages[name].path:
                _block(compressed, name, requests)


def _block(targets: list[Target], name: str, requests: int) -> None:
    pids = [target.pids() for target in targets]
    before = [cpu_seconds(one) for one in pids]
    for _ in range(requests):
        for target in targets:
            answer = _ask(target, name)
            target.wall.setdefault(name, []).append(answer.seconds)
            target.bytes[name] = len(answer.body)
    for target, one, start_cpu in zip(targets, pids, before, strict=True):
        spent = (cpu_seconds(one) - start_cpu) / requests
        target.cpu.setdefault(name, []).append(spent)


def _ask(target: Target, name: str) -> Answer:
    page = target.pages[name]
    answer = target.ask(page)
    if answer.status != (200 if page.path else 303):
        text = answer.body.decode(errors="replace")[:500]
        raise RuntimeError(f"{target.name}: {name} answered {answer.status}\n{text}")
    return answer


def _result(target: Target) -> dict:
    return {
        "target": target.name,
        "size": target.size,
        "pages": {
            name: {
                "most": target.pages[name].most,
                "growth": target.pages[name].growth,
                "cpu": target.cpu[name],
                "p50": statistics.median(target.wall[name]),
                "p95": statistics.quantiles(target.wall[name], n=20)[-1],
                "bytes": target.bytes[name],
            }
            for name in target.cpu
        },
    }


if __name__ == "__main__":
    main()
