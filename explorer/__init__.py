"""Draw a digit and see every number a LeNet-style network computes from it.

At the top lie what builds the program (cli, app) and what every part may use; none of it knows a
page.
"""

__version__ = "0.1.0"
