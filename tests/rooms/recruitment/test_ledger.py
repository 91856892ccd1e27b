"""The exported ledger is checked without the server, and names the row that was bent."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tools.verify_ledger import verify

from polakor.access.context import acting_as
from polakor.intake.keys import every_key, key_in_force, rotate
from polakor.recruitment.actions import ledger
from polakor.recruitment.actions.ledger import seal_days
from polakor.recruitment.actions.placements import clear_worker, record_departure, withdraw_worker
from polakor.recruitment.errors import LedgerBroken, QuotaFull, WorkerNotThere
from polakor.recruitment.models import LedgerRow
from polakor.recruitment.queries.ledger import exported, roots
from polakor.recruitment.queries.orders import order_file
from polakor.recruitment.rules.ledger import digest, is_signed, public_words, sign
from tests.cast import Cast, enter_cast, somebody_of
from tests.conftest import OWNER
from tests.rooms.recruitment.agencies import today
from tests.rooms.recruitment.orders import (
    an_agency_for_thailand,
    an_approved_order,
    ready,
    signed,
)

Lines = list[dict[str, Any]]
TOOL = Path(__file__).parents[3] / "tools" / "verify_ledger.py"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets the ledger write on a day so many days from today."""
    at = {"days": 0}

    class Clock:
        @staticmethod
        def now() -> datetime:
            return datetime.now(UTC) + timedelta(days=at["days"])

        @staticmethod
        def localdate(value: datetime | None = None) -> object:
            return timezone.localdate(value or Clock.now())

    monkeypatch.setattr(ledger, "timezone", Clock)
    return lambda days: at.update(days=days)


@pytest.fixture
def lines(cast: Cast, clock: Callable[[int], None]) -> Lines:
    """A ledger of two orders and three days, two of them sealed."""
    clock(-2)
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    large = an_approved_order(cast, srey, agency, 60)
    small = an_approved_order(cast, srey, agency, 3)
    workers = [ready(srey, large, at) for at in range(4)]
    clear_worker(actor=cast.kosal, number=workers[0])
    clock(-1)
    clear_worker(actor=cast.pheap, number=workers[1])
    record_departure(actor=srey, number=workers[0], on_day=today())
    withdraw_worker(actor=srey, number=workers[2], reason="fell ill")
    clock(0)
    signed(srey, small, 11)
    assert seal_days() == 2
    return as_read(cast)


def as_read(cast: Cast) -> Lines:
    return [json.loads(json.dumps(one)) for one in exported(cast.machine)]


def wrong(lines: Lines, believed: tuple[str, ...] = ()) -> str | None:
    found, _ = verify([json.dumps(one) for one in lines], believed)
    assert found is None or isinstance(found, str)
    return found


def rows(lines: Lines, **chosen: object) -> list[int]:
    """Places in the file of rows that say this."""
    return [
        at
        for at, one in enumerate(lines)
        if one["kind"] == "row" and all(one[name] == value for name, value in chosen.items())
    ]


def rehash(one: dict[str, Any]) -> None:
    plain = {name: one[name] for name in one if name not in ("kind", "hash", "key", "signature")}
    one["hash"] = digest(plain)


@pytest.mark.django_db
def test_the_true_export_holds(lines: Lines, cast: Cast) -> None:
    assert wrong(lines) is None
    assert wrong(lines, (public_words(key_in_force("ledger").public),)) is None
    assert verify([json.dumps(one) for one in lines], every=True)[0] is None
    inside = copy.deepcopy(lines)
    order = inside[rows(inside, step="cleared")[0]]["order"]
    at = rows(inside, step="contracted", order=order)[0]
    inside[at]["signature"] = inside[at + 1]["signature"]
    assert verify([json.dumps(one) for one in inside])[0] is None, "the head covers those before it"
    said, _ledger = verify([json.dumps(one) for one in inside], every=True)
    assert said is not None
    assert said.startswith(f"line {at + 1} ")
    newest, before = roots()
    assert (newest.day, before.day) == (today() - timedelta(days=1), today() - timedelta(days=2))
    totals = newest.counts
    assert (totals.approved, totals.contracted, totals.cleared, totals.departed) == (63, 3, 2, 1)
    assert seal_days() == 0


