"""How many pages an SMS takes, by 3GPP TS 23.038 (alphabet) and 23.040 (joined messages)."""

from collections.abc import Iterable
from dataclasses import dataclass

# TS 23.038, 6.2.1: the default alphabet without ESC, and the characters reached through ESC.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENDED


@dataclass(frozen=True)
class Segments:
    """The size of an SMS.

    `encoding` is "GSM-7" or "UCS-2"; `units` counts septets or UTF-16 code units; `segments`
    is the number of pages, none for an empty text; `fill` holds the units in each page.
    """

    encoding: str
    units: int
    segments: int
    fill: tuple[int, ...]


def count(
    text: str, single: tuple[int, int] = (160, 70), multi: tuple[int, int] = (153, 67)
) -> Segments:
    """The size of `text` as an SMS, its line ends being LF.

    `single` and `multi` are the units that fit in a lone page and in a joined page, for GSM-7
    and UCS-2; each at least 2. Pages are filled greedily, and a character of two units (an
    ESC pair, a surrogate pair) is never split, so a page may end one unit early.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_gsm = _GSM.issuperset(text)
    if is_gsm:
        widths = [2 if char in _EXTENDED else 1 for char in text]
    else:
        widths = [2 if char > "\uffff" else 1 for char in text]
    units = sum(widths)
    lone, joined = (single[0], multi[0]) if is_gsm else (single[1], multi[1])
    fill = ((units,) if units else ()) if units <= lone else _fill(widths, joined)
    return Segments("GSM-7" if is_gsm else "UCS-2", units, len(fill), fill)


def _fill(widths: Iterable[int], limit: int) -> tuple[int, ...]:
    pages = []
    page = 0
    for width in widths:
        if page + width > limit:
            pages.append(page)
            page = 0
        page += width
    return (*pages, page)
