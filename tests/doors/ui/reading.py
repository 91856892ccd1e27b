"""What a reader of a Khmer page would see or hear in Latin letters."""

import re
from html import unescape

LATIN = re.compile(r"[A-Za-z]{2,}")
SPOKEN = re.compile(r"\s(?:aria-label|title|alt|placeholder|data-(?:said-\w+|label))=\"([^\"]*)\"")
FOREIGN = re.compile(
    r"<(bdi|a|span|td|th|p|h1)\b[^>]*\slang=\"(?:en|th)\"[^>]*>.*?</\1>", re.DOTALL
)
# Written the same in every language.
CURRENCIES = {"USD", "KHR", "THB", "KRW", "JPY", "MYR", "SGD", "HKD", "SAR"}
KNOWN = {"QR", "PDF", "CSV", "JSON", "XLSX", "HXL"}


def english_left(html: str) -> list[str]:
    """Words in Latin letters that carry no ``lang`` of their own, attributes included."""
    body = re.sub(r"<head>.*?</head>|<textarea.*?</textarea>", "", html, flags=re.DOTALL)
    body = FOREIGN.sub(" ", body)
    attributes = " ".join(SPOKEN.findall(body))
    text = unescape(re.sub(r"<[^>]+>", " ", body))
    return [word for word in LATIN.findall(f"{text} {attributes}") if word not in KNOWN]
