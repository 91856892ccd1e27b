"""Is it one of these? Known persons who resemble somebody about to be registered."""

from dataclasses import dataclass
from uuid import UUID

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.queries.persons import PersonSummary, summaries_of
from polakor.registry.rules.linking import COMPARED_AT_MOST, Compared, closest, linking_of


@dataclass(frozen=True, slots=True)
class Resembling:
    """A known person, how likely it is the one, and why.

    ``clash``: one document number under names that differ clearly.
    """

    person: PersonSummary
    probability: float
    reasons: tuple[namebridge.Reason, ...]
    clash: bool


def resembling(actor: Actor, asked: namebridge.Identity) -> list[Resembling]:
    """Persons the actor may see who may be the one ``asked`` describes, likeliest first.

    The same comparison as registering itself makes. Each person shown is written down. Needs
    ``registry:person:search``. At most ten queries.
    """
    actor.require(RegistryPermission.PERSON_SEARCH)
    with acting_as(actor):
        keys = namebridge.keys(asked)
        near = [UUID(one) for one in closest(keys, records_with_keys(keys), COMPARED_AT_MOST)]
        compared = [
            Compared(record, human, namebridge.compare(asked, known))
            for record, (human, known) in identities_of(near).items()
        ]
        linking = linking_of(compared)
        found = [linking.join] if linking.join is not None else list(linking.propose)
        people = summaries_of([one.human for one in found])
        shown = [one for one in found if one.human in people]
        record_events(
            actor=actor,
            drafts=[EventDraft("registry:person:found", "person", str(one.human)) for one in shown],
        )
    return [
        Resembling(
            people[one.human],
            one.comparison.probability,
            one.comparison.reasons,
            clash=one in linking.urgent,
        )
        for one in shown
    ]
