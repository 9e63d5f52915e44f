import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import DEFAULT, Draft, Level, Policy, apply, review
from portal.etiquette.generic_title import is_generic
from portal.etiquette.keyboard import is_mash
from portal.etiquette.title_verbs import verb


def generic(title: str) -> bool:
    return is_generic(title, DEFAULT)


def offered(body: str, category: str | None = None, **details: str) -> str | None:
    draft = Draft("سلام", body, category, details=details)
    (finding,) = [f for f in review(draft) if f.rule == "generic_title"]
    return finding.suggestion


@pytest.mark.parametrize(
    "title",
    [
        "درود بر شما بزرگواران",
        "با عرض سلام و ادب و احترام خدمت مدیریت محترم",
        "به نام خدا - ریاست محترم واحد فنی",
        "لطفاً هرچه سریع‌تر رسیدگی فرمایید",
        "چرا کسی جواب تیکت‌های مرا نمی‌دهد؟",
        "چند سؤال در خصوص سامانهٔ پیامکی شما داشتم",
        "پنل من مشکل پیدا کرده، درستش کنید",
        "شکایت از پشتیبانی",
        "پیرو تیکت قبلی",
        "همان مشکل همیشگی",
        "توضیحات در متن آمده است",
    ],
)
def test_title_of_courtesies_calls_and_bare_words_is_generic(title):
    assert generic(title)


@pytest.mark.parametrize(
    "title",
    [
        "سلاااااام", "س ل ا م", "س.ل.ا.م", "سـلام", "سَلام", "صلام", "سلام‌وقت‌بخیر",
        "سلامخسته‌نباشید", "مشکلدارم", "پی گیری", "راه نمایی", "در خواست", "مشكل", "مشکلللل", "مشگل",
        "درخاست راهنمائی", "【سلام】", "🌹 سلام 🌹", "ﺳﻼﻡ", "ＳＡＬＡＭ", "s a l a m", "sàlâm",
    ],
)  # fmt: skip
def test_spelling_and_decoration_hide_nothing(title):
    assert generic(title)


@pytest.mark.parametrize(
    "title",
    [
        "salam khaste nabashid", "lotfan peygiri konid", "moshkele panel", "khahesh mikonam",
        "mshkl", "chera javab nemidid", "aghaye rezaei", "I have a question", "it doesn't work",
        "Hello dear support team", "problem with your system", "any update?", "sghl", "اثممخ",
    ],
)  # fmt: skip
def test_latin_titles_are_read_by_what_they_say(title):
    assert generic(title)


@pytest.mark.parametrize(
    "title",
    ["", " ", "۱۲۳", "۰۹۱۲۳۴۵۶۷۸۹", "؟؟؟", "😀", "...", "—", "۱- سلام", "سؤال ۲", "تیکت شمارهٔ ۲"],
)
def test_digits_marks_and_emoji_name_nothing(title):
    assert generic(title)


@pytest.mark.parametrize(
    "title",
    ["خط ۳۰۰۰", "خط۲۰۰۰قطعه", "خطای ۵۰۰", "تیکت ۱۰۲۴۸", "پنل ۱۲۳۴", "۴۲ تا پیامک", "لغو۱۱"],
)
def test_number_of_a_thing_names_it(title):
    assert not generic(title)


@pytest.mark.parametrize(
    "telling,empty",
    [
        ("پیامک نمی‌رسد", "نمی‌رسد"),
        ("پیامک نمی رسد", "جوابی نمی‌رسد"),
        ("پنل باز نمی‌شود", "باز هم درست نمی‌شود"),
        ("کند شدن سامانه", "کمک کند"),
        ("خط قطع شده", "قطع شده"),
        ("ارسال نمی‌شود", "ارسال پیامک"),
        ("عدم ارسال پیامک", "عدم رسیدگی"),
        ("تمدید نشد", "تمدید"),
        ("درخواست تمدید", "درخواست رسیدگی"),
        ("تعرفهٔ جدید", "تعرفه"),
        ("مدت اعتبار", "اعتبار"),
        ("شمارهٔ حساب", "حساب من"),
        ("هزینهٔ پشتیبانی", "پشتیبانی"),
        ("پنل خانم احمدی", "خانم احمدی"),
        ("آقای رضایی استعفا داد", "آقای رضایی سلام"),
        ("واحد پرداخت خطا می‌دهد", "واحد پرداخت"),
        ("ارسال پیامک کردم نرسید", "تیکت ارسال کردم جواب ندادید"),
        ("وضعیت «تکراری»", "وضعیت"),
        ("پیش فاکتور", "پیش شما"),
        ("گزارش ارسال", "گزارش مشکل"),
        ("پیامک تبریک", "تبریک"),
        ("پولم برنگشت", "خبری نیامد"),
        ("payamak nemire", "nemire"),
        ("login failed", "login"),
    ],
)
def test_one_word_more_makes_a_title_telling(telling, empty):
    assert not generic(telling)
    assert generic(empty)


