"""How ages and places are cut into classes, as the country pack says."""

from dataclasses import dataclass

from polakor.evidence.rules.disclosure import Protection
from polakor.reference.queries.pack import pack_in_force


@dataclass(frozen=True, slots=True)
class Cuts:
    """``bands``: lower bounds in years. ``province_digits``: letters of a place's code."""

    bands: tuple[int, ...]
    province_digits: int
    adult_age: int
    protection: Protection
    silent_minutes: int
    pack: str


def cuts_in_force() -> Cuts:
    """The cuts of the pack in force. One query. Raises ``NoPackLoaded`` before the first load."""
    pack = pack_in_force()
    limits = pack.limits
    return Cuts(
        bands=pack.age_bounds,
        province_digits=pack.settings["places"]["code_digits"][0],
        adult_age=limits["adult_age"],
        protection=Protection(small=limits["small_cell"], base=limits["rounding"]),
        silent_minutes=limits["gate_silent_minutes"],
        pack=f"{pack.code} {pack.version}",
    )
