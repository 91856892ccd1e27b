"""From a row of text to a person, or to the reason why it is none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from polakor.base.dates import PartialDate
from polakor.base.mrz import Mrz, parse_mrz
from polakor.intake.rules.addresses import without_unit
from polakor.intake.rules.births import DateReader, DateReading, read_age, small_is_year
from polakor.intake.rules.fields import PLACE_LEVELS, Field
from polakor.intake.rules.headings import says_sex
from polakor.intake.rules.layouts import Column, Layout
from polakor.intake.rules.papers import WITHOUT_NUMBER, Paper, PaperReader
from polakor.intake.rules.people import NO_NAMES, Names, join_names, merge_names, read_names
from polakor.intake.rules.phones import PhoneReader
from polakor.intake.rules.places import NO_PLACE, PlaceReading, Places
from polakor.intake.rules.readings import Reading, RowKind, RowReading
from polakor.intake.rules.row_kinds import RowKinds
from polakor.intake.rules.text import fold, is_strange, tidy, tokens
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Row, Sheet

__all__ = ["Reading", "RowKind", "RowReader", "RowReading", "read_row", "read_sheet"]

_LONGEST_CELL = 1_000  # letters in a cell that is read; remarks may be longer
_SEX_CODES = {"male": 1, "female": 2, "unknown": 0, "not_applicable": 9}
_DIGITS = re.compile(r"\d+")
_LISTED = re.compile(r"[,;|/\n]+")
_UNREAD = frozenset({Field.REMARK.value, Field.OTHER.value})
_BLANK = RowReading(RowKind.BLANK)
_SHARED = (
    Field.PLACE, *PLACE_LEVELS, Field.PLACE_CODE, Field.GATE, Field.RETURNED_ON, Field.HOUSEHOLD,
)  # fmt: skip


def read_row(
    row: Row, layout: Layout, vocabulary: Vocabulary, places: Places, today: date
) -> RowReading:
    """Read one row; never raises. `today` is the day of the list.

    For many rows of one sheet use `RowReader`, which prepares itself once.
    """
    return RowReader(layout, vocabulary, places, today).read(row)


def read_sheet(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, places: Places, today: date
) -> Iterator[tuple[Row, RowReading]]:
    """Read every row of a sheet in order."""
    reader = RowReader(layout, vocabulary, places, today)
    for row in sheet.rows:
        yield row, reader.read(row)


class RowReader:
    """Reads the rows of one sheet with one layout."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary, places: Places, today: date) -> None:
        self._vocabulary, self._places, self._today = vocabulary, places, today
        self._kinds, self._footer = RowKinds(layout, vocabulary), layout.footer_from or 1 << 40
        self._orders = tuple(
            (column.index, (column.name_order or layout.name_order) == "given_first")
            for column in layout.columns_of(Field.NAME)
        )
        self._dates = DateReader(
            vocabulary, today, layout.calendar, layout.day_first, small_is_year(layout, vocabulary)
        )
        self._phones, self._papers = PhoneReader(vocabulary), PaperReader(vocabulary)
        self._width = max((column.index for column in layout.columns), default=-1) + 1
        self._columns = {field: layout.columns_of(field) for field in Field}
        self._at = {f: tuple(c.index for c in cs) for f, cs in self._columns.items()}
        self._read = tuple(c.index for c in layout.columns if c.field not in _UNREAD)
        self._names = self._at[Field.NAME] + self._at[Field.FAMILY_NAME]
        self._birth = lru_cache(maxsize=65536)(self._dates.read)
        self._phone = lru_cache(maxsize=65536)(self._phones.read)
        self._kind = lru_cache(maxsize=8192)(self._papers.kind)
        self._marks = {
            sex: self._at[field]
            + tuple(
                c.index
                for f in (Field.BIRTH, Field.AGE)
                for c in layout.columns_of(f)
                if c.detail == sex
            )
            for sex, field in (("male", Field.SEX_MALE), ("female", Field.SEX_FEMALE))
        }
        self._sexed_ages = tuple(
            column.index
            for column in self._columns[Field.AGE]
            if says_sex(column.header, vocabulary)
        )
        self._levels = [(level.value, self._at[level]) for level in PLACE_LEVELS]
        self._shared = frozenset(at for field in _SHARED for at in self._at[field])
        self._without_names = not self._names and not self._at[Field.GIVEN_NAME]

    def read(self, row: Row) -> RowReading:
        """What `row` is and says."""
        cells = row.cells
        if len(cells) < self._width:
            cells = cells + ("",) * (self._width - len(cells))
        filled = [cell for cell in cells if cell and not cell.isspace()]
        kind = self._kinds.by_position(row.number, not filled)
        if kind:
            return RowReading(kind)
        if not filled or not any(map(tidy, filled)):
            return _BLANK
        if row.marks:
            return RowReading(RowKind.UNREADABLE, None, row.marks[0])
        if self._kinds.is_repeated(cells):
            return RowReading(RowKind.REPEATED_HEADER)
        if cells[0][:1] == "#" and self._kinds.is_tags(filled):
            return RowReading(RowKind.HXL)
        if any(len(cells[index]) > _LONGEST_CELL for index in self._read):
            return RowReading(RowKind.UNREADABLE, None, "cell_too_long")
        aside = self._aside(cells, filled)
        if row.number >= self._footer:
            return RowReading(RowKind.TOTAL if aside is RowKind.TOTAL else RowKind.SIGNATURE)
        return RowReading(aside) if aside else self._person(row, cells, filled)

    def _aside(self, cells: tuple[str, ...], filled: list[str]) -> RowKind | None:
        """Totals, signatures, notes and rows with nothing but a row number."""
        few = len(filled) <= 6
        if few and self._kinds.is_signature(filled) and self._evidence(cells) < 2:
            return RowKind.SIGNATURE
        if self._kinds.is_total(filled) and self._evidence(cells) < 2:
            return RowKind.TOTAL
        if few:
            named = [cells[index] for index in self._names if cells[index].strip()]
            numbered = any(cells[index].strip() for index in self._at[Field.ROW_NUMBER])
            if not numbered and self._kinds.is_sum_of(named, filled):
                return RowKind.TOTAL
            if self._kinds.is_label(named):
                return RowKind.NOTE
        if len(filled) > 2:
            return None
        said = [index for index in self._read if cells[index].strip()]
        if said and set(said) <= set(self._at[Field.ROW_NUMBER]) and len(filled) == 1:
            return RowKind.BLANK if filled[0].strip(" .)").isdecimal() else RowKind.NOTE
        if len(filled) == 1 and not any(
            cells[i].strip() for i in (*self._names, *self._at[Field.MRZ])
        ):
            return RowKind.NOTE
        if len(filled) == 1 and (len(filled[0]) > 60 or self._is_section(filled[0])):
            return RowKind.NOTE
        return None

    def _is_section(self, text: str) -> bool:
        """A row that only names a group or a place, above the people of that group."""
        if any(map(str.isdecimal, text)) or fold(text) in self._vocabulary.lookup("place_names"):
            return True
        return any(
            without_unit(text, level.value, self._vocabulary) != tidy(text)
            for level in PLACE_LEVELS
        )

    def _evidence(self, cells: tuple[str, ...]) -> int:
        """How many cells say what only a person has: sex, birth, age, phone, paper."""
        found = int(bool(self._sex_cell(cells)[0]))
        found += int(self._born(cells).on is not None)
        found += any(read_age(cells[i], self._vocabulary).age for i in self._at[Field.AGE])
        found += any(self._phone(cells[i])[0] for i in self._at[Field.PHONE])
        found += any(self._kind(cells[i]) for i in self._at[Field.DOCUMENT_KIND])
        return found

    def _person(self, row: Row, cells: tuple[str, ...], filled: list[str]) -> RowReading:
        notices: list[str] = []
        written, cells = cells, self._with_shared(row, cells)
        if written is not cells:
            notices.append("merged_for_all")
        zone = self._zone(cells, notices)
        names = self._read_names(cells)
        if not names.any and zone and zone.surname:
            names = join_names(zone.surname, zone.given)
            notices.append("name_from_mrz")
        if not names.any:
            if not names.reason and not self._evidence(cells):
                return RowReading(RowKind.NOTE)
            return RowReading(RowKind.UNREADABLE, None, names.reason or "no_name")
        sex = self._sex(cells, names, zone, notices)
        birth, age = self._birth_and_age(cells, zone, notices)
        place = self._place(cells)
        papers = self._paper(cells, zone, notices)
        phone = self._first_phone(cells, notices)
        reading = Reading(
            name_km=names.khmr,
            name_latin=names.latn,
            name_th=names.thai,
            name_note="given_name_first" if any(given for _, given in self._orders) else "",
            sex=sex,
            birth=birth,
            age=age,
            place_code=place.code,
            phone=phone,
            document_kind=papers[0].kind,
            document_number=papers[0].number,
            other_documents=tuple((paper.kind, paper.number) for paper in papers[1:]),
        )
        notices += (*names.notices, *place.notices)
        self._look_for_oddities(row, cells, filled, notices)
        return RowReading(
            RowKind.PERSON, self._circumstances(reading, cells, notices), "", _unique(notices)
        )

    def _with_shared(self, row: Row, cells: tuple[str, ...]) -> tuple[str, ...]:
        """`cells` with the place, gate, day and household that stand merged over several people.

        A province merged down the rows is everybody's; a name, a number or a need is not.
        """
        shared = {at: t for at, t in row.spread if at in self._shared and not cells[at].strip()}
        if not shared:
            return cells
        return tuple(shared.get(at, cell) for at, cell in enumerate(cells))

    def _look_for_oddities(
        self, row: Row, cells: tuple[str, ...], filled: list[str], notices: list[str]
    ) -> None:
        if any(is_strange(cells[index]) for index in self._names):
            notices.append("odd_characters")
        if len(row.cells) > self._width and any(map(str.strip, row.cells[self._width :])):
            notices.append("cells_left_over")
        elif len(row.cells) < self._width - 1 and len(row.cells) * 2 <= self._width + 1:
            notices.append("cells_missing")
        if row.merged and any(i in row.merged and not cells[i].strip() for i in self._read):
            notices.append("merged_cell")
        if len(filled) == 1:
            notices.append("name_only")

    def _read_names(self, cells: tuple[str, ...]) -> Names:
        names = NO_NAMES
        for index, given_first in self._orders:
            if cells[index]:
                names = merge_names(names, read_names(cells[index], given_first=given_first))
        for family, given in self._pairs():
            said = [cells[at].strip() for at in given if cells[at].strip()]
            names = merge_names(names, join_names(cells[family], " ".join(said)))
        titles = self._vocabulary.lookup("titles")
        if names.any and all(
            fold(name) in titles for name in (names.khmr, names.latn, names.thai) if name
        ):
            return replace(NO_NAMES, reason="title_only")
        nobody = self._vocabulary.lookup("names")
        if names.any and all(
            nobody.get(fold(cells[index])) == "none"
            for index in self._at[Field.NAME]
            if cells[index]
        ):
            return replace(NO_NAMES, reason="no_name") if self._at[Field.NAME] else names
        return names

    @lru_cache(maxsize=1)  # noqa: B019 - a reader lives as long as one sheet is read
    def _pairs(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Columns of family and given names that belong together: same script, else in order.

        A given name left over is a middle one: it goes to the nearest family name of its script.
        """
        givens = list(self._columns[Field.GIVEN_NAME])
        found: dict[int, list[int]] = {}
        families = self._columns[Field.FAMILY_NAME]
        for column in families:
            found[column.index] = []
            same = [given for given in givens if given.detail == column.detail] or givens
            if same:
                near = min(same, key=lambda given: abs(given.index - column.index))
                givens.remove(near)
                found[column.index].append(near.index)
        for given in givens:
            near_to = [c for c in families if c.detail == given.detail] or families
            if near_to:
                near = min(near_to, key=lambda family: abs(given.index - family.index))
                found[near.index].append(given.index)
        return tuple((family, tuple(sorted(parts))) for family, parts in found.items())

    def _zone(self, cells: tuple[str, ...], notices: list[str]) -> Mrz | None:
        for index in self._at[Field.MRZ]:
            zone = parse_mrz(cells[index], self._today)
            if zone is None and cells[index].strip():
                notices.append("mrz_not_read")
            elif zone is not None:
                if not zone.valid:
                    notices.append("mrz_check_failed")
                return zone
        return None

    def _sex_cell(self, cells: tuple[str, ...]) -> tuple[int, bool]:
        """ISO 5218 of the sex columns, and whether something stands there that is not read."""
        for index in self._at[Field.SEX]:
            text = cells[index]
            if text.strip():
                code = _sex_code(text, self._vocabulary)
                return (0, True) if code is None else (code, False)
        for index in self._sexed_ages:
            code = _sex_code(_DIGITS.sub(" ", tidy(cells[index])), self._vocabulary)
            if code:
                return code, False
        male = any(cells[index].strip() for index in self._marks["male"])
        female = any(cells[index].strip() for index in self._marks["female"])
        return (1 if male else 2 if female else 0, male and female)

    def _sex(
        self, cells: tuple[str, ...], names: Names, zone: Mrz | None, notices: list[str]
    ) -> int:
        sex, unread = self._sex_cell(cells)
        if unread:
            notices.append("sex_not_read")
        hints = [names.sex]
        for index in self._at[Field.NAME_TITLE]:
            hints.append(_SEX_CODES.get(self._title(cells[index]), 0))
        if zone and zone.valid:
            hints.append(zone.sex)
        for hint in hints:
            if hint and sex in (1, 2) and hint != sex:
                notices.append("sex_differs")
            sex = sex or hint
        return sex

    def _title(self, text: str) -> str:
        return self._vocabulary.lookup("titles").get(fold(text), "")

    def _born(self, cells: tuple[str, ...]) -> DateReading:
        for index in self._at[Field.BIRTH]:
            if cells[index].strip():
                return self._birth(cells[index])
        return self._birth(self._parted_birth(cells))

    def _parted_birth(self, cells: tuple[str, ...]) -> str:
        """Day, month and year of three columns as one text."""
        parts = []
        for field in (Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR):
            parts += [cells[index].strip() for index in self._at[field] if cells[index].strip()]
        numbers = all(tidy(part).isdecimal() for part in parts)
        return ("/" if numbers and len(parts) > 1 else " ").join(parts)

    def _birth_and_age(
        self, cells: tuple[str, ...], zone: Mrz | None, notices: list[str]
    ) -> tuple[PartialDate | None, int | None]:
        born = self._born(cells)
        birth, age = born.on, born.age
        notices += born.notices
        for index in self._at[Field.AGE]:
            told = read_age(cells[index], self._vocabulary)
            if told.notices:
                other = self._birth(cells[index])
                birth = birth or other.on
                told = DateReading() if other.on else told
            notices += told.notices
            age = told.age if told.age is not None else age
        if zone and birth is None and "birth" not in zone.failed:
            birth = zone.birth
        if birth and age is not None and abs(birth.age_on(self._today) - age) > 2:
            notices.append("age_differs")
        if birth and (birth.month, birth.day) == (1, 1):
            notices.append("first_of_january")
        return birth, age

    def _place(self, cells: tuple[str, ...]) -> PlaceReading:
        codes = [cells[i] for i in self._at[Field.PLACE_CODE] if cells[i].strip()]
        if codes:
            found = [self._places.locate_code(code) for code in codes]
            return max(found, key=lambda place: len(place.code))
        names = {
            level: next((cells[i] for i in indexes if cells[i].strip()), "")
            for level, indexes in self._levels
            if indexes
        }
        said = {level: name for level, name in names.items() if name}
        text = ", ".join(cells[i] for i in self._at[Field.PLACE] if cells[i].strip())
        if text:
            written = ", ".join((text, *(said[k] for k in reversed(said))))
            whole = self._places.locate_text(written)
            levels = self._places.locate(said) if said else NO_PLACE
            return whole if len(whole.code) >= len(levels.code) else levels
        return self._places.locate(said) if said else self._birth_place(cells)

    def _birth_place(self, cells: tuple[str, ...]) -> PlaceReading:
        """Where a list gives no home, the place of birth stands in, and says so."""
        columns = [c for c in self._columns[Field.BIRTH_PLACE] if cells[c.index].strip()]
        if not columns:
            return NO_PLACE
        names = {column.detail: cells[column.index] for column in columns if column.detail}
        text = next((cells[c.index] for c in columns if not c.detail), "")
        found = self._places.locate(names) if names else self._places.locate_text(text)
        return PlaceReading(found.code, (*found.notices, "place_of_birth"))

    def _first_phone(self, cells: tuple[str, ...], notices: list[str]) -> str:
        found: tuple[str, ...] = ()
        for index in self._at[Field.PHONE]:
            phone, found = self._phone(cells[index])
            if phone:
                return phone
        notices += found
        return ""

    def _paper(self, cells: tuple[str, ...], zone: Mrz | None, notices: list[str]) -> list[Paper]:
        """The documents of a row, the first being the one the register asks for first."""
        kind = next((k for k in map(self._kind, self._texts(cells, Field.DOCUMENT_KIND)) if k), "")
        if not kind and self._texts(cells, Field.DOCUMENT_KIND):
            notices.append("document_kind_not_read")
        columns = self._columns[Field.DOCUMENT_NUMBER]
        found = [self._numbered(column, cells, kind) for column in columns]
        found += [self._papers.mixed(text) for text in self._texts(cells, Field.DOCUMENT)]
        for paper in found:
            notices += paper.notices
        found = [paper for paper in found if paper.number or paper.kind]
        if not found and kind:
            found = [Paper(kind)]
        elif found and kind and not found[0].kind:
            found[0] = Paper(kind, found[0].number)
        if zone and not any(paper.number for paper in found):
            if zone.number and "number" not in zone.failed:
                found.insert(0, Paper("", zone.number))
        elif zone and zone.valid and zone.number not in {p.number for p in found}:
            notices.append("mrz_differs")
        return found or [Paper()]

    def _texts(self, cells: tuple[str, ...], field: Field) -> list[str]:
        return [cells[index] for index in self._at[field] if cells[index].strip()]

    def _numbered(self, column: Column, cells: tuple[str, ...], kind: str) -> Paper:
        """The paper of a column of numbers; such a column may say "lost" or name a kind too."""
        text = cells[column.index]
        number, unread = self._papers.number(text)
        if unread:
            mixed = self._papers.mixed(text)
            return mixed if mixed.kind or mixed.number else Paper("", "", unread)
        if not number:
            return Paper()
        kind = kind if kind and (not column.detail or kind in WITHOUT_NUMBER) else column.detail
        return Paper(kind, self._papers.restored(kind, number))

    def _circumstances(
        self, reading: Reading, cells: tuple[str, ...], notices: list[str]
    ) -> Reading:
        """Mode, gate, day of return, household, flags and needs, where a list has them."""
        at = self._at
        if not any(at[f] for f in _CIRCUMSTANCES):
            return reading
        returned = None
        for index in at[Field.RETURNED_ON]:
            returned = returned or self._dates.read(cells[index], birth=False).on
        return replace(
            reading,
            returned_on=returned,
            mode=next(iter(self._codes(cells, Field.MODE, "modes", notices)), ""),
            gate=next(iter(self._texts(cells, Field.GATE)), "").strip(),
            household=next(iter(self._texts(cells, Field.HOUSEHOLD)), "").strip(),
            flags=self._codes(cells, Field.FLAGS, "flags", notices),
            needs=self._codes(cells, Field.NEEDS, "needs", notices),
        )

    def _codes(
        self, cells: tuple[str, ...], field: Field, table: str, notices: list[str]
    ) -> tuple[str, ...]:
        """Codes of the pack named in the cells of `field`, by phrase or word by word."""
        known = self._vocabulary.lookup(table)
        found: dict[str, None] = {}
        for text in self._texts(cells, field):
            for part in _LISTED.split(text):
                words = [part] if fold(part) in known else part.split()
                for word in words:
                    if fold(word) in known:
                        found[known[fold(word)]] = None
                    elif fold(word):
                        notices.append(f"{field.value}_not_read")
        return tuple(found)


_CIRCUMSTANCES = (
    Field.MODE, Field.GATE, Field.HOUSEHOLD, Field.FLAGS, Field.NEEDS, Field.RETURNED_ON,
)  # fmt: skip


def _sex_code(text: str, vocabulary: Vocabulary) -> int | None:
    known = vocabulary.lookup("sex")
    found = known.get(fold(text) or text.strip())
    if found is None and not any(map(str.isdecimal, text)):
        said = {known[word] for word in tokens(text) if word in known}
        found = said.pop() if len(said) == 1 else None
    return None if found is None else _SEX_CODES.get(found, 0)


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
