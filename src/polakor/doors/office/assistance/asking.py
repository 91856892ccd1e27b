"""A form on a page of its own, within the pages of reception."""

from functools import partial

from polakor.doors.ui import asking

ask = partial(asking.ask, frame="office_assistance/base.html")
