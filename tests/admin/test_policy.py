"""The page of the etiquette: levels, lists, thresholds, how the rules fare, and the box to try."""

import json
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from markupsafe import escape

from portal.admin.changes import changes
from portal.etiquette import DEFAULT, RULES, Level, Policy
from portal.extensions import db
from portal.models import EtiquetteCount, Event, Setting, Verb
from portal.persian.digits import to_persian
from portal.services import etiquette_policy, settings
from portal.services.transaction import write
from tests import factories

pytestmark = pytest.mark.defaults
PAGE = "/admin/etiquette"
FINGLISH = "salam, lotfan panel mara check konid"
ERRS = "این قاعده بیش از اندازه خطا می‌کند"
SAMPLE = {"try": "1", "sample-subject": "پرداخت‌های خط ۳۰۰۰", "sample-body": FINGLISH}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def filled(**facts):
    """The form as the page shows it in the beginning, with what was changed in it."""
    levels = {f"level_{rule}": DEFAULT.level(rule).value for rule in RULES}
    usual = {
        "extra_generic_titles": "",
        "allowed_words": "",
        "mark_limit": "۳",
        "urgent_limit": "۲",
        "same_topic": str(round(100 * DEFAULT.same_topic)),
        "new_topic": str(round(100 * DEFAULT.new_topic)),
    }
    return levels | usual | facts


@pytest.fixture
def app(app, clock):
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def dana(client):
    dana = factories.dana()
    factories.log_in(client, dana)
    return dana


@pytest.fixture
def post(client, dana):
    def send(headers=None, **facts):
        return client.post(PAGE, data=filled(**facts), headers=headers)

    return send


def checked(text, rule):
    chosen = [tag for tag in re.findall(r"<input[^>]*>", text) if f'name="level_{rule}"' in tag]
    return [re.search(r'value="(\w+)"', tag)[1] for tag in chosen if " checked" in tag]


def value_of(text, name):
    return re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', text)[1]


def lines_of(text, name):
    return re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?([^<]*)</textarea>', text)[1]


def test_page_shows_each_rule_with_its_level_and_its_example(client, dana):
    text = client.get(PAGE).text
    for rule, known in RULES.items():
        assert str(escape(known.title)) in text
        assert checked(text, rule) == [DEFAULT.level(rule).value]
        assert f'href="/guide#{rule}"' in text
    assert "همه‌چیز در حالت پیش‌فرض است." in text
    assert 'name="level_new_topic" type="radio" value="require"' not in text


def test_admin_finds_the_page_in_the_navigation(client, dana):
    assert f'href="{PAGE}"' in client.get("/desk").text
    factories.log_in(client, factories.cyrus())
    assert f'href="{PAGE}"' not in client.get("/desk").text


def test_policy_is_kept_as_it_was_filled_in(client, post):
    answer = post(
        level_finglish="off",
        mark_limit=" ۵ ",
        same_topic="٦٠٪",
        new_topic="70%",
        urgent_limit="4",
        extra_generic_titles="كار فوري\n\n  کار   فوری \nتست!",
        allowed_words="Kavenegar\r\nKAVENEGAR\r\nZarinpal",
    )
    assert (answer.status_code, answer.location) == (303, PAGE)
    kept = settings.stored_policy()
    assert kept.level("finglish") is Level.OFF
    assert (kept.mark_limit, kept.urgent_limit) == (5, 4)
    assert (kept.same_topic, kept.new_topic) == (0.6, 0.7)
    assert kept.extra_generic_titles == ("کار فوری", "تست!")
    assert kept.allowed_words == ("Kavenegar", "Zarinpal")
    text = client.get(PAGE).text
    assert "آداب درخواست ذخیره شد." in text
    assert "دانا فرهمند" in text
    assert checked(text, "finglish") == ["off"]
    assert value_of(text, "same_topic") == "۶۰"
    assert lines_of(text, "allowed_words") == "Kavenegar\nZarinpal"


