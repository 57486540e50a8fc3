"""Names and amounts in words, as sentences use them."""

from __future__ import annotations

from explorer.text import _, ngettext


def article(name: str) -> str:
    """Return a class with its article: `a 7`, `an 8`; words of one's own stand alone."""
    if not name.isdigit():
        return name
    if name.startswith("8") or name in ("11", "18"):
        return _("an {name}").format(name=name)
    return _("a {name}").format(name=name)


def format_size(count: int) -> str:
    """Return a number of bytes: `812 KiB`, `3.1 MiB`."""
    if count < 1 << 20:
        return _("{size:.0f} KiB").format(size=count / (1 << 10))
    if count < 1 << 30:
        return _("{size:.1f} MiB").format(size=count / (1 << 20))
    return _("{size:.2f} GiB").format(size=count / (1 << 30))


def format_steps(count: int) -> str:
    """Return a number of steps: `1 step`, `1,875 steps`."""
    return ngettext("{count:,} step", "{count:,} steps", count).format(count=count)
