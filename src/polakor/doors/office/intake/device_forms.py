"""Forms of the pages of devices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polakor.doors.ui import figures
from polakor.intake.queries.known import known


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

    def clean_file(self) -> "UploadedFile[bytes]":
        """A file no larger than the pack lets in."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        most = known().limits["file_megabytes"]
        if (file.size or 0) > most * 1024 * 1024:
            raise forms.ValidationError(
                gettext("The file is larger than %(most)s MB. Save it on the device in parts.")
                % {"most": figures.number(most)}
            )
        return file


class ChoiceForm(forms.Form):
    """Which of two answers holds."""

    choice = forms.ChoiceField(choices=[("first", "first"), ("second", "second")])
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


NEITHER = "neither"


class FamilyForm(forms.Form):
    """Which family a later desk's answers are of; ``families`` are ids of registrations."""

    family = forms.ChoiceField(error_messages={"required": _("Choose one of them, or neither.")})
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Such as: asked at the desk, the same names."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, families: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["family"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, one) for one in (*families, NEITHER)]
