"""How strictly the etiquette is kept: the policy, how the rules fare, and a box to try a text."""

from flask import Response, make_response, render_template, request, url_for

from portal.admin import bp, words
from portal.admin.forms import PolicyForm, SampleForm
from portal.services import categories, etiquette_counts, etiquette_policy, settings
from portal.services.etiquette_counts import Counts
from portal.services.etiquette_policy import DEFAULT, RULES, Trial
from portal.web import htmx
from portal.web.access import admin, me

SAVED = "آداب درخواست ذخیره شد."
UNCHANGED = "چیزی تغییر نکرده بود."
RESTORED = "آداب درخواست به حالت پیش‌فرض بازگشت."
USUAL_ALREADY = "آداب درخواست در حالت پیش‌فرض است."
COUNTED_DAYS = 30
# A rule errs when this share of what staff have judged was rejected.
ERRS_FROM = 0.2
JUDGED_LEAST = 5


@bp.get("/etiquette")
@admin
def etiquette() -> Response:
    return _page(PolicyForm.of(settings.stored_policy()))


@bp.post("/etiquette", endpoint="change_etiquette")
@admin
def change() -> Response:
    """Keeps the policy as it was filled in, or with `try` only tries it on the sample."""
    form = PolicyForm()
    if "try" in request.form:
        return _tried(form)
    if not form.validate():
        return _page(form, 422)
    changed = etiquette_policy.change(me(), form.policy(), request.remote_addr)
    htmx.toast(SAVED if changed else UNCHANGED, "green" if changed else "blue")
    if not htmx.wants_fragment():
        return htmx.see_other(url_for("admin.etiquette"))
    return _page(PolicyForm.of(settings.stored_policy()))


@bp.post("/etiquette/defaults")
@admin
def restore_etiquette() -> Response:
    """Everything as it is in a new installation; the audit log keeps what was."""
    changed = etiquette_policy.change(me(), DEFAULT, request.remote_addr)
    htmx.toast(RESTORED if changed else USUAL_ALREADY, "green" if changed else "blue")
    return htmx.see_other(url_for("admin.etiquette"))


@bp.app_template_test("erring")
def errs(counts: Counts) -> bool:
    """Whether staff reject a rule's findings too often."""
    judged = counts.upheld + counts.rejected
    return judged >= JUDGED_LEAST and counts.rejected >= ERRS_FROM * judged


def _tried(form: PolicyForm) -> Response:
    """What the policy, as it is typed and not kept, says about the sample."""
    sample = SampleForm(categories.active_categories())
    good = form.validate()
    good = sample.validate() and good
    trial = etiquette_policy.try_out(sample.sample(), form.policy()) if good else None
    status = 200 if good else 422
    if not htmx.wants_fragment():
        return _page(form, status, sample, trial)
    shown = {**_context(form), "sample": sample, "trial": trial}
    return make_response(render_template("admin/_tried.html", **shown), status)


def _page(
    form: PolicyForm,
    status: int = 200,
    sample: SampleForm | None = None,
    trial: Trial | None = None,
) -> Response:
    """The whole page, or for htmx the part of it that is stored."""
    shown = _context(form)
    if htmx.wants_fragment():
        return make_response(render_template("admin/_policy.html", **shown), status)
    sample = sample or SampleForm(categories.active_categories())
    html = render_template("admin/etiquette.html", sample=sample, trial=trial, **shown)
    return make_response(html, status)


def _context(form: PolicyForm) -> dict:
    counts = etiquette_counts.last_days(COUNTED_DAYS)
    return {
        "form": form,
        "rules": RULES,
        "words": words,
        "counts": counts,
        "counted": any(one != Counts() for one in counts.values()),
        "days": COUNTED_DAYS,
        "last": etiquette_policy.last_change(),
    }
