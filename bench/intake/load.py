"""Load over real HTTP: lasting connections, requests made ready before the clock starts."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST = 1 << 20


@dataclass(slots=True)
class Sent:
    """What came of a run: milliseconds of each request, answers by status, wall seconds."""

    took: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    last: bytes = b""

    @property
    def good(self) -> int:
        """Requests that were answered with 200."""
        return self.statuses.get(200, 0)

    def at(self, share: float) -> float:
        """The millisecond below which ``share`` of the requests were answered."""
        ordered = sorted(self.took)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2)


def request(path: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """A whole POST as bytes."""
    told = {
        "Host": "127.0.0.1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Forwarded-Proto": "https",
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


class _Client:
    """One connection that has at most one request under way."""

    def __init__(self, port: int, work: deque[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.work = work
        self.began = 0.0
        self.got = b""

    def send(self) -> bool:
        if not self.work:
            return False
        self.got = b""
        self.began = time.perf_counter()
        self.socket.sendall(self.work.popleft())
        return True

    def answered(self) -> tuple[int, bytes] | None:
        """The status once the whole answer is here."""
        piece = self.socket.recv(MOST)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.got += piece
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return None
        lower = head.lower()
        at = lower.index(b"content-length:") + 15
        length = int(lower[at:].split(b"\r\n", 1)[0])
        return (int(head[9:12]), body) if len(body) >= length else None


def drive(port: int, queues: Sequence[deque[bytes]], seconds: float = 0.0) -> Sent:
    """Send from each queue over a connection of its own until they are empty or time is up."""
    clients = [_Client(port, work) for work in queues]
    sent = Sent()
    with selectors.DefaultSelector() as waiting:
        began = time.perf_counter()
        under_way = 0
        for client in clients:
            waiting.register(client.socket, selectors.EVENT_READ, client)
            under_way += client.send()
        while under_way:
            for key, _ in waiting.select():
                client = key.data
                done = client.answered()
                if done is None:
                    continue
                now = time.perf_counter()
                sent.took.append((now - client.began) * 1000)
                sent.statuses[done[0]] = sent.statuses.get(done[0], 0) + 1
                sent.last = done[1]
                under_way -= 1
                if not seconds or now - began < seconds:
                    under_way += client.send()
        sent.seconds = time.perf_counter() - began
    for client in clients:
        client.socket.close()
    return sent
