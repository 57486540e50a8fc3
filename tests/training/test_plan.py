"""A plan refuses what cannot be trained, in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from explorer.errors import UserError
from explorer.network.presets import preset
from explorer.training.plan import OPTIMISERS, RECIPES, Plan, first_recipe, recipe, suited


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", 0),
        ("learning_rate", -1.0),
        ("learning_rate", float("nan")),
        ("learning_rate", 1e9),
        ("weight_decay", -0.1),
        ("momentum", 1.0),
        ("ema", 1.0),
        ("validation", -1),
        ("seed", -1),
        ("optimiser", "lbfgs"),
        ("schedule", "random"),
        ("loss", "hinge"),
        ("augment", "mirror"),
    ],
)
def test_an_impossible_choice_is_one_sentence(name: str, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        Plan(**{name: value})
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_plan_survives_json() -> None:
    plan = RECIPES["shipped"]
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


def test_a_plan_of_a_newer_program_still_opens() -> None:
    assert Plan.from_dict({"epochs": 7, "moon": "full"}) == Plan(epochs=7)


def test_a_plan_that_makes_no_sense_is_one_sentence() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        Plan.from_dict({"epochs": "many"})


@pytest.mark.parametrize("kind", OPTIMISERS)
def test_every_optimiser_has_usual_settings(kind: Any) -> None:
    plan = Plan(epochs=9).with_optimiser(kind)
    assert (plan.optimiser, plan.epochs) == (kind, 9)
    assert plan.learning_rate > 0


def test_an_unknown_recipe_names_those_there_are() -> None:
    with pytest.raises(UserError, match="shipped"):
        recipe("secret")


def test_an_auto_encoder_begins_with_a_recipe_of_its_own() -> None:
    lenet, drawing = preset("lenet"), preset("autoencoder")
    assert (first_recipe(lenet), first_recipe(drawing)) == ("first-run", "first-drawing")
    assert suited(recipe("first-run"), drawing) == recipe("first-drawing")
    assert suited(recipe("first-drawing"), lenet) == recipe("first-run")
    for spec in (lenet, drawing):
        assert suited(recipe(first_recipe(spec)), spec) == recipe(first_recipe(spec))


def test_what_was_chosen_by_hand_stays_for_another_sort_of_network() -> None:
    plan = Plan(data="mnist", epochs=7, loss="mse", seed=4)
    changed = suited(plan, preset("autoencoder"))
    assert (changed.data, changed.epochs, changed.loss, changed.seed) == ("mnist", 7, "mse", 4)
    assert changed.learning_rate == recipe("first-drawing").learning_rate
