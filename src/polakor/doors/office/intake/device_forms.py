"""Forms of the pages of devices."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BarForm(forms.Form):
    """Why a device is barred."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Such as: stolen from the bus on 3 May."),
    )


class FileForm(forms.Form):
    """A file a device saved."""

    file = forms.FileField(
        label=_("File of sealed records"),
        help_text=_("Saved on a device by “Save to a file”. Nobody can read it on the way."),
    )


class ChoiceForm(forms.Form):
    """Which of two answers holds."""

    choice = forms.ChoiceField(choices=[("first", "first"), ("second", "second")])
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
