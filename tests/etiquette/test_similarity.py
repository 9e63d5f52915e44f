import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette.concepts import lexicon, terms
from portal.etiquette.folding import folded
from portal.etiquette.gist import MODES, gist, weight
from portal.etiquette.lexicon import sections
from portal.etiquette.likeness import likeness
from portal.etiquette.numbers import pieces
from portal.etiquette.reply_topics import CORE, SENDING, fresh_matter
from portal.etiquette.similarity import identical, new_topic, request_gist, same_topic
from portal.etiquette.stems import is_denial, is_owned, stem

DELIVERY = (
    "نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل",
    "پیامک‌هایی که دیروز از خط ۳۰۰۰۱۲۳۴ فرستادم به مشترکان ایرانسل نرسیده است.",
)
SAME_AS_DELIVERY = (
    "پیامک ایرانسل نمی‌رسد",
    "از دیروز پیامک‌های خط ۳۰۰۰۱۲۳۴ به هیچ مشترک ایرانسل نرسیده است، چرا؟",
)
INVOICE = (
    "درخواست فاکتور رسمی",
    "برای واریز آبان به مبلغ ۱۲۵۰۰۰۰ تومان فاکتور رسمی به نام شرکت صادر کنید.",
)
KINDS = {"common", "thing", "fault", "act", "ask", "world", "plain", "day"}


def figures(text):
    return [(piece.text, piece.kind) for piece in pieces(text) if piece.kind not in ("", "mark")]


def names(text):
    return [term.concept.name for term in terms(pieces(text)) if term.concept.kind != "common"]


def test_two_tellings_of_one_matter_are_near():
    same, score = same_topic(DELIVERY, SAME_AS_DELIVERY)
    assert same
    assert score > same_topic(DELIVERY, INVOICE)[1]


@pytest.mark.parametrize(
    "one,two",
    [
        (
            ("شارژ نشدن پنل", "مبلغ ۷۵ هزار تومان واریز کردم و اعتبار پنل افزوده نشده است."),
            ("شارژ", "هفتاد و پنج هزار تومن زدم به حساب هنوز شارژم نیومده"),
        ),
        (
            ("خطای ۴۰۱ در وب‌سرویس", "هنگام فراخوانی متد SendSms خطای 401 می‌گیریم."),
            ("API 401", "salam, method SendSms hanooz error 401 mide"),
        ),
        (
            ("فراموشی رمز", "رمز ورود به پنل را فراموش کرده‌ام و نمی‌توانم وارد شوم."),
            ("نمیتونم بیام تو پنل", "پسوردم یادم رفته وارد نمیشه"),
        ),
        (
            ("قطع بودن خط ۵۰۰۰۴۳۲۱", "خط ما از صبح قطع است و پیامکی نمی‌رود."),
            ("خط 50004321 کار نمی‌کند", "از صبح با این خط هیچ پیامی ارسال نمیشه"),
        ),
    ],
)
def test_formal_spoken_and_latin_tellings_meet(one, two):
    assert same_topic(one, two)[0] is True


def test_different_matters_are_far():
    assert same_topic(DELIVERY, INVOICE)[0] is False


@pytest.mark.parametrize(
    "subject,body",
    [
        (
            "انتقال مالکیت خط ۳۰۰۰۱۲۳۴",
            "می‌خواهم خط ۳۰۰۰۱۲۳۴ را به نام برادرم کنم، چه مدارکی لازم است؟",
        ),
        ("تعرفهٔ ایرانسل", "هزینهٔ هر پیامک به ایرانسل با خط ۳۰۰۰۱۲۳۴ چقدر است؟"),
        ("خرید خط ۳۰۰۰", "می‌خواهم یک خط ۳۰۰۰ ده‌رقمی دیگر بخرم."),
    ],
)
def test_same_line_but_another_question_is_another_matter(subject, body):
    assert same_topic(DELIVERY, (subject, body))[0] is False


def test_order_does_not_matter():
    assert same_topic(DELIVERY, INVOICE) == same_topic(INVOICE, DELIVERY)


