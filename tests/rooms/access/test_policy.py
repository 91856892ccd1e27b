"""Who may do what, as one table, and the scopes that follow from it."""

from datetime import date
from uuid import UUID

import pytest

from polakor.access.errors import PermissionRefused
from polakor.access.machine import bearer
from polakor.access.rules.policy import NEEDS_SECOND_FACTOR, PERMISSIONS, READS_PERSONS, Role
from polakor.access.rules.scopes import (
    bearer_scope,
    case_scopes,
    health_scopes,
    person_scopes,
    scopes_of,
)
from tests.cast import Cast

ME = UUID(int=7)
DAY = date(2025, 8, 6)


def scopes(role: Role, *areas: str) -> set[str]:
    return set(scopes_of(role=role, areas=areas, account_id=ME, today=DAY))


def row(province: str) -> set[str]:
    return set(person_scopes(province=province, account_id=UUID(int=8), day=DAY))


def test_numbers_come_without_names() -> None:
    """Statisticians, auditors and administrators carry no scope that a person's row carries."""
    for role in (Role.STATISTICIAN, Role.AUDITOR, Role.ADMINISTRATOR):
        for province in ("", "01"):
            assert not scopes(role, "*") & (row(province) | set(case_scopes(province=province)))


def test_flags_and_needs_are_for_case_workers_alone() -> None:
    for role in Role:
        sees = scopes(role, "01") & set(case_scopes(province="01"))
        assert bool(sees) == (role is Role.CASE_WORKER)
    assert {role for role in Role if "protection:queue:read" in PERMISSIONS[role]} == {
        Role.CASE_WORKER
    }


def test_a_province_sees_its_own_rows_only() -> None:
    assert scopes(Role.PROVINCIAL_OFFICER, "01") & row("01")
    assert not scopes(Role.PROVINCIAL_OFFICER, "01") & row("17")
    assert not scopes(Role.PROVINCIAL_OFFICER, "*") & row("01")
    assert not scopes(Role.PROVINCIAL_OFFICER) & row("")


def test_a_session_lasts_over_midnight_and_no_longer() -> None:
    mine = set(person_scopes(province="01", account_id=ME, day=DAY))
    for day, seen in [(6, True), (7, True), (8, False)]:
        asker = scopes_of(
            role=Role.BORDER_OFFICER, areas=["01"], account_id=ME, today=date(2025, 8, day)
        )
        assert bool(set(asker) & mine) is seen


def test_whoever_opens_persons_needs_a_second_factor() -> None:
    assert {
        Role.BORDER_OFFICER,
        Role.PROVINCIAL_OFFICER,
        Role.CASE_WORKER,
        Role.NATIONAL_SUPERVISOR,
        Role.COMMAND_LINE,
    } == READS_PERSONS


def test_health_is_for_health_workers_alone() -> None:
    for role in Role:
        sees = scopes(role, "01") & set(health_scopes(province="01"))
        assert bool(sees) == (role is Role.HEALTH_WORKER)
    assert not scopes(Role.HEALTH_WORKER, "01") & row("01")
    assert "assistance:quarantine:read" in PERMISSIONS[Role.HEALTH_WORKER]
    assert Role.HEALTH_WORKER in NEEDS_SECOND_FACTOR


def test_the_bearer_of_a_code_does_one_thing_and_sees_one_trip() -> None:
    trip = UUID(int=9)
    holder = bearer(bearer_scope(trip))
    assert holder.permissions == {"assistance:arrival:confirm"}
    assert holder.scopes == (bearer_scope(trip),)
    assert not set(holder.scopes) & row("01")


def test_permissions_have_the_grammar_room_thing_act() -> None:
    for held in PERMISSIONS.values():
        for permission in held:
            assert len(permission.split(":")) == 3, permission


def test_an_actor_without_the_permission_is_refused(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        cast.rith.require("registry:person:read")
    cast.dara.require("registry:person:read")
