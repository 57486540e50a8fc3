"""Looking into a training: one step taken apart, what is wrong with a run, moments side by side.

Nothing here trains or writes: whatever is looked at stays as it was.
"""
