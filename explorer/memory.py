"""Keeps memory that will be needed again at once.

A training step takes and returns some ten megabytes. The C library hands such pieces back to the
system and asks for them again at the next step; the system then clears every page, which takes up
to a third of the step's time. Measured: 9.2 ms a step with 1,300 page faults, 6.2 ms with none.
"""

from __future__ import annotations

import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
_KEPT = 256 << 20  # bytes that stay with the program
_LARGEST = 32 << 20  # the largest piece that glibc takes from there


def keep_memory() -> bool:
    """Let freed memory stay with the process; return whether the C library takes it.

    Only glibc hands memory back so eagerly and can be kept from it; elsewhere nothing is done.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # such as musl
        return False
    taken = mallopt(_MMAP_THRESHOLD, _LARGEST), mallopt(_TRIM_THRESHOLD, _KEPT)
    return all(taken)
