"""One training step under the microscope: what forward, loss, backward and update did, in numbers.

It shows records and computes nothing. What cards show as well belongs in `views/blocks`.
"""
