"""What the forms of these pages ask: the words for each question, and for the answers chosen.

What was told is kept as typed, codes as codes; here it becomes readable again in either language.
A question that was asked once keeps its line here for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from polakor.doors.office.registry import codes, wording
from polakor.doors.ui import figures, languages
from polakor.flows.amend_person import (
    CORRECTION_FORM,
    DOCUMENT_FORM,
    HOLDER_FORM,
    HOUSEHOLD_END_FORM,
    HOUSEHOLD_FORM,
)
from polakor.flows.register_by_hand import FORM as REGISTER_FORM
from polakor.intake.rules.answers import is_date
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.forms import form
from polakor.reference.queries.pack import in_language
from polakor.reference.rules.forms import Form, Question
from polakor.registry.queries.told import MANY, ToldCell, ToldLine

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
    """One question with its answer, as a reader sees them; a column may have had no heading.

    ``part``: the part of its form that a question belongs to, in words.
    """

    asked: str
    answer: str
    part: str = ""


def answers_from(sent: QueryDict) -> dict[str, str]:
    """What was typed or chosen, by question, exactly; the machinery of the form left out."""
    return {name: str(value) for name, value in sent.items() if name not in NOT_KEPT}


def asked_of(
    line: ToldLine,
    words: codes.Words,
    provinces: Mapping[str, str],
    places: Mapping[str, str] | None = None,
    *,
    private: bool = False,
) -> list[Asked]:
    """Questions and answers of one submission in the reader's language, cells of a list as told.

    A question nobody asked is left out; so is why there is no answer where there is one, and so
    are ``private`` questions unless the reader may read them. ``places``: words for codes.
    """
    if not line.form:
        return [Asked(cell.asked, cell.text) for cell in line.cells]
    if line.form not in FORMS:
        return _of_the_pack(line, places or {}, private=private)
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


def has_private(line: ToldLine) -> bool:
    """Whether a form of the pack answers private questions."""
    return any(question.private for question, _cell in _pairs(line))


def place_codes(lines: Iterable[ToldLine]) -> set[str]:
    """Codes of places among the answers to forms of the pack."""
    return {cell.text for line in lines for one, cell in _pairs(line) if one.type == "place"}


def answer_words(asked: Form, question: Question, text: str, places: Mapping[str, str]) -> str:
    """An answer, or why there is none, in the reader's language; else as it was told."""
    known: dict[str, wording.Words] = {
        **wording.MISSING,
        **places,
        **{
            one.code: in_language(one.label, languages.current())
            for one in asked.choices_of(question)
        },
    }
    if question.type == "many":
        return MANY.join(str(known.get(one, one)) for one in text.split(MANY))
    if text not in known and question.type == "number" and text.isdecimal():
        return figures.number(int(text))
    if question.type == "date" and is_date(text):
        return figures.partial(text)
    return str(known.get(text, text))


def form_words(key: str) -> wording.Words:
    """What a form is called: one of these pages, or one of the pack with its version; "" for a
    list.
    """
    if not key or key in FORMS:
        return FORMS.get(key, key)
    try:
        asked = form(key)
    except FormUnknown:
        return key
    label = in_language(asked.label, languages.current())
    return gettext("%(form)s, version %(number)s") % {
        "form": label,
        "number": figures.number(asked.version),
    }


def _pairs(line: ToldLine) -> list[tuple[Question, ToldCell]]:
    """Answers to a form of the pack, each with its question; one nobody knows is left out."""
    if not line.form or line.form in FORMS:
        return []
    try:
        asked = form(line.form)
    except FormUnknown:
        return []
    known = {one.code: one for one in asked.questions}
    return [(known[cell.asked], cell) for cell in line.cells if cell.asked in known]


def _of_the_pack(line: ToldLine, places: Mapping[str, str], *, private: bool) -> list[Asked]:
    """Questions and answers of a form of the pack; of one nobody has any more, by their codes."""
    try:
        asked = form(line.form)
    except FormUnknown:
        return [Asked(cell.asked, cell.text) for cell in line.cells]
    language = languages.current()
    parts = {code: in_language(label, language) for code, label in asked.parts}
    shown = []
    for question, cell in _pairs(line):
        if question.private and not private:
            continue
        answer = answer_words(asked, question, cell.text, places)
        label = in_language(question.label, language)
        shown.append((question.part, Asked(label, answer, parts.get(question.part, ""))))
    order = list(parts)
    shown.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    return [one for _part, one in shown]


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
