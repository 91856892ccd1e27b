"""Staff pages under test."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import trans_real

from polakor.doors.command.build import make_messages


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's Khmer words, compiled the way every start compiles them."""
    folder = tmp_path_factory.mktemp("messages")
    make_messages(folder)
    return folder


@pytest.fixture
def khmer_words(catalogue: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages asked for in Khmer answer in Khmer."""
    settings.LOCALE_PATHS = [catalogue]
    monkeypatch.setattr(trans_real, "_translations", {})
