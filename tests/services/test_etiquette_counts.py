import pytest

from portal.etiquette import RULES
from portal.services import etiquette_counts, moderation
from portal.services.etiquette_counts import Counts
from tests import factories


def of(rule, **days):
    return etiquette_counts.last_days(**days)[rule]


def test_every_rule_has_counts_before_anything_happened(app):
    assert etiquette_counts.last_days() == dict.fromkeys(RULES, Counts())


def test_findings_are_counted_rule_by_rule(app, clock):
    etiquette_counts.shown(["finglish", "colloquial"])
    etiquette_counts.shown(["finglish"])
    etiquette_counts.settled(fixed=["colloquial"], overridden=["finglish"])
    assert of("finglish") == Counts(shown=2, overridden=1)
    assert of("colloquial") == Counts(shown=1, fixed=1)


def test_names_that_are_no_rules_are_not_counted(app, clock):
    etiquette_counts.shown(["finglish", "finglish", "x" * 500, ""])
    assert of("finglish") == Counts(shown=1)
    assert set(etiquette_counts.last_days()) == set(RULES)


def test_only_the_last_days_count(app, clock):
    etiquette_counts.shown(["finglish"])
    clock.advance(days=29)
    etiquette_counts.shown(["finglish"])
    assert of("finglish").shown == 2
    clock.advance(days=1)
    assert of("finglish").shown == 1
    assert of("finglish", days=31).shown == 2


@pytest.mark.defaults
def test_judgement_of_staff_is_counted(app, clock):
    agent = factories.cyrus()
    ticket = factories.make_ticket(factories.arash(), overrides=["finglish", "secret_pasted"])
    moderation.reject_finding(agent, ticket.number, "finglish")
    moderation.uphold(agent, ticket.number, "secret_pasted", rewrite=False)
    assert of("finglish") == Counts(rejected=1)
    assert of("secret_pasted") == Counts(upheld=1)
