from pathlib import Path

import pytest

from explorer.errors import UserError
from explorer.training.record.run_folder import FolderLock


def test_a_folder_has_one_holder_at_a_time(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(UserError, match="in use already"):
        FolderLock(tmp_path)
    lock.release()
    FolderLock(tmp_path).release()


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        FolderLock(tmp_path / "nowhere")
