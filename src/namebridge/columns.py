"""Many identities as columns of numbers, ready to be compared in bulk. See `records.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from namebridge.facts import LONGEST_NUMBER, Facts, facts_of
from namebridge.model import Identity
from namebridge.readings import SCRIPTS, Form, Token, forms_of
from namebridge.scripts.detect import detect
from namebridge.sound_columns import SoundColumns
from namebridge.sounds import read_tokens
from namebridge.word_shares import PACKAGED, WordShares

Int8 = npt.NDArray[np.int8]
Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.bytes_]
# No token: a name of one word has no family and given name.
NONE = -1
# Readings of one form.
PARTS = 2


class Tokens:
    """The distinct tokens (clean words in small letters, read as one) of a register and a list.

    Both must share one `Tokens`. A token's id is its place; ids never change. `kinds` numbers the
    kinds of documents in the same way. Who has read tokens already hands them over with their
    sounds and scripts, each token once.
    """

    def __init__(
        self,
        tokens: Iterable[Token] = (),
        sounds: SoundColumns | None = None,
        scripts: Iterable[int] = (),
    ) -> None:
        self.tokens: list[Token] = list(tokens)
        self.kinds: dict[str, int] = {}
        self._sounds = sounds or SoundColumns.of(())
        self._scripts = np.array(list(scripts), dtype=np.int8)
        self._ids = {token: place for place, token in enumerate(self.tokens)}

    def __len__(self) -> int:
        return len(self.tokens)

    def add(self, token: Token) -> int:
        """Id of `token`, new or known. Words must be clean (`namebridge.clean`) and casefolded."""
        found = self._ids.get(token)
        if found is None:
            found = self._ids[token] = len(self.tokens)
            self.tokens.append(token)
        return found

    def kind(self, kind: str) -> int:
        """Number of a kind of document."""
        return self.kinds.setdefault(kind, len(self.kinds))

    def sounds(self) -> SoundColumns:
        """The sounds of every token, by id."""
        fresh = SoundColumns.of(read_tokens(self.tokens[len(self._sounds.kind) :]))
        self._sounds.take(fresh, range(len(fresh.kind)))
        return self._sounds

    def scripts(self) -> Int8:
        """int8[tokens]: number of the script (`readings.SCRIPTS`) of every token, by id."""
        fresh = self.tokens[len(self._scripts) :]
        found = [SCRIPTS[detect(token[0] if token else "")] for token in fresh]
        self._scripts = np.append(self._scripts, np.array(found, dtype=np.int8))
        return self._scripts

    def rarity(self, shares: WordShares = PACKAGED) -> tuple[Int32, Int32]:
        """int32[tokens] twice: centibits of the letters and of the consonants, by id."""
        return shares.rarities(self.tokens, self.sounds().skeleton)


@dataclass(frozen=True, slots=True)
class Records:
    """n identities as columns; what is not known is 0 (or no row, for forms and documents).

    Forms: the written names of identity i are rows `form_start[i]` to `form_start[i + 1]` (at most
    `readings.MOST_FORMS`, equal words once). `form_script` is a number of `readings.SCRIPTS`;
    `form_whole` the token of all words; `form_family`, `form_given` int32[forms, 2] the tokens of
    the readings (first word | the rest; of three words or more also all but the last | last),
    NONE where there is no such reading.

    Facts: as `facts.Facts`: `sex` 0, 1, 2; `year` of the common era; `month` and `day` only where
    relied on (1 January is none); `from_age`; `place` a code filled up to 8 figures, with `depth`
    levels known (0..4); `phone` figures as one number.

    Documents of identity i are rows `document_start[i]` to `document_start[i + 1]`: `document_kind`
    a number of `Tokens.kind`, `document_number` the plain number (`facts.plain_number`), only those
    that `facts.document_numbers` keeps.
    """

    tokens: Tokens
    form_start: Int64
    form_script: Int8
    form_whole: Int32
    form_family: Int32
    form_given: Int32
    sex: Int8
    year: Int16
    month: Int8
    day: Int8
    from_age: Int8
    place: Int32
    depth: Int8
    phone: Int64
    document_start: Int64
    document_kind: Int16
    document_number: Numbers

    def __len__(self) -> int:
        return len(self.sex)

    @classmethod
    def of(cls, identities: Iterable[Identity], tokens: Tokens) -> Records:
        """Columns of `identities`, in their order; takes about 15 µs each.

        Who has columns already (a bulk engine) builds `Records` from them directly.
        """
        rows = _Rows(tokens)
        for identity in identities:
            rows.add(forms_of(identity.names), facts_of(identity))
        return rows.done()

    def word_shares(self) -> WordShares:
        """How common the words of these people are, for `score(..., shares=...)`."""
        texts = self.tokens.tokens
        people: list[set[Token]] = [set() for _ in range(len(self))]
        owner = np.repeat(np.arange(len(self)), np.diff(self.form_start))
        for column in (self.form_whole, *self.form_family.T, *self.form_given.T):
            has = np.flatnonzero(column >= 0)
            for who, token in zip(owner[has].tolist(), column[has].tolist(), strict=True):
                people[who].add(texts[token])
        return WordShares.counted(tokens for tokens in people if tokens)


@dataclass(slots=True)
class _Rows:
    """Collects rows; `done` makes columns of them."""

    tokens: Tokens
    forms: list[tuple[int, ...]] = field(default_factory=list)
    form_start: list[int] = field(default_factory=lambda: [0])
    facts: list[tuple[int, ...]] = field(default_factory=list)
    documents: list[tuple[int, bytes]] = field(default_factory=list)
    document_start: list[int] = field(default_factory=lambda: [0])

    def add(self, forms: list[Form], facts: Facts) -> None:
        for form in forms:
            parts = [(self.tokens.add(f), self.tokens.add(g)) for f, g in form.parts[:PARTS]]
            parts += [(NONE, NONE)] * (PARTS - len(parts))
            families, givens = zip(*parts, strict=True)
            self.forms.append((form.script, self.tokens.add(form.whole), *families, *givens))
        self.form_start.append(len(self.forms))
        self.facts.append(tuple(facts[:-1]))
        for kind, number in facts.documents:
            self.documents.append((self.tokens.kind(kind), number.encode("ascii")))
        self.document_start.append(len(self.documents))

    def done(self) -> Records:
        forms = np.array(self.forms, dtype=np.int32).reshape(-1, 2 + 2 * PARTS)
        facts = np.array(self.facts, dtype=np.int64).reshape(-1, len(Facts._fields) - 1)
        sex, year, month, day, from_age, place, depth, phone = facts.T
        return Records(
            self.tokens,
            np.array(self.form_start, dtype=np.int64),
            forms[:, 0].astype(np.int8),
            forms[:, 1].copy(),
            forms[:, 2 : 2 + PARTS].copy(),
            forms[:, 2 + PARTS :].copy(),
            sex.astype(np.int8),
            year.astype(np.int16),
            month.astype(np.int8),
            day.astype(np.int8),
            from_age.astype(np.int8),
            place.astype(np.int32),
            depth.astype(np.int8),
            phone.copy(),
            np.array(self.document_start, dtype=np.int64),
            np.array([kind for kind, _ in self.documents], dtype=np.int16),
            np.array([number for _, number in self.documents], dtype=f"S{LONGEST_NUMBER}"),
        )
