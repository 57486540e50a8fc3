"""Update: one weight before and after with every term between, and the kernels' change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from math import isclose, isfinite

from PySide6.QtCore import Signal

from explorer.live.training.facts import Anatomy
from explorer.network.records import Weights
from explorer.text import _, ngettext
from explorer.training.look.anatomy import UpdateRecord, WeightUpdate
from explorer.training.look.update_terms import BETAS, EPSILON, SMOOTHING, weight_update
from explorer.training.plan import OptimiserKind
from explorer.views.blocks.blocks import Block, Gap, Line
from explorer.views.blocks.sheet import Sheet
from explorer.views.blocks.terms import TermRow, Verdict, rest, title
from explorer.views.parts.number_text import (
    MINUS,
    added,
    brief,
    exact,
    figure,
    places_for,
    raised,
    significant,
)
from explorer.views.parts.printed import adding_up
from explorer.views.parts.widgets import heading
from explorer.views.train.step.column import StepColumn
from explorer.views.train.step.weight_grid import ChangeGrids
from explorer.views.train.step.weight_maps import Index, WeightMaps, limit_of, maps_of
from explorer.views.train.step.weight_place import WeightChoice, WeightPlace, describe_weight, valid

_NUMBERS = (
    _("{weight}: before {number}"),
    _("{weight}: change {number}"),
    _("{weight}: after {number}"),
)
_LARGE, _SMALL = 36, 10  # pixels of a cell at most
_MOST_PLACES = 10
_FIGURES, _MOST_FIGURES = 4, 9  # of a number in a formula; a float32 has no more
Values = Callable[[int], Mapping[str, str]]  # from figures to the letters of formulas as numbers
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STEPS: dict[OptimiserKind, str] = {
    "sgd": _("Step {step:,}, gradient descent (SGD)"),
    "momentum": _("Step {step:,}, gradient descent with momentum"),
    "adam": _("Step {step:,}, Adam"),
    "adamw": _("Step {step:,}, AdamW"),
    "rmsprop": _("Step {step:,}, RMSprop"),
}
_TERMS = {  # no text: the keys are names of terms
    "gradient": _("gradient"),
    "weight decay": _("weight decay"),
    "momentum": _("momentum"),
    "average": _("average"),
}
_MEANINGS = {  # no text: the keys are letters of formulas
    "b before": _("the gradients so far, older ones weighing less"),
    "m before": _("running mean of the gradients"),
    "v before": _("running mean of their squares"),
}
_NAMES = {  # no text: the keys are letters of formulas
    "b before": _("momentum buffer b before"),
    "b": _("momentum buffer b"),
    "m before": _("m before"),
    "v before": _("v before"),
    "1 - β₁ᵗ": _("bias correction of m"),
    "1 - β₂ᵗ": _("bias correction of v"),
    "m̂": _("m̂, m corrected"),
    "v̂": _("v̂, v corrected"),
}


class UpdateSection(StepColumn):
    """Emits `place_chosen(WeightPlace)` with the weight to look at."""

    place_chosen = Signal(object)

    def __init__(self) -> None:
        self.choice = WeightChoice()
        self.slice_title, self.all_title = heading(""), heading("")
        tip = _("What the update did to these weights; click one to see how.")
        self.slice = ChangeGrids(_("Kernel"), tip, largest=_LARGE, most_high=150)
        self.every = ChangeGrids(_("All of the layer"), tip, largest=_SMALL, most_high=240)
        self.sheet = Sheet(
            _("The update worked out"),
            _("How the optimiser came from the weight before to the weight after, term by term."),
            _(
                "Every optimiser has its own rule; the letters stand above the numbers of this "
                "weight. Tab and the arrow keys walk the rows."
            ),
        )
        super().__init__(
            self.choice, self.slice_title, self.slice, self.sheet, self.all_title, self.every
        )
        self._record: UpdateRecord | None = None
        self._change: dict[str, Weights] = {}
        self._layer = ""  # whose maps are shown
        self._maps: tuple[WeightMaps, ...] | None = None
        self._limits = (0.0, 0.0)
        self._place: WeightPlace | None = None
        self.choice.place_chosen.connect(self.place_chosen)
        for grids in (self.slice, self.every):
            grids.tile_chosen.connect(self._on_weight_chosen)

    def show_anatomy(self, anatomy: Anatomy, classes: tuple[str, ...]) -> None:
        """Show the update of a step."""
        record = self._record = anatomy.update
        self._maps = None
        if record is not None:
            self._change = {name: record.change(name) for name in record.before}
            self.choice.show_change(self._change)
        self.show_place(self._place)

    def show_place(self, place: WeightPlace | None) -> None:
        """Show the update of a weight, without one that of the first layer's largest gradient."""
        record, self._place = self._record, place
        if record is None:
            return
        place = self._place = valid(place, record.gradient)
        self.choice.show_place(place)
        self.show_blocks(self.sheet, update_blocks(record, place))
        self._show_weights(record, place)
        self.fit()

    @property
    def place(self) -> WeightPlace | None:
        """The weight that is looked at."""
        return self._place

    def _show_weights(self, record: UpdateRecord, place: WeightPlace) -> None:
        """Show a layer's weights: one scale before and after, one for the change."""
        layer = place.layer
        before, after = record.before[layer].weight, record.after[layer].weight
        change = self._change[layer].weight
        describe = tuple(
            partial(describe_weight, text, array)
            for text, array in zip(_NUMBERS, (before, change, after), strict=True)
        )
        if self._maps is None or self._layer != layer:
            self._layer, self._maps = layer, (maps_of(before), maps_of(change), maps_of(after))
            self._limits = limit_of(before, after), limit_of(change)
            self.every.show_weights(self._maps, self._limits, describe)
        maps = self._maps[0]
        group, slice_ = maps.slice_of(maps.cell(place.index))
        self.slice.show_weights(self._maps, self._limits, describe, (group, slice_))
        for grids in (self.slice, self.every):
            grids.show_chosen(None if place.bias else place.index)
        self._show_titles(layer, before.shape, group, slice_)

    def _show_titles(self, layer: str, shape: Index, group: int, slice_: int) -> None:
        count = shape[0]
        one = _("{layer}: unit {group}")
        every = ngettext("{layer}: all {count} unit", "{layer}: all {count} units", count)
        if len(shape) == 4:
            one = _("{layer}: kernel {group}, channel {channel}")
            every = ngettext("{layer}: all {count} kernel", "{layer}: all {count} kernels", count)
        self.slice_title.setText(one.format(layer=layer, group=group, channel=slice_))
        self.all_title.setText(every.format(layer=layer, count=count))

    def _on_weight_chosen(self, index: Index) -> None:
        self.place_chosen.emit(WeightPlace(self._layer, index))


