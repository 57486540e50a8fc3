from pathlib import Path

import pytest

from explorer.live.settings import Settings


@pytest.mark.parametrize("value", [True, False, 3, 1.25, "dark", ""])
def test_a_value_survives_a_restart_in_its_type(tmp_path: Path, value: bool | float | str) -> None:
    path = tmp_path / "settings.ini"
    settings = Settings(path)
    settings.set("key", value)
    settings.save()
    again = Settings(path).get("key", type(value)())
    assert again == value
    assert type(again) is type(value)


def test_nonsense_in_the_file_counts_as_the_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nscale=many\n")
    assert Settings(path).get("scale", 1.5) == 1.5


def test_an_unknown_name_gives_the_default(tmp_path: Path) -> None:
    assert Settings(tmp_path / "none.ini").get("theme", "system") == "system"
