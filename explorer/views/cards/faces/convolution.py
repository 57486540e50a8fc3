"""The card of a convolution: per input channel patch × kernel slice = products, then the sum."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from explorer.network.cells import Cell, Region
from explorer.network.explanations import ConvolutionExplanation, Doubles
from explorer.text import _, ngettext
from explorer.views.blocks.bars import Axis
from explorer.views.blocks.blocks import Block, Gap, Line, Sum
from explorer.views.blocks.grids import Mask, Tile, tiles
from explorer.views.cards.face import (
    Context,
    Face,
    Parts,
    bias_part,
    close_other_sum,
    close_sum,
)
from explorer.views.cards.faces.channels import Channel, ChannelLarge, ChannelRow
from explorer.views.cards.faces.compared import compare_stride
from explorer.views.parts.brush import Look
from explorer.views.parts.figures import added, decimals, figure

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
    places = decimals([*explanation.partial_sums, explanation.bias, explanation.value])
    channels = _channels(explanation, context, places)
    blocks: list[Block] = []
    for other in explanation.alternatives:
        blocks += compare_stride(context, explanation.cell, other)
    if count == 1:
        blocks.append(_large(channels[0], explanation.source, title=False))
    else:
        heading = _("{count} input channels: patch × kernel = products").format(count=count)
        blocks += [Line(heading, right=_("largest first")), Gap(2)]
        for channel in channels:
            opened = channel.index == context.opened
            blocks.append(_large(channel, explanation.source) if opened else ChannelRow(channel))
    if not explanation.inside.all():
        blocks += [Gap(4), PaddingKey()]
    return Face(
        context.title(explanation.cell),
        figure(explanation.value if biased else explanation.added, places),
        _count_products(explanation, biased),
        blocks,
        _foot(explanation, biased, places),
        biased=biased if _has_bias(explanation, context) else None,
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


def _has_bias(explanation: ConvolutionExplanation, context: Context) -> bool:
    trace = context.trace
    return trace is None or trace.weights[explanation.cell.stage].bias is not None


def _foot(explanation: ConvolutionExplanation, biased: bool, places: int) -> Sum:
    value, sums = figure(explanation.value, places), _sums(explanation, places)
    if biased:
        return close_sum([*sums, *bias_part(explanation.bias, places)], explanation, value)
    note = _("without the bias {bias}; with it {value}, as the network computes")
    note = note.format(bias=figure(explanation.bias, places), value=value)
    return close_other_sum(sums, figure(explanation.added, places), note)


def _large(channel: Channel, source: str, title: bool = True) -> ChannelLarge:
    patch = _("patch of {stage}").format(stage=source)
    if channel.letter:
        patch = _("patch of {stage}, {letter}").format(stage=source, letter=channel.letter)
    return ChannelLarge(channel, title, (patch, _("kernel"), _("products")))


def _channels(explanation: ConvolutionExplanation, context: Context, places: int) -> list[Channel]:
    order = explanation.order.tolist()
    padded = None if explanation.inside.all() else ~explanation.inside
    patches = context.tiles(explanation.source, explanation.patch, padded)
    kernels = _signed(context, explanation.kernel, _kernel_limit(explanation, context))
    limit = float(np.abs(explanation.products).max())
    products = _signed(context, explanation.products, limit, padded)
    axis = Axis.over(explanation.partial_sums.tolist())
    every = (
        decimals(explanation.patch),
        decimals(explanation.kernel),
        max(places, decimals(explanation.products)),
    )
    strongest = np.abs(explanation.products).reshape(len(order), -1).argmax(1).tolist()
    side = explanation.patch.shape[2]
    return [
        Channel(
            index=index,
            name=context.channel_name(explanation.source, index),
            patch=patches[index],
            kernel=kernels[index],
            products=products[index],
            total=float(explanation.partial_sums[index]),
            axis=axis,
            places=every,
            total_places=places,
            strongest=divmod(strongest[index], side),
            term=partial(_term, explanation, index),
            region=_region(explanation, index),
            letter=context.letter(explanation.source, index),
        )
        for index in order
    ]


def _term(
    explanation: ConvolutionExplanation, channel: int, row: int, column: int
) -> tuple[str, Cell | None]:
    """Return where a cell of a channel's patch lies in the stage before."""
    at = int(explanation.rows[row]), int(explanation.columns[column])
    if not explanation.inside[row, column]:
        return _("padding"), None
    place = _("row {row}, column {column}").format(row=at[0], column=at[1])
    return place, Cell(explanation.source, (channel, *at))


def _region(explanation: ConvolutionExplanation, channel: int) -> Region:
    """Return the box of one map that the kernel lies on, its padding included."""
    (top, bottom), (left, right) = (
        (int(side[0]), int(side[-1]) + 1) for side in (explanation.rows, explanation.columns)
    )
    return Region(explanation.source, (channel, top, left), (channel + 1, bottom, right))


def _signed(
    context: Context, values: Doubles, limit: float, padded: Mask | None = None
) -> list[Tile]:
    return tiles(values.astype(np.float32), context.maps.signed, limit, True, padded)


def _kernel_limit(explanation: ConvolutionExplanation, context: Context) -> float:
    """Return the largest weight of the layer: one scale for all its kernels."""
    if context.trace is None:
        return float(np.abs(explanation.kernel).max())
    return context.largest_weight(explanation.cell.stage)


def _sums(explanation: ConvolutionExplanation, places: int) -> Parts:
    sums = [float(explanation.partial_sums[c]) for c in explanation.order]
    if len(sums) <= _MOST_LISTED:
        texts = [figure(sums[0], places), *(added(value, places) for value in sums[1:])]
        return [(text, "number") for text in texts]
    total = figure(explanation.added, places)
    words = ngettext("{count} channel", "{count} channels", len(sums)).format(count=len(sums))
    return [(words, "word"), (total, "number")]
