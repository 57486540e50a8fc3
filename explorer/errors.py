"""The one kind of error that a user is meant to read."""


class UserError(Exception):
    """Something a user can mend, in one clear sentence (the command line's exit code 2).

    `UserError(_("{name} is empty."), name=path.name)` fills in the sentence's values.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
