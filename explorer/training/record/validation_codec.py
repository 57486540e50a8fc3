"""Validations as bytes of one size, so that a file of them can be read back up to a torn one."""

from __future__ import annotations

from math import nan
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from explorer.network.records import frozen
from explorer.network.spec import Spec
from explorer.training.record.validation import MOST_WRONG, READ, Read, Validation, activations


class ValidationCodec:
    """Encodes the validations of runs of one architecture; all take `size` bytes."""

    def __init__(self, spec: Spec) -> None:
        classes = 0 if spec.reconstructs else len(spec.classes)
        self._drawn = ("error",) if spec.reconstructs else ()
        kinds = activations(spec)
        self._dead = [name for name, kind in kinds.items() if kind == "relu"]
        self._saturated = [name for name, kind in kinds.items() if kind != "relu"]
        self._type = np.dtype(
            [
                ("step", "<i8"),
                ("count", "<i8"),
                ("accuracy", "<f8"),
                ("loss", "<f8"),
                ("confusion", "<i8", (classes, classes)),
                ("wrongs", "<i8"),
                ("wrong", READ, (MOST_WRONG,)),
                ("dead", "<f8", (len(self._dead),)),
                ("saturated", "<f8", (len(self._saturated),)),
                *((name, "<f8") for name in self._drawn),
            ]
        )
        self.size = self._type.itemsize

    def encode(self, validation: Validation) -> bytes:
        """Return a validation as `size` bytes."""
        record: NDArray[Any] = np.zeros((), self._type)
        for name in ("step", "count", "accuracy", "loss", "confusion", *self._drawn):
            record[name] = getattr(validation, name)
        record["wrongs"] = len(validation.wrong)
        for place, wrong in enumerate(validation.wrong):
            entry = (wrong.image, wrong.label, wrong.guess, wrong.confidence)
            record["wrong"][place] = entry
        record["dead"] = [validation.dead[name] for name in self._dead]
        record["saturated"] = [validation.saturated[name] for name in self._saturated]
        return record.tobytes()

    def decode(self, data: bytes) -> Validation:
        """Return the validation that `encode` was given."""
        record = np.frombuffer(data, self._type)[0]
        wrong = record["wrong"][: int(record["wrongs"])].tolist()
        dead = dict(zip(self._dead, record["dead"].tolist(), strict=True))
        saturated = dict(zip(self._saturated, record["saturated"].tolist(), strict=True))
        return Validation(
            int(record["step"]),
            float(record["accuracy"]),
            float(record["loss"]),
            int(record["count"]),
            cast("NDArray[np.int64]", frozen(record["confusion"].astype(np.int64))),
            tuple(Read(*entry) for entry in wrong),
            MappingProxyType(dead),
            MappingProxyType(saturated),
            float(record["error"]) if self._drawn else nan,
        )
