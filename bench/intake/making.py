"""Devices and what they send: made-up people, sealed before any clock starts."""

import os
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from polakor.doors.command.simulation.devices import FieldDevice, member

FAMILY = ["ជា", "សុខ", "ហេង", "ចាន់", "លី", "កែវ", "នួន", "ប៉ែន"]
GIVEN = ["ដារា", "វណ្ណា", "សុភា", "បុប្ផា", "រិទ្ធី", "ស្រីមុំ", "ពិសិដ្ឋ", "ចន្ថា"]
LATIN = ["Chea", "Sok", "Heng", "Chan", "Ly", "Keo", "Nuon", "Pen"]
CALLED = ["Dara", "Vanna", "Sophea", "Bopha", "Rithy", "Sreymom", "Piseth", "Chantha"]
PROVINCES = ["0102", "1701", "0203", "2104", "1502"]
GATE = "KH-TH-PPT"


@dataclass
class BenchDevice(FieldDevice):
    """The device of a rehearsal, telling of another made-up person each time."""

    dice: random.Random = field(default_factory=random.Random)

    def told(self) -> dict[str, Any]:
        """One person as the first desk asks."""
        dice = self.dice
        family, given = dice.randrange(8), dice.randrange(8)
        answers = {
            "return_mode": dice.choice(["spontaneous", "deported"]),
            "destination": dice.choice(PROVINCES),
            "phone": f"0{dice.randrange(10**7, 10**8)}",
        }
        person = member(
            sex=dice.choice("12"),
            age=dice.randrange(1, 70),
            name_km=f"{FAMILY[family]} {GIVEN[given]}",
            name_latin=f"{LATIN[family]} {CALLED[given]}",
        )
        made_at = datetime.now(UTC) - timedelta(seconds=dice.randrange(7200))
        return self.payload(
            made_at=made_at.isoformat(timespec="seconds"),
            household={"answers": answers, "unanswered": {}},
            members=[person],
        )


def devices(count: int) -> list[BenchDevice]:
    """Devices of as many officers at one gate, enrolled through the real action."""
    from polakor.access.actions.accounts import give_duty, open_account, open_office
    from polakor.access.machine import SETUP
    from polakor.access.queries.actors import actor_for
    from polakor.access.rules.policy import Role
    from polakor.intake import keys
    from polakor.intake.actions.devices import enrol_device
    from polakor.intake.rules.sealing import Session

    office = open_office(
        actor=SETUP, organisation=("B", "ក", "Bench"), office=("gate", "ច្រក", "Gate")
    )
    found = []
    for number in range(count):
        name = f"officer-{os.urandom(4).hex()}-{number}"
        account = open_account(actor=SETUP, username=name, name=name, password=None)
        give_duty(
            actor=SETUP,
            account=account,
            office=office,
            role=Role.BORDER_OFFICER,
            areas=("01",),
            valid_from=datetime(2014, 1, 1).date(),
        )
        device, secret = enrol_device(actor=actor_for(account), name=f"desk {number}", gate=GATE)
        session = Session(keys.key_in_force("seal").public)
        found.append(BenchDevice(device.id, secret, GATE, session, dice=random.Random(number)))
    return found