def update_blocks(record: UpdateRecord, place: WeightPlace) -> list[Block]:
    """Return how one weight was updated; raises KeyError or IndexError where there is none."""
    update = weight_update(record, place.layer, place.index, bias=place.bias)
    gradient = place.value(record.gradient)
    blocks: list[Block] = [
        title(_("The update, worked out")),
        Line(_STEPS[record.plan.optimiser].format(step=record.step)),
        Gap(2),
        TermRow(_("learning rate"), brief(record.learning_rate)),
        TermRow(_("gradient"), significant(gradient, 6)),
    ]
    values = lru_cache(partial(_values, record, update, gradient))
    blocks += _memory(record, update, gradient, values)
    return [*blocks, Gap(9, ruled=True), *_sum(update, values)]


def _memory(
    record: UpdateRecord, update: WeightUpdate, gradient: float, values: Values
) -> list[Block]:
    """Return what the optimiser remembered, and what it remembers now."""
    letters, rows = _formulas(record), list[Block]()
    if update.quantities["g"] != gradient:
        pulled, text = update.quantities["g"], significant(update.quantities["g"])
        formula = "gradient + decay · w"  # no text: a formula
        formulas = _explained(formula, values, significant, pulled)
        rows.append(TermRow(_("g with weight decay"), text, formulas))
    for name, value in update.quantities.items():
        if name != "g":
            formulas = (_MEANINGS.get(name, ""),)
            if name not in _MEANINGS:
                formulas = _explained(letters[name], values, significant, value)
            rows.append(TermRow(_NAMES.get(name, name), significant(value), formulas))
    return rows


