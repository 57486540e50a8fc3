"""The one kind of error that a user is meant to read."""


class UserError(Exception):
    """Something a user can mend, said in one clear sentence (the command line's exit code 2)."""
