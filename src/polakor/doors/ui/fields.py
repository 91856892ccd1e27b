"""Lines and boxes to write in, as every form has them."""

from typing import Any

from django import forms


def line(
    label: Any, *, hint: Any = "", required: bool = True, **attributes: str
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes}),
    )


def words(label: Any, *, hint: Any = "", required: bool = True, rows: int = 3) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
    )
