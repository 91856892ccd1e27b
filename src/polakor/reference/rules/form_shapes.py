"""What the tables of a form may and must say; ``docs/guides/country-pack.md`` explains them."""

from polakor.reference.rules.shapes import Shape

QUESTION = Shape(
    must={"code": "text", "who": "text", "type": "text", "part": "text", "label": "labels"},
    may={
        "hint": "labels",
        "list": "text",
        "choices": "tables",
        "look": "text",
        "shown": "text",
        "first": "texts",
        "private": "flag",
        "carry": "text",
        "counts": "table",
        "when": "tables",
        "must": "tables",
    },
)
CONDITION = Shape(
    must={"question": "text"},
    may={
        "is": "text",
        "in": "values",
        "not_in": "values",
        "at_least": "whole",
        "at_most": "whole",
    },
)
RULE = Shape(
    must={"say": "labels"},
    may={
        "at_least": "whole",
        "at_most": "whole",
        "not_in": "texts",
        "alone": "texts",
        "matches": "pattern",
        "longest": "whole",
        "not_after": "text",
    },
)
DEMAND = Shape(must={"who": "text", "one_of": "texts", "say": "labels"})
