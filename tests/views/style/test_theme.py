"""The colours of both themes can be told apart from what they stand on (WCAG 2.1)."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor

from explorer.views.style.stylesheet import stylesheet
from explorer.views.style.theme import Theme, ThemeName, theme

TEXT, MARKS = 4.5, 3.0  # least contrast, 1.4.3 and 1.4.11
SURFACES = ("window", "panel", "field")
PAINTED = {  # what views paint: text on what it stands on
    "text": (*SURFACES, "accent_soft", "selection_soft"),
    "muted": (*SURFACES, "accent_soft", "selection_soft"),
    "accent": (*SURFACES, "accent_soft"),
    "selection_text": (*SURFACES, "selection_soft"),
    "bad": SURFACES,
    "good": SURFACES,
    "on_accent": ("accent",),
    "panel": ("text",),  # a tip
}
MARKED = {"selection": SURFACES, "accent": (*SURFACES, "selection_soft"), "disabled": SURFACES}


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_black_on_white_has_the_largest_contrast() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(PAINTED, TEXT), (MARKED, MARKS)])
def test_text_and_marks_stand_out_from_what_they_are_on(
    name: ThemeName, pairs: dict[str, tuple[str, ...]], least: float
) -> None:
    look = theme(name)
    found = {
        (mark, ground): contrast(look.color(mark), look.color(ground))
        for mark, grounds in pairs.items()
        for ground in grounds
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_rule_of_the_style_sheet_can_be_read(name: ThemeName) -> None:
    look = theme(name)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", stylesheet(look))
    assert len(rules) > 50
    weak = [
        (selector.strip(), ground, ratio)
        for selector, body in rules
        for ground, ratio in _contrasts(look, dict(re.findall(r"([\w-]+): ([^;]+);", body)))
        if ratio < (MARKS if "disabled" in selector else TEXT)
    ]
    assert weak == []


def _contrasts(look: Theme, rule: dict[str, str]) -> list[tuple[str, float]]:
    """Return the contrast of a rule's text on its own ground, else on all there are."""
    pairs = [(rule.get("selection-color"), rule.get("selection-background-color"))]
    own = rule.get("background")
    grounds = [own] if own and own.startswith("#") else [getattr(look.palette, s) for s in SURFACES]
    pairs += [(rule.get("color"), ground) for ground in grounds]
    return [(on, contrast(QColor(text), QColor(on))) for text, on in pairs if text and on]
