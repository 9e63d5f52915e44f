"""What Persian puts before and after a word, with its sounds and its letters.

Each table tells, for an affix in sounds, how it is written after a consonant, after a silent ه,
after a long vowel and after ی; `-` where it cannot stand. Sounds are those of `romanise`.
"""

from dataclasses import dataclass
from functools import cache

from portal.etiquette.romanise import key, skeleton

ZWNJ = "\u200c"
HAMZA = "\u0654"


@dataclass(frozen=True, slots=True)
class Affix:
    """An affix: its sounds, its letters by the end of the stem, its price and its part."""

    said: str
    after: tuple[str | None, str | None, str | None, str | None]
    price: float
    part: str = ""


# The part "ezafe" ties a word to the next one, "copula" ends a clause.
NOMINAL = """
e     =  -  -  -   .15 ezafe
e     -  -  -  =   .15 ezafe
ye    -  ٔ  ی  =   .15 ezafe
e     -  ٔ  ی  -   .45 ezafe
e     ه  -  -  ه   .35 copula
ast   ه~است ~است ست ست  1.2 copula
st    -  ~ست ست ست .4 copula
i     ی  ~ای یی -  .3
yi    -  ~ای یی =  .3
am    م  ~ام ~ام ~ام .3
m     -  ~م  م  م  .3
yam   -  -  یم -   .3
et    ت  ~ات ~ات ~ات .3
at    ت  ~ات ~ات ~ات .3
t     -  ~ت  ت  ت  .5
yat   -  -  یت -   .4
eš    ش  ~اش ~اش ~اش .3
ešam  شم ~شم شم شم .5
aš    ش  ~اش ~اش ~اش .3
š     -  ~ش  ش  ش  .4
yaš   -  -  یش -   .3
emun  مون ~مون مون مون .3
mun   -  ~مون مون مون .3
emân  مان ~مان مان مان .3
mân   -  ~مان مان مان .3
yemân -  -  یمان -  .3
etun  تون ~تون تون تون .3
tun   -  ~تون تون تون .3
etân  تان ~تان تان تان .3
tân   -  ~تان تان تان .3
yetân -  -  یتان -  .3
ešun  شون ~شون شون شون .3
šun   -  ~شون شون شون .3
ešân  شان ~شان شان شان .3
šân   -  ~شان شان شان .3
yešân -  -  یشان -  .3
im    یم ~ایم ییم ~ایم .35
yim   -  ~ایم ییم یم .35
id    ید ~اید یید ~اید .35
yid   -  ~اید یید ید .35
in    ین ~این یین ~این .5
yin   -  ~این یین ین .5
and   ند ~اند ند ~اند .35
an    ن  ~ان ن  ~ان .6
o     و  ~و  و  و  .4
ro    رو ~رو رو رو .4
râ    را ~را را را .5
amo   مو ~مو مو مو .6
mo    -  ~مو مو مو .4
eto   تو ~تو تو تو .5
to    -  ~تو تو تو .6
ešo   شو ~شو شو شو .4
šo    -  ~شو شو شو .4
emuno مونو ~مونو مونو مونو .5
etuno تونو ~تونو تونو تونو .5
ešuno شونو ~شونو شونو شونو .5
hâ    ~ها ~ها ~ها ~ها .1
hâye  ~های ~های ~های ~های .1
hâyi  ~هایی ~هایی ~هایی ~هایی .2
hâm   ~هام ~هام ~هام ~هام .3
hât   ~هات ~هات ~هات ~هات .4
hâš   ~هاش ~هاش ~هاش ~هاش .3
hâyam ~هایم ~هایم ~هایم ~هایم .3
hâyat ~هایت ~هایت ~هایت ~هایت .4
hâyaš ~هایش ~هایش ~هایش ~هایش .3
hâmun ~هامون ~هامون ~هامون ~هامون .3
hâtun ~هاتون ~هاتون ~هاتون ~هاتون .3
hâšun ~هاشون ~هاشون ~هاشون ~هاشون .3
hâyemân ~هایمان ~هایمان ~هایمان ~هایمان .3
hâyetân ~هایتان ~هایتان ~هایتان ~هایتان .3
hâyešân ~هایشان ~هایشان ~هایشان ~هایشان .3
hâro  ~هارو ~هارو ~هارو ~هارو .4
hâmo  ~هامو ~هامو ~هامو ~هامو .4
hâ-o  ~هاو ~هاو ~هاو ~هاو .6
â     ا  -  -  یا  .5
âye   ای -  -  یای .5
âm    ام -  -  یام .5
âš    اش -  -  یاش .6
âmun  امون -  -  یامون .6
âtun  اتون -  -  یاتون .6
âšun  اشون -  -  یاشون .6
âro   ارو -  -  یارو .6
tar   ~تر ~تر ~تر ~تر .2
tare  ~تر ~تر ~تر ~تر .4 ezafe
tare  ~تره ~تره ~تره ~تره .4 copula
tari  ~تری ~تری ~تری ~تری .4
tarin ~ترین ~ترین ~ترین ~ترین .2
tarine ~ترین ~ترین ~ترین ~ترین .3 ezafe
"""
PAST = """
am    م .1
i     ی .2
im    یم .1
id    ید .1
in    ین .15
and   ند .1
an    ن .2
e     ه .1
eam   ه~ام .2
ei    ه~ای .3
eim   ه~ایم .2
eid   ه~اید .2
ein   ه~این .3
eand  ه~اند .2
ane   ن .35 ezafe
ani   نی .5
aneš  نش .45
anam  نم .45
anet  نت .5
anešun نشون .5
anemun نمون .5
eš    ش .35
ešun  شون .4
etun  تون .4
ameš  مش .3
ametun متون .4
amešun مشون .4
imeš  یمش .4
ideš  یدش .4
ineš  ینش .4
eye   هٔ .3 ezafe
ehâ   ه~ها .4
"""
PRESENT = """
am    م .1
i     ی .2
ad    د .1
e     ه .1
im    یم .1
id    ید .1
in    ین .1
and   ند .1
an    ن .15
ameš  مش .3
amet  مت .4
ametun متون .4
amešun مشون .4
ameto  متو .5
imeš  یمش .4
imešun یمشون .4
adeš  دش .4
ideš  یدش .3
idešun یدشون .4
ineš  ینش .3
inešun ینشون .4
eš    ش .35
ešun  شون .4
etun  تون .4
eteš  تش .5
ande  نده .9
"""
# After a whole verb, and after a function word.
WHOLE = """
eš    ش .35
ešun  شون .4
et    ت .5
etun  تون .4
ešo   شو .6
"""
FUNCTION = """
e     = .3 ezafe
hâ    ها .3
st    ست .35 copula
am    م .35
et    ت .35
eš    ش .35
aš    ش .35
emun  مون .35
etun  تون .35
ešun  شون .35
o     و .6
"""
TABLES = {"n": NOMINAL, "m": NOMINAL, "p": PAST, "s": PRESENT, "v": WHOLE, "f": FUNCTION}
# Before a verb: its sounds, its letters, the stems it goes with.
VERBAL = (
    ("mi", "می" + ZWNJ, "ps", 0.0),
    ("nemi", "نمی" + ZWNJ, "ps", 0.0),
    ("nami", "نمی" + ZWNJ, "ps", 0.2),
    ("be", "ب", "s", 0.1),
    ("bi", "ب", "s", 0.4),
    ("bo", "ب", "s", 0.2),
    ("na", "ن", "ps", 0.1),
    ("ne", "ن", "ps", 0.4),
    ("nay", "ن", "ps", 0.3),
    ("barmi", "برمی" + ZWNJ, "ps", 0.4),
    ("barnemi", "برنمی" + ZWNJ, "ps", 0.4),
    ("darmi", "درمی" + ZWNJ, "ps", 0.5),
    ("darnemi", "درنمی" + ZWNJ, "ps", 0.5),
)


