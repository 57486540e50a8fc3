"""Where the files that travel with the program are: weights, digits, fonts.

In a checkout they lie in ``resources/`` beside the package, in an installed wheel inside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """Return the path of a bundled file, ``resource("fonts", "Inter-Regular.otf")``.

    Raises FileNotFoundError if the installation lacks it.
    """
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"The installation lacks the file {'/'.join(parts)}.")
