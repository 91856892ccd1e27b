"""What a file is, by its first bytes. The ending of its name is never asked."""

import re
from typing import Literal

from polakor.intake import errors
from polakor.intake.rules.encodings import utf16_without_mark

Kind = Literal["zip", "ole", "html", "text"]

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|table|body|head|meta|style)\b", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Old .xls files made by programs that write the bare stream without a container.
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")


def sniff(content: bytes) -> Kind:
    """The family of `content`. Raises a `NotATable` refusal for files of other kinds."""
    head = content[:4096]
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(_OLE) or _is_bare_workbook(head):
        return "ole"
    _refuse_other_kinds(head)
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.startswith(b"<") and _HTML.search(text):
        return "html"
    if text.startswith((b"<?xml", b"{\\rtf")):
        raise errors.TextDocumentFile() if text.startswith(b"{") else errors.NotATable()
    _refuse_binary(content)
    return "text"


def _is_bare_workbook(head: bytes) -> bool:
    return head.startswith(_BIFF) and len(head) > 8 and head[2:4] in (b"\x08\x00", b"\x10\x00")


def _refuse_other_kinds(head: bytes) -> None:
    if head.lstrip().startswith(b"%PDF"):
        raise errors.PdfFile()
    if head.startswith(_PICTURES[:5]) or head[4:12] in (b"ftypheic", b"ftypmif1"):
        raise errors.PictureFile()
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise errors.PictureFile()
    if head.startswith(_ARCHIVES):
        raise errors.ArchiveFile()


def _refuse_binary(content: bytes) -> None:
    """Text has few control bytes; UTF-16 has many zero bytes but hardly any others."""
    head = content[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or utf16_without_mark(head):
        return
    controls = sum(head.count(bytes([byte])) for byte in (*range(1, 9), *range(14, 27), 28, 29))
    if controls > 20 and controls > len(head) // 20:
        raise errors.NotATable()
