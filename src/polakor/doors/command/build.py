"""What is made from the source before anything can be served: messages, fonts, static files.

Everything made lies in the data folder: the source tree may be read-only.
"""

import os
from io import BytesIO
from pathlib import Path

from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.fingerprints import files_below
from polakor.doors.command.home import Home, package_folder

LOCALES = ("km",)


def message_files(locale: str) -> list[Path]:
    """Return every hand-written catalogue of one language, the ``ui`` room's first."""
    found = files_below(package_folder(), f"locale/{locale}/LC_MESSAGES/django.po")
    return sorted(found, key=lambda path: ("/doors/ui/" not in path.as_posix(), path.as_posix()))


def make_messages(target: Path) -> int:
    """Compile all catalogues into one per language below ``target``; return how many messages.

    Raises CommandFailure naming file and line of a broken catalogue.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    count = 0
    for locale in LOCALES:
        whole = Catalog(locale=locale)
        for path in message_files(locale):
            try:
                with path.open("rb") as file:
                    part = read_po(file, locale=locale, abort_invalid=True)
            except (PoFileError, ValueError) as problem:
                raise CommandFailure(
                    f"the messages in {path} cannot be read: {problem}"
                ) from problem
            for message in part:
                known = whole.get(message.id, message.context) if message.id else None
                if message.id and message.string and not message.fuzzy and known is None:
                    whole[message.id] = message
                    count += 1
        words = BytesIO()
        write_mo(words, whole)
        place(words.getvalue(), target / locale / "LC_MESSAGES" / "django.mo")
    return count


def place(content: bytes, target: Path) -> None:
    """Write a file in one move, so that a reader never sees half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(target)


def make_fonts(home: Home) -> Path:
    """Turn the fonts the pages use into WOFF2 in the data folder; return the folder to serve."""
    from polakor.doors.ui.fonts import build_fonts

    build_fonts(home.folder / "assets" / "built")
    return home.folder / "assets"


def collect_static(home: Home) -> None:
    """Make the fonts, then collect, fingerprint and compress all static files; needs Django."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATICFILES_DIRS = [make_fonts(home)]
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Path(settings.STATIC_ROOT).is_dir():
        raise CommandFailure(f"no static files were made in {settings.STATIC_ROOT}")
