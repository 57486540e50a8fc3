"""The network's answer and the selected cell: the guess, its probabilities, a drawn picture.

All is read off a trace or a selection; what explains a number term by term belongs to the cards.
"""
