"""What the terminal says when something cannot be done."""

import sys


class CommandFailure(Exception):
    """One line for the person at the terminal: what is wrong and what to do next."""


def say(sentence: str = "") -> None:
    """Print one line at once, also when the output is a pipe."""
    print(sentence, flush=True)


def tell(sentence: str) -> None:
    """Say what is going on beside the answer: the answer alone goes to the output."""
    print(sentence, file=sys.stderr, flush=True)
