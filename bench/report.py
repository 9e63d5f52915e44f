"""Tables of what was measured, in Markdown."""

import statistics

FLOOR = "floor"


def tables(results: list[dict]) -> str:
    """All tables: against the floor by size, growth with size, waiting times."""
    sizes = sorted({result["size"] for result in results})
    parts = [_against_floor(results, size) for size in sizes]
    if len(sizes) > 1:
        parts.append(_growth(results, sizes[0], sizes[-1]))
    parts += [_waiting(results, size) for size in sizes]
    return "\n\n".join(parts)


def ratio(of: list[float], to: list[float]) -> tuple[float, float, float]:
    """The median of the blocks' ratios, and their quartiles."""
    ratios = [a / b for a, b in zip(of, to, strict=True)]
    if len(ratios) == 1:
        return ratios[0], ratios[0], ratios[0]
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return middle, low, high


def _against_floor(results: list[dict], size: int) -> str:
    here = {r["target"]: r["pages"] for r in results if r["size"] == size}
    floor = here.pop(FLOOR)
    heads = ["page", "budget", "floor ms", *(f"{name}" for name in here)]
    rows = []
    for name, at_floor in floor.items():
        row = [name, f"≤ {at_floor['most']:g}", _ms(statistics.median(at_floor["cpu"]))]
        for pages in here.values():
            page = pages.get(name)
            row.append(_against(page["cpu"], at_floor["cpu"]) if page else "")
        rows.append(row)
    return f"CPU per request against the floor, {size:,} tickets\n\n{_table(heads, rows)}"


def _against(cpu: list[float], floor: list[float]) -> str:
    middle, low, high = ratio(cpu, floor)
    return f"{middle:.1f} ({low:.1f} to {high:.1f}), {_ms(statistics.median(cpu))} ms"


def _growth(results: list[dict], small: int, big: int) -> str:
    by_key = {(r["target"], r["size"]): r["pages"] for r in results}
    names = [r["target"] for r in results if r["size"] == big and not r["target"].endswith("gzip")]
    rows = []
    for page, measured in by_key[names[0], big].items():
        row = [page, f"≤ {measured['growth']:g}"]
        for name in names:
            middle, low, high = ratio(
                by_key[name, big][page]["cpu"], by_key[name, small][page]["cpu"]
            )
            row.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
        rows.append(row)
    title = f"CPU per request, {big:,} tickets against {small:,}"
    return f"{title}\n\n{_table(['page', 'budget', *names], rows)}"


def _waiting(results: list[dict], size: int) -> str:
    here = {
        r["target"]: r["pages"]
        for r in results
        if r["size"] == size and not r["target"].endswith("gzip")
    }
    rows = [
        [
            name,
            *(f"{_ms(page[name]['p50'])} / {_ms(page[name]['p95'])}" for page in here.values()),
        ]
        for name in here[FLOOR]
    ]
    title = f"Milliseconds until the answer is there, p50 / p95, {size:,} tickets"
    return f"{title}\n\n{_table(['page', *here], rows)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
