#!/usr/bin/env python3
"""Check an exported ledger without the server that wrote it.

    python3 tools/verify_ledger.py export.jsonl [--key X…Y] [--every]

Standard library only. Answers 0 when every row follows from the one before it,
every sum holds (approved, contracted, cleared, departed: none above the one before), every order
and every day is signed, and no root of a day is missing or bent. Otherwise
1, and the first bad row.

``--key``: the public key you know from elsewhere (the public page, a printed root). Without it the
keys named in the file are believed, which shows a bent row but not a wholly invented file.

``--every``: check the signature of each row, not only of the last of each order (which covers those
before it, as long as the program looked before it hung a row on another). Some milliseconds a row.

What is written here follows from the description in docs/guides/ledger.md and shares no line with
the program that writes ledgers.
"""

import argparse
import hashlib
import json
import sys

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
STAGES = ["contracted", "cleared", "departed"]
SUMS = ["approved", *STAGES]
ROW = {
    "order": str,
    "place": int,
    "step": str,
    "placement": str,
    "people": int,
    "undoes": int,
    "approvers": list,
    "needed": int,
    "agency": str,
    "country": str,
    "by": str,
    "at": str,
    "day": str,
    "previous": str,
    **dict.fromkeys(SUMS, int),
}
ROOT = {"day": str, "heads": list, "rows": int, "previous": str, **dict.fromkeys(SUMS, int)}
SEAL = {"hash": str, "key": str, "signature": str}


class Bad(Exception):
    """What is wrong, said with the line it is in."""


# ------------------------------------------------------------- signatures: ECDSA on P-256, SHA-256


def double(point):
    """Twice a point, in Jacobian coordinates."""
    x, y, z = point
    if not y or not z:
        return (0, 1, 0)
    yy = y * y % P
    s = 4 * x * yy % P
    zz = z * z % P
    m = 3 * (x - zz) * (x + zz) % P
    xx = (m * m - 2 * s) % P
    return (xx, (m * (s - xx) - 8 * yy * yy) % P, 2 * y * z % P)


def add(one, other):
    """The sum of two points, in Jacobian coordinates."""
    if not one[2]:
        return other
    if not other[2]:
        return one
    z1, z2 = one[2] * one[2] % P, other[2] * other[2] % P
    u1, u2 = one[0] * z2 % P, other[0] * z1 % P
    s1, s2 = one[1] * z2 * other[2] % P, other[1] * z1 * one[2] % P
    if u1 == u2:
        return double(one) if s1 == s2 else (0, 1, 0)
    h, r = (u2 - u1) % P, (s2 - s1) % P
    hh = h * h % P
    hhh, v = h * hh % P, u1 * hh % P
    x = (r * r - hhh - 2 * v) % P
    return (x, (r * (v - x) - s1 * hhh) % P, h * one[2] * other[2] % P)


def is_signed(key, hashed, signature):
    """Whether ``key`` (x, y) signed the text ``hashed``."""
    try:
        r, s = int(signature[:64], 16), int(signature[64:], 16)
    except ValueError:
        return False
    if len(signature) != 128 or not (0 < r < N and 0 < s < N):
        return False
    e = int.from_bytes(hashlib.sha256(hashed.encode()).digest(), "big")
    w = pow(s, N - 2, N)
    one, other = e * w % N, r * w % N
    g, q = (*G, 1), (*key, 1)
    both = add(g, q)
    point = (0, 1, 0)
    for bit in range(255, -1, -1):
        point = double(point)
        pair = (one >> bit & 1, other >> bit & 1)
        if pair != (0, 0):
            point = add(point, both if pair == (1, 1) else g if pair == (1, 0) else q)
    if not point[2]:
        return False
    return point[0] * pow(point[2], P - 3, P) % P % N == r


def read_keys(said, believed):
    """The keys of the file by name; only those in ``believed`` where any is given."""
    if not isinstance(said, dict) or not said:
        raise Bad("names no key")
    found = {}
    for name, text in said.items():
        try:
            x, y = int(text[:64], 16), int(text[64:], 16)
        except (TypeError, ValueError):
            raise Bad(f"the key {name} cannot be read") from None
        if len(text) != 128 or (y * y - (x * x * x - 3 * x + B)) % P:
            raise Bad(f"the key {name} is no point of the curve")
        if not believed or text in believed:
            found[name] = (x, y)
    return found


# ------------------------------------------------------------------------------------- the ledger


def hash_of(said, shape):
    """SHA-256 of the words that are hashed, by the order of their names."""
    plain = {name: said[name] for name in shape}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def must_have(said, shape):
    """Every word is there, of its kind, and no other is."""
    whole = {"kind": str, **shape, **SEAL}
    for name, kind in whole.items():
        if not isinstance(said.get(name), kind) or isinstance(said.get(name), bool):
            raise Bad(f"{name} is missing or of another kind")
    if set(said) - set(whole):
        raise Bad("says more than a row does: {}".format(", ".join(sorted(set(said) - set(whole)))))


