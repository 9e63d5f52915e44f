"""The brand's colours are readable, or refused."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web import brand

THEME = (Path(__file__).parents[2] / "static/css/theme.css").read_text()
colors = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_default_colour_gives_the_themes_own_colours():
    light, dark = brand.derive("#0b6b66")
    for scheme, block in (
        (light, THEME.index(":root{")),
        (dark, THEME.index("[data-bs-theme=dark]{")),
    ):
        found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]+)", THEME[block : block + 400]))
        on = found["on-brand"]
        assert scheme.brand == found["brand"]
        assert scheme.strong == found["brand-strong"]
        assert scheme.soft == found["brand-soft"]
        assert scheme.on == ("#ffffff" if on == "#fff" else on)


def test_surfaces_are_the_themes():
    assert re.search(r"--surface:#fff[;}]", THEME)
    assert f"--surface:{brand.DARK_SURFACE}" in THEME


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_follows_wcag(one, other, expected):
    assert brand.contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert brand.contrast(other, one) == brand.contrast(one, other)


@given(colors)
def test_every_accepted_colour_is_readable_in_both_schemes(color):
    try:
        schemes = brand.derive(color)
    except ValueError:
        assert brand.contrast(color, "#ffffff") < 3
        return
    for scheme, surface in zip(schemes, ("#ffffff", brand.DARK_SURFACE), strict=True):
        assert brand.contrast(scheme.brand, scheme.on) >= 4.5
        assert brand.contrast(scheme.strong, surface) >= 4.5
        assert brand.contrast(scheme.strong, scheme.soft) >= 4.5
        assert brand.contrast(scheme.brand, surface) >= 3
        assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in vars(scheme).values())
    assert schemes[0].brand == color


@pytest.mark.parametrize("color", ["#ffff00", "#ffffff", "#f2c078"])
def test_pale_colour_is_refused_with_a_reason(color):
    with pytest.raises(ValueError, match="تیره‌تری"):
        brand.derive(color)


@pytest.mark.parametrize("color", ["", "teal", "#fff", "#0b6b6", "#0b6b66;}", "rgb(1,2,3)"])
def test_what_is_no_colour_is_refused(color):
    with pytest.raises(ValueError, match="وارد کنید"):
        brand.derive(color)


def test_stylesheet_sets_every_variable_for_each_scheme():
    css = brand.stylesheet("#3a3f9e")
    for name in ("--brand:", "--brand-strong:", "--brand-soft:", "--on-brand:", "--ring:"):
        assert css.count(name) == 3
