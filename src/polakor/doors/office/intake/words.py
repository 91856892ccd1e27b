"""What columns, reasons and findings are called on a page."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from polakor.doors.ui import languages
from polakor.intake.rules.fields import Field
from polakor.intake.rules.reasons import NOTICES, REASONS
from polakor.reference.queries.codes import labels

FIELDS: dict[Field, str | Promise] = {
    Field.ROW_NUMBER: _("Row number in list"),
    Field.NAME: _("Full name"),
    Field.FAMILY_NAME: _("Family name"),
    Field.GIVEN_NAME: _("Given name"),
    Field.NAME_TITLE: _("Title of address"),
    Field.SEX: _("Sex"),
    Field.SEX_MALE: _("Sex: mark for men"),
    Field.SEX_FEMALE: _("Sex: mark for women"),
    Field.BIRTH: _("Date of birth"),
    Field.BIRTH_DAY: _("Day of birth"),
    Field.BIRTH_MONTH: _("Month of birth"),
    Field.BIRTH_YEAR: _("Year of birth"),
    Field.AGE: _("Age"),
    Field.NATIONALITY: _("Nationality"),
    Field.PHONE: _("Telephone"),
    Field.DOCUMENT: _("Document, kind and number"),
    Field.DOCUMENT_KIND: _("Kind of document"),
    Field.DOCUMENT_NUMBER: _("Document number"),
    Field.MRZ: _("Machine-readable lines"),
    Field.PLACE: _("Home address"),
    Field.VILLAGE: _("Home village"),
    Field.COMMUNE: _("Home commune"),
    Field.DISTRICT: _("Home district"),
    Field.PROVINCE: _("Home province"),
    Field.PLACE_CODE: _("Code of the home place"),
    Field.BIRTH_PLACE: _("Place of birth"),
    Field.MODE: _("How they came back"),
    Field.GATE: _("Gate"),
    Field.RETURNED_ON: _("Day of crossing"),
    Field.HOUSEHOLD: _("Family they travel with"),
    Field.FLAGS: _("What to look out for"),
    Field.NEEDS: _("Help needed"),
    Field.REMARK: _("Remark"),
    Field.OTHER: _("Kept as written"),
}

FIELD_VALUES = frozenset(field.value for field in Field)

SCRIPTS: dict[str, str | Promise] = {
    "khmr": _("Khmer"),
    "latn": _("Latin"),
    "thai": _("Thai"),
}
_WITH_SCRIPT = (Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME)

SEXES: dict[int, str | Promise] = {
    0: pgettext_lazy("sex", "not given"),
    1: pgettext_lazy("sex", "Male"),
    2: pgettext_lazy("sex", "Female"),
    9: pgettext_lazy("sex", "Other"),
}


def field_word(field: str, detail: str = "", documents: dict[str, str] | None = None) -> str:
    """``Full name (Thai)``, ``Document number (Passport)``, ``Sex``."""
    known = Field(field)
    word = str(FIELDS[known])
    more = ""
    if known in _WITH_SCRIPT:
        more = str(SCRIPTS.get(detail, ""))
    elif known is Field.DOCUMENT_NUMBER:
        more = (documents or {}).get(detail, "")
    elif known is Field.BIRTH_PLACE and detail in FIELD_VALUES:
        more = str(FIELDS[Field(detail)])
    return gettext("%(word)s (%(more)s)") % {"word": word, "more": more} if more else word


def document_words() -> dict[str, str]:
    """Kinds of document by code. One query."""
    return labels("document_kinds", languages.current())


def field_choices(documents: dict[str, str]) -> list[tuple[str, str]]:
    """Everything a column can become, as (``field:detail``, words)."""
    found = []
    for field in FIELDS:
        found.append((f"{field}:", field_word(field)))
        details: tuple[str, ...] = ()
        if field in _WITH_SCRIPT:
            details = tuple(SCRIPTS)
        elif field is Field.DOCUMENT_NUMBER:
            details = tuple(documents)
        found.extend(
            (f"{field}:{detail}", field_word(field, detail, documents)) for detail in details
        )
    return found


def has_detail(field: str, detail: str, documents: dict[str, str]) -> bool:
    """Whether the page offers this field with this detail."""
    if Field(field) in _WITH_SCRIPT:
        return detail in SCRIPTS
    return field == Field.DOCUMENT_NUMBER and detail in documents


PARTS: dict[str, str | Promise] = {
    "name_km": _("Khmer name"),
    "name_latin": _("Latin name"),
    "name_th": _("Thai name"),
    "born": _("Born"),
    "sex": _("Sex"),
    "home": _("Home"),
    "document": _("Document"),
    "phone": _("Telephone"),
}


def age(years: int) -> str:
    """``31 years old``: an age is kept as an age, not turned into a birthday."""
    return ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}


def reason_sentence(code: str) -> str:
    """Why a row is set aside, as a clerk understands it; the code itself for one nobody knows."""
    sentence = REASONS.get(code)
    return gettext(sentence) if sentence else code


def notice_sentences(notices: list[list[Any]]) -> list[str]:
    """What there is to know about a file; ``notices`` are pairs of a code and what fills it."""
    return [gettext(NOTICES[code]) % dict(filling) for code, filling in notices if code in NOTICES]


def reason_short(code: str) -> str:
    """The first sentence of a reason, without its full stop."""
    sentence = reason_sentence(code)
    ends = [at for at in (sentence.find(". "), sentence.find("។")) if at > 0]
    return sentence[: min(ends)] if ends else sentence.rstrip(".")