def follows(row, before, chain, stages):
    """The row follows from the one before it in the chain of its order."""
    if row["place"] != (before["place"] + 1 if before else 1):
        raise Bad("a row before it is missing, or it stands twice")
    if row["previous"] != (before["hash"] if before else ""):
        raise Bad("it does not hang on the row before it")
    if hash_of(row, ROW) != row["hash"]:
        raise Bad("it was changed: its hash is another")
    if before and (row["day"] < before["day"] or row["at"] < before["at"]):
        raise Bad("it is older than the row before it")
    if before and (row["agency"], row["country"]) != (before["agency"], before["country"]):
        raise Bad("the agency or country of the order changed")
    step, turn = row["step"], 1
    if step == "undone":
        meant = chain.get(row["undoes"])
        if meant is None or meant["step"] == "undone" or meant.get("taken_back"):
            raise Bad("it undoes a row that is not there or was undone")
        if (meant["placement"], meant["people"]) != (row["placement"], row["people"]):
            raise Bad("it undoes another step than it says")
        meant["taken_back"] = True
        step, turn = meant["step"], -1
    elif row["undoes"]:
        raise Bad("it undoes something though it is no such step")
    if step == "approved":
        approves(row, turn)
    elif step in STAGES:
        moves(row, step, turn, stages)
    else:
        raise Bad("nobody knows the step {}".format(row["step"]))
    for name in SUMS:
        by = turn * row["people"] if name == step else 0
        if row[name] != (before[name] if before else 0) + by:
            raise Bad(f"its sums do not follow: {name}")
    if not row["approved"] >= row["contracted"] >= row["cleared"] >= row["departed"] >= 0:
        raise Bad("more people than were approved, contracted or cleared")


def approves(row, turn):
    """Enough officers agreed, each another."""
    if row["placement"] or row["people"] < 1:
        raise Bad("an approval is about no single worker, and about somebody")
    if turn == 1 and (
        row["needed"] not in (1, 2)
        or len(row["approvers"]) < row["needed"]
        or len(set(row["approvers"])) != len(row["approvers"])
    ):
        raise Bad("not enough officers agreed")


def moves(row, step, turn, stages):
    """A worker takes one step after the other."""
    if row["people"] != 1 or not row["placement"]:
        raise Bad("a step of one worker names one worker")
    stage = STAGES.index(step) + 1
    if stages.get(row["placement"], 0) != (stage - 1 if turn == 1 else stage):
        raise Bad("this worker is not at that step")
    stages[row["placement"]] = stage if turn == 1 else stage - 1


