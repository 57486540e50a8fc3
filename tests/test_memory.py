"""Memory that is needed again at every step stays with the process."""

import subprocess
import sys

import pytest

FAULTS = """
import ctypes
import resource
from explorer.memory import keep_memory
import numpy as np

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        pieces = [np.ones(1 << 20, np.uint8) for _ in range(24)]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

ctypes.CDLL(None).mallopt(-3, 1 << 17)  # hand every large piece back at once
eager = faults()
told = keep_memory()
faults()
print(int(told), eager, faults())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc is told")
def test_memory_that_was_freed_is_not_asked_for_again() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True)
    if "mallopt" in done.stderr:
        pytest.skip("this C library cannot be told")
    told, eager, kept = map(int, done.stdout.split())
    assert told
    assert eager > 1000
    assert kept < eager / 20
