"""From any kind of explanation to what its card says."""

from __future__ import annotations

from explorer.network.explanations import (
    ActivationExplanation,
    ConvolutionExplanation,
    CopyExplanation,
    DenseExplanation,
    Explanation,
    FlattenExplanation,
    InputExplanation,
    PoolingExplanation,
    ReconstructionExplanation,
)
from explorer.views.cards.face import Context, Face
from explorer.views.cards.faces import (
    activation,
    convolution,
    copies,
    dense,
    flatten,
    pixel,
    pooling,
    probabilities,
    reconstruction,
)


def face(explanation: Explanation, context: Context) -> Face:
    """Return the face of an explanation's card."""
    match explanation:
        case InputExplanation():
            return pixel.face(explanation, context)
        case ConvolutionExplanation():
            return convolution.face(explanation, context)
        case ActivationExplanation():
            return activation.face(explanation, context)
        case PoolingExplanation():
            return pooling.face(explanation, context)
        case FlattenExplanation():
            return flatten.face(explanation, context)
        case CopyExplanation():
            return copies.face(explanation, context)
        case ReconstructionExplanation():
            return reconstruction.face(explanation, context)
        case DenseExplanation():
            return dense.face(explanation, context)
        case _:
            return probabilities.face(explanation, context)
