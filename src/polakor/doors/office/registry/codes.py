"""Words of the country pack for the codes of a page: one question a list, never one a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polakor.doors.ui import languages
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.phones import PhoneReader
from polakor.reference.queries import codes as lists
from polakor.reference.queries import gates, places

GATES = "gates"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of several lists. A code the pack does not know is shown as it is."""

    lists: Mapping[str, Mapping[str, str]]

    def of(self, list_name: str, code: str) -> str:
        """The words for one code."""
        return self.lists.get(list_name, {}).get(code, code)

    def choices(self, list_name: str) -> list[tuple[str, str]]:
        """All codes of a list with their words, in the pack's order."""
        return list(self.lists[list_name].items())


def words_of(*list_names: str) -> Words:
    """Words of the named lists in the reader's language; ``gates`` is a list like any other."""
    language = languages.current()
    plain = [name for name in list_names if name != GATES]
    found = lists.labels_of_lists(plain, language) if plain else {}
    if GATES in list_names:
        found[GATES] = gates.gate_labels(language)
    return Words(found)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """``{code: "commune, district, province"}``, smallest first, in the reader's letters."""
    wanted = {code for code in codes if code}
    return places.place_full_names(wanted, languages.current()) if wanted else {}


def provinces() -> list[tuple[str, str]]:
    """Code and name of every province."""
    return list(places.province_names(languages.current()).items())


def province_of(code: str) -> str:
    """The province a place lies in; "" when nobody knows the place."""
    return places.provinces_of([code]).get(code, "") if code else ""


def plain_digits(text: str) -> str:
    """Khmer and Thai digits as 0 to 9; nothing else changes."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def phone_number(typed: str) -> str:
    """A phone as it is stored (E.164); what cannot be read as one is kept as its digits."""
    plain = plain_digits(typed)
    read, _notices = PhoneReader(vocabulary()).read(plain)
    return read or "".join(sign for sign in plain if sign.isdecimal())
