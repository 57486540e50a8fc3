"""One quiet sentence about an error."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

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


def test_a_note_lets_the_mouse_through_and_never_hides_an_error(
    shown: Callable[..., Banner],
) -> None:
    banner = shown(Banner(), 400, 40)
    banner.show_note("Copied the drawing.")
    assert (banner.note, banner.sentence) == ("Copied the drawing.", "")
    assert banner.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    banner.show_error("It is not an image.")
    banner.show_note("Copied the drawing.")
    assert (banner.note, banner.sentence) == ("", "It is not an image.")
    assert not banner.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_no_name_makes_it_wider_than_the_page(shown: Callable[..., Banner]) -> None:
    banner = shown(Banner(), 400, 40)
    for show in (banner.show_note, banner.show_error):
        show("/home/someone/" + "a-long-folder/" * 20 + "weights.safetensors")
        assert banner.minimumSizeHint().width() <= 400
