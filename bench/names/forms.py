"""Measures repairing wrongly typed Khmer, and writing names out in other scripts; prints JSON.

    python bench/names/forms.py [--names FOLDER]

FOLDER as in retrieve.py. Typings: every Khmer word of its files (or of invented people), typed in
each of nine wrong ways that can be typed of it, is cleaned; the share that comes back as the same
code points, and the share that `shape` takes for the same. Forms: whether the form in use in the
other script is among the first eight given.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from retrieve import Attested, Invented, default_folder, interval, rows
from tests.namebridge.wrong_typings import TYPINGS

from namebridge import clean, parse, shape
from namebridge.variants import variants

FILES = ("person_pairs", "person_tokens", "person_tokens_silver", "place_pairs")
INVENTED = 10_000
SHOWN = 12


def words_of(folder: Path | None) -> list[str]:
    """Distinct clean Khmer words."""
    if folder is None:
        names = Invented(INVENTED).others(INVENTED, "khmer")
        return sorted({word for words in names for word in words})
    paths = [folder / f"dev_{name}.tsv" for name in FILES]
    texts = {row["km"] for path in paths if path.exists() for row in rows(path)}
    return sorted({clean(word) for text in texts for word in text.split()})


def typings(words: list[str]) -> dict[str, Any]:
    """For each wrong typing: words it can be typed of, and which are not repaired."""
    found: dict[str, Any] = {"words": len(words)}
    for typing in TYPINGS:
        typed = [(word, wrong) for word in words if (wrong := typing(word)) is not None]
        left = [word for word, wrong in typed if clean(wrong) != word]
        found[typing.__name__] = {
            "typed": len(typed),
            "repaired": round(1 - len(left) / max(1, len(typed)), 4),
            "same_shape": round(
                sum(shape(x) == shape(w) for w, x in typed) / max(1, len(typed)), 4
            ),
            "left": left[:SHOWN],
        }
    return found


def forms(source: Attested | Invented) -> dict[str, Any]:
    """Share of words, and of whole names, whose form in use is among the first eight given."""
    asked: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for person in source.people:
        written = {"khmr": person.khmer, "latn": person.latin[0], "thai": person.thai}
        for one, text in written.items():
            for other, form in written.items():
                if one == other or not text or not form:
                    continue
                ours, theirs = parse(text).words, parse(form).words
                pairs = zip(ours, theirs, strict=True) if len(ours) == len(theirs) else ()
                for word, true in [*pairs, (" ".join(ours), " ".join(theirs))]:
                    name = f"{one}-{other} " + ("word" if " " not in true else "name")
                    asked[name] += 1
                    given[name] += true.lower() in [v.text.lower() for v in variants(word, other)]
    return {
        name: {
            "asked": asked[name],
            "among_eight": round(given[name] / asked[name], 3),
            "interval": interval(given[name], asked[name]),
        }
        for name in sorted(asked)
    }


def measure(folder: Path | None) -> dict[str, Any]:
    """Both measurements; without a folder on invented people."""
    source = Attested(folder) if folder else Invented(INVENTED)
    return {"typings": typings(words_of(folder)), "forms": forms(source)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures cleaning and writing of names.")
    parser.add_argument("--names", type=Path, default=default_folder())
    print(json.dumps(measure(parser.parse_args().names), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
