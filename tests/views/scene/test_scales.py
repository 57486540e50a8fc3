import numpy as np

from explorer.network.presets import preset
from explorer.network.spec import Activation, Dense, Flatten, Pooling, Spec
from explorer.views.scene.scales import Family, families, spans

KINDS = (Family("pixels", False), Family("pre-activation", True), Family("pre-activation", True))
STAGE_OF = np.array([0, 1, 1, 2])
LOWS = np.array([0, -3, -1, -8], np.float32)
HIGHS = np.array([1, 2, 4, 5], np.float32)


def reach(scope) -> list[float]:
    return spans(LOWS, HIGHS, STAGE_OF, KINDS, scope).tolist()


def test_per_map_every_map_has_its_own_range() -> None:
    assert reach("map") == [1, 3, 4, 8]


def test_per_layer_the_maps_of_a_layer_share_a_range() -> None:
    assert reach("layer") == [1, 4, 4, 8]


def test_per_network_all_layers_of_a_quantity_share_a_range() -> None:
    assert reach("network") == [1, 8, 8, 8]


def test_pixels_and_probabilities_always_show_zero_to_one() -> None:
    kinds = (Family("pixels", False), Family("probability", False))
    found = spans(np.zeros(2, np.float32), np.full(2, 0.2, np.float32), np.arange(2), kinds, "map")
    assert found.tolist() == [1, 1]


def test_a_map_without_positive_values_has_an_empty_ramp() -> None:
    kinds = (Family("activation", False),)
    zero = np.zeros(1, np.float32)
    assert spans(zero, zero, np.zeros(1, int), kinds, "layer").tolist() == [0]


def test_each_stage_shows_the_quantity_that_it_computes() -> None:
    shown = dict(
        zip((s.name for s in preset("lenet").stages), families(preset("lenet")), strict=True)
    )
    assert shown["input"].table == "ink"
    assert shown["conv2"].table == shown["logits"].table == "signed"
    assert shown["pool2"] == shown["flatten"] == shown["relu3"] == Family("activation", False)
    assert shown["probabilities"].quantity == "probability"


def test_tanh_and_what_is_pooled_from_it_is_signed() -> None:
    shown = dict(
        zip((s.name for s in preset("harley").stages), families(preset("harley")), strict=True)
    )
    assert shown["pool1"] == Family("activation", True)


def test_pooled_pixels_may_be_negative_after_normalisation() -> None:
    spec = Spec("pooled", (1, 8, 8), (Pooling(), Flatten(), Dense(4), Activation(), Dense(10)))
    assert families(spec)[1].signed


def test_an_auto_encoder_ends_in_pixels() -> None:
    spec = preset("autoencoder")
    shown = dict(zip((s.name for s in spec.stages), families(spec), strict=True))
    assert shown["unflatten"] == shown["dense2"] == Family("pre-activation", True)
    assert shown["upsample1"] == Family("activation", False)
    assert shown["reconstruction"] == shown["input"] == Family("pixels", False)
