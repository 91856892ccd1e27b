"""What is said when a list cannot be linked: one sentence, with what to do next."""


class LinkProblem(Exception):
    """A file, an option or a missing package stands in the way. Its text is one clear sentence."""
