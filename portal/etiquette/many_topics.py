"""S8: one request holds one matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.etiquette.draft import Draft
from portal.etiquette.findings import Finding, Level
from portal.etiquette.folding import Folded, fold
from portal.etiquette.lexicon import word_set
from portal.etiquette.policy import Policy
from portal.etiquette.subjects import WORD, plain, subjects_of

# How much of a text is read, in code points.
READ = 6000
MOST_SENTENCES = 60
THRESHOLD = 2.8
# Found by training/fit_many_topics.py on the dev split.
WEIGHTS = {
    "always": -1.01, "opens": 2.71, "adds first": 2.63, "adds": 1.30, "item": 2.17, "asks": 0.99,
    "complains": 0.09, "spoke before": 0.26, "other subject": 0.86, "same subject": -0.59,
    "first subject": 0.51, "looks back": -0.26, "about it": -0.90, "shared words": 0.05,
    "nothing shared": 1.12, "title of many": 2.03, "title of two": 2.14,
}  # fmt: skip

END = re.compile(
    r"[.؟?!؛;\n]+(?=\s|$)|[\n]+|(?<=\s)(?=(?:\d{1,2}|[۰-۹]{1,2})[).ـ-] )|(?<=\s)(?=(?:do|se|yek): )"
)
ITEM = re.compile(
    r"^\s*(?:[-•*–]\s|\(?\d{1,2}[).:ـ–-](?!\d)|(?:الف|ب|پ|ج|[abc]|yek|do|se)[):]|(?:اول|دوم|یک|دو"
    r"|سه)[:)])"
)
# Words that open another matter by themselves.
OPENS = re.compile(
    r"(?:^|[\s،,])(?:(?:موضوع|مورد|مطلب|سوال|پرسش|نکته|درخواست|خواسته|مساله|مسیله|مشکل|کار|چیز|عرض"
    r"|خواهش)[^ ]{0,2} (?:دیگر[^ ]{0,2}|دیگه|بعد|بعدی|دوم|دومم|سوم|جدا|اخر|پایانی)"
    r"|(?:یک|یه) (?:سوال|پرسش|درخواست|مورد|موضوع|مطلب|نکته|چیز|خواهش|مشکل)[^ ]{0,2} (?:دیگر|دیگه"
    r"|هم)"
    r"|(?:موضوع|مساله|مسیله|بحث|قضیه) [^ ]{2,14}(?: [^ ]{2,14})? هم (?:هست|بود)"
    r"|راستی|جدا از (?:این|ان)|جداگانه|از (?:ان|این|اون) ?(?:طرف|سو)|از ?طرفی|از سوی دیگر|سوی دیگر"
    r"|کنارش"
    r"|(?:دوم|دیگر|دیگه|سوم|بعد|یکی|اخر|و) (?:این ?که|ان ?که)|دومین|ثانیا|ثالثا|دوم|دوما|سوما|مضاف"
    r"|سوال(?: من)? ?[:؛]|سوال دوم|حالا بگذریم|بگذریم|ناگفته نماند|بی ?ربط|خارج از موضوع"
    r"|تا یادم نرفته|یادم (?:امد|اومد)"
    r"|separately|apart from that|another (?:question|issue|thing|matter|request)|besides that"
    r"|by the way"
    r"|second(?:ly)?|unrelated|on another|on a different|one more|lastly|btw"
    r"|(?:mo[wv]?red|mozoo?e?|matlab|soal|darkhast|mored|chiz|nokte|kar)[ -]?(?:e |ye )?(?:digar"
    r"|dige"
    r"|dovom|badi|bad)|rasti|dovom|digar inke|dige inke|bade?sh inke|va inke|akhar(?:esh"
    r"|i)?(?:am)? inke|az taraf"
    r"|ye (?:soal|chiz|darkhast)e? (?:dige|ham))(?![^\W\d_])"
)
ADDS = re.compile(
    r"(?:^|[\s،,])(?:ضمنا|در ضمن|همچنین|به ?علاوه|علاوه بر (?:این|ان)|افزون بر (?:این|ان)"
    r"|غیر از این|در کنار (?:این|ان)|نیز|هم|همم|بعدش?(?= ?[،,]|\s(?:یه|هم|این))"
    r"|also|in addition|additionally|furthermore|finally|dar zemn|hamchenin|zemnan|ham)(?![^\W\d_])"
)
ADDS_FIRST = re.compile(
    r"^\W*(?:و )?(?:ضمنا|در ضمن|همچنین|به ?علاوه|علاوه بر|افزون بر|غیر از این|بعد(?:ش)? |also"
    r"|in addition|additionally|furthermore|finally|dar zemn|hamchenin|zemnan|bad(?:esh)? ham)"
)
ASKS = re.compile(
    r"[؟?]|(?:می ?)?خواه(?:م|یم|ان)|میخوا(?:م|یم|ستم)|خواستم|خواستیم|خواستار|نیاز (?:دار|است)"
    r"|لازم (?:دار|است)|بفرمایید|بفرستید|بسازید|اعلام|معرفی|درخواست|پیشنهاد"
    r"|چقدر|چگونه|چطور|چجوری|چرا|چه زمان|چه شرای|ایا|کجا|کدام|چنده|(?:کن|ده|فرست|نویس|گذار"
    r"|گرد)(?:ید|ین)\b|شود\b|گردد\b|یابد\b|please|could you|would like|do you|is there|can (?:i|we"
    r"|you)|how |what|when|whom|want|need"
    r"|mikhah|lotfan|chetor|aya |che |konid|konad\b|befrest"
)
COMPLAINS = re.compile(
    r"ن(?:می ?|شد|کرد|رسید|رفت|دار|یست|یامد|یومد|گرفت)|خطا|ارور|قطع|اشتباه|مشکل|ایراد|خراب|رد شد"
    r"|مسدود|ناموفق|not |n't|no longer|broken|error|fail|nemi|nashod|na[drsk]"
)
# Sentences that say nothing of their own.
EMPTY = re.compile(
    r"^\W*(?:(?:با |عرض )?سلام|درود|با احترام|با تشکر|سپاس|ممنون|تشکر|متشکر|لطفا|خواهشمند|خواهش"
    r"|salam|ba salam|ba ehteram|hello|hi|dear|thank|regards|ba sepas|mamnoon|وقت بخیر"
    r"|خسته نباشید|احتراما|با امید)"
)
BACK = re.compile(
    r"(?:^|\s)(?:این|ان|اون|همین|همان|همون|همه|هر دو|هر سه|اینکه|چنین|باز هم|همچنان|هنوز|انها"
    r"|ایشان|دلیل|تا"
    r"|علت|علتش|پیام|خطا|وضعیت|ابتدا|سپس|پس از|هنگام|وقتی|در حالی|اما|ولی|چون|زیرا|بنابراین|البته"
    r"|مبلغ|بقیه"
    r"|it|this|they|that|these|both|but|because|in va|an ra|ellat)(?![^\W\d_])|^\W*(?:اگر|اگه|که"
    r"|در صورت|if|age|agar)\b"
)
# Questions that belong to whatever stands before them.
ABOUT_IT = re.compile(
    r"^\W*(?:(?:لطفا|خواهش\S*|خواهشمند\S*|پس|حالا|ایا|aya|lotfan|please) )?(?:دلیل|علت|مراحل|راه"
    r"|چاره|شرایط|هزینه اش|مدارک|چه مدارک|چطور|چگونه|چیکار|چه کار|چه باید|کجا(?:ی کار)?|چرا"
    r"|راهنما\S*|بررسی|پیگیری|رسیدگی|اقدام|اصلاح|تا کی|کی |ایراد|مشکل|what|why|how|che|chera|ellat)"
)
MANY_TITLE = re.compile(
    r"(?:چند|دو|سه|چهار)(?: تا)? (?:موضوع|مطلب|مورد|سوال|پرسش|درخواست|نکته|خواسته|چیز)|متفرقه"
    r"|خواسته ها|عرایض|مطالب|سوالات|two (?:unrelated )?(?:things|questions|matters)|some questions"
    r"|several|chand (?:mored|mozoo|soal)|do (?:mozoo|mored|soal)"
)
JOINED_TITLE = re.compile(r"\s(?:و|\+|va|and)\s|؛|\+")
COMMON = word_set("many_topics_common")


@dataclass(frozen=True)
class Sentence:
    """A sentence of the body: its place there, its folded words and what they are about."""

    start: int
    end: int
    text: str
    subjects: frozenset[str]
    words: frozenset[str]
    item: bool

    @property
    def speaks(self) -> bool:
        """Whether it asks or complains about something of its own."""
        return bool(ASKS.search(self.text) or COMPLAINS.search(self.text))


def check(draft: Draft, policy: Policy) -> Iterator[Finding]:
    """Find where a second, unrelated matter begins; the span holds it to its end."""
    place = second_matter(draft.subject or "", draft.body or "")
    if place:
        yield Finding(
            rule="many_topics",
            level=Level.ADVISE,
            field="body",
            span=place,
            message=(
                "به نظر می‌رسد این بخش موضوع دیگری است؛ لطفاً برای هر موضوع درخواستی جداگانه ثبت"
                " کنید تا به واحد مربوط ارجاع شود."
            ),
            suggestion=None,
        )


def second_matter(subject: str, body: str) -> tuple[int, int] | None:
    """Return where in the body the matter begins that is not the first one's, up to its end."""
    told = [s for s in _sentences(body) if not _is_empty(s)]
    title = plain(fold(subject[:200]).text)
    best, found = THRESHOLD, None
    for index in range(1, len(told)):
        score = _score(told[:index], told[index:], title)
        if score > best:
            best, found = score, (told[index].start, told[-1].end)
    return found


