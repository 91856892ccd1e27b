"""What the forms of these pages ask: the words for each question, and for the answers chosen.

What was told is kept as typed, codes as codes; here it becomes readable again in either language.
A question that was asked once keeps its line here for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polakor.doors.office.registry import codes, wording
from polakor.doors.ui import languages
from polakor.flows.amend_person import (
    CORRECTION_FORM,
    DOCUMENT_FORM,
    HOLDER_FORM,
    HOUSEHOLD_END_FORM,
    HOUSEHOLD_FORM,
)
from polakor.flows.register_by_hand import FORM as REGISTER_FORM
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.forms import form
from polakor.reference.queries.pack import in_language
from polakor.registry.queries.told import ToldLine

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "made", "looked", "link", "q", "read_lines"})

FORMS: dict[str, wording.Words] = {
    REGISTER_FORM: _("Registered by hand"),
    DOCUMENT_FORM: _("A document was added"),
    HOLDER_FORM: _("Who holds a document"),
    CORRECTION_FORM: _("A document was corrected"),
    HOUSEHOLD_FORM: _("Somebody of the household"),
    HOUSEHOLD_END_FORM: _("A link of the household ended"),
}

QUESTIONS: dict[str, wording.Words] = {
    "mrz": _("Lines at the bottom of a passport or card"),
    "name": _("Name, as it was said"),
    "name_2": _("The same name in other letters"),
    "name_3": _("And in a third"),
    "sex": _("Sex"),
    "birth_day": _("Born, day"),
    "birth_month": _("Born, month"),
    "birth_year": _("Born, year"),
    "age": _("Age in years"),
    "birth_why": _("Born, why there is no answer"),
    "home": pgettext_lazy("where somebody lives", "Home"),
    "phone": _("Phone"),
    "phone_why": _("Phone, why there is no answer"),
    "document": _("Document"),
    "kind": _("Document"),
    "document_number": _("Document number"),
    "number": _("Document number"),
    "holder": _("Who holds it"),
    "since": _("Since which day"),
    "against_will": _("Kept against the person's will?"),
    "what": _("What is wrong"),
    "reason": _("Why"),
    "gate": _("Gate"),
    "crossed_on": _("Day of crossing"),
    "mode": _("How they came back"),
    "other": _("Person"),
    "relation": _("Who they are to this person"),
    "ending": _("Why it ends"),
}

_LISTS = {
    "document": "document_kinds",
    "kind": "document_kinds",
    "holder": "holders",
    "gate": "gates",
    "mode": "return_modes",
    "relation": "relations",
}
LISTS = ("document_kinds", "holders", "gates", "return_modes", "relations")
_WORDS: dict[str, Mapping[str, wording.Words]] = {
    "sex": {"1": wording.SEXES[1], "2": wording.SEXES[2]},
    "against_will": wording.WILLS,
    "what": wording.CORRECTIONS,
    "ending": wording.ENDINGS,
}
# Questions of the register form that stand there filled in before anybody answers them.
_NEEDS = {"crossed_on": "gate", "mode": "gate", "holder": "document"}
_WHY = {"birth_why": ("birth_year", "age"), "phone_why": ("phone",)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer, as a reader sees them; a column may have had no heading."""

    asked: str
    answer: str


def answers_from(sent: QueryDict) -> dict[str, str]:
    """What was typed or chosen, by question, exactly; the machinery of the form left out."""
    return {name: str(value) for name, value in sent.items() if name not in NOT_KEPT}


def asked_of(line: ToldLine, words: codes.Words, provinces: Mapping[str, str]) -> list[Asked]:
    """Questions and answers of one submission in the reader's language, cells of a list as told.

    A question nobody asked is left out; so is why there is no answer where there is one.
    """
    if not line.form:
        return [Asked(cell.asked, cell.text) for cell in line.cells]
    if line.form not in FORMS:
        return _of_the_pack(line)
    told = {cell.asked: cell.text for cell in line.cells}
    shown = []
    for name, text in told.items():
        if text == "not_asked" or any(told.get(other) for other in _WHY.get(name, ())):
            continue
        if line.form == REGISTER_FORM and told.get(_NEEDS.get(name, name)) in {None, "not_asked"}:
            continue
        question, answer = QUESTIONS.get(name, name), _answer(name, text, words, provinces)
        shown.append(Asked(str(question), str(answer)))
    return shown


def form_words(key: str) -> wording.Words:
    """What a form is called: one of these pages, or one of the pack; ``""`` for a list."""
    if not key or key in FORMS:
        return FORMS.get(key, key)
    try:
        return in_language(form(key).label, languages.current())
    except FormUnknown:
        return key


def _of_the_pack(line: ToldLine) -> list[Asked]:
    """Questions and answers of a form of the pack; of one nobody has any more, by their codes."""
    try:
        asked = form(line.form)
    except FormUnknown:
        return [Asked(cell.asked, cell.text) for cell in line.cells]
    language = languages.current()
    known = {one.code: one for one in asked.questions}
    shown = []
    for cell in line.cells:
        question = known.get(cell.asked)
        if question is None or question.private:
            continue
        choices = {one.code: in_language(one.label, language) for one in asked.choices_of(question)}
        answer = choices.get(cell.text) or str(wording.MISSING.get(cell.text, cell.text))
        shown.append(Asked(in_language(question.label, language), answer))
    return shown


def _answer(
    name: str, text: str, words: codes.Words, provinces: Mapping[str, str]
) -> wording.Words:
    known: wording.Words | None = None
    if name in _LISTS:
        known = words.lists.get(_LISTS[name], {}).get(text)
    elif name == "home":
        known = provinces.get(text)
    elif name in _WORDS:
        known = _WORDS[name].get(text)
    if known is None and name in {"sex", "home", "document", "birth_why", "phone_why"}:
        known = wording.MISSING.get(text)
    return text if known is None else known
