"""Form macros: every control is tied to its label, its hint and its errors."""

import re

import pytest
from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError


class RequestForm(Form):
    subject = StringField("عنوان", [DataRequired("عنوان را بنویسید.")])
    category = SelectField("دسته", choices=[("a", "الف")], default="a")
    urgency = RadioField("فوریت", choices=[("low", "کم"), ("high", "زیاد")], default="low")
    body = TextAreaField("متن")
    terms = BooleanField("می‌پذیرم", [DataRequired("برای ادامه باید بپذیرید.")])

    def validate_body(self, field):
        raise ValidationError("<b>متن</b> درست نیست.")


@pytest.fixture
def render(pages):
    def render(call: str, *, invalid: bool = False) -> str:
        form = RequestForm(data={"category": "a", "urgency": "low", "body": "x"})
        if invalid:
            form.validate()
        source = (
            '{% from "_macros.html" import field, errors, error_summary, seg, choices, checkbox %}'
            + call
        )
        with pages.app.test_request_context("/"):
            return pages.app.jinja_env.from_string(source).render(form=form)

    return render


def test_field_has_label_mark_and_hint(render):
    html = render('{{ field(form.subject, hint="کوتاه", maxlength=100) }}')
    assert 'for="subject"' in html
    assert 'class="req"' in html
    assert 'aria-describedby="subject-hint"' in html
    assert 'id="subject-hint"' in html
    assert 'maxlength="100"' in html
    assert "aria-invalid" not in html


def test_refused_field_names_its_error(render):
    html = render('{{ field(form.subject, hint="کوتاه") }}', invalid=True)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="subject-hint subject-error"' in html
    assert "is-invalid" in html
    assert re.search(r'id="subject-error".*عنوان را بنویسید\.', html, re.DOTALL)


def test_kind_of_control_follows_the_field(render):
    assert 'class="form-select"' in render("{{ field(form.category) }}")
    assert "<textarea" in render("{{ field(form.body) }}")
    ltr = render("{{ field(form.subject, ltr=True, optional=True) }}")
    assert 'class="form-control ltr"' in ltr
    assert 'dir="ltr"' in ltr


def test_htmx_attributes_are_spelled_for_html(render):
    html = render('{{ field(form.category, hx_get="/fields", hx_target="#facts") }}')
    assert 'hx-get="/fields"' in html
    assert 'hx-target="#facts"' in html


def test_summary_links_each_error_to_its_field(render):
    assert render("{{ error_summary(form) }}").strip() == ""
    html = render("{{ error_summary(form) }}", invalid=True)
    assert 'role="alert"' in html
    assert 'tabindex="-1"' in html
    for name in ("subject", "body", "terms"):
        assert f'href="#{name}"' in html


def test_error_texts_are_escaped(render):
    html = render("{{ errors(form.body) }}{{ error_summary(form) }}", invalid=True)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_segments_and_cards_are_groups_with_one_choice_made(render):
    for macro in ("seg", "choices"):
        html = render(f"{{{{ {macro}(form.urgency) }}}}")
        assert '<fieldset class="seg-field" id="urgency"' in html
        assert "<legend>فوریت</legend>" in html
        assert html.count('type="radio"') == 2
        assert len(re.findall(r"\schecked", html)) == 1


def test_checkbox_is_tied_to_its_error(render):
    html = render("{{ checkbox(form.terms) }}", invalid=True)
    assert 'aria-describedby="terms-error"' in html
    assert 'id="terms-error"' in html
    assert "aria-describedby" not in render("{{ checkbox(form.terms) }}")
