"""Find a person: one box, answers while one types, and why each one came up."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.comparison import birth_note
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.registry.actions.searching import Slowed, search_at_counter
from polakor.registry.errors import NothingToSearch
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import person_id_by_number
from polakor.registry.queries.search import Answer, Hit
from polakor.registry.rules.asking import Asked as Understood

SHOWN_AT_MOST = 20
REASONS_SHOWN = 3
# True of nearly every question at a counter: said of each person it would only be noise.
LITTLE_ASKED = frozenset({"little_beside_name", "only_name_known"})
SAID_FROM = 0.7
TOO_MANY_REQUESTS = 429


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
    unsure: list[str]


def search(request: HttpRequest) -> HttpResponse:
    """The search page, or the answers alone while somebody types.

    A whole and right number of a person opens the file at once, when it was sent and not typed.
    """
    actor = actor_of(request)
    typed = request.headers.get("HX-Request") == "true"
    asked = Asked(
        *(" ".join(request.GET.get(name, "").split())[:200] for name in ("q", "age", "province"))
    )
    age, wrong = _age(asked.age)
    answer: Answer | Slowed | None = None
    if asked.q and not wrong:
        person_id = None if typed else person_id_by_number(actor, codes.plain_digits(asked.q))
        if person_id is not None and actor.may(RegistryPermission.PERSON_READ):
            return redirect("office_registry:person", person_id=person_id)
        answer = _answer(actor, asked, age, typed)
    if asked.any and answer is None and not wrong and not typed:
        wrong["q"] = _("Write a name, a number, a phone or a document number first.")
    shown = {
        "asked": asked,
        "typed": typed,
        "wrong": wrong,
        "provinces": codes.provinces() if not typed else [],
        "may_register": actor.may(RegistryPermission.PERSON_REGISTER),
        "register_address": _register_address(asked, answer),
        **_shown(answer),
    }
    template = "office_registry/_found.html" if typed else "office_registry/search.html"
    slowed = isinstance(answer, Slowed)
    # htmx swaps nothing that came with an error: while typing the words say it.
    status = TOO_MANY_REQUESTS if slowed and not typed else 200
    response = render(request, template, shown, status=status)
    if isinstance(answer, Slowed):
        response["Retry-After"] = str(answer.seconds)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _age(typed: str) -> tuple[int | None, dict[str, str]]:
    if not typed:
        return None, {}
    if typed.isdecimal() and int(typed) <= 130:
        return int(typed), {}
    return None, {"age": _("An age is a whole number of years, such as 34.")}


def _answer(actor: Actor, asked: Asked, age: int | None, typed: bool) -> Answer | Slowed | None:
    try:
        return search_at_counter(
            actor=actor,
            on=timezone.localdate(),
            text=asked.q,
            age=age,
            place=asked.province,
            typed=typed,
            limit=SHOWN_AT_MOST,
        )
    except NothingToSearch:
        return None


def _shown(answer: Answer | Slowed | None) -> dict[str, object]:
    if answer is None:
        return {"answered": False, "said": ""}
    if isinstance(answer, Slowed):
        return {"answered": False, "slowed": _slowed_words(answer.seconds)}
    provinces = dict(codes.provinces())
    homes = codes.place_names(hit.person.home for hit in answer.hits)
    people = [_found(hit, homes) for hit in answer.hits]
    return {
        "answered": True,
        "people": people,
        "found_words": _found_words(len(people)),
        "at_most": _at_most() if len(people) == SHOWN_AT_MOST else "",
        "understood": _understood(answer.asked),
        "elsewhere": [_elsewhere(provinces.get(code, "")) for code in answer.elsewhere],
    }


def _understood(asked: Understood) -> list[str]:
    """What was taken out of the one box beside the name, so that a wrong reading is seen."""
    words = []
    if asked.year is not None:
        date = "-".join(
            f"{part:02}" for part in (asked.year, asked.month, asked.day) if part is not None
        )
        words.append(_("born %(date)s") % {"date": figures.partial(date)})
    elif asked.age is not None:
        words.append(_("about %(age)s years old") % {"age": asked.age})
    if asked.place:
        words.append(codes.place_names([asked.place]).get(asked.place, asked.place))
    return words + [_("number %(number)s") % {"number": n} for n in asked.numbers[:2]]


def _elsewhere(province: str) -> str:
    if province:
        return _("Somebody who fits is known in %(province)s. Ask the office there.") % {
            "province": province
        }
    return _("Somebody who fits is known to another office. Ask your supervisor.")


def _slowed_words(seconds: int) -> str:
    return ngettext(
        "You have searched more than a counter does. Wait %(n)s second; your supervisor sees this.",
        "You have searched more than a counter does. Wait %(n)s seconds; your supervisor sees"
        " this.",
        seconds,
    ) % {"n": seconds}


def _found(hit: Hit, homes: dict[str, str]) -> Found:
    person = hit.person
    names = [text for _script, text in person.names] or [_("name not known")]
    reasons = [reason for reason in hit.reasons if reason.code not in LITTLE_ASKED]
    because = wording.sentences(reasons, supports=True)[:REASONS_SHOWN]
    if not because and hit.probability == 1.0:
        because = [_("The number you typed is in this file")]
    against = wording.sentences(reasons, supports=False)[:REASONS_SHOWN]
    # Everybody in the list is there for a reason: where nothing speaks for or against, what was
    # looked at is said.
    unsure = [] if because or against else wording.undecided(reasons)[:REASONS_SHOWN]
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
        against=against,
        unsure=unsure,
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


def _register_address(asked: Asked, answer: Answer | Slowed | None) -> str:
    """The registering page with what was typed already in its fields."""
    told = {"name": asked.q, "age": asked.age, "home": asked.province}
    if isinstance(answer, Answer):
        understood = answer.asked
        age = "" if understood.age is None else str(understood.age)
        told = {"name": understood.name, "age": age, "home": understood.place[:2]}
    elif any(letter.isdecimal() for letter in asked.q):
        told["name"] = ""
    filled = {key: value for key, value in told.items() if value}
    address = reverse("office_registry:register")
    return f"{address}?{urlencode(filled)}" if filled else address
