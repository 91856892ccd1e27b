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


def test_headings_in_two_languages_below_a_group_keep_their_meaning() -> None:
    rows: Rows = [
        ["ลำดับ", "ข้อมูลบุคคล", "", "", "เอกสาร", ""],
        ["", "ชื่อ", "ชื่อสกุล", "เพศ", "ประเภท", "เลขที่"],
        ["", "Name", "Surname", "Sex", "Type", "No."],
        ["1", "SREY MAO", "EANG", "F", "TD", "TD123456"],
    ]
    merges = ["B1:D1", "E1:F1", "A1:A3"]
    (person,) = people(rows, merges)
    assert person.name_latin == "EANG SREY MAO"
    assert (person.document_kind, person.document_number) == ("td", "TD123456")


def test_a_short_word_before_a_number_names_its_kind() -> None:
    rows: Rows = [["Name", "ID"], ["Keo Dara", "ID 010203040"], ["Sok Chantha", "PP N7777777"]]
    found = [(person.document_kind, person.document_number) for person in people(rows)]
    assert found == [("nid", "010203040"), ("passport", "N7777777")]


def test_heads_of_households_in_a_column_apart_are_people() -> None:
    rows: Rows = [
        ["ល.រ", "ឈ្មោះមេគ្រួសារ", "ឈ្មោះសមាជិក", "ភេទ", "អាយុ"],
        ["១", "កែវ ដារ៉ា", "", "ប", "៤៥"],
        ["", "", "កែវ លីណា", "ស", "១២"],
    ]
    assert [(p.name_km, p.age) for p in people(rows)] == [("កែវ ដារ៉ា", 45), ("កែវ លីណា", 12)]
    rows = [["HH", "Head of family", "Name of member", "Sex"], ["1", "Keo Dara", "Keo Lina", "F"]]
    assert [person.name_latin for person in people(rows)] == ["Keo Lina"]


def test_nobody_yet_named_is_set_aside_and_labels_of_a_form_are_nobody() -> None:
    rows: Rows = [["No", "Name", "Sex", "Age"], [1, "no name yet", "F", "1 month"]]
    assert [one.reason for one in read_all(messy(rows))] == ["", "no_name"]
    rows = [["ชื่อ", "โสภา", "นามสกุล", "เจีย"], ["เพศ", "ชาย", "อายุ", "33"]]
    assert "person" not in kinds(rows)


def test_districts_are_found_by_their_consonants() -> None:
    rows: Rows = [["Name", "District", "Province"], ["Keo Dara", "Bovel", "Battambang"]]
    ((person),) = people(rows)
    assert person.place_code == "0204"


def test_tags_alone_head_a_list_and_years_of_an_unknown_era_are_no_dates() -> None:
    rows: Rows = [["#affected+name", "#affected+sex", "#adm1+name"], ["Keo Dara", "M", "Siem Reap"]]
    assert [(p.name_latin, p.place_code) for p in people(rows)] == [("Keo Dara", "17")]
    rows = [["氏名", "生年月日"], ["KEO DARA", "平成9年2月1日"], ["SOK CHANTHA", "1995年11月3日"]]
    assert [p.birth and p.birth.iso for p in people(rows)] == [None, "1995-11-03"]


def test_surname_before_given_as_in_a_passport() -> None:
    rows: Rows = [["Name (Surname / Given)", "Sex"], ["SOK / DARA", "M"]]
    assert [person.name_latin for person in people(rows)] == ["SOK DARA"]


def test_a_column_to_sign_in_makes_no_signatures_of_the_people() -> None:
    rows: Rows = [["ลำดับ", "ชื่อ-สกุล", "ลายมือชื่อ"], [1, "นาย เฮง รัตนา", ""], [2, "นาง โสเพีย ซก", ""]]
    assert kinds(rows) == ["header", "person", "person"]


def test_people_below_a_subtotal_are_people() -> None:
    rows: Rows = [
        ["ឈ្មោះ", "ភេទ", "អាយុ"],
        ["កែវ ដារ៉ា", "ប", 30],
        ["សរុប", "", 1],
        ["សុខ ចាន់ថា", "ស", 31],
        ["សរុប", "", 1],
        ["កុមារ", "", 0],
        ["ហ៊ុន ម៉ានី", "", ""],
    ]
    assert kinds(rows) == [
        "header", "person", "total", "person", "total", "total", "signature",
    ]  # fmt: skip


def test_two_digits_of_a_day_of_return_are_of_the_era_nearer_the_list() -> None:
    rows: Rows = [["ชื่อ-สกุล", "วันที่ส่งกลับ"], ["เฮง รัตนา", "14 มิ.ย. 68"], ["โสเพีย ซก", "14/06/25"]]
    days = [person.returned_on and person.returned_on.iso for person in people(rows)]
    assert days == ["2025-06-14", "2025-06-14"]
    rows = [["Name", "Date of return"], ["Keo Dara", "14/06/1968"]]
    assert [person.returned_on for person in people(rows)] == [None]


def test_years_of_birth_in_one_column_for_men_and_one_for_women() -> None:
    rows: Rows = [
        ["STT", "Họ tên", "Năm sinh", ""],
        ["", "", "Nam", "Nữ"],
        ["1", "Sok Vichea", "1990", ""],
        ["2", "Chea Sokha", "", "1995"],
    ]
    found = [(p.sex, p.birth and p.birth.iso) for p in people(rows, ["C1:D1", "A1:A2", "B1:B2"])]
    assert found == [(1, "1990"), (2, "1995")]


def test_a_given_name_alone_in_its_script_is_the_whole_name() -> None:
    rows: Rows = [
        ["Name in Khmer", "Name in English (Given name first)", "Sex"],
        ["កែវ ដារ៉ា", "Dara Keo", "M"],
    ]
    assert [(p.name_km, p.name_latin) for p in people(rows)] == [("កែវ ដារ៉ា", "Keo Dara")]
