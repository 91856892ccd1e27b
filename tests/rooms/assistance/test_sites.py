"""Sites, desks and shifts; rumours and their answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from polakor.access.errors import PermissionRefused
from polakor.assistance.actions.parties import receive_party
from polakor.assistance.actions.rumours import AnswerDraft, answer_rumour, hear_rumour
from polakor.assistance.actions.sites import (
    add_desk,
    announce_coming,
    cancel_shift,
    close_site,
    open_site,
    plan_shift,
)
from polakor.assistance.actions.trips import depart
from polakor.assistance.errors import (
    ReasonMissing,
    ShiftClashes,
    SiteClosed,
    SiteKnown,
    SiteNotYours,
)
from polakor.assistance.queries.rumours import published_answers, rumours_for
from polakor.assistance.queries.sites import desks_of, site_for, sites_for
from tests.cast import Cast
from tests.rooms.assistance.way import POIPET, a_site, a_trip

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def test_a_site_counts_who_is_there_and_who_comes(cast: Cast) -> None:
    site = a_site(cast.dara)
    one = receive_party(actor=cast.sokha, site_id=site, people=4)
    receive_party(actor=cast.sokha, site_id=site, people=3)
    announce_coming(actor=cast.dara, site_id=site, people=120)
    trip = a_trip(cast.dara, site, one)
    line = site_for(cast.bopha, site)
    assert (line.waiting, line.seated, line.now, line.coming, line.own) == (3, 4, 7, 120, False)
    depart(actor=cast.dara, trip_id=trip)
    assert site_for(cast.dara, site).now == 3
    with pytest.raises(SiteClosed):
        close_site(actor=cast.dara, site_id=site)


def test_a_closed_site_takes_nobody_in(cast: Cast) -> None:
    site = a_site(cast.dara)
    close_site(actor=cast.dara, site_id=site)
    with pytest.raises(SiteClosed):
        receive_party(actor=cast.sokha, site_id=site, people=1)
    assert sites_for(cast.dara) == []
    assert [line.id for line in sites_for(cast.dara, closed=True)] == [site]


def test_sites_are_opened_once_and_where_the_duty_lies(cast: Cast) -> None:
    a_site(cast.dara)
    with pytest.raises(SiteKnown):
        a_site(cast.vannak)
    with pytest.raises(SiteNotYours):
        a_site(cast.bopha)
    with pytest.raises(PermissionRefused):
        a_site(cast.sokha)


def test_the_list_of_sites_promises_its_queries(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    for n in range(5):
        receive_party(actor=cast.dara, site_id=a_site(cast.dara, f"Site {n}"), people=n + 1)
    with django_assert_max_num_queries(6):  # four of them begin and end the other sight
        assert sum(line.now for line in sites_for(cast.dara)) == 15


def test_nobody_is_at_two_desks_at_once(cast: Cast) -> None:
    site = a_site(cast.dara)
    desk = add_desk(actor=cast.dara, site_id=site, name="1", task="register")
    assert add_desk(actor=cast.dara, site_id=site, name=" 1 ", task="triage") == desk
    other = add_desk(actor=cast.dara, site_id=site, name="2", task="transport")
    begins = timezone.now().replace(hour=7, minute=0)

    def shift(at: object, hours: int, length: int = 8) -> object:
        return plan_shift(
            actor=cast.dara,
            desk_id=at,  # type: ignore[arg-type]
            account_id=cast.sokha.account_id,
            begins_at=begins + timedelta(hours=hours),
            ends_at=begins + timedelta(hours=hours + length),
        )

    first = shift(desk, 0)
    for hours in (-4, 0, 4):
        with pytest.raises(ShiftClashes):
            shift(other, hours)
    shift(other, 8)
    with pytest.raises(ShiftClashes):
        shift(other, 20, length=0)
    cancel_shift(actor=cast.dara, shift_id=first)  # type: ignore[arg-type]
    shift(other, 0)
    day = timezone.localtime(begins).date()
    found = {
        line.name: [one.officer for one in line.shifts]
        for line in desks_of(cast.dara, site, day=day)
    }
    assert found == {"1": [], "2": ["Sokha", "Sokha"]}


ANSWER = AnswerDraft(
    asked_km="តើដីនឹងត្រូវដកហូតទេ?",
    asked_en="Will land be taken?",
    answer_km="ទេ។",
    answer_en="No.",
    said_by="Ministry of Labour (demonstration)",
    said_on=date(2025, 8, 8),
    source="Notice 12 (demonstration)",
    published=True,
)


def test_a_rumour_is_answered_and_the_newest_answer_stands(cast: Cast) -> None:
    rumour = hear_rumour(actor=cast.sokha, words="They take the land on the tenth", place=POIPET)
    assert published_answers() == []
    answer_rumour(actor=cast.vannak, rumour_id=rumour, draft=ANSWER)
    assert [one.answer_en for one in published_answers()] == ["No."]
    answer_rumour(
        actor=cast.vannak, rumour_id=rumour, draft=replace(ANSWER, answer_en="No, nobody does.")
    )
    assert [one.answer_en for one in published_answers()] == ["No, nobody does."]
    answer_rumour(actor=cast.vannak, rumour_id=rumour, draft=replace(ANSWER, published=False))
    assert published_answers() == []
    [line] = rumours_for(cast.sokha)
    assert line.answer is not None
    assert not line.answer.published


def test_an_answer_says_who_and_from_where_and_officers_at_a_gate_give_none(cast: Cast) -> None:
    rumour = hear_rumour(actor=cast.sokha, words="x")
    with pytest.raises(ReasonMissing):
        answer_rumour(actor=cast.vannak, rumour_id=rumour, draft=replace(ANSWER, source=" "))
    with pytest.raises(PermissionRefused):
        answer_rumour(actor=cast.sokha, rumour_id=rumour, draft=ANSWER)
    with pytest.raises(ReasonMissing):
        hear_rumour(actor=cast.sokha, words="  ")


def test_a_quarantine_site_has_its_own_kind(cast: Cast) -> None:
    site = open_site(
        actor=cast.dara, kind="quarantine", name_km="x", name_en="x", place=POIPET, capacity=40
    )
    assert site_for(cast.dara, site).kind == "quarantine"
