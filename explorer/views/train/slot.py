"""The place of the Train page among the window's pages: its tab and its menu, without the page."""

from __future__ import annotations

from collections.abc import Callable

from explorer.text import _
from explorer.views.page import MenuEntry, Page, PageSlot

# In this order each brings few others: none takes long to import.
_MODULES = (
    "explorer.live.data_source",
    *(f"explorer.live.training.{name}" for name in ("facts", "commands", "trainer")),
    *(f"explorer.views.parts.{name}" for name in ("tiles", "painting", "fields")),
    *(f"explorer.views.sizes.{name}" for name in ("comparison", "volume_panel")),
    *(f"explorer.views.train.forms.{name}" for name in ("samples", "layer_editor")),
    *(f"explorer.views.train.forms.{name}" for name in ("layer_table", "architecture_form")),
    *(f"explorer.views.train.forms.{name}" for name in ("data_view", "plan_form")),
    *(f"explorer.views.train.{name}" for name in ("left", "transport.transport", "middle")),
    *("explorer.views.judged.confusion_panel", "explorer.views.train.curves.curves"),
    *("explorer.views.blocks.terms", "explorer.views.train.step.backward_section"),
    *(f"explorer.views.train.step.{name}" for name in ("forward_section", "loss_section")),
    *(f"explorer.views.train.step.{name}" for name in ("update_section", "panel")),
    *(f"explorer.views.train.{name}" for name in ("right", "data", "scene", "running", "page")),
)


def train_slot(make: Callable[[], Page]) -> PageSlot:
    """Return the slot of a page that is made when it is first shown."""
    return PageSlot(
        name="train",
        title=_("Train"),
        tip=_("Train a network and see how it learns."),
        make=make,
        modules=_MODULES,
        menu_text=_("Trai&n page"),
        menu_title=_("&Train"),
        menu=(
            MenuEntry(
                "train_play", _("&Train or hold on"), _("Go on with the run."), ("Ctrl+Space",)
            ),
            MenuEntry("train_back", _("Step &back"), _("Go back by one unit."), ("Ctrl+Left",)),
            MenuEntry(
                "train_forward", _("Step &forward"), _("Go on by one unit."), ("Ctrl+Right",)
            ),
            MenuEntry(
                "train_newest", _("&Newest step"), _("Go to the newest step."), ("Ctrl+End",)
            ),
            None,
            MenuEntry(
                "train_start",
                _("Start a ne&w run"),
                _("Begin by the page's forms."),
                ("Ctrl+Return",),
            ),
            MenuEntry(
                "train_queue", _("Add to &queue"), _("Begin when the runs before it are done.")
            ),
            MenuEntry(
                "train_branch",
                _("B&ranch"),
                _("Begin another run from the step that is shown."),
                ("Ctrl+B",),
            ),
            MenuEntry(
                "train_open", _("&Open a run's folder…"), _("Open a run that lies elsewhere.")
            ),
            None,
            MenuEntry(
                "train_draw",
                _("Put on the &Draw page"),
                _("Use the network as it is at this step on the Draw page."),
                ("Ctrl+Shift+D",),
            ),
            MenuEntry("train_save", _("&Save this step…"), _("Save its weights as a checkpoint.")),
        ),
    )
