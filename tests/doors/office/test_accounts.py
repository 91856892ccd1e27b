"""The pages of accounts: who may change one is led to it, who may only look is not."""

import argparse

import pytest
from tests.cast import Cast
from tests.doors.office.records import signed_in
from tests.rooms.recruitment.agencies import an_agency

from polakor.doors.command.commands import account
from polakor.doors.command.errors import CommandFailure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "changes"), [("thida", True), ("sreymom", False)])
def test_only_who_may_change_accounts_is_offered_to(cast: Cast, who: str, changes: bool) -> None:
    client = signed_in(cast, who)
    one = f"/accounts/{cast.dara.account_id}/"
    pages = {"/accounts/": ["/accounts/new/"], one: [f"{one}duty/", f"{one}close/"]}
    for address, ways in pages.items():
        page = client.get(address).content.decode()
        for way in ways:
            assert (f'href="{way}"' in page) is changes
            assert client.get(way).status_code == (200 if changes else 403)


def test_no_account_is_opened_for_a_province_that_is_none(cast: Cast) -> None:
    parser = argparse.ArgumentParser()
    account.add_arguments(parser)
    for areas in ("99", "01,Kandal", ","):
        with pytest.raises(CommandFailure, match="--areas names"):
            account.run(parser.parse_args(["kim", "--name", "Kim", "--areas", areas]))
    assert account._areas("01, 17") == ["01", "17"]
    assert account._areas("*") == ["*"]


def test_an_agencys_account_is_of_one_agency_of_the_register(cast: Cast) -> None:
    number = an_agency(cast.kosal)
    assert account._areas(number.lower(), "agency") == [number]
    for areas in ("*", "01", "AG-222222-2", f"{number},{number}"):
        with pytest.raises(CommandFailure, match="its number in the register"):
            account._areas(areas, "agency")
