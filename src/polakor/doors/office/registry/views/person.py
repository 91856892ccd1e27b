"""One person's file, and who looked at it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from polakor.access.permissions import AccessPermission
from polakor.access.queries.accounts import account_names
from polakor.access.queries.events import Entry, events_of_person
from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.comparison import birth_note
from polakor.doors.office.registry.telling import told_lines
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.attachments import attachments_of
from polakor.journeys.models import INWARD
from polakor.journeys.queries.crossings import CrossingLine, crossings_of
from polakor.protection.permissions import ProtectionPermission
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.reference.queries.codes import entries
from polakor.registry.errors import PersonNotFound
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.papers import CustodyLine, DocumentLine, FormerDocument
from polakor.registry.queries.persons import (
    DecisionLine,
    FormerRelative,
    PersonFile,
    PersonSummary,
    Relative,
    get_person_for,
)

LOOKS_SHOWN = 100
RECORDS_LOOKED_UP = 5  # joined records whose own log is read; more is not seen in practice


def file_for(actor: Actor, person_id: UUID, *, reason: str = "") -> PersonFile:
    """The file, or the page that does not exist: the same for "none" and "not yours"."""
    try:
        return get_person_for(actor, person_id, reason=reason)
    except PersonNotFound:
        raise Http404 from None


def reads_private(actor: Actor) -> bool:
    """Whether answers to private questions are for this reader: like flags, for case workers."""
    return actor.may(ProtectionPermission.QUEUE_READ)


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All the register knows of one person. Opening it is written down."""
    actor = actor_of(request)
    file = file_for(actor, person_id)
    crossings = crossings_of(actor, file.record_ids)
    places = codes.place_names(
        [
            file.summary.home,
            *(one.person.home for one in file.relatives),
            *(crossing.destination for crossing in crossings),
        ]
    )
    words = codes.words_of("gates", "document_kinds", "return_modes", "holders", "relations")
    by = Doers(words, _staff(file))
    shown = {
        "file": file,
        "names": names_of(file),
        "spellings": _spellings(file),
        "sex": wording.SEXES[file.summary.sex] if file.summary.sex else "",
        "birth": figures.partial(file.summary.birth),
        "birth_note": birth_note(file.summary.birth, file.summary.birth_basis),
        "home": places.get(file.summary.home, ""),
        "why_none": {
            question: wording.MISSING[why]
            for question, why in file.unanswered.items()
            if why in wording.MISSING
        },
        "documents": [_document(one, by) for one in file.documents],
        "withdrawn": [_former(one, by) for one in file.withdrawn],
        "household": [_relative(one, by, places) for one in file.relatives],
        "formerly": [_former_relative(one, by) for one in file.former_relatives],
        "told": told_lines(file.told, private=reads_private(actor)),
        "crossings": [_crossing(one, words, places) for one in crossings],
        "decisions": [_decision(one, by) for one in file.decisions],
        "may_decide": actor.may(RegistryPermission.MATCH_DECIDE),
        "may_paper": actor.may(RegistryPermission.DOCUMENT_RECORD),
        "may_ask": actor.may(IntakePermission.SUBMISSION_ADD),
        "may_costs": actor.may(RecruitmentPermission.COST_READ),
        "may_link": actor.may(RegistryPermission.HOUSEHOLD_RECORD),
        "photos": attachments_of(actor, file.record_ids),
        "may_read_log": actor.may(AccessPermission.LOG_READ_PERSON),
    }
    return render(request, "office_registry/person.html", shown)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name in one script."""

    text: str
    lang: str


def names_of(file: PersonFile) -> list[WrittenName]:
    """One name for each script, the country's own script first; other spellings stand below."""
    order = list(wording.SCRIPTS)
    first: dict[str, str] = {}
    for script, text in file.summary.names:
        first.setdefault(script, text)
    return [
        WrittenName(first[script], wording.SCRIPT_LANGUAGES.get(script, ""))
        for script in sorted(first, key=order.index)
    ]


def _spellings(file: PersonFile) -> list[dict[str, str]]:
    """Every further form of the name and where it came from; each once."""
    heads = {name.text for name in names_of(file)}
    sources = {line.submission: line.filename for line in file.told}
    seen: dict[str, dict[str, str]] = {}
    for line in file.names:
        source = sources.get(line.submission, "") if line.submission else ""
        if line.text not in heads or line.original != line.text:
            seen.setdefault(line.original, {"text": line.original, "source": source})
    return list(seen.values())


@dataclass(frozen=True, slots=True)
class Doers:
    """Words of the pack, and names of those who took something down."""

    words: codes.Words
    staff: dict[UUID, str]

    def name(self, account: UUID | None) -> str:
        """Who it was; "" when nobody knows."""
        return self.staff.get(account, "") if account else ""


def _staff(file: PersonFile) -> dict[UUID, str]:
    """Names of accounts that stand anywhere in papers, links and decisions. One query."""
    accounts = {one.decided_by for one in file.decisions if one.basis == "person"}
    for document in file.documents:
        accounts |= {held.told_by for held in document.custody}
        accounts |= {old.told_by for old in document.former if old.told_by}
    accounts |= {old.told_by for old in file.withdrawn if old.told_by}
    accounts |= {one.link.told_by for one in file.relatives}
    accounts |= {one.link.ended_by for one in file.former_relatives}
    return account_names(accounts)


