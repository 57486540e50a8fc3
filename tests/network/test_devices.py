from __future__ import annotations

import pytest
import torch

from explorer.errors import UserError
from explorer.network import devices
from explorer.network.network import Network

CPU = torch.device("cpu")


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Pretend that there is a CUDA card and nothing else."""
    monkeypatch.setattr(devices, "_present", lambda kind: kind == "cuda")
    return monkeypatch


def test_the_cpu_needs_no_note() -> None:
    assert devices.resolve("cpu") == devices.DeviceChoice(CPU)


def test_auto_without_a_card_is_the_cpu_without_a_complaint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(devices, "_present", lambda kind: False)
    assert devices.resolve("auto") == devices.DeviceChoice(CPU)


def test_only_what_is_there_is_found(card: pytest.MonkeyPatch) -> None:
    assert devices.found() == ("auto", "cpu", "cuda")
    card.setattr(devices, "_present", lambda kind: False)
    assert devices.found() == ("auto", "cpu")


def test_a_missing_card_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_present", lambda kind: False)
    choice = devices.resolve("cuda")
    assert choice.device == CPU
    assert "CUDA" in choice.note
    assert choice.note.endswith("so the CPU computes.")


def test_a_card_that_works_is_used(card: pytest.MonkeyPatch) -> None:
    real = devices._computed
    card.setattr(devices, "_computed", lambda device: real(CPU))
    for name in ("auto", "cuda"):
        assert devices.resolve(name) == devices.DeviceChoice(torch.device("cuda"))


def test_a_card_that_fails_falls_back_with_its_reason(card: pytest.MonkeyPatch) -> None:
    def broken(device: torch.device) -> torch.Tensor:
        raise RuntimeError("no kernel image is available.\nAdvice over many lines")

    card.setattr(devices, "_computed", broken)
    choice = devices.resolve("auto")
    assert choice.device == CPU
    assert "(no kernel image is available)" in choice.note
    assert "Advice" not in choice.note


def test_a_card_that_computes_nonsense_is_not_trusted(card: pytest.MonkeyPatch) -> None:
    real = devices._computed
    card.setattr(
        devices, "_computed", lambda device: real(CPU) * (2 if device.type == "cuda" else 1)
    )
    assert "wrong numbers" in devices.resolve("cuda").note


def test_another_name_is_refused() -> None:
    with pytest.raises(UserError, match="no device 'tpu'; there are auto, cpu, cuda, mps"):
        devices.resolve("tpu")


def test_a_network_that_is_there_already_is_not_copied(tiny: Network) -> None:
    assert devices.move(tiny, "cpu") == (tiny, "")


def test_moving_leaves_the_old_network_alone(tiny: Network) -> None:
    moved = tiny.copied(device=CPU)
    with torch.no_grad():
        moved.module.get_submodule("conv1").weight.zero_()
    assert tiny.module.get_submodule("conv1").weight.abs().sum() > 0
    assert (moved.spec, moved.name, moved.origin) == (tiny.spec, tiny.name, tiny.origin)


def test_a_card_without_memory_leaves_the_network_where_it_is(
    card: pytest.MonkeyPatch, tiny: Network
) -> None:
    def full(network: Network, spec: object = None, device: object = None) -> Network:
        raise RuntimeError("out of memory")

    real = devices._computed
    card.setattr(devices, "_computed", lambda device: real(CPU))
    card.setattr(Network, "copied", full)
    network, note = devices.move(tiny, "auto")
    assert network is tiny
    assert note.endswith("(out of memory), so it stays on the CPU.")


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_a_real_card_passes_the_test() -> None:
    assert devices.resolve("auto") == devices.DeviceChoice(torch.device("cuda"), "auto", "")