def _read(table: str) -> list[Affix]:
    found = []
    for line in table.strip().splitlines():
        said, *rest = line.split()
        part = rest.pop() if rest[-1].isalpha() and rest[-1].isascii() else ""
        price = float(rest.pop())
        letters = [
            None if one == "-" else "" if one == "=" else one.replace("~", ZWNJ) for one in rest
        ]
        after = tuple(letters * 4 if len(letters) == 1 else letters)
        found.append(Affix(said.replace("-", ""), after, price, part))
    return found


NONE = Affix("", ("", "", "", ""), 0.0)


@cache
def endings(kind: str) -> list[Affix]:
    """Return what may follow a word of a kind, which is a key of TABLES."""
    return [NONE, *_read(TABLES[kind])]


@cache
def endings_by(form: str, kind: str) -> dict[str, list[Affix]]:
    """Return the endings of a kind of word by their key or their skeleton."""
    table: dict[str, list[Affix]] = {}
    for affix in endings(kind):
        table.setdefault((key if form == "key" else skeleton)(affix.said), []).append(affix)
    return table


def attach(persian: str, said: str, affix: Affix) -> str | None:
    """Return a Persian word with an ending, or None where this ending cannot stand."""
    if not affix.said:
        return persian
    last = said[-1:]
    place = 1 if last == "e" else 2 if last in "âuo" else 3 if last in "iy" else 0
    if place == 1 and not persian.endswith("ه"):
        place = 0
    letters = affix.after[place]
    if letters is None:
        return None
    if last == "y" and affix.said[0] in "aie" and not persian.endswith("ی"):
        return persian + "ی" + letters
    return persian + letters


def prepend(letters: str, persian: str) -> str:
    """Return a verb with ب or ن before it: آورد becomes بیاورد, افتاد نیفتاد."""
    if letters in ("ب", "ن"):
        if persian[0] == "آ":
            return letters + "یا" + persian[1:]
        if persian[0] == "ا" and persian[1:2] not in ("ی", "و"):
            return letters + "ی" + persian[1:]
    return letters + persian
