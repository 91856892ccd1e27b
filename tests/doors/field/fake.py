"""A server of the tests' own that the app can speak with: real page, real seals, no database.

It keeps what it was sent, and can be told to misbehave: refuse, be busy, sign with a stranger's
key, stumble over one record, not open what comes (``unopened``: a reason for each post to come,
``""`` for one that is opened), seal anew (``renew``). While ``gate`` is cleared every answer of its
API waits.
"""

import hashlib
import json
import mimetypes
import secrets
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from tests.architecture.house import ROOT

from polakor.base.ids import receipt_number, uuid7
from polakor.doors.field import shell
from polakor.intake.rules import sealing
from polakor.intake.rules.reasons import ENVELOPE_REASONS
from polakor.intake.rules.tokens import make_token, signed_text

PACK = ROOT / "packs" / "kh"
DOORS = Path(settings.PACKAGE) / "doors"
STATIC = (DOORS / "field" / "static", DOORS / "ui" / "static", Path(settings.DATA) / "assets")
PLACES = [
    ["01", "បន្ទាយមានជ័យ", "Banteay Meanchey", 1],
    ["02", "បាត់ដំបង", "Battambang", 1],
    ["17", "សៀមរាប", "Siemreap", 1],
    ["22", "ឧត្តរមានជ័យ", "Oddar Meanchey", 1],
    ["0212", "គាស់ក្រឡ", "Koas Krala", 2],
    ["0204", "បវេល", "Bavel", 2],
    ["020401", "បវេល", "Bavel", 3],
    ["02040101", "ពាមឯក", "Peam Aek", 4],
]


def forms() -> list[dict[str, Any]]:
    """The forms of the pack as the server sends them down."""
    words = tomllib.loads((PACK / "forms" / "words.toml").read_text("utf-8"))
    pack = tomllib.loads((PACK / "pack.toml").read_text("utf-8"))
    bounds = pack["age_bands"]["bounds"]
    ends = [f"–{bound - 1}" for bound in bounds[1:]] + ["+"]
    bands = [
        {"code": str(low), "label": dict.fromkeys(("km", "en"), f"{low}{end}")}
        for low, end in zip(bounds, ends, strict=True)
    ]
    found = []
    for path in sorted((PACK / "forms").glob("*-*.toml")):
        told = tomllib.loads(path.read_text("utf-8"))
        questions, parts = told.pop("question"), told.pop("part")
        names = {one["list"] for one in questions if "list" in one}
        lists = {name: bands if name == "age_bands" else _choices(name) for name in names}
        whole = {
            **told,
            "key": f"{told['code']}/{told['version']}",
            "questions": questions,
            "parts": parts,
            "lists": lists,
            "say": words["say"],
            "reasons": words["reasons"],
            "place_digits": [2, 4, 6, 8],
        }
        found.append(json.loads(json.dumps(whole, default=str)))
    return found


def _choices(name: str) -> list[dict[str, Any]]:
    entries = tomllib.loads((PACK / f"{name}.toml").read_text("utf-8"))["entry"]
    return [
        {"code": one["code"], "label": one["label"], "hidden": one.get("hidden", False)}
        for one in entries
    ]


