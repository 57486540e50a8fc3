"""Which processor computes: the CPU, or a graphics card if there is one that really works.

A card counts as working only when a small real computation on it gives the right numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812, the name torch's own documentation uses
from torch import Tensor

from explorer.devices import DEVICES
from explorer.errors import UserError
from explorer.network.network import Network
from explorer.text import _

_CARDS = ("cuda", "mps")


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """The device in use, and why it is not the one that was asked for ('' if it is)."""

    device: torch.device
    note: str = ""


def found() -> tuple[str, ...]:
    """Return the names of `DEVICES` that this machine has; whether a card works shows its use."""
    return tuple(name for name in DEVICES if name not in _CARDS or _present(name))


def resolve(name: str) -> DeviceChoice:
    """Return the device for a name of `DEVICES`, or the CPU with a note if it fails.

    'auto' takes the first card that works. Raises UserError for another name.
    """
    if name not in DEVICES:
        sentence = _("There is no device {name!r}; there are {names}.")
        raise UserError(sentence, name=name, names=", ".join(DEVICES))
    note = ""
    for kind in _CARDS if name == "auto" else (name,):
        if name == "auto" and not _present(kind):
            continue
        failure = _failure(kind)
        if not failure:
            return DeviceChoice(torch.device(kind), note)
        note = _("The {device} cannot be used ({failure}), so the CPU computes.").format(
            device=DEVICES[kind], failure=failure
        )
    return DeviceChoice(torch.device("cpu"), note)


def move(network: Network, name: str) -> tuple[Network, str]:
    """Return the network on the device that `resolve(name)` finds, and the note of that choice.

    A network that is there already is returned itself; else a copy, so that whoever still uses
    the old one is not disturbed. Too little memory on the card is a fall-back too.
    """
    choice = resolve(name)
    if choice.device.type == network.device.type:
        return network, choice.note
    try:
        return network.copied(device=choice.device), choice.note
    except RuntimeError as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        note = _("The network does not fit on the {card} ({reason}), so it stays on the {device}.")
        card, device = (DEVICES[place.type] for place in (choice.device, network.device))
        return network, note.format(card=card, reason=reason, device=device)


def _failure(kind: str) -> str:
    """Return why a kind of device does not work, in a few words; '' if it does."""
    if kind == "cpu":
        return ""
    if not _present(kind):
        return _("there is none on this machine or this torch was built without it")
    try:
        there = _computed(torch.device(kind))
    except (RuntimeError, AssertionError, NotImplementedError, TypeError, ImportError) as error:
        first = str(error).strip().partition("\n")[0].rstrip(".")
        return first or type(error).__name__
    if not torch.allclose(there, _computed(torch.device("cpu")), rtol=1e-2, atol=1e-2):
        return _("it gave wrong numbers for a small test")
    return ""


def _present(kind: str) -> bool:
    if kind == "cuda":
        return torch.cuda.is_available()
    return torch.backends.mps.is_available()


def _computed(device: torch.device) -> Tensor:
    """Convolve, pool and multiply small ramps on a device; (1, 3) on the CPU."""
    picture = torch.linspace(-1, 1, 64, device=device).reshape(1, 1, 8, 8)
    kernels = torch.linspace(-1, 1, 18, device=device).reshape(2, 1, 3, 3)
    pooled, _winners = F.max_pool2d(F.conv2d(picture, kernels), 2, return_indices=True)
    matrix = torch.linspace(-1, 1, 54, device=device).reshape(3, 18)
    return F.linear(pooled.flatten(1), matrix).softmax(1).cpu()
