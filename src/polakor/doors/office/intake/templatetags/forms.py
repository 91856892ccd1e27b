"""Words of a form in every language at once, as paper has them."""

from collections.abc import Mapping, Sequence

from django import template

register = template.Library()


@register.filter
def in_each(labels: Mapping[str, str], languages: Sequence[str]) -> list[tuple[str, str]]:
    """``(language, words)`` in the order of the pack, a word said twice only once."""
    said: dict[str, str] = {}
    for code in languages:
        if labels.get(code) and labels[code] not in said.values():
            said[code] = labels[code]
    return list(said.items())
