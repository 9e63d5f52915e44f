"""Whether two requests are one matter, and whether a reply opens another (S4, S7, S8)."""

from collections.abc import Iterable, Mapping

from portal.etiquette.folding import same_key
from portal.etiquette.gist import Gist, gist
from portal.etiquette.likeness import likeness
from portal.etiquette.reply_topics import fresh_matter

Text = tuple[str, str]

# From which score on the answer is yes, where no admin has chosen otherwise.
SAME_TOPIC = 0.5
NEW_TOPIC = 0.5


def identical(one: Text, two: Text) -> bool:
    """Tell whether two texts have the same letters and digits in subject and in body."""
    keys = [tuple(map(same_key, text)) for text in (one, two)]
    return keys[0] == keys[1] and any(keys[0])


def same_topic(one: Text, two: Text) -> tuple[bool, float]:
    """Tell whether two requests (subject, body) are about one matter, with a score in 0..1."""
    if identical(one, two):
        return True, 1.0
    score = round(likeness(gist(*one), gist(*two)), 4)
    return score >= SAME_TOPIC, score


def new_topic(thread: Iterable[str], reply: str) -> tuple[bool, float]:
    """Tell whether a reply leaves the subject of its thread, with a score in 0..1.

    `thread` holds the letters before it, the oldest first.
    """
    letters = [letter for letter in thread if letter.strip()]
    if not letters or not same_key(reply):
        return False, 0.0
    score = round(fresh_matter(letters, reply)[0], 4)
    return score >= NEW_TOPIC, score


def request_gist(subject: str, body: str, details: Mapping[str, str]) -> Gist:
    """Return what a request tells, the facts of its category's form with it."""
    return gist(subject, body, tuple(sorted(details.items())))
