"""Every word the app says, by a name of its own; the page carries them in every language."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from polakor.doors.ui import languages

WORDS = {
    "app": _("Polakor at the gate"),
    "no_script": _("This page needs JavaScript. Please use a newer browser."),
}


def words_by_language() -> dict[str, dict[str, str]]:
    """``{"km": {name: sentence}, "en": {…}}``: what the page carries for offline use."""
    found = {}
    for code in languages.OWN_NAMES:
        with translation.override(code):
            found[code] = {name: str(sentence) for name, sentence in WORDS.items()}
    return found
