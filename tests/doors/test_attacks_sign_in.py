"""Somebody has a password, or a copy of the database, and tries to get in with that alone."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from tests.cast import PASSWORD, Cast

from polakor.access.queries.events import events_visible_to

pytestmark = pytest.mark.django_db

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGES = ("/people/", "/lists/", "/help-needed/", "/report/", "/gates/", "/accounts/", "/")


@pytest.fixture(autouse=True)
def _real_work(settings: Any) -> None:
    settings.DEMO = False


def by_password(name: str) -> Client:
    client = Client()
    client.cookies["lang"] = "en"
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def code(seed: str = SEED) -> str:
    return str(format_hotp_value(hotp_value(seed, int(time.time()) // 30)))


def set_up(cast: Cast, name: str) -> None:
    TOTP.activate(cast.accounts[name], SEED)


@pytest.mark.parametrize("name", ["sokha", "dara", "chenda", "vannak", "thida", "sreymom"])
def test_a_password_alone_opens_no_page(cast: Cast, name: str) -> None:
    client = by_password(name)
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 302, page
        assert answer["Location"] == reverse("mfa_activate_totp"), page
    asked = client.get("/people/", headers={"HX-Request": "true"})
    assert asked.status_code == 204
    assert asked["HX-Redirect"] == reverse("mfa_activate_totp")


def test_a_session_begun_before_the_second_factor_was_set_up_does_not_pass(cast: Cast) -> None:
    thief = by_password("vannak")
    set_up(cast, "vannak")
    for page in PAGES:
        answer = thief.get(page)
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(reverse("mfa_reauthenticate")), page
    assert thief.post("/lists/new/", {}).status_code == 302


def test_with_the_code_the_same_session_goes_on(cast: Cast) -> None:
    officer = by_password("vannak")
    set_up(cast, "vannak")
    asked = officer.get("/people/?q=sok")["Location"]
    answer = officer.post(asked, {"code": code()})
    assert answer["Location"] == "/people/?q=sok"
    assert officer.get("/people/").status_code == 200


def test_signing_in_with_the_code_is_enough(cast: Cast) -> None:
    set_up(cast, "vannak")
    officer = by_password("vannak")
    assert officer.get("/people/").status_code == 302, "the password alone is half of it"
    officer.post(reverse("mfa_authenticate"), {"code": code()})
    assert officer.get("/people/").status_code == 200


def test_the_seed_of_a_second_factor_does_not_lie_open_in_the_database(
    cast: Cast, settings: Any
) -> None:
    set_up(cast, "vannak")
    kept = Authenticator.objects.get(user=cast.accounts["vannak"])
    assert SEED not in str(kept.data)
    assert TOTP(kept).validate_code(code())
    settings.SECRET_KEY = "another installation"
    assert not TOTP(kept).validate_code(code())


def test_a_closed_account_is_out_at_once(cast: Cast) -> None:
    statistician = by_password("rith")
    assert statistician.get("/report/").status_code == 200
    account = cast.accounts["rith"]
    account.is_active = False
    account.save()
    assert statistician.get("/report/").status_code == 302


def test_who_signed_in_is_written_down(cast: Cast) -> None:
    by_password("rith")
    set_up(cast, "vannak")
    officer = by_password("vannak")
    entries = events_visible_to(cast.sreymom, event="access:session:begun")
    assert [entry.account for entry in entries] == ["Rith"], "half a sign-in is none"
    officer.post(reverse("mfa_authenticate"), {"code": code()})
    entries = events_visible_to(cast.sreymom, event="access:session:begun")
    assert [entry.account for entry in entries] == ["Vannak", "Rith"]


def test_the_first_sign_in_leads_through_the_second_factor_without_asking_twice(
    cast: Cast,
) -> None:
    """A tired officer types the password once and one code; anything more is written on paper."""
    client = by_password("vannak")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    seed = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200  # the codes for a lost phone
    assert client.get("/lists/").status_code == 200


def test_a_second_factor_is_not_taken_away_without_the_password(cast: Cast) -> None:
    set_up(cast, "vannak")
    client = by_password("vannak")
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert client.get("/lists/").status_code == 200
    for page in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        answer = client.get(reverse(page))
        assert answer.status_code == 302, page
        assert "again" in answer["Location"], page
