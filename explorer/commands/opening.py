"""The network that a command works with: the bundled one or a file, on the device asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.text import _

if TYPE_CHECKING:
    from explorer.network.network import Network


def opened(checkpoint: Path | None, device: str) -> Network:
    """Return the pretrained network, or that of a checkpoint file, on a device.

    What a file of weights leaves open is assumed to be the usual. That, and a device that cannot be
    used, is reported on standard error. Raises UserError for what cannot be opened.
    """
    import torch

    from explorer.network.checkpoint import pretrained
    from explorer.network.devices import move

    torch.set_num_threads(1)  # more spin against each other on a busy machine
    network = pretrained() if checkpoint is None else _from_file(checkpoint)
    network, note = move(network, device)
    if note:
        print(note, file=sys.stderr)
    return network


def _from_file(path: Path) -> Network:
    from explorer.network.checkpoint import open_any
    from explorer.network.state_dict import NeedsAnswers

    try:
        return open_any(path)
    except NeedsAnswers as open_questions:
        assumed = ", ".join(f"{k} {v}" for k, v in open_questions.guess.defaults.items())
        sentence = _("{name} does not tell everything; assumed: {assumed}.")
        print(sentence.format(name=path.name, assumed=assumed), file=sys.stderr)
        return open_any(path, {})
