"""The one base of every refusal, so that each door can turn it into a sentence the same way."""


class Refusal(Exception):
    """Something Polakor will not do, said in one sentence a reader can act on.

    A subclass sets ``number`` (``room.three digits``, never reused) and ``sentence`` (a plain
    English message id, with ``%(name)s`` places filled from ``fields``). Doors translate it; the
    rooms never do, because a refusal may be read in another language than it was raised in.
    """

    number = "base.000"
    sentence = "This cannot be done."

    def __init__(self, **fields: object) -> None:
        super().__init__(self.sentence % fields if fields else self.sentence)
        self.fields = fields
