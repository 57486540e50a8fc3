"""Everything the window needs that is not Qt; imported before it, because that is faster.

PySide6 puts a hook of its own into every import that comes after it. Numpy alone, with its hundred
modules, takes half as long again behind that hook.
"""

import numpy as np  # noqa: F401

import explorer.digits.prepare
import explorer.network.compare
import explorer.network.fields
import explorer.network.presets  # noqa: F401
