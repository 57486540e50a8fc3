"""Memory that is needed again at every step stays with the process."""

import subprocess
import sys

import pytest

PAGES = """
import resource
import sys
from explorer.memory import keep_memory
if sys.argv[1] == "keep" and not keep_memory():
    print(-1)
    raise SystemExit
import torch
torch.set_num_threads(1)

def use():
    for _ in range(20):
        pieces = [torch.ones(1 << 18) for _ in range(24)]

use()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
use()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _faults(how: str) -> int:
    command = [sys.executable, "-c", PAGES, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc is told")
def test_memory_that_was_freed_is_not_asked_for_again() -> None:
    kept = _faults("keep")
    if kept < 0:
        pytest.skip("this C library cannot be told")
    assert kept < 300
    assert kept < _faults("leave") / 4
