"""How signing in differs from allauth's defaults: nobody signs up, and secrets are kept closed."""

import base64
import hashlib
import secrets
import time
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from polakor.access.actions.accounts import note_sign_in
from polakor.access.errors import NoDuty
from polakor.access.models import Account
from polakor.access.queries.actors import actor_for


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody opens an account for themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """The password again before a second factor is changed, but not to set up the first one.

        Whoever signed in a few minutes ago and has none yet has just shown all there is to show.
        """
        account = self.request.user
        if app == "allauth.mfa" and not is_mfa_enabled(account):
            records = get_authentication_records(self.request, account)
            if records and time.time() - records[-1]["at"] < REAUTHENTICATION_TIMEOUT:
                return False
        return bool(super().is_reauthentication_required(app=app))

    def post_login(self, request: HttpRequest, user: Account, **told: Any) -> HttpResponse:
        """Sign in as ever, and write it down. Without a duty there is nobody to name."""
        response: HttpResponse = super().post_login(request, user, **told)
        with suppress(NoDuty):
            note_sign_in(actor=actor_for(user))
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of second factors lie in the database under a key that does not.

    A copy of the database alone therefore signs nobody in.
    """

    def encrypt(self, text: str) -> str:
        """``text`` under a key made from the secret of this installation."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` was given; under another secret a seed that no code will ever fit."""
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _vault() -> Fernet:
    key = hashlib.sha256(b"polakor second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
