"""How a network is shown: the user's choices for the scene, as one record that is passed whole.

Every page shows its scene by the same choices. A new one is a field here, its control, and what
paints it; remembering, menus and saved views go through all fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, get_args, get_type_hints

from explorer.views.scene.pixels import Ink, PixelStyle, Unit
from explorer.views.scene.scales import Scope

Form = Literal["flat", "stacked"]
Reading = Literal["values", "gradients", "changes", "differences"]


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """The choices: each field is a switch or one of a few words.

    `reading` is what stands in the cells where there is a choice: values, how the loss changes
    with them, what an update added to them, or how they differ from those of another network. Each
    page has its own. What is marked as not remembered begins anew with every start.
    """

    form: Form = "flat"
    scope: Scope = "layer"  # which cells share one range of colours
    all_winners: bool = False  # mark them always, not where a pooling is pointed at or chosen
    all_connections: bool = False  # draw every edge of a unit, not the strongest only
    pixels: Unit = "one"
    ink: Ink = "theme"
    forward: bool = field(default=False, metadata={"remembered": False})  # where numbers go
    reduced_motion: bool = field(default=False, metadata={"remembered": False})
    reading: Reading = field(default="values", metadata={"remembered": False})

    @property
    def pixel_style(self) -> PixelStyle:
        """How the pixels of the input are counted and drawn."""
        return PixelStyle(self.pixels, self.ink)

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name, for `options_from`."""
        return asdict(self)


REMEMBERED = tuple(f.name for f in fields(SceneOptions) if f.metadata.get("remembered", True))
SWITCHES = tuple(f.name for f in fields(SceneOptions) if isinstance(f.default, bool))


def options_from(values: Mapping[str, object], start: SceneOptions | None = None) -> SceneOptions:
    """Return `start` with the fields that are named; what no field can hold is left out."""
    kinds = get_type_hints(SceneOptions)
    known = {name: v for name, v in values.items() if name in kinds and _holds(kinds[name], v)}
    return replace(start or SceneOptions(), **known)  # type: ignore[arg-type]


def _holds(kind: Any, value: object) -> bool:
    return isinstance(value, bool) if kind is bool else value in get_args(kind)
