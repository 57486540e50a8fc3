"""The labels under each stack: always upright, never over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.network.spec import Stage
from explorer.views.scene.layout.geometry import Box
from explorer.views.scene.layout.headers import Type, words

_BELOW = 9.0  # pixels under the lowest corner of the stack
_APART = 8.0
_STEP = 4.0
_SIGN = 12.0  # behind the name of a stage that can be fanned out


@dataclass(frozen=True, slots=True)
class LabelText:
    """The lines of a label and how large it is, before it has a place."""

    lines: tuple[str, ...]
    title_width: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label at its place in the window; `foot` is the point of its stack that it belongs to."""

    text: LabelText
    box: Box
    foot: tuple[float, float]


def label_text(stage: Stage, style: Type) -> LabelText:
    """Return the name and the shape of a stage."""
    title, shape = words(stage)[:2]
    lines = (title[-1] if len(stage.shape) == 1 else title[0], shape[0])
    sign = _SIGN if stage.spatial and stage.shape[0] > 1 else 0.0
    title_width = style.measure(lines[0], style.title, True)
    wide = max(title_width + 2 * sign, style.measure(lines[1], style.small, False))
    return LabelText(lines, title_width, wide, style.height(2))


def place(
    texts: Sequence[LabelText], boxes: Sequence[Box], feet: Sequence[tuple[float, float]]
) -> list[Label]:
    """Return each label under its foot, moved down where it would touch others or a stack.

    `boxes` are the outlines of the stacks in the window.
    """
    placed: list[Label] = []
    for at, (text, (x, y)) in enumerate(zip(texts, feet, strict=True)):
        box = Box(x - text.width / 2, y + _BELOW, text.width, text.height)
        left, right = box.x - _APART / 2, box.right + _APART / 2
        near = [*(label.box for label in placed), *boxes[:at], *boxes[at + 1 :]]
        others = [o for o in near if o.x < right and left < o.x + o.width]
        placed.append(Label(text, _lowered(box, others), (x, y)))
    return placed


def _lowered(box: Box, others: Sequence[Box]) -> Box:
    """Return the box below whatever it overlaps, all of it sharing columns of the window."""
    top = box.y
    for _attempt in range(12):
        bottom = top + box.height
        hit = [o.y + o.height for o in others if o.y < bottom and top < o.y + o.height]
        if not hit:
            break
        top = max(hit) + _STEP
    return Box(box.x, top, box.width, box.height)