@pytest.mark.django_db
def test_a_new_key_in_force_leaves_older_rows_sound(
    lines: Lines, cast: Cast, clock: Callable[[int], None]
) -> None:
    rotate("ledger")
    clock(1)
    assert seal_days() == 1
    assert len(every_key("ledger")) >= 2
    assert wrong(as_read(cast)) is None


@pytest.mark.django_db
def test_a_clock_that_is_set_back_bends_nothing(
    lines: Lines, cast: Cast, clock: Callable[[int], None]
) -> None:
    agency = lines[1]["agency"]
    clock(-3)
    order = an_approved_order(cast, cast.pheap, agency, 1)
    signed(cast.pheap, order, 15)
    assert wrong(as_read(cast)) is None
    clock(1)
    assert seal_days() == 1
    assert wrong(as_read(cast)) is None


def tampered(lines: Lines) -> Iterator[tuple[str, Lines, int]]:
    """Each way to bend a ledger: its name, the bent lines, the line that must be named."""

    def fresh() -> Lines:
        return copy.deepcopy(lines)

    cleared = rows(lines, step="cleared")[0]
    one = fresh()
    one[cleared]["cleared"] = 4
    yield "a sum is changed", one, cleared
    one = fresh()
    one[cleared]["placement"] = "PW-222222-2"
    rehash(one[cleared])
    yield "a clearance is given to another worker, and its hash made anew", one, cleared
    one = fresh()
    del one[cleared]
    yield "a row is taken out", one, cleared
    last = rows(lines, order=lines[cleared]["order"])[-1]
    one = fresh()
    del one[last]
    yield (
        "the last row of an order is cut off",
        one,
        next(
            at
            for at, line in enumerate(one)
            if line["kind"] == "root" and line["day"] == lines[last]["day"]
        ),
    )
    one = fresh()
    one[cleared], one[cleared - 1] = one[cleared - 1], one[cleared]
    yield "two rows change places", one, cleared - 1
    one = fresh()
    one.insert(cleared, copy.deepcopy(one[cleared]))
    yield "a row stands twice", one, cleared + 1
    one = fresh()
    added = copy.deepcopy(one[cleared])
    head = one[last]
    sums = {name: head[name] for name in ("approved", "contracted", "departed")}
    waiting = {one[at]["placement"] for at in rows(lines, step="contracted")}
    moved = (*rows(lines, step="cleared"), *rows(lines, step="undone"))
    gone = {one[at]["placement"] for at in moved}
    added |= {
        **sums,
        "cleared": head["cleared"] + 1,
        "place": head["place"] + 1,
        "previous": head["hash"],
        "placement": sorted(waiting - gone)[0],
        "day": head["day"],
        "at": head["at"],
    }
    rehash(added)
    one.insert(last + 1, added)
    yield "a clearance is added, all sums and hashes right, with another's signature", one, last + 1
    approved = rows(lines, step="approved", needed=2)[0]
    one = fresh()
    one[approved]["approvers"] = one[approved]["approvers"][:1]
    rehash(one[approved])
    yield "the second officer is taken out", one, approved
    undone = rows(lines, step="undone")[0]
    one = fresh()
    one[undone]["undoes"] = 1
    rehash(one[undone])
    yield "a counter-entry undoes something else", one, undone
    root = next(at for at, line in enumerate(lines) if line["kind"] == "root")
    one = fresh()
    one[root]["cleared"] -= 1
    rehash(one[root])
    yield "a root of a day is bent", one, root
    one = fresh()
    del one[root]
    yield "a root of a day is taken out", one, root
    one = fresh()
    one[cleared]["day"] = "2020-01-01"
    rehash(one[cleared])
    yield "a clearance is dated back", one, cleared
    one = fresh()
    for at in sorted(rows(lines, order=lines[rows(lines, approved=3)[0]]["order"]), reverse=True):
        del one[at]
    yield (
        "a whole order is taken out",
        one,
        next(at for at, line in enumerate(one) if line["kind"] == "root"),
    )
    one = fresh()
    del one[-1]
    yield "the end is cut off", one, len(one)


