"""Our training against torch's own: bit for bit, repeatable, stopped in time."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer.digits.datasets import Dataset
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.network.presets import preset
from explorer.network.spec import Dense, Dropout
from explorer.training.plan import LOSSES, OPTIMISERS, Plan
from explorer.training.schedule import learning_rate
from explorer.training.steps import DivergedError, Run
from tests.training.samples import DRAWING, torchs_own


def weights(network: Network) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in network.module.parameters()])


def trained(plan: Plan, data: Dataset, seed: int = 3) -> torch.Tensor:
    network = Network.untrained(preset("tiny"), seed)
    for _ in Run(network, plan, data.images, data.labels).steps():
        pass
    return weights(network)


def torchs_optimiser(plan: Plan, module: torch.nn.Module) -> torch.optim.Optimizer:
    kinds: dict[str, Any] = {
        "sgd": torch.optim.SGD,
        "momentum": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
    }
    extra = {"momentum": plan.momentum} if plan.optimiser == "momentum" else {}
    decay = plan.weight_decay
    return kinds[plan.optimiser](
        module.parameters(), lr=plan.learning_rate, weight_decay=decay, foreach=False, **extra
    )


@pytest.mark.parametrize("kind", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_our_steps_equal_torchs_own_bit_for_bit(kind: Any, loss: Any, tiny_digits: Dataset) -> None:
    """An ordinary loop with torch's optimiser over separate tensors ends at the same weights."""
    plan = replace(Plan(epochs=2, batch_size=25, loss=loss).with_optimiser(kind), weight_decay=0.01)
    network = Network.untrained(preset("tiny"), seed=3)
    module = torchs_own(Network.untrained(preset("tiny"), seed=3).module)
    optimiser = torchs_optimiser(plan, module)
    run = Run(network, plan, tiny_digits.images, tiny_digits.labels)
    for step, _ in enumerate(run.steps()):
        optimiser.param_groups[0]["lr"] = learning_rate("one-cycle", plan.learning_rate, step, 16)
        pixels, labels = run.batch(step)
        logits = module(pixels)
        if loss == "mse":
            hot = torch.eye(10)[labels]
            error = functional.mse_loss(logits.softmax(1), hot)
        else:
            error = functional.cross_entropy(logits, labels)
        optimiser.zero_grad()
        error.backward()
        optimiser.step()
        theirs = torch.cat([p.detach().flatten() for p in module.parameters()])
        assert torch.equal(weights(network), theirs), f"step {step}"
    assert run.step == 16


@pytest.mark.parametrize("augment", ["none", "affine", "pen"])
def test_the_same_seed_gives_the_same_weights(augment: Any, digits: Dataset) -> None:
    plan = Plan(epochs=1, batch_size=32, augment=augment, ema=0.9, seed=5)
    tiny = digits.fitted((1, 12, 12))
    first = trained(plan, tiny)
    torch.rand(3)  # the global generator plays no part
    assert torch.equal(first, trained(plan, tiny))
    assert not torch.equal(first, trained(replace(plan, seed=6), tiny))


def test_a_batch_depends_on_seed_and_step_alone(tiny: Network, tiny_digits: Dataset) -> None:
    plan = Plan(epochs=3, batch_size=32, augment="pen")
    run = Run(tiny, plan, tiny_digits.images, tiny_digits.labels)
    late, labels = run.batch(13)
    run.batch(2)
    again, same = run.batch(13)
    assert torch.equal(late, again)
    assert torch.equal(labels, same)


def test_an_epoch_shows_every_image_once(tiny: Network, tiny_digits: Dataset) -> None:
    run = Run(tiny, Plan(batch_size=20), tiny_digits.images, tiny_digits.labels)
    shown = torch.cat([run.batch(step)[0] for step in range(10, 20)])
    wanted = tiny_digits.images.astype(np.float32) / 255
    key = [image.tobytes() for image in shown.numpy()]
    assert sorted(key) == sorted(image.tobytes() for image in wanted)


def test_phases_come_in_order_and_can_be_looked_at(tiny: Network, tiny_digits: Dataset) -> None:
    run = Run(tiny, Plan(epochs=1, batch_size=100), tiny_digits.images, tiny_digits.labels)
    before = weights(tiny)
    phases = run.phases()
    assert [next(phases) for _ in range(3)] == ["forward", "loss", "backward"]
    assert run.logits.shape == (100, 10)
    assert run.loss.item() > 0
    assert run.parameters.gradient.any()
    assert torch.equal(weights(tiny), before)
    assert next(phases) == "update"
    assert not torch.equal(weights(tiny), before)
    assert list(phases) == ["forward", "loss", "backward", "update"]


def test_gradients_lie_in_each_layers_own_shape(tiny: Network, tiny_digits: Dataset) -> None:
    run = Run(tiny, Plan(epochs=1), tiny_digits.images, tiny_digits.labels)
    next(run.steps())
    for parameter in tiny.module.parameters():
        assert parameter.grad is not None
        assert parameter.grad.shape == parameter.shape
    joined = torch.cat([p.grad.flatten() for p in tiny.module.parameters()])
    assert torch.equal(joined, run.parameters.gradient)


def test_stopping_between_steps_leaves_a_usable_network(
    tiny: Network, tiny_digits: Dataset
) -> None:
    run = Run(tiny, Plan(epochs=2, batch_size=50), tiny_digits.images, tiny_digits.labels)
    results = run.steps()
    assert [next(results).step, next(results).step] == [1, 2]
    results.close()
    assert tiny.predict(tiny_digits.images[:5]).shape == (5, 10)
    assert next(run.steps()).step == 3


