"""What was done for somebody who waited."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """A few words are enough; without any the entry stays open."""

    answer = forms.CharField(
        label=_("What was done"),
        help_text=_("In a few words: who came, where the person is now, what is next."),
        max_length=2000,
        error_messages={"required": _("Write in a few words what was done.")},
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
