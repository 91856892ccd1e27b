"""Values as a reader sees them: numbers, dates, durations, in the language being written."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from polakor.base.dates import PartialDate
from polakor.doors.ui.languages import babel_locale

NO_REPORT = "–"
MINUS = "\N{MINUS SIGN}"

Numeric = int | float | Decimal


def number(value: Numeric | None, places: int | None = None) -> str:
    """``12,345``; nothing reported is ``–``, and 0 is only ever zero."""
    if value is None:
        return NO_REPORT
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    written: str = format_decimal(value, format=pattern, locale=babel_locale())
    return written.replace("-", MINUS)


def signed(value: Numeric | None) -> str:
    """A difference: ``+6``, ``−318``, ``0``."""
    if value is None:
        return NO_REPORT
    return ("+" if value > 0 else "") + number(value)


def percent(share: Numeric | None, places: int = 0) -> str:
    """A share between 0 and 1 as ``45 %``, kept on one line."""
    if share is None:
        return NO_REPORT
    return f"{number(float(share) * 100, places)}\N{NO-BREAK SPACE}%"


def day(value: date | datetime | None) -> str:
    """``22 November 2026``; in Khmer with Khmer month names."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    written: str = format_date(value, "d MMMM y", locale=babel_locale())
    return written


def short_day(value: date | datetime | None) -> str:
    """``22 Nov`` for axes and narrow lists."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    written: str = format_date(value, "d MMM", locale=babel_locale())
    return written


def clock(value: datetime | None) -> str:
    """``18:04``, in the country's own time."""
    return f"{_local(value):%H:%M}" if value else ""


def moment(value: datetime | None) -> str:
    """``22 November 2026, 18:04``."""
    if value is None:
        return ""
    return _("%(day)s, %(time)s") % {"day": day(value), "time": clock(value)}


def recent(value: datetime | None) -> str:
    """Only the hour when it was today, ``yesterday 21:10``, otherwise the day and the hour."""
    if value is None:
        return ""
    days = (timezone.localdate() - _local(value).date()).days
    if days == 0:
        return clock(value)
    if days == 1:
        return _("yesterday %(time)s") % {"time": clock(value)}
    return f"{short_day(value)} {clock(value)}"


def partial(value: PartialDate | str | None) -> str:
    """A date only as exact as it was told: ``1991``, ``March 1991``, ``14 March 1991``."""
    if not value:
        return ""
    told = PartialDate.from_iso(value) if isinstance(value, str) else value
    if told.month is None:
        return pgettext("a year alone", "%(year)s") % {"year": told.year}
    if told.day is None:
        written: str = format_date(date(told.year, told.month, 1), "MMMM y", locale=babel_locale())
        return written
    return day(date(told.year, told.month, told.day))


def duration(value: timedelta | float | None) -> str:
    """A time span in two steps at most: ``8 h 40 min``, ``5 h``, ``3 d 2 h``, ``20 s``."""
    if value is None:
        return NO_REPORT
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    seconds = max(seconds, 0)
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        parts = [_("%(n)s d") % {"n": days}, hours % 24 and _("%(n)s h") % {"n": hours % 24}]
    elif hours:
        parts = [_("%(n)s h") % {"n": hours}, minutes % 60 and _minutes(minutes % 60)]
    else:
        parts = [_minutes(minutes)]
    return " ".join(part for part in parts if part)


def size(octets: int | None) -> str:
    """The size of a file: ``820 KB``, ``1.4 MB``."""
    if octets is None:
        return NO_REPORT
    if octets < 1_000_000:
        return _("%(n)s KB") % {"n": number(max(1, round(octets / 1000)))}
    return _("%(n)s MB") % {"n": number(octets / 1_000_000, 1)}


def people(count: int) -> str:
    """``1 person``, ``12 people``."""
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": number(count)}


def _minutes(count: int) -> str:
    return _("%(n)s min") % {"n": count}


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
