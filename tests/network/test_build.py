from __future__ import annotations

import torch

from explorer.network.build import SumPool2d, build
from explorer.network.presets import preset
from explorer.network.spec import Dense, Dropout, Flatten, Spec


def test_a_seed_makes_weights_repeatable_and_leaves_the_generator_alone() -> None:
    before = torch.random.get_rng_state()
    first, second = build(preset("tiny"), 5), build(preset("tiny"), 5)
    other = build(preset("tiny"), 6)
    assert torch.equal(torch.random.get_rng_state(), before)
    weights = [m.get_submodule("conv1").weight for m in (first, second, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])


def test_children_are_named_like_stages_and_dropout_is_among_them() -> None:
    spec = Spec("d", (1, 4, 4), (Flatten(), Dropout(0.25), Dense(10)))
    module = build(spec, 0)
    assert [name for name, _ in module.named_children()] == ["flatten", "dropout1", "logits"]


def test_sum_pooling_sums() -> None:
    maps = torch.arange(16.0).reshape(1, 1, 4, 4)
    expected = torch.tensor([[[[10.0, 18.0], [42.0, 50.0]]]])
    assert torch.equal(SumPool2d(2, 2)(maps), expected)
