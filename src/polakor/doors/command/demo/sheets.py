"""Lists of invented people as offices send them: tidy ones to be read, and a messy one to try."""

import csv
import random
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from polakor.doors.command.demo.counts import FEMALE, MALE, Passing
from polakor.doors.command.demo.people import Cells, Invented, Inventor, Sighting, misspelt
from polakor.doors.command.demo.plan import Messy, Plan, Sample

Told = Sequence[tuple[Sighting, Cells]]
"""People with what an office writes of them."""


def list_files(plan: Plan, told: Told) -> dict[str, bytes]:
    """The lists of the sample by file name, each with the people of its gates, day by day."""
    return {
        one.filename: _csv(
            plan.sample, [row for sighting, row in told if sighting.passing.gate in one.gates]
        )
        for one in plan.sample.lists
    }


def well_known(plan: Plan, told: Told) -> list[Invented]:
    """People of whom the lists say a name in the country's script, a birth date and a commune."""
    found = [
        sighting.who
        for sighting, row in told
        if not sighting.passing.child
        and not sighting.anew
        and row.get("name")
        and "/" in row.get("birth", "")
        and len(sighting.who.place) == sum(1 for kind in row if kind.startswith("place"))
    ]
    return found[: plan.messy.known]


def _csv(sample: Sample, rows: Sequence[Cells]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([sample.title])
    writer.writerow(sample.heads.values())
    for number, row in enumerate(rows, 1):
        cells = {**row, "row": str(number)}
        writer.writerow(cells.get(kind, "") for kind in sample.heads)
    writer.writerow([sample.total, len(rows)])
    return text.getvalue().encode("utf-8-sig")


def messy_rows(plan: Plan, inventor: Inventor, known: Sequence[Invented], day: date) -> list[Cells]:
    """People of the messy list; the first ones resemble ``known``, some rows name nobody."""
    messy, chance = plan.messy, random.Random(plan.seed + 1)

    def somebody() -> Invented:
        sex = chance.choice((MALE, FEMALE))
        return inventor.somebody(Passing("", day, sex, chance.random() < 0.1))

    rows = [_messy_row(messy, inventor, misspelt(who), True) for who in known]
    rows += [
        _messy_row(messy, inventor, somebody(), False) for _ in range(messy.people - len(known))
    ]
    for number, name in enumerate(messy.nameless):
        row = _messy_row(messy, inventor, somebody(), False)
        rows.insert(min(7 + 9 * number, len(rows)), {**row, "name": name, "name_latin": ""})
    return rows


def _messy_row(messy: Messy, inventor: Inventor, who: Invented, resembling: bool) -> Cells:
    chance = inventor.chance
    written = f"{who.birth.day:02}/{who.birth.month:02}/{who.birth.year + messy.era}"
    if chance.random() < 0.3:
        written = "".join(messy.digits[int(s)] if s.isdigit() else s for s in written)
    cells = {
        "name": f"{who.family.own} {who.given.own}",
        "name_latin": f"{who.family.latin[-1]} {who.given.latin[-1]}".upper(),
        "sex": chance.choice(messy.sexes[who.sex]),
        "birth": written,
        "phone": who.phone,
        "document": who.document,
        "number": who.number,
        "remark": chance.choice(messy.remarks),
    }
    cells |= {f"place{n}": name for n, name in enumerate(who.place, 1)}
    if resembling:  # near enough to ask, not near enough to join without asking
        return cells | {
            "name": "" if len(who.family.latin) > 1 else cells["name"],
            "birth": str(who.birth.year + messy.era + 1),
            "place3": "",
        }
    return cells | {"name_latin": ""} if chance.random() < 0.4 else cells


def messy_file(messy: Messy, rows: Sequence[Cells]) -> bytes:
    """The messy list as a workbook: titles, heads in two rows, merged cells, total, signature."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = messy.sheet
    columns = [kind for head in messy.heads for kind in head.columns]
    for title in messy.titles:
        sheet.append([title])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(columns)
        )
    sheet.append([None])
    top = len(messy.titles) + 2
    _write_heads(sheet, messy, top)
    for number, row in enumerate(rows, 1):
        cells = {**row, "row": str(number)}
        sheet.append([cells.get(kind) or None for kind in columns])
    sheet.append([None, f"{messy.total} {len(rows)}"])
    sheet.append([None])
    sheet.append([None] * (len(columns) - 2) + [messy.signature])
    for at in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 6 if at == 1 else 18
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_heads(sheet: Worksheet, messy: Messy, top: int) -> None:
    at = 1
    for head in messy.heads:
        width = len(head.columns)
        cell = sheet.cell(top, at, head.text)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", wrap_text=True)
        for below, text in enumerate(head.below):
            sheet.cell(top + 1, at + below, text).font = Font(bold=True)
        sheet.merge_cells(
            start_row=top,
            end_row=top if head.below else top + 1,
            start_column=at,
            end_column=at + width - 1,
        )
        at += width
