"""``polakor load_pack``: load the country pack again, or say why it is refused."""

import argparse

HELP = "load the country pack and its places again"
as_owner = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own: POLAKOR_PACK names the pack."""


def run(options: argparse.Namespace) -> int:
    """Load and say what changed."""
    from polakor.doors.command import loading

    loading.report(loading.describe(loading.load_pack()))
    return 0
