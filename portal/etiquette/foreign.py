"""Languages in Arabic letters or in other scripts: Arabic, Azeri, Urdu, Kurdish, Russian, Chinese.

A clause is judged by its own words: those of the lists, the Arabic article, letters that Persian
does not have, Azeri endings; against words that only Persian has. Religious formulas count for
nothing, and neither do letters of an Arabic keyboard.
"""

import re
from collections.abc import Iterator
from functools import cache

from portal.etiquette.folding import ZWNJ, folded
from portal.etiquette.lexicon import sections, word_set
from portal.etiquette.page import Page
from portal.etiquette.zones import LETTER

OTHER_SCRIPT = re.compile(
    r"[\u0370-\u058f\u0590-\u05ff\u0900-\u0fff\u10a0-\u10ff\u1100-\u11ff\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
OTHER_LETTERS = 6
ANY = f"{LETTER}\u06d5"
TOKEN = re.compile(rf"[{ANY}]+(?:[{ZWNJ}\u0640\u064b-\u0655\u0670]+[{ANY}]+)*")
CLAUSE_END = re.compile(r"[.!?؟\n؛;:]")
KEYBOARD = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی", "ـ": None, ZWNJ: None})
MARKS = re.compile(r"[\u064b-\u0652\u0670]")
LETTERS = re.compile(r"[ٹڈڑںےہێۆڵڕڤۇۋېڭەځڅډړږښڼۍټھ]")
ARTICLE = re.compile(r"(?:و|ب|ف|ك|ک)?ال[^\W\d_]{2,}|(?:و|ف)?لل[^\W\d_]{3,}")
AZERI_ENDING = re.compile(
    r".{2,}(?:یمیز|ریمیز|میرلر|میرسیز|میرم|میریک|ماییب|مه.?ییب|میشم|میشیک|لریم|لاریم|لرین|لاریمیز"
    r"|یریک|ه.?جک|اجاق|سینیز|ردیلر|دیلار|ئدین|ئدیب|ئریر|ئرمیر|لاییب|لنیب|لانیب|یلیب|سیزلر"
    r"|(?:تار|دار|لار|لان|یل)(?:دی|دیم|دیز|دیق|دیک|دین))"
)
AZERI_LETTERS = re.compile(
    r"^یئ|یئن|^گئ[دتجر]|^دئ[یمد]|^وئر|^ائ[دلتی]|^نئ|^هئچ|^گؤ|^بؤ|^حؤ|ییریک|یرلر$"
)
PERSIAN_FORM = re.compile(r"ن?می.{2,}|.{2,}(?:های|هایی|هایم|هایمان|ترین|مون|تون|شون)")


@cache
def _foreign_words() -> frozenset[str]:
    table = sections("foreign_arabic")
    return frozenset(word for name in table if name != "formula" for word in table[name])


@cache
def _formulas() -> frozenset[str]:
    return frozenset(map(folded, sections("foreign_arabic")["formula"]))


@cache
def _persian_words() -> frozenset[str]:
    return frozenset(map(folded, word_set("persian_function")))


def foreign_spans(page: Page, zones: int) -> Iterator[tuple[int, int]]:
    """Return where another language stands in Arabic letters or another script."""
    yield from _arabic_letters(page, zones)
    yield from _other_scripts(page, zones)


def _arabic_letters(page: Page, zones: int) -> Iterator[tuple[int, int]]:
    """Yield the foreign clauses, neighbours joined."""
    start = end = None
    for clause in _clauses(page, zones):
        if not _is_foreign([word.group() for word in clause]):
            clause = next(filter(_is_insertion, _parts(page.text, clause)), [])
        if clause:
            start = clause[0].start() if start is None else start
            end = clause[-1].end()
        elif start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _parts(text: str, clause: list[re.Match]) -> Iterator[list[re.Match]]:
    """Part a clause at its commas, if it has any."""
    last = 0
    for at in range(1, len(clause) + 1):
        if at == len(clause) or "،" in text[clause[at - 1].end() : clause[at].start()]:
            if at - last < len(clause):
                yield clause[last:at]
            last = at


def _is_insertion(part: list[re.Match]) -> bool:
    words = [word.group() for word in part]
    return len(words) > 2 and sum(_mark(word) >= 1 for word in words) > 1 and _is_foreign(words)


def _clauses(page: Page, zones: int) -> Iterator[list[re.Match]]:
    clause: list[re.Match] = []
    last = 0
    for word in TOKEN.finditer(page.text):
        if clause and CLAUSE_END.search(page.text, last, word.start()):
            yield clause
            clause = []
        last = word.end()
        if page.zones.free(*word.span(), zones):
            clause.append(word)
    if clause:
        yield clause


def _is_foreign(words: list[str]) -> bool:
    marks = [_mark(word) for word in words]
    if not any(marks):
        return False
    foreign = strong = own = count = 0.0
    for word, mark in zip(words, marks, strict=True):
        plain = folded(word).replace(ZWNJ, "")
        if plain in _formulas():
            continue
        count += 1
        if plain in _persian_words() or PERSIAN_FORM.fullmatch(plain):
            own += 1
            continue
        strong += mark == 1.5
        foreign += min(mark, 1.0)
    if own * 1.5 >= foreign:
        return False
    if count <= 3:
        return (strong >= 1 or foreign > 1.5) and foreign >= count / 3
    return foreign >= 2 and foreign >= count * 0.28


def _mark(word: str) -> float:
    """Tell how foreign a word looks: 1.5 by its letters or the lists, 1 by its form, 0 not."""
    bare = MARKS.sub("", word.translate(KEYBOARD))
    if bare in _foreign_words() or LETTERS.search(word) or AZERI_LETTERS.search(word):
        return 1.5
    if ARTICLE.fullmatch(bare) or AZERI_ENDING.fullmatch(bare):
        return 1.0
    return 0.6 if word.endswith("ة") else 0.0


def _other_scripts(page: Page, zones: int) -> Iterator[tuple[int, int]]:
    places = [
        found.start()
        for found in OTHER_SCRIPT.finditer(page.text)
        if page.text[found.start()].isalpha() and page.zones.free(*found.span(), zones)
    ]
    if len(places) >= OTHER_LETTERS:
        yield places[0], places[-1] + 1
