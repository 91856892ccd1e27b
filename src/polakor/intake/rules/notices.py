"""Things an officer should know about a file or a row that was read all the same."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Notice:
    """One finding: `code` (see `reasons.NOTICES` for its sentence) and what fills the sentence."""

    code: str
    fields: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, code: str, **fields: object) -> "Notice":
        """A notice whose sentence is filled with `fields`."""
        return cls(code, tuple((name, str(value)) for name, value in fields.items()))
