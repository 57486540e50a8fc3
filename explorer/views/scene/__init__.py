"""The network as one picture: columns of feature maps, or stacks of planes, in data-flow order.

It shows records and reports what is pointed at; it computes no number, and knows no page.
"""
