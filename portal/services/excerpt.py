"""A marked place of a text in its surroundings, short enough for a card."""

from portal.persian import letters

# How much of a text is shown on either side of a marked place, in characters.
AROUND = 28


def around(text: str, span: tuple[int, int] | None, width: int = AROUND) -> tuple[str, str, str]:
    """What stands before the place, the place itself, and what follows; empty without a place.

    Of a place longer than twice the width, the beginning stands for the whole.
    """
    if span is None:
        return "", "", ""
    start, end = span
    before = text[max(0, start - width) : start].rpartition("\n")[2]
    if start > width and len(before) == width:
        before = before.partition(" ")[2]
    if start > len(before):
        before = f"…{before}"
    place = " ".join(text[start:end].split())
    if len(place) > 2 * width:
        return before, letters.truncate(place, 2 * width), ""
    after = text[end : end + width].partition("\n")[0]
    if end + width < len(text) and len(after) == width:
        after = after.rpartition(" ")[0]
    return before, place, f"{after}…" if end + len(after) < len(text) else after
