"""S15: spoken words, their places and their written forms, and the formal words beside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import Draft, Level, apply, review
from portal.etiquette.spoken_reading import HOMOGRAPHS


def spoken(text, title=False):
    draft = Draft(text, None) if title else Draft(None, text)
    return [finding for finding in review(draft) if finding.rule == "colloquial"]


def places(text):
    return [(text[slice(*f.span)], f.suggestion) for f in spoken(text)]


def written(text):
    return apply(text, spoken(text))


VERBS = [
    ("میشه", "می‌شود"),
    ("نمیاد", "نمی‌آید"),
    ("میخوام", "می‌خواهم"),
    ("می‌خواستین", "می‌خواستید"),
    ("نمیتونیم", "نمی‌توانیم"),
    ("میگن", "می‌گویند"),
    ("برنمیگرده", "برنمی‌گردد"),
    ("برگردونین", "برگردانید"),
    ("درنمیاد", "درنمی‌آید"),
    ("بذارید", "بگذارید"),
    ("نمیزاره", "نمی‌گذارد"),
    ("بگم", "بگویم"),
    ("بیفته", "بیفتد"),
    ("میندازه", "می‌اندازد"),
    ("نیومده", "نیامده"),
    ("میومد", "می‌آمد"),
    ("کردین", "کردید"),
    ("هستین", "هستید"),
    ("باشه", "باشد"),
    ("بفرستینش", "بفرستیدش"),
    ("فرستادیمشون", "فرستادیمشان"),
    ("برگردونده‌اند", "برگردانده‌اند"),
]


@pytest.mark.parametrize("word,formal", VERBS)
def test_spoken_verb_is_offered_as_it_is_written(word, formal):
    assert places(f"لطفا خط {word} ممنون") == [(word, formal)]


NOUNS = [
    ("خطمون قطع است", "خطمان قطع است"),
    ("پنلو شارژ کردم", "پنل را شارژ کردم"),
    ("شمارمو عوض کردید", "شماره‌ام را عوض کردید"),
    ("پیامکامون نرسید", "پیامک‌هایمان نرسید"),
    ("کاربرای ما رفتند", "کاربرهای ما رفتند"),
    ("شماره‌هام پاک شد", "شماره‌هایم پاک شد"),
    ("سایتتون باز است", "سایتتان باز است"),
    ("افزونه‌تونو نصب کردم", "افزونه‌تان را نصب کردم"),
    ("منتظر جوابتونم", "منتظر جوابتان هستم"),
    ("پولشم دادیم", "پولش هم دادیم"),
    ("صداش قطع است", "صدایش قطع است"),
    ("این خط مال پدرمه.", "این خط مال پدرم است."),
    ("سقفش چنده؟", "سقفش چند است؟"),
    ("این چه تعرفه‌ایه؟", "این چه تعرفه‌ای است؟"),
    ("پنل آماده‌ست؟", "پنل آماده است؟"),
    ("شماره‌ها غیرفعالن.", "شماره‌ها غیرفعال هستند."),
    ("حسابم مسدوده و بسته", "حسابم مسدود است و بسته"),
    ("کتابخونه‌ش پیدا نشد", "کتابخانه‌اش پیدا نشد"),
    ("ارزون‌ترین پنل کدام است", "ارزان‌ترین پنل کدام است"),
    ("API رو فعال کردم", "API را فعال کردم"),
    ("apiمون قطع است", "api ما قطع است"),
]


@pytest.mark.parametrize("text,formal", NOUNS)
def test_spoken_ending_is_parted_from_its_word(text, formal):
    assert written(text) == formal


def test_letters_of_the_writer_stay_in_the_part_that_is_kept():
    assert written("مسئولمون تأیید کرد") == "مسئولمان تأیید کرد"
    assert written("آدرسشو فرستادم") == "آدرسش را فرستادم"


@pytest.mark.parametrize(
    "typed",
    [
        "نمیشه",
        "نمی شه",
        "نمی‌شه",
        "نمي‌شه",
        "نمیــشه",
        "نمیشههههه",
        "نمیییشه",
        "نمیشِه",
        "نمی‌ شه",
        "ن م ی ش ه",
    ],
)
def test_spoken_verb_is_known_however_it_is_typed(typed):
    (finding,) = spoken(f"باز {typed} دوباره")
    assert finding.suggestion == "نمی‌شود"


def test_verb_glued_to_its_noun_is_parted():
    assert written("پنل کارنمیکنه") == "پنل کار نمی‌کند"


def test_one_spoken_word_in_a_long_letter_is_found_at_its_place():
    letter = (
        "با سلام و احترام، به استحضار می‌رساند تعهدنامهٔ خط ۲۱۰۰۰۴۴۱ در تاریخ پنجم آبان ارسال"
        " گردید. خواهشمند است دستور فرمایید بررسی و نتیجه اعلام شود. اگه مدرک دیگری لازم است"
        " اعلام فرمایید."
    )
    (finding,) = spoken(letter)
    assert letter[slice(*finding.span)] == "اگه"
    assert (finding.suggestion, finding.level) == ("اگر", Level.ADVISE)


def test_title_is_read_too_but_a_plural_there_needs_its_subject():
    assert [f.suggestion for f in spoken("حساب کاربری قفله", title=True)] == ["قفل است"]
    assert spoken("تأیید نشدن کارت ملی", title=True) == []
    assert spoken("پیام‌ها ارسال نشدن", title=True) != []


OBJECT_OR_PLACE = [
    ("سایت رو به هاست جدید بردیم.", "سایت را به هاست جدید بردیم."),
    ("صفحه رو به‌روز کردم.", "صفحه را به‌روز کردم."),
    ("مشتری رو در لیست سفید گذاشتیم.", "مشتری را در لیست سفید گذاشتیم."),
    ("«امضای پیام» رو خاموش کردم.", "«امضای پیام» را خاموش کردم."),
    ("رو خط ۵۰۰۰ پاسخی نیامد.", "روی خط ۵۰۰۰ پاسخی نیامد."),
    ("دکمه رو گوشی دیده نمی‌شود.", "دکمه روی گوشی دیده نمی‌شود."),
    ("مبلغ تو فاکتور نیست.", "مبلغ در فاکتور نیست."),
]


@pytest.mark.parametrize("text,formal", OBJECT_OR_PLACE)
def test_ru_is_an_object_or_a_place_by_what_follows(text, formal):
    assert written(text) == formal


@pytest.mark.parametrize(
    "text",
    [
        "هزینه رو به افزایش است.",
        "راه پیش رو دشوار است.",
        "از این رو خواستار بازگشت وجه هستیم.",
        "مغازهٔ روبه‌روی ما تودرتو است.",
        "به پیامک رو آورده‌ایم.",
        "آزمون و قانون و ستون و تلفن روشن است.",
        "زدن دکمهٔ ارسال کافی نبود.",
        "پس از ارسال شدن پیام و وصل شدن خط، گزارش را ببینید.",
        "پیام فرستاده شده و برنگشته است.",
        "نمیدانم چرا پنلم باز نمیشود.",
        "پرونده‌ای ساختم و شماره‌ام را نوشتم.",
        "مشکل از خط ماست و جشن فرداست؛ دفتر کجاست؟",
        "بدین‌وسیله و بدین منظور و همچنین اولین فاکتور.",
        "استودیو و کیلو و آرشیو و منو و دو خط نو.",
        "لازمهٔ این کار سابقه و حرفه است.",
        "در میان مشترکان، بیان شما روشن نبود.",
        "یکم، اعتبار برنگشت؛ از یکم آذر خط قطع است.",
        "باآزمون و دراین سامانه و ازمیان گروههای ما.",
        "آن‌قدر زمان برد که آزمونمان گذشت.",
        "پشتیبانی ۲۴ ساعته و دورهٔ سه ماهه دارید؟",
        "خدا را شکر، توکل به خدا.",
    ],
)
def test_look_alikes_stay_quiet(text):
    assert spoken(text) == []


HOMONYMS = [
    ("خط ما کلا قطعه.", "خط ما کلا قطع است."),
    ("لازمه که مدیر امضا کند؟", "لازم است که مدیر امضا کند؟"),
    ("متن من ۷۱ حرفه، چرا؟", "متن من ۷۱ حرف است، چرا؟"),
    ("دو روزه پنل بالا نیامده.", "دو روز است پنل بالا نیامده."),
    ("ساده‌تر توضیح بدین.", "ساده‌تر توضیح بدهید."),
    ("شماره‌ها حذف شدن!", "شماره‌ها حذف شدند!"),
    ("قیمت ها تغییر کردن یا نه؟", "قیمت ها تغییر کردند یا نه؟"),
]


@pytest.mark.parametrize("text,formal", HOMONYMS)
def test_words_of_two_kinds_are_told_apart_by_their_surroundings(text, formal):
    assert written(text) == formal


def test_less_proof_is_asked_where_the_letter_is_spoken_anyway():
    assert spoken("بدین صورت، مدیر شرکت سابقه") == []
    assert ("سابقه", "سابق است") in places("خطام به اسم شرکت سابقه، انتقالش چقدر طول میکشه؟")


@pytest.mark.parametrize(
    "text,formal",
    [
        ("خب، حالا چه کنم؟", "حالا چه کنم؟"),
        ("داداش پنل قطع است.", "پنل قطع است."),
        ("درست شد. دمتون گرم", "درست شد."),
        ("هی قطع میشه لامصب.", "مدام قطع می‌شود."),
    ],
)
def test_fillers_go_with_the_space_that_would_be_left(text, formal):
    assert written(text) == formal


def test_word_that_is_the_whole_text_is_never_removed():
    (finding,) = spoken("داداش")
    assert finding.suggestion is None


def test_quoted_and_technical_text_is_evidence():
    assert spoken("متن پیامک: «سلام خوبی؟ چرا نمیای؟» نرسید.") == []
    assert spoken('پاسخ {"error": "متن رو وارد کنید"} می‌گیرم.') == []
    assert places("نوشته «نشست شما منقضی شد» و باز نمیشه") == [("نمیشه", "نمی‌شود")]


def test_brand_in_spoken_sound_stays():
    assert spoken("فروشگاه خونه و کافه نون مشتری شما هستند.") == []
    assert written("به خونه زنگ بزنید") == "به خانه زنگ بزنید"


def test_other_languages_are_no_spoken_persian():
    assert spoken("ہمارے پیغامات گاہکوں تک نہیں پہنچ رہے، کیا لائن میں کوئی خرابی ہے؟") == []


def test_message_is_a_formal_sentence_with_the_written_form():
    (finding,) = spoken("خط وصل میشه")
    assert finding.message == "این واژه گفتاری است؛ در نامهٔ رسمی «می‌شود» نوشته می‌شود."
    assert spoken(finding.message) == []


def test_long_spoken_letter_gets_a_bounded_number_of_remarks():
    assert len(spoken("خط وصل میشه. " * 300)) == 40


PIECES = [
    *HOMOGRAPHS, "میشه", "نمی", "می", "شه", "پنل", "خط", "پنلمون", "قطعه", "لازمه", "شدن", "نشدن",
    "گفتن", "خب", "دم شما گرم", "به", "در", "از", "که", "و", "را", "است", "می‌شود", "۱۲", "api",
    "«", "»", "،", ".", "؟", "\n", " ", " ", " ", "\u200c", "ـ", "ً", "\u0654", "ییی", "ههه",
    "\ud800", "\x00", "😀",
]  # fmt: skip
TEXT = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@given(TEXT, st.booleans())
@settings(max_examples=300, deadline=None)
def test_places_lie_inside_the_text_and_apart(text, title):
    done = 0
    for finding in spoken(text, title):
        start, end = finding.span
        assert done <= start < end <= len(text)
        done = end


HOSTILE = [
    "میشه ", "رو ", "کردن ", "شدن و ", "می ", "م ی ش ه ", "قطعه ", "تو ", "ی ", "خط\u200c", "نمیشه",
    "هااا", "۱۲ روزه ", "apiرو ", "برنمی", "«میشه» ", "بده ", "خ ", "\u200c",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_read_to_the_end(piece):
    text = (piece * 30_000)[:30_000]
    for finding in spoken(text):
        start, end = finding.span
        assert 0 <= start < end <= 30_000


LETTERS = [text for text, _ in NOUNS + OBJECT_OR_PLACE + HOMONYMS] + [
    f"خط {word} و پنل" for word, _ in VERBS
]


@pytest.mark.parametrize("text", LETTERS)
def test_mended_text_has_nothing_left_to_mend(text):
    assert [f for f in spoken(written(text)) if f.suggestion is not None] == []
