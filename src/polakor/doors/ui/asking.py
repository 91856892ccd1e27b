"""A form on a page of its own: shown, sent, refused beside the field, or done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from polakor.base.errors import Refusal
from polakor.doors.ui.errors import sentence_of

Words = str | Promise


def ask(
    request: HttpRequest,
    *,
    frame: str,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    title: Words,
    button: Words,
    back: str,
    done: Words,
    lead: Words = "",
    facts: list[tuple[Words, Any]] | None = None,
    dangerous: bool = False,
    onward: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Show ``form``; once it is sent and sound, ``do`` with what was told and go ``back``.

    A refusal of the room is said above the form and nothing is kept. ``onward`` makes the next
    address from what ``do`` returned. ``frame``: the template of the room's pages, which has a
    block ``page``.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = do(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, str(done))
            return redirect(onward(made) if onward else back)
    shown = {
        "frame": frame,
        "form": form,
        "title": title,
        "text": lead,
        "facts": facts,
        "button": button,
        "cancel": back,
        "dangerous": dangerous,
    }
    return render(request, "ui/ask.html", shown, status=422 if form.errors else 200)
