import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.etiquette import zones_code
from portal.etiquette.page import Page
from portal.etiquette.zones import QUOTED, REPORTED, TECHNICAL, Zones, find_zones


def covered(text: str, kinds: int = TECHNICAL | QUOTED) -> str:
    """What of the text lies in zones, its parts with a space between; without white space."""
    zones = find_zones(text)
    free = (zones.free(i, i + 1, kinds) for i in range(len(text)))
    shown = "".join("\0" if f else c for c, f in zip(text, free, strict=True) if not c.isspace())
    return " ".join(part for part in shown.split("\0") if part)


@pytest.mark.parametrize(
    "text,inside",
    [
        ("نشانی https://example.ir/a?b=1 باز نشد", "https://example.ir/a?b=1"),
        ("به www.example.ir رفتم", "www.example.ir"),
        ("سایت example.ir کند است", "example.ir"),
        ("به info@example.ir فرستادم", "info@example.ir"),
        ("متد SendByBaseNumber خطا می‌دهد", "SendByBaseNumber"),
        ("پارامتر shomare_mobile خالی است", "shomare_mobile"),
        ("فایل payamak.php را ببینید", "payamak.php"),
        ("فایل !!!مشتریان-نهایی.xlsx بود", "!!!مشتریان-نهایی.xlsx"),
        ("فایل‌های contacts_????.csv هست", "contacts_????.csv"),
        ("مسیر C:\\sms\\logs ساخته شد", "C:\\sms\\logs"),
        ("کد 6kLp20vW نامعتبر است", "6kLp20vW"),
        ("شماره 0912???4567 نگرفت", "0912???4567"),
        ("کارت 6037-99xx-xxxx-1234 است", "6037-99xx-xxxx-1234"),
        ("کد `payam` را زدم", "`payam`"),
        ('پاسخ {"salam": "khubi"} بود', '{"salam":"khubi"}'),
        ("متغیر {name} خالی است", "{name}"),
        ("دستور SELECT salam FROM t اجرا شد", "SELECTsalamFROMt"),
        ("<p>سلام</p> در قالب", "<p>سلام</p>"),
        ("<!-- salam --> در صفحه", "<!--salam-->"),
        ("نام کاربری ali است", "ali"),
    ],
)
def test_names_code_and_data_are_technical(text, inside):
    assert covered(text, TECHNICAL) == inside


@pytest.mark.parametrize(
    "text,inside",
    [
        ("متن «salam khubi» رفت", "«salamkhubi»"),
        ("متن “salam” رفت", "“salam”"),
        ("متن „salam“ رفت", "„salam“"),
        ("متن ‹salam› رفت", "‹salam›"),
        ('متن "salam" رفت', '"salam"'),
        ("متن 'salam' رفت", "'salam'"),
        ("متن ‘salam’ رفت", "‘salam’"),
        ("متن <<salam>> رفت", "<<salam>>"),
        ("متن »salam« رفت", "»salam«"),
        ("متن «یک «دو» سه» رفت", "«یک«دو»سه»"),
        ('متن "خط یک\nخط دو" رفت', '"خطیکخطدو"'),
        ("نوشته بودید:\n> salam khubi\nممنون", ">salamkhubi"),
        ("متن پیامک: سلام دوست من\nچرا نرفت", "سلامدوستمن"),
        ("متن پیامک:\nسلام دوست\nلغو11\n\nچرا نرفت", "سلامدوستلغو11"),
        ("متن پیامک: حراج لغو۱۱ چرا نرفت", "حراجلغو۱۱"),
        ("متن پیامک: «حراج» چرا نرفت", "«حراج»"),
        ("متن پیامک (حراج) چرا نرفت", ""),
        ("متن پیامک: (حراج) چرا نرفت", "(حراج)"),
        ("پیامک ارسالی: حراج بزرگ", "حراجبزرگ"),
        ("matn e payamak: haraj", "haraj"),
    ],
)
def test_words_of_others_are_quoted(text, inside):
    assert covered(text, QUOTED) == inside


