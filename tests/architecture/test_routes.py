"""Every address names a permission or is on the short public list; each role meets each page."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from polakor.access.rules.policy import PERMISSIONS, Role
from tests.architecture.public_pages import PUBLIC, SIGN_IN
from tests.cast import Cast

SOMETHING = uuid.UUID("01900000-0000-7000-8000-00000000ffff")


@dataclass(frozen=True)
class Route:
    """One address: its name, its permission (``missing`` if none is named), its parameters."""

    name: str
    permission: str | None
    parameters: tuple[tuple[str, str], ...]

    def path(self) -> str:
        values = {"uuid": SOMETHING, "int": 1, "str": "x", "slug": "x", "path": "x"}
        return reverse(self.name, kwargs={name: values[kind] for name, kind in self.parameters})


def routes() -> list[Route]:
    def walk(resolver: URLResolver, space: str) -> Iterator[Route]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.namespace or space)
            elif isinstance(entry, URLPattern):
                name = f"{space}:{entry.name}" if space else str(entry.name)
                converters = getattr(entry.pattern, "converters", {})
                parameters = tuple(
                    (key, type(value).__name__.removesuffix("Converter").lower())
                    for key, value in converters.items()
                )
                permission = getattr(entry.callback, "permission", "missing")
                yield Route(name, str(permission) if permission else None, parameters)

    return list(walk(get_resolver(), ""))


def test_every_address_names_a_permission_or_is_public() -> None:
    held = frozenset().union(*PERMISSIONS.values())
    for route in routes():
        if route.name in SIGN_IN:
            continue
        if route.permission is None:
            assert route.name in PUBLIC, f"{route.name} is open and not on the public list"
        else:
            assert route.permission in held, f"{route.name}: nobody holds {route.permission!r}"


def test_the_public_list_holds_no_page_that_is_gone() -> None:
    names = {route.name for route in routes()}
    assert names >= PUBLIC
    assert names >= SIGN_IN


@pytest.fixture
def door(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    return Client(raise_request_exception=True)


@pytest.mark.django_db
@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_each_role_meets_each_page_as_the_policy_says(
    cast: Cast, door: Client, route: Route
) -> None:
    """Nobody: to the sign-in page. Without the permission: 403. With it: anything but those."""
    if route.name in SIGN_IN or route.permission is None:
        return
    path = route.path()
    assert door.get(path).status_code in {302, 204}, "an unknown visitor got in"
    for name, actor in cast.everyone().items():
        if actor.role is Role.COMMAND_LINE:
            continue
        door.force_login(cast.accounts[name])
        for method in (door.get, door.post):
            status = method(path).status_code
            if route.permission in actor.permissions:
                assert status not in {401, 403}, f"{name} is kept from {path}: {status}"
                assert status < 500, f"{name} broke {path}"
            else:
                assert status == 403, f"{name} got {status} from {path}"


@pytest.mark.django_db
def test_an_account_without_a_duty_opens_nothing(cast: Cast, door: Client) -> None:
    from polakor.access.actions.accounts import open_account
    from polakor.access.machine import SETUP

    idle = open_account(actor=SETUP, username="idle", name="Idle", password=None)
    door.force_login(idle)
    for route in routes():
        if route.permission and route.name not in SIGN_IN:
            assert door.get(route.path()).status_code in {403, 409}, route.name


@pytest.mark.django_db
def test_a_closed_account_opens_nothing(cast: Cast, door: Client) -> None:
    from polakor.access.actions.accounts import close_account

    door.force_login(cast.accounts["vannak"])
    close_account(actor=cast.thida, account=cast.accounts["vannak"])
    for route in routes():
        if route.permission and route.name not in SIGN_IN:
            assert door.get(route.path()).status_code in {302, 204, 403, 409}, route.name
