"""S12: a title tells what the matter is; «سلام» and «مشکل» tell nothing."""

import re
from collections.abc import Iterator

from portal.etiquette import title
from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import same_key, unstretch, words
from portal.etiquette.lexicon import section_of
from portal.etiquette.policy import Policy

HONORIFIC = frozenset({"اقای", "خانم", "مهندس", "اقا"})
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو")
KEYS = {char: (row, column) for row, keys in enumerate(ROWS) for column, char in enumerate(keys)}
LONGEST_WORD = 40


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Find a title from which nobody can tell the matter, and offer one made from the body."""
    subject = draft.subject
    if subject is None or not subject.strip() or not is_generic(subject, policy):
        return
    offered = title.suggest(draft, lambda text: not is_generic(text, policy))
    yield Finding(
        rule="generic_title",
        level=Level.ADVISE,
        field="subject",
        span=(0, len(subject)),
        message=("عنوان باید مسئله را نشان دهد؛ لطفاً موضوع اصلی درخواست را در چند واژه بنویسید."),
        suggestion=offered,
    )


def is_generic(subject: str, policy: Policy) -> bool:
    """Tell whether the title is nothing but greeting, call, complaint or bare topic."""
    if same_key(subject) in {same_key(extra) for extra in policy.extra_generic_titles}:
        return True
    tokens = _tokens(subject)
    if not tokens:
        return True
    if _is_mash("".join(tokens)) or all(_is_mash(t) for t in tokens):
        return True
    return _says_nothing(tokens)


def _says_nothing(tokens: list[str]) -> bool:
    told = [token for token in tokens if not token.isdigit()]
    if not told:
        return True
    kinds = [_kind(token) for token in told]
    for index, token in enumerate(told[:-1]):
        if token in HONORIFIC and kinds[index + 1] is None:
            kinds[index + 1] = "filler"
    if None in kinds:
        return False
    if len(told) < len(tokens) and not _only_calls(told, kinds):
        return False
    topics = {token for token, kind in zip(told, kinds, strict=True) if kind == "topic"}
    if not topics:
        return True
    others = [kind for kind in kinds if kind not in ("filler", "topic")]
    return (len(topics) == 1 and not others) or (
        topics <= {"ارسال", "ارسالی", "sms", "panel", "site"} and "kind" not in others
    )


def _only_calls(told: list[str], kinds: list[str | None]) -> bool:
    """A number says something beside a thing («خط ۳۰۰۰»), nothing beside a mere call («سؤال ۲»)."""
    return all(kind in ("filler", "kind", "latin") for kind in kinds) and not any(
        token.startswith(("خطا", "ارور", "تیکت", "ticket", "error")) for token in told
    )


def _tokens(subject: str) -> list[str]:
    """Folded words; stretched letters shortened, letters set apart joined again."""
    raw = [unstretch(word) for word in words(subject)]
    tokens: list[str] = []
    spelled = ""
    for word in [*raw, ""]:
        if len(word) == 1 and not word.isdigit() and word != "و":
            spelled += word
            continue
        if spelled:
            tokens.append(spelled)
            spelled = ""
        if word:
            tokens.append(word)
    return tokens


def _kind(token: str) -> str | None:
    """The section of the word list that holds the token, also with doubled letters or glued."""
    sections = section_of("titles")
    for form in (token, _single(token)):
        if form in sections:
            return sections[form]
    counted = sections.get(token.rstrip("0123456789"))
    if counted in ("filler", "kind", "latin"):
        return counted
    for cut in range(3, min(len(token), LONGEST_WORD) - 2):
        pair = {sections.get(token[:cut]), sections.get(token[cut:].removeprefix("و"))}
        if pair <= {"filler", "kind"}:
            return "kind" if "kind" in pair else "filler"
    return None


def _single(token: str) -> str:
    return re.sub(r"(.)\1+", r"\1", token)


def _is_mash(token: str) -> bool:
    """Keys pressed at random: one key again and again, or a walk along a row of the keyboard."""
    if len(token) < 3 or _kind(token) or token.isdigit():
        return len(token) == 1 and not token.isdigit()
    if len(set(token)) == 1:
        return True
    places = [KEYS.get(char) for char in token]
    if None in places or len(token) < 4:
        return False
    pairs = list(zip(places, places[1:], strict=False))
    steps = [two[1] - one[1] if one[0] == two[0] else len(ROWS[0]) for one, two in pairs]
    near = sum(abs(step) <= 1 for step in steps) / len(steps)
    one_row = len({row for row, _ in places}) == 1
    if len(token) == 4:
        return steps in ([1, 1, 1], [-1, -1, -1])
    return near >= 0.8 or (one_row and near >= 0.6 and len(token) > 5)
