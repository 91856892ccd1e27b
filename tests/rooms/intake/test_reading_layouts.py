"""Layouts met once each: other languages, wide headings without merges, sections, families."""

from collections.abc import Sequence

from tests.factories import list_files, lists
from tests.rooms.intake.test_reading_lists import opened, read_all

from polakor.intake.rules.readings import Reading

Rows = list[list[object]]


def messy(rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> lists.MessyList:
    made = lists.MessyList("list")
    made.content = list_files.xlsx(rows, merges) if merges else list_files.delimited(rows)
    return made


def kinds(rows: Sequence[Sequence[object]]) -> list[str]:
    return [read.kind.value for read in read_all(messy(rows))]


def people(rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> list[Reading]:
    return [read.reading for read in read_all(messy(rows, merges)) if read.reading]


def test_a_korean_list_is_read() -> None:
    rows: Rows = [
        ["귀국자 명단"],
        ["순번", "성명", "성별", "생년월일", "여권번호", "주소"],
        [1, "KEO DARA", "남", "900517", "N1234567", "Siem Reap"],
        [2, "SOK CHANTHA", "여", "1991.03.04", "N1234568", "Battambang"],
        ["합계", "2명"],
    ]
    first, second = people(rows)
    assert first.birth
    assert (first.sex, first.birth.iso, first.place_code) == (1, "1990-05-17", "17")
    assert (second.sex, second.document_kind) == (2, "passport")
    assert kinds(rows)[-1] == "total"


def test_a_vietnamese_list_is_read() -> None:
    rows: Rows = [
        ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Số hộ chiếu"],
        [1, "Keo Dara", "Nam", "17/05/1990", "N1234567"],
        [2, "Sok Chantha", "Nữ", "1/2/1991", "N1234568"],
        ["Tổng cộng", "2 người"],
    ]
    assert [person.sex for person in people(rows)] == [1, 2]
    assert kinds(rows)[-1] == "total"


def test_wide_headings_without_merges_and_sections_between_people() -> None:
    rows: Rows = [
        ["Gate:", "Poipet", "Date:", "14/06/2025"],
        ["", "Personal information", "", "", "Document", "", "Home", ""],
        ["No", "Name", "Sex", "Age", "Type", "No", "District", "Province"],
        [1, "Keo Dara", "M", "34", "Passport", "N1234567", "Bavel", "Battambang"],
        ["Banteay Meanchey"],
        [2, "Sok Chantha", "F", "35", "none", "", "", "Siem Reap"],
        ["Prepared by", "", "", "Approved by"],
        ["Chan Sok", "", "", "Heng Ly"],
    ]
    assert kinds(rows) == [
        "title", "header", "header", "person", "note", "person", "signature", "signature",
    ]  # fmt: skip
    assert [person.document_number for person in people(rows)] == ["N1234567", ""]


def test_each_column_of_names_keeps_its_own_order() -> None:
    rows: Rows = [
        ["Name (Khmer)", "Name (English: First Last)", "Sex"],
        ["កែវ ដារ៉ា", "Dara Keo", "M"],
    ]
    (person,) = people(rows)
    assert (person.name_km, person.name_latin) == ("កែវ ដារ៉ា", "Keo Dara")


def test_two_digits_are_a_year_where_ages_have_their_own_column() -> None:
    rows: Rows = [["Name", "Born", "Age"], ["Keo Dara", "91", "34"], ["Sok Chantha", "1988", "37"]]
    assert [person.birth and person.birth.iso for person in people(rows)] == ["1991", "1988"]
    rows = [["Name", "ว.ด.ป.เกิด"], ["Keo Dara", "1 ม.ค. 43"], ["Sok Chantha", "2 ก.พ. 40"]]
    assert [p.birth and p.birth.iso for p in people(rows)] == ["2000-01-01", "1997-02-02"]


def test_a_merged_home_is_the_whole_familys_and_a_merged_need_is_not() -> None:
    rows: Rows = [
        ["Household", "Name", "Sex", "Age", "Province", "Needs"],
        ["F1", "Keo Dara", "M", 34, "Battambang", "food; water"],
        ["", "Keo Lina", "F", "6 months", "", ""],
    ]
    merges = ["A2:A3", "E2:E3", "F2:F3"]
    first, second = people(rows, merges)
    assert (first.place_code, first.needs, first.household) == ("02", ("food", "water"), "F1")
    assert (second.place_code, second.needs, second.household, second.age) == ("02", (), "F1", 0)
    assert {"merged_for_all", "merged_cell"} <= set(read_all(messy(rows, merges))[2].notices)


def test_numbers_a_spreadsheet_shortened_are_not_made_up() -> None:
    rows: Rows = [["Name", "Phone", "Passport no"], ["Keo Dara", "8.5512E+10", "9.12E+08"]]
    (person,) = people(rows)
    assert (person.phone, person.document_number) == ("", "")
    rows = [["Name", "Phone", "ID no"], ["Keo Dara", "12345678.0", "912345678.0"]]
    (person,) = people(rows)
    assert (person.phone, person.document_number) == ("+85512345678", "912345678")


def test_several_documents_are_all_kept() -> None:
    rows: Rows = [["Name", "ID card no", "Passport no"], ["Keo Dara", "012345678", "N1234567"]]
    (person,) = people(rows)
    assert (person.document_kind, person.document_number) == ("nid", "012345678")
    assert person.other_documents == (("passport", "N1234567"),)


def test_a_name_of_something_else_is_not_a_person() -> None:
    _, layout = opened(
        messy([["Name", "Name of school", "Employer"], ["Keo Dara", "ABC", "Sok Ltd"]] * 3)
    )
    assert [column.field for column in layout.columns] == ["name", "other", "other"]
