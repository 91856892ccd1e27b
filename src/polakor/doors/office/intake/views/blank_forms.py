"""Forms of the pack with nothing in them: on paper, as a list to fill, for other collectors."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from polakor.doors.office.intake.form_paper import paper_of
from polakor.doors.office.intake.form_sheets import empty_sheet
from polakor.doors.office.intake.xlsform import Spoken, xlsform
from polakor.doors.ui import languages
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.templates import columns_of
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.codes import labels
from polakor.reference.queries.forms import form_as_json, forms_in_force
from polakor.reference.queries.gates import gates_on
from polakor.reference.queries.pack import in_language, pack_in_force
from polakor.reference.rules.forms import Choice, Form, Labels

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIERS = {
    0: gettext_lazy("Counts only, when the queue is longest"),
    1: gettext_lazy("The fast line: a family in a minute"),
    2: gettext_lazy("A longer talk, with some of them"),
}
PAPER = {
    "gate": gettext_lazy("Gate"),
    "when": gettext_lazy("Day, hour"),
    "token": gettext_lazy("Number on the family's paper"),
    "alone": gettext_lazy("Asked alone, and kept apart from the other sheets"),
}
TRUST = {
    "verified": ("done", gettext_lazy("Confirmed")),
    "reported": ("received", gettext_lazy("As reported")),
    "unverified": ("check", gettext_lazy("Not yet confirmed")),
}


@require_GET
def show_forms(request: HttpRequest) -> HttpResponse:
    """Every form in force today, with what it can be taken away as."""
    language = languages.current()
    forms = [
        {
            "form": form,
            "label": in_language(form.label, language),
            "tier": TIERS.get(form.tier, ""),
            "trust": TRUST[form.verification_status],
            "questions": len(form.questions),
            "as_list": _can_be_a_list(form),
        }
        for form in forms_in_force(timezone.localdate())
    ]
    return render(request, "office_intake/forms.html", {"forms": forms})


@require_GET
def paper(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One form on A4 paper, in every language of the pack; hidden flags are left off."""
    form = _form(code, version)
    pack = pack_in_force()
    shown = {"form": form, "paper": paper_of(form), "spoken": pack.languages}
    heads = {name: _in_each(words) for name, words in PAPER.items()}
    return render(request, "office_intake/form_paper.html", {**shown, **heads})


@require_GET
def sheet(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """An empty list whose headings our own reading of lists knows, in the page's language."""
    form = _form(code, version)
    if not _can_be_a_list(form):
        raise Http404
    language = languages.current()
    levels: list[Labels] = pack_in_force().settings["places"]["levels"]
    columns = columns_of(form, vocabulary(), language, levels)
    title = in_language(form.label, language)
    return _file(empty_sheet(columns, title), f"{form.code}-{form.version}-{language}.xlsx")


@require_GET
def odk(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The form as an XLSForm, in every language of the pack."""
    form = _form(code, version)
    names = labels("languages", "en")
    spoken = [Spoken(code, names.get(code, code)) for code in pack_in_force().languages]
    gates = [Choice(gate.code, gate.labels) for gate in gates_on(timezone.localdate())]
    content = xlsform(form, spoken, gates, _in_each(PAPER["gate"]))
    return _file(content, f"{form.code}-{form.version}-xlsform.xlsx")


def _in_each(words: Promise) -> dict[str, str]:
    """Words of these pages in every language of the pack."""
    found = {}
    for language in pack_in_force().languages:
        with translation.override(language):
            found[language] = str(words)
    return found


def _can_be_a_list(form: Form) -> bool:
    return bool(form.about("member")) and any(one.type == "name" for one in form.questions)


def _form(code: str, version: int) -> Form:
    try:
        return Form.from_json(form_as_json(f"{code}/{version}", timezone.localdate()))
    except FormUnknown as unknown:
        raise Http404 from unknown


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
