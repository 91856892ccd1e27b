"""``polakor test``: everything, or with words what pytest makes of them."""

from collections.abc import Sequence

from polakor.doors.command import tests_run

HELP = "run all tests; further words go to pytest and run only what they name"
needs_database = False
takes_all_words = True


def run_words(words: Sequence[str]) -> int:
    """Run; 0 when all is green."""
    return tests_run.run(list(words))