class Ledger:
    """What was read so far."""

    def __init__(self, believed, every=False):
        self.believed = believed
        self.every = every
        self.keys = None
        self.chains = {}  # by order: its rows by place
        self.heads = {}  # by order: (line, row) of its last row
        self.days = {}  # by day: heads of the chains that moved
        self.moved = {}  # by day: how many rows, and by how much each sum moved
        self.total = dict.fromkeys(["rows", *SUMS], 0)  # until the last root
        self.roots = 0
        self.stages = {}
        self.placements = {}
        self.root = None
        self.order = None
        self.ended = False

    def take(self, line, said):
        """One line of the file."""
        if not isinstance(said, dict):
            raise Bad("is no row")
        kind = said.get("kind")
        if self.keys is None:
            if kind != "ledger" or said.get("version") != 1:
                raise Bad("this is not the head of a ledger of version 1")
            self.keys = read_keys(said.get("keys"), self.believed)
        elif self.ended:
            raise Bad("something follows the end")
        elif kind == "row":
            self.take_row(line, said)
        elif kind == "root":
            self.take_root(said)
        elif kind == "end":
            self.take_end(said)
        else:
            raise Bad(f"nobody knows such a row: {kind!r}")

    def take_row(self, line, row):
        """A step of an order."""
        must_have(row, ROW)
        if self.root is not None:
            raise Bad("a step stands among the roots of days")
        order = row["order"]
        if order != self.order:
            if order in self.chains:
                raise Bad("its order stands in two places")
            self.close()
            self.order, self.chains[order], self.stages = order, {}, {}
        before = self.heads[order][1] if order in self.heads else None
        try:
            follows(row, before, self.chains[order], self.stages)
        except Bad:
            self.close()  # a row before it may be the one that was bent
            raise
        if row["placement"] and self.placements.setdefault(row["placement"], order) != order:
            raise Bad("this worker stands in two orders")
        self.chains[order][row["place"]] = row
        row["line"] = line
        self.heads[order] = (line, row)
        self.days.setdefault(row["day"], {})[order] = row
        moved = self.moved.setdefault(row["day"], dict.fromkeys(["rows", *SUMS], 0))
        moved["rows"] += 1
        for name in SUMS:
            moved[name] += row[name] - (before[name] if before else 0)

    def close(self):
        """The last row of a chain is signed; where it is not, the first that is not is named."""
        if self.order is None or self.order not in self.heads:
            return
        if not self.every and self.signed(self.heads[self.order][1]):
            return
        for place in sorted(self.chains[self.order]):
            row = self.chains[self.order][place]
            if not self.signed(row):
                raise Bad(f"line {row['line']} ({name_of(row)}): nobody who may signed it")

    def signed(self, said):
        """Whether a key of the file signed the row."""
        key = self.keys.get(said["key"])
        return key is not None and is_signed(key, said["hash"], said["signature"])

    def take_root(self, root):
        """What a day came to."""
        must_have(root, ROOT)
        self.close()
        self.order = None
        if root["previous"] != (self.root["hash"] if self.root else ""):
            raise Bad("it does not hang on the root before it: one is missing, or it stands twice")
        if self.root and root["day"] <= self.root["day"]:
            raise Bad("it is older than the root before it")
        if hash_of(root, ROOT) != root["hash"]:
            raise Bad("it was changed: its hash is another")
        if not self.signed(root):
            raise Bad("nobody who may signed it")
        earlier = self.root["day"] if self.root else ""
        missed = [day for day in self.moved if earlier < day < root["day"]]
        if missed:
            raise Bad(f"the day {min(missed)} has rows and no root")
        there = dict(self.days.get(root["day"], {}))
        for order, place, hashed in map(head_of, root["heads"]):
            row = there.pop(order, None)
            if row is None or (row["place"], row["hash"]) != (place, hashed):
                raise Bad(f"the rows of the order {order} are not those of that day")
        if there:
            raise Bad(f"the order {min(there)} moved that day and the root does not know")
        for name in ["rows", *SUMS]:
            self.total[name] += self.moved.get(root["day"], {}).get(name, 0)
            if root[name] != self.total[name]:
                raise Bad(
                    "its sums are not those of the rows until that day: "
                    f"{name} is {self.total[name]}, not {root[name]}"
                )
        self.root = root
        self.roots += 1

    def take_end(self, end):
        """How many rows and roots there were when the file was written."""
        self.close()
        self.order = None
        counted = [self.count(), self.roots]
        shape = {"rows": int, "roots": int, "last": str}
        must_have(end, shape)
        if [end["rows"], end["roots"]] != counted:
            raise Bad(f"{counted[0]} rows and {counted[1]} roots were read")
        if hash_of(end, shape) != end["hash"] or not self.signed(end):
            raise Bad("nobody who may signed it")
        last = hashlib.sha256()
        for order in sorted(self.heads):
            last.update(self.heads[order][1]["hash"].encode())
        if end["last"] != last.hexdigest():
            raise Bad("the last rows of the orders are not those that were exported")
        self.ended = True

    def count(self):
        """Rows of all days."""
        return sum(moved["rows"] for moved in self.moved.values())


def head_of(said):
    """A head as a root names it."""
    if not isinstance(said, list) or [type(one) for one in said] != [str, int, str]:
        raise Bad("a head in it cannot be read")
    return said


def name_of(said):
    """The row in a few words."""
    if said.get("kind") == "row":
        return "order {}, place {}".format(said.get("order"), said.get("place"))
    return "{} {}".format(said.get("kind", "?"), said.get("day", ""))


def verify(lines, believed=(), every=False):
    """Check the lines of an export. Returns (None, ledger) or (what is wrong, ledger)."""
    ledger = Ledger(set(believed), every)
    at, said = 0, {}
    try:
        for at, text in enumerate(lines, start=1):
            said = {}
            try:
                said = json.loads(text)
            except ValueError:
                raise Bad("cannot be read") from None
            ledger.take(at, said)
        at, said = at + 1, {"kind": "end"}
        if not ledger.ended:
            raise Bad("the file is cut off: its end is missing")
    except Bad as problem:
        words = str(problem)
        if not words.startswith("line "):
            said = said if isinstance(said, dict) else {}
            words = f"line {at} ({name_of(said).strip()}): {words}"
        return words, ledger
    return None, ledger


def main():
    """Read the words of the command line and answer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", help="the export, one row a line")
    parser.add_argument("--key", action="append", default=[], help="a public key you believe")
    parser.add_argument("--every", action="store_true", help="check the signature of every row")
    options = parser.parse_args()
    with open(options.file, encoding="utf-8") as file:
        wrong, ledger = verify(file, options.key, options.every)
    if wrong:
        print(f"BAD: {wrong}")
        return 1
    print(
        f"The ledger holds: {len(ledger.chains)} orders, {ledger.count()} rows, "
        f"roots until {ledger.root['day'] if ledger.root else '–'}."
    )
    for name in sorted(ledger.keys):
        print("signed with {}: {:064x}{:064x}".format(name, *ledger.keys[name]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
