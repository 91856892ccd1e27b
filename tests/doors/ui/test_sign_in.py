"""Signing in and the second factor wear the shared look and speak the reader's language."""

from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _
from tests.doors.ui.reading import english_left

PAGES = [
    "account/login.html",
    "account/logout.html",
    "account/account_inactive.html",
    "account/reauthenticate.html",
    "account/password_change.html",
    "mfa/authenticate.html",
    "mfa/reauthenticate.html",
    "mfa/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/recovery_codes/index.html",
    "mfa/recovery_codes/generate.html",
]


class Code(forms.Form):
    """As allauth asks for a code."""

    secret = "234567"
    code = forms.CharField(label=_("Code"), widget=forms.TextInput({"placeholder": _("Code")}))


def shown(name: str) -> str:
    """One page, with whatever it might want to show."""
    request: Any = RequestFactory().get("/account/")
    request.user = AnonymousUser()
    context = {
        "form": Code({}),
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "authenticators": {},
        "is_mfa_enabled": True,
        "unused_codes": ["12345678"],
        "total_count": 10,
        "can_view_codes": True,
        "can_download_codes": True,
        "can_generate_codes": True,
    }
    return render_to_string(name, context, request)


@pytest.fixture(autouse=True)
def _sign_in_addresses(settings: Any, _small_house: None) -> None:
    settings.ROOT_URLCONF = "polakor.doors.office.access.sign_in_urls"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("khmer")
def test_no_english_on_a_khmer_sign_in_page(name: str) -> None:
    assert not english_left(shown(name))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("english")
def test_the_page_wears_the_shared_look(name: str) -> None:
    html = shown(name)
    assert 'class="krama"' in html
    assert html.count("<h1>") == 1
    assert "<script>" not in html


@pytest.mark.usefixtures("khmer")
def test_what_allauth_refuses_is_said_in_khmer() -> None:
    from allauth.account.adapter import DefaultAccountAdapter

    for key in (
        "account_inactive",
        "enter_current_password",
        "incorrect_password",
        "too_many_login_attempts",
        "username_password_mismatch",
        "invalid_login",
    ):
        assert not english_left(str(DefaultAccountAdapter.error_messages[key])), key
    for key in ("incorrect_code", "cannot_delete_authenticator", "cannot_generate_recovery_codes"):
        assert not english_left(str(get_adapter().error_messages[key])), key
