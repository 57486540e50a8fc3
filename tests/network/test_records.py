from __future__ import annotations

import numpy as np
import pytest

from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats, frozen, frozen_mapping


def test_a_frozen_array_is_a_copy_that_nobody_writes_to() -> None:
    array = np.zeros(3, np.float32)
    copy = frozen(array)
    array[0] = 1
    assert copy[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        copy[0] = 2


def test_a_frozen_mapping_takes_no_new_entries() -> None:
    mapping = frozen_mapping({})
    with pytest.raises(TypeError):
        mapping["conv1"] = None  # type: ignore[index]


def test_a_trace_knows_its_ends(lenet: Network, stroke: Floats) -> None:
    trace = lenet.trace(stroke)
    assert trace.logits is trace.stage("logits").values
    assert trace.probabilities is trace.stage("probabilities").values
    assert trace.prediction == int(trace.probabilities.argmax())
    with pytest.raises(KeyError):
        trace.stage("conv9")
    for ask in ("reconstruction", "error"):
        with pytest.raises(ValueError, match="draws no picture"):
            getattr(trace, ask)


def test_the_trace_of_an_auto_encoder_ends_in_a_picture(stroke: Floats) -> None:
    trace = Network.untrained(preset("autoencoder"), seed=1).trace(stroke)
    assert trace.reconstruction is trace.stage("reconstruction").values
    assert trace.reconstruction.shape == stroke.shape
    assert trace.error == pytest.approx(float(((trace.reconstruction - stroke) ** 2).mean()))
    with pytest.raises(ValueError, match="no classes"):
        _ = trace.prediction
