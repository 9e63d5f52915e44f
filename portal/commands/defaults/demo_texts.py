"""Material for realistic demonstration data; every person, shop and event is invented.

SUBJECTS and BODIES are lists of templates by category key. Templates, replies and notes may hold
{line} {mobile} {date} {time} {amount} {code} {city} {shop}: digits in Persian, the date as
۱۴۰۵/۰۹/۰۱, the time as ۱۴:۰۵, the amount a bare number (its unit stands in the text).
"""

from . import demo_money, demo_paperwork, demo_technical
from .demo_letters import CUSTOMER_FOLLOW_UPS, STAFF_NOTES, STAFF_REPLIES
from .demo_names import CITIES, FIRST_NAMES, LAST_NAMES, SHOPS

SUBJECTS = demo_technical.SUBJECTS | demo_money.SUBJECTS | demo_paperwork.SUBJECTS
BODIES = demo_technical.BODIES | demo_money.BODIES | demo_paperwork.BODIES

__all__ = [
    "BODIES",
    "CITIES",
    "CUSTOMER_FOLLOW_UPS",
    "FIRST_NAMES",
    "LAST_NAMES",
    "SHOPS",
    "STAFF_NOTES",
    "STAFF_REPLIES",
    "SUBJECTS",
]