def test_saving_what_is_there_changes_nothing(client, post):
    assert post().status_code == 303
    assert "چیزی تغییر نکرده بود." in client.get(PAGE).text
    assert db.session.get(Setting, "etiquette") is None


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("level_finglish", "loud", "یکی از سطح‌ها را برگزینید."),
        ("level_new_topic", "require", "یکی از سطح‌ها را برگزینید."),
        ("mark_limit", "۲", "برای «تکرار علامت» عددی از ۳ تا ۱۰ بنویسید."),
        ("mark_limit", "11", "عددی از ۳ تا ۱۰ بنویسید."),
        ("mark_limit", "سه", "عددی از ۳ تا ۱۰ بنویسید."),
        ("mark_limit", "", "عددی از ۳ تا ۱۰ بنویسید."),
        ("urgent_limit", "0", "عددی از ۱ تا ۲۰ بنویسید."),
        ("same_topic", "101", "عددی از ۰ تا ۱۰۰ بنویسید."),
        ("new_topic", "-1", "عددی از ۰ تا ۱۰۰ بنویسید."),
        ("new_topic", "0.5", "عددی از ۰ تا ۱۰۰ بنویسید."),
        ("extra_generic_titles", "تست\n!!!", "سطر «!!!» حرف یا رقمی ندارد."),
        ("extra_generic_titles", "آ" * 81, "بیش از ۸۰ نویسه دارد"),
        ("extra_generic_titles", "\n".join(map(str, range(201))), "حداکثر ۲۰۰ سطر دارد"),
        ("allowed_words", "Kavenegar\nسلام", "سطر «سلام» یک واژه با حروف لاتین نیست"),
        ("allowed_words", "Kaveh Negar", "نام چندواژه‌ای را در چند سطر بیاورید."),
        ("allowed_words", "x" * 81, "بیش از ۸۰ نویسه دارد"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(post, name, typed, message):
    answer = post(**{name: typed, "level_colloquial": "off"})
    assert answer.status_code == 422
    assert answer.text.count(message) >= 2  # in the summary and at the field
    assert f'href="#{name}"' in answer.text
    assert f'id="{name}-error"' in answer.text
    assert checked(answer.text, "colloquial") == ["off"]
    if not name.startswith("level_"):
        assert str(escape(typed)) in answer.text
    assert settings.stored_policy() == DEFAULT


def test_lists_take_as_much_as_they_say(post):
    lines = "\n".join(f"{number:03}{'آ' * 77}" for number in range(200))
    assert post(extra_generic_titles=lines).status_code == 303
    assert len(settings.stored_policy().extra_generic_titles) == 200


def test_saving_by_htmx_answers_with_what_is_stored_and_keeps_the_rest_of_the_page(post):
    answer = post(HTMX, level_finglish="off")
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div class="d-grid gap-4" id="policy">')
    assert "<html" not in answer.text
    assert checked(answer.text, "finglish") == ["off"]
    assert "sample-body" not in answer.text
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["tone"] == "green"
    refused = post(HTMX, mark_limit="x")
    assert refused.status_code == 422
    assert 'value="x"' in refused.text


def test_defaults_come_back_and_the_log_keeps_what_was(client, post):
    post(level_finglish="off", allowed_words="Kavenegar")
    answer = client.post(f"{PAGE}/defaults")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert settings.stored_policy() == DEFAULT
    assert "به حالت پیش‌فرض بازگشت." in client.get(PAGE).text
    assert db.session.query(Event).filter_by(verb=Verb.ETIQUETTE_CHANGED).count() == 2
    client.post(f"{PAGE}/defaults")
    assert "در حالت پیش‌فرض است." in client.get(PAGE).text
    assert db.session.query(Event).filter_by(verb=Verb.ETIQUETTE_CHANGED).count() == 2


def test_change_is_told_in_words_in_the_audit_log(client, post):
    post(
        level_finglish="off",
        mark_limit="5",
        same_topic="60",
        allowed_words="Kavenegar\nZarinpal",
    )
    post(level_finglish="off", mark_limit="5", same_topic="60", allowed_words="Sepidz")
    text = client.get("/admin/audit?verb=etiquette_changed").text
    assert "تغییر آداب درخواست" in text
    assert "<del><bdi>Kavenegar، Zarinpal</bdi></del> <bdi>Sepidz</bdi>" in text
    told = changes(db.session.query(Event).filter_by(verb=Verb.ETIQUETTE_CHANGED).first())
    assert {one.name: (one.before, one.after) for one in told} == {
        "سطح «نوشتن فارسی با حروف لاتین»": ("بازبینی", "خاموش"),
        "تکرار علامت": ("۳", "۵"),
        "شباهت دو درخواست": (f"{to_persian(round(100 * DEFAULT.same_topic))}٪", "۶۰٪"),
        "واژه‌ها و نام‌های مجاز": ("", "Kavenegar، Zarinpal"),
    }


def test_sample_is_tried_with_the_policy_as_typed_and_all_stays_on_the_page(client, post):
    usual = post(**SAMPLE)
    assert usual.status_code == 200
    assert f"<mark>{FINGLISH}</mark>" in usual.text
    assert RULES["finglish"].title in usual.text
    assert "این متن یک بار نگه داشته می‌شود" in usual.text
    typed = post(**SAMPLE, level_finglish="off", mark_limit="7", allowed_words="Zarinpal")
    assert "<mark>" not in typed.text
    assert checked(typed.text, "finglish") == ["off"]
    assert value_of(typed.text, "mark_limit") == "7"
    assert lines_of(typed.text, "allowed_words") == "Zarinpal"
    assert lines_of(typed.text, "sample-body") == FINGLISH
    assert settings.stored_policy() == DEFAULT


def test_trying_stores_and_counts_nothing(post):
    post(**SAMPLE, level_finglish="require")
    assert db.session.query(EtiquetteCount).count() == 0
    assert db.session.get(Setting, "etiquette") is None
    assert db.session.query(Event).filter_by(verb=Verb.ETIQUETTE_CHANGED).count() == 0


def test_trying_by_htmx_changes_the_result_alone(post):
    answer = post(HTMX, **SAMPLE)
    assert answer.status_code == 200
    assert re.findall(r'<hx-partial hx-target="(#\w+)"', answer.text) == ["#outcome", "#tried"]
    assert f"<mark>{FINGLISH}</mark>" in answer.text
    assert "level_finglish" not in answer.text


def test_reply_is_tried_as_a_reply(post):
    body = {"sample-body": "چرا پاسخ ندادید؟؟؟؟", "sample-subject": "سلام"}
    request = post(**body, **{"try": "1", "sample-kind": "ticket"}).text
    reply = post(**body, **{"try": "1", "sample-kind": "reply"}).text
    assert "این متن تا اصلاح نشود، ثبت نمی‌شود." in request
    assert "این متن یک بار نگه داشته می‌شود" in reply


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"sample-subject": "", "sample-body": " "}, "برای آزمودن، عنوان یا متنی بنویسید."),
        ({"sample-subject": "آ" * 101}, "حداکثر ۱۰۰ نویسه بنویسید."),
        ({"sample-body": "آ" * 10_001}, "حداکثر ۱۰٬۰۰۰ نویسه بنویسید."),
        ({"mark_limit": "99"}, "عددی از ۳ تا ۱۰ بنویسید."),
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_cannot_be_tried_says_why(post, facts, message, headers):
    answer = post(headers, **SAMPLE | facts)
    assert answer.status_code == 422
    assert message in answer.text
    assert "برای آزمودن، نخست این موارد را اصلاح کنید." in answer.text


