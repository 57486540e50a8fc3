"""From any kind of explanation to what its card shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explorer.network import explanations as kinds
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.activation import build_activation, build_reconstruction
from explorer.views.cards.faces.convolution import build_convolution
from explorer.views.cards.faces.copies import build_copy
from explorer.views.cards.faces.dense import build_dense
from explorer.views.cards.faces.pixel import build_pixel
from explorer.views.cards.faces.pooling import build_pooling
from explorer.views.cards.faces.probabilities import build_probability

_BUILDERS: dict[type, Callable[[Any, Context], Face]] = {
    kinds.InputExplanation: build_pixel,
    kinds.ConvolutionExplanation: build_convolution,
    kinds.ActivationExplanation: build_activation,
    kinds.PoolingExplanation: build_pooling,
    kinds.CopyExplanation: build_copy,
    kinds.ReconstructionExplanation: build_reconstruction,
    kinds.DenseExplanation: build_dense,
    kinds.ProbabilitiesExplanation: build_probability,
}


def build_face(explanation: kinds.Explanation, context: Context) -> Face:
    """Return the face of an explanation's card."""
    return _BUILDERS[type(explanation)](explanation, context)
