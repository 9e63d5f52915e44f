"""How people write Persian sounds with Latin letters: one writer's habits, drawn by chance."""

from random import Random

from portal.etiquette.affixes import VERBAL, endings

# For each sound the spellings in use and how often, in hundredths.
HABITS = {
    "x": (("kh", 85), ("x", 15)),
    "q": (("gh", 76), ("q", 16), ("g", 8)),
    "š": (("sh", 97), ("s", 3)),
    "č": (("ch", 96), ("c", 4)),
    "ž": (("zh", 60), ("j", 40)),
    "â": (("a", 88), ("aa", 12)),
    "e": (("e", 96), ("i", 4)),
    "o": (("o", 92), ("u", 8)),
    "u": (("oo", 42), ("u", 38), ("o", 15), ("ou", 5)),
    "i": (("i", 86), ("ee", 12), ("y", 2)),
    "v": (("v", 93), ("w", 7)),
    "y": (("y", 84), ("i", 16)),
    "ʔ": (("", 72), ("'", 28)),
    "w": (("", 40), ("w", 40), ("u", 20)),
    "double": (("", 55), ("double", 45)),
    "eh": (("e", 82), ("eh", 18)),
}
ENDS = ("", "e", "ye", "hâ", "hâye", "am", "et", "eš", "emun", "etun", "o", "ro", "i", "tar")


class Writer:
    """A writer who keeps to one spelling of each sound, most of the time."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.usual = {sound: self._draw(sound) for sound in HABITS}
        self.lazy = chance.random() < 0.07

    def _draw(self, sound: str) -> str:
        spellings = HABITS[sound]
        return self.chance.choices([s for s, _ in spellings], [n for _, n in spellings])[0]

    def _spell(self, sound: str) -> str:
        if sound not in HABITS:
            return sound
        return self.usual[sound] if self.chance.random() < 0.85 else self._draw(sound)

    def write(self, said: str) -> str:
        """Write the sounds of a word."""
        letters, last = [], ""
        for at, sound in enumerate(said):
            if sound == last and self._spell("double") == "":
                continue
            if self.lazy and sound in "aeoiuâ" and at and self.chance.random() < 0.75:
                last = sound
                continue
            final = sound == "e" and at == len(said) - 1 and at > 1
            letters.append(self._spell("eh") if final else self._spell(sound))
            last = sound
        return "".join(letters)


def inflected(said: str, kind: str, chance: Random) -> str:
    """Put a common ending on a word, or make a stem a verb."""
    if kind in "fvm":
        return said
    if kind == "n":
        return said + (chance.choice(ENDS) if chance.random() < 0.45 else "")
    ends = [affix for affix in endings(kind) if affix.price <= 0.2]
    starts = [before for before, _, kinds, price in VERBAL if kind in kinds and price <= 0.2]
    plain = kind == "p" and chance.random() < 0.35
    return ("" if plain else chance.choice(starts)) + said + chance.choice(ends).said