@pytest.mark.django_db
def test_every_kind_of_tampering_is_found_and_its_row_named(lines: Lines) -> None:
    seen = list(tampered(lines))
    assert len(seen) >= 10
    for name, bent, at in seen:
        said = wrong(bent)
        assert said is not None, name
        assert said.startswith(f"line {at + 1} "), (name, said)


@pytest.mark.django_db
def test_a_file_that_is_wholly_invented_is_found_by_the_key_one_knows(lines: Lines) -> None:
    """Every row signed anew with a key of the forger's own: it holds together, and is not ours."""
    private = ec.generate_private_key(ec.SECP256R1())
    forged = copy.deepcopy(lines)
    forged[0]["keys"] = {name: public_words(private.public_key()) for name in forged[0]["keys"]}
    for one in forged[1:]:
        one["signature"] = sign(private, one["hash"])
    assert wrong(forged) is None
    assert wrong(forged, (public_words(key_in_force("ledger").public),)) is not None


@pytest.mark.django_db
def test_what_is_no_ledger_is_said_in_one_line(lines: Lines) -> None:
    for text in ("", "[]", "{}", "not json", '{"kind":"ledger","version":2}', "null", "7"):
        found, _ = verify([text] if text else [])
        assert found is not None
        assert found.startswith("line 1"), text
    bare = copy.deepcopy(lines)
    bare[1]["people"] = "1"
    assert "people" in str(wrong(bare))
    more = copy.deepcopy(lines)
    more[1]["note"] = "x"
    assert "note" in str(wrong(more))


@pytest.mark.django_db
def test_the_tool_runs_by_itself(lines: Lines, tmp_path: Path) -> None:
    file = tmp_path / "export.jsonl"

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-S", str(TOOL), str(file)],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
        )

    file.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    answer = run()
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "2 orders" in answer.stdout
    lines[3]["contracted"] += 1
    file.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    answer = run()
    assert answer.returncode == 1
    assert answer.stdout.startswith("BAD: line 4 ")


@given(st.binary(min_size=32, max_size=32))
def test_a_signature_fits_its_own_hash_and_key_alone(seed: bytes) -> None:
    from tools.verify_ledger import is_signed as by_the_tool

    number = int.from_bytes(seed, "big") % (2**255) + 1
    private = ec.derive_private_key(number, ec.SECP256R1())
    hashed = seed.hex()
    signature = sign(private, hashed)
    words = public_words(private.public_key())
    key = int(words[:64], 16), int(words[64:], 16)
    assert is_signed(private.public_key(), hashed, signature)
    assert by_the_tool(key, hashed, signature)
    bent = f"{int(signature, 16) ^ 1:0128x}"
    for text, mark in ((hashed, bent), (hashed[::-1] + "0", signature), (hashed, signature[:-1])):
        assert not is_signed(private.public_key(), text, mark)
        assert not by_the_tool(key, text, mark)


def as_owner(name: str) -> psycopg.Connection[Any]:
    """The database with every right there is: row security off, triggers off."""
    connection = psycopg.connect(
        host=OWNER["HOST"] or None,
        port=OWNER["PORT"] or None,
        user=OWNER["USER"] or None,
        password=OWNER["PASSWORD"] or None,
        dbname=name,
        autocommit=True,
    )
    connection.execute("ALTER TABLE recruitment_ledgerrow DISABLE TRIGGER ALL")
    connection.execute("ALTER TABLE recruitment_ledgerrow DISABLE ROW LEVEL SECURITY")
    connection.execute("ALTER TABLE recruitment_ledgerrow NO FORCE ROW LEVEL SECURITY")
    connection.execute("ALTER TABLE recruitment_placement NO FORCE ROW LEVEL SECURITY")
    connection.execute("ALTER TABLE recruitment_placement DISABLE ROW LEVEL SECURITY")
    return connection


