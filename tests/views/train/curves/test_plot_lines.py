"""Which lines a plot has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.network.spec import OutputKind
from explorer.views.train.curves.curve_data import RunCurves
from explorer.views.train.curves.plot_lines import (
    LOSSES,
    PLOTS,
    PlotKind,
    lines_of,
    name_loss,
    scale_of,
    value_range,
)
from tests.views.train.records import LAYERS, part, validation


@pytest.fixture
def runs() -> dict[str, RunCurves]:
    runs = {"a": RunCurves("first"), "b": RunCurves("branch")}
    runs["a"].append(part(400))
    runs["b"].append(part(200, 100, seed=1))
    runs["a"].validations = (validation(100), validation(200))
    return runs


def lines(runs: dict[str, RunCurves], kind: PlotKind):  # type: ignore[no-untyped-def]
    return lines_of(kind, runs, "a", (0, 400))


def test_only_the_active_run_shows_its_batches(runs: dict[str, RunCurves]) -> None:
    found = [(line.key, line.role) for line in lines(runs, "loss")]
    assert ("a/batch", "batch") in found
    assert ("b/batch", "batch") not in found
    assert ("b/smooth", "smooth") in found
    assert ("a/validation", "validation") in found


def test_layers_have_a_line_each_in_their_order(runs: dict[str, RunCurves]) -> None:
    found = lines(runs, "gradient")
    assert tuple(line.label for line in found) == LAYERS
    assert [line.order for line in found] == [0, 1, 2]


def test_dead_units_have_a_line_per_stage(runs: dict[str, RunCurves]) -> None:
    assert [line.label for line in lines(runs, "dead")] == ["relu1", "relu2"]


def test_without_runs_there_are_no_lines_but_a_range() -> None:
    for plot in PLOTS:
        assert lines_of(plot.kind, {}, "", (0, 1)) == []
        low, high = value_range(plot.kind, [])
        assert low < high


@pytest.mark.parametrize("height", [6.459e14, np.inf])
def test_an_explosion_is_cut_at_twice_a_guess_and_said(
    runs: dict[str, RunCurves], height: float
) -> None:
    wild = part(400)
    values = wild.values.copy()
    values[299, 0] = height
    runs["a"].append(replace(wild, values=values))
    plot = PLOTS[0]
    scale = scale_of(plot, runs.values(), log=False)
    assert scale.ceiling == pytest.approx(2 * np.log(10))
    found = lines_of("loss", runs, "a", (0, 400), scale)
    assert value_range("loss", found, scale)[1] == pytest.approx(4.9, abs=0.1)
    assert max(line.values.max() for line in found) <= scale.ceiling
    highest = "6.46e14" if np.isfinite(height) else "∞"
    assert scale.note == f"up to {highest}, cut at 4.61"
    assert scale_of(plot, runs.values(), log=True).note == "logarithmic"


def test_a_calm_loss_has_an_axis_without_a_remark(runs: dict[str, RunCurves]) -> None:
    scale = scale_of(PLOTS[0], runs.values(), log=False)
    assert (scale.note, scale.ceiling) == ("", np.inf)


def test_losses_are_one_kind_only_where_their_numbers_compare() -> None:
    outputs: tuple[OutputKind, ...] = ("softmax", "sigmoid", "image")
    entropies = [name_loss(output, "cross-entropy") for output in outputs]
    errors = [name_loss(output, "mse") for output in outputs]
    assert len({*entropies, *errors}) == 5
    assert errors[0] == errors[1]
    assert {*entropies, *errors} == set(LOSSES)


def test_a_range_survives_numbers_that_are_none(runs: dict[str, RunCurves]) -> None:
    broken = part(10)
    values = np.full_like(broken.values, np.nan)
    runs["a"].append(type(broken)(0, broken.columns, values))
    for plot in PLOTS:
        low, high = value_range(plot.kind, lines(runs, plot.kind))
        assert np.isfinite([low, high]).all()
        assert low < high


def test_what_was_never_measured_has_no_line(runs: dict[str, RunCurves]) -> None:
    """As the accuracy of an auto-encoder."""
    part_without = part(400)
    values = part_without.values.copy()
    values[:, part_without.columns.index("accuracy")] = np.nan
    runs = {"a": RunCurves("drawing")}
    runs["a"].append(replace(part_without, values=values))
    runs["a"].validations = (replace(validation(100), accuracy=np.nan, error=0.02),)
    assert lines(runs, "accuracy") == []
    assert value_range("accuracy", []) == (0.0, 1.0)
    assert [line.role for line in lines(runs, "loss")] == ["batch", "smooth", "validation"]