@pytest.mark.parametrize(
    "title",
    [
        "کارت", "خبرنامه", "کارنامه", "سلاح", "ممنوعیت تبلیغ", "پشتیبان گیری", "شکلات", "مهلت",
        "پیام‌رسان بله", "خط خدماتی", "مالیات", "نشانی دفتر", "دو طرفه", "زیر مجموعه", "سر شماره",
        "نرم‌افزار حسابداری", "خوش آمد گویی", "جواب آزمایش", "SMPP", "DLR", "wsdl", "C# async",
        "پنل روی Safari", "QR", "هتزنر", "گروه دانش‌آموزان", "شاهکار", "شتاب", "reset password",
    ],
)  # fmt: skip
def test_words_that_look_empty_but_name_a_thing_pass(title):
    assert not generic(title)


@pytest.mark.parametrize(
    "word", ["شسیبل", "نتالبی", "ظطزرذد", "یبلیبل", "لالالا", "ههه", "sdkfjhsdkf", "fghfgh", "qwe"]
)
def test_keys_pressed_at_random_are_recognised(word):
    assert is_mash(word)
    assert generic(f"سلام {word}")


@pytest.mark.parametrize(
    "word",
    ["سیب", "نمک", "بابا", "تاسیس", "لبنان", "قسطنطنیه", "property", "power", "flask", "xml"],
)
def test_words_along_a_row_of_keys_are_words(word):
    assert not is_mash(word)


@pytest.mark.parametrize(
    "form,denies",
    [
        ("نمیکنید", True), ("نکردهاند", True), ("میخواستم", False), ("بفرمایید", False),
        ("گذاشتمش", False), ("نمیاد", True), ("گردیده", False), ("بودن", False),
    ],
)  # fmt: skip
def test_verb_is_read_in_formal_and_spoken_forms(form, denies):
    assert verb(form).negated is denies


@pytest.mark.parametrize("noun", ["کارت", "بافت", "نفت", "درگاه", "باران", "بیمه", "نام", "میز"])
def test_noun_is_no_verb(noun):
    assert verb(noun) is None or not generic(noun)


def test_long_title_may_hold_a_stray_unknown_word_but_no_matter():
    start = "سلام دوستان ببخشید مزاحم شدم من هرچه گفتم کسی جواب نداد"
    assert generic(f"{start} سماجت کردم")
    assert not generic(f"{start} برای کپچا")
    assert not generic(f"{start} پنل قطع است")


def test_admin_adds_titles_of_the_house():
    policy = Policy(extra_generic_titles=("جشنوارهٔ بهار",))
    assert is_generic("جشنواره‌ بهـار!", policy)
    assert not is_generic("جشنوارهٔ بهار تمام شد", policy)


def test_finding_covers_the_title_and_requires_another():
    (finding,) = review(Draft("سلام!", None))
    assert (finding.rule, finding.level, finding.field) == (
        "generic_title",
        Level.REQUIRE,
        "subject",
    )
    assert finding.span == (0, 5)
    assert finding.suggestion is None


@pytest.mark.parametrize(
    "body,title",
    [
        (
            "با سلام، پیامک‌های خط ۳۰۰۰۱۲۳۴ از دیروز به ایرانسل نمی‌رسد.",
            "نرسیدن پیامک از خط ۳۰۰۰۱۲۳۴ به ایرانسل",
        ),
        (
            "سلام. ۲۷ آبان مبلغ ۴۰۰ هزار تومان با پیگیری ۱۲۰۰۳۴ واریز کردم و ثبت نشده است.",
            "ثبت نشدن واریز ۴۰۰ هزار تومان با شمارهٔ پیگیری ۱۲۰۰۳۴ در ۲۷ آبان",
        ),
        ("سلام متد SendSms خطا میده", "خطا در فراخوانی متد SendSms"),
        ("پترن 90431 رو رد کردین چرا رد شد", "رد شدن پترن 90431"),
        ("پنلم بالا نمیاد", "باز نشدن پنل"),
        ("سلام. پیشنهاد می‌کنم تقویم قمری افزوده شود.", "پیشنهاد می‌کنم تقویم قمری افزوده شود"),
        ("سلام. آیا پیامک صوتی دارید؟", "آیا پیامک صوتی دارید؟"),
    ],
)
def test_title_is_offered_from_the_body(body, title):
    assert offered(body) == title


