"""Rule health: the page, the alarm, who may see it, and forms that leave out what a rule needs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django import forms
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.doors.office.records import enter_person, propose, signed_in

import namebridge
from namebridge import golden as name_pairs
from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.queries.events import events_visible_to
from polakor.base.dates import PartialDate
from polakor.doors.office.registry import needed
from polakor.doors.office.registry.forms import RegisterForm
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.actions.health import check_rules
from polakor.registry.actions.undoing import undo_decision
from polakor.registry.models import MatchDecision
from polakor.registry.queries.health import rule_alarms, rule_checks
from polakor.registry.rules import golden
from polakor.registry.rules.health import (
    Alarm,
    Measures,
    Rate,
    alarms_of,
    is_stale,
    nightly_due,
    wilson,
)
from polakor.registry.rules.identities import birth_basis, identity
from polakor.registry.rules.linking import RULE, compared_with, joins_alone
from polakor.registry.rules.needs import LINKING, Fact, silent_rules

HEALTH = "/people/rules/"
QUIET = Measures(
    bands=(Rate(0, 0, 0, 0.0),) * 5,
    joins=Rate(0, 0, 0, 0.0),
    registered=0,
    flagged=0,
    contradictions=0,
    waiting=0,
)


def changed(**what: object) -> Measures:
    return Measures.from_json(
        {
            **QUIET.as_json(),
            **{k: v.__dict__ if hasattr(v, "__dict__") else v for k, v in what.items()},
        }
    )


def test_all_golden_pairs_come_out_as_agreed() -> None:
    assert golden.broken_pairs() == []
    assert {"joined", "proposed", "apart"} <= {pair.expected for pair in golden.golden_pairs()}


@pytest.mark.django_db
def test_the_pairs_of_the_names_are_tried_with_those_of_the_rule(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = name_pairs.GoldenPair(1, "SOK DARA", "CHAN DARA", "not_same", "namesakes")
    failure = name_pairs.GoldenFailure(pair, "same, +9.00 bits")
    with monkeypatch.context() as broken:
        broken.setattr(name_pairs, "check", lambda: [failure])
        check = check_rules(actor=cast.machine, occasion="start")
    assert check.pairs == len(golden.golden_pairs()) + len(name_pairs.pairs())
    assert check.alarms == [Alarm.GOLDEN_PAIRS_FAIL]
    page = signed_in(cast, "vannak").get(HEALTH).content.decode()
    for words in ("SOK DARA", "namesakes", "not called the same person", "+9.00 bits"):
        assert words in page


def test_a_rule_that_fell_silent_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namebridge, "keys", lambda one: ())
    broken = golden.broken_pairs()
    assert {one.got for one in broken} == {"apart"}
    assert alarms_of(broken, QUIET) == (Alarm.GOLDEN_PAIRS_FAIL,)


def test_a_week_with_people_and_nobody_flagged_is_an_alarm() -> None:
    assert alarms_of([], QUIET) == ()
    assert alarms_of([], changed(registered=3)) == (Alarm.NOTHING_FLAGGED,)
    assert alarms_of([], changed(registered=3, flagged=1)) == ()


def test_more_errors_than_promised_are_an_alarm_once_they_are_sure() -> None:
    few = QUIET.as_json() | {"bands": [vars_of(Rate(10, 5, 0, 0.05))]}
    many = QUIET.as_json() | {"bands": [vars_of(Rate(200, 40, 3, 0.05))]}
    undone = QUIET.as_json() | {"joins": vars_of(Rate(1000, 40, 0, 0.001))}
    assert alarms_of([], Measures.from_json(few)) == ()
    assert alarms_of([], Measures.from_json(many)) == (Alarm.WRONG_MORE_OFTEN,)
    assert alarms_of([], Measures.from_json(undone)) == (Alarm.JOINS_UNDONE,)
    assert alarms_of([], changed(contradictions=1)) == (Alarm.CONTRADICTIONS,)


def vars_of(rate: Rate) -> dict[str, float]:
    return {
        "decided": rate.decided,
        "wrong": rate.wrong,
        "unsure": rate.unsure,
        "expected": rate.expected,
    }


@given(st.integers(1, 5000), st.data())
def test_the_interval_holds_the_share(decided: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, decided))
    low, high = wilson(wrong, decided)
    assert 0 <= low <= wrong / decided <= high <= 1


def test_the_night_and_a_stale_check() -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert nightly_due(None, now)
    assert nightly_due(now.replace(hour=1), now)
    assert not nightly_due(now.replace(hour=3), now)
    assert not nightly_due(now - timedelta(hours=7), now.replace(hour=1))
    assert is_stale(None, now)
    assert is_stale(now - timedelta(hours=37), now)
    assert not is_stale(now - timedelta(hours=35), now)


FULL: dict[Fact, dict[str, object]] = {
    Fact.BIRTH_DATE: {"birth": (1991, 3, 14), "basis": "date"},
    Fact.BIRTH_YEAR: {"birth": (1991, None, None), "basis": "year"},
    Fact.HOME: {"home": "01020304"},
    Fact.PHONE: {"phone": "+85512000481"},
    Fact.DOCUMENT: {"documents": [("passport", "N90004217")]},
}


@given(st.sets(st.sampled_from(sorted(FULL, key=str))))
def test_what_a_rule_declares_is_what_it_needs(told: set[Fact]) -> None:
    """A rare name and every told fact alike: the rule fires exactly where it says it can."""
    known: dict[str, object] = {
        "sex": 2,
        "birth": (None, None, None),
        "basis": birth_basis(None, from_age=False),
        "home": "",
        "phone": "",
        "documents": [],
    }
    for fact in sorted(told, key=lambda one: one == Fact.BIRTH_DATE):
        known |= FULL[fact]
    one = identity(names=[namebridge.parse("YIM SOVANNARITHY")], **known)  # type: ignore[arg-type]
    fires = joins_alone(compared_with(UUID(int=1), UUID(int=1), one, one))
    assert fires <= LINKING.can_fire({Fact.NAME, *told}), told
    for needed_facts in LINKING.any_of:
        if needed_facts <= {Fact.NAME, *told}:
            assert fires, told


def test_a_source_without_names_or_without_anything_else_makes_no_rule_fire() -> None:
    assert silent_rules({Fact.NAME, Fact.HOME, Fact.PHONE}) == (LINKING,)
    assert silent_rules({Fact.DOCUMENT, Fact.BIRTH_DATE}) == (LINKING,)
    assert silent_rules({Fact.NAME, Fact.BIRTH_DATE}) == (LINKING,)
    assert silent_rules({Fact.NAME, Fact.BIRTH_DATE, Fact.HOME}) == ()


def test_a_form_that_drops_a_needed_field_is_refused() -> None:
    assert needed.faults_of(RegisterForm) == []
    kept = {k: v for k, v in RegisterForm.base_fields.items() if k != "document_number"}
    without = type("Without", (forms.Form,), dict(kept))
    (fault,) = needed.faults_of(without)
    assert "Without leaves out document, which the rule link-2 needs" in str(fault.msg)


@pytest.mark.django_db
def test_a_check_measures_what_officers_decided_and_leaves_an_event(cast: Cast) -> None:
    known = enter_person(cast.dara, "HENG THAVY", sex=0, birth=PartialDate(1988, 5, 17))
    for name, verdict in (("SOK VEASNA", "same"), ("PRAK SAMBATH", "different")):
        new = enter_person(cast.dara, name, sex=0, birth=PartialDate(1988, 5, 17))
        asked = propose(cast.dara, new, known)
        decide_pair(actor=cast.dara, candidate_id=asked, verdict=verdict)
    check_rules(actor=cast.vannak, occasion="asked")
    (line,) = rule_checks(cast.rith)
    band = line.measures.bands[3]
    assert (band.decided, band.wrong, round(band.expected, 3)) == (2, 1, 0.04)
    assert (line.by, line.failures, line.measures.registered) == ("Vannak", (), 3)
    assert line.alarms == ()
    assert rule_alarms(cast.dara) == ()
    (event,) = events_visible_to(cast.sreymom, event="registry:rules:checked")
    assert event.account == "Vannak"


@pytest.mark.django_db
def test_joins_of_the_rule_that_were_undone_are_counted(cast: Cast) -> None:
    for _ in range(2):
        enter_person(
            cast.dara,
            "SOK SREYNEANG",
            birth=PartialDate(1991, 3, 14),
            documents=[("passport", "N90004217", "")],
        )
    with acting_as(cast.vannak):
        decision = MatchDecision.objects.get()
    undo_decision(actor=cast.vannak, decision_id=decision.id)
    check = check_rules(actor=cast.machine, occasion="nightly")
    assert (check.measures["joins"]["decided"], check.measures["joins"]["wrong"]) == (1, 1)


@pytest.mark.django_db
def test_nobody_flagged_shows_on_the_page_and_in_khmer(cast: Cast, khmer_words: None) -> None:
    enter_person(cast.dara, "SOK VEASNA", birth=PartialDate(1988, 5, 17))
    enter_person(cast.dara, "MEAS RITHY", sex=1, birth=PartialDate(1999, 1, 9))
    vannak = signed_in(cast, "vannak")
    assert "never checked here" in vannak.get(HEALTH).content.decode()
    page = vannak.post(reverse("office_registry:check_rules"), follow=True).content.decode()
    assert "0 flagged this week" in page
    assert f'<th scope="row" lang="en">{RULE}</th>' in page
    khmer = signed_in(cast, "vannak", language="km").get(HEALTH).content.decode()
    assert "សុខភាពវិធាន" in khmer


@pytest.mark.django_db
def test_a_golden_pair_that_fails_is_told_in_the_readers_language(
    cast: Cast, khmer_words: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(golden, "outcome", lambda one, other: "apart")
        check_rules(actor=cast.machine, occasion="nightly")
    page = signed_in(cast, "vannak").get(HEALTH).content.decode()
    assert "twin brothers with like names" in page
    assert "Golden pairs no longer come out as agreed" in page
    situation = signed_in(cast, "vannak").get("/report/").content.decode()
    assert "A matching rule does not do what it promises" in situation
    khmer = signed_in(cast, "vannak", language="km").get(HEALTH).content.decode()
    assert "បងប្អូនប្រុសភ្លោះ" in khmer
    assert "twin brothers" not in khmer


@pytest.mark.django_db
def test_the_worker_tries_the_rules_at_its_start_and_once_a_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from polakor.registry import jobs
    from polakor.registry.models import RuleCheck

    watch = jobs.RuleWatch()
    assert (watch.turn(), watch.turn()) == (1, 0)
    watch.next_look = 0.0
    assert watch.turn() == 0
    monkeypatch.setattr(jobs, "last_checked_at", lambda: None)
    watch.next_look = 0.0
    assert watch.turn() == 1
    occasions = list(RuleCheck.objects.order_by("id").values_list("occasion", flat=True))
    assert occasions == ["start", "nightly"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "reads", "checks"),
    [
        ("dara", 200, 403),
        ("vannak", 200, 302),
        ("rith", 200, 403),
        ("sreymom", 200, 403),
        ("sokha", 403, 403),
        ("chenda", 403, 403),
        ("thida", 403, 403),
    ],
)
def test_who_may_read_and_who_may_check(cast: Cast, name: str, reads: int, checks: int) -> None:
    client = signed_in(cast, name)
    assert client.get(HEALTH).status_code == reads
    assert client.post(reverse("office_registry:check_rules")).status_code == checks
    if checks == 403:
        with pytest.raises(PermissionRefused):
            check_rules(actor=getattr(cast, name), occasion="asked")
