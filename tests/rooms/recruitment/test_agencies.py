"""Registering who recruits, deciding about them, and who may see what of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db.models import F
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.recruitment.actions.inspections import (
    FindingDraft,
    InspectionDraft,
    close_correction,
    record_inspection,
)
from polakor.recruitment.actions.licences import (
    DepositDraft,
    change_deposit,
    permit_country,
    take_measure,
    undo_act,
)
from polakor.recruitment.actions.recruiters import (
    OfficeDraft,
    ResponsibleDraft,
    add_name,
    add_office,
    add_responsible,
    end_period,
    join_association,
    list_publicly,
    register_recruiter,
    take_off_list,
)
from polakor.recruitment.errors import (
    ActNotPossible,
    ActUndone,
    CodeUnknown,
    CorrectionDone,
    DayToCome,
    EndedAlready,
    EndsBeforeItBegins,
    FindingMissing,
    InspectionNotFound,
    MoreThanThereIs,
    NotAnAgency,
    NothingSeen,
    NotMoney,
    ReasonMissing,
    RecruiterKnown,
    RecruiterNotFound,
    ReferenceUnknown,
)
from polakor.recruitment.models import (
    Correction,
    Inspection,
    Office,
    Permit,
    Recruiter,
    Responsible,
)
from polakor.recruitment.queries.public import (
    answer_about,
    answer_again,
    find,
    whole_register,
)
from polakor.recruitment.queries.recruiters import recruiter_file, recruiters_for
from tests.cast import Cast
from tests.rooms.recruitment.agencies import (
    BEGAN,
    a_licensed_agency,
    an_agency,
    decide,
    grant,
    today,
)

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def test_an_agency_is_licensed_stopped_and_licensed_again(cast: Cast) -> None:
    number = an_agency(cast.kosal)
    assert answer_about(number).line.holds.standing == "unlicensed"
    grant(cast.kosal, number)
    decide(cast.kosal, number, "suspended", reason="two passports held back")
    assert answer_about(number).line.holds.standing == "suspended"
    with pytest.raises(ActNotPossible):
        decide(cast.kosal, number, "suspended", reason="again")
    decide(cast.kosal, number, "resumed")
    file = recruiter_file(cast.vannak, number, on=today())
    assert file.line.holds.standing == "licensed"
    assert [one.act.act for one in file.acts] == ["resumed", "suspended", "granted"]


def test_a_mistaken_decision_is_taken_back_and_stays_readable(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    decide(cast.kosal, number, "revoked", reason="another firm was meant")
    revoked = recruiter_file(cast.kosal, number, on=today()).acts[0].act.id
    undo_act(actor=cast.kosal, number=number, act_id=revoked, reason="another firm was meant")
    file = recruiter_file(cast.kosal, number, on=today())
    assert file.line.holds.standing == "licensed"
    assert file.acts[0].undone_because == "another firm was meant"
    with pytest.raises(ActUndone):
        undo_act(actor=cast.kosal, number=number, act_id=revoked, reason="once more")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"act": "suspended", "reason": " "}, ReasonMissing),
        ({"act": "renewed", "until": None, "licence": "9"}, ReasonMissing),
        ({"act": "renewed", "until": BEGAN, "licence": "9"}, EndsBeforeItBegins),
        ({"act": "sold"}, ActNotPossible),
    ],
)
def test_a_decision_that_is_not_whole_is_refused(
    cast: Cast, change: dict[str, object], refusal: type[Exception]
) -> None:
    number = a_licensed_agency(cast.kosal)
    with pytest.raises(refusal):
        decide(cast.kosal, number, **change)  # type: ignore[arg-type]
    assert len(recruiter_file(cast.kosal, number, on=today()).acts) == 1


def test_only_who_licenses_may_decide(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    for actor in (cast.dara, cast.vannak, cast.sokha):
        with pytest.raises(PermissionRefused):
            decide(actor, number, "revoked", reason="no")
        with pytest.raises(PermissionRefused):
            an_agency(actor, "Another")


def test_an_agency_is_registered_once_and_a_sub_agent_under_an_agency(cast: Cast) -> None:
    number = an_agency(cast.kosal)
    with pytest.raises(RecruiterKnown, match=number):
        an_agency(cast.kosal)
    with pytest.raises(ReasonMissing):
        register_recruiter(actor=cast.kosal, kind="broker", name_km=" ")
    with pytest.raises(RecruiterNotFound):
        register_recruiter(
            actor=cast.kosal, kind="sub_agent", name_km="តា សុខ", works_for="AG-222222-2"
        )
    under = register_recruiter(
        actor=cast.kosal, kind="sub_agent", name_km="តា សុខ", works_for=number
    )
    with pytest.raises(NotAnAgency):
        grant(cast.kosal, under)
    file = recruiter_file(cast.kosal, number, on=today())
    assert [one.number for one in file.sub_agents] == [under]
    assert recruiter_file(cast.kosal, under, on=today()).works_for == file.line


def test_a_brokers_name_is_closed_until_it_is_put_on_the_public_list(cast: Cast) -> None:
    number = register_recruiter(
        actor=cast.kosal,
        kind="broker",
        name_km="មេខ្យល់ ដារ៉ា",
        province="01",
        other_names=["Ta Dara"],
    )
    assert find("Dara") == []
    with pytest.raises(RecruiterNotFound):
        answer_about(number)
    assert not Recruiter.objects.exists(), "nobody asks: no rows"
    for actor, seen in ((cast.dara, True), (cast.bopha, False), (cast.vannak, True)):
        with acting_as(actor):
            assert Recruiter.objects.filter(number=number).exists() is seen
    list_publicly(actor=cast.kosal, number=number, because="took money of nine people for no job")
    assert [one.number for one in find("Ta Dara")] == [number]
    answer = answer_about(number)
    assert (answer.listed_because, answer.other_names) == (
        "took money of nine people for no job",
        ("Ta Dara",),
    )
    with pytest.raises(EndedAlready):
        list_publicly(actor=cast.kosal, number=number, because="twice")
    take_off_list(actor=cast.kosal, number=number, because="it was his brother")
    assert find("Ta Dara") == []
    assert not Recruiter.objects.exists()


def test_a_firm_is_found_by_any_spelling_by_number_and_by_licence(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    an_agency(cast.kosal, "Golden Rice Labour Supply", "ស្រូវមាស")
    add_name(actor=cast.kosal, number=number, name="ក្រុមហ៊ុន រតនៈ ឯ.ក")
    for asked in ("rose hil", "Rose", "ratanak", "ភ្នំផ្កាកុលាប", "ផ្កាកុលាប", number.lower(), "007/24"):
        assert [one.number for one in find(asked)][:1] == [number], asked
    for asked in ("", "  ", "zzzz", "💚", "ម"):
        assert number not in [one.number for one in find(asked)], asked


def test_a_reference_says_again_what_was_said(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    number = a_licensed_agency(cast.kosal)
    then = answer_about(number)
    decide(cast.kosal, number, "revoked", reason="sold its licence")
    with django_assert_max_num_queries(7):
        assert answer_again(then.reference).at == then.at
    for wrong in ("", "ABC", then.reference[:-1], then.reference[:-1] + "2" * 2):
        with pytest.raises(ReferenceUnknown):
            answer_again(wrong)


def test_permits_offices_and_people_hold_from_a_day_to_a_day(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    permit = permit_country(
        actor=cast.kosal, number=number, country="THA", from_day=BEGAN, reference="12/24"
    )
    with pytest.raises(EndedAlready):
        permit_country(
            actor=cast.kosal, number=number, country="THA", from_day=today(), reference="13/24"
        )
    with pytest.raises(CodeUnknown):
        permit_country(
            actor=cast.kosal, number=number, country="XXX", from_day=today(), reference="1"
        )
    office = OfficeDraft("head", BEGAN, place="120101", address="House 5, street 6")
    add_office(actor=cast.kosal, number=number, draft=office)
    director = ResponsibleDraft("director", "Made-up Director", BEGAN)
    add_responsible(actor=cast.kosal, number=number, draft=director)
    join_association(actor=cast.kosal, number=number, association="ACRA", from_day=BEGAN)
    file = recruiter_file(cast.kosal, number, on=today())
    assert [one.country for one in file.permits] == ["THA"]
    assert (len(file.offices), len(file.responsible), len(file.memberships)) == (1, 1, 1)
    with pytest.raises(EndsBeforeItBegins):
        end_period(
            actor=cast.kosal,
            number=number,
            what="permit",
            period_id=permit,
            until=BEGAN - timedelta(days=1),
        )
    end_period(
        actor=cast.kosal,
        number=number,
        what="permit",
        period_id=permit,
        until=today() - timedelta(days=1),
    )
    assert answer_about(number).permits == ()
    with pytest.raises(EndedAlready):
        end_period(actor=cast.kosal, number=number, what="permit", period_id=permit, until=today())


def test_a_permit_that_was_ended_later_still_stood_in_an_earlier_answer(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    permit = permit_country(
        actor=cast.kosal, number=number, country="THA", from_day=BEGAN, reference="12/24"
    )
    end_period(actor=cast.kosal, number=number, what="permit", period_id=permit, until=BEGAN)
    hours = timedelta(hours=1)
    with acting_as(cast.kosal):  # as if they had been entered two hours ago
        Recruiter.objects.update(recorded_at=F("recorded_at") - 2 * hours)
        Permit.objects.update(recorded_at=F("recorded_at") - 2 * hours)
    assert answer_about(number).permits == ()
    assert answer_about(number, at=timezone.now() - hours).permits == (("THA", ""),)


def test_nothing_of_another_agency_is_ended_or_taken_back(cast: Cast) -> None:
    number, other = a_licensed_agency(cast.kosal), a_licensed_agency(cast.kosal, "Other")
    permit = permit_country(
        actor=cast.kosal, number=other, country="THA", from_day=BEGAN, reference="12/24"
    )
    act = recruiter_file(cast.kosal, other, on=today()).acts[0].act.id
    with pytest.raises(RecruiterNotFound):
        end_period(actor=cast.kosal, number=number, what="permit", period_id=permit, until=today())
    with pytest.raises(RecruiterNotFound):
        undo_act(actor=cast.kosal, number=number, act_id=act, reason="a slip")
    assert answer_about(other).permits == (("THA", ""),)


def test_of_somebody_listed_only_the_name_and_the_reason_are_public(cast: Cast) -> None:
    number = register_recruiter(actor=cast.kosal, kind="broker", name_latin="Uncle Moon")
    office = OfficeDraft("head", BEGAN, address="House 5", phone="012 000 000")
    add_office(actor=cast.kosal, number=number, draft=office)
    list_publicly(actor=cast.kosal, number=number, because="took money")
    add_responsible(
        actor=cast.kosal, number=number, draft=ResponsibleDraft("contact", "Somebody", BEGAN)
    )
    assert answer_about(number).places == ()
    assert not Office.objects.exists()
    assert not Responsible.objects.exists()
    with pytest.raises(RecruiterNotFound):
        answer_about(number, at=timezone.now() - timedelta(days=1))


def test_a_deposit_is_never_drawn_below_nothing(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)

    def change(kind: str, amount: str, currency: str = "USD", reason: str = "wages owed") -> None:
        draft = DepositDraft(kind, Decimal(amount), currency, today(), "A bank", reason)
        change_deposit(actor=cast.kosal, number=number, draft=draft)

    change("paid_in", "100000")
    change("drawn", "40000.50")
    with pytest.raises(MoreThanThereIs, match=r"59999\.50 USD"):
        change("drawn", "60000")
    with pytest.raises(MoreThanThereIs):
        change("given_back", "1", "KHR")
    for amount, currency in (
        ("0", "USD"),
        ("-5", "USD"),
        ("NaN", "USD"),
        ("5", "XYZ"),
        ("1e30", "USD"),
    ):
        with pytest.raises(NotMoney):
            change("paid_in", amount, currency)
    with pytest.raises(ReasonMissing):
        change("drawn", "1", reason="")
    file = recruiter_file(cast.kosal, number, on=today())
    assert file.balance == {"USD": Decimal("59999.50")}


def test_what_everybody_may_read_of_sanctions(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    for kind in ("warning", "referred", "praise"):
        take_measure(
            actor=cast.kosal,
            number=number,
            kind=kind,
            on_day=today(),
            reason="as written",
            decided_by="Ministry of Labour",
        )
    assert {one.what for one in answer_about(number).decided} == {"granted", "warning", "praise"}
    assert len(recruiter_file(cast.kosal, number, on=today()).measures) == 3
    with pytest.raises(DayToCome):
        take_measure(
            actor=cast.kosal,
            number=number,
            kind="warning",
            on_day=today() + timedelta(days=1),
            reason="x",
            decided_by="y",
        )


def visit(*findings: FindingDraft, on: date | None = None) -> InspectionDraft:
    return InspectionDraft(on or today(), "agency-2016", "Two inspectors", findings)


def test_an_inspection_is_kept_with_what_must_be_put_right(cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    due = today() + timedelta(days=14)
    draft = visit(
        FindingDraft("A1", "met"),
        FindingDraft("A11", "not_met", "nine people in one room", "no more than four", due),
    )
    record_inspection(actor=cast.kosal, number=number, draft=draft)
    assert not Inspection.objects.exists(), "what inspectors saw is not for everybody"
    with acting_as(cast.kosal):
        correction = Correction.objects.get()
        visited = Inspection.objects.get().id

    def close(inspection: UUID) -> None:
        close_correction(
            actor=cast.kosal, inspection_id=inspection, correction_id=correction.id, on_day=today()
        )

    with pytest.raises(InspectionNotFound):
        close(correction.id)
    close(visited)
    with pytest.raises(CorrectionDone):
        close(visited)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (visit(FindingDraft("A1", "not_seen")), NothingSeen),
        (visit(), NothingSeen),
        (visit(FindingDraft("A1", "not_met")), FindingMissing),
        (visit(FindingDraft("Z9", "met")), CodeUnknown),
        (visit(FindingDraft("A1", "perfect")), CodeUnknown),
        (visit(FindingDraft("A1", "met"), on=date(2100, 1, 1)), DayToCome),
        (visit(FindingDraft("A1", "partly", "", "do it", BEGAN)), EndsBeforeItBegins),
        (visit(FindingDraft("A1", "partly", "", "", date(2100, 1, 1))), ReasonMissing),
    ],
)
def test_an_inspection_that_is_not_whole_is_refused(
    cast: Cast, draft: InspectionDraft, refusal: type[Exception]
) -> None:
    number = a_licensed_agency(cast.kosal)
    with pytest.raises(refusal):
        record_inspection(actor=cast.kosal, number=number, draft=draft)
    with acting_as(cast.kosal):
        assert not Inspection.objects.exists()


def test_an_officer_inspects_in_their_own_province(cast: Cast) -> None:
    number = register_recruiter(
        actor=cast.kosal, kind="agency", name_latin="Border Work", province="01"
    )
    draft = visit(FindingDraft("A1", "met"))
    record_inspection(actor=cast.dara, number=number, draft=draft)
    with pytest.raises(RecruiterNotFound):
        record_inspection(actor=cast.bopha, number=number, draft=draft)


def test_lists_cost_the_same_however_long(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    for name in ("One", "Two", "Three", "Four"):
        a_licensed_agency(cast.kosal, name)
    with acting_as(cast.vannak), django_assert_max_num_queries(4):
        assert len(recruiters_for(cast.vannak, on=today())) == 4
    find("warm")
    with django_assert_max_num_queries(8):
        assert len(find("Three")) == 1
    with django_assert_max_num_queries(3):
        assert len(whole_register()) == 4
