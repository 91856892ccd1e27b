"""Accounts and duties, and the record of who did and who saw what."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from polakor.access.actions.accounts import close_account, give_duty, open_account
from polakor.access.errors import UsernameTaken
from polakor.access.models import Account, Office
from polakor.access.permissions import AccessPermission
from polakor.access.queries.accounts import account_for, accounts_visible_to, duties_of, offices
from polakor.access.queries.events import events_visible_to
from polakor.access.rules.policy import Role
from polakor.doors.office.access.forms import AccountForm, DutyForm, office_choices
from polakor.doors.office.access.words import EVENT_WORDS, ROLE_NAMES
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.reference.queries.places import province_names

PAGE = 50


def _found(request: HttpRequest, account_id: UUID) -> Account:
    account = account_for(actor_of(request), account_id)
    if account is None:
        raise Http404
    return account


def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts with the duty in force, searchable, fifty a page."""
    text = request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    rows = accounts_visible_to(actor_of(request), text=text, after=after, limit=PAGE + 1)
    lines = []
    for row in rows[:PAGE]:
        duty = row.duties[0] if row.duties else None  # type: ignore[attr-defined]
        lines.append(
            {
                "account": row,
                "role": ROLE_NAMES[Role(duty.role)] if duty else "",
                "office": _office_name(duty.office) if duty else "",
            }
        )
    return render(
        request,
        "office_access/accounts.html",
        {
            "lines": lines,
            "text": text,
            "next": rows[PAGE - 1].username if len(rows) > PAGE else "",
            "may_manage": _may_manage(request),
        },
    )


def _office_name(office: Office) -> str:
    return office.name_km if get_language() == "km" else office.name_en


def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account and all its duties."""
    found = _found(request, account_id)
    names = province_names(get_language() or "km")
    duties = [
        {
            "role": ROLE_NAMES[Role(duty.role)],
            "office": _office_name(duty.office),
            "areas": [names.get(area, area) for area in duty.areas if area != "*"],
            "from": duty.valid_from,
            "to": duty.valid_to,
        }
        for duty in duties_of(actor_of(request), found.id)
    ]
    context = {"account": found, "duties": duties, "may_manage": _may_manage(request)}
    return render(request, "office_access/account.html", context)


def _may_manage(request: HttpRequest) -> bool:
    """Auditors look at accounts and change none: no button leads them to a refusal."""
    return actor_of(request).may(AccessPermission.ACCOUNT_MANAGE)


def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its first duty is given on the next page."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_account(actor=actor_of(request), **form.cleaned_data)
        except UsernameTaken as refusal:
            form.add_error("username", sentence_of(refusal))
        else:
            return redirect("office_access:duty", opened.id)
    return render(request, "office_access/form.html", {"form": form, "title": _("New account")})


def duty(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give an account a duty from today."""
    found = _found(request, account_id)
    actor = actor_of(request)
    language = get_language() or "km"
    known = {str(office.id): office for office in offices(actor)}
    form = DutyForm(
        request.POST or None,
        offices=office_choices(list(known.values()), language),
        provinces=list(province_names(language).items()),
    )
    if request.method == "POST" and form.is_valid():
        give_duty(
            actor=actor,
            account=found,
            office=known[form.cleaned_data["office"]],
            role=Role(form.cleaned_data["role"]),
            areas=form.cleaned_data["areas"] or ["*"],
            valid_from=timezone.localdate(),
        )
        return redirect("office_access:account", found.id)
    title = _("A duty for %(name)s") % {"name": found.name}
    return render(request, "office_access/form.html", {"form": form, "title": title})


def close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Ask, then close: the account cannot sign in any more, all it wrote stays."""
    found = _found(request, account_id)
    if request.method == "POST":
        close_account(actor=actor_of(request), account=found)
        return redirect("office_access:account", found.id)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Close the account of %(name)s?") % {"name": found.name},
            "text": _("It cannot sign in any more. Everything it wrote stays as it is."),
            "button": _("Close the account"),
            "dangerous": True,
            "where": _("Accounts"),
        },
    )


def log(request: HttpRequest) -> HttpResponse:
    """The record of acts and looks, newest first, fifty a page; for auditors alone."""
    event = request.GET.get("event", "")
    try:
        before = int(request.GET["before"]) if request.GET.get("before") else None
    except ValueError:
        before = None
    entries = events_visible_to(
        actor_of(request),
        before=before,
        event=event if event in EVENT_WORDS else "",
        limit=PAGE + 1,
    )
    lines = [
        {
            "entry": entry,
            "what": EVENT_WORDS.get(entry.event, entry.event),
            "role": ROLE_NAMES.get(Role(entry.role), entry.role),
            "office": entry.office_km if get_language() == "km" else entry.office_en,
        }
        for entry in entries[:PAGE]
    ]
    return render(
        request,
        "office_access/log.html",
        {
            "lines": lines,
            "events": EVENT_WORDS.items(),
            "event": event,
            "next": entries[PAGE - 1].number if len(entries) > PAGE else "",
        },
    )
