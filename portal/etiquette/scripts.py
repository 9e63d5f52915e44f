"""Which letters are Persian (or Arabic) and which Latin."""

import re

LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
)
HAS_PERSIAN = re.compile(rf"[{LETTER}]")
LATIN_LETTER = re.compile(r"[A-Za-z]")
