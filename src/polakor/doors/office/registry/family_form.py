"""The form of a family as a page: fields made of the form of the pack, answers made of fields."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.doors.office.registry.codes import plain_digits
from polakor.doors.ui import languages
from polakor.intake.queries.words import places, vocabulary
from polakor.intake.rules.answers import Problem, problems
from polakor.intake.rules.births import DateReader
from polakor.reference.queries.forms import forms_in_force
from polakor.reference.queries.pack import in_language
from polakor.reference.rules.forms import REASONS, Choice, Form, Question

MOST_PEOPLE = 30
AT_FIRST = 4
REASON = "?"
"""After the name of a question: why there is no answer to it."""
_REST, _APART = "_rest", "_apart"
"""After the name of a question: answers shown behind a tap, and those nobody else may see."""
_AS_BUTTONS = 12
_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9])[ ,](?=[0-9]{3}(?:[ ,]|$))")
_LINES: Mapping[str, Mapping[str, str]] = {
    "number": {"inputmode": "numeric", "class": "input-short", "maxlength": "6"},
    "phone": {"inputmode": "tel"},
    "place": {"list": "places"},
}


class PartForm(forms.Form):
    """The questions about the family or one person. Nothing in it is required: problems are found
    in the answers as a whole, as on a device.
    """

    reasons_beside = True
    """Why there is no answer stands in a field of its own; else, where one answer is chosen, it is
    chosen like an answer.
    """

    def __init__(self, form: Form, who: str, *args: Any, head: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._form, self._language = form, languages.current()
        self._questions = [q for q in form.about(who) if not (head and q.code == "relation")]
        for question in self._questions:
            for name, field in self._fields_of(question):
                self.fields[name] = field
            if question.shown == "first" and (self.reasons_beside or not _has_one(question)):
                self.fields[question.code + REASON] = self._reason_of(question)

    def shown(self) -> list[forms.BoundField]:
        """Fields that stand there at once."""
        return [self[q.code] for q in self._questions if self._place(q) == "first"]

    def more(self) -> list[forms.BoundField]:
        """Fields behind a tap."""
        behind = [q.code for q in self._questions if self._place(q) == "more"]
        return [self[name] for name in self.fields if name in behind or name.endswith(_REST)]

    def apart(self) -> list[forms.BoundField]:
        """What is asked when nobody else sees the screen."""
        return [self[name] for name in self.fields if name.endswith(_APART)]

    def reasons(self) -> list[forms.BoundField]:
        """Why a line was left empty."""
        return [self[name] for name in self.fields if name.endswith(REASON)]

    @property
    def said(self) -> bool:
        """Whether anything at all is filled in or wrong."""
        return any(self[name].value() or self[name].errors for name in self.fields)

    @property
    def said_more(self) -> bool:
        """Whether something behind the tap is filled in or wrong."""
        return any(field.value() or field.errors for field in (*self.more(), *self.reasons()))

    def told(self) -> dict[str, dict[str, Any]]:
        """Answers and reasons by question, as a device would send them; nothing for no answer."""
        answers: dict[str, Any] = {}
        unanswered: dict[str, str] = {}
        for question in self._questions:
            code, value = question.code, self.cleaned_data.get(question.code)
            if question.type == "many":
                for end in (_REST, _APART):
                    value = [*(value or []), *(self.cleaned_data.get(code + end) or [])]
            if isinstance(value, str):
                value = value.replace("\r\n", "\n").strip()
            reason = self.cleaned_data.get(code + REASON)
            if isinstance(value, str) and value.startswith(REASON):
                value, reason = "", value.removeprefix(REASON)
            if value:
                answers[code] = _as_told(question, value)
            elif reason:
                unanswered[code] = reason
        return {"answers": answers, "unanswered": unanswered}

    def fields_of(self, question: Question) -> list[forms.BoundField]:
        """Where a question is answered, and why it is not."""
        names = [question.code + end for end in ("", _REST, _APART, REASON)]
        return [self[name] for name in names if name in self.fields]

    def _place(self, question: Question) -> str:
        return "more" if question.shown == "more" or question.private else "first"

    def _fields_of(self, question: Question) -> Iterator[tuple[str, forms.Field]]:
        offered = self._form.choices_of(question)
        words: dict[str, Any] = {"label": self._say(question.label), "required": False}
        if question.hint:
            words["help_text"] = self._say(question.hint)
        if question.type == "many":
            for end, shelf in _shelves(question, offered).items():
                if shelf:
                    words["choices"] = self._words(shelf)
                    boxes = forms.CheckboxSelectMultiple
                    yield question.code + end, forms.MultipleChoiceField(widget=boxes, **words)
        elif _has_one(question):
            choices: list[Any] = [("", _("not asked")), *self._words(offered)]
            reasons = [] if self.reasons_beside else self._reasons(REASON)
            if question.look == "buttons" and len(offered) <= _AS_BUTTONS:
                words["widget"] = forms.RadioSelect
                choices += reasons
            elif reasons:
                choices.append((_("No answer"), reasons))
            yield question.code, forms.ChoiceField(choices=choices, initial="", **words)
        else:
            if question.type == "place":
                words["help_text"] = _("From the smallest to the largest, in any letters.")
            yield question.code, forms.CharField(widget=_widget(question), **words)

    def _reason_of(self, question: Question) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=self._say(question.label),
            choices=[("", _("not asked")), *self._reasons()],
            required=False,
        )

    def _reasons(self, mark: str = "") -> list[tuple[str, str]]:
        return [(mark + code, self._say(self._form.reasons[code])) for code in REASONS]

    def _words(self, offered: Iterable[Choice]) -> list[tuple[str, str]]:
        return [(choice.code, self._say(choice.label)) for choice in offered]

    def _say(self, labels: Mapping[str, str]) -> str:
        return in_language(labels, self._language)


class FamilyForm:
    """All parts of one family's form, bound or new; ``people`` blocks for people."""

    def __init__(self, form: Form, data: QueryDict | None = None, *, people: int = AT_FIRST):
        self.form = form
        self.household = PartForm(form, "household", data, prefix="h")
        self.members = [
            PartForm(form, "member", data, prefix=f"m{at}", head=at == 0)
            for at in range(min(people, MOST_PEOPLE))
        ]

    @property
    def parts(self) -> tuple[PartForm, ...]:
        """The family's part, then each person's."""
        return (self.household, *self.members)

    def payload(self, envelope: Mapping[str, Any], ids: list[str]) -> dict[str, Any]:
        """What a device would have sent; whoever nothing was said of is left out.

        ``ids`` are those of the people's blocks, in order.
        """
        for part in self.parts:
            part.is_valid()
        told = [{"id": ids[at], **part.told()} for at, part in enumerate(self.members)]
        members = [one for one in told if one["answers"] or one["unanswered"]]
        return {**envelope, "household": self.household.told(), "members": members}

    def find_problems(self, payload: Mapping[str, Any], ids: list[str]) -> bool:
        """Put every problem beside its field; whether there are any."""
        for problem in problems(self.form, payload):
            if problem.member is None:
                blame(self.household, problem)
            else:
                name = payload["members"][problem.member]["id"]
                blame(self.members[ids.index(name)], problem)
        return any(part.errors for part in self.parts)


