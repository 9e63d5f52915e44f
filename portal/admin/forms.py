"""What an admin fills in."""

import re
from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import StopValidation

from portal import labels
from portal.admin import words
from portal.admin.fields import LinesField, NumberField, must_have
from portal.models import Category, Urgency
from portal.services import etiquette_policy, facts
from portal.services.etiquette_policy import (
    DEFAULT,
    MARK_LIMITS,
    RULES,
    URGENT_LIMITS,
    Level,
    Policy,
    Sample,
)
from portal.services.review import BODY_MOST, SUBJECT_MOST

CHOOSE = "یکی از سطح‌ها را برگزینید."
TELLING = "سطر «{line}» حرف یا رقمی ندارد."
LATIN = "سطر «{line}» یک واژه با حروف لاتین نیست؛ نام چندواژه‌ای را در چند سطر بیاورید."
NO_TEXT = "برای آزمودن، عنوان یا متنی بنویسید."
PERCENT = (0, 100)
KINDS = {"ticket": "درخواست", "reply": "پاسخ در گفت‌وگو"}
# What customers choose from.
URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH)


class Form(FlaskForm):
    """Messages are ours, in Persian."""

    class Meta:
        locales = ("fa",)


class LevelField(RadioField):
    """How strictly one rule is kept."""

    def __init__(self, rule: str, **kwargs) -> None:
        super().__init__(RULES[rule].title, validate_choice=False, **kwargs)
        offered = etiquette_policy.choices(rule)
        self.choices = [(level.value, words.LEVELS[level]) for level in offered]

    def pre_validate(self, form: Form) -> None:
        if self.data not in {value for value, _ in self.choices}:
            raise StopValidation(CHOOSE)


# A level for each rule there is, as level_<rule>.
_Levels = type("_Levels", (Form,), {f"level_{rule}": LevelField(rule) for rule in RULES})


class PolicyForm(_Levels):
    """The whole policy."""

    extra_generic_titles = LinesField(
        "عنوان‌های نامشخص دیگر", validators=[must_have(re.compile(r"[^\W_]"), TELLING)]
    )
    allowed_words = LinesField(
        "واژه‌ها و نام‌های مجاز", validators=[must_have(re.compile(r"^\S*[A-Za-z]\S*$"), LATIN)]
    )
    mark_limit = NumberField("تکرار علامت", MARK_LIMITS)
    urgent_limit = NumberField("درخواست‌های فوری هم‌زمان", URGENT_LIMITS)
    same_topic = NumberField("شباهت دو درخواست", PERCENT)
    new_topic = NumberField("دوری پاسخ از موضوع گفت‌وگو", PERCENT)

    @classmethod
    def of(cls, policy: Policy) -> "PolicyForm":
        """The form as it shows a policy."""
        levels = {f"level_{rule}": policy.level(rule).value for rule in RULES}
        return cls(
            formdata=None,
            data=levels
            | {
                "extra_generic_titles": list(policy.extra_generic_titles),
                "allowed_words": list(policy.allowed_words),
                "mark_limit": policy.mark_limit,
                "urgent_limit": policy.urgent_limit,
                "same_topic": _percent(policy.same_topic),
                "new_topic": _percent(policy.new_topic),
            },
        )

    @property
    def levels(self) -> Mapping[str, LevelField]:
        """The field of each rule."""
        return {rule: self[f"level_{rule}"] for rule in RULES}

    def policy(self) -> Policy:
        """The policy as it was filled in; call it after `validate`."""
        return Policy(
            levels={rule: Level(field.data) for rule, field in self.levels.items()},
            extra_generic_titles=etiquette_policy.titles(self.extra_generic_titles.data),
            allowed_words=etiquette_policy.words(self.allowed_words.data),
            mark_limit=self.mark_limit.data,
            urgent_limit=self.urgent_limit.data,
            same_topic=_share(self.same_topic.data, DEFAULT.same_topic),
            new_topic=_share(self.new_topic.data, DEFAULT.new_topic),
        )


class SampleForm(Form):
    """A text to try the rules on."""

    kind = RadioField("نوع متن", validate_choice=False)
    subject = TextAreaField("عنوان", filters=[facts.clean_line])
    body = TextAreaField("متن", filters=[facts.clean])
    category = SelectField("دسته", validate_choice=False)
    urgency = RadioField("فوریت", validate_choice=False)

    def __init__(self, categories: Sequence[Category], **kwargs) -> None:
        super().__init__(prefix="sample", **kwargs)
        self.kind.choices = list(KINDS.items())
        self.category.choices = [("", "بدون دسته"), *((c.key, c.title) for c in categories)]
        self.urgency.choices = [(one.value, labels.URGENCY[one].word) for one in URGENCIES]
        for field, usual in (
            (self.kind, "ticket"),
            (self.category, ""),
            (self.urgency, Urgency.NORMAL.value),
        ):
            if field.data not in {value for value, _ in field.choices}:
                field.data = usual

    def validate_subject(self, field: TextAreaField) -> None:
        _within(field.data, SUBJECT_MOST)

    def validate_body(self, field: TextAreaField) -> None:
        if not field.data and not self.subject.data:
            raise StopValidation(NO_TEXT)
        _within(field.data, BODY_MOST)

    def sample(self) -> Sample:
        """The text as it was typed; call it after `validate`."""
        return Sample(
            subject=self.subject.data,
            body=self.body.data,
            kind=self.kind.data,
            category=self.category.data or None,
            urgency=self.urgency.data,
        )


def _within(text: str, most: int) -> None:
    if len(text) > most:
        raise StopValidation(f"حداکثر {facts.count(most)} نویسه بنویسید.")


def _percent(share: float) -> int:
    return round(100 * share)


def _share(percent: int, usual: float) -> float:
    """The share of a percentage; the usual one may be finer than what the form shows."""
    return usual if percent == _percent(usual) else percent / 100
