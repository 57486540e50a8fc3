"""The card of a convolution: per input channel patch × kernel slice = products, then the sum."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.network.explanations import ConvolutionExplanation
from explorer.network.records import Weights
from explorer.text import _, ngettext
from explorer.views.blocks.bars import Axis
from explorer.views.blocks.blocks import Block, Gap, Line, Sum
from explorer.views.blocks.grids import largest_size, tiles
from explorer.views.cards.face import (
    MOST_PLACES,
    Context,
    Face,
    Offer,
    Parts,
    bias_part,
    close_other_sum,
    close_sum,
    least_places,
)
from explorer.views.cards.faces.channels import Channel, ChannelLarge, ChannelRow
from explorer.views.cards.faces.compared import compare_stride
from explorer.views.parts.brush import Look
from explorer.views.parts.number_text import added, decimals, figure, signed
from explorer.views.parts.printed import apportion, places_adding_up, rest_of

WITH = "with"  # the bias
_MOST_LISTED = 3  # partial sums written out at the foot


@dataclass(frozen=True, slots=True)
class PaddingKey(Block):
    """Explains the hatched cells."""

    def height(self, look: Look, width: float) -> float:
        return look.line() + look.px(4)

    def paint(self, painter: QPainter, look: Look, width: float, hot: Hashable) -> None:
        line, side = look.line(), look.px(10)
        painter.fillRect(QRectF(0, round((line - side) / 2), side, side), look.hatch)
        text = _("padding: outside the map, counts as 0")
        look.text(painter, QRectF(look.px(16), 0, width, line), text, "muted")


def build_convolution(explanation: ConvolutionExplanation, context: Context) -> Face:
    """Return the card of a convolution's cell."""
    count, biased = len(explanation.patch), context.biased
    places = _places(explanation)
    channels = _channels(explanation, context, places)
    blocks: list[Block] = []
    for other in explanation.alternatives:
        blocks += compare_stride(context, explanation.cell, other)
    if count == 1:
        blocks.append(_large(channels[0], title=False))
    else:
        heading = _("{count} input channels: patch × kernel = products").format(count=count)
        blocks += [Line(heading, right=_("largest first")), Gap(2)]
        for channel in channels:
            opened = channel.index == context.opened
            blocks.append(_large(channel) if opened else ChannelRow(channel))
    if not explanation.inside.all():
        blocks += [Gap(4), PaddingKey()]
    return Face(
        context.title(explanation.cell),
        figure(explanation.value if biased else explanation.added, places),
        _count_products(explanation, biased),
        blocks,
        _foot(explanation, biased, places),
        bias=_choose_bias(explanation, context),
        strides=context.strides(explanation.cell, explanation.alternatives),
    )


def _count_products(explanation: ConvolutionExplanation, biased: bool) -> str:
    count, size, _width = explanation.patch.shape
    if count > 1:
        text = _("{count} × {size} × {size} products")
        if not biased:
            text = _("{count} × {size} × {size} products, no bias")
        return text.format(count=count, size=size)
    text = _("{size} × {size} products") if biased else _("{size} × {size} products, no bias")
    return text.format(size=size)


def _choose_bias(explanation: ConvolutionExplanation, context: Context) -> Offer | None:
    trace = context.trace
    if trace is not None and trace.weights[explanation.cell.stage].bias is None:
        return None
    texts = {WITH: _("with"), "without": _("without")}
    return Offer(texts, WITH, WITH if context.biased else "without")


def _places(explanation: ConvolutionExplanation) -> int:
    """Return the decimals at which the closing line adds up, with all channels and with one."""
    added, bias, value = explanation.added, explanation.bias, explanation.value
    least = max(least_places([*explanation.partial_sums, bias], bias), decimals([value]))
    additions = [(_closing(explanation), value), ([added, bias], value)]
    return places_adding_up(additions, least, MOST_PLACES)


def _closing(explanation: ConvolutionExplanation) -> list[float]:
    """Return the terms of the closing line: the channels, where they are many as one, the bias."""
    sums = explanation.partial_sums[explanation.order].tolist()
    return [*(sums if len(sums) <= _MOST_LISTED else [explanation.added]), explanation.bias]


def _foot(explanation: ConvolutionExplanation, biased: bool, places: int) -> Sum:
    value, sums = figure(explanation.value, places), _sums(explanation, places)
    if biased:
        parts = [*sums, *bias_part(explanation.bias, places)]
        rest = rest_of(_closing(explanation), explanation.value, places)
        return close_sum(parts, explanation, value, rest)
    note = _("without the bias {bias}; with it {value}, as the network computes")
    note = note.format(bias=figure(explanation.bias, places), value=value)
    return close_other_sum(sums, figure(explanation.added, places), note)


def _large(channel: Channel, title: bool = True) -> ChannelLarge:
    source = channel.explanation.source
    patch = _("patch of {stage}").format(stage=source)
    if channel.letter:
        patch = _("patch of {stage}, {letter}").format(stage=source, letter=channel.letter)
    return ChannelLarge(channel, title, (patch, _("kernel"), _("products")))


def _channels(explanation: ConvolutionExplanation, context: Context, places: int) -> list[Channel]:
    source, table = explanation.source, context.maps.signed
    padded = None if explanation.inside.all() else ~explanation.inside
    kernel, products = (a.astype(np.float32) for a in (explanation.kernel, explanation.products))
    largest = largest_size(kernel)
    if context.trace is not None:  # one scale for all kernels of the layer
        largest = _largest_weight(context.trace.weights[explanation.cell.stage])
    patches = context.tiles(source, explanation.patch, padded)
    kernels = tiles(kernel, table, largest, True)
    terms = tiles(products, table, largest_size(products), True, padded)
    every = (
        decimals(explanation.patch),
        decimals(explanation.kernel),
        max(places, decimals(explanation.products)),
    )
    sums = explanation.partial_sums.tolist()
    axis, printed = Axis.over(sums), apportion(sums, explanation.added, places)
    return [
        Channel(
            explanation,
            index,
            context.channel_name(source, index),
            context.letter(source, index),
            patches[index],
            kernels[index],
            terms[index],
            axis,
            every,
            signed(printed[index], places),
        )
        for index in explanation.order.tolist()
    ]


@lru_cache(maxsize=16)
def _largest_weight(weights: Weights) -> float:
    """Weights are frozen and compared by identity, so one look at them is enough."""
    return largest_size(weights.weight)


def _sums(explanation: ConvolutionExplanation, places: int) -> Parts:
    sums = [float(explanation.partial_sums[c]) for c in explanation.order]
    if len(sums) <= _MOST_LISTED:
        texts = [figure(sums[0], places), *(added(value, places) for value in sums[1:])]
        return [(text, "number") for text in texts]
    total = figure(explanation.added, places)
    words = ngettext("{count} channel", "{count} channels", len(sums)).format(count=len(sums))
    return [(words, "word"), (total, "number")]
