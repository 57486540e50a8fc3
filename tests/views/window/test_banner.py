"""One quiet sentence about an error."""

from __future__ import annotations

from collections.abc import Callable

from explorer.views.window.banner import Banner


def test_it_shows_the_newest_sentence_and_goes_away(shown: Callable[..., Banner]) -> None:
    banner = shown(Banner(), 400, 40)
    banner.dismiss()
    assert banner.sentence == ""
    banner.show_error("First.")
    banner.show_error("It is <b>not</b> an image.")
    assert banner.sentence == "It is <b>not</b> an image."
    assert banner.accessibleName() == "Error: It is <b>not</b> an image."
    banner.dismiss()
    assert banner.isHidden()
