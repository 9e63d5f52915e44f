import pytest

from portal.etiquette import DEFAULT, RULES, Draft, Level, Policy, review
from portal.extensions import db
from portal.models import EtiquetteCount, Event, Setting, Ticket, Verb
from portal.services import etiquette_policy, settings
from portal.services.etiquette_policy import Sample
from tests import factories

FINGLISH = "salam, lotfan panel mara check konid"


@pytest.fixture
def dana(app, clock):
    return factories.dana()


def events():
    return db.session.scalars(db.select(Event).filter_by(verb=Verb.ETIQUETTE_CHANGED)).all()


def rules_of(trial):
    return {remark.finding.rule for remark in trial.remarks}


def test_policy_is_the_usual_one_until_somebody_changes_it(app):
    assert settings.stored_policy() == DEFAULT
    assert etiquette_policy.last_change() is None


def test_changed_policy_is_what_requests_are_read_by(dana):
    draft = Draft(None, FINGLISH)
    assert [f.rule for f in review(draft, settings.etiquette_policy())] == ["finglish"]
    etiquette_policy.change(dana, Policy(levels={"finglish": Level.OFF}))
    assert review(draft, settings.etiquette_policy()) == []


def test_only_what_differs_from_the_usual_is_stored(dana):
    policy = Policy(
        levels={rule: DEFAULT.level(rule) for rule in RULES} | {"colloquial": Level.OFF},
        allowed_words=["Kavenegar"],
        same_topic=0.8,
    )
    assert etiquette_policy.change(dana, policy)
    assert db.session.get(Setting, settings.POLICY).value == {
        "levels": {"colloquial": "off"},
        "allowed_words": ["Kavenegar"],
        "same_topic": 0.8,
    }
    kept = settings.stored_policy()
    assert kept.level("colloquial") is Level.OFF
    assert kept.level("finglish") is Level.REVIEW
    assert (kept.same_topic, kept.mark_limit) == (0.8, DEFAULT.mark_limit)


def test_usual_policy_again_leaves_nothing_stored(dana):
    etiquette_policy.change(dana, Policy(extra_generic_titles=["کار واجب"], mark_limit=5))
    assert etiquette_policy.change(dana, DEFAULT)
    assert db.session.get(Setting, settings.POLICY).value == {}
    assert settings.stored_policy() == DEFAULT


def test_change_tells_what_went_and_what_came(dana):
    etiquette_policy.change(dana, Policy(allowed_words=["Kavenegar", "Zarinpal"]))
    etiquette_policy.change(
        dana,
        Policy(
            levels={"finglish": Level.ADVISE},
            allowed_words=["Zarinpal", "Sepidz"],
            urgent_limit=4,
        ),
        "192.0.2.7",
    )
    last = etiquette_policy.last_change()
    assert last.before == {
        "level_finglish": "review",
        "urgent_limit": 2,
        "allowed_words": ["Kavenegar"],
    }
    assert last.after == {
        "level_finglish": "advise",
        "urgent_limit": 4,
        "allowed_words": ["Sepidz"],
    }
    assert (last.actor_name, last.address) == (dana.name, "192.0.2.7")


def test_what_changes_nothing_leaves_no_event(dana):
    etiquette_policy.change(dana, Policy(allowed_words=["Kavenegar", "Zarinpal"]))
    assert not etiquette_policy.change(dana, Policy(allowed_words=["Zarinpal", "Kavenegar"]))
    assert len(events()) == 1


@pytest.mark.defaults
@pytest.mark.parametrize("make", [factories.arash, factories.cyrus, factories.nima])
def test_nobody_but_admins_changes_the_policy(app, make):
    with pytest.raises(etiquette_policy.NotAllowed):
        etiquette_policy.change(make(), Policy(mark_limit=9))
    assert settings.stored_policy() == DEFAULT


def test_lists_hold_each_entry_once_however_it_is_spelled():
    assert etiquette_policy.titles(["کار فوری", "كار  فوري", "کارِ فوری!", "تست"]) == (
        "کار فوری",
        "تست",
    )
    assert etiquette_policy.words(["Kavenegar", "KAVENEGAR", "C++", "C"]) == (
        "Kavenegar",
        "C++",
        "C",
    )


def test_rule_of_replies_alone_cannot_be_required():
    assert etiquette_policy.choices("new_topic") == [Level.OFF, Level.ADVISE, Level.REVIEW]
    assert etiquette_policy.choices("finglish") == list(Level)


def test_sample_is_tried_under_the_policy_that_is_given(dana):
    sample = Sample(subject="پرداخت‌های خط ۳۰۰۰", body=f"با سلام\n{FINGLISH}")
    usual = etiquette_policy.try_out(sample, DEFAULT)
    assert usual.held is Level.REVIEW
    (finglish,) = [r for r in usual.remarks if r.finding.rule == "finglish"]
    assert finglish.title == RULES["finglish"].title
    assert "lotfan" in finglish.marked
    strict = Policy(levels={"finglish": Level.OFF}, extra_generic_titles=["پرداخت‌های خط ۳۰۰۰"])
    tried = etiquette_policy.try_out(sample, strict)
    assert "finglish" not in rules_of(tried)
    assert "generic_title" in rules_of(tried)
    assert tried.held is Level.REQUIRE


def test_reply_is_tried_as_a_reply(dana):
    sample = Sample(subject="سلام", body="سلام؟؟؟؟", kind="reply")
    tried = etiquette_policy.try_out(sample, DEFAULT)
    assert "generic_title" not in rules_of(tried)
    assert "excess_punctuation" in rules_of(tried)
    assert tried.held is Level.REVIEW


def test_clean_sample_is_held_by_nothing(dana):
    sample = Sample(subject="نرسیدن پیامک‌های خط ۳۰۰۰ به ایرانسل", body="")
    tried = etiquette_policy.try_out(sample, DEFAULT)
    assert (tried.remarks, tried.held) == ([], None)


def test_trying_stores_and_counts_nothing(dana):
    etiquette_policy.try_out(Sample("سلام", FINGLISH), Policy(mark_limit=9))
    for model in (EtiquetteCount, Setting, Ticket):
        assert db.session.query(model).count() == 0
    assert events() == []
