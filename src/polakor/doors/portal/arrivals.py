"""A commune says who arrived, with a paper code and no account: tokens and numbers, no name."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.access.machine import bearer
from polakor.assistance.actions.arrivals import confirm_with_code, count_wrong_code
from polakor.assistance.errors import CodeRefused, TooManyGuesses
from polakor.assistance.queries.arrivals import Coming, coming_with, guesses_left
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.rules.codes import read_code
from polakor.doors.ui import languages
from polakor.doors.ui.errors import sentence_of
from polakor.reference.queries.places import place_full_names


class CodeForm(forms.Form):
    """The code on the paper."""

    code = forms.CharField(
        label=gettext_lazy("Code on the paper"),
        help_text=gettext_lazy("Nine letters and digits. Small or large letters are the same."),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the code that stands on the paper.")},
        widget=forms.TextInput(
            attrs={
                "class": "input-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class CameForm(forms.Form):
    """For each family how many came: all of them, unless somebody says otherwise."""

    def __init__(self, *args: Any, coming: Coming, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family in coming.families:
            name = str(family.party_id)
            self.fields[name] = forms.TypedChoiceField(
                label=family.token or _("no token"),
                choices=[(n, str(n)) for n in range(family.people, -1, -1)],
                coerce=int,
                initial=family.people,
            )

    @property
    def came(self) -> dict[UUID, int]:
        """People seen, by family."""
        return {UUID(name): int(number) for name, number in self.cleaned_data.items()}


def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a wrong one is counted by address."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            _opened(request, code)
        except (CodeRefused, TooManyGuesses) as refusal:
            form.add_error("code", sentence_of(refusal))
        else:
            return redirect("portal:arrived_with", read_code(code))
    status = 422 if form.errors else 200
    return _private(render(request, "portal/arrived.html", {"form": form}, status=status))


def with_code(request: HttpRequest, code: str) -> HttpResponse:
    """Who is expected in this district with this trip; once said, the code is used up."""
    try:
        coming = _opened(request, code)
        form = CameForm(request.POST or None, coming=coming)
        if request.method == "POST" and form.is_valid():
            came = confirm_with_code(
                actor=coming.holder, code=code, address=_address(request), arrived=form.came
            )
            people = sum(family.people for family in coming.families)
            shown = {"came": came, "people": people, "trip": coming.trip_number}
            return _private(render(request, "portal/arrived_done.html", shown))
    except (CodeRefused, TooManyGuesses) as refusal:
        empty = CodeForm()
        said = {"form": empty, "refused": sentence_of(refusal)}
        return _private(render(request, "portal/arrived.html", said, status=422))
    district = coming.district
    names = place_full_names([district], languages.current()) if district else {}
    shown = {
        "coming": coming,
        "code": code,
        "district": names.get(district, ""),
        "rows": [(family, form[str(family.party_id)]) for family in coming.families],
        "people": sum(family.people for family in coming.families),
        "hours": boarding_rules().arrival_hours,
    }
    return _private(render(request, "portal/arrived_with.html", shown))


def _opened(request: HttpRequest, code: str) -> Coming:
    guesses_left(_address(request))
    try:
        return coming_with(code)
    except CodeRefused:
        count_wrong_code(actor=bearer(""), address=_address(request))
        raise


def _address(request: HttpRequest) -> str:
    """The asker's address as sign-ins are counted by: the one a trusted proxy names, if any."""
    return str(get_adapter(request).get_client_ip(request))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the code
    answer["X-Robots-Tag"] = "noindex"
    return answer
