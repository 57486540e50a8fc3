"""The toolkit: buttons, fields, tiles, painted text and help, from which pages and panels are made.

What knows a page, a session or a stage of the network has no place here.
"""
