"""What we were told, as pages show it: where it stands, its receipt, every answer with its head."""

from collections.abc import Sequence
from dataclasses import dataclass

from polakor.access.queries.accounts import account_names, office_names
from polakor.doors.office.registry import codes, questions, wording
from polakor.doors.ui import figures, languages
from polakor.registry.queries.told import ToldLine


@dataclass(frozen=True, slots=True)
class Told:
    """One submission in words. ``form`` is empty for the row of a list; ``withheld``: it answers
    private questions that the reader is not shown.
    """

    form: wording.Words
    filename: str
    row: int | None
    receipt: str
    when: str
    who: str
    cells: list[questions.Asked]
    withheld: bool = False


def told_lines(lines: Sequence[ToldLine], *, private: bool = False) -> list[Told]:
    """All submissions in the reader's language. Five queries, whatever their number."""
    if not lines:
        return []
    accounts = account_names({line.taken_by for line in lines})
    offices = office_names({line.office for line in lines if line.office}, languages.current())
    forms = any(line.form for line in lines)
    words = codes.words_of(*questions.LISTS) if forms else codes.Words({})
    provinces = dict(codes.provinces()) if forms else {}
    places = codes.place_names(questions.place_codes(lines))
    told = []
    for line in lines:
        office = offices.get(line.office, "") if line.office else ""
        who = [name for name in (accounts.get(line.taken_by, ""), office) if name]
        told.append(
            Told(
                form=questions.form_words(line.form),
                filename=line.filename,
                row=line.row,
                receipt=line.receipt,
                when=figures.moment(line.received_at),
                who=" · ".join(who),
                cells=questions.asked_of(line, words, provinces, places, private=private),
                withheld=not private and questions.has_private(line),
            )
        )
    return told
