"""A form that is being edited: what fits, what does not, and at which field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.network.presets import PRESETS, preset
from explorer.network.spec import (
    Activation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Pooling,
    Spec,
    Unflatten,
    Upsampling,
)
from explorer.views.train.forms.architecture import KINDS, FormState, check, kind_of, same_padding

LENET = FormState.of(preset("lenet"))


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_passes_through_the_form_unchanged(name: str) -> None:
    spec = preset(name)
    checked = check(FormState.of(spec))
    assert checked.spec == spec
    assert checked.parameters == spec.parameters
    assert [s for s in checked.stages if s] == list(spec.stages[1:-1])


def test_dropout_has_a_place_but_no_stage() -> None:
    checked = check(LENET.added("dropout", 7))
    assert checked.spec is not None
    assert checked.stages[8] is None
    assert checked.stages[9] is not None


def test_a_kernel_that_is_too_large_is_blamed_at_its_field() -> None:
    checked = check(LENET.changed(3, "kernel", 15))
    assert checked.spec is None
    assert (checked.layer, checked.field) == (3, "kernel")
    assert checked.error.startswith("A kernel that spans 15 × 15")


def test_the_layers_before_the_one_that_does_not_fit_keep_their_figures() -> None:
    checked = check(LENET.changed(3, "kernel", 15))
    assert [stage is not None for stage in checked.stages[:5]] == [True, True, True, False, False]
    assert checked.parameters == 156


def test_the_wrong_number_of_classes_is_blamed_at_the_last_layer_s_units() -> None:
    last = len(LENET.layers) - 1
    checked = check(LENET.changed(last, "units", 84))
    assert (checked.layer, checked.field) == (last, "units")
    assert checked.stages[last] is not None


@pytest.mark.parametrize(
    ("index", "name", "value"),
    [(0, "filters", 0), (0, "stride", 0), (0, "padding", -1), (2, "padding", 2), (2, "size", 99)],
)
def test_each_impossible_number_is_blamed_where_it_stands(
    index: int, name: str, value: int
) -> None:
    checked = check(LENET.changed(index, name, value))
    assert (checked.layer, checked.field) == (index, name)


def test_a_form_without_a_dense_end_says_so_at_its_last_layer() -> None:
    checked = check(FormState("none", (1, 8, 8), (Convolution(2, 3),)))
    assert checked.layer == 0
    assert "must be dense" in checked.error
    assert checked.stages[0] is not None


def test_an_impossible_input_is_blamed_there() -> None:
    assert check(LENET.with_input((1, 0, 28))).layer == -1


def test_layers_are_added_moved_and_removed() -> None:
    form = LENET.added("pooling", 0)
    assert isinstance(form.layers[1], Pooling)
    assert form.moved(1, -1).layers[0] == form.layers[1]
    assert form.removed(1) == LENET
    assert LENET.added("convolution", -1).layers[1:] == LENET.layers
    assert LENET.moved(0, -5) == LENET


def test_the_last_layer_follows_the_classes() -> None:
    form = LENET.with_classes(("cat", "dog"))
    assert form.spec().classes == ("cat", "dog")
    assert form.layers[-1] == Dense(2)


def test_colour_forgets_a_normalisation_for_one_channel() -> None:
    grey = FormState.of(Spec("n", (1, 8, 8), (Flatten(), Dense(10)), mean=(0.1,), std=(0.3,)))
    assert grey.with_input((3, 8, 8)).spec().mean == (0.0, 0.0, 0.0)
    assert grey.with_input((1, 9, 9)).spec().mean == (0.1,)


@given(
    kernel=st.integers(1, 15).filter(lambda n: n % 2 == 1),
    dilation=st.integers(1, 3),
    size=st.integers(1, 40),
)
def test_same_padding_keeps_the_size(kernel: int, dilation: int, size: int) -> None:
    layer = Convolution(1, kernel, dilation=dilation)
    layer = Convolution(1, kernel, padding=same_padding(layer), dilation=dilation)
    form = FormState("same", (1, size, size), (layer, Flatten(), Dense(10)))
    assert form.spec().stages[1].shape == (1, size, size)


@given(
    layers=st.lists(
        st.one_of(
            st.builds(Convolution, st.integers(-1, 9), st.integers(-1, 9), st.integers(-1, 3)),
            st.builds(Pooling, st.just("max"), st.integers(-1, 4), st.integers(-1, 4)),
            st.builds(Dense, st.integers(-1, 20)),
            st.builds(Dropout, st.floats(-1, 2)),
            st.just(Flatten()),
            st.just(Activation()),
        ),
        max_size=6,
    )
)
def test_whatever_stands_in_the_form_is_checked_without_an_exception(layers: list[object]) -> None:
    checked = check(FormState("any", (1, 12, 12), tuple(layers)))  # type: ignore[arg-type]
    assert (checked.spec is None) == bool(checked.error)
    assert len(checked.stages) == len(layers)


def test_every_kind_knows_itself() -> None:
    for kind in KINDS:
        assert kind_of(LENET.added(kind, -1).layers[0]) == kind


DRAWING = FormState.of(preset("autoencoder"))
UNFLATTEN = next(i for i, layer in enumerate(DRAWING.layers) if isinstance(layer, Unflatten))


def test_maps_of_the_wrong_size_are_blamed_at_the_unflatten() -> None:
    checked = check(DRAWING.changed(UNFLATTEN, "height", 8))
    assert checked.spec is None
    assert (checked.layer, checked.field) == (UNFLATTEN, "maps")
    assert checked.error == "392 values cannot be written into 8 × 8 × 7, which takes 448."
    assert checked.stages[UNFLATTEN - 1] is not None
    assert checked.stages[UNFLATTEN] is None


def test_what_does_not_end_in_the_picture_is_blamed_at_the_last_layer() -> None:
    last = len(DRAWING.layers) - 1
    checked = check(DRAWING.changed(last, "filters", 2))
    assert checked.layer == last
    assert "2 × 28 × 28 for a picture of 1 × 28 × 28" in checked.error
    assert all(checked.stages)


def test_the_layers_of_an_auto_encoder_can_be_added() -> None:
    first = FormState("own", (1, 8, 8), (Convolution(1, 1),), output="image")
    state = first.added("flatten", 0).added("dense", 1).changed(2, "units", 16)
    state = state.added("unflatten", 2).changed(3, "maps", 1)
    state = state.changed(3, "height", 4).changed(3, "width", 4).added("upsampling", 3)
    checked = check(state)
    assert checked.error == ""
    assert isinstance(state.layers[4], Upsampling)
    assert [stage.shape for stage in checked.stages if stage][-1] == (1, 8, 8)


def test_an_auto_encoder_draws_in_as_many_colours_as_come_in() -> None:
    checked = check(DRAWING.with_input((3, 28, 28)).with_classes(("a", "b", "c")))
    assert checked.spec is not None
    assert checked.spec.stages[-1].shape == (3, 28, 28)