def _sum(update: WeightUpdate, values: Values) -> list[Block]:
    """Return before, the terms and after, which add up as printed."""
    numbers = [update.before, *(term.value for term in update.terms)]
    least = places_for([term.value for term in update.terms])
    printed = adding_up(numbers, update.after, least, max(least, _MOST_PLACES))
    rows: list[Block] = [TermRow(_("before, w"), printed.terms[0], kind="term")]
    for term in update.terms:
        text = added(term.value, printed.places)
        formulas: tuple[str, ...] = (_("average of the weights − w"),)
        if term.name != "average":
            shows = partial(figure, places=printed.places)
            formulas = _explained(term.formula, values, shows, term.value)
        rows.append(TermRow(_TERMS.get(term.name, term.name), text, formulas, "term"))
    rows += [*rest(printed.rest, _("rounding")), Gap(5, ruled=True)]
    after = exact(update.after)
    words = _("After: {number}").format(number=after)
    rows.append(TermRow(_("after"), printed.total, kind="result", words=words))
    good = isclose(update.total, update.after, rel_tol=1e-5, abs_tol=1e-7)
    verdict = _("It adds up to torch's own weight, {number}").format(number=after)
    if update.after != update.after:
        good, verdict = False, _("Not a number: the training has fallen apart.")
    return [*rows, Verdict(good, verdict), Gap(6)]


def _explained(
    formula: str, values: Values, shows: Callable[[float], str], result: float
) -> tuple[str, ...]:
    """Return a formula in letters and in numbers, with the figures that give the printed result."""
    numbers = in_numbers(formula, values(_FIGURES))
    for figures in range(_FIGURES + 1, _MOST_FIGURES + 1):
        if not isfinite(result) or "∞" in numbers or shows(evaluate(numbers)) == shows(result):
            break
        numbers = in_numbers(formula, values(figures))
    return formula.replace("-", MINUS), numbers


def evaluate(formula: str) -> float:
    """Return what a formula in numbers gives, `−0.003 · 0.9³ / (√0.04 + 1e−8)`."""
    plain = formula.replace(MINUS, "-").replace("·", "*")
    plain = re.sub(r"√([\d.]+(?:e-?\d+)?)", r"\1**0.5", plain)
    plain = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f"**{int(found[0].translate(_LOWERED))}", plain)
    return float(eval(plain, {"__builtins__": {}}))  # our own letters, replaced by numbers


def in_numbers(formula: str, values: Mapping[str, str]) -> str:
    """Return a formula with its letters replaced: `-rate · g` becomes `−0.003 · 0.0456`."""
    letters = sorted(values, key=len, reverse=True)
    either = "|".join(re.escape(letter) for letter in letters)
    alone = rf"(?<![A-Za-z])({either})(?![A-Za-z\u0302])"
    return re.sub(alone, lambda found: values[found[1]], formula).replace("-", MINUS)


def _values(
    record: UpdateRecord, update: WeightUpdate, gradient: float, figures: int
) -> dict[str, str]:
    """Return every letter of the formulas as a number with so many figures."""
    plan, updates = record.plan, record.updates
    values = {
        "rate": brief(record.learning_rate, max(6, figures)),
        "decay": brief(plan.weight_decay),
        "momentum": brief(plan.momentum),
        "α": brief(SMOOTHING),
        "(1 - α)": brief(round(1 - SMOOTHING, 12)),
        "ε": brief(EPSILON),
        "w": _factor(update.before, figures),
        "gradient": _factor(gradient, figures),
    }
    for name, beta in zip(("β₁", "β₂"), BETAS, strict=True):
        values[name], values[f"{name}ᵗ"] = brief(beta), f"{brief(beta)}{raised(updates)}"
        values[f"(1 - {name})"] = brief(round(1 - beta, 12))
        values[f"(1 - {name}ᵗ)"] = significant(1 - beta**updates, figures)
    known = update.quantities.items()
    return values | {name: _factor(value, figures) for name, value in known if name[0] != "1"}


def _formulas(record: UpdateRecord) -> dict[str, str]:
    """Return how the optimiser's memory comes about."""
    decay = record.plan.weight_decay
    pulled = "(g + decay · w)" if decay else "g"  # no text: a formula
    match record.plan.optimiser:
        case "momentum":
            return {"b": f"momentum · b before + {pulled}"}  # no text: a formula
        case "rmsprop":
            return {"v": f"α · v before + (1 - α) · {pulled}²"}  # no text: a formula
        case "adam" | "adamw":
            return {  # no text: formulas
                "m": "β₁ · m before + (1 - β₁) · g",
                "v": "β₂ · v before + (1 - β₂) · g²",
                "1 - β₁ᵗ": "1 - β₁ᵗ",
                "1 - β₂ᵗ": "1 - β₂ᵗ",
                "m̂": "m / (1 - β₁ᵗ)",
                "v̂": "v / (1 - β₂ᵗ)",
            }
        case _:
            return {}


def _factor(value: float, figures: int) -> str:
    """Return a number as a factor: a negative one in brackets."""
    text = significant(value, figures)
    return f"({text})" if value < 0 else text
