"""A photo of a token is read apart from us, in bounds, and kept nowhere."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled

from polakor.doors.field import photo
from polakor.doors.field.photo import READER, read_codes

PHOTO = Path(__file__).parents[2] / "vectors" / "token-photo.jpg"


def code(text: str, scale: int = 4) -> bytes:
    """A picture of one code."""
    drawn = io.BytesIO()
    segno.make_qr(text).save(drawn, kind="png", scale=scale)
    return drawn.getvalue()


def png(width: int, height: int, packed: bytes) -> bytes:
    """A PNG whose head says so much, whatever is in it."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))]
    parts += [(b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def test_a_photo_and_a_drawing_are_read() -> None:
    texts = read_codes(PHOTO.read_bytes())
    assert texts is not None
    assert texts[0].startswith("PLK1:KHA-00001-9:")
    assert read_codes(code("PLK1:hello")) == ["PLK1:hello"]


def test_a_picture_without_a_code_has_none() -> None:
    white = zlib.compress(b"".join(b"\0" + b"\xff" * 300 for _ in range(200)))
    assert read_codes(png(300, 200, white)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        b"GIF89a" + bytes(40),
        PHOTO.read_bytes()[:300],
        b"\xff\xd8\xff" + b"\xff" * 5000,
        b"\xff\xd8\xff\xe1\x00\x00" * 2000,
        png(30_000, 30_000, zlib.compress(bytes(1000))),
        png(0, 10, b""),
        png(4000, 4000, zlib.compress(bytes(5_000_000))[:200]),
    ],
    ids=["empty", "text", "svg", "gif", "cut", "ff", "loop", "huge", "flat", "bomb"],
)
def test_hostile_pictures_are_refused_or_have_no_code(content: bytes) -> None:
    assert not read_codes(content)


def test_a_reader_that_takes_too_long_is_ended() -> None:
    assert read_codes(PHOTO.read_bytes(), seconds=0.01) is None


def test_the_reader_loads_nothing_of_polakor() -> None:
    names = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='x'); print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-I", "-c", names, str(READER)], capture_output=True, check=True
    )
    loaded = told.stdout.decode().split()
    assert "zxingcpp" in loaded
    assert not [name for name in loaded if name.startswith(("polakor", "django", "psycopg"))]


@pytest.fixture
def desk(cast: Cast, tmp_path: Path, settings: Any) -> FieldDevice:
    settings.KEYS = tmp_path / "keys"
    return enrolled(cast.sokha)


def send(desk: FieldDevice, content: bytes, **headers: str) -> Any:
    return Client().post(
        "/field/photo/", content, content_type="image/jpeg", headers={**desk.headers, **headers}
    )


@pytest.mark.django_db
def test_a_device_sends_a_photo_and_nothing_is_written(desk: FieldDevice) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = send(desk, PHOTO.read_bytes()).json()
    assert told["token"].startswith("PLK1:KHA-00001-9:")
    assert not [one for one in asked if "INSERT" in one["sql"] or "UPDATE" in one["sql"]]
    assert send(desk, code("https://example.org")).json() == {"token": "https://example.org"}


@pytest.mark.django_db
def test_only_devices_send_and_only_so_much(
    desk: FieldDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().post("/field/photo/", b"x", content_type="image/jpeg").status_code == 401
    assert send(desk, bytes(3000 * 1024 + 1)).status_code == 413
    assert send(desk, b"hello").status_code == 400
    assert Client().get("/field/photo/", headers=desk.headers).status_code == 405
    monkeypatch.setattr(photo._places, "acquire", lambda blocking: False)
    busy = send(desk, PHOTO.read_bytes())
    assert busy.status_code == 503
    assert int(busy["Retry-After"]) > 0
