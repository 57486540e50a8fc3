"""The Train page as a user meets it: empty, training, back in time, hidden, closed."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import product

from PySide6.QtCore import QByteArray, Qt
from pytestqt.qtbot import QtBot

from explorer.live.session import Session
from explorer.live.training import commands
from explorer.network.cells import Cell
from explorer.views.style.theme import theme
from explorer.views.train.left import SECTIONS
from explorer.views.train.page import TrainPage
from explorer.views.window.window import Window


def test_the_page_is_made_only_when_it_is_shown(window: Window) -> None:
    assert [tab.text() for tab in window.bar.tabs.values()] == ["Draw", "Train"]
    assert window.pages.get("train") is None
    window.show_page("train")
    assert window.pages.get("train") is not None
    assert window.page_name == "train"
    assert window.bar.tabs["train"].isChecked()


def test_the_window_needs_nothing_of_the_page_to_open() -> None:
    """Only what the tab needs is imported before the first paint."""
    import subprocess

    code = (
        "import sys, explorer.views.window.window;"
        "print([m for m in sys.modules if 'pages.train' in m or 'views.train.' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_empty_page_says_what_will_happen(page: TrainPage) -> None:
    card = page.middle.holder.invitation
    assert card.isVisible()
    assert "60" in card.facts.text()
    assert page.left.length.text().startswith("24 steps")
    assert not page.middle.strip.draw.isVisible()


def test_train_begins_a_run_by_the_forms_and_goes_on(qtbot: QtBot, page: TrainPage) -> None:
    assert page.left.start.isHidden()  # one button trains
    page.middle.transport.play.click()
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    run = page.trainer.state.run
    assert run is not None
    assert run.spec.name == "tiny"
    assert run.total == 24
    assert page.middle.holder.invitation.isHidden()
    assert page.left.start.isVisible()


def test_step_by_step_stops_after_the_forward_phase(qtbot: QtBot, page: TrainPage) -> None:
    page.middle.transport.phases.buttons["forward"].click()
    qtbot.waitUntil(lambda: page.trainer.state.phase == 1, timeout=60_000)
    assert page.right.panel == "step"
    assert page.scene_host.watched == "batch"


def test_keys_step_and_play(qtbot: QtBot, window: Window, begun: TrainPage) -> None:
    window.menus["train_forward"].trigger()
    qtbot.waitUntil(lambda: begun.trainer.state.step == 1)
    window.menus["train_back"].trigger()
    qtbot.waitUntil(lambda: begun.trainer.state.step == 0)
    window.menus["train_play"].trigger()
    qtbot.waitUntil(lambda: begun.trainer.state.finished, timeout=60_000)
    keys = [s.toString() for s in window.menus["train_play"].shortcuts()]
    assert keys == ["Ctrl+Space"]


def test_the_curves_and_the_confusion_follow(qtbot: QtBot, finished: TrainPage) -> None:
    curves = finished.right.curves
    curves.flush()
    assert "step 24" in curves.facts.text()
    qtbot.waitUntil(lambda: "right" in finished.right.confusion.facts.text())


def test_a_step_of_the_past_shows_as_it_was(qtbot: QtBot, finished: TrainPage) -> None:
    finished.middle.transport.timeline.step_requested.emit(5)
    qtbot.waitUntil(lambda: finished.trainer.state.step == 5)
    assert finished.middle.transport.where.text().startswith("step 5 of 24")
    qtbot.waitUntil(lambda: "step 5" in finished.middle.strip.words.toolTip())


def test_training_goes_on_while_the_draw_page_is_shown(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    page.host.play(True)
    window.show_page("draw")
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    window.show_page("train")
    page.right.curves.flush()
    assert "step 24" in page.right.curves.facts.text()
    assert page.middle.transport.where.text().startswith("step 24 of 24")


def test_a_hidden_page_does_not_listen_to_the_pen(
    qtbot: QtBot, window: Window, session: Session, begun: TrainPage
) -> None:
    window.show_page("draw")
    follow, before = begun.left.follow.pad, begun.left.follow.pad._drawing
    session.place_sample(3)
    session.flush()
    assert follow._drawing is before
    window.show_page("train")
    assert follow._drawing is session.drawing


def test_the_scene_looks_as_that_of_the_draw_page(window: Window, page: TrainPage) -> None:
    window.change_options(scope="map", all_winners=True, form="stacked")
    scene = page.middle.scene
    assert scene.options == window.pages["draw"].options == window.options
    scene.options_requested.emit(replace(scene.options, form="flat"))
    assert window.pages["draw"].options.form == "flat"


def test_cards_draw_the_pixels_with_the_chosen_ink(
    qtbot: QtBot, window: Window, finished: TrainPage
) -> None:
    host = finished.scene_host
    qtbot.waitUntil(lambda: host.selecting.trace is not None)
    host.selecting.freeze(Cell("conv1", (0, 5, 5)))
    qtbot.waitUntil(finished.card_host.card.isVisible)
    before = finished.card_host.card.grab().toImage()
    window.change_options(ink="light")  # in the light theme ink is dark
    assert finished.card_host.card.grab().toImage() != before


def test_the_page_takes_both_themes_and_large_text(window: Window, page: TrainPage) -> None:
    for name in ("dark", "light"):
        for scale in (1.0, 1.5):
            window.looks.use(theme(name, scale))  # type: ignore[arg-type]
            assert not page.grab().isNull()


def test_closing_in_the_middle_of_training_waits_for_its_end(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    page.trainer.send(commands.SetSpeed(20))
    page.host.play(True)
    qtbot.waitUntil(lambda: page.trainer.state.status == "running", timeout=60_000)
    window.close()
    window.close_pages()
    assert not page.trainer._worker.running


def test_escape_gives_up_what_is_being_prepared(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    page.middle.holder.preparing.show_progress("reading", 0.5)
    page.middle.holder.show_card(page.middle.holder.preparing)
    window.release()
    assert page.trainer.state.run is None


def test_a_network_of_the_run_goes_to_the_draw_page(
    qtbot: QtBot, window: Window, session: Session, finished: TrainPage
) -> None:
    qtbot.mouseClick(finished.middle.strip.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page_name == "draw")
    assert session.network is not None
    assert session.spec.name == "tiny"


def test_the_tab_says_that_training_goes_on(qtbot: QtBot, window: Window, page: TrainPage) -> None:
    tab = window.bar.tabs["train"]
    page.trainer.send(commands.SetSpeed(20))  # 24 steps, slow enough for both words to be seen
    page.host.play(True)
    qtbot.waitUntil(lambda: tab.text() == "Train •", timeout=60_000)
    qtbot.waitUntil(lambda: page.trainer.state.finished, timeout=60_000)
    qtbot.waitUntil(lambda: tab.text() == "Train")


def test_keys_that_a_menu_has_too_stay_with_the_focused_part(
    qtbot: QtBot, window: Window, session: Session, finished: TrainPage
) -> None:
    assert window.menus["quit"].text()  # filled now
    session.place_sample(2)
    session.flush()
    line = finished.middle.transport.timeline
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: finished.trainer.state.step == 14)
    finished.left.show_section("network")
    table = finished.left.network.table
    count = len(table.rows)
    table.setFocus()
    finished.left.network.table.tile_chosen.emit(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert len(table.rows) == count - 1
    assert not session.drawing.empty


def test_the_plan_says_whether_its_seed_repeats_the_run(begun: TrainPage) -> None:
    assert begun.left.repeats.text().startswith("Seed 0 repeats this run exactly")
    assert begun.left.repeats.isVisible()
    begun.left.which.buttons["next"].click()
    assert not begun.left.repeats.isVisible()


def test_where_the_columns_were_put_is_remembered(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    assert page.remembered()["train_columns"].isEmpty()
    page.columns.splitterMoved.emit(450, 1)
    window._remember()
    kept = window._settings.get("train_columns", QByteArray())
    assert kept == page.remembered()["train_columns"]
    assert not kept.isEmpty()


def test_nothing_is_cut_off_in_the_narrowest_window_with_the_largest_text(
    qtbot: QtBot, window: Window, page: TrainPage
) -> None:
    window.resize(1280, 800)
    for form in (page.left.plan, page.left.run_plan):
        form.more.setChecked(True)
    parts = (page.left.data, page.left.network, page.left.plan, page.left.runs)
    for scale, (section, part) in product((1.0, 1.25, 1.5), zip(SECTIONS, parts, strict=True)):
        window.looks.use(theme("light", scale))
        page.left.show_section(section)
        inside = part.parentWidget()
        assert inside is not None
        area = inside.parentWidget()
        assert area is not None
        qtbot.waitUntil(lambda: inside.width() <= area.width())  # noqa: B023


def test_what_the_scene_shows_is_said_whole_in_large_text(
    qtbot: QtBot, window: Window, begun: TrainPage
) -> None:
    window.resize(1280, 800)
    window.looks.use(theme("light", 1.5))
    begun.middle.transport.phases.buttons["backward"].click()
    words = begun.middle.strip.words
    qtbot.waitUntil(lambda: words.toolTip().startswith("Gradients in step 1, batch image 1"))
    qtbot.waitUntil(lambda: words.text() == words.toolTip())
