"""The rules by name, and how strictly an admin wants each of them kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from portal.etiquette.findings import Level


@dataclass(frozen=True)
class Rule:
    """A rule as people meet it: its Persian title, its usual level and the demand it serves."""

    title: str
    default_level: Level
    seed: str


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "generic_title": Rule("عنوان گویا", Level.REQUIRE, "S12"),
        "excess_punctuation": Rule("تکرار علامت پرسش و تعجب", Level.REQUIRE, "S16"),
        "finglish": Rule("نوشتن فارسی با حروف لاتین", Level.REVIEW, "S17"),
        "not_persian": Rule("نوشتن به زبانی دیگر", Level.REVIEW, "S17"),
        "colloquial": Rule("نثر رسمی", Level.ADVISE, "S15"),
        "incomplete": Rule("اطلاعات کامل", Level.ADVISE, "S9"),
        "many_topics": Rule("یک موضوع در هر درخواست", Level.ADVISE, "S8"),
        "repeated_request": Rule("درخواست تکراری", Level.ADVISE, "S4, S7"),
        "new_topic": Rule("موضوع تازه در گفت‌وگو", Level.ADVISE, "S8"),
        "urgency_overuse": Rule("فوریت به اندازهٔ نیاز", Level.ADVISE, "S13"),
        "secret_pasted": Rule("رمز، کلید یا شمارهٔ کارت در متن", Level.REVIEW, ""),
    }
)

DEFAULT_LEVELS: Mapping[str, Level] = MappingProxyType(
    {name: rule.default_level for name, rule in RULES.items()}
)


@dataclass(frozen=True)
class Policy:
    """An admin's choices. A rule that `levels` does not name keeps its usual level.

    Two findings stay at `require` whatever the level of their rule, unless the rule is off:
    a fact that the category demands (incomplete) and an identical open ticket
    (repeated_request).
    """

    levels: Mapping[str, Level] = field(default_factory=lambda: DEFAULT_LEVELS)
    extra_generic_titles: Sequence[str] = ()
    # Latin words and names of brands that are no Finglish here.
    allowed_words: Sequence[str] = ()
    # How many question or exclamation marks in a row are too many.
    mark_limit: int = 3
    # From which likeness on (0 to 1) two requests are one matter, and a reply a new one. The
    # first is above the even chance, since a request is compared with all of a customer's tickets.
    same_topic: float = 0.65
    new_topic: float = 0.5
    # From how many open requests of high urgency on a further one is remarked on.
    urgent_limit: int = 2

    def level(self, rule: str) -> Level:
        """Return the level that this policy gives to a rule."""
        return Level(self.levels.get(rule, DEFAULT_LEVELS[rule]))


DEFAULT = Policy()
