"""What single offices do with their columns: combined, ticked, shortened, exported from a tool."""

from tests.factories import lists
from tests.rooms.intake.test_reading_layouts import Rows, kinds, messy, people
from tests.rooms.intake.test_reading_lists import opened, read_all

from polakor.intake.rules.tables import open_table_file


def fields(rows: Rows) -> list[str]:
    return [column.field for column in opened(messy(rows))[1].columns]


def test_a_middle_name_in_its_own_column_is_part_of_the_name() -> None:
    rows: Rows = [
        ["No.", "Family Name", "Middle Name", "Given Name", "Sex", "Age"],
        [1, "Sok", "Sam", "Oeun", "M", 30],
        [2, "Chea", "", "Sophea", "F", 25],
    ]
    assert [person.name_latin for person in people(rows)] == ["Sok Sam Oeun", "Chea Sophea"]


def test_age_and_sex_in_one_column() -> None:
    rows: Rows = [["ឈ្មោះ", "អាយុ/ភេទ"], ["កែវ ដារ៉ា", "៣៥/ប"], ["សុខ ចាន់ថា", "៣២ ស្រី"]]
    assert [(person.age, person.sex) for person in people(rows)] == [(35, 1), (32, 2)]


def test_ticks_under_male_and_female_tell_the_sex_and_counts_do_not() -> None:
    rows: Rows = [
        ["ឈ្មោះ", "ប្រុស", "ស្រី", "អាយុ"],
        ["កែវ ដារ៉ា", "✓", "", 30],
        ["សុខ ចាន់ថា", "", "x", 31],
    ]
    assert [person.sex for person in people(rows)] == [1, 2]
    rows = [["Name", "Age", "Male", "Female"], ["Keo Dara", 34, 2, 3], ["Sok Chantha", 31, 1, 4]]
    assert not {"sex_male", "sex_female"} & set(fields(rows))


def test_two_digits_under_a_thai_year_of_birth_are_a_buddhist_year() -> None:
    rows: Rows = [["ชื่อ-สกุล", "ปีเกิด"], ["เฮง รัตนา", "35"], ["โสเพีย ซก", "48"]]
    assert [person.birth and person.birth.iso for person in people(rows)] == ["1992", "2005"]


def test_a_year_shortened_with_an_apostrophe_stands_first() -> None:
    rows: Rows = [["성명", "생년월일"], ["KEO DARA", "'91.07.22"], ["SOK CHANTHA", "92.08.01"]]
    read = [person.birth and person.birth.iso for person in people(rows)]
    assert read == ["1991-07-22", "1992-08-01"]


def test_the_columns_a_form_tool_adds_are_no_births_and_no_documents() -> None:
    rows: Rows = [
        [
            "_id",
            "begun",
            "Full name of respondent",
            "Sex of respondent",
            "Type of ID in possession",
        ],
        ["100", "2025-06-14T10:00:00.000+07:00", "Keo Dara", "male", "passport"],
        ["101", "2025-06-15T10:05:00.000+07:00", "Sok Chantha", "female", "no_id"],
        ["102", "2025-06-16T10:05:00.000+07:00", "Phon Rith", "male", "no_id"],
    ]
    assert fields(rows) == ["row_number", "other", "name", "sex", "document_kind"]
    assert [person.document_kind for person in people(rows)] == ["passport", "none", "none"]


def test_sums_by_sex_below_a_list_are_nobody() -> None:
    rows: Rows = [
        ["No", "Name", "Sex", "Age"],
        [1, "Keo Dara", "M", 35],
        [2, "Nam", "M", 32],
        ["", "Male", "", 2],
        ["", "Female", "", 0],
    ]
    assert kinds(rows) == ["header", "person", "person", "total", "total"]


def test_vietnamese_windows_letters_are_known_by_their_tone_marks() -> None:
    text = "STT;Ho\u0323 va\u0300 tên;Giơ\u0301i ti\u0301nh;Sô\u0301 hô\u0323 chiê\u0301u\r\n"
    content = (text + "1;Keo Dara;Nữ;N1234567\r\n".replace("ữ", "ư\u0303")).encode("cp1258")
    assert open_table_file(content, "list.csv").encoding == "Windows-1258"
    made = lists.MessyList("list")
    made.content = content
    person = read_all(made)[1].reading
    assert person
    assert (person.sex, person.document_number) == (2, "N1234567")


def test_provinces_as_neighbours_and_clerks_write_them() -> None:
    rows: Rows = [["Name", "Home province"], ["Keo Dara", "B. Meanchey"], ["Sok Chantha", "马德望"]]
    assert [person.place_code for person in people(rows)] == ["01", "02"]
    rows = [["កែវ ដារ៉ា", "ប្រុស", "បាត់ដំបង"], ["សុខ ចាន់ថា", "ស្រី", "សៀមរាប"]]
    assert [person.place_code for person in people(rows)] == ["02", "17"]
