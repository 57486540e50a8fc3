"""The window around the pages: bar, menus, status line, dialogs, files, and what is remembered.

It knows pages by `views.page` alone; nothing here may know what is on one of them.
"""
