"""What the etiquette rules cost: time by rule, hostile texts, texts a second, memory.

    script/bench etiquette [--quick]

Prints tables for docs/etiquette.md. The texts are those of the corpora's `dev` split.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.servers import cpu_seconds
from portal.etiquette import DEFAULT, Draft, EarlierTicket, engine, review
from portal.etiquette.folding import fold
from portal.etiquette.page import Page

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "etiquette" / "corpus"
LETTERS, LONG = 500, 30_000
SHORT = 160
OTHERS = 3
HOSTILE = [
    "؟", "؟؟؟ ", "؟؟؟a ", "متن ؟؟؟ می رسد ", "1234??? ", "! ", "؟\u200c", "\u200c", "a", "A.",
    "a@", "http://", "رمز ", "رمز عبور: ", "password ", "password: a1 ", "کلید من ", "token=",
    "a1b2 رمز ", "1 ", "1234 ", "6037997512345670 ", "۱۲", "1۲٣", "«", "»", "«»", '"', "`",
    "```\n", "{", "}", '{"', "[", "()", "<a", "<!--", "select ", "insert into ", "salam ", "mi ",
    "nemi", "nemikonam ", "salam سلام ", "خطای ", "خطای a", "متن پیامک:", "متن ", "سلام ",
    "سلام", "ههه", "می‌خوام ", "اینو ", "رو ", "خونه ", "میشه", "eyJ", "/aaaaaaaa", "\n", " \n",
    "    x=1\n", "-", "ـ", "ال", "😀", "x_", "aB", "user ", "error ", "at a.b", "https://a:b",
    "'a' ", "a|b|", "ب\u064e", "e\u0301", "\ufdfa", "\ud800", "\x00", "خط ۳۰۰۰ ",
    "پیامک نمی‌رسد. ", "1405/09/01 ", "12:30 ", "، ", "و ", "سلام. ",
]  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="script/bench etiquette")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no hostile texts")
    chosen = parser.parse_args(arguments)
    drafts = list(requests())
    rounds = 2 if chosen.quick else 7
    print(f"| {LETTERS} letters | median ms | p99 ms |\n| --- | --- | --- |")
    for name, times in timed(drafts, rounds).items():
        print(f"| {name} | {statistics.median(times):.2f} | {percentile(times, 99):.2f} |")
    print(
        f"\nthrough the command: {throughput(2000 if chosen.quick else 12_000):.0f} texts a second"
    )
    loading, growth = footprint()
    print(f"load: {loading:.2f} s; memory: {growth:.1f} MB")
    if not chosen.quick:
        print(f"\n| {LONG:,} characters, worst of {len(HOSTILE)} | ms | of |\n| --- | --- | --- |")
        for name, (worst, piece) in hostile().items():
            print(f"| {name} | {worst:.0f} | `{piece!r}` |")


def items(name: str) -> Iterator[dict]:
    """The dev split of a corpus."""
    path = CORPUS / f"{name}.dev.jsonl"
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def requests() -> Iterator[Draft]:
    """Requests of about LETTERS letters: a ticket, and the texts of the next ones below it."""
    found = [item for item in items("tickets") if item.get("body")]
    found += [item for item in items("latin") if item.get("body")]
    bodies = [item["body"] for item in found]
    for index, item in enumerate(found):
        text = ""
        for body in bodies[index:] + bodies[:index]:
            text += body + "\n"
            if len(text) >= LETTERS:
                break
        yield Draft(item.get("subject"), text[:LETTERS], item.get("category"), urgency="high")


def rules() -> dict[str, Callable[[Draft, Page], object]]:
    """Each rule as a function of a draft and its page, and what all of them share."""
    found: dict[str, Callable[[Draft, Page], object]] = {}
    for name, check in engine.TEXT_RULES.items():
        found[name] = lambda draft, page, check=check: list(check(page, DEFAULT))
    for name, check in engine.TICKET_RULES.items():
        found[name] = lambda draft, page, check=check: list(check(beside_others(draft), DEFAULT))
    for name, check in engine.REPLY_RULES.items():
        found[name] = lambda draft, page, check=check: list(check(in_thread(draft), DEFAULT))
    return found


def beside_others(draft: Draft) -> Draft:
    """The draft of somebody with open tickets of its length."""
    bodies = [_turned(draft.body, count) for count in range(1, OTHERS + 1)]
    earlier = [EarlierTicket(n, "نرسیدن پیامک", body, None) for n, body in enumerate(bodies)]
    return replace(draft, earlier=earlier)


def in_thread(draft: Draft) -> Draft:
    """The draft as a reply, behind letters of its length."""
    thread = [_turned(draft.body, count) for count in range(1, OTHERS + 1)]
    return replace(draft, subject=None, kind="reply", thread=thread)


def _turned(text: str, by: int) -> str:
    cut = by * len(text) // (OTHERS + 1)
    return text[cut:] + text[:cut]


def fresh(draft: Draft) -> Page:
    """The body's page with what the rules share already read."""
    page = Page("body", draft.body)
    _shared(page)
    return page