@dataclass
class FakeServer:
    """What it holds (``payloads`` by envelope id), how often it was asked, how it misbehaves."""

    address: str = ""
    payloads: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: list[list[str]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    status: int = 0
    barred: bool = False
    retry_after: int = 0
    foreign_signature: bool = False
    skew: timedelta = timedelta()
    resend: list[int] = field(default_factory=list)
    signed_in: bool = True
    tries: int = 5
    most: int = 200
    poison: int = 0
    unopened: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    lock_minutes: float = 5
    photos: dict[str, bytes] = field(default_factory=dict)
    photo_status: int = 0
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.seal, self.signer, self.stranger = (
            ec.generate_private_key(sealing.CURVE) for _ in range(3)
        )
        self.batch = ec.generate_private_key(sealing.CURVE)
        self.secrets: dict[str, str] = {}
        self.gate.set()

    def token(self, number: int) -> str:
        """A good token of the one batch there is."""
        return make_token("KHA", number)

    def scanned(self, number: int) -> str:
        """What a scanner reads from the sheet."""
        return signed_text(self.token(number), self.batch)

    def enrol(self) -> dict[str, Any]:
        """A new device."""
        device, secret = str(uuid7()), secrets.token_urlsafe(32)
        self.secrets[device] = secret
        return {
            "device": device,
            "secret": secret,
            "server_key": sealing.text_of(sealing.public_bytes(self.seal.public_key())),
            "server_kid": sealing.key_name(self.seal.public_key()),
            "sign_key": sealing.text_of(sealing.public_bytes(self.signer.public_key())),
            "sign_kid": sealing.key_name(self.signer.public_key()),
            "officer": {"name": "ចាន់ សុខា", "office": "ច្រកប៉ោយប៉ែត"},
            "pin": {"digits": 6, "tries": self.tries},
            "lock_minutes": self.lock_minutes,
        }

    def renew(self) -> None:
        """Another key to seal to, as after a rotation."""
        self.seal = ec.generate_private_key(sealing.CURVE)

    def down(self) -> dict[str, Any]:
        """Forms, tokens and the keys in force."""
        key = sealing.text_of(sealing.public_bytes(self.batch.public_key()))
        tokens = [{"code": "KHA", "first": 1, "last": 5000, "key": key, "barred": [[900, 999]]}]
        more = {"pin": {"tries": self.tries}, "lock_minutes": self.lock_minutes}
        keys = {
            "server_key": sealing.text_of(sealing.public_bytes(self.seal.public_key())),
            "server_kid": sealing.key_name(self.seal.public_key()),
            "sign": {},
        }
        return {"forms": forms(), "tokens": tokens, "settings": more, "keys": keys}

    def take(self, device: str, envelopes: list[dict[str, Any]]) -> dict[str, str]:
        """Open what was sealed and answer with signed receipts."""
        self.posts.append([one["id"] for one in envelopes])
        reason = self.unopened.pop(0) if self.unopened else ""
        for one in envelopes:
            self.sequences[one["id"]], self.reasons[one["id"]] = one["seq"], reason
            if reason:
                self.states[one["id"]] = "quarantined"
                continue
            key = sealing.opening_key(self.seal, one["session"])
            bound = sealing.bound_to(one["id"], one["device"], one["seq"])
            iv, body = sealing.bytes_of(one["iv"]), sealing.bytes_of(one["body"])
            payload = json.loads(sealing.open_sealed(key, iv, body, bound))
            if one["id"] not in self.payloads:
                self.states[one["id"]] = "received"
            self.payloads.setdefault(one["id"], payload)
        return self.signed(device, [one["id"] for one in envelopes])

    def keep_piece(self, name: str, span: str, piece: bytes) -> int:
        """Bytes of a photo that are here with this piece."""
        here = self.photos.setdefault(name, b"")
        if span.startswith(f"bytes {len(here)}-"):
            self.photos[name] = here + piece
        return len(self.photos[name])

    def opened_photo(self, name: str) -> tuple[dict[str, str], bytes]:
        """Whose a photo is, and the picture."""
        line, _, body = self.photos[name].partition(b"\n")
        head: dict[str, str] = json.loads(line)
        key = sealing.opening_key(self.seal, head["session"])
        return head, sealing.open_sealed(key, sealing.bytes_of(head["iv"]), body, line)

    def signed(self, device: str, ids: list[str]) -> dict[str, str]:
        """Receipts for these ids, signed; by a stranger where ``foreign_signature`` is set."""
        receipts = [
            {
                "id": one,
                "seq": self.sequences[one],
                "state": self.states[one],
                "receipt": receipt_number(uuid7()),
                "sha256": hashlib.sha256(one.encode()).hexdigest() if one in self.payloads else "",
                "received_at": datetime.now(UTC).isoformat(),
                "reason": self.reasons[one],
                "say": dict.fromkeys(("km", "en"), ENVELOPE_REASONS.get(self.reasons[one], "")),
            }
            for one in ids
            if one in self.states
        ]
        at = (datetime.now(UTC) + self.skew).isoformat()
        told = {"device": device, "at": at, "receipts": receipts, "next": {"resend": self.resend}}
        statement = json.dumps(told)
        signer = self.stranger if self.foreign_signature else self.signer
        return {
            "statement": statement,
            "signature": sealing.text_of(sealing.sign(signer, statement.encode())),
            "sign_kid": sealing.key_name(self.signer.public_key()),
        }


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            return self._file(path.removeprefix("/static/"))
        if path == "/field/":
            return self._send(shell._page().encode(), "text/html; charset=utf-8")
        if path in {"/field/worker.js", "/field/app.webmanifest"}:
            view = shell.worker if path.endswith(".js") else shell.manifest
            answer = view(None)  # type: ignore[arg-type]
            return self._send(answer.content, answer["Content-Type"])
        self._api(path, None)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        self._api(self.path, json.loads(raw) if "json" in kind else None)

    def do_HEAD(self) -> None:
        self._photo(b"")

    def do_PUT(self) -> None:
        self._photo(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _photo(self, piece: bytes) -> None:
        fake, name = self.fake, self.path.split("/")[-2]
        device, _, secret = self.headers.get("Authorization", "").partition(" ")[2].partition(":")
        if fake.secrets.get(device) != secret:
            return self._json({}, 401)
        if fake.photo_status:
            return self._json({}, fake.photo_status)
        here = fake.keep_piece(name, self.headers.get("Content-Range", ""), piece)
        self._json({"here": here}, more={"Upload-Offset": str(here)})

    def _api(self, path: str, told: Any) -> None:
        fake = self.fake
        fake.gate.wait(20)
        if path == "/field/begin/":
            officer = {"name": "ចាន់ សុខា", "office": "ច្រកប៉ោយប៉ែត"}
            gates = [{"code": "KH-TH-PPT", "km": "ប៉ោយប៉ែត", "en": "Poipet"}]
            some = {
                "officer": officer if fake.signed_in else None,
                "may": True,
                "gates": gates,
                "sign_in": "/account/sign-in/?next=/field/",
            }
            return self._json(some)
        if path == "/field/enrol/":
            return self._json(fake.enrol())
        device, _, secret = self.headers.get("Authorization", "").partition(" ")[2].partition(":")
        if fake.secrets.get(device) != secret:
            return self._json({}, 401)
        if fake.barred:
            return self._json({"barred": True}, 403)
        if fake.status:
            return self._json({}, fake.status)
        if told and len(told.get("envelopes", ())) > fake.most:
            return self._json({}, 413)
        if told and fake.poison in [one["seq"] for one in told.get("envelopes", ())]:
            return self._json({}, 500)
        answers: dict[str, Callable[[], Any]] = {
            "/field/down/": fake.down,
            "/field/down/places/": lambda: PLACES,
            "/field/sync/": lambda: fake.take(device, told["envelopes"]),
            "/field/file/": lambda: fake.take(device, told["envelopes"]),
            "/field/states/": lambda: fake.signed(device, told["ids"]),
        }
        self._json(answers[path]() if path in answers else {}, 200 if path in answers else 404)

    def _file(self, name: str) -> None:
        for folder in STATIC:
            if (folder / name).is_file():
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                return self._send((folder / name).read_bytes(), kind)
        self._send(b"", "text/plain", 404)

    def _json(self, told: Any, status: int = 200, more: dict[str, str] | None = None) -> None:
        self._send(json.dumps(told).encode(), "application/json", status, more)

    def _send(
        self, body: bytes, kind: str, status: int = 200, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _policy())
        if status in {429, 503} and self.fake.retry_after:
            self.send_header("Retry-After", str(self.fake.retry_after))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _policy() -> str:
    from polakor.doors.ui.middleware import CONTENT_POLICY

    return CONTENT_POLICY


@contextmanager
def running() -> Iterator[FakeServer]:
    """A fake server on a free port of localhost, which browsers hold for safe."""
    fake = FakeServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.gate.set()
        server.shutdown()
        server.server_close()
