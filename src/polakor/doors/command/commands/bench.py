"""``polakor bench NAME``: run one of the measurements in ``bench/``."""

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import source_tree

HELP = "run a measurement: polakor bench NAME (without a name: which there are)"
needs_database = False
takes_all_words = True


def measurements() -> dict[str, Path]:
    """Return the measurements by name: ``bench/NAME.py`` or ``bench/NAME/measure.py``."""
    root = source_tree()
    if root is None:
        raise CommandFailure("this Polakor was installed without its source; measure in a clone")
    folder = root / "bench"
    found = {path.stem: path for path in folder.glob("*.py") if not path.stem.startswith("_")}
    found.update({path.parent.name: path for path in folder.glob("*/measure.py")})
    return found


def run_words(words: Sequence[str]) -> int:
    """Run one measurement with the words after its name."""
    found = measurements()
    if not words:
        for name in sorted(found):
            say(name)
        return 0
    if words[0] not in found:
        raise CommandFailure(f"there is no measurement {words[0]!r}; there are: {', '.join(found)}")
    path = found[words[0]]
    sys.path[:0] = [str(path.parent), str(path.parents[1])]
    sys.argv = [str(path), *words[1:]]
    try:
        runpy.run_path(str(path), run_name="__main__")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