@pytest.mark.parametrize(
    "one,two",
    [
        ("ثبت واریز با شمارهٔ پیگیری ۱۲۳۴۵۶۷۸", "ثبت واریز با شمارهٔ پیگیری ۸۷۶۵۴۳۲۱"),
        ("پیامک‌های خط ۳۰۰۰۱۲۳۴ نرسیده است", "پیامک‌های خط ۵۰۰۰۹۹۸۸ نرسیده است"),
        ("پیگیری فاکتور ۲۰۴۵", "پیگیری فاکتور ۲۰۵۸"),
        ("نرم‌افزار خطای ۱۲ می‌دهد", "نرم‌افزار خطای ۱۵ می‌دهد"),
        ("پترن ۴۵۸۷۱ رد شده است", "پترن ۴۵۹۹۰ رد شده است"),
    ],
)
def test_other_numbers_make_another_matter(one, two):
    assert same_topic((one, one), (two, two))[0] is False
    assert same_topic((one, one), (one + " لطفاً", one))[0] is True


def test_sentences_that_both_have_do_not_make_one_matter():
    frame = "با سلام. ما فروشگاه زنجیره‌ای برکت هستیم و هر چهارشنبه پیام تخفیف می‌فرستیم."
    one = ("کندی ارسال", f"{frame} امروز ارسال سه ساعت طول کشید.")
    two = ("نام فروشگاه در فاکتور", f"{frame} نام ما در فاکتور اشتباه نوشته شده است.")
    assert same_topic(one, two)[0] is False


def test_a_line_prefix_is_no_other_line():
    with_prefix = gist("خط ۳۰۰۰ قطع است", "خط ۳۰۰۰ ما قطع است.")
    whole = gist("خط ۳۰۰۰۱۲۳۴ قطع است", "خط ۳۰۰۰۱۲۳۴ ما قطع است.")
    assert likeness(with_prefix, whole) > 0.5


def test_facts_of_the_form_tell_requests_apart():
    told = "شارژ نشدن پس از واریز", "واریز کردم ولی پنل شارژ نشده است."
    first, second = (request_gist(*told, {"ref_no": number}) for number in ("445566", "778899"))
    assert likeness(first, request_gist(*told, {"ref_no": "۴۴۵۵۶۶"})) > 0.5
    assert likeness(first, second) < 0.5


def test_identical_sees_through_keyboards_and_spacing():
    assert identical(("علي", "می‌شود ۱۲"), ("علی", "میشود  12."))
    assert not identical(("علی", "۱۲"), ("علی", "۱۳"))
    assert not identical(("", ""), ("", "..."))


@pytest.mark.parametrize(
    "text,found",
    [
        ("هفتاد و پنج هزار تومان", [("75", "amount")]),
        ("۷۵۰٬۰۰۰ ریال", [("75", "amount")]),
        ("۴٫۶ میلیون تومان", [("46", "amount")]),
        ("چهار میلیون و ششصد", [("46", "amount")]),
        ("یک و نیم میلیون از اعتبار", [("15", "amount")]),
        ("از خط ۳۰۰۰۱۲۳۴", [("30001234", "line")]),
        ("خطای پانصد و سه", [("503", "error")]),
        ("شمارهٔ پیگیری ۱۲۳۴۵۶", [("123456", "ref")]),
        ("سیزدهم آذر", [("9/13", "date")]),
        ("۱۴۰۵/۰۹/۱۳", [("9/13", "date")]),
        ("+98 912 123 4567", [("9121234567", "mobile")]),
        ("۰۹۱۲۱۲۳۴۵۶۷", [("9121234567", "mobile")]),
        ("۵ هزار نفر", [("5000", "count")]),
        ("ساعت نه صبح", [("9", "time")]),
        ("نه، یک سوال دارم", []),
        ("سه‌شنبه", []),
        ("کاربری reza_k", [("reza_k", "id")]),
    ],
)
def test_figures_are_read_with_their_kinds(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    "word,found",
    [
        ("نمیرسد", "نرسیدن"),
        ("نرسیدهاند", "نرسیدن"),
        ("نمیرسه", "نرسیدن"),
        ("بفرستید", "فرستادن"),
        ("برگردونید", "برگرداندن"),
        ("گزارشها", "گزارش"),
        ("گزارشه", "گزارش"),
        ("حسابمون", "حساب"),
        ("خطای", "خطا"),
        ("خطمو", "خط"),
        ("درباره", "درباره"),
        ("شماره", "شماره"),
        ("panel", "panel"),
    ],
)
def test_words_are_brought_to_one_form(word, found):
    assert stem(word) == found


