"""`python -m namebridge "NAME" ["NAME"]`: what one name sounds like, or how two names agree."""

from __future__ import annotations

import sys

from namebridge import Identity, compare, describe, keys, parse, search_keys
from namebridge.model import Script
from namebridge.sounds import word_sounds
from namebridge.variants import variants

_SCRIPTS = ((Script.KHMR, "Khmer"), (Script.LATN, "Latin"), (Script.THAI, "Thai"))


def _show(text: str) -> list[str]:
    name = parse(text)
    lines = [f"{name.text}  ({name.script}; titles: {', '.join(name.titles) or '-'})"]
    for word in name.words:
        sounds = word_sounds(word)
        lines.append(f"  {word}: {' '.join(sounds.units)}  [{sounds.skeleton or '-'}]")
    for script, called in _SCRIPTS:
        forms = variants(name, script)
        if forms:
            lines.append(f"  {called}: {', '.join(form.text for form in forms)}")
    identity = Identity((name,))
    lines.append(f"  keys: {' '.join(keys(identity)) or '-'}")
    lines.append(f"  search keys: {len(search_keys(identity))}")
    return lines


def main(arguments: list[str]) -> int:
    """Writes to standard output; 2 when called without a name."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: python -m namebridge NAME [NAME]\n")
        return 2
    lines = [line for text in arguments for line in _show(text)]
    if len(arguments) == 2:
        one, other = (Identity((parse(text),)) for text in arguments)
        result = compare(one, other)
        lines.append(f"{result.verdict}, {result.weight:+.1f} bits from the names alone:")
        for reason in result.reasons:
            lines += [f"  {describe(reason, 'en')}", f"  {describe(reason, 'km')}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
