"""Where networks come from, without a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.live.network_source import NetworkSource
from explorer.network.network import Network
from explorer.network.presets import preset

WAIT = 60_000


@pytest.fixture
def source(qapp: object) -> Iterator[NetworkSource]:
    source = NetworkSource("tiny", "cpu", seed=1)
    yield source
    source.close()


def test_a_loaded_network_is_kept_and_said(source: NetworkSource, qtbot: QtBot) -> None:
    assert source.network is None
    with qtbot.waitSignal(source.loaded, timeout=WAIT) as said:
        source.use_preset("tiny")
    assert said.args[0] is source.network


def test_a_program_started_with_a_faulty_file_falls_back_to_the_bundled_network(
    source: NetworkSource, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "net.safetensors"
    path.write_bytes(b"nothing of the kind")
    with qtbot.waitSignals([source.failed, source.loaded], timeout=WAIT, order="strict"):
        source.open_checkpoint(path)
    assert source.network is not None
    assert source.network.spec == preset("tiny")


def test_a_faulty_file_leaves_the_network_that_is_there(
    source: NetworkSource, qtbot: QtBot, tmp_path: Path
) -> None:
    kept = Network.untrained(preset("tiny"), seed=1)
    source.keep(kept)
    path = tmp_path / "net.safetensors"
    path.write_bytes(b"nothing of the kind")
    with qtbot.waitSignal(source.failed, timeout=WAIT) as said:
        source.open_checkpoint(path)
    assert "net.safetensors" in said.args[0]
    assert source.network is kept


def test_without_a_network_there_is_nothing_to_save(
    source: NetworkSource, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(source.failed) as said:
        source.save(None, tmp_path / "none.safetensors")
    assert "still being loaded" in said.args[0]
    assert not list(tmp_path.iterdir())


def test_saving_says_under_which_name(source: NetworkSource, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    with qtbot.waitSignal(source.message_reported) as said:
        source.save(Network.untrained(preset("tiny"), seed=1), path)
    assert said.args == ["Saved the network as mine.safetensors."]
    assert path.exists()


def test_another_device_moves_the_network_that_is_there(
    source: NetworkSource, qtbot: QtBot
) -> None:
    source.keep(Network.untrained(preset("tiny"), seed=1))
    with qtbot.waitSignal(source.loaded, timeout=WAIT) as said:
        source.set_device("cpu")
    assert str(said.args[0].device) == "cpu"


def test_a_device_is_only_remembered_while_there_is_no_network(source: NetworkSource) -> None:
    busy: list[bool] = []
    source.loading.connect(busy.append)
    source.set_device("cpu")
    assert busy == []
