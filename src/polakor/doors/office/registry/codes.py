"""Words of the country pack for the codes of a page: one question a list, never one a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polakor.doors.ui import languages
from polakor.reference.queries import codes as lists
from polakor.reference.queries import gates, places
from polakor.reference.queries.pack import pack_settings

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


def phone_number(typed: str) -> str:
    """A phone as it is stored: ``+``, country, number. Without a country it is taken as local."""
    digits = "".join(character for character in typed if character.isdecimal())
    # Khmer and Thai digits count as digits; they are stored as plain ones.
    digits = "".join(str(int(character)) for character in digits)
    if not digits:
        return ""
    pack = pack_settings()["pack"]
    trunk, country = pack["trunk_prefix"], pack["calling_code"]
    if typed.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+{country}{digits.removeprefix(trunk)}"
