"""A bad network between devices and the server: one armed fault hits the next request."""

import random
import socket
import socketserver
import struct
import threading
import time
from collections import Counter, deque

KINDS = (
    "drop", "delay", "duplicate", "reorder", "truncate", "corrupt", "answer_lost", "reset"
)  # fmt: skip
"""What may happen to a request; each is a method of ``_Call`` below."""
PIECE = 1 << 16
NO_LINGER = struct.pack("ii", 1, 0)
LAST_CHUNK = b"0\r\n\r\n"


class FaultProxy:
    """Passes requests on to the port ``target``; ``arm`` lets the next one suffer."""

    def __init__(self, target: int, longest_stall: float, seed: int = 1) -> None:
        self.target = target
        self.longest_stall = longest_stall
        self.dice = random.Random(seed)
        self.happened: Counter[str] = Counter()
        self._armed: deque[str] = deque()
        self.passed = threading.Condition()
        self._server = _Listener(("127.0.0.1", 0), _Call)
        self._server.proxy = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def arm(self, kind: str) -> None:
        self._armed.append(kind)

    @property
    def waiting(self) -> int:
        """Armed faults that have hit nobody yet."""
        return len(self._armed)

    def next_fault(self) -> str:
        try:
            kind = self._armed.popleft()
        except IndexError:
            return ""
        self.happened[kind] += 1
        return kind

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    proxy: FaultProxy


class _Call(socketserver.BaseRequestHandler):
    """One connection of a device; requests on it one after the other."""

    server: _Listener

    def handle(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            try:
                told = read_message(self.request)
            except OSError:
                return
            if told is None:
                return
            kind = self.server.proxy.next_fault()
            try:
                answer = getattr(self, kind or "passed_on")(*told)
            except OSError:  # the server is down: the device hears nothing
                return
            with self.server.proxy.passed:
                self.server.proxy.passed.notify_all()
            if answer is None:
                return
            try:
                self.request.sendall(answer)
            except OSError:
                return

    def passed_on(self, head: bytes, body: bytes) -> bytes | None:
        with self._server_line() as line:
            line.sendall(head + body)
            answer = read_message(line)
        return None if answer is None else b"".join(answer)

    def drop(self, head: bytes, body: bytes) -> None:
        """Nothing of it arrives."""

    def delay(self, head: bytes, body: bytes) -> bytes | None:
        longest = self.server.proxy.longest_stall
        time.sleep(self.server.proxy.dice.uniform(longest / 30, longest))
        return self.passed_on(head, body)

    def duplicate(self, head: bytes, body: bytes) -> bytes | None:
        """It arrives twice at the same moment; the device hears the later answer."""
        other = threading.Thread(target=self._quietly, args=(head, body))
        other.start()
        answer = self.passed_on(head, body)
        other.join()
        return answer

    def reorder(self, head: bytes, body: bytes) -> bytes | None:
        """It arrives after the request behind it."""
        with self.server.proxy.passed:
            self.server.proxy.passed.wait(timeout=1)
        return self.passed_on(head, body)

    def truncate(self, head: bytes, body: bytes) -> None:
        """Half of the body arrives, though the head promises all of it."""
        with self._server_line() as line:
            line.sendall(head + body[: len(body) // 2])
            line.shutdown(socket.SHUT_WR)
            line.settimeout(5)
            read_message(line)

    def corrupt(self, head: bytes, body: bytes) -> bytes | None:
        """Some bytes of it are others."""
        changed = bytearray(body)
        dice = self.server.proxy.dice
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return self.passed_on(head, bytes(changed))

    def answer_lost(self, head: bytes, body: bytes) -> None:
        """It arrives and is kept; the device never hears of it."""
        self.passed_on(head, body)

    def reset(self, head: bytes, body: bytes) -> None:
        """It arrives, and both sides lose the connection before the answer."""
        line = self._server_line()
        line.sendall(head + body)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        line.close()
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)

    def _quietly(self, head: bytes, body: bytes) -> None:
        try:
            self.passed_on(head, body)
        except OSError:
            return

    def _server_line(self) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.server.proxy.target), timeout=60)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line


def read_message(line: socket.socket) -> tuple[bytes, bytes] | None:
    """Head and body of a request or an answer; None when the other side hung up before its end."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = line.recv(PIECE)
        if not piece:
            return None
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    told = dict(row.split(b":", 1) for row in head.lower().split(b"\r\n")[1:])
    length = int(told.get(b"content-length", 0))
    # A fault outside the views is answered in chunks; half of it would have a device wait on.
    chunked = told.get(b"transfer-encoding", b"").strip() == b"chunked"
    while not body.endswith(LAST_CHUNK) if chunked else len(body) < length:
        piece = line.recv(PIECE)
        if not piece:
            return None
        body += piece
    return head + b"\r\n\r\n", body
