"""``polakor account NAME``: open an account from the terminal, above all the first one."""

import argparse
import secrets
import sys

from polakor.doors.command.errors import CommandFailure, say

HELP = "open an account: the first administrator of real work, or any other"
SHORTEST = 12
ROLES = (
    "administrator",
    "national_supervisor",
    "provincial_officer",
    "border_officer",
    "case_worker",
    "statistician",
    "auditor",
    "health_worker",
    "licensing_officer",
    "agency",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, in which role, where."""
    parser.add_argument("username", help="what the person types to sign in")
    parser.add_argument("--name", required=True, help="the person's own name")
    parser.add_argument("--role", choices=ROLES, default="administrator")
    parser.add_argument(
        "--areas",
        default="*",
        help="province codes with commas; * is everywhere; of an agency its number",
    )
    parser.add_argument("--office", default="CENTRAL", help="code of the office, made if new")
    parser.add_argument("--office-name", nargs=2, metavar=("KHMER", "ENGLISH"))
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


def run(options: argparse.Namespace) -> int:
    """Open office, account and duty; say the password once when it was made here."""
    from django.db import transaction
    from django.utils import timezone

    from polakor.access.actions.accounts import give_duty, open_account, open_office
    from polakor.access.machine import SETUP
    from polakor.access.rules.policy import Role

    areas = _areas(options.areas, options.role)
    password = _password(options.password_stdin)
    names = options.office_name or ("ការិយាល័យកណ្ដាល", "Central office")
    with transaction.atomic():
        office = open_office(
            actor=SETUP,
            organisation=("CENTRAL", "ស្ថាប័នកណ្ដាល", "Central authority"),
            office=(options.office, *names),
        )
        account = open_account(
            actor=SETUP, username=options.username, name=options.name, password=password
        )
        give_duty(
            actor=SETUP,
            account=account,
            office=office,
            role=Role(options.role),
            areas=areas,
            valid_from=timezone.localdate(),
        )
    say(f"Opened {options.username} as {options.role}.")
    if not options.password_stdin:
        say(f"Password, shown this once: {password}")
    return 0


def _areas(text: str, role: str = "") -> list[str]:
    """The provinces named, all of the pack, or of an agency its number in the register.

    A duty nowhere would open nothing and tell nobody.
    """
    from polakor.access.rules.policy import Role
    from polakor.access.rules.scopes import EVERYWHERE
    from polakor.recruitment.queries.public import is_agency
    from polakor.reference.queries.codes import labels

    areas = [area.strip() for area in text.split(",") if area.strip()]
    if role == Role.AGENCY.value:
        if len(areas) != 1 or not is_agency(areas[0].upper()):
            raise CommandFailure("--areas of an agency is its number in the register, as AG-…")
        return [areas[0].upper()]
    known = {EVERYWHERE, *labels("provinces", "en")}
    wrong = [area for area in areas if area not in known]
    if wrong or not areas:
        said = ", ".join(wrong) or "nothing"
        raise CommandFailure(f"--areas names {said}; give codes of provinces as 01,02 or *")
    return areas


def _password(from_input: bool) -> str:
    if not from_input:
        return secrets.token_urlsafe(15)
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST:
        raise CommandFailure(f"the password needs at least {SHORTEST} characters")
    return password
