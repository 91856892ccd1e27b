"""Messy lists as offices send them, made here with the answer beside each row.

All people, numbers and places on them are invented or drawn from a handful of real place names;
nobody is meant. Each list keeps its truth: the kind of every row, and for people what a correct
reading says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from html import escape

from tests.factories.list_files import delimited, ods, xls, xlsx

LIST_DAY = date(2025, 6, 14)

GAZETTEER: tuple[tuple[str, str, str], ...] = (
    ("01", "បន្ទាយមានជ័យ", "Banteay Meanchey"),
    ("0102", "មង្គលបូរី", "Mongkol Borei"),
    ("010201", "បន្ទាយនាង", "Banteay Neang"),
    ("01020101", "អូរធំ", "Ou Thum"),
    ("01020102", "ភ្នំ", "Phnum"),
    ("0110", "ប៉ោយប៉ែត", "Paoy Paet"),
    ("011001", "ប៉ោយប៉ែត", "Paoy Paet"),
    ("02", "បាត់ដំបង", "Battambang"),
    ("0203", "បាត់ដំបង", "Battambang"),
    ("020301", "ទួលតាឯក", "Tuol Ta Aek"),
    ("0204", "បវេល", "Bavel"),
    ("020401", "ភ្នំ", "Phnum"),
    ("17", "សៀមរាប", "Siemreap"),
    ("1710", "សៀមរាប", "Siem Reap"),
    ("171001", "សាលាកំរើក", "Sala Kamreuk"),
)

# Few family names and many given ones, as in life; each line is one name in three scripts.
_FAMILIES = (
    ("កែវ", "Keo", "แก้ว"), ("សុខ", "Sok", "ซก"), ("ជា", "Chea", "เจีย"), ("ហេង", "Heng", "เฮง"),
    ("មាស", "Meas", "เมียส"), ("ឆាយ", "Chhay", "ชาย"),
)  # fmt: skip
_GIVEN = (
    ("ដារ៉ា", "Dara", "ดารา"), ("ចាន់ថា", "Chantha", "จันทา"), ("សុភ័ក្រ", "Sopheak", "โสเพียก"),
    ("រតនា", "Ratana", "รัตนา"), ("វណ្ណា", "Vanna", "วันนา"), ("ពិសី", "Pisey", "พิเซย"),
    ("មុន្នី", "Munny", "มุนนี"), ("ធីតា", "Thida", "ธิดา"), ("វិសាល", "Visal", "วิสาล"),
    ("លីណា", "Lina", "ลีนา"), ("បុប្ផា", "Bopha", "บุปผา"), ("សំណាង", "Samnang", "สมนาง"),
    ("គន្ធា", "Kunthea", "กันธา"), ("រិទ្ធី", "Rithy", "ฤทธี"), ("សុខា", "Sokha", "โสคา"),
    ("ម៉ាលី", "Maly", "มาลี"), ("ភារុណ", "Phearun", "เพียรุน"), ("ចន្ទី", "Chanty", "จันตี"),
    ("សុវណ្ណ", "Sovann", "สุวรรณ"),
)  # fmt: skip
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True)
class Someone:
    """One invented person, the same on every list."""

    at: int
    birth: date
    sex: int

    @property
    def khmer(self) -> str:
        """Name in Khmer, family first."""
        return self._name(0)

    @property
    def latin(self) -> str:
        """Name in Latin letters, family first."""
        return self._name(1)

    @property
    def thai(self) -> str:
        """Name in Thai letters, family first."""
        return self._name(2)

    def _name(self, script: int) -> str:
        return f"{_FAMILIES[self.at % 6][script]} {_GIVEN[self.at % 19][script]}"

    @property
    def passport(self) -> str:
        """Passport number."""
        return f"N{90000000 + self.at * 7:08d}"

    @property
    def phone(self) -> str:
        """Phone in E.164."""
        return f"+8551200{self.at:04d}"


def someone(at: int) -> Someone:
    """The person of number `at` (0, 1, 2 …)."""
    return Someone(at, date(1980 + at % 30, at % 12 + 1, at % 27 + 2), 1 + at % 2)


@dataclass(frozen=True)
class Expected:
    """What a row should be read as; `values` are attributes of a reading, dates as ISO."""

    kind: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class MessyList:
    """A list being written: rows and their truth grow together."""

    name: str
    rows: list[list[object]] = field(default_factory=list)
    truth: list[Expected] = field(default_factory=list)
    content: bytes = b""

    def add(self, kind: str, *cells: object, **values: object) -> None:
        """One more row and what it is."""
        self.rows.append(list(cells))
        self.truth.append(Expected(kind, values))


def _finish(messy: MessyList, content: bytes) -> MessyList:
    messy.content = content
    return messy


def thai_deportation(count: int = 30) -> MessyList:
    """Two title rows, headings in two merged rows, titles glued on, Buddhist years, a total."""
    messy = MessyList("บัญชี.xlsx")
    months = [
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ]
    messy.add("title", "บัญชีรายชื่อแรงงานกัมพูชาที่เดินทางกลับ")
    messy.add("title", "ด่านตรวจคนเข้าเมือง วันที่ ๑๔ มิถุนายน ๒๕๖๘")
    heads = (
        ("ลำดับ", "ชื่อ-สกุล", "เพศ", "ว.ด.ป.เกิด", "เอกสาร", "", "ภูมิลำเนา", "หมายเหตุ"),
        ("", "", "", "", "ประเภท", "เลขที่", "", ""),
    )
    for head in heads:
        messy.add("header", *head)
    for at in range(count):
        person = someone(at)
        year, born = person.birth.year + 543, person.birth
        shown = (
            f"{born.day}/{born.month}/{year}",
            f"{born.day} {months[born.month - 1]} {year}",
            f"{born.day:02d}-{born.month:02d}-{year % 100}",
            f"{born.day}/{born.month}/{year}".translate(THAI_DIGITS),
        )[at % 4]
        title = ("นาย", "นางสาว")[person.sex - 1] + ("", " ")[at % 2]
        messy.add(
            "person", at + 1, title + person.thai, ("ช", "ญ")[person.sex - 1], shown,
            "หนังสือเดินทาง", person.passport, "จ.เสียมราฐ", "",
            name_th=person.thai, sex=person.sex, birth=born.isoformat(), place_code="17",
            document_kind="passport", document_number=person.passport,
        )  # fmt: skip
        if at == 14:
            for head in heads:
                messy.add("repeated_header", *head)
    messy.add("unreadable", count + 1, "??????? ????", "", "", "", "", "", "")
    messy.add("total", "รวม", f"{count} คน")
    messy.add("blank")
    messy.add("signature", "", "ลงชื่อ....................................")
    merges = ("A1:H1", "A2:H2", "E3:F3", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "G3:G4", "H3:H4")
    return _finish(messy, xlsx(messy.rows, merges))


def khmer_form(count: int = 24, *, as_text: bool = False) -> MessyList:
    """Birth in three columns, a tick under man or woman, place of birth beside the home."""
    messy = MessyList("ទម្រង់.csv" if as_text else "ទម្រង់.xlsx")
    messy.add("title", "ព្រះរាជាណាចក្រកម្ពុជា")
    messy.add("title", "បញ្ជីពលករវិលត្រឡប់")
    messy.add(
        "header", "ល.រ", "នាម និងគោត្តនាម", "", "ភេទ", "", "ថ្ងៃខែឆ្នាំកំណើត", "", "",
        "ទីកន្លែងកំណើត", "", "ទីលំនៅបច្ចុប្បន្ន", "", "", "លេខទូរស័ព្ទ",
    )  # fmt: skip
    messy.add(
        "header", "", "ខ្មែរ", "ឡាតាំង", "ប្រុស", "ស្រី", "ថ្ងៃ", "ខែ", "ឆ្នាំ",
        "ស្រុក", "ខេត្ត", "ឃុំ/សង្កាត់", "ស្រុក/ខណ្ឌ", "ខេត្ត/រាជធានី", "",
    )  # fmt: skip
    for at in range(count):
        person = someone(at)
        born = person.birth
        ticks = ("✓", "") if person.sex == 1 else ("", "✓")
        year = str(born.year).translate(KHMER_DIGITS)
        messy.add(
            "person", str(at + 1).translate(KHMER_DIGITS), person.khmer, person.latin.upper(),
            *ticks, born.day, born.month, year, "បវេល", "បាត់ដំបង",
            "ឃុំបន្ទាយនាង", "មង្គលបូរី", "ខេត្តបន្ទាយមានជ័យ", "០១២ ០០០" + f"{at:03d}",
            name_km=person.khmer, name_latin=person.latin.upper(), sex=person.sex,
            birth=born.isoformat(), place_code="010201",
        )  # fmt: skip
    messy.add("total", "", f"សរុប៖ {count} នាក់")
    messy.add("signature", "", "", "", "", "", "", "", "", "", "អ្នកធ្វើតារាង")
    messy.add("signature", "", "សុខ សុភា")
    if as_text:
        return _finish(messy, delimited(messy.rows))
    merges = ("A1:N1", "B3:C3", "D3:E3", "F3:H3", "I3:J3", "K3:M3", "A3:A4", "N3:N4")
    return _finish(messy, xlsx(messy.rows, merges))


def given_first(encoding: str = "utf-16", count: int = 40) -> MessyList:
    """An organisation's semicolons: given name first, four kinds of dates, a whole address."""
    messy = MessyList("interviews.csv")
    messy.add(
        "header", "No", "Name", "Gender", "DOB", "Age", "Address", "Tel", "ID type", "ID no.",
        "Interview date", "Comments",
    )  # fmt: skip
    for at in range(count):
        person = someone(at)
        born = person.birth
        serial = (born - date(1899, 12, 30)).days
        shown = (
            f"{born:%d/%m/%Y}",
            str(serial),
            f"{born:%d-%b-%Y}",
            f"{born.day}.{born.month}.{born.year}",
        )[at % 4]
        family, given = person.latin.split()
        address = ("Ou Thum village, Banteay Neang, Mongkol Borey, Banteay Meanchey", "Siem Reap")
        messy.add(
            "person", at + 1, f"{given} {family}", ("Male", "F")[person.sex - 1], shown, "",
            address[at % 2], "0" + person.phone[4:], "passport", person.passport,
            "14/06/2025", "café",
            name_latin=person.latin, sex=person.sex, birth=born.isoformat(),
            place_code=("01020101", "17")[at % 2], phone=person.phone, document_kind="passport",
        )  # fmt: skip
    messy.add("blank", *[""] * 11)
    messy.add("total", "TOTAL", count, *[""] * 9)
    return _finish(messy, delimited(messy.rows, ";", encoding))


