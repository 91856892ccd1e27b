"""A document number known under another name: nobody is lost, and the clerk hears which row."""

import pytest
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, read_rows, signed_in

from polakor.access.context import acting_as
from polakor.intake.models import ReceivedList
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.models import MatchCandidate, Person

pytestmark = pytest.mark.django_db
HEAD = "Name,Sex,Passport number,Province"


def _page(cast: Cast, name: str) -> str:
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get()
    address = reverse("office_intake:list", args=[received.id])
    return signed_in(cast, name).get(address).content.decode()


def test_the_row_is_accepted_proposed_first_and_told(cast: Cast) -> None:
    known = enter_person(cast.bopha, "SOK SREYNEANG", documents=[("passport", "N90004217", "")])
    people = read_rows(cast.dara, HEAD, "HENG VISAL,M,N1111117,Kep", "CHEA VUTHY,M,N90004217,Kep")
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get()
        assert (received.accepted, received.quarantined, received.document_clashes) == (2, 0, 1)
        pair = MatchCandidate.objects.get()
        assert (pair.subject_id, pair.other_id, pair.urgent) == (people[1], known, True)
        assert Person.objects.filter(canonical__isnull=True).count() == 3
    page = _page(cast, "dara")
    assert "document number known under another name" in page
    told = page.split('id="clashes"')[1].split("</section>")[0]
    assert "Row 3" in told
    assert "Row 2" not in told
    assert str(people[1]) in told
    assert "SOK SREYNEANG" not in page, "nothing is shown of the other person"
    decide_pair(actor=cast.vannak, candidate_id=pair.id, verdict="different")
    assert "decided" in _page(cast, "dara").split('id="clashes"')[1].split("</section>")[0]


def test_two_rows_of_one_list_may_clash_too(cast: Cast) -> None:
    read_rows(cast.dara, HEAD, "SOK SREYNEANG,F,N90004217,Kep", "CHEA VUTHY,M,N90004217,Kep")
    assert "Row 3" in _page(cast, "dara").split('id="clashes"')[1]


def test_a_name_in_other_letters_is_no_clash(cast: Cast) -> None:
    read_rows(cast.dara, HEAD, "SOK SREYNEANG,F,N90004217,Kep", "សុខ ស្រីនាង,F,N90004217,Kep")
    assert 'id="clashes"' not in _page(cast, "dara")


def test_the_clash_is_said_in_khmer(cast: Cast, khmer_words: None) -> None:
    read_rows(cast.dara, HEAD, "SOK SREYNEANG,F,N90004217,Kep", "CHEA VUTHY,M,N90004217,Kep")
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get()
    client = signed_in(cast, "dara", language="km")
    page = client.get(reverse("office_intake:list", args=[received.id])).content.decode()
    told = page.split('id="clashes"')[1].split("</section>")[0]
    for english in ("Nobody", "Row", "document", "decided"):
        assert english not in told
