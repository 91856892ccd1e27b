"""What the terminal says when something cannot be done."""


class CommandFailure(Exception):  # noqa: N818 - it is what the command answers, not a fault in it
    """One line for the person at the terminal: what is wrong and what to do next."""


def say(sentence: str = "") -> None:
    """Print one line at once, also when the output is a pipe."""
    print(sentence, flush=True)
