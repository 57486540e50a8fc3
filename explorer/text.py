"""Every text that is shown, in the user's language; the source language is English.

A text is marked where it stands: `_("Saved the drawing as {name}.").format(name=name)`. It is a
whole sentence or a whole label, its values are named placeholders, and a count chooses its form
through `ngettext`. Nothing compares or takes apart a text once it was made.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import reduce

from explorer.resources import resource

DOMAIN = "cnn-explorer"
_FOLDER = resource("locale")
# Looking for a language loads `locale`, 3 ms before the first paint, also where there is none.
_catalogue = (
    gettext.translation(DOMAIN, _FOLDER, fallback=True)
    if any(_FOLDER.glob("*/LC_MESSAGES"))
    else gettext.NullTranslations()
)


def _(text: str) -> str:
    """Return a text in the user's language."""
    return _catalogue.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a text that fits a count, with `{count}` still to be filled in."""
    return _catalogue.ngettext(one, many, count)


def join_names(names: Iterable[str]) -> str:
    """Return names as one: `conv1 and conv2`."""
    return reduce(lambda a, b: _("{first} and {second}").format(first=a, second=b), names)
