"""Machine-readable zones: the printed examples of ICAO 9303, and every invented one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polakor.base.mrz import check_digit, find_lines, parse_mrz

TODAY = date(2025, 6, 14)
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)


def test_the_three_printed_examples_are_read() -> None:
    for kind, text, number in (
        ("TD3", TD3, "L898902C3"),
        ("TD2", TD2, "D23145890"),
        ("TD1", TD1, "D23145890"),
    ):
        zone = parse_mrz(text)
        assert zone is not None
        assert (zone.kind, zone.valid, zone.document_number) == (kind, True, number)
        assert (zone.family, zone.given, zone.sex) == ("ERIKSSON", "ANNA MARIA", 2)
        assert (zone.issuer, zone.birth, zone.expiry) == ("UTO", "740812", "120415")
        assert zone.birth_on(TODAY) == (1974, 8, 12)


def test_lines_run_together_or_broken_by_spaces_are_found() -> None:
    assert find_lines(TD3.replace("\n", "")) == tuple(TD3.split("\n"))
    assert find_lines(TD3.replace("\n", " \r\n ").lower()) == tuple(TD3.split("\n"))
    assert parse_mrz("no zone") is None
    assert parse_mrz("") is None


def test_a_wrong_letter_names_the_field_it_is_in() -> None:
    zone = parse_mrz(TD3.replace("L898902C3", "L898902C4"))
    assert zone is not None
    assert zone.failed == ("document_number", "composite")


def test_birth_stays_in_the_past_and_unknown_parts_stay_unknown() -> None:
    young = parse_mrz(TD3.replace("740812", "250613"))
    older = parse_mrz(TD3.replace("740812", "250615"))
    vague = parse_mrz(TD3.replace("740812", "74<<<<"))
    assert young
    assert older
    assert vague
    assert young.birth_on(TODAY) == (2025, 6, 13)
    assert older.birth_on(TODAY) == (1925, 6, 15)
    assert vague.birth_on(TODAY) == (1974, None, None)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORDS = st.text(LETTERS, min_size=1, max_size=8)
NUMBERS = st.text(LETTERS + "0123456789", min_size=5, max_size=9)


def made(kind: str, family: str, given_name: str, number: str, birth: date, sex: str) -> str:
    """A zone with right check digits."""
    number = number.ljust(9, "<") + check_digit(number.ljust(9, "<"))
    born = f"{birth:%y%m%d}" + check_digit(f"{birth:%y%m%d}")
    expiry = "300101" + check_digit("300101")
    names = f"{family}<<{given_name}"
    if kind == "TD1":
        top = f"I<UTO{number}".ljust(30, "<")
        middle = f"{born}{sex}{expiry}UTO".ljust(29, "<")
        composite = check_digit(top[5:30] + born + expiry + middle[18:29])
        return f"{top}\n{middle}{composite}\n{names.ljust(30, '<')}"
    width = 44 if kind == "TD3" else 36
    low = f"{number}UTO{born}{sex}{expiry}"
    low = low.ljust(42, "<") + "0" if kind == "TD3" else low.ljust(35, "<")
    composite = check_digit(low[0:10] + low[13:20] + low[21 : width - 1])
    return f"P<UTO{names}".ljust(width, "<") + f"\n{low}{composite}"


@given(
    st.sampled_from(["TD1", "TD2", "TD3"]),
    WORDS,
    WORDS,
    NUMBERS,
    st.dates(date(1930, 1, 1), TODAY),
    st.sampled_from("MF<"),
)
def test_what_was_written_is_read_and_any_changed_digit_is_noticed(
    kind: str, family: str, given_name: str, number: str, birth: date, sex: str
) -> None:
    text = made(kind, family, given_name, number, birth, sex)
    zone = parse_mrz(text)
    assert zone is not None
    assert zone.valid, zone.failed
    assert (zone.family, zone.given, zone.document_number) == (family, given_name, number)
    assert zone.sex == {"M": 1, "F": 2, "<": 0}[sex]
    at = text.index(f"{birth:%y%m%d}")
    changed = str((int(text[at]) + 1) % 10)
    wrong = parse_mrz(text[:at] + changed + text[at + 1 :])
    assert wrong is not None
    assert "birth" in wrong.failed


@given(st.text("ABC<019\n ", max_size=140))
def test_no_text_breaks_the_parser(text: str) -> None:
    zone = parse_mrz(text)
    assert zone is None or zone.kind in ("TD1", "TD2", "TD3")
    if zone:
        zone.birth_on(TODAY)