def blame(part: PartForm, problem: Problem) -> None:
    """Put a problem beside its field."""
    field = problem.code if problem.code in part.fields else None
    part.add_error(field, in_language(problem.message, languages.current()))


def form_in_force(code: str) -> Form:
    """The version of a form that may be filled in today, or the page that does not exist."""
    for one in forms_in_force(timezone.localdate()):
        if one.code == code:
            return one
    raise Http404(f"the pack has no form {code}")


def _has_one(question: Question) -> bool:
    """Whether exactly one answer is chosen."""
    return question.type == "choice" or (question.type != "many" and bool(question.list_name))


def _shelves(question: Question, offered: Iterable[Choice]) -> dict[str, list[Choice]]:
    """Where the answers of a question with many stand: at once, behind a tap, apart."""
    shelves: dict[str, list[Choice]] = {"": [], _REST: [], _APART: []}
    for choice in offered:
        late = question.first and choice.code not in question.first
        shelves[_APART if choice.hidden else _REST if late else ""].append(choice)
    return shelves


def _widget(question: Question) -> forms.Widget:
    typed = {"autocomplete": "off", "spellcheck": "false", **_LINES.get(question.type, {})}
    if question.type == "number" and any((rule.at_most or 0) > 99_999 for rule in question.must):
        typed["maxlength"] = "20"  # an amount of money, perhaps with spaces between thousands
    if question.type == "mrz":
        return forms.Textarea(attrs={**typed, "rows": "3", "autocapitalize": "characters"})
    return forms.TextInput(attrs=typed)


def _as_told(question: Question, value: Any) -> Any:
    """An answer as a device gives it: codes for places, ISO dates. What cannot be read stays."""
    if question.type == "number":
        digits = _BETWEEN_THOUSANDS.sub("", plain_digits(value))
        return int(digits) if digits.isascii() and digits.isdecimal() else value
    if question.type == "place":
        return places().locate_text(value).code or value
    if question.type == "date":
        reader = DateReader(vocabulary(), timezone.localdate())
        on = reader.read(value, birth=question.code == "birth").on
        return on.iso if on is not None else value
    return value.upper() if question.type == "mrz" else value
