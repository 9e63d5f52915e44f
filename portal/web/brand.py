"""The brand's colours: four variables a scheme, derived from one chosen colour.

Pure functions. The contrasts are those of WCAG 2.2 (1.4.3 text, 1.4.11 controls); the derivation
works in OKLCH (Björn Ottosson, 2020), where lightness is what the eye sees.
"""

import re
from dataclasses import dataclass

DEFAULT_COLOR = "#0b6b66"
TEXT_CONTRAST = 4.5
CONTROL_CONTRAST = 3.0
# theme.css: --surface
LIGHT_SURFACE = "#ffffff"
DARK_SURFACE = "#172120"

_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Scheme:
    """The colours of one scheme as #rrggbb: fills, text and links, tint, text on fills."""

    brand: str
    strong: str
    soft: str
    on: str


# What theme.css says; drawn by hand, so the default installation needs no derivation.
DEFAULT = (
    Scheme("#0b6b66", "#084e4b", "#e3f1ee", "#ffffff"),
    Scheme("#5cc8bd", "#8adcd3", "#15322f", "#04211e"),
)


def derive(color: str) -> tuple[Scheme, Scheme]:
    """The light and the dark scheme of one colour (#rrggbb).

    Raises ValueError, with a message for the admin, when it is no colour or too pale for a
    white ground.
    """
    color = color.strip().lower()
    if not _HEX.fullmatch(color):
        raise ValueError("رنگ را به شکل #0b6b66 وارد کنید.")
    if color == DEFAULT_COLOR:
        return DEFAULT
    if contrast(color, LIGHT_SURFACE) < CONTROL_CONTRAST:
        raise ValueError("این رنگ روی زمینهٔ سفید خوانا نیست؛ رنگ تیره‌تری برگزینید.")
    return _light(color), _dark(color)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet(color: str) -> str:
    """The content of /brand.css for one colour. Raises ValueError as `derive`."""
    light, dark = derive(color)
    return (
        f":root{{{_variables(light, '40')}}}\n"
        f"@media screen{{[data-bs-theme=dark]{{{_variables(dark, '55')}}}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-bs-theme]){{{_variables(dark, '55')}}}}}\n"
    )


def _variables(scheme: Scheme, ring_alpha: str) -> str:
    return (
        f"--brand:{scheme.brand};--brand-strong:{scheme.strong};--brand-soft:{scheme.soft};"
        f"--on-brand:{scheme.on};--ring:{scheme.brand}{ring_alpha}"
    )


def _light(color: str) -> Scheme:
    lightness, chroma, hue = _to_oklch(color)
    soft = _from_oklch(0.95, min(chroma, 0.02), hue)
    strong = _step(min(lightness, 0.42), -0.01, chroma * 0.85, hue, (LIGHT_SURFACE, soft))
    # One of white and black is readable on any colour; a dark of the same hue looks better.
    inks = ("#ffffff", _from_oklch(0.15, min(chroma, 0.03), hue), "#000000")
    on = next(ink for ink in inks if contrast(color, ink) >= TEXT_CONTRAST)
    return Scheme(color, strong, soft, on)


def _dark(color: str) -> Scheme:
    _, chroma, hue = _to_oklch(color)
    soft = _from_oklch(0.29, min(chroma, 0.035), hue)
    strong = _step(0.84, 0.01, min(chroma, 0.09), hue, (DARK_SURFACE, soft))
    brand = _from_oklch(0.77, min(chroma, 0.11), hue)
    return Scheme(brand, strong, soft, _from_oklch(0.2, min(chroma, 0.04), hue))


def _step(
    lightness: float, step: float, chroma: float, hue: tuple[float, float], grounds: tuple[str, ...]
) -> str:
    """The first colour from `lightness` on, by `step`, that is readable on all `grounds`."""
    while True:
        color = _from_oklch(lightness, chroma, hue)
        if all(contrast(color, ground) >= TEXT_CONTRAST for ground in grounds):
            return color
        lightness += step


def _channels(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(color: str) -> float:
    red, green, blue = map(_linear, _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(color: str) -> tuple[float, float, tuple[float, float]]:
    """Lightness 0 to 1, chroma, and the hue as a unit vector."""
    r, g, b = map(_linear, _channels(color))
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    chroma = (a * a + b * b) ** 0.5
    return lightness, chroma, (a / chroma, b / chroma) if chroma > 1e-6 else (0.0, 0.0)


def _from_oklch(lightness: float, chroma: float, hue: tuple[float, float]) -> str:
    a, b = chroma * hue[0], chroma * hue[1]
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "#" + "".join(f"{round(_encoded(value) * 255):02x}" for value in channels)
