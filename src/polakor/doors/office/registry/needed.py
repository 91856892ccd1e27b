"""Holds the forms of this door against what the matching rules need to know.

A form that loses a field would make a rule fall silent and nobody would hear it; so the product
does not start with such a form, and ``polakor rules check`` says the same.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.checks import CheckMessage, Error, register

from polakor.registry.rules.needs import RULES, Fact

# Which fields together tell a fact.
TELLS: dict[Fact, tuple[frozenset[str], ...]] = {
    Fact.NAME: (frozenset({"name"}),),
    Fact.BIRTH_DATE: (frozenset({"birth_day", "birth_month", "birth_year"}),),
    Fact.BIRTH_YEAR: (frozenset({"birth_year"}), frozenset({"age"})),
    Fact.HOME: (frozenset({"home"}),),
    Fact.PHONE: (frozenset({"phone"}),),
    Fact.DOCUMENT: (frozenset({"document", "document_number"}),),
}


def missing_facts(fields: Collection[str]) -> dict[str, list[Fact]]:
    """``{rule: facts it can use that a form with these fields cannot tell}``; {} when complete."""
    told = {fact for fact, ways in TELLS.items() if any(way <= set(fields) for way in ways)}
    found = {
        rule.rule: sorted(frozenset().union(*rule.any_of) - told, key=list(Fact).index)
        for rule in RULES
    }
    return {rule: facts for rule, facts in found.items() if facts}


def faults_of(form: type[forms.Form]) -> list[CheckMessage]:
    """One error for each rule that this form would leave without something it needs."""
    return [
        Error(
            f"{form.__name__} leaves out {', '.join(facts)}, which the rule {rule} needs",
            hint="Give the form its field back, or change what the rule declares to need.",
            id="polakor.E001",
        )
        for rule, facts in missing_facts(list(form.base_fields)).items()
    ]


@register("polakor_rules")
def forms_tell_what_rules_need(**_about: Any) -> list[CheckMessage]:
    """Django's own check of all forms that register people."""
    from polakor.doors.office.registry.forms import RegisterForm

    return faults_of(RegisterForm)