def test_denials_and_belonging_are_seen():
    assert is_denial("نرسیدن")
    assert not is_denial("نوشتن")
    assert is_owned("هزینهش")
    assert not is_owned("گزارش")


@pytest.mark.parametrize(
    "one,two",
    [
        ("کارت به کارت", "کارت‌به‌کارت"),
        ("وب سرویس", "وب‌سرویس"),
        ("پیش فاکتور", "پیشفاکتور"),
        ("invoice", "فاکتور"),
        ("sharj", "شارژ"),
        ("صدا در پیام گویا", "voice"),
    ],
)
def test_phrases_and_languages_share_concepts(one, two):
    assert set(names(one)) & set(names(two))


def test_the_list_of_concepts_is_well_formed():
    assert {concept.kind for concept in lexicon().by_words.values()} == KINDS
    known = {concept.field for concept in lexicon().by_words.values()}
    for fields in sections("topic_fields").values():
        assert fields <= known


def test_the_code_names_concepts_that_there_are():
    known = {concept.name for concept in lexicon().by_words.values()}
    assert known >= set(MODES) | CORE | {SENDING}


def test_what_every_request_names_weighs_least():
    assert weight("پیامک") < weight("پترن") < weight("سپیدار")


THREAD = [" ".join(DELIVERY), "متن پیامک و ساعت ارسال را بنویسید."]


@pytest.mark.parametrize(
    "reply",
    [
        "ممنون، حل شد.",
        "ساعت ۱۴:۰۵ بود.",
        "هنوز پیامک‌های ایرانسل از همین خط نرسیده است.",
        "متن این بود: «جلسهٔ اولیا فردا ساعت ۱۰ برگزار می‌شود»، ساعت ارسال هم ۱۱:۳۰",
        "همه را در پیام اول نوشته‌ام، لطفاً یک بار بخوانید.",
        "لطفاً زودتر، مشتری‌ها منتظرند!",
        "رسید به هر دو گوشی",
        "",
        "؟؟؟",
    ],
)
def test_reply_on_the_matter_stays_in_the_thread(reply):
    assert new_topic(THREAD, reply)[0] is False


@pytest.mark.parametrize(
    "reply",
    [
        "یک سؤال دیگر هم دارم: برای واریز آبان فاکتور رسمی چگونه صادر می‌شود؟",
        "راستی پنل طلایی را تمدید کنید و تخفیف نمایندگی را هم اعمال بفرمایید.",
        "ممنون، درست شد. می‌خواهم برای همکارم زیرکاربر بسازم، چطور؟",
        "merci hal shod. hazineye tamdid panel chande?",
    ],
)
def test_reply_on_another_subject_is_noticed(reply):
    assert new_topic(THREAD, reply)[0] is True


def test_without_a_thread_nothing_is_new():
    assert new_topic([], "فاکتور می‌خواهم") == (False, 0.0)
    assert new_topic(["", " "], "فاکتور می‌خواهم") == (False, 0.0)


HOSTILE = [
    "1٢" * 15_000, "هزار و " * 4_000, "۱," * 15_000, "می\u200c" * 10_000, "«" * 30_000,
    "ا. " * 10_000, "a_" * 15_000, "0912 " * 6_000, "\ud800\x00\u0301" * 5_000,
    "🙏" * 5_000, "salam " * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_to_their_end(text):
    assert 0 <= same_topic((text[:100], text), (text, text + "x"))[1] <= 1
    assert 0 <= new_topic([text, "x"], text + "y")[1] <= 1


MIXED = st.lists(
    st.sampled_from(
        ["سلام", "خط", "۳۰۰۰", " و ", "نیم ", "میلیون ", "نه ", "یک ", "ساعت ", "-", "1405/13/99",
         "٫", "؟", "\n", "\u200c", "می ", "آذر ", "«", "»", "ali_k", "خطای ", "5", "🙏", ". ",
         "هزارتایی "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=80), MIXED), st.one_of(st.text(max_size=80), MIXED))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_a_score_and_a_start_within_it(one, two):
    assert same_topic((one, two), (two, one)) == same_topic((two, one), (one, two))
    score, start = fresh_matter([one], two)
    assert 0 <= score <= 1
    assert 0 <= start <= len(two)


@given(MIXED)
@settings(max_examples=100, deadline=None)
def test_a_text_is_read_the_same_way_however_it_is_typed(text):
    assert figures(text) == figures(folded(text))