def _document(one: DocumentLine, by: Doers) -> dict[str, object]:
    held = [_custody(line, by) for line in one.custody]
    return {
        "id": one.id,
        "kind": by.words.of("document_kinds", one.kind),
        "number": one.number,
        "holder": by.words.of("holders", one.holder),
        "against_will": wording.AGAINST_WILL.get(one.against_will, ""),
        "pressing": one.against_will == "yes",
        "since": figures.day(one.since),
        "told": held[0] if held else None,
        "earlier": held[1:],
        "former": [_former(old, by) for old in one.former],
    }


def _custody(line: CustodyLine, by: Doers) -> dict[str, object]:
    return {
        "holder": by.words.of("holders", line.holder),
        "since": figures.day(line.since),
        "against_will": wording.AGAINST_WILL.get(line.against_will, ""),
        "when": figures.moment(line.told_at),
        "who": by.name(line.told_by),
    }


def _former(one: FormerDocument, by: Doers) -> dict[str, object]:
    return {
        "kind": by.words.of("document_kinds", one.kind),
        "number": one.number,
        "reason": one.reason,
        "when": figures.moment(one.told_at) if one.told_at else "",
        "who": by.name(one.told_by),
    }


def _relation(code: str, *, inverted: bool, words: codes.Words) -> str:
    """What the other is to this person; told the other way round, the pack's word for that."""
    if inverted:
        turned = {one.code: str(one.attributes["inverse"]) for one in entries("relations")}
        code = turned.get(code, code)
    return words.of("relations", code) if code else ""


def _relative(one: Relative, by: Doers, places: dict[str, str]) -> dict[str, object]:
    link = one.link
    return {
        **_member(one.person, places),
        "link": link.id,
        "relation": _relation(link.relation, inverted=link.inverted, words=by.words),
        "when": figures.moment(link.told_at),
        "who": by.name(link.told_by),
    }


def _former_relative(one: FormerRelative, by: Doers) -> dict[str, object]:
    link = one.link
    return {
        **_member(one.person, {}),
        "relation": _relation(link.relation, inverted=link.inverted, words=by.words),
        "why": wording.ENDINGS.get(link.reason, link.reason),
        "when": figures.moment(link.ended_at),
        "who": by.name(link.ended_by),
    }


def _member(one: PersonSummary, places: dict[str, str]) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.names[0][1] if one.names else _("name not known"),
        "number": one.number,
        "facts": [
            str(fact)
            for fact in (
                wording.SEXES[one.sex] if one.sex else "",
                figures.partial(one.birth),
                places.get(one.home, ""),
            )
            if fact
        ],
    }


def _crossing(one: CrossingLine, words: codes.Words, places: dict[str, str]) -> dict[str, object]:
    onward = places.get(one.destination, "")
    return {
        "when": figures.moment(one.crossed_at) if one.crossed_at else figures.day(one.crossed_on),
        "way": _("Came in") if one.direction == INWARD else _("Went out"),
        "gate": words.of("gates", one.gate),
        "mode": words.of("return_modes", one.mode),
        "age": one.age,
        "onward": onward,
        "withdrawn": one.withdrawn,
    }


def _decision(one: DecisionLine, by: Doers) -> dict[str, object]:
    by_rule = one.basis == "rule"
    officer = by.name(one.decided_by) or _("an officer")
    return {
        "id": one.id,
        "number": one.number,
        "verdict": wording.VERDICTS[one.verdict],
        "mark": {"same": "same", "different": "differs"}.get(one.verdict, "unknown"),
        "by": _("by rule %(rule)s") % {"rule": one.reason} if by_rule else officer,
        "reason": "" if by_rule else one.reason,
        "when": figures.moment(one.decided_at),
        "undone": one.undone,
        "waits": one.waits and not one.undone,
    }


def looks(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who looked at and who changed this file."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="log")
    found: list[Entry] = []
    for record in file.record_ids[:RECORDS_LOOKED_UP]:
        found += events_of_person(actor, record, limit=LOOKS_SHOWN)
    found.sort(key=lambda entry: -entry.number)
    shown = {
        "file": file,
        "names": names_of(file),
        "entries": [_look(entry) for entry in found[:LOOKS_SHOWN]],
        "cut": len(found) > LOOKS_SHOWN,
        "most": LOOKS_SHOWN,
    }
    return render(request, "office_registry/looks.html", shown)


def _look(entry: Entry) -> dict[str, object]:
    office = entry.office_en if languages.current() == "en" else entry.office_km
    what = wording.EVENTS.get(entry.event)
    return {
        "when": entry.at,
        "who": entry.account,
        "role": wording.ROLES.get(entry.role, entry.role),
        "office": office,
        "what": what or _("Another act"),
        "code": "" if what else entry.event,
        "why": str(wording.READ_REASONS.get(entry.reason, entry.reason)),
    }