def test_title_is_offered_from_the_facts_of_the_form():
    details = {"sender_line": "3000123", "sent_date": "1405/09/01"}
    title = "ارسال نشدن پیامک از خط 3000123 در تاریخ 1405/09/01"
    assert offered("سلام", "delivery", **details) == title


@pytest.mark.parametrize(
    "body",
    [
        "سلام. لطفاً کمک کنید.",
        "رمز عبور پنل من: Ab12345 است",
        "Sending works normally.",
        "متن: «لغو۱۱ برای لیست سیاه»",
    ],
)
def test_no_title_is_offered_rather_than_a_poor_one(body):
    assert offered(body) is None


@pytest.mark.parametrize(
    ("empty", "telling"),
    [
        ("از طرف تعاونی کشاورزان", "انتقال خط از تعاونی کشاورزان"),
        ("دفتر املاک پارسیان شعبه ۲", "دفتر املاک: افزونه ووکامرس"),
        ("مدرسه شهید باهنر هستیم", "مدرسه شهید باهنر خط می‌خواهد"),
        ("شرکت مهندسی آبراه گستر", "شرکت در قرعه‌کشی"),
        ("حسین قربانی ۰۹۱۴۵۵۵۱۲۳۴", "حذف حسین قربانی از کاربران"),
        ("شماره تماس بنده ۰۹۱۲۱۱۱۲۲۳۳", "تغییر شماره تماس به ۰۹۱۲۱۱۱۲۲۳۳"),
        ("من علی هستم از اصفهان", "ارسال به اصفهان"),
        ("نماینده شما در استان فارس", "پنل نمایندگی استان فارس"),
        ("بنده مدیر دبستان هستم و سؤالی داشتم", "بنده مدیر دبستان هستم، خط ۳۰۰۰ قطع است"),
    ],
)
def test_name_of_the_sender_is_no_matter(empty, telling):
    assert generic(empty)
    assert not generic(telling)


@pytest.mark.parametrize(
    ("empty", "telling"),
    [
        ("عید سعید فطر مبارک", "تخفیف عید فطر"),
        ("شب یلدا بر شما خجسته باد", "ارسال زمان‌بندی‌شده برای شب یلدا"),
        ("ایام سوگواری را تسلیت عرض می‌کنم", "متن تسلیت تأیید نمی‌شود"),
        ("روز پدر مبارک", "قالب تبریک روز پدر"),
    ],
)
def test_wish_is_no_matter_but_the_text_of_one_is(empty, telling):
    assert generic(empty)
    assert not generic(telling)


@pytest.mark.parametrize(
    ("empty", "telling"),
    [
        ("راجع به سامانه پیامکی که ازتون خریدیم", "پنلی که خریدم فعال نشد"),
        ("چند وقت پیش پنل خریدم، مشکلی دارم", "خرید پنل"),
        ("وضعیت ما", "وضعیت pending"),
        ("سلاممشکلدارم", "سلام پترن رد شد"),
    ],
)
def test_panel_that_was_bought_is_but_the_panel(empty, telling):
    assert generic(empty)
    assert not generic(telling)


WORDS = [
    "سلام", "مشکل", "پنل", "پیامک", "خط", "۳۰۰۰", "نمی", "رسد", "«تکراری»", "و", "ا", "\u200c",
    "آقای", "رضایی", "۱-", "khata", "api", "؟", "!",
]  # fmt: skip
TITLE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(WORDS),
        max_size=12,
    ).map(" ".join),
)


@given(TITLE, st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_offered_title_needs_no_mending(title, body):
    for finding in review(Draft(title, body)):
        if finding.rule == "generic_title":
            assert finding.span == (0, len(title))
            if finding.suggestion is not None:
                mended = apply(title, [finding])
                assert not [f for f in review(Draft(mended, None)) if f.field == "subject"]


@pytest.mark.parametrize(
    "piece",
    ["س ", "سلام ", "می ", "خطای ", "آقای ", "«", "شسی", "a'", "1-", "میمی", "\ud800", "\0"],
)
def test_long_hostile_texts_are_read_to_the_end(piece):
    text = (piece * 30_000)[:30_000]
    assert generic(text) in (True, False)
    review(Draft("سلام", text))
