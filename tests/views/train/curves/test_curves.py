"""The curves' view: what is drawn, and going to a step through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from explorer.views.style.theme import theme
from explorer.views.style.themed import show_theme
from explorer.views.train.curves.curve_plot import CountAxis, spread, with_gutter
from explorer.views.train.curves.curves import REDRAW_MS, CurvesView, describe_step
from explorer.views.train.curves.plot_lines import PLOTS
from tests.views.train.records import part, validation

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyqtgraph")


@pytest.fixture
def view(shown: Callable[..., CurvesView]) -> CurvesView:
    view = shown(CurvesView(), 500, 400)
    view.show_length(500, 100)
    view.show_run("a", "first")
    view.append("a", part(300))
    view.show_validations("a", [validation(100), validation(200)])
    view.flush()
    return view


def test_rows_are_drawn_as_they_come(view: CurvesView) -> None:
    line = view.plots["loss"]._lines["a/smooth"]
    view.append("a", part(100, 300))
    view.flush()
    assert line.getData()[0][-1] == 400


def test_a_long_curve_is_drawn_by_few_points_with_its_highest_and_lowest(
    view: CurvesView,
) -> None:
    view.show_run("long", "long")
    long = part(9000)
    values = long.values.copy()
    values[4321, 0] = 4.5
    view.append("long", type(long)(0, long.columns, values))
    view.flush()
    _steps, drawn = view.plots["loss"]._lines["long/batch"].getData()
    assert len(drawn) < 3 * view.width()
    assert drawn.max() == 4.5
    assert drawn.min() == values[:, 0].min()


def test_what_is_appended_is_drawn_soon_by_itself(qtbot: QtBot, view: CurvesView) -> None:
    view.append("a", part(100, 300))
    line = view.plots["loss"]._lines["a/smooth"]
    qtbot.waitUntil(lambda: line.getData()[0][-1] == 400)


def test_every_plot_can_be_shown_in_both_themes(view: CurvesView) -> None:
    view.show_run("b", "branch", active=False)
    view.append("b", part(100, 200))
    view.show_plots([plot.kind for plot in PLOTS])
    for name in ("dark", "light"):
        show_theme(view, theme(name))
        view.grab()
    assert len(view.shown) == len(PLOTS)


def test_a_click_goes_to_the_step_under_the_mouse(
    qtbot: QtBot, view: CurvesView, heard: Callable[..., list[Any]]
) -> None:
    said = heard(view.step_requested)
    box = view.plots["loss"].item.vb
    place = view._canvas.mapFromScene(box.mapViewToScene(QPointF(150, 1)))
    view._on_canvas_clicked(view._canvas.mapToScene(place))
    assert abs(said[0] - 150) <= 2


def test_a_click_beside_the_plots_does_nothing(
    qtbot: QtBot, view: CurvesView, heard: Callable[..., list[Any]]
) -> None:
    said = heard(view.step_requested)
    view._on_canvas_clicked(view._canvas.mapToScene(QPoint(2, 2)))
    assert said == []


def test_keys_move_the_time_machine(
    qtbot: QtBot, view: CurvesView, heard: Callable[..., list[Any]]
) -> None:
    view.show_cursor(150)
    said = heard(view.step_requested)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Left)
    qtbot.keyClick(view._canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert said == [149, 160]


def test_the_cursor_and_the_numbers_there_are_shown(view: CurvesView) -> None:
    view.show_cursor(150)
    assert view.plots["loss"]._cursor.value() == 150
    assert view.facts.text().startswith("step 150 · epoch 1.50 · batch loss 1.")
    assert view.facts.text().endswith("validation 95.0 % at step 100")
    view.show_cursor(200)
    assert view.facts.text().endswith("validation 95.0 %")


def test_at_least_one_plot_stays(view: CurvesView) -> None:
    for kind in ("accuracy", "loss"):
        view.chips[kind].click()
    assert view.shown == ("loss",)


def test_a_plot_is_made_when_it_is_first_chosen(view: CurvesView) -> None:
    view.show_cursor(7)
    assert set(view.plots) == {"loss", "accuracy"}
    view.chips["gradient"].click()
    assert view.shown == ("loss", "accuracy", "gradient")
    assert view.plots["gradient"]._cursor.value() == 7


def test_what_comes_while_nobody_looks_is_drawn_when_one_looks_again(
    qtbot: QtBot, view: CurvesView
) -> None:
    view.flush()
    view.hide()
    line = view.plots["loss"]._lines["a/smooth"]
    view.append("a", part(100, 300))
    qtbot.wait(2 * REDRAW_MS)
    assert line.getData()[0][-1] == 300
    view.show()
    qtbot.waitUntil(lambda: line.getData()[0][-1] == 400)


def test_zooming_stays_until_the_whole_run_is_asked_for(view: CurvesView) -> None:
    box = view.plots["loss"].item.vb
    box.setXRange(50, 60, padding=0)
    box.sigRangeChangedManually.emit([True, False])
    view.append("a", part(50, 300))
    view.flush()
    assert view.plots["accuracy"].item.vb.viewRange()[0][1] < 100
    view.whole.click()
    assert view.plots["loss"].item.vb.viewRange()[0][1] >= 350


def test_a_logarithmic_loss_survives_zeros_and_no_numbers(view: CurvesView) -> None:
    broken = part(10, 300)
    values = broken.values.copy()
    values[3:] = np.nan
    values[:3] = 0
    view.append("a", type(broken)(300, broken.columns, values))
    view.log.click()
    view.grab()


def test_without_runs_the_plots_are_empty(view: CurvesView) -> None:
    view.remove_run("a")
    view.flush()
    assert view.facts.text() == "no steps yet"
    assert describe_step(None, None, 0) == "no steps yet"


def test_runs_of_different_losses_share_no_axis(view: CurvesView) -> None:
    view.show_run("b", "squared", loss="mse", guess=0.09)
    small = part(50).values.copy()
    small[:, 0] *= 0.04
    view.append("b", replace(part(50), values=small))
    view.flush()
    titles = [view.plots[pane].title for pane in ("loss", "loss cross-entropy", "accuracy")]
    assert titles == ["Squared error", "Cross-entropy", "Accuracy in percent"]
    assert set(view.plots["loss"]._lines) == {"b/batch", "b/smooth"}
    assert set(view.plots["loss cross-entropy"]._lines) == {"a/smooth", "a/validation"}
    assert {"a/smooth", "b/smooth"} < set(view.plots["accuracy"]._lines)
    view.remove_run("b")
    view.show_run("a", "first")
    view.flush()
    assert view.plots["loss"].title == "Cross-entropy"


def test_an_exploded_loss_is_cut_and_the_plot_says_so(view: CurvesView) -> None:
    values = part(300).values.copy()
    values[9, 0] = 1e9
    view.append("a", replace(part(300), values=values))
    view.flush()
    plot = view.plots["loss"]
    assert plot.title == "Cross-entropy · up to 1.00e9, cut at 4.61"
    assert plot.item.vb.viewRange()[1][1] < 6
    view.log.click()
    assert plot.title == "Cross-entropy · logarithmic"
    assert plot.item.vb.viewRange()[1][1] > 9


def test_every_run_has_a_name_and_a_line_of_its_own(view: CurvesView) -> None:
    view.show_run("b", "first")
    view.show_run("c", "other")
    assert view.key.accessibleDescription() == "runs: first, first (2), other"
    view.remove_run("b")
    view.show_run("d", "first")
    runs = view._runs.values()
    assert sorted(run.order for run in runs) == [0, 1, 2]
    view.flush()
    view.grab()
    assert view.key.height() > view.key.fontMetrics().height()


def test_names_are_spread_in_their_order_within_the_plot() -> None:
    assert spread([0.5, 0.5, 0.5], 0.1, 0, 1) == pytest.approx([0.5, 0.6, 0.7])
    assert spread([0.98, 0.97], 0.1, 0, 1) == pytest.approx([1.0, 0.9])


def test_axes_write_units_once_and_round_decades() -> None:
    steps = CountAxis("bottom", "step {number}")
    assert steps.tickStrings([0, 5, 1000], 1, 5) == ["", "step 5", "1,000"]
    assert steps.tickSpacing(0, 1, 300)[0][0] == 1
    epochs = CountAxis("top", "epoch {number}")
    assert epochs.tickStrings([0, 100, 200], 0.01, 1) == ["", "epoch 1", "2"]
    assert with_gutter((0, 100), 500, 100) == 125
