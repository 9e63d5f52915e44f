from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.persian.search import document_tokens, joined_key, query_groups, search_key

PERSIAN_TEXT = st.text(
    st.sampled_from("ابپهیيىكئآأؤةۀۂ 012۳٤ \u200c\u200c\u0640\u064b\u0654\u0653.،-_sSİßé\u0301ﻼﷺ")
)
WORDS = st.lists(st.text("ابمیشدور", min_size=1, max_size=4), min_size=1, max_size=8)


def finds(query: str, document: str) -> bool:
    tokens = set(document_tokens(document))
    groups = query_groups(query)
    return bool(groups) and all(tokens & set(group) for group in groups)


@pytest.mark.parametrize(
    "spellings",
    [
        ["علي", "علی", "على"],
        ["كد ملي", "کد ملی"],
        ["۰۹۱۲", "٠٩١٢", "0912", "０９１２"],
        ["مسأله", "مساله", "مسا\u0654له"],
        ["پیـــامک", "پیامک"],
        ["شمارهٔ", "شماره\u200cی", "شماره ی", "شماره", "شمارۀ"],
        ["Sms.IR", "sms.ir", "SMS IR"],
        ["مُشتَرَکْ", "مشترک"],
        ["مسئول", "مسیول", "مسي\u0654ول"],
        ["آب", "اب", "ا\u0653ب"],
        ["دایرة", "دایره"],
        ["ﺳﻼﻡ", "سلام"],
        ["«پیامک»؛ نرسید؟", "پیامک نرسید"],
        ["line_no", "line no"],
    ],
)
def test_spellings_of_one_word_share_a_key(spellings):
    assert len({search_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("query", "document"), list(product(["می\u200cشود", "می شود", "میشود"], repeat=2))
)
def test_joined_and_parted_words_find_one_another(query, document):
    assert joined_key(query) == joined_key(document)
    assert finds(query, f"پیامک ارسال {document} یا نه")


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("گفت‌وگو", "گفت و گو"),
        ("گفت و گو", "گفت‌وگو"),
        ("ارسال نمیشود", "پیامک ارسال نمی‌شود"),
        ("پیامکها نمیرسد", "پیامک‌ها نمی‌رسد"),
        ("پیامک ها نمی رسد", "پیامکها نمیرسد"),
        ("نمیرسد پیامک", "پیامک نمی‌رسد"),
        ("به‌روزرسانی", "به‌روز‌رسانی"),
        ("می شود", "شود یا می آید"),
    ],
)
def test_query_finds_document(query, document):
    assert finds(query, document)


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("می شود", "پیامک نمی‌رسد"),
        ("می شود", "می آید"),
        ("شد نمی", "نمیشد"),
        ("پیامک فاکتور", "پیامک نرسید"),
        ("خط نمی شود", "نمی‌شود"),
    ],
)
def test_query_does_not_find_other_documents(query, document):
    assert not finds(query, document)


def test_each_query_token_may_stand_alone_or_in_a_pair():
    assert query_groups("ارسال نمی شود") == [
        ["ارسال", "ارسالنمی"],
        ["نمی", "ارسالنمی", "نمیشود"],
        ["شود", "نمیشود"],
    ]


def test_document_holds_its_tokens_then_its_pairs_once():
    assert document_tokens("خط ۳۰۰۰ خط ۳۰۰۰") == ["خط", "3000", "خط3000", "3000خط"]


def test_a_query_has_at_most_eight_groups_and_the_last_keeps_its_pair():
    groups = query_groups("یک دو سه چهار پنج شش هفت هشت نه ده")
    assert len(groups) == 8
    assert groups[-1] == ["هشت", "هفتهشت", "هشتنه"]


def test_a_query_without_letters_asks_for_nothing():
    assert query_groups("؟!… \u200c") == []
    assert document_tokens("؟!… \u200c") == []


def test_long_tokens_are_cut_alike_on_both_sides():
    assert document_tokens("ا" * 60) == ["ا" * 40]
    assert finds("ا" * 45, "ا" * 60)


@given(st.one_of(st.text(), PERSIAN_TEXT))
@example("ه\u200cی\u200cی ی")
@example("a\u0654\u0301")
@example("ᄀـᅡ")
def test_folding_twice_changes_nothing(text):
    once = search_key(text)
    assert search_key(once) == once
    assert joined_key(text) == once.replace(" ", "")


@given(st.one_of(st.text(), PERSIAN_TEXT))
def test_every_text_finds_itself(text):
    assert finds(text, text) == bool(search_key(text))
    assert all(0 < len(token) <= 40 for token in document_tokens(text))


@given(WORDS, st.data())
def test_joining_any_neighbours_apart_from_one_another_is_found(words, data):
    joined = []
    i = 0
    while i < len(words):
        pair = i + 1 < len(words) and data.draw(st.booleans())
        joined.append(words[i] + words[i + 1] if pair else words[i])
        i += 2 if pair else 1
    parted, joined = "\u200c".join(words), " ".join(joined)
    assert finds(parted, joined)
    assert finds(joined, parted)


@pytest.mark.parametrize(
    "hostile",
    [
        "\u0301\u0316" * 15_000,
        "\uff9e\u0301" * 15_000,
        "\u0f73" * 30_000,
        "ﷺ" * 30_000,
        "ه ی " * 7_500 + "ا",
        "ه" + " ی" * 14_999 + "ا",
        "ا " * 15_000,
        "".join(f"{i} " for i in range(5_000)),
        "ا" * 30_000,
        "\u200c" * 30_000,
    ],
)
def test_hostile_text_is_folded_in_one_sweep(hostile):
    assert len(query_groups(hostile)) <= 8
    assert all(len(token) <= 40 for token in document_tokens(hostile))
