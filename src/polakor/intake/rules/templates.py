"""A form as columns of a spreadsheet: headings and words that our own reading of lists knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polakor.intake.rules.fields import PLACE_LEVELS, Field
from polakor.intake.rules.headings import SURE, meaning
from polakor.intake.rules.text import fold, is_latin
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.reference.rules.forms import Form, Labels, Question

_READ_AS: Mapping[str, tuple[Field, str, str]] = {
    "name_km": (Field.NAME, "khmr", ""),
    "name_latin": (Field.NAME, "latn", ""),
    "name_th": (Field.NAME, "thai", ""),
    "sex": (Field.SEX, "", "sex"),
    "birth": (Field.BIRTH, "", ""),
    "age": (Field.AGE, "", ""),
    "document": (Field.DOCUMENT_KIND, "", "documents"),
    "document_number": (Field.DOCUMENT_NUMBER, "", ""),
    "mrz": (Field.MRZ, "", ""),
    "phone": (Field.PHONE, "", ""),
    "return_mode": (Field.MODE, "", "modes"),
    "crossed_on": (Field.RETURNED_ON, "", ""),
    "needs": (Field.NEEDS, "", "needs"),
    "flags": (Field.FLAGS, "", "flags"),
}
"""Question to the field a list is read into, which script, and the words for its answers."""
_SEXES = {"1": "male", "2": "female"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``code`` is the question, or the field where the form has no question for it;
    ``words`` what can be written in it, () for anything; ``several``: more than one of them.
    """

    code: str
    heading: str
    words: tuple[str, ...] = ()
    several: bool = False


def columns_of(
    form: Form, vocabulary: Vocabulary, language: str, levels: Sequence[Labels]
) -> list[Column]:
    """The columns of an empty list for ``form``: family, people, where they go, how they crossed.

    A heading is the form's own label where a list with it is understood, else a word of the pack
    that is; the same for answers. ``levels`` are the names of the levels of places. What lists do
    not hold (consent, relations) is left to the other doors.
    """
    columns = [_plain(Field.HOUSEHOLD, vocabulary, language, form)]
    asked = {question.code: question for question in form.questions if question.code in _READ_AS}
    for code in _READ_AS:
        if code in asked:
            columns.append(_column(asked[code], form, vocabulary, language))
    if any(question.type == "place" for question in form.questions):
        for field, labels in zip(PLACE_LEVELS, levels, strict=False):
            heading = _heading(labels.get(language, ""), field, "", vocabulary)
            columns.append(Column(field.value, heading))
    columns.append(_plain(Field.GATE, vocabulary, language, form))
    return columns


def _column(question: Question, form: Form, vocabulary: Vocabulary, language: str) -> Column:
    field, script, table = _READ_AS[question.code]
    label = question.label[language]
    several = question.type == "many"
    words = tuple(
        _word(choice.code, choice.label[language], table, vocabulary, several=several)
        for choice in form.choices_of(question)
        if not choice.hidden and (table != "sex" or choice.code in _SEXES)
    )
    heading = _heading(label, field, script, vocabulary)
    return Column(question.code, heading, words, several)


def _plain(field: Field, vocabulary: Vocabulary, language: str, form: Form) -> Column:
    return Column(field.value, _known(field, form.label[language], "", vocabulary))


def _heading(label: str, field: Field, script: str, vocabulary: Vocabulary) -> str:
    found = meaning(label, "", vocabulary)
    if found.field is field and found.score >= SURE and found.detail == script:
        return label
    return _known(field, label, script, vocabulary)


def _known(field: Field, like: str, script: str, vocabulary: Vocabulary) -> str:
    """A word for a column in the letters of ``like``, for the script of a name with its word."""
    words = vocabulary.words("columns", field.value)
    word = next((word for word in words if is_latin(word) == is_latin(like)), field.value)
    word = word[:1].upper() + word[1:]
    if not script:
        return word
    named = vocabulary.words("scripts", script)
    beside = next((one for one in named if is_latin(one) == is_latin(like)), script)
    return f"{word} ({beside})"


def _word(code: str, label: str, table: str, vocabulary: Vocabulary, *, several: bool) -> str:
    known = vocabulary.lookup(table)
    key = _SEXES.get(code, code) if table == "sex" else code
    if known.get(fold(label)) == key and not (several and "," in label):
        return label
    words = vocabulary.words(table, key)
    return next((word for word in words if is_latin(word) == is_latin(label)), code)