def thai_parts(count: int = 20) -> MessyList:
    """Windows-874: title, given and family name in columns of their own, ages only."""
    messy = MessyList("รายชื่อ.csv")
    messy.add("header", "ที่", "คำนำหน้า", "ชื่อ", "นามสกุล", "อายุ", "เลขที่หนังสือเดินทาง", "จังหวัด")
    for at in range(count):
        person = someone(at)
        family, given = person.thai.split()
        messy.add(
            "person", at + 1, ("นาย", "นาง")[person.sex - 1], given, family, f"{20 + at} ปี",
            person.passport, "พระตะบอง",
            name_th=person.thai, sex=person.sex, age=20 + at, place_code="02",
            document_kind="passport", document_number=person.passport,
        )  # fmt: skip
    return _finish(messy, delimited(messy.rows, ",", "cp874"))


def no_headings(count: int = 25) -> MessyList:
    """A bare table: nothing says what the columns are."""
    messy = MessyList("list.tsv")
    for at in range(count):
        person = someone(at)
        messy.add(
            "person", at + 1, person.khmer, ("ប្រុស", "ស្រី")[person.sex - 1],
            person.birth.isoformat(), person.passport,
            name_km=person.khmer, sex=person.sex, birth=person.birth.isoformat(),
            document_number=person.passport,
        )  # fmt: skip
    return _finish(messy, delimited(messy.rows, "\t"))


