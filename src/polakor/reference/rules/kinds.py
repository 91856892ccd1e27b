"""The kinds of value a pack may hold, each with its test and its name in a sentence."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

Languages = tuple[str, ...]

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


def _text(value: Any, _: Languages) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(value: Any, _: Languages) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _day(value: Any, _: Languages) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _words(value: Any, _: Languages) -> bool:
    return (
        isinstance(value, dict) and bool(value) and all(_text(word, ()) for word in value.values())
    )


def _labels(value: Any, languages: Languages) -> bool:
    return _words(value, languages) and all(language in value for language in languages)


def _pair(value: Any, _: Languages) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(_number(part) for part in value)
        and -90 <= value[0] <= 90
        and -180 <= value[1] <= 180
    )


def _pattern(value: Any, _: Languages) -> bool:
    if not isinstance(value, str):
        return False
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def _list_of(test: Callable[[Any, Languages], bool]) -> Callable[[Any, Languages], bool]:
    return lambda value, languages: (
        isinstance(value, list) and all(test(part, languages) for part in value)
    )


def _by_urgency(value: Any, _: Languages) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"now", "24h", "72h"}
        and all(_whole(part, ()) for part in value.values())
    )


CHECKS: dict[str, Callable[[Any, Languages], bool]] = {
    "text": _text,
    "any_text": lambda value, _: isinstance(value, str),
    "flag": lambda value, _: isinstance(value, bool),
    "whole": _whole,
    "date": _day,
    "hours": lambda value, _: isinstance(value, str) and bool(_HOURS.fullmatch(value)),
    "texts": _list_of(_text),
    "wholes": _list_of(_whole),
    "values": _list_of(lambda value, _: _text(value, ()) or _whole(value, ())),
    "words": _words,
    "labels": _labels,
    "labels_list": _list_of(_labels),
    "pair": _pair,
    "square": lambda value, _: (
        isinstance(value, list) and len(value) == 2 and all(_whole(part, ()) for part in value)
    ),
    "pattern": _pattern,
    "whole_by_urgency": _by_urgency,
    "table": lambda value, _: isinstance(value, dict),
    "tables": _list_of(lambda value, _: isinstance(value, dict)),
}

SPOKEN: dict[str, str] = {
    "text": "words between quotation marks",
    "any_text": "words between quotation marks, perhaps none",
    "flag": "true or false",
    "whole": "a whole number",
    "date": "a day written YYYY-MM-DD without quotation marks",
    "hours": 'hours such as "08:00-16:00"',
    "texts": "a list of words",
    "wholes": "a list of whole numbers",
    "values": "a list of words or whole numbers",
    "words": "words by language",
    "labels": "words in every language of the pack",
    "labels_list": "a list of words in every language of the pack",
    "pair": "latitude and longitude",
    "square": "row and column",
    "pattern": "a regular expression",
    "whole_by_urgency": "whole numbers for now, 24h and 72h",
    "table": "a table of its own",
    "tables": "tables of their own",
}


def fits(kind: str, value: Any, languages: Languages) -> bool:
    """Whether ``value`` is of ``kind``; labels must hold every one of ``languages``."""
    return CHECKS[kind](value, languages)
