"""Find a person: one box, and why each one came up."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.comparison import birth_note
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import person_id_by_number
from polakor.registry.queries.search import Hit, search_persons

SHOWN_AT_MOST = 20
REASONS_SHOWN = 3
SAID_FROM = 0.7


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, as it was typed."""

    q: str
    age: str
    province: str

    @property
    def any(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.q or self.age or self.province)


@dataclass(frozen=True, slots=True)
class Found:
    """One person in the list of results, in words."""

    address: str
    name: str
    other_names: list[str]
    number: str
    sex: wording.Words
    birth: str
    home: str
    records: int
    records_words: str
    likely: wording.Words
    because: list[str]
    against: list[str]


def search(request: HttpRequest) -> HttpResponse:
    """The search page; a whole and right number of a person opens the file at once."""
    actor = actor_of(request)
    asked = Asked(
        *(" ".join(request.GET.get(name, "").split())[:200] for name in ("q", "age", "province"))
    )
    age, wrong = _age(asked.age)
    if asked.any and not asked.q:
        wrong["q"] = _("Write a name, a number, a phone or a document number first.")
    people: list[Found] = []
    if asked.q and not wrong:
        person_id = person_id_by_number(actor, codes.plain_digits(asked.q))
        if person_id is not None and actor.may(RegistryPermission.PERSON_READ):
            return redirect("office_registry:person", person_id=person_id)
        people = _people(actor, asked, age)
    shown = {
        "asked": asked,
        "wrong": wrong,
        "people": people,
        "found_words": _found_words(len(people)),
        "at_most": _at_most() if len(people) == SHOWN_AT_MOST else "",
        "provinces": codes.provinces(),
        "may_register": actor.may(RegistryPermission.PERSON_REGISTER),
        "register_address": _register_address(asked),
    }
    return render(request, "office_registry/search.html", shown)


def _age(typed: str) -> tuple[int | None, dict[str, str]]:
    if not typed:
        return None, {}
    if typed.isdecimal() and int(typed) <= 130:
        return int(typed), {}
    return None, {"age": _("An age is a whole number of years, such as 34.")}


def _people(actor: Actor, asked: Asked, age: int | None) -> list[Found]:
    hits = search_persons(
        actor,
        text=codes.plain_digits(asked.q),
        age=age,
        place=asked.province,
        on=timezone.localdate(),
        limit=SHOWN_AT_MOST,
    )
    homes = codes.place_names(hit.person.home for hit in hits)
    return [_found(hit, homes) for hit in hits]


def _found(hit: Hit, homes: dict[str, str]) -> Found:
    person = hit.person
    names = [text for _script, text in person.names] or [_("name not known")]
    because = wording.sentences(hit.reasons, supports=True)[:REASONS_SHOWN]
    if not because and hit.probability == 1.0:
        because = [_("The number you typed is in this file")]
    return Found(
        address=reverse("office_registry:person", args=[person.id]),
        name=names[0],
        other_names=names[1:3],
        number=person.number,
        sex=wording.SEXES[person.sex],
        birth=birth_words(person.birth, person.birth_basis),
        home=homes.get(person.home, ""),
        records=person.records,
        records_words=ngettext("%(n)s record", "%(n)s records", person.records)
        % {"n": person.records},
        # A name alone is always "unlikely" by the sums; said in a list it would only mislead.
        likely=wording.likely(hit.probability) if hit.probability >= SAID_FROM else "",
        because=because,
        against=wording.sentences(hit.reasons, supports=False)[:REASONS_SHOWN],
    )


def birth_words(birth: str, basis: str) -> str:
    """``born 1991 (year only)``: a birth date in a list, no more exact than it was told."""
    if not birth:
        return _("birth date not known")
    words = _("born %(date)s") % {"date": figures.partial(birth)}
    note = birth_note(birth, basis)
    return f"{words} ({note})" if note else words


def _found_words(count: int) -> str:
    return ngettext("%(n)s person found", "%(n)s people found", count) % {"n": count}


def _at_most() -> str:
    return _("Only the %(n)s likeliest are shown: add an age or a province to narrow it.") % {
        "n": SHOWN_AT_MOST
    }


def _register_address(asked: Asked) -> str:
    told = {"name": asked.q, "age": asked.age, "home": asked.province}
    named = not any(letter.isdecimal() for letter in asked.q)
    filled = {key: value for key, value in told.items() if value and (key != "name" or named)}
    address = reverse("office_registry:register")
    return f"{address}?{urlencode(filled)}" if filled else address
