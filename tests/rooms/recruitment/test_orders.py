"""Job orders, who goes for them, and the arithmetic nobody can bend."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.queries.events import events_visible_to
from polakor.recruitment.actions.orders import (
    OrderDraft,
    close_order,
    decide_order,
    declare_order,
    revoke_approval,
    withdraw_order,
)
from polakor.recruitment.actions.placements import (
    add_contract,
    answer_finding,
    clear_worker,
    move_on,
    record_departure,
    take_back_step,
    withdraw_worker,
)
from polakor.recruitment.errors import (
    CodeUnknown,
    ContractMissing,
    DayToCome,
    DecidedAlready,
    EndsBeforeItBegins,
    FindingAnswered,
    FindingsOpen,
    MayNotRecruit,
    NobodyOfAge,
    NothingToUndo,
    NotMoney,
    OrderNotFound,
    OrderNotOpen,
    PlacedElsewhere,
    PlacementNotFound,
    QuotaFull,
    ReasonMissing,
    RecruiterNotFound,
    TermAbsurd,
    WorkerNotThere,
)
from polakor.recruitment.models import JobOrder, LedgerRow, Placement
from polakor.recruitment.queries.ledger import lines_of_order
from polakor.recruitment.queries.orders import order_file, orders_for
from polakor.recruitment.queries.placements import placement_file, placements_for
from polakor.recruitment.rules.ledger import Counts
from polakor.recruitment.rules.terms import Deduction, Fee, Terms
from polakor.registry.models import Person
from tests.cast import Cast, somebody_of
from tests.rooms.recruitment.agencies import a_licensed_agency, decide, today
from tests.rooms.recruitment.orders import (
    TERMS,
    a_contract,
    an_agency_for_thailand,
    an_approved_order,
    an_order,
    ready,
    signed,
)

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def counts(cast: Cast, order: str) -> tuple[int, int, int, int]:
    found = order_file(cast.kosal, order).line.counts
    return found.approved, found.contracted, found.cleared, found.departed


def test_a_small_order_needs_one_officer_a_large_one_two(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    small, large = an_order(srey, agency, 49), an_order(srey, agency, 50)
    assert decide_order(actor=cast.kosal, number=small, agree=True) == "approved"
    assert decide_order(actor=cast.kosal, number=large, agree=True) == "declared"
    with pytest.raises(DecidedAlready):
        decide_order(actor=cast.kosal, number=large, agree=True)
    assert counts(cast, large) == (0, 0, 0, 0)
    assert decide_order(actor=cast.pheap, number=large, agree=True) == "approved"
    assert counts(cast, large) == (50, 0, 0, 0)
    with pytest.raises(OrderNotOpen):
        decide_order(actor=cast.pheap, number=large, agree=True)


def test_nobody_decides_about_what_they_declared_and_no_agency_decides(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    number = an_order(cast.kosal, agency)
    with pytest.raises(DecidedAlready):
        decide_order(actor=cast.kosal, number=number, agree=True)
    with pytest.raises(PermissionRefused):
        decide_order(actor=srey, number=number, agree=True)
    with pytest.raises(ReasonMissing):
        decide_order(actor=cast.pheap, number=number, agree=False)
    assert decide_order(actor=cast.pheap, number=number, agree=False, reason="wage") == "refused"


def test_an_agency_sees_its_own_and_nothing_of_another(cast: Cast) -> None:
    agency, other = an_agency_for_thailand(cast), an_agency_for_thailand(cast, "Golden Rice")
    srey, _ = somebody_of(agency)
    pisey, _ = somebody_of(other, "pisey")
    order = an_approved_order(cast, srey, agency)
    worker = signed(srey, order)
    assert [one.number for one in orders_for(srey)] == [order]
    assert orders_for(pisey) == []
    assert placements_for(pisey) == []
    for look in (
        lambda: order_file(pisey, order),
        lambda: withdraw_order(actor=pisey, number=order, reason="no"),
    ):
        with pytest.raises(OrderNotFound):
            look()
    for look in (
        lambda: placement_file(pisey, worker),
        lambda: withdraw_worker(actor=pisey, number=worker, reason="no"),
        lambda: add_contract(actor=pisey, number=worker, draft=a_contract("employment")),
    ):
        with pytest.raises(PlacementNotFound):
            look()
    with pytest.raises(RecruiterNotFound):
        an_order(pisey, agency)
    with acting_as(srey):
        assert not Person.objects.exists(), "no file of a person, not even of its own workers"
        assert Placement.objects.count() == 1
    with acting_as(cast.dara):
        assert not Placement.objects.exists()
        assert not JobOrder.objects.exists()


def test_an_agency_that_may_not_send_people_declares_nothing(cast: Cast) -> None:
    agency = a_licensed_agency(cast.kosal)
    srey, _ = somebody_of(agency)
    with pytest.raises(MayNotRecruit):
        an_order(srey, agency)
    able = an_agency_for_thailand(cast, "Golden Rice")
    number = an_order(cast.kosal, able)
    decide(cast.kosal, able, "suspended", reason="passports held back")
    with pytest.raises(MayNotRecruit):
        decide_order(actor=cast.pheap, number=number, agree=True)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"wage": Decimal(-1)}, TermAbsurd),
        ({"wage": Decimal("1e15")}, TermAbsurd),
        ({"wage": Decimal("NaN")}, TermAbsurd),
        ({"hours": Decimal(200)}, TermAbsurd),
        ({"hours": Decimal("NaN")}, TermAbsurd),
        ({"rest_days": Decimal("-Infinity")}, TermAbsurd),
        ({"months": 0}, TermAbsurd),
        ({"employer": ""}, TermAbsurd),
        ({"currency": "ZZZ"}, NotMoney),
        ({"country": "ZZZ"}, CodeUnknown),
        ({"fees": (Fee("NOTHING", Decimal(1), "USD", "worker"),)}, CodeUnknown),
        ({"deductions": (Deduction("room", Decimal(-5)),)}, TermAbsurd),
    ],
)
def test_terms_nobody_can_mean_are_refused(
    cast: Cast, change: dict[str, object], refusal: type[Exception]
) -> None:
    agency = an_agency_for_thailand(cast)
    with pytest.raises(refusal):
        an_order(cast.kosal, agency, terms=replace(TERMS, **change))  # type: ignore[arg-type]
    assert orders_for(cast.kosal) == []


def test_an_order_is_for_somebody_and_leaves_in_time(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    for people in (0, -3, 100_001):
        with pytest.raises(TermAbsurd):
            an_order(cast.kosal, agency, people)
    late = OrderDraft(2, TERMS, today() - timedelta(days=1))
    with pytest.raises(EndsBeforeItBegins):
        declare_order(actor=cast.kosal, agency=agency, draft=late)


def test_a_worker_signs_is_cleared_and_leaves(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worker = signed(srey, order)
    with pytest.raises(ContractMissing):
        clear_worker(actor=cast.kosal, number=worker)
    add_contract(actor=srey, number=worker, draft=a_contract("employment"))
    with pytest.raises(WorkerNotThere):
        record_departure(actor=srey, number=worker, on_day=today())
    with pytest.raises(PermissionRefused):
        clear_worker(actor=srey, number=worker)
    clear_worker(actor=cast.kosal, number=worker)
    with pytest.raises(WorkerNotThere):
        clear_worker(actor=cast.pheap, number=worker)
    with pytest.raises(DayToCome):
        record_departure(actor=srey, number=worker, on_day=today() + timedelta(days=1))
    record_departure(actor=srey, number=worker, on_day=today())
    move_on(actor=srey, number=worker, state="arrived", on_day=today())
    with pytest.raises(WorkerNotThere):
        move_on(actor=srey, number=worker, state="training", on_day=today())
    assert counts(cast, order) == (2, 1, 1, 1)
    file = placement_file(srey, worker)
    states = ["arrived", "departed", "cleared", "contract_signed", "signed"]
    assert [one.state for one in file.changes] == states
    assert [one.step for one in lines_of_order(srey, order)] == [
        "departed",
        "cleared",
        "contracted",
        "approved",
    ]


def test_nobody_signs_above_what_was_approved(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 2)
    for at in (0, 1):
        signed(srey, order, at)
    with acting_as(cast.vannak):
        before = Person.objects.count()
    with pytest.raises(QuotaFull, match="2"):
        signed(srey, order, 2)
    with acting_as(cast.vannak):
        assert Person.objects.count() == before, "nothing half-written"
    assert counts(cast, order) == (2, 2, 0, 0)


def test_who_will_not_go_frees_the_place_and_both_rows_stay(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 1)
    worker = ready(srey, order)
    clear_worker(actor=cast.kosal, number=worker)
    with pytest.raises(PermissionRefused):
        withdraw_worker(actor=srey, number=worker, reason="fell ill")
    withdraw_worker(actor=cast.kosal, number=worker, reason="fell ill")
    assert counts(cast, order) == (1, 0, 0, 0)
    assert [(one.step, one.undoes) for one in lines_of_order(srey, order)] == [
        ("undone", 2),
        ("undone", 3),
        ("cleared", 0),
        ("contracted", 0),
        ("approved", 0),
    ]
    with pytest.raises(WorkerNotThere):
        withdraw_worker(actor=srey, number=worker, reason="twice")
    signed(srey, order, 1)
    assert counts(cast, order) == (1, 1, 0, 0)


def test_a_mistaken_clearance_or_departure_is_taken_back(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    order = an_order(cast.pheap, agency)
    decide_order(actor=cast.kosal, number=order, agree=True)
    worker = ready(cast.pheap, order)
    with pytest.raises(NothingToUndo):
        take_back_step(actor=cast.kosal, number=worker, reason="nothing yet")
    clear_worker(actor=cast.kosal, number=worker)
    record_departure(actor=cast.kosal, number=worker, on_day=today())
    assert take_back_step(actor=cast.kosal, number=worker, reason="another") == "cleared"
    assert take_back_step(actor=cast.kosal, number=worker, reason="too") == "contract_signed"
    assert counts(cast, order) == (2, 1, 0, 0)
    with pytest.raises(NothingToUndo):
        revoke_approval(actor=cast.kosal, number=order, reason="somebody signed")
    clear_worker(actor=cast.kosal, number=worker)
    assert counts(cast, order) == (2, 1, 1, 0)


def test_an_approval_nobody_signed_for_is_taken_back(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    revoke_approval(actor=cast.kosal, number=order, reason="the employer is closed")
    assert order_file(cast.kosal, order).line.state == "refused"
    assert counts(cast, order) == (0, 0, 0, 0)
    with pytest.raises(NothingToUndo):
        revoke_approval(actor=cast.kosal, number=order, reason="twice")
    with pytest.raises(OrderNotOpen):
        signed(srey, order)
    other = an_approved_order(cast, srey, agency)
    close_order(actor=cast.kosal, number=other, reason="the season is over")
    with pytest.raises(OrderNotOpen):
        signed(srey, other)
    third = an_order(srey, agency)
    withdraw_order(actor=srey, number=third, reason="the employer wrote")
    assert order_file(srey, third).line.state == "withdrawn"


def test_a_worse_term_is_found_and_stops_until_it_is_answered(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worse = replace(TERMS, wage=Decimal(11000), papers="employer")
    worker = ready(srey, order, terms=worse)
    findings = placement_file(srey, worker).contracts[0].findings
    found = {(one.rule, one.about): one for one in findings}
    wage = found["worse_than_order", "wage"]
    assert (wage.promised, wage.found, wage.stops) == ("12000 THB", "11000 THB", True)
    assert set(wage.law) >= {"km", "en"}
    assert wage.trust == "unverified"
    assert ("contracts_differ", "wage") not in found, "the same fact is said once"
    assert ("papers_not_with_worker", "papers") in found
    stopping = [one for one in findings if one.stops]
    with pytest.raises(FindingsOpen, match=str(len(stopping))):
        clear_worker(actor=cast.kosal, number=worker)
    with pytest.raises(PermissionRefused):
        answer_finding(actor=srey, number=worker, finding_id=wage.id, answer="fine")
    for one in stopping:
        answer_finding(actor=cast.kosal, number=worker, finding_id=one.id, answer="asked her")
    with pytest.raises(FindingAnswered):
        answer_finding(actor=cast.kosal, number=worker, finding_id=wage.id, answer="again")
    clear_worker(actor=cast.kosal, number=worker)


def test_a_better_version_of_a_contract_replaces_what_was_found(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worker = ready(srey, order, terms=replace(TERMS, wage=Decimal(9000)))
    with pytest.raises(FindingsOpen):
        clear_worker(actor=cast.kosal, number=worker)
    add_contract(actor=srey, number=worker, draft=a_contract("employment"))
    clear_worker(actor=cast.kosal, number=worker)
    contracts = placement_file(srey, worker).contracts
    assert [(one.kind, one.replaced) for one in contracts] == [
        ("employment", False),
        ("employment", True),
        ("placement", False),
    ]


def test_a_minor_is_never_cleared_whatever_is_answered(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    young = signed(srey, order, birth=f"{today().year - 16}-06-01")
    add_contract(actor=srey, number=young, draft=a_contract("employment"))
    for contract in placement_file(cast.kosal, young).contracts:
        for one in contract.findings:
            answer_finding(actor=cast.kosal, number=young, finding_id=one.id, answer="x")
    with pytest.raises(NobodyOfAge):
        clear_worker(actor=cast.kosal, number=young)
    later = replace(
        a_contract("employment"), starts_on=today() + timedelta(days=3000), ends_on=None
    )
    add_contract(actor=srey, number=young, draft=later)
    with pytest.raises(NobodyOfAge):
        clear_worker(actor=cast.kosal, number=young)
    unknown = signed(srey, order, 1, birth="")
    rules = {one.rule for one in placement_file(srey, unknown).contracts[0].findings}
    assert "age_not_known" in rules


def test_nobody_is_placed_twice_at_once_whichever_agency(cast: Cast) -> None:
    agency, other = an_agency_for_thailand(cast), an_agency_for_thailand(cast, "Golden Rice")
    srey, _ = somebody_of(agency)
    pisey, _ = somebody_of(other, "pisey")
    worker = signed(srey, an_approved_order(cast, srey, agency))
    second = an_approved_order(cast, pisey, other)
    with pytest.raises(PlacedElsewhere):
        signed(pisey, second)
    withdraw_worker(actor=srey, number=worker, reason="goes with another")
    signed(pisey, second)


def test_an_agency_stopped_on_the_day_neither_signs_nor_sends(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worker = ready(srey, order)
    decide(cast.kosal, agency, "recruiting_stopped", reason="took fees")
    with pytest.raises(MayNotRecruit):
        signed(srey, order, 1)
    with pytest.raises(MayNotRecruit):
        clear_worker(actor=cast.kosal, number=worker)
    with pytest.raises(MayNotRecruit):
        add_contract(actor=srey, number=worker, draft=a_contract("employment"))


def test_a_paper_dated_back_before_the_stop_is_not_entered(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    decide(cast.kosal, agency, "suspended", reason="took fees")
    with pytest.raises(MayNotRecruit):
        signed(srey, order, contract=a_contract(signed_on=today() - timedelta(days=9)))


def test_who_looked_at_a_worker_stands_in_the_workers_own_record(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    worker = signed(srey, an_approved_order(cast, srey, agency))
    person = placement_file(cast.kosal, worker).person_id
    looks = events_visible_to(cast.sreymom, event="recruitment:placement:read")
    assert [one.target_id for one in looks] == [str(person)]


def test_a_contract_of_a_day_to_come_or_that_ends_before_it_starts_is_refused(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    with pytest.raises(DayToCome):
        signed(srey, order, contract=a_contract(signed_on=today() + timedelta(days=1)))
    turned = replace(a_contract(), ends_on=today())
    with pytest.raises(EndsBeforeItBegins):
        signed(srey, order, contract=turned)
    assert counts(cast, order) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    "bent",
    [
        {"cleared": 2},
        {"contracted": 5, "cleared": 5},
        {"place": 9},
        {"previous": "0" * 64},
        {"approved": 100},
        {"people": 3},
        {"step": "departed", "departed": 1},
    ],
)
def test_the_database_itself_refuses_a_row_that_does_not_follow(
    cast: Cast, bent: dict[str, object]
) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worker = ready(srey, order)
    with acting_as(cast.kosal):
        head = LedgerRow.objects.order_by("-place")[0]
        row = LedgerRow(
            order=head.order,
            scopes=head.scopes,
            place=head.place + 1,
            step="cleared",
            placement=Placement.objects.get(number=worker),
            people=1,
            by=cast.kosal.account_id,
            at=head.at,
            day=head.day,
            approved=2,
            contracted=1,
            cleared=1,
            departed=0,
            previous=head.hash,
            hash="1" * 64,
            key="x",
            signature="y",
        )
        for name, value in bent.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            LedgerRow.objects.update(cleared=0)
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM recruitment_ledgerrow")


def test_an_approval_without_enough_officers_is_refused_by_the_database(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    order = an_order(cast.pheap, agency, 60)
    with acting_as(cast.kosal):
        row = JobOrder.objects.get(number=order)
        entry = LedgerRow(
            order=row,
            scopes=row.scopes,
            place=1,
            step="approved",
            people=60,
            needed=1,
            approvers=[cast.kosal.account_id],
            by=cast.kosal.account_id,
            at=row.declared_at,
            day=today(),
            approved=60,
            contracted=0,
            cleared=0,
            departed=0,
            previous="",
            hash="1" * 64,
            key="x",
            signature="y",
        )
        with pytest.raises(IntegrityError, match="not enough officers"), transaction.atomic():
            entry.save(force_insert=True)


def test_lists_take_a_promised_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 12)
    workers = [signed(srey, order, at) for at in range(12)]
    with django_assert_max_num_queries(7):
        assert len(orders_for(srey)) == 1
    with django_assert_max_num_queries(6):
        assert len(placements_for(srey, order=order)) == 12
    with django_assert_max_num_queries(11):
        assert placement_file(srey, workers[0]).promised == TERMS


def test_counts_and_terms_go_through_the_database_unchanged() -> None:
    from polakor.recruitment.rules.terms import terms_of

    whole = replace(
        TERMS,
        deductions=(Deduction("room", Decimal("500.50")),),
        fees=(Fee("FEE_AGENCY", Decimal(100), "USD", "employer"),),
    )
    assert terms_of(whole.as_data()) == whole
    assert terms_of(Terms().as_data()) == Terms()
    assert Counts(3, 2, 1, 1).hold()
    assert not Counts(3, 2, 1, 2).hold()
