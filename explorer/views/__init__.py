"""What is on the screen: widgets that are shown records and emit what the user asks for.

Nothing is computed here, torch is never imported, and only `page` may lie outside a folder.
"""