@pytest.mark.parametrize(
    "text",
    [
        "«چرا پیامک نمی‌رود»",
        '"salam chetori"',
        "سلام. «چرا پیامک نمی‌رود»",
        "{ لطفاً رسیدگی کنید }",
        "[چرا؟]",
        "~~~ فوری ~~~",
        "متن درخواست: چرا نمی‌رود",
        "موضوع: پنل\nمتن: چرا نمی‌رود",
        "sAlAm ChEtOrI",
        "ma`mooli o ra`yat",
        "don't va can't",
        "salam, khubi? panel man kar nemikone!",
        "شماره ۲ و ۳؟",
        "a = b یا c",
        "2026-11-22 10:20 sms zadam narid",
        "panel kar nemikone.key dorost mishe",
    ],
)
def test_decoration_and_prose_are_free(text):
    assert covered(text) == ""


@pytest.mark.parametrize(
    "text,inside",
    [
        ("خطای Invalid user را می‌دهد", "Invaliduser"),
        ("پیام خطا:\nThe request failed\nچه کنم", "Therequestfailed"),
        ("لاگ سرور: panic config", "panicconfig"),
        ("Error: connection lost\nچه کنم", "Error:connectionlost"),
    ],
)
def test_errors_in_another_script_are_reported(text, inside):
    assert covered(text, REPORTED) == inside


def test_lines_beside_a_frame_belong_to_the_trace():
    text = "خطا:\n\n    at Sms.Send(String to)\n    unknown frame\n    fatal\n\nنسخهٔ ۸ است"
    assert covered(text, TECHNICAL) == "atSms.Send(Stringto)unknownframefatal"


def test_fence_reaches_to_its_end_or_to_the_end_of_the_text():
    assert covered("الف\n```\nsalam\n```\nب") == "```salam```"
    assert covered("الف\n~~~\nsalam\n~~~\nب") == "~~~salam~~~"
    assert covered("الف\n```\nsalam") == "```salam"


def test_lines_of_a_log_are_technical():
    for line in (
        "2026-01-05 10:22:31 queue full",
        "2026-01-05 10:22 [crit] queue full",
        "Nov 12 08:00:01 srv smsd[881]: lost",
        "[ERROR] lost",
    ):
        assert covered(f"این می‌آید\n{line}", TECHNICAL) == line.replace(" ", "")


def test_log_line_with_a_persian_message_is_technical_where_it_tells_a_level():
    assert covered("2026-01-05 10:22:31 ERROR پیامک نرفت", TECHNICAL).endswith("پیامکنرفت")
    assert covered("2026-01-05 10:22 پیامک نرفت") == ""


def test_rows_of_cells_are_one_table():
    assert covered("| نام | خط |\n| علی | salam |\nب") == "|نام|خط||علی|salam|"
    assert covered("نام;خط\nAkbari;Vanak\nب") == "نام;خطAkbari;Vanak"
    assert covered("سلام | خوبید") == ""


def test_statement_after_a_persian_word_is_a_zone_too():
    text = "دستور SELECT * FROM a و سپس DELETE FROM b اجرا شد"
    assert covered(text) == "SELECT*FROMa DELETEFROMb"


def test_many_statements_in_a_line_are_read_once():
    reached = []

    class Line(str):
        def __getitem__(self, index):
            reached.append(index)
            return super().__getitem__(index)

    line = Line("SELECT *," * 3300 + "پایان")
    assert list(zones_code._code_in_prose(line, len(line) - 5)) == [(0, len(line) - 5)]
    assert len(reached) < 2 * len(line)


def test_zones_are_asked_by_kind():
    zones = Zones(10)
    zones.add(2, 5, QUOTED)
    zones.add(4, 8, TECHNICAL)
    assert zones.free(0, 2)
    assert not zones.free(1, 3)
    assert zones.free(5, 10, QUOTED)
    assert zones.free(0, 4, TECHNICAL)
    assert zones.free(0, 10, REPORTED)
    zones.add(9, 10, REPORTED)
    assert not zones.free(0, 10, REPORTED)


def test_page_reads_its_text_once():
    page = Page("body", "سلام https://example.ir")
    assert page.zones is page.zones
    assert page.folded is page.folded


ALPHABET = "«»“”„‹›\"'`<>{}[]|~=:;/\\@#$%*?؟!•.,،\n\t \u200caAبس۱1-_()"


@given(st.text(alphabet=ALPHABET, max_size=120))
@settings(max_examples=600, deadline=None)
def test_zones_lie_inside_the_text(text):
    zones = find_zones(text)
    for kind in (TECHNICAL, QUOTED, REPORTED, TECHNICAL | QUOTED | REPORTED):
        assert zones.free(len(text), len(text) + 1, kind)
        free = [zones.free(i, i + 1, kind) for i in range(len(text))]
        assert zones.free(0, len(text), kind) == all(free)
