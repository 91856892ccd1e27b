"""On one's own machine, as ``./polakor up`` runs it: plain HTTP on the loop-back address."""

from polakor.settings.base import *  # noqa: F403
