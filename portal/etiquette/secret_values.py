"""What a password, a key or a placeholder looks like."""

import re

from portal.etiquette.lexicon import sections

MASK = "••••"
LONGEST = 512
PLACEHOLDER = re.compile(
    r"[\W_xX•*●]+|[$%{<\[#].*|.*[•●…].*|.*\*{3}.*|.*\.{3}.*|.*(?:your|my_?pass|my_?api|example"
    r"|placeholder|enter_).*"
    r"|(?:x|0)+|[x*-]{4,}|null|none|nil|true|false|string|str|text|empty|required|invalid"
    r"|incorrect|wrong|error"
    r"|missing|password|passwd|pass|username|user|token|apikey|api_key|reset|change|changed"
    r"|forgot|hidden|redacted"
    r"|ok|fail|failed|success|yes|no|done|correct|expired|blank|unknown|same|old|new|min|minimum"
    r"|max|maximum|must|should|length|please|the|and|not|is|are|at|undefined"
    r"|optional|field|value|varchar.*|int|bool|array|secret|key|test|sample|env|get|post|set",
    re.I,
)
EXPRESSION = re.compile(
    r"\(|\)|=>|->|::|^(?:process|req(?:uest)?|self|this|os|config|cfg|params|env|settings|ctx"
    r"|form|input|data|app|user"
    r"|opts|options|props|state|body|session)\.|getenv|environ|^[a-z_]+(?:\.[a-z_]+){2,}$"
    r"|\.(?:password|pass|pwd|token|key|secret|value|text)$",
    re.I,
)
ADDRESS = re.compile(
    r".*://|www\.|[\w.+-]+@[\w-]+\.(?:\w+\.)*[a-z]{2,6}$|[\w-]+\.(?:ir|com|net|org|php|html?"
    r"|json)(?:/.*)?$",
    re.I,
)
# Dates, times, amounts, addresses of machines, versions, telephone numbers.
FIGURES = re.compile(
    r"\d{1,4}[/-]\d{1,2}[/-]\d{1,4}|\d{1,2}:\d{2}(?::\d{2})?|\d{1,3}(?:[,.٬]\d{3})+"
    r"|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
    r"|v?\d+(?:\.\d+)+|0\d{2,3}-\d{5,8}|[\d.]+[%٪]|\+?\d[\d-]*"
)
COUNTED = re.compile(
    r"[ ]{0,2}(?:رقم|بار|دقیقه|ساعت|ثانیه|روز|کاراکتر|حرف|نفر|مرتبه|عدد|تا(?!\w)|ماه|تومان|ریال"
    r"|digits?|char|times?|min)"
)
SYMBOL = re.compile(r"(?<=\w)[!@#$%^&*+=~?](?=\w)|\w[!@#$%^&*+~]\Z|\A[!@#$%^&*+~]\w")
JOINT = re.compile(r"(?<=\w)[._-](?=\w)")
LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
LATIN = re.compile(r"[A-Za-z]")
TURNS = re.compile(r"(?<=[^\W\d_])[\W_]?(?=\d)|(?<=\d)[\W_]?(?=[^\W\d_])")
TECHNICAL = sections("secret_words")["technical"]


def is_placeholder(value: str) -> bool:
    """Tell whether the value only stands for a secret, or is an expression of code."""
    shown = value[:100]
    return bool(PLACEHOLDER.fullmatch(shown) or EXPRESSION.search(shown) or ADDRESS.match(shown))


def is_strong(value: str) -> bool:
    """Tell whether the value can hardly be a word: letters with digits, or with a sign inside."""
    if not 4 <= len(value) <= 64 or FIGURES.fullmatch(value) or value.lower() in TECHNICAL:
        return False
    if not LETTER.search(value):
        return SYMBOL.search(value) is not None
    if SYMBOL.search(value):
        return True
    return DIGIT.search(value) is not None and LATIN.search(value) is not None


def is_key(value: str, least: int) -> bool:
    """Tell whether the value mixes letters and digits as keys do."""
    if not least <= len(value) <= LONGEST or FIGURES.fullmatch(value):
        return False
    return len(LETTER.findall(value)) > 1 and len(DIGIT.findall(value)) > 1
