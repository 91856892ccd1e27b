"""Links a list of people with a register of millions, from file to file. See README.md."""

from namebridge.link.problems import LinkProblem
from namebridge.link.run import Summary, link_files, told_on

__all__ = ["LinkProblem", "Summary", "link_files", "told_on"]
