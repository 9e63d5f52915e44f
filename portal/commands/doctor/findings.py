"""What a check has to say."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    PROBLEM = "problem"
    WARNING = "warning"
    FACT = "fact"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    level: Level
    text: str


def problem(text: str) -> Finding:
    """Something is broken or lost."""
    return Finding(Level.PROBLEM, text)


def warning(text: str) -> Finding:
    """Something works, but perhaps not as meant."""
    return Finding(Level.WARNING, text)


def fact(text: str) -> Finding:
    """Good to know."""
    return Finding(Level.FACT, text)