def _score(before: list[Sentence], after: list[Sentence], title: str) -> float:
    """How surely the sentence that `after` begins with opens another matter."""
    return sum(WEIGHTS[name] * value for name, value in signs(before, after[0], title).items())


def signs(before: list[Sentence], first: Sentence, title: str) -> dict[str, float]:
    """Return what speaks for and against another matter's beginning with the sentence `first`."""
    opening = first.text[:60]
    told = frozenset().union(*(s.subjects for s in before))
    shared = len(first.words & frozenset().union(*(s.words for s in before)))
    found: dict[str, float] = {"always": 1.0}
    if OPENS.search(opening):
        found["opens"] = 1.0
    elif ADDS_FIRST.search(opening):
        found["adds first"] = 1.0
    elif ADDS.search(opening):
        found["adds"] = 1.0
    if first.item and before[-1].item:
        found["item"] = 1.0
    if ASKS.search(first.text):
        found["asks"] = 1.0
    elif first.speaks:
        found["complains"] = 1.0
    if any(s.speaks for s in before):
        found["spoke before"] = 1.0
    if first.subjects and told:
        found["same subject" if first.subjects & told else "other subject"] = 1.0
    elif first.subjects:
        found["first subject"] = 1.0
    if BACK.search(opening):
        found["looks back"] = 1.0
    if ABOUT_IT.search(opening):
        found["about it"] = 1.0
    found["shared words"] = min(shared, 3)
    if not shared and len(first.words) >= 4:
        found["nothing shared"] = 1.0
    if MANY_TITLE.search(title):
        found["title of many"] = 1.0
    elif JOINED_TITLE.search(title) and first.words & frozenset(WORD.findall(title)):
        found["title of two"] = 1.0
    return found


def _sentences(body: str) -> list[Sentence]:
    folded = fold(body[:READ])
    text = plain(folded.text)
    found, start = [], 0
    for end in [*(m for m in END.finditer(text)), None]:
        stop = end.start() if end else len(text)
        piece = text[start:stop] + (end.group() if end else "")
        if piece.strip():
            found.append(_sentence(folded, text, start, end.end() if end else len(text)))
        start = end.end() if end else stop
        if len(found) >= MOST_SENTENCES:
            break
    return found


def _sentence(folded: Folded, text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    item = ITEM.match(piece) is not None
    bare = ITEM.sub("", piece).strip()
    return Sentence(
        *folded.span(start, start + len(piece)),
        bare,
        subjects_of(bare),
        frozenset(WORD.findall(bare)) - COMMON,
        item,
    )


def _is_empty(sentence: Sentence) -> bool:
    return len(sentence.words) < 2 or (
        EMPTY.match(sentence.text) is not None and len(sentence.words) < 6 and not sentence.subjects
    )
