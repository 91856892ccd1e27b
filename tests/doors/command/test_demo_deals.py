"""Job orders and workers of the demonstration; the ledger and the report made of them."""

import json
from pathlib import Path

import pytest
from tests.cast import Cast
from tests.rooms.recruitment.test_ledger import verify

from polakor.access.queries.actors import actor_by_name
from polakor.access.rules.policy import Role
from polakor.doors.command import main
from polakor.doors.command.commands import ledger as ledger_command
from polakor.doors.command.commands import report as report_command
from polakor.doors.command.demo.deals import make_deals
from polakor.doors.command.demo.making import make_accounts
from polakor.doors.command.demo.plan import read_plan
from polakor.doors.command.demo.recruiters import make_recruiters
from polakor.doors.command.errors import CommandFailure
from polakor.recruitment.queries.ledger import exported
from polakor.recruitment.queries.orders import orders_for
from polakor.recruitment.queries.placements import placement_count, placements_for

pytestmark = pytest.mark.django_db
PLAN = Path(__file__).resolve().parents[3] / "packs" / "kh" / "demo.toml"


@pytest.fixture
def demo(cast: Cast) -> Cast:
    """The demonstration's accounts, agencies and orders."""
    plan = read_plan(PLAN)
    make_accounts(plan)
    make_recruiters(plan.recruiters, "km", actor_by_name("licensing"))
    officers = [one.username for one in plan.accounts if one.role == Role.LICENSING_OFFICER.value]
    assert make_deals(plan.orders, officers, "agency") == len(plan.orders) == 3
    assert make_deals(plan.orders, officers, "agency") == 0
    return cast


def parsed(module: object, name: str, *words: str) -> object:
    return main.parser_for(name, module).parse_args(list(words))  # type: ignore[arg-type]


def test_the_demonstration_shows_orders_workers_and_something_to_answer(demo: Cast) -> None:
    clerk = actor_by_name("agency")
    assert clerk.scopes == (f"A{clerk.areas[0]}",)
    states = sorted(line.state for line in orders_for(clerk))
    assert states == ["approved", "approved", "declared"]
    assert placement_count(clerk) == 14
    assert any(line.open for line in placements_for(clerk)), "a contract worse than the order"
    assert all("(demonstration)" in line.employer for line in orders_for(clerk))
    again = actor_by_name("licensing2")
    assert again.role is Role.LICENSING_OFFICER


def test_the_ledger_of_the_demonstration_is_exported_and_holds(
    demo: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, read = verify([json.dumps(one) for one in exported(demo.machine)])
    assert found is None
    assert read.count() > 30
    target = tmp_path / "export.jsonl"
    # the command's own account is not of the cast, so only its words are looked at here
    with pytest.raises(CommandFailure, match="--out"):
        ledger_command.run(parsed(ledger_command, "ledger", "export"))  # type: ignore[arg-type]
    assert not target.exists()
    assert ledger_command.run(parsed(ledger_command, "ledger", "seal")) == 0  # type: ignore[arg-type]
    assert "No day is over" in capsys.readouterr().out


def test_the_report_counts_women_and_men_of_the_demonstration(
    demo: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("recruitment-cost", "--corridor", "KH-TH", "--by", "sex", "--as", "statistician")
    assert report_command.run(parsed(report_command, "report", *words, "--json")) == 0  # type: ignore[arg-type]
    told = json.loads(capsys.readouterr().out)["told_by"]["worker"]
    assert told["all"]["people"] == 14
    assert {name: one["people"] for name, one in told["groups"].items()} == {
        "female": 8,
        "male": 6,
    }
    assert report_command.run(parsed(report_command, "report", *words)) == 0  # type: ignore[arg-type]
    assert "register-based" in capsys.readouterr().out
    with pytest.raises(CommandFailure, match="corridor"):
        report_command.run(parsed(report_command, "report", "recruitment-cost"))  # type: ignore[arg-type]
