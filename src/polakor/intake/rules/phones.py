"""Phone numbers to E.164, with what spreadsheets do to them: lost zeros, spaces, two in a cell."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

from polakor.intake.rules.text import is_shortened, tidy, whole_number
from polakor.intake.rules.vocabulary import Vocabulary

_CUT = re.compile(r"[/,;|&]|\bor\b|\band\b|\s{2,}|\n")
_NOT_DIALLED = re.compile(r"[^\d+]")


@dataclass(frozen=True, slots=True)
class _Region:
    code: str
    pattern: re.Pattern[str]
    trunk: str
    extra: re.Pattern[str] | None


@lru_cache(maxsize=64)
def _region(name: str, form: str) -> _Region | None:
    data = PhoneMetadata.metadata_for_region(name, None)
    if data is None:
        return None
    patterns = [
        kind.national_number_pattern
        for kind in (data.mobile, data.fixed_line)
        if kind is not None and kind.national_number_pattern
    ]
    return _Region(
        str(data.country_code),
        re.compile("|".join(f"(?:{pattern})" for pattern in patterns)),
        data.national_prefix or "0",
        re.compile(form) if form else None,
    )


@lru_cache(maxsize=4096)
def _foreign(digits: str) -> str:
    """E.164 of a number of any other country, "" where there is no such number."""
    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@dataclass(frozen=True)
class PhoneReader:
    """Reads phones; numbers without a country code are tried in the pack's regions in order."""

    vocabulary: Vocabulary

    def read(self, text: str) -> tuple[str, tuple[str, ...]]:
        """E.164 or "", and notices. The first number that fits is taken; never raises."""
        whole = whole_number(tidy(text))
        if is_shortened(whole):
            return "", ("phone_not_a_number",)
        if not any(letter.isdecimal() for letter in whole):
            return "", ()
        for part in (whole, *_CUT.split(text)):
            found, sure = self._one(tidy(part))
            if found:
                return found, () if sure else ("phone_two_countries",)
        return "", ("phone_not_a_number",)

    def _one(self, text: str) -> tuple[str, bool]:
        """E.164 or "", and whether only one country has such a number."""
        dialled = _NOT_DIALLED.sub("", text.replace("(0)", ""))
        if "+" in dialled[1:] or not 7 <= len(dialled) <= 17:
            return "", True
        if dialled.startswith(("+", "00")):
            return self._international(dialled.lstrip("+").removeprefix("00")), True
        return self._national(dialled)

    def _international(self, digits: str) -> str:
        for region in self._regions:
            if digits.startswith(region.code):
                national = digits[len(region.code) :].lstrip("0")
                if self._fits(region, national):
                    return f"+{region.code}{national}"
        return _foreign(digits)

    def _national(self, digits: str) -> tuple[str, bool]:
        """Leading zeros are a trunk prefix, or were lost when a spreadsheet made it a number."""
        bare = digits.lstrip("0")
        fits = [region.code for region in self._regions if region.pattern.fullmatch(bare)]
        fits = fits or [region.code for region in self._regions if self._fits(region, bare)]
        if fits:
            return f"+{fits[0]}{bare}", len(fits) == 1
        for region in self._regions:
            rest = bare.removeprefix(region.code).lstrip("0")
            if bare.startswith(region.code) and region.pattern.fullmatch(rest):
                return f"+{region.code}{rest}", True
        return "", True

    def _fits(self, region: _Region, national: str) -> bool:
        if region.pattern.fullmatch(national):
            return True
        return region.extra is not None and region.extra.fullmatch(national) is not None

    @cached_property
    def _regions(self) -> tuple[_Region, ...]:
        forms = self.vocabulary.phone_forms
        found = (_region(name, forms.get(name, "")) for name in self.vocabulary.phone_regions)
        return tuple(region for region in found if region is not None)