def misspelt(count: int = 20) -> MessyList:
    """Headings misspelt and cut short, months before days, family and given names apart."""
    messy = MessyList("workers.csv")
    messy.add("title", "Sunrise Recruitment Co., Ltd", "", "", "", "", "", "")
    messy.add(
        "header",
        "S/N",
        "Sur name",
        "Given nmae",
        "Sexe",
        "Date of brith",
        "Pasport No",
        "Provice",
        "Tel. No",
    )
    for at in range(count):
        person = someone(at)
        family, given = person.latin.split()
        messy.add(
            "person", at + 1, family, given, "MF"[person.sex - 1], f"{person.birth:%m/%d/%Y}",
            person.passport, "Siem Reap", "855" + person.phone[4:],
            name_latin=person.latin, sex=person.sex, birth=person.birth.isoformat(),
            place_code="17", phone=person.phone, document_kind="passport",
        )  # fmt: skip
    return _finish(messy, delimited(messy.rows))


def two_languages(count: int = 20) -> MessyList:
    """Each heading once in Khmer and once more in English below it."""
    messy = MessyList("bilingual.xlsx")
    messy.add("header", "ល.រ", "ឈ្មោះ", "ភេទ", "អាយុ", "អាសយដ្ឋាន", "លេខទូរស័ព្ទ")
    messy.add("header", "No.", "Name", "Sex", "Age", "Address", "Phone")
    for at in range(count):
        person = someone(at)
        messy.add(
            "person", at + 1, f"{person.khmer} ({person.latin})", ("ប", "ស")[person.sex - 1],
            f"{20 + at} ឆ្នាំ", "ភូមិអូរធំ ឃុំបន្ទាយនាង ស្រុកមង្គលបូរី ខេត្តបន្ទាយមានជ័យ",
            float(person.phone[4:]),
            name_km=person.khmer, name_latin=person.latin, sex=person.sex, age=20 + at,
            place_code="01020101", phone=person.phone,
        )  # fmt: skip
    return _finish(messy, xlsx(messy.rows))


