"""The ten categories, in the order in which the customer sees them.

A field is {"key", "label", "type", "required": yes|no|when, "condition", "choices", "limits",
"hint", "hints_when", "width": full|half|third}. A condition names an earlier select or radio
field: the field is shown and required only when that field has one of the values.
Limits: min_length, max_length (characters or digits), min, max, max_items, not_future,
warn_days (older dates are warned of, never refused), approximate (a time may be marked so),
units (of an amount), literals (answers of a line field besides a number), extensions (of files),
no_secrets (passwords and keys are refused), fixed_words (a text of variables alone is refused),
as_typed (a legal name, whose letters and spaces are evidence).
Hints never block.
"""

from .categories_account import GENERAL, IDENTITY, RENEWAL
from .categories_delivery import DELIVERY
from .categories_finance import CREDIT, PAYMENT
from .categories_lines import LINE, PATTERN
from .categories_technical import BLACKLIST, WEBSERVICE

CATEGORIES = [
    DELIVERY,
    CREDIT,
    LINE,
    PATTERN,
    BLACKLIST,
    WEBSERVICE,
    PAYMENT,
    RENEWAL,
    IDENTITY,
    GENERAL,
]
