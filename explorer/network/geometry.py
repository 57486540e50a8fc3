"""What weights alone leave open: the size of the input, padding, strides and pooling windows.

A convolution's weights fit any picture. Only the first dense layer gives the sizes away: its
inputs must be what the last maps flatten to. Here all usual ways to get there are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import isqrt

from explorer.network.spec import output_size
from explorer.text import _, join_names

_SIDES = (28, 32)  # MNIST as it is, and as LeNet-5 took it; also CIFAR
_OTHER_SIDES = (*range(8, 28), *range(29, 32), *range(33, 97), 112, 128, 160, 192, 224, 256)
_WINDOWS = ((2, 2), (3, 2), (3, 3), (2, 1))
_MARGIN = 2  # how much less usual than the best an option may be to be offered
_MOST_OPTIONS = 6
_MOST_FREE = 3  # up to so many convolutions every mixture of paddings is tried
_RARE = 4  # so unusual that another input size is the likelier explanation


@dataclass(frozen=True, slots=True)
class Geometry:
    """A way to lay out given convolutions: input `side`, and per convolution stride and padding.

    `pools`: which convolutions are followed by a pooling, all with the same `window`
    (size, stride).
    """

    side: int
    strides: tuple[int, ...]
    paddings: tuple[int, ...]
    pools: tuple[bool, ...]
    window: tuple[int, int] = (2, 2)

    @property
    def key(self) -> str:
        """A short name, stable between runs: `28-s1.1-p2.0-w2.2-11`."""
        numbers = [".".join(map(str, n)) for n in (self.strides, self.paddings, self.window)]
        pools = "".join("1" if pooled else "0" for pooled in self.pools)
        return f"{self.side}-s{numbers[0]}-p{numbers[1]}-w{numbers[2]}-{pools}"

    def __str__(self) -> str:
        """Describe it in words."""
        words = [_("{side} × {side} input").format(side=self.side)]
        words += _departures(_PADDING, self.paddings, 0)
        words += _departures(_STRIDE, self.strides, 1)
        return ", ".join([*words, self._pooling()])

    def _pooling(self) -> str:
        if not any(self.pools):
            return _("no pooling")
        size, stride = self.window
        pooling = _("{size} × {size} pooling").format(size=size)
        if size != stride:
            pooling = _("{pooling} (stride {stride})").format(pooling=pooling, stride=stride)
        if all(self.pools):
            return _("{pooling} after every convolution").format(pooling=pooling)
        names = [f"conv{i}" for i, pooled in enumerate(self.pools, 1) if pooled]
        return _("{pooling} after {names}").format(pooling=pooling, names=join_names(names))


_PADDING = (_("padding {n} everywhere"), _("padding {n} in {layer}"))
_STRIDE = (_("stride {n} everywhere"), _("stride {n} in {layer}"))


def _departures(texts: tuple[str, str], values: tuple[int, ...], usual: int) -> list[str]:
    """Name what departs from the usual value, once if all layers share it."""
    everywhere, single = texts
    if len(set(values)) == 1 and len(values) > 1:
        return [everywhere.format(n=values[0])] if values[0] != usual else []
    return [single.format(n=n, layer=f"conv{i}") for i, n in enumerate(values, 1) if n != usual]


def solve(kernels: tuple[int, ...], cells: int, colour: bool = False) -> tuple[Geometry, ...]:
    """Return the geometries that end in maps of `cells` numbers each, the most usual first.

    `kernels` are the sides of the square kernels in order, `colour` whether the input has three
    channels. Maps are taken to be square; the result is empty where nothing fits.
    """
    side = isqrt(cells)
    if side * side != cells:
        return ()
    found = _candidates(_SIDES, kernels, side, colour, free=len(kernels) <= _MOST_FREE)
    if min(found.values(), default=_RARE) >= _RARE:
        others = _candidates(_OTHER_SIDES, kernels, side, colour, free=False)
        found |= {geometry: oddity + _RARE - 1 for geometry, oddity in others.items()}
    order = sorted(found, key=lambda g: (found[g], g.side))
    return tuple(g for g in order if found[g] <= found[order[0]] + _MARGIN)[:_MOST_OPTIONS]


def _candidates(
    sides: tuple[int, ...], kernels: tuple[int, ...], side: int, colour: bool, *, free: bool
) -> dict[Geometry, int]:
    """Return how unusual each geometry is that fits; `free` tries every mixture of paddings."""
    candidates = (
        Geometry(start, *rest) for start, rest in product(sides, _patterns(kernels, free))
    )
    return {
        candidate: _oddity(candidate, kernels, colour)
        for candidate in candidates
        if _last_side(candidate, kernels) == side
    }


def _patterns(
    kernels: tuple[int, ...], free: bool
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], tuple[int, int]]]:
    count = len(kernels)
    poolings = list(product((True, False), repeat=count)) if count <= 6 else _simple(count)
    strided, padded = _strides(count, free), _paddings(kernels, free)
    for strides, paddings, pools in product(strided, padded, poolings):
        for window in _WINDOWS if any(pools) else _WINDOWS[:1]:
            yield strides, paddings, pools, window


def _simple(count: int) -> list[tuple[bool, ...]]:
    every_second = tuple(i % 2 == 1 for i in range(count))
    return [(True,) * count, every_second, (False,) * (count - 1) + (True,)]


def _strides(count: int, free: bool) -> list[tuple[int, ...]]:
    if free:
        return list(product((1, 2), repeat=count))
    return [(1,) * count, (2,) * count, (2,) + (1,) * (count - 1)]


def _paddings(kernels: tuple[int, ...], free: bool) -> list[tuple[int, ...]]:
    same = tuple(_same(k) for k in kernels)
    if free:
        choices = [sorted({0, 1, 2, s}) for s in same]
        return [p for p in product(*choices) if all(a < k for a, k in zip(p, kernels, strict=True))]
    none = (0,) * len(kernels)
    return list(dict.fromkeys((none, same, same[:1] + none[1:])))


def _same(kernel: int) -> int:
    """Return the padding that keeps the size of the maps."""
    return (kernel - 1) // 2


def _last_side(geometry: Geometry, kernels: tuple[int, ...]) -> int:
    """Return the side of the last maps, 0 if a layer does not fit."""
    side = geometry.side
    layers = zip(kernels, geometry.strides, geometry.paddings, geometry.pools, strict=True)
    for kernel, stride, padding, pooled in layers:
        side = output_size(side, kernel, stride, padding)
        if pooled:
            side = output_size(side, geometry.window[0], geometry.window[1], 0)
        if side < 1:
            return 0
    return side


def _oddity(geometry: Geometry, kernels: tuple[int, ...], colour: bool) -> int:
    """Return how unusual a geometry is; 0 for what most published networks do."""
    same = tuple(_same(k) for k in kernels)
    points = 1 if colour and geometry.side == 28 else 0
    points += (geometry.side % 4 > 0) + geometry.side % 2
    points += _padding_oddity(geometry.paddings, same)
    points += {1: 0, 2: 2}[max(geometry.strides)] + 2 * (len(set(geometry.strides)) - 1)
    points += {(2, 2): 0, (3, 2): 2, (3, 3): 3, (2, 1): 4}[geometry.window]
    return points + _pool_oddity(geometry, _last_side(geometry, kernels))


def _padding_oddity(paddings: tuple[int, ...], same: tuple[int, ...]) -> int:
    if not any(paddings) or paddings in (same, same[:1] + (0,) * (len(same) - 1)):
        return 0
    return 2 if all(p in (0, s) for p, s in zip(paddings, same, strict=True)) else 4


def _pool_oddity(geometry: Geometry, side: int) -> int:
    pools, count = geometry.pools, len(geometry.pools)
    all_but_last = (True,) * (count - 1) + (False,)
    if side == 1 and count > 1:  # a convolution down to one number, as LeNet-5's third
        return 0 if pools == all_but_last else 2
    if all(pools):
        return 0
    if not any(pools):
        return 0 if max(geometry.strides) > 1 else 3
    if pools[-1] and (sum(pools) == 1 or all(p == (i % 2 == 1) for i, p in enumerate(pools))):
        return 1
    return 2 if pools == all_but_last else 3