def test_what_is_tried_is_shown_as_text(post):
    answer = post(**SAMPLE | {"sample-body": f"<script>x</script> {FINGLISH} <b>"})
    assert "<script>x" not in answer.text
    assert "&lt;script&gt;" in answer.text


def count(rule, **facts):
    with write() as session:
        zeros = {"shown": 0, "fixed": 0, "overridden": 0, "upheld": 0, "rejected": 0}
        session.add(EtiquetteCount(rule=rule, **zeros | facts))


def test_nothing_is_counted_in_the_beginning(client, dana):
    assert "هنوز چیزی شمرده نشده است." in client.get(PAGE).text


def test_counts_of_each_rule_stand_in_a_table(client, dana, clock):
    count("finglish", day=clock.now().date(), shown=1200, fixed=40, upheld=3, rejected=1)
    text = client.get(PAGE).text
    (row,) = re.findall(r"<tr>\s*<th scope=\"row\">نوشتن فارسی.*?</tr>", text, re.DOTALL)
    cells = [cell.strip() for cell in re.findall(r"<td class=\"num\">(.*?)</td>", row)]
    assert cells == ["۱٬۲۰۰", "۴۰", "۰", "۳", "۱", "۲۵٪"]
    assert ERRS not in text


@pytest.mark.parametrize(
    ("upheld", "rejected", "errs"), [(4, 1, True), (5, 1, False), (0, 4, False), (0, 5, True)]
)
def test_rule_errs_when_a_fifth_of_five_judged_was_rejected(
    client, dana, clock, upheld, rejected, errs
):
    count("finglish", day=clock.now().date(), upheld=upheld, rejected=rejected)
    text = client.get(PAGE).text
    assert (ERRS in text) is errs
    assert ('<tr class="errs">' in text) is errs


def test_no_form_breaks_the_page(post):
    text = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=60)

    @hypothesis_settings(
        max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        st.dictionaries(
            st.sampled_from([*filled(), "try", *SAMPLE, "sample-kind", "sample-urgency"]), text
        ),
        st.sampled_from([None, HTMX]),
    )
    def check(facts, headers):
        assert post(headers, **facts).status_code in (200, 303, 422)

    check()


def test_stored_policy_is_shown_whatever_it_holds(client, dana):
    etiquette_policy.change(dana, Policy(extra_generic_titles=["</textarea><b>"], same_topic=0.437))
    text = client.get(PAGE).text
    assert lines_of(text, "extra_generic_titles") == "&lt;/textarea&gt;&lt;b&gt;"
    assert value_of(text, "same_topic") == "۴۴"
