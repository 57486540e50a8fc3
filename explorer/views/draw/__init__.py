"""The Draw page: the pad, what the network sees of it, and the columns of the page.

What another page could show as well belongs to a folder of its own; other pages are never imported.
"""
