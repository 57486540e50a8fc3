"""From any kind of explanation to what its card shows."""

from __future__ import annotations

from explorer.network.explanations import (
    ActivationExplanation,
    ConvolutionExplanation,
    CopyExplanation,
    DenseExplanation,
    Explanation,
    InputExplanation,
    PoolingExplanation,
    ReconstructionExplanation,
)
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces.activation import build_activation, build_reconstruction
from explorer.views.cards.faces.convolution import build_convolution
from explorer.views.cards.faces.copies import build_copy
from explorer.views.cards.faces.dense import build_dense
from explorer.views.cards.faces.pixel import build_pixel
from explorer.views.cards.faces.pooling import build_pooling
from explorer.views.cards.faces.probabilities import build_probability


def build_face(explanation: Explanation, context: Context) -> Face:
    """Return the face of an explanation's card."""
    match explanation:
        case InputExplanation():
            return build_pixel(explanation, context)
        case ConvolutionExplanation():
            return build_convolution(explanation, context)
        case ActivationExplanation():
            return build_activation(explanation, context)
        case PoolingExplanation():
            return build_pooling(explanation, context)
        case CopyExplanation():
            return build_copy(explanation, context)
        case ReconstructionExplanation():
            return build_reconstruction(explanation, context)
        case DenseExplanation():
            return build_dense(explanation, context)
        case _:
            return build_probability(explanation, context)
