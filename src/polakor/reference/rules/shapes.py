"""What each file of a pack may and must say. A word that is not here is taken for a slip.

``docs/guides/country-pack.md`` explains the same words to those who write packs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

VERIFICATION = ("verified", "reported", "unverified")
GATE_CLASSES = ("international", "permanent", "local", "temporary", "informal", "air", "sea")
GATE_STATES = ("open", "restricted", "one_way", "closed")
URGENCIES = ("now", "24h", "72h")
DATED = ("valid_from", "valid_to", "source", "verification_status")


@dataclass(frozen=True, slots=True)
class Shape:
    """Kinds of the values an entry may hold, by name; ``points_to`` names the list of a code.

    The kinds are those of ``kinds.py``.
    """

    must: Mapping[str, str] = field(default_factory=dict)
    may: Mapping[str, str] = field(default_factory=dict)
    points_to: Mapping[str, str] = field(default_factory=dict)
    needed: bool = True

    @property
    def kinds(self) -> dict[str, str]:
        """Kinds of all values, those that must be there and those that may."""
        return {**self.must, **self.may}


ALSO = {"other_names": "texts", "short": "labels"}

LISTS: Mapping[str, Shape] = {
    "languages": Shape(must={"native": "text", "iso639_3": "text", "script": "text"}),
    "provinces": Shape(
        must={"short": "labels", "tile": "square", "centroid": "pair"},
        may={**ALSO, "iso": "text", "pcode": "text", "borders": "texts", "kind": "text"},
        points_to={"borders": "countries"},
    ),
    "countries": Shape(must={"roles": "texts"}, may={"alpha2": "text", "calling_code": "text"}),
    "channels": Shape(
        must={"destination": "text", "regular": "flag"},
        may=ALSO,
        points_to={"destination": "countries"},
    ),
    "return_modes": Shape(may=ALSO),
    "document_kinds": Shape(
        must={"document": "flag"},
        may={
            **ALSO,
            "register_code": "text",
            "issuing_country": "text",
            "issuer": "text",
            "mrz": "text",
            "pattern": "pattern",
            "proves": "texts",
        },
        points_to={"issuing_country": "countries"},
    ),
    "holders": Shape(may=ALSO),
    "relations": Shape(must={"inverse": "text"}, may=ALSO, points_to={"inverse": "relations"}),
    "flags": Shape(must={"hidden": "flag", "group": "text"}, may=ALSO),
    "needs": Shape(may=ALSO),
    "sectors": Shape(may={**ALSO, "isic": "text"}),
    "occupations": Shape(must={"sector": "text"}, may=ALSO, points_to={"sector": "sectors"}),
    "return_reasons": Shape(may=ALSO, needed=False),
    "institutions": Shape(must={"role": "text"}, may=ALSO, needed=False),
    "vehicle_kinds": Shape(must={"seats": "whole"}, may=ALSO),
    "payment_ways": Shape(may=ALSO, needed=False),
    "checklists": Shape(needed=False),
    "checklist_items": Shape(
        must={"checklist": "text"}, points_to={"checklist": "checklists"}, needed=False
    ),
    "cost_items": Shape(must={"group": "text"}, may=ALSO, needed=False),
    "exchange_rates": Shape(must={"currency": "text", "usd": "text"}, needed=False),
    "deduction_items": Shape(may=ALSO, needed=False),
    "deployment_steps": Shape(may={"days": "whole"}, needed=False),
    "contract_rules": Shape(must={"law": "labels", "stops": "flag"}, needed=False),
    "minimum_pay": Shape(
        must={"country": "text", "amount": "whole", "currency": "text", "pay_period": "text"},
        may={"place": "text", "sector": "text"},
        points_to={"country": "countries", "sector": "sectors"},
        needed=False,
    ),
    "work_limits": Shape(
        must={"country": "text"},
        may={"hours": "whole", "all_deductions": "whole"},
        points_to={"country": "countries"},
        needed=False,
    ),
    "deduction_rules": Shape(
        must={"country": "text", "item": "text", "percent": "whole"},
        points_to={"country": "countries", "item": "deduction_items"},
        needed=False,
    ),
    "fee_rules": Shape(
        must={"country": "text", "item": "text", "payers": "texts"},
        may={"amount": "whole", "currency": "text"},
        points_to={"country": "countries", "item": "cost_items"},
        needed=False,
    ),
    "entitlements": Shape(
        must={"kind": "text", "unit": "text", "every": "text"},
        may={"amount": "whole", "currency": "text"},
        needed=False,
    ),
}

GATE = Shape(
    must={"class": "text"},
    may={
        "province": "text",
        "country": "text",
        "place": "text",
        "facing": "words",
        "position": "pair",
        "other_names": "texts",
    },
    points_to={"province": "provinces", "country": "countries"},
)
PERIOD = Shape(
    must={"from": "date", "state": "text"},
    may={"to": "date", "hours": "hours", "who": "labels"},
)

TRUST = {"valid_from": "date", "source": "text", "verification_status": "text"}

SETTINGS: Mapping[str, Mapping[str, str]] = {
    "pack": {
        "code": "text",
        "country": "text",
        "name": "labels",
        "demonym": "labels",
        "languages": "texts",
        "time_zone": "text",
        "calling_code": "text",
        "trunk_prefix": "any_text",
        "currency": "text",
        "other_currencies": "texts",
        "person_prefix": "text",
        "buddhist_era": "flag",
        "version": "text",
    },
    "places": {
        "source": "text",
        "code_digits": "wholes",
        "pcode_prefix": "text",
        "levels": "labels_list",
        "attribution": "labels",
    },
    "limits": dict.fromkeys(
        (
            "adult_age",
            "oldest_age",
            "small_cell",
            "rounding",
            "upload_megabytes",
            "upload_rows",
            "upload_unpacked_megabytes",
            "upload_unpack_ratio",
            "preview_rows",
            "cell_characters",
            "gate_silent_minutes",
            "gate_tally_revision_hours",
        ),
        "whole",
    ),
    "age_bands": {"bounds": "wholes"},
    "screening": {
        "version": "text",
        "valid_from": "date",
        "source": "text",
        "verification_status": "text",
        "due_minutes": "whole_by_urgency",
        "rule": "tables",
    },
    "field": {
        **TRUST,
        **dict.fromkeys(
            (
                "pin_digits",
                "pin_tries",
                "lock_minutes",
                "envelopes_at_once",
                "photo_kilobytes",
                "attachment_days",
                "envelope_kilobytes",
                "file_megabytes",
                "hold_hours",
                "silent_hours",
                "clock_minutes",
                "retry_seconds",
            ),
            "whole",
        ),
    },
    "transport": {
        **TRUST,
        "first_flags": "texts",
        "women_with_children_first": "flag",
        "arrival_hours": "whole",
        "code_hours": "whole",
    },
    "health": {**TRUST, "mode": "text", "tests": "whole", "days": "whole"},
    "recruitment": {
        **TRUST,
        **dict.fromkeys(("number_prefix", "order_prefix", "placement_prefix"), "text"),
        "second_officer_from": "whole",
    },
    "debt": {**TRUST, "months_of_pay": "whole", "annual_rate": "whole"},
}
ENTITLEMENT_WORDS = {
    "kind": ("kit", "meal", "cash"),
    "unit": ("person", "household"),
    "every": ("once", "day"),
}
SCREENING_RULE = Shape(
    must={"code": "text", "urgency": "text", "label": "labels"},
    may={"flags": "texts", "and_flags": "texts", "needs": "texts"},
    points_to={"flags": "flags", "and_flags": "flags", "needs": "needs"},
)
