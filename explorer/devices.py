"""The devices that one can ask for; a module of its own, for the command line needs no torch."""

from explorer.text import _

DEVICES = {
    "auto": _("automatic"),
    "cpu": "CPU",
    "cuda": _("graphics card (CUDA)"),
    "mps": _("graphics card (MPS)"),
}
"""By name, as a sentence calls them."""
