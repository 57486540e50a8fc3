"""The Train page: its columns, their hosts, and what only a training has to show.

Other pages are never imported, and nothing of a training is computed here.
"""
