"""Pages of family tokens: issue, print, bar, and look at a paper somebody holds out."""

from pathlib import Path
from typing import Any

import pytest
import typst
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left
from tests.factories.devices import FieldDevice, enrolled

from polakor.access.context import acting_as
from polakor.access.models import AuditEvent
from polakor.access.rules.actors import Actor
from polakor.doors.field.photo_reader import codes_in, grey_of
from polakor.doors.office.evidence.paper import font_folders
from polakor.doors.office.intake import token_paper
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import SETTLER, settle_arrivals
from polakor.intake.actions.tokens import A_SHEET, bar_tokens, issue_tokens, note_clashes
from polakor.intake.models import TokenBatch
from polakor.intake.queries.tokens import registered_under
from polakor.intake.rules.tokens import Batch, Verdict, make_token, read_token
from polakor.registry.models import Household, MatchDecision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Any) -> None:
    settings.KEYS = tmp_path / "keys"


def test_a_batch_is_issued_printed_and_barred_by_page(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    answer = client.post("/tokens/issue/", {"sheets": "2", "gate": "KH-TH-PPT"}, follow=True)
    batch = TokenBatch.objects.get()
    assert f"Batch {batch.code}" in answer.content.decode()
    paper = client.get(f"/tokens/{batch.code}/sheets.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert paper["Cache-Control"] == "no-store"
    with acting_as(cast.sreymom):
        assert AuditEvent.objects.filter(event="intake:token:printed").count() == 1
    barred = {"first": "3", "last": "5", "reason": "stolen from the desk"}
    answer = client.post(f"/tokens/{batch.code}/bar/", barred, follow=True)
    assert "stolen from the desk" in answer.content.decode()
    assert "00003 – 00005" in client.get("/tokens/").content.decode()


def test_what_cannot_be_is_said_at_its_field(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    answer = client.post("/tokens/issue/", {"sheets": "101", "gate": ""})
    assert answer.status_code == 422
    assert not TokenBatch.objects.exists()
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    wrong = {"first": "20", "last": "99", "reason": "lost"}
    answer = client.post(f"/tokens/{batch.code}/bar/", wrong)
    assert answer.status_code == 422
    assert "1 to 24" in answer.content.decode()
    assert client.get("/tokens/ZZZZ/").status_code == 404


def test_a_desk_looks_and_does_not_issue(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    client = signed_in(cast, "sokha")
    listed = client.get("/tokens/").content.decode()
    assert batch.code in listed
    assert "Issue a batch" not in listed
    assert client.post("/tokens/issue/", {"sheets": "1"}).status_code == 403
    assert client.get(f"/tokens/{batch.code}/sheets.pdf").status_code == 403
    assert "sheets.pdf" not in client.get(f"/tokens/{batch.code}/").content.decode()
    assert signed_in(cast, "rith").get("/tokens/").status_code == 403


def test_a_paper_is_told_apart_in_words(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    bar_tokens(actor=cast.vannak, code=batch.code, first=9, last=9, reason="stolen")
    client = signed_in(cast, "sokha")
    for text, words in (
        (make_token(batch.code, 1), "nobody was written down under it yet"),
        (make_token(batch.code, 9), "was barred"),
        (make_token(batch.code, 25), "not printed by us"),
        ("https://example.org/", "not one of our papers"),
        (make_token(batch.code, 1)[:-1], "wrong or missing"),
    ):
        assert words in client.get("/tokens/", {"q": text}).content.decode(), text


def test_one_paper_at_two_desks_is_said_to_both_and_nothing_is_joined(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    token = make_token(batch.code, 5)
    desks = [enrolled(cast.sokha, "desk 1"), enrolled(cast.dara, "desk 2")]
    client = signed_in(cast, "sokha")
    for desk, actor, words in (
        (desks[0], cast.sokha, "A family was written down under it"),
        (desks[1], cast.dara, "The same paper at several desks"),
    ):
        receive_envelopes(
            actor=actor, sealed=desk.sealed(token=token), device_id=desk.id, contact=None
        )
        assert words in client.get("/tokens/", {"q": token}).content.decode()
    shown = client.get("/tokens/", {"q": token}).content.decode()
    assert "desk 1" in shown
    assert "desk 2" in shown, "that it was used is told, by whom it is not"
    assert shown.count("Open the family") == 1
    with acting_as(cast.vannak):
        assert len(registered_under([token])[token]) == 2
    boss = signed_in(cast, "vannak")
    assert boss.get("/tokens/", {"q": token}).content.decode().count("Open the family") == 2


def test_one_paper_for_several_families_waits_for_a_person(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    token, other = make_token(batch.code, 5), make_token(batch.code, 6)
    desk, second = enrolled(cast.sokha, "desk 1"), enrolled(cast.dara, "desk 2")
    client = signed_in(cast, "vannak")
    settle = f"/tokens/clashes/{token}/"

    def told(actor: Actor, by: FieldDevice, paper: str) -> str:
        receive_envelopes(actor=actor, sealed=by.sealed(token=paper), device_id=by.id)
        while settle_arrivals():
            pass
        return client.get("/tokens/").content.decode()

    told(cast.sokha, desk, other)
    assert "One paper, several families" not in told(cast.sokha, desk, token)
    assert "2 families" in told(cast.dara, second, token)
    with acting_as(cast.vannak):
        assert len(set(Household.objects.values_list("id", flat=True))) == 3, "nothing is joined"
        assert not MatchDecision.objects.exists()
    assert signed_in(cast, "sokha").post(settle, {"answer": "one"}).status_code == 403
    assert client.post(settle, {"answer": "perhaps"}).status_code == 409
    client.post(settle, {"answer": "several"})
    assert "One paper, several families" not in client.get("/tokens/").content.decode()
    assert client.post(settle, {"answer": "one"}).status_code == 409
    assert "3 families" in told(cast.sokha, desk, token), "yet another opens it again"


def test_every_printed_code_is_read_back_and_is_good(cast: Cast) -> None:
    """The page as ink: no sharper than a fax, and read as the photo of a phone would be."""
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    page = typst.compile(
        str(token_paper.TEMPLATE),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs=token_paper.set_in_type(batch),
        format="png",
        ppi=100,
    )
    assert isinstance(page, bytes), "24 tokens fit on one page"
    texts = codes_in(grey_of(page))
    known = {batch.code: Batch(batch.code, 1, A_SHEET, bytes(batch.public_key))}
    read = [read_token(text, known) for text in texts]
    assert {one.verdict for one in read} == {Verdict.GOOD}
    assert {one.token for one in read} == {
        make_token(batch.code, number) for number in range(1, A_SHEET + 1)
    }


@pytest.mark.story
@pytest.mark.usefixtures("khmer_words")
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=2, gate="KH-TH-PPT")
    issue_tokens(actor=cast.vannak, sheets=100)
    bar_tokens(actor=cast.vannak, code=batch.code, first=3, last=9, reason="ត្រូវគេលួច")
    twice = make_token(batch.code, 20)
    for _ in range(2):
        desk = enrolled(cast.sokha, "តុ ១")
        receive_envelopes(actor=cast.sokha, sealed=desk.sealed(token=twice), device_id=desk.id)
    note_clashes(actor=SETTLER, tokens=[twice])
    page = opened(chromium, signed_in(cast, "vannak", language=language), width=browser.DESK)
    asked = make_token(batch.code, 4)
    for name, address in (
        ("list", f"/tokens/?q={asked}"),
        ("twice", f"/tokens/?q={twice}"),
        ("batch", f"/tokens/{batch.code}/"),
    ):
        page.goto(HOME + address)
        browser.screenshot(page, f"tokens-{name}-{language}-desk")
        browser.assert_fits(page)
        browser.assert_accessible(page)
        page.set_viewport_size({"width": browser.PHONE, "height": 740})
        browser.assert_accessible(page)
        browser.screenshot(page, f"tokens-{name}-{language}-phone")
        page.set_viewport_size({"width": browser.DESK, "height": 900})
        if language == "km" and name == "batch":  # gates are listed with their Latin codes
            assert not english_left(page.content())
    browser.assert_quiet(page)
    page.close()
