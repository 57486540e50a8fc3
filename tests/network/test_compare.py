from __future__ import annotations

import numpy as np
import pytest

from explorer.network.compare import compare
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.records import Floats
from explorer.network.switch import replaced


def test_a_trace_does_not_differ_from_itself(lenet: Network, stroke: Floats) -> None:
    comparison = compare(lenet.trace(stroke), lenet.trace(stroke))
    assert all(s.changed_count == s.moved_count == s.change == 0 for s in comparison.stages)


def test_a_shift_of_one_pixel_moves_winners(lenet: Network, stroke: Floats) -> None:
    before, after = lenet.trace(stroke), lenet.trace(np.roll(stroke, 1, 2))
    comparison = compare(before, after)
    pooled = comparison.stage("pool1")
    a, b = before.stage("pool1"), after.stage("pool1")
    assert a.winners is not None
    assert b.winners is not None
    meant = (a.values != 0) | (b.values != 0)
    assert pooled.moved is not None
    assert pooled.moved_count == int(((a.winners != b.winners) & meant).sum()) > 0
    assert pooled.changed_count == int((np.abs(a.values - b.values) > 1e-6 * a.values.max()).sum())
    expected = np.linalg.norm(a.values - b.values) / np.linalg.norm(a.values)
    assert pooled.change == pytest.approx(float(expected), rel=1e-4)
    assert comparison.stage("conv1").moved is None


def test_an_exchanged_pooling_changes_only_what_comes_after(lenet: Network, stroke: Floats) -> None:
    other = replaced(lenet, "pool2", "average")
    comparison = compare(lenet.trace(stroke), other.trace(stroke))
    assert comparison.stage("pool1").changed_count == 0
    assert comparison.stage("pool2").changed_count > 0
    assert comparison.stage("pool2").moved is None
    np.testing.assert_array_equal(comparison.after.probabilities, other.trace(stroke).probabilities)


def test_auto_encoders_are_compared_without_an_answer(stroke: Floats) -> None:
    first, second = (Network.untrained(preset("autoencoder"), seed) for seed in (1, 2))
    comparison = compare(first.trace(stroke), second.trace(stroke))
    assert comparison.stage("reconstruction").changed_count > 0


def test_a_stage_that_was_empty_before_counts_as_wholly_changed(
    lenet: Network, stroke: Floats
) -> None:
    comparison = compare(lenet.trace(np.zeros_like(stroke)), lenet.trace(stroke))
    assert comparison.stage("input").change == 1
    assert not comparison.stage("input").changed.flags.writeable


def test_traces_of_other_shapes_are_refused(lenet: Network, tiny: Network, stroke: Floats) -> None:
    assert preset("tiny").input_shape == (1, 12, 12)
    with pytest.raises(ValueError, match="same shapes"):
        compare(lenet.trace(stroke), tiny.trace(np.zeros((1, 12, 12), np.float32)))
