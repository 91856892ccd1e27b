"""What is asked when tokens are issued or barred, and what their standing is called."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from polakor.doors.office.intake.forms import gate_choices
from polakor.doors.ui import figures
from polakor.intake.actions.tokens import A_SHEET, MOST_SHEETS

# Kind of message and sentence by ``Standing.word``.
STANDINGS: dict[str, tuple[str, str | Promise]] = {
    "unused": ("done", _("A good paper, and nobody was written down under it yet.")),
    "used": ("received", _("A good paper. A family was written down under it.")),
    "duplicate": (
        "check",
        _(
            "The same paper at several desks: more than one family was written down under it. "
            "Nothing was joined. Look at both and say whether they are one family."
        ),
    ),
    "barred": ("error", _("This paper was barred. Take it in and give the family another.")),
    "forged": ("error", _("This paper was not printed by us. Give the family another.")),
    "foreign": ("check", _("This is not one of our papers.")),
    "slip": ("check", _("A letter is wrong or missing. Look at the paper once more.")),
}
KINDS: dict[str, str | Promise] = {
    "register": pgettext_lazy("token", "written down"),
    "enrich": pgettext_lazy("token", "something added"),
}


def _number(label: Any, most: int, hint: Any = "") -> forms.IntegerField:
    typed = {"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput(attrs={**typed, "maxlength": "5"}),
    )


class IssueForm(forms.Form):
    """A new batch."""

    sheets = _number(_("Sheets of A4 paper"), MOST_SHEETS)
    gate = forms.ChoiceField(label=_("Gate"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheets"].help_text = gettext(
            "%(each)s tokens on each sheet; at most %(most)s sheets in one batch."
        ) % {"each": figures.number(A_SHEET), "most": figures.number(MOST_SHEETS)}
        field = self.fields["gate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("For any gate")), *gate_choices()]


class BarForm(forms.Form):
    """Sheets that are good no more."""

    first = _number(_("From number"), 99_999)
    last = _number(_("to number"), 99_999)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Such as: stolen from the desk, wet, misprinted."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
