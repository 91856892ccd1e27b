"""Setting up a second factor counts as showing it: its code has just been typed."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.forms import Form
from django.http import HttpResponse


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]
    """allauth's page, after which this session need not ask for the next code at once."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the factor, and note that this session has shown it."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request,
            self.request.user,
            method="mfa",
            type=Authenticator.Type.TOTP,
            reauthenticated=True,
        )
        return response


set_up = SetUpSecondFactor.as_view()
set_up.before_duty = True
