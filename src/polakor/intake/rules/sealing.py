"""Sealing envelopes to the server, opening them, and signing what the server answers.

P-256 throughout, so that a browser's WebCrypto does the same without a library. Raises
``SealError`` where bytes do not fit; nothing else comes of foreign bytes.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CURVE = ec.SECP256R1()
SIGNED_WITH = ec.ECDSA(hashes.SHA256())
INFO = b"polakor field seal 1"
POINT_BYTES = 65
IV_BYTES = 12
_HALF = 32


class SealError(ValueError):
    """These bytes are not an envelope sealed to this key."""


def text_of(octets: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ``SealError``."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealError(str(error)) from None


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as SPKI in DER, which ``crypto.subtle.importKey("spki", …)`` takes."""
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def key_name(key: ec.EllipticCurvePublicKey) -> str:
    """What a key is called: the first 16 hex digits of the SHA-256 of its SPKI."""
    return hashlib.sha256(public_bytes(key)).hexdigest()[:16]


def public_key(spki: bytes) -> ec.EllipticCurvePublicKey:
    """The key of SPKI bytes. Raises ``SealError``."""
    try:
        key = serialization.load_der_public_key(spki)
    except ValueError as error:
        raise SealError(str(error)) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != CURVE.name:
        raise SealError("not a P-256 key")
    return key


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _aes(shared: bytes, point: bytes) -> AESGCM:
    told = HKDF(algorithm=hashes.SHA256(), length=32, salt=bytes(32), info=INFO + point)
    return AESGCM(told.derive(shared))


def opening_key(private: ec.EllipticCurvePrivateKey, session: str) -> AESGCM:
    """The key all envelopes of one session are sealed with. Raises ``SealError``.

    ``session`` is the device's ephemeral public point. One ECDH: worth keeping by session.
    """
    point = bytes_of(session)
    if len(point) != POINT_BYTES:
        raise SealError("a session is an uncompressed point of P-256")
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise SealError(str(error)) from None
    return _aes(private.exchange(ec.ECDH(), theirs), point)


def bound_to(envelope_id: str, device: str, sequence: int) -> bytes:
    """What the seal binds besides the content, so that no envelope can pass for another."""
    return f"{envelope_id}|{device}|{sequence}".encode()


def open_sealed(key: AESGCM, iv: bytes, body: bytes, bound: bytes) -> bytes:
    """The content. Raises ``SealError`` when anything was changed."""
    if len(iv) != IV_BYTES:
        raise SealError("the initial vector has 12 bytes")
    try:
        return key.decrypt(iv, body, bound)
    except (InvalidTag, ValueError):
        raise SealError("the seal is broken") from None


def sign(private: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    """ECDSA with SHA-256 as WebCrypto writes it: r and s, 32 bytes each."""
    r, s = utils.decode_dss_signature(private.sign(content, SIGNED_WITH))
    return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


def is_signed(public: ec.EllipticCurvePublicKey, content: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (r and s) is of ``content``."""
    if len(signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
    try:
        public.verify(utils.encode_dss_signature(r, s), content, SIGNED_WITH)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Session:
    """A device's side of one unlock: what simulations, measurements and tests seal with."""

    server: ec.EllipticCurvePublicKey
    _private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(CURVE)
    )
    _made: dict[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The ephemeral public point, as it stands on every envelope."""
        return text_of(_point(self._private.public_key()))

    def seal(
        self, *, envelope_id: str, device: str, sequence: int, content: bytes, iv: bytes
    ) -> dict[str, object]:
        """A sealed envelope as it travels and lies in files. ``iv``: 12 bytes, never twice."""
        key = self._made.get("key")
        if not isinstance(key, AESGCM):
            point = _point(self._private.public_key())
            key = self._made["key"] = _aes(self._private.exchange(ec.ECDH(), self.server), point)
            self._made["head"] = {"server_key": key_name(self.server), "session": self.name}
        head = self._made["head"]
        assert isinstance(head, dict)
        body = key.encrypt(iv, content, bound_to(envelope_id, device, sequence))
        return {
            "id": envelope_id,
            "device": device,
            "seq": sequence,
            **head,
            "iv": text_of(iv),
            "body": text_of(body),
        }
