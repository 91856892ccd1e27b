"""Several desks hand out at one moment: one family, one kit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from polakor.access.rules.actors import Actor
from polakor.assistance.actions.distributions import Gift, give
from polakor.assistance.errors import AlreadyGiven
from polakor.base.ids import uuid7
from tests.cast import enter_cast
from tests.rooms.assistance.way import a_family, paper


def test_a_family_is_given_one_kit_by_eight_desks(committed_db: str) -> None:
    cast = enter_cast()
    a_family(cast.dara, paper(1, "AAA"), "SOK DARA", "SOK NARY", home="0103")
    together = Barrier(8)

    def hand_out(actor: Actor) -> bool:
        try:
            together.wait(30)
            give(actor=actor, gift=Gift(id=uuid7(), item="family_kit", asked=paper(1, "AAA")))
        except AlreadyGiven:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as desks:
        assert sum(desks.map(hand_out, [cast.dara, cast.sokha, cast.chenda, cast.vannak] * 2)) == 1
