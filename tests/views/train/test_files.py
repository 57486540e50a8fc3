"""Names of files after runs."""

from __future__ import annotations

import pytest

from explorer.views.train.files import file_name


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("lenet, bundled, adamw 0.003", "lenet-bundled-adamw-0.003"),
        ("../../etc", "..-..-etc"),
        ("///", "run"),
    ],
)
def test_a_run_of_any_name_gives_a_plain_file_name(run: str, name: str) -> None:
    assert file_name(run) == name
    assert "/" not in file_name(run)
