"""A text as words and clauses, for rules that must see what stands around a word."""

import re
from functools import cached_property, lru_cache

from portal.etiquette.folding import ZWNJ, unstretch
from portal.etiquette.page import Page
from portal.etiquette.spoken_lists import bases, known, near, spoken_nouns
from portal.etiquette.spoken_verbs import Verb, verb
from portal.etiquette.zones import QUOTED, TECHNICAL

WORD = re.compile(r"\d+|[^\W\d_]+(?:\u200c+[^\W\d_]+)*")
# What parts clauses: anything between two words but spaces, ZWNJ and the underscore.
BREAK = re.compile(r"[^\s\u200c_]|\n")
STOP = re.compile(r"[.!?؟…\n؛]")
# As far as a clause is looked at to either side, in words.
REACH = 20
HAMZA = "\u0654"
# What stands for a word in an exempt zone; in no list of words.
EXEMPT = "\u2026"
# Stems whose bare present is a verb and no noun.
BARE = ("کن", "شو", "باش", "دار", "ده", "گرد", "نمای", "فرمای", "یاب", "گیر", "رس", "خواه", "رو")


@lru_cache(maxsize=8192)
def form_of(bare: str) -> Verb | None:
    """Return what a folded word without ZWNJ is as a verb; nouns are none."""
    return None if bare in spoken_nouns() else verb(bare)


@lru_cache(maxsize=8192)
def is_finite(bare: str) -> bool:
    """Tell whether a folded word without ZWNJ has a person, or a spoken «است» joined to it."""
    if bare in near("finite"):
        return True
    if bare.endswith("ه") and bare[:-1] in bases("predicates") and bare not in known():
        return True
    found = form_of(bare)
    if found is None or found.tense == "infinitive":
        return False
    if found.tense == "perfect" or found.prefix.endswith("می"):
        return True
    if found.tense == "present":
        return found.prefix != "" or found.written.startswith(BARE)
    return bare not in near("nouns of past")


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return unstretch(word.replace(ZWNJ, ""))


class Letter:
    """The words of a page in order, folded, with the clauses that they stand in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.folded.text
        self.title = page.field == "subject"
        self.words: list[str] = []
        self.places: list[tuple[int, int]] = []
        for match in WORD.finditer(self.text):
            self.words.append(match.group())
            self.places.append(match.span())

    def free(self, index: int) -> bool:
        """Tell whether a word lies in no zone that rules of language leave alone."""
        return self.page.zones.free(*self.span(index, index), TECHNICAL | QUOTED)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from the first to the last stand in the text as written."""
        return self.page.folded.span(self.places[first][0], self.places[last][1])

    @cached_property
    def keys(self) -> list[str]:
        """The words without ZWNJ and held letters; EXEMPT for what lies in an exempt zone."""
        if self.page.zones.free(0, len(self.page.text), TECHNICAL | QUOTED):
            return list(map(_plain, self.words))
        return [_plain(word) if self.free(i) else EXEMPT for i, word in enumerate(self.words)]

    def key(self, index: int) -> str:
        """Return a word without ZWNJ, "" beyond the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next one."""
        return self.text[self.places[index][1] : self.places[index + 1][0]]

    def breaks(self, index: int) -> bool:
        """Tell whether a mark, a new line or the end follows a word, or one precedes the first."""
        if not 0 <= index < len(self.words) - 1:
            return True
        gap = self.gap(index)
        if gap == " ":
            return False
        start = self.places[index][1]
        return any(self._is_free(start + found.start()) for found in BREAK.finditer(gap))

    def _is_free(self, at: int) -> bool:
        """Whether a mark is the writer's own: the quotes of a name part no clauses."""
        return self.page.zones.free(*self.page.folded.span(at, at + 1), TECHNICAL | QUOTED)

    def stops(self, index: int) -> bool:
        """Tell whether a sentence ends after a word."""
        if not 0 <= index < len(self.words) - 1:
            return True
        return STOP.search(self.gap(index)) is not None

    def before(self, index: int) -> str:
        """Return the word before in the same clause, "" if there is none."""
        return "" if self.breaks(index - 1) else self.key(index - 1)

    def after(self, index: int) -> str:
        """Return the word after in the same clause, "" if there is none."""
        return "" if self.breaks(index) else self.key(index + 1)

    def ends_clause(self, index: int) -> bool:
        """Tell whether a mark or a word that opens the next clause follows."""
        return self.breaks(index) or self.key(index + 1) in near("conjunctions")

    def opens_clause(self, index: int) -> bool:
        """Tell whether a mark or a word that opens a clause precedes."""
        return self.breaks(index - 1) or self.key(index - 1) in near("conjunctions")

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        """The first and the last word of the clause of each word."""
        bounds: list[tuple[int, int]] = []
        first = 0
        for last in range(len(self.words)):
            if self.ends_clause(last):
                bounds += [(first, last)] * (last + 1 - first)
                first = last + 1
            elif self.key(last) in near("conjunctions"):
                bounds += [(last, last)] * (last + 1 - first)
                first = last + 1
        return bounds

    @cached_property
    def _finite(self) -> list[int]:
        """How many finite verbs stand before each word, and in all."""
        counts = [0]
        for word in self.keys:
            counts.append(counts[-1] + is_finite(word))
        return counts

    def left(self, index: int) -> list[str]:
        """Return the words of the clause before a word, the nearest last."""
        return self.keys[max(self._clauses[index][0], index - REACH) : index]

    def right(self, index: int) -> list[str]:
        """Return the words of the clause after a word."""
        return self.keys[index + 1 : min(self._clauses[index][1], index + REACH) + 1]

    def has_verb(self, index: int) -> bool:
        """Tell whether the clause of a word has a finite verb besides it."""
        first, last = self._clauses[index]
        own = is_finite(self.key(index))
        return self._finite[last + 1] - self._finite[first] > own

    def follows_clause(self, index: int) -> bool:
        """Tell whether a conjunction joins the clause of a word to one with a finite verb."""
        first = self._clauses[index][0]
        joined = self.key(first - 1) in near("conjunctions") and not self.breaks(first - 1)
        return joined and not self.breaks(first - 2) and is_finite(self.key(first - 2))

    def named(self, index: int) -> bool:
        """Tell whether the sign of the genitive stands on a word: لازمهٔ تأیید."""
        end = self.span(index, index)[1]
        last = self.page.text[end - 1 : end + 1]
        return HAMZA in last or last[:1] in ("ۀ", "ة")

    def linked(self, index: int) -> bool:
        """Tell whether the genitive follows a word, by a sign or by a ی that stands alone."""
        return self.named(index) or self.after(index) == "ی"