def test_results_count_from_one_and_name_their_epoch(tiny: Network, tiny_digits: Dataset) -> None:
    plan = Plan(epochs=2, batch_size=100)
    results = list(Run(tiny, plan, tiny_digits.images, tiny_digits.labels).steps())
    assert [(r.step, r.steps, r.epoch) for r in results] == [
        (1, 4, 1),
        (2, 4, 1),
        (3, 4, 2),
        (4, 4, 2),
    ]
    assert all(0 <= r.accuracy <= 1 and r.loss > 0 for r in results)


def test_training_lowers_the_loss(tiny: Network, tiny_digits: Dataset) -> None:
    plan = Plan(epochs=30, batch_size=20)
    results = list(Run(tiny, plan, tiny_digits.images, tiny_digits.labels).steps())
    assert results[-1].loss < results[0].loss / 2


@pytest.mark.parametrize("kind", ["sgd", "momentum"])
def test_divergence_names_the_step_and_keeps_finite_weights(
    kind: Any, tiny: Network, tiny_digits: Dataset
) -> None:
    plan = Plan(epochs=50, optimiser=kind, learning_rate=900.0, schedule="constant")
    plan = replace(plan, weight_decay=90.0)
    with pytest.raises(DivergedError, match=r"stopped at step \d+ because the \w+ is") as caught:
        list(Run(tiny, plan, tiny_digits.images, tiny_digits.labels).steps())
    assert caught.value.step > 1


def test_the_average_of_the_weights_takes_their_place_at_the_end(tiny_digits: Dataset) -> None:
    plain = trained(Plan(epochs=2, batch_size=50), tiny_digits)
    averaged = trained(Plan(epochs=2, batch_size=50, ema=0.99), tiny_digits)
    assert not torch.equal(plain, averaged)


def test_a_batch_larger_than_the_data_takes_all_of_it(tiny: Network, tiny_digits: Dataset) -> None:
    plan = Plan(epochs=2, batch_size=1000)
    results = list(Run(tiny, plan, tiny_digits.images, tiny_digits.labels).steps())
    assert len(results) == 2


def test_dropout_repeats_with_the_seed_and_ends_with_the_training(tiny_digits: Dataset) -> None:
    spec = preset("tiny")
    layers = (*spec.layers[:-1], Dropout(0.5), Dense(10))
    spec = replace(spec, layers=layers)
    ends = []
    for _ in range(2):
        network = Network.untrained(spec, seed=3)
        state = torch.get_rng_state()
        list(Run(network, Plan(epochs=1), tiny_digits.images, tiny_digits.labels).steps())
        assert torch.equal(torch.get_rng_state(), state)
        assert not network.module.training
        ends.append(weights(network))
    assert torch.equal(*ends)


def test_a_normalising_spec_is_trained_on_normalised_pixels(tiny_digits: Dataset) -> None:
    spec = replace(preset("tiny"), mean=(0.13,), std=(0.31,))
    network = Network.untrained(spec, seed=3)
    run = Run(network, Plan(epochs=1), tiny_digits.images, tiny_digits.labels)
    next(run.phases())
    expected = network.module((run.pixels - 0.13) / 0.31)
    assert torch.allclose(run.logits, expected)


def test_images_of_another_size_are_refused(tiny: Network, digits: Dataset) -> None:
    with pytest.raises(UserError, match="don't fit"):
        Run(tiny, Plan(), digits.images, digits.labels)


def test_pen_augmentation_needs_digits(tiny_digits: Dataset) -> None:
    spec = replace(preset("tiny"), classes=tuple("abcdefghij"))
    network = Network.untrained(spec, seed=0)
    with pytest.raises(UserError, match="digits 0 to 9"):
        Run(network, Plan(augment="pen"), tiny_digits.images, tiny_digits.labels)


def test_no_image_is_refused(tiny: Network, tiny_digits: Dataset) -> None:
    with pytest.raises(UserError, match="no image"):
        Run(tiny, Plan(), tiny_digits.images[:0], tiny_digits.labels[:0])


@pytest.mark.parametrize("loss", LOSSES)
def test_an_auto_encoder_learns_its_own_pixels(loss: Any, tiny_digits: Dataset) -> None:
    """An ordinary loop with torch's own losses ends at the same weights, augmented or not."""
    plan = Plan(epochs=2, batch_size=25, loss=loss, augment="affine")
    network = Network.untrained(DRAWING, seed=3)
    module = Network.untrained(DRAWING, seed=3).module
    optimiser = torchs_optimiser(plan, module)
    run = Run(network, plan, tiny_digits.images, tiny_digits.labels)
    for step, result in enumerate(run.steps()):
        optimiser.param_groups[0]["lr"] = learning_rate("one-cycle", plan.learning_rate, step, 16)
        pixels, _ = run.batch(step)
        logits = module((pixels - 0.13) / 0.31)
        if loss == "mse":
            error = functional.mse_loss(logits.sigmoid(), pixels)
        else:
            error = functional.binary_cross_entropy_with_logits(logits, pixels)
        optimiser.zero_grad()
        error.backward()
        optimiser.step()
        assert result.loss == error.item()
        assert math.isnan(result.accuracy)
        theirs = torch.cat([p.detach().flatten() for p in module.parameters()])
        assert torch.equal(weights(network), theirs)
