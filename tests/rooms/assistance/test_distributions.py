"""Once under its rule: the second hand that reaches out is shown the first receipt."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.assistance.actions.distributions import Gift, cancel_gift, give
from polakor.assistance.errors import (
    AlreadyCancelled,
    AlreadyGiven,
    DistributionNotFound,
    FamilyUnknown,
    ItemUnknown,
    ReasonMissing,
    SameIdOtherGift,
    SiteNotYours,
)
from polakor.assistance.models import Distribution
from polakor.assistance.queries.distributions import Given, given_for
from polakor.base.ids import uuid7
from polakor.registry.models import Person
from tests.cast import Cast
from tests.rooms.assistance.way import a_family, a_site, paper

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
TOKEN = "KHA-00001-9"


@pytest.fixture(autouse=True)
def papers(cast: Cast) -> None:
    """The batch the token is of."""
    assert paper(1) == TOKEN


@pytest.fixture
def family(cast: Cast) -> list[str]:
    """Numbers of three people who carry one token."""
    people = a_family(cast.dara, TOKEN, "SOK DARA", "SOK NARY", "SOK SOPHA", home="0103")
    with acting_as(cast.dara):
        numbers = dict(Person.objects.filter(id__in=people).values_list("id", "number"))
    return [numbers[one] for one in people]


def _give(actor: Actor, item: str, asked: str, **more: object) -> Given:
    return give(actor=actor, gift=Gift(id=uuid7(), item=item, asked=asked, **more))  # type: ignore[arg-type]


def test_a_family_is_given_a_kit_once_whoever_of_it_asks(cast: Cast, family: list[str]) -> None:
    first = _give(cast.sokha, "family_kit", TOKEN)
    assert first.people == 3
    for asked in (TOKEN, *family):
        with pytest.raises(AlreadyGiven) as refused:
            _give(cast.chenda, "family_kit", asked)
        assert refused.value.fields["receipt"] == first.receipt
        assert refused.value.fields["id"] == first.id


def test_a_meal_is_given_to_each_person_every_day(cast: Cast, family: list[str]) -> None:
    now = timezone.now()
    _give(cast.sokha, "meal", family[0])
    _give(cast.sokha, "meal", family[1])
    with pytest.raises(AlreadyGiven):
        _give(cast.dara, "meal", family[0])
    _give(cast.dara, "meal", family[0], given_at=now + timedelta(days=1))
    with pytest.raises(AlreadyGiven):  # two of the family have eaten: give to the third alone
        _give(cast.dara, "meal", TOKEN)
    _give(cast.dara, "meal", family[2])


def test_what_a_family_was_given_together_counts_for_each(cast: Cast, family: list[str]) -> None:
    assert _give(cast.sokha, "meal", TOKEN).people == 3
    with pytest.raises(AlreadyGiven):
        _give(cast.sokha, "meal", family[2])


def test_a_token_counts_before_the_register_knows_whose_it_is(cast: Cast) -> None:
    with pytest.raises(FamilyUnknown):
        _give(cast.sokha, "family_kit", TOKEN)
    _give(cast.sokha, "family_kit", TOKEN, people=4)
    a_family(cast.dara, TOKEN, "SOK DARA", "SOK NARY", home="0103")
    with pytest.raises(AlreadyGiven):
        _give(cast.dara, "family_kit", TOKEN.lower())


def test_cash_says_how_much_of_what_and_by_which_way(cast: Cast, family: list[str]) -> None:
    given = _give(cast.sokha, "way_home_cash", TOKEN, way="mobile")
    assert (given.amount, given.currency, given.way) == (8000000, "KHR", "mobile")
    with pytest.raises(AlreadyGiven):
        _give(cast.sokha, "way_home_cash", family[1])


def test_the_same_form_sent_twice_gives_the_first_receipt(cast: Cast, family: list[str]) -> None:
    gift = Gift(id=uuid7(), item="family_kit", asked=TOKEN)
    first = give(actor=cast.sokha, gift=gift)
    assert give(actor=cast.sokha, gift=gift) == first
    with pytest.raises(SameIdOtherGift):
        give(actor=cast.sokha, gift=Gift(id=gift.id, item="infant_kit", asked=TOKEN))
    with acting_as(cast.dara):
        assert Distribution.objects.count() == 1


def test_a_wrong_entry_is_taken_back_by_an_added_row(cast: Cast, family: list[str]) -> None:
    first = _give(cast.sokha, "family_kit", TOKEN)
    with pytest.raises(ReasonMissing):
        cancel_gift(actor=cast.sokha, distribution_id=first.id, reason=" ")
    cancel_gift(actor=cast.sokha, distribution_id=first.id, reason="Wrong family")
    with pytest.raises(AlreadyCancelled):
        cancel_gift(actor=cast.sokha, distribution_id=first.id, reason="Again")
    second = _give(cast.sokha, "family_kit", TOKEN)
    shown = {one.id: one.reason for one in given_for(cast.sokha)}
    assert shown == {first.id: "Wrong family", second.id: ""}


def test_the_database_itself_gives_once(cast: Cast, family: list[str]) -> None:
    first = _give(cast.dara, "family_kit", TOKEN)
    with acting_as(cast.dara):
        row = Distribution.objects.get(id=first.id)
        row.id = uuid7()
        with (
            pytest.raises(IntegrityError, match="a_thing_is_given_once_under_its_rule"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_what_is_not_in_the_pack_is_not_given(cast: Cast, family: list[str]) -> None:
    with pytest.raises(ItemUnknown):
        _give(cast.sokha, "gold", TOKEN)


def test_receipts_are_seen_where_they_were_given_and_at_home(cast: Cast, family: list[str]) -> None:
    given = _give(cast.sokha, "family_kit", TOKEN)
    assert [one.id for one in given_for(cast.dara)] == [given.id]
    assert given_for(cast.bopha) == []
    with pytest.raises(DistributionNotFound):
        cancel_gift(actor=cast.bopha, distribution_id=given.id, reason="x")
    for actor in (cast.rith, cast.thida, cast.nary):
        with pytest.raises(PermissionRefused):
            _give(actor, "family_kit", TOKEN)
    with pytest.raises(SiteNotYours):
        _give(cast.bopha, "infant_kit", TOKEN, site_id=a_site(cast.dara))


def test_the_list_promises_its_queries(
    cast: Cast, family: list[str], django_assert_max_num_queries: Queries
) -> None:
    for number in family:
        _give(cast.sokha, "dignity_kit", number)
    with acting_as(cast.sokha), django_assert_max_num_queries(3):
        assert len(given_for(cast.sokha)) == 3
