"""Forms that add to a file: papers, who holds them, who belongs to the household."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.base.ids import uuid7
from polakor.doors.office.registry import codes, wording
from polakor.doors.ui.days import DayField
from polakor.reference.queries.codes import entries


class ToldForm(forms.Form):
    """A form that is kept word for word. ``made`` with it: sent twice, it is told once."""

    made = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made"].initial = uuid7()

    def offer(self, name: str, choices: list[Any]) -> None:
        """Fill a field's choices, which come from the country pack."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def shown(self) -> list[forms.BoundField]:
        """The questions, without what is hidden."""
        return self.visible_fields()


class HolderForm(ToldForm):
    """Who holds a paper now."""

    holder = forms.ChoiceField(label=gettext_lazy("Who holds it"))
    since = DayField(label=gettext_lazy("Since which day"), required=False)
    against_will = forms.ChoiceField(
        label=gettext_lazy("Kept against the person's will?"),
        required=False,
        initial="not_asked",
        choices=list(wording.WILLS.items()),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("holder", [("", _("Choose")), *codes.words_of("holders").choices("holders")])

    def clean(self) -> dict[str, Any]:
        """A day that has come; an answer for a question that was not asked."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("since") and told["since"] > timezone.localdate():
            self.add_error("since", _("This day has not come yet."))
        told["against_will"] = told.get("against_will") or "not_asked"
        return told


def _paper_kinds() -> list[tuple[str, str]]:
    """Kinds that are papers, with their words; answers such as "none" are left out."""
    papers = {one.code for one in entries("document_kinds") if one.attributes["document"]}
    kinds = codes.words_of("document_kinds").choices("document_kinds")
    return [(code, word) for code, word in kinds if code in papers]


def _number() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Document number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class DocumentForm(HolderForm):
    """A paper to add, and who holds it."""

    kind = forms.ChoiceField(label=gettext_lazy("Document"))
    number = _number()
    field_order = ("kind", "number", "holder", "since", "against_will")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [("", _("Choose")), *_paper_kinds()])


class CorrectionForm(ToldForm):
    """What is wrong with a paper on file."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is wrong"),
        choices=list(wording.CORRECTIONS.items()),
        initial="miswritten",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Document"), required=False)
    number = _number()
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", _paper_kinds())


class HouseholdForm(ToldForm):
    """Somebody who belongs together with the person, found by number or by name."""

    q = forms.CharField(
        label=gettext_lazy("Number or name of the other person"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    other = forms.ChoiceField(label=gettext_lazy("Who is it?"), widget=forms.RadioSelect)
    relation = forms.ChoiceField(label=gettext_lazy("Who they are to this person"))

    def __init__(self, *args: Any, found: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("other", found)
        words = codes.words_of("relations")
        self.offer("relation", [("", _("Choose")), *words.choices("relations")])


class EndingForm(ToldForm):
    """Why a link of a household ends."""

    ending = forms.ChoiceField(
        label=gettext_lazy("Why it ends"),
        choices=list(wording.ENDINGS.items()),
        initial="left",
        widget=forms.RadioSelect,
    )
