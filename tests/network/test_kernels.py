import numpy as np
import pytest

from explorer.network.kernels import BINS, kernel_facts
from explorer.network.records import Weights


def test_the_facts_of_a_layer_are_those_of_its_numbers() -> None:
    weight = np.random.default_rng(0).normal(size=(6, 3, 5, 5)).astype(np.float32)
    facts = kernel_facts("conv1", Weights(weight, None))
    assert (facts.kernels, facts.channels, facts.side) == (6, 3, 5)
    assert facts.norms == pytest.approx([np.linalg.norm(kernel) for kernel in weight], rel=1e-6)
    assert facts.limit == pytest.approx(np.abs(weight).max())
    assert facts.counts.sum() == weight.size
    assert (len(facts.counts), len(facts.edges)) == (BINS, BINS + 1)
    assert facts.edges[0] == -facts.edges[-1] == -facts.limit
    assert facts.deviation == pytest.approx(weight.std(), rel=1e-5)
    assert not facts.weight.flags.writeable


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_dead_or_broken_weights_have_facts_too(value: float) -> None:
    facts = kernel_facts("conv1", Weights(np.full((2, 1, 3, 3), value, np.float32), None))
    assert facts.limit == 0
    assert facts.counts.sum() == 18