def web_table(count: int = 15) -> MessyList:
    """A web page called .xls, with cells that span rows and columns."""
    messy = MessyList("export.xls")
    messy.add("header", "No", "Name", "Document", "", "Province")
    messy.add("header", "", "", "Type", "Number", "")
    head = (
        "<tr><th rowspan=2>No</th><th rowspan=2>Name</th><th colspan=2>Document</th>"
        "<th rowspan=2>Province</th></tr><tr><th>Type</th><th>Number</th></tr>"
    )
    body = []
    for at in range(count):
        person = someone(at)
        cells = (at + 1, person.latin, "passport", person.passport, "Battambang")
        messy.add(
            "person", *cells, name_latin=person.latin, document_number=person.passport,
            document_kind="passport", place_code="02",
        )  # fmt: skip
        body.append("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in cells) + "</tr>")
    page = f'<html><head><meta charset="utf-8"></head><body><table>{head}{"".join(body)}</table>'
    return _finish(messy, (page + "</body></html>").encode())


def agency_batch(count: int = 20) -> MessyList:
    """An .ods with passport names in capitals, both lines of the passport in one cell."""
    messy = MessyList("batch.ods")
    messy.add("title", "BATCH 7 / WORKERS RETURNED")
    messy.add(
        "header", "Passport name", "Sex", "Date of birth", "Passport no.", "MRZ", "Phone", "Home"
    )
    for at in range(count):
        person = someone(at)
        messy.add(
            "person", person.latin.upper(), "MF"[person.sex - 1], person.birth.isoformat(),
            person.passport, zone(person), float(person.phone[4:]), "Bavel, Battambang",
            name_latin=person.latin.upper(), sex=person.sex, birth=person.birth.isoformat(),
            phone=person.phone, document_kind="passport", document_number=person.passport,
            place_code="0204",
        )  # fmt: skip
    messy.add("blank")
    messy.add("total", f"Total workers: {count}")
    return _finish(messy, ods(messy.rows))


def zone(person: Someone) -> str:
    """The two machine-readable lines of the person's passport."""
    from polakor.base.mrz import check_digit

    family, given = person.latin.upper().split()
    number, birth, expiry = person.passport, f"{person.birth:%y%m%d}", "300101"
    low = f"{number}{check_digit(number)}KHM{birth}{check_digit(birth)}{'MF'[person.sex - 1]}"
    low += f"{expiry}{check_digit(expiry)}" + "<" * 14 + "<"
    low += check_digit(low[0:10] + low[13:20] + low[21:43])
    return f"P<KHM{family}<<{given}".ljust(44, "<") + "\n" + low


def old_office(count: int = 20) -> MessyList:
    """An .xls of a commune: numbers for years and phones, two scripts, no district."""
    messy = MessyList("old.xls")
    messy.add("title", "Commune hall - people back")
    messy.add("blank")
    messy.add("header", "N", "NAME", "ឈ្មោះ", "SEX", "BIRTH", "VILLAGE", "COMMUNE", "TEL", "CARD")
    for at in range(count):
        person = someone(at)
        birth: object = float(person.birth.year) if at % 2 else f"{20 + at} years"
        told = {"birth": str(person.birth.year)} if at % 2 else {"birth": None, "age": 20 + at}
        messy.add(
            "person", float(at + 1), person.latin, person.khmer, "MF"[person.sex - 1], birth,
            "អូរធំ", "បន្ទាយនាង", float(person.phone[4:]), float(900000000 + at),
            name_latin=person.latin, name_km=person.khmer, sex=person.sex,
            place_code="01020101", phone=person.phone, document_number=str(900000000 + at), **told,
        )  # fmt: skip
    messy.add("total", "Total", float(count))
    return _finish(messy, xls(messy.rows))


ALL: tuple[Callable[[], MessyList], ...] = (
    thai_deportation,
    khmer_form,
    given_first,
    thai_parts,
    no_headings,
    misspelt,
    two_languages,
    web_table,
    agency_batch,
    old_office,
)
