import pytest

from explorer.errors import UserError
from explorer.network.presets import PRESETS, preset


@pytest.mark.parametrize(
    ("name", "count", "input_shape"),
    [("lenet", 61_706, (1, 28, 28)), ("harley", 63_802, (1, 32, 32))],
)
def test_published_parameter_counts(
    name: str, count: int, input_shape: tuple[int, int, int]
) -> None:
    spec = preset(name)
    assert spec.parameters == count
    assert spec.input_shape == input_shape
    assert spec.stages[-1].shape == (10,)


def test_the_auto_encoder_draws_its_picture_from_32_numbers() -> None:
    spec = preset("autoencoder")
    assert spec.code is not None
    assert spec.code.shape == (32,)
    assert spec.stages[-1].shape == spec.input_shape


def test_every_preset_has_its_name() -> None:
    assert [preset(name).name for name in PRESETS] == list(PRESETS)


def test_an_unknown_preset_is_told() -> None:
    with pytest.raises(UserError, match="no preset 'alexnet'; there are lenet, harley"):
        preset("alexnet")
