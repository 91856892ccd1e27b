"""Words of list pages: why a row is set aside."""

from django import template

from polakor.doors.office.intake import words

register = template.Library()


@register.filter
def reason_sentence(code: str) -> str:
    """``{{ row.reason|reason_sentence }}``: the sentence a clerk understands."""
    return words.reason_sentence(code)


@register.filter
def reason_short(code: str) -> str:
    """The first sentence of a reason, for a tab."""
    return words.reason_short(code)
