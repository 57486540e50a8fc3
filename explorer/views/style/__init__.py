"""Every colour, font, distance and icon, as themes, colour maps and Qt's style sheet.

No widget is made here, and no view has colours of its own.
"""
