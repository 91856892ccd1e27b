"""What a row turns out to be, and what a row about a person says."""

from dataclasses import dataclass
from enum import StrEnum

from polakor.base.dates import PartialDate


class RowKind(StrEnum):
    """What a row is. Only `PERSON` rows go on; `UNREADABLE` ones are set aside with a reason."""

    PERSON = "person"
    HEADER = "header"
    REPEATED_HEADER = "repeated_header"
    HXL = "hxl"
    TITLE = "title"
    NOTE = "note"
    TOTAL = "total"
    BLANK = "blank"
    SIGNATURE = "signature"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    """A person row as values; "" and None mean that the row does not say.

    Names are clean, without titles, family name first; `name_note` says how that was reached.
    `sex` is ISO 5218. `place_code` is the deepest level the row makes certain. `phone` is E.164.
    `document_kind`, `mode`, `flags` (vulnerability) and `needs` are codes of the country pack;
    `other_documents` are (kind, number) of further document columns. `gate` and `household` stand
    as written. The cells themselves stay with the `Row`.
    """

    name_km: str = ""
    name_latin: str = ""
    name_th: str = ""
    name_note: str = ""
    sex: int = 0
    birth: PartialDate | None = None
    age: int | None = None
    place_code: str = ""
    phone: str = ""
    document_kind: str = ""
    document_number: str = ""
    mode: str = ""
    flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    other_documents: tuple[tuple[str, str], ...] = ()
    returned_on: PartialDate | None = None
    gate: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class RowReading:
    """What one row is. `reason` is a code of `reasons.REASONS` for unreadable rows.

    `notices` are codes of `reasons.NOTICES`: the row was read, but somebody should look.
    """

    kind: RowKind
    reading: Reading | None = None
    reason: str = ""
    notices: tuple[str, ...] = ()
