"""Reads the words after ``polakor`` and hands them to the command they name."""

import argparse
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from polakor.doors.command import commands, database, surroundings
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home, home_at

STOPPED_BY_KEYBOARD = 130
OLDER_TABLES = (
    "the tables are older than this program; stop Polakor and start it again with ./polakor up, "
    "or run ./polakor migrate on a database of your own"
)
SPOKEN = {"import_list": "import"}  # a word of Python's own cannot name a module


def names() -> dict[str, str]:
    """Return the commands by name, with the module each lies in."""
    prefix = commands.__name__ + "."
    found = pkgutil.iter_modules(commands.__path__)
    return {SPOKEN.get(info.name, info.name): prefix + info.name for info in found}


def load(name: str) -> ModuleType:
    """Return the module of one command; dashes and underscores mean the same."""
    found = names()
    return import_module(found[name.replace("-", "_")])


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line that says where to read on."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint instead of printing the usage before it."""
        raise CommandFailure(f"{message}; ./{self.prog} --help says what it takes")


def parser_for(name: str, module: ModuleType) -> argparse.ArgumentParser:
    """Return the parser of one command, with what every command takes."""
    parser = Parser(prog=f"polakor {name}", description=module.HELP)
    common(parser)
    module.add_arguments(parser)
    return parser


def common(parser: argparse.ArgumentParser) -> None:
    """Add the two options every command takes."""
    parser.add_argument(
        "--data", metavar="DIR", help="data folder (default: data beside the source)"
    )
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="a PostgreSQL of your own, as its owner: postgresql://OWNER:PASSWORD@HOST/NAME",
    )


def overview() -> str:
    """Return what ``polakor`` alone says."""
    lines = ["polakor COMMAND …   (polakor COMMAND --help says more)", ""]
    for name in sorted(names()):
        lines.append(f"  {name:15} {load(name).HELP}")
    return "\n".join(lines)


def split(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the command's name and all other words; --data DIR may stand before the name."""
    before: list[str] = []
    rest = list(words)
    while rest and rest[0].startswith("-"):
        word = rest.pop(0)
        before.append(word)
        if word in {"--data", "--database-url"} and rest:
            before.append(rest.pop(0))
    return (rest[0], before + rest[1:]) if rest else (None, before)


def run_in_database(module: ModuleType, options: argparse.Namespace, home: Home) -> int:
    """Open the database, set Django up as the app role, and run the command."""
    with database.for_command(home, database.named_address(options.database_url)) as addresses:
        if getattr(module, "fills_register", False) and not home.read_note("kind"):
            home.write_note("kind", {"kind": "real"})
        address = addresses.owner if getattr(module, "as_owner", False) else addresses.app
        os.environ.update(surroundings.environment(home, address))
        import django

        django.setup()
        return int(module.run(options))


def run(words: Sequence[str]) -> int:
    """Run the command that ``words`` name; return its answer."""
    name, rest = split(words)
    if name is None or name == "help":
        print(overview())
        return 0 if name or "-h" in rest or "--help" in rest else 2
    if name.replace("-", "_") not in names():
        raise CommandFailure(f"there is no command {name!r}; ./polakor help lists them")
    module = load(name)
    if getattr(module, "takes_all_words", False):
        return int(module.run_words(rest))
    options = parser_for(name, module).parse_args(rest)
    if not getattr(module, "needs_database", True):
        return int(module.run(options))
    return run_in_database(module, options, home_at(options.data))


def main(words: Sequence[str] | None = None) -> int:
    """Entry of the ``polakor`` command: every failure is one line on the error stream."""
    from polakor.base.errors import Refusal

    try:
        return run(sys.argv[1:] if words is None else words)
    except (CommandFailure, Refusal) as problem:
        print(f"polakor: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return STOPPED_BY_KEYBOARD
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as problem:  # noqa: BLE001 - the last door: the log gets the story
        if _is_of_older_tables(problem):
            print(f"polakor: {OLDER_TABLES}", file=sys.stderr)
            return 1
        return _unforeseen(problem, sys.argv[1:] if words is None else words)


def _is_of_older_tables(problem: Exception) -> bool:
    """True where the database lacks a column or table: the program was replaced, not started."""
    state = getattr(problem.__cause__, "sqlstate", None)
    return state in {"42703", "42P01"}  # undefined column, undefined table


def _unforeseen(problem: Exception, words: Sequence[str]) -> int:
    """Write the whole story to the log and one line to the terminal."""
    story = "".join(traceback.format_exception(problem))
    first = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
    place = "the log folder cannot be written"
    try:
        name, rest = split(words)
        options, _ = _only_common().parse_known_args(rest)
        home = home_at(options.data)
        home.make()
        log = home.log / "command.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{name}\n{story}\n")
        place = f"the whole story is in {log}"
    except (CommandFailure, OSError):
        sys.stderr.write(story)
    print(f"polakor: {first} ({type(problem).__name__}; {place})", file=sys.stderr)
    return 1


def _only_common() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    common(parser)
    return parser
