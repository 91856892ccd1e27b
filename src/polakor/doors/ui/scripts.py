"""Which language a piece of a name is written in, so that it is spoken and drawn rightly."""

import re

RUN = re.compile(
    r"(?P<km>[\u1780-\u17ff\u19e0-\u19ff]+)"
    r"|(?P<th>[\u0e00-\u0e7f]+)"
    r"|(?P<en>[A-Za-z\u00c0-\u024f]+)"
    r"|(?P<none>[^\u1780-\u17ff\u19e0-\u19ff\u0e00-\u0e7fA-Za-z\u00c0-\u024f]+)"
)


def runs(text: str) -> list[tuple[str, str]]:
    """``[(language, piece), …]``: pieces join to ``text``; spaces and digits follow what precedes.

    Language is ``km``, ``th``, ``en`` (any Latin spelling) or empty when no letter decides it.
    """
    found: list[tuple[str, str]] = []
    for match in RUN.finditer(text):
        language = match.lastgroup or ""
        piece = match.group()
        if language == "none":
            if found:
                found[-1] = (found[-1][0], found[-1][1] + piece)
            else:
                found.append(("", piece))
        elif found and found[-1][0] in {"", language}:
            found[-1] = (language, found[-1][1] + piece)
        else:
            found.append((language, piece))
    return found
