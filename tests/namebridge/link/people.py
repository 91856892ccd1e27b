"""A small register and a list, all invented, with every way a name or a date may be written."""

import csv
import random
from pathlib import Path

REGISTER_COLUMNS = [
    "id",
    "name_km",
    "name_latin",
    "name_th",
    "sex",
    "birth_date",
    "home_place_code",
    "phone",
    "document_kind",
    "document_number",
]
LIST_COLUMNS = ["row", *REGISTER_COLUMNS[1:], "age", "as_of"]
WORDS = (
    ("សុខ", "Sok", "สก"),
    ("ជា", "Chea", "เจีย"),
    ("កែវ", "Keo", "แก้ว"),
    ("ដារ៉ា", "Dara", "ดารา"),
    ("រតនៈ", "Ratanak", "รัตนะ"),
    ("បុប្ផា", "Bopha", "บุปผา"),
    ("វិចិត្រ", "Vichet", "วิจิตร"),
    ("សុភាព", "Sopheap", "โสภาพ"),
)


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        out.writeheader()
        out.writerows(rows)
    return path


def register_rows(count: int, seed: int = 1) -> list[dict[str, str]]:
    """People with a Khmer, a Latin or both names."""
    chance = random.Random(seed)
    rows = []
    for number in range(1, count + 1):
        family, given = chance.choice(WORDS[:3]), chance.choice(WORDS[3:])
        second = chance.choice(WORDS[3:])[1].lower() if chance.random() < 0.3 else ""
        year, month, day = (chance.randrange(*span) for span in ((1960, 2005), (1, 13), (2, 29)))
        born = f"{year}-{month:02}-{day:02}"
        rows.append(
            {
                "id": f"R{number}",
                "name_km": f"{family[0]} {given[0]}" if chance.random() < 0.7 else "",
                "name_latin": f"{family[1].upper()} {given[1]}{second}",
                "sex": chance.choice("12"),
                "birth_date": born if chance.random() < 0.8 else born[:4],
                "home_place_code": f"{chance.randrange(1, 25):02}01{chance.randrange(1, 5):02}",
                "phone": f"+8551200{number:05}" if chance.random() < 0.6 else "",
                "document_kind": "nid",
                "document_number": f"9{number:08}" if chance.random() < 0.5 else "",
            }
        )
    return rows


def seen_again(rows: list[dict[str, str]], seed: int = 2) -> list[dict[str, str]]:
    """The same people as a list writes them: other scripts, ages, given name first, oddities."""
    chance = random.Random(seed)
    thai = {word[1].lower(): word[2] for word in WORDS}
    found = []
    for number, person in enumerate(rows, 1):
        row = {**person, "row": str(number)}
        family, given = person["name_latin"].split(" ", 1)
        way = number % 6
        if way == 1:
            row |= {"name_km": "", "name_latin": f"{given} {family}"}
        elif way == 2:
            row |= {"name_latin": f"Mr. {family.title()} {given}", "birth_date": "31/31/1990"}
        elif way == 3:
            row |= {"birth_date": "", "age": str(2025 - int(person["birth_date"][:4])),
                    "as_of": "2025-08-01", "phone": ""}  # fmt: skip
        elif way == 4 and given.lower() in thai:
            row |= {"name_km": "", "name_latin": "",
                    "name_th": f"นาย{thai[family.lower()]} {thai[given.lower()]}"}  # fmt: skip
        elif way == 5:
            row |= {"name_km": "", "name_latin": given, "home_place_code": ""}
        if chance.random() < 0.3:
            row |= {"document_kind": "lost", "document_number": ""}
        found.append(row)
    return found