def _shared(page: Page) -> None:
    assert page.folded and page.zones


def timed(drafts: list[Draft], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of CPU by rule, of each draft the best of some rounds.

    Whole reviews and single rules are timed in passes of their own, so that what one has read
    and kept does not help the other. Rules run in the engine's order on one page.
    """
    best: dict[str, list[float]] = {}
    for _ in range(rounds):
        for read in (_whole, _by_rule):
            for index, draft in enumerate(drafts):
                fold.cache_clear()
                for name, spent in read(draft).items():
                    times = best.setdefault(name, [float("inf")] * len(drafts))
                    times[index] = min(times[index], spent)
    return best


def _whole(draft: Draft) -> dict[str, float]:
    return {"all rules": _ms(lambda: review(draft))}


def _by_rule(draft: Draft) -> dict[str, float]:
    page = Page("body", draft.body)
    spent = {"folding and zones": _ms(lambda: _shared(page))}
    for name, rule in rules().items():
        spent[name] = _ms(lambda rule=rule: rule(draft, page))
    return spent


def _ms(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


def percentile(values: list[float], share: int) -> float:
    """The value below which this many of a hundred lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def hostile() -> dict[str, tuple[float, str]]:
    """By rule, the most milliseconds of CPU that a long hostile text takes, and its piece."""
    worst: dict[str, tuple[float, str]] = {}
    for piece in HOSTILE:
        text = (piece * LONG)[:LONG]
        draft = Draft(text[:LONG], text, urgency="high")
        acts = {"folding and zones": lambda draft=draft: fresh(draft)}
        page = fresh(draft)
        for name, rule in rules().items():
            acts[name] = lambda draft=draft, page=page, rule=rule: rule(draft, page)
        for name, act in acts.items():
            fold.cache_clear()
            spent = min(_ms(act) for _ in range(3))
            worst[name] = max(worst.get(name, (0.0, "")), (spent, piece))
    return worst


def throughput(count: int) -> float:
    """Short texts through the command in a second of one core, after its first answer."""
    found = [item for name in ("tickets", "latin", "colloquial") for item in items(name)]
    bodies = [item["body"] for item in found if 0 < len(item.get("body") or "") <= SHORT]
    lines = [json.dumps({"id": i, "body": bodies[i % len(bodies)]}) for i in range(count)]
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "etiquette"],
        cwd=ROOT,
        env=os.environ | {"PORTAL_MODE": "demo"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    process.stdin.write(f"{lines[0]}\n".encode())
    process.stdin.flush()
    process.stdout.readline()
    started = cpu_seconds([process.pid])
    feeder = threading.Thread(target=_feed, args=(process, lines[1:]))
    feeder.start()
    answered = spent = 0
    for answered, _ in enumerate(process.stdout, 1):
        if answered == count - 1:
            spent = cpu_seconds([process.pid]) - started
    feeder.join()
    if process.wait() or answered != count - 1:
        raise RuntimeError(f"{answered} of {count - 1} lines were answered")
    return answered / spent


def _feed(process: subprocess.Popen, lines: list[str]) -> None:
    with process.stdin as stream:
        stream.write("".join(f"{line}\n" for line in lines).encode())


MEASURE = """
import json, sys, time, portal
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before, started = resident(), time.perf_counter()
from portal.etiquette import Draft, review
review(Draft("سلام", "salam lotfan javab bedid, mikhastam bebinam chera payamak nemire"))
loaded = time.perf_counter() - started
for line in sys.stdin:
    item = json.loads(line)
    review(Draft(item.get("subject"), item.get("body"), item.get("category")))
print(loaded, (resident() - before) / 1024)
"""


def footprint() -> tuple[float, float]:
    """Seconds to load the engine, and the megabytes it adds after reading the corpora."""
    lines = [
        json.dumps(item) for name in ("tickets", "latin", "colloquial") for item in items(name)
    ]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input="\n".join(lines), capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    loading, growth = done.stdout.split()
    return float(loading), float(growth)


if __name__ == "__main__":
    main()