ADDED = """
INSERT INTO recruitment_ledgerrow
  (id, scopes, order_id, place, step, placement_id, people, undoes, approvers, needed, by, at, day,
   approved, contracted, cleared, departed, previous, hash, key, signature, reason)
SELECT gen_random_uuid(), scopes, order_id, place + 1, 'cleared', %(placement)s, 1, 0, '{}', 0, by,
       at, day, approved, contracted, cleared + 1, departed, hash, %(hash)s, key, %(signature)s, ''
FROM recruitment_ledgerrow WHERE id = %(head)s
"""


@pytest.mark.superuser
def test_whoever_owns_the_database_adds_no_clearance_that_passes(committed_db: str) -> None:
    """Full rights to write, the code at hand, every hash made right: the key is not in there."""
    cast = enter_cast()
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 3)
    signed(srey, order, 0)
    victim = signed(srey, order, 1)
    assert wrong(as_read(cast)) is None
    with acting_as(cast.machine):
        head = LedgerRow.objects.select_related("order__agency", "placement").order_by("-place")[0]
        whole = ledger.row_of(head)
        number = str(head.placement_id)
    from dataclasses import replace

    forged = replace(
        whole,
        place=whole.place + 1,
        step="cleared",
        placement=victim,
        counts=whole.counts.moved("cleared", 1),
        previous=head.hash,
    )
    theirs = ec.generate_private_key(ec.SECP256R1())
    tries = {
        "an older signature": head.signature,
        "a key of their own": sign(theirs, forged.hash()),
        "none": "",
        "noughts": "0" * 128,
    }
    with as_owner(committed_db) as owner:
        for name, signature in tries.items():
            values = {"placement": number, "hash": forged.hash(), "head": head.id}
            owner.execute(ADDED, {**values, "signature": signature})
            said = wrong(as_read(cast))
            assert said is not None, name
            assert f"order {order}, place {forged.place}" in said, (name, said)
            with pytest.raises(LedgerBroken):
                _seal_tomorrow()
            # nor does an honest act afterwards hang on it and vouch for it with its own signature
            with pytest.raises(LedgerBroken):
                signed(srey, order, 2)
            assert wrong(as_read(cast)) is not None
            owner.execute(
                "DELETE FROM recruitment_ledgerrow WHERE place = %s AND hash = %s",
                [forged.place, forged.hash()],
            )
        assert wrong(as_read(cast)) is None
        owner.execute("UPDATE recruitment_ledgerrow SET approved = approved + 27")
        assert wrong(as_read(cast)) is not None


def _seal_tomorrow() -> None:
    before = ledger.SEALED_AFTER
    ledger.SEALED_AFTER = timedelta(days=-2)
    try:
        seal_days()
    finally:
        ledger.SEALED_AFTER = before


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What came of acts begun at the same moment, each on a connection of its own."""

    def run(act: Callable[[], object]) -> object:
        try:
            return act()
        except (QuotaFull, WorkerNotThere) as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as desks:
        return list(desks.map(run, acts))


@pytest.mark.usefixtures("committed_db")
def test_two_officers_at_once_clear_a_worker_once_and_two_clerks_take_the_last_place_once() -> None:
    cast = enter_cast()
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 5)
    worker = ready(srey, order)
    found = at_once(
        *(
            lambda officer=officer: clear_worker(actor=officer, number=worker)  # type: ignore[misc]
            for officer in (cast.kosal, cast.pheap) * 3
        )
    )
    assert found.count(None) == 1
    assert found.count(WorkerNotThere) == 5
    found = at_once(
        *(lambda at=at: signed(srey, order, at) for at in range(1, 9))  # type: ignore[misc]
    )
    assert found.count(QuotaFull) == 4, found
    counts = order_file(cast.kosal, order).line.counts
    assert (counts.approved, counts.contracted, counts.cleared) == (5, 5, 1)
    assert wrong(as_read(cast)) is None
