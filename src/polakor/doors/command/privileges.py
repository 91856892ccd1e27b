"""PostgreSQL refuses to run as root: how root runs it all the same, without opening any folder."""

import os
import pwd
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from polakor.doors.command.errors import CommandFailure

PREFERRED_ACCOUNTS = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Privileges:
    """In front of which words, and as whom, a PostgreSQL program is started."""

    prefix: tuple[str, ...] = field(default=())
    uid: int | None = None
    gid: int | None = None


@cache
def for_postgres() -> Privileges:
    """Return how to start PostgreSQL here.

    An ordinary user: plainly. Root: inside a user namespace in which root's files belong to an
    ordinary account, so that no owner and no permission changes. Where such namespaces are
    forbidden (many containers): as an unprivileged account, which must be able to enter the folder.
    """
    if os.geteuid() != 0:
        return Privileges()
    account = _account()
    prefix = (
        "unshare",
        "--user",
        f"--map-user={account.pw_uid}",
        f"--map-group={account.pw_gid}",
    )
    if _works(prefix):
        return Privileges(prefix=prefix)
    return Privileges(uid=account.pw_uid, gid=account.pw_gid)


def _account() -> pwd.struct_passwd:
    for name in PREFERRED_ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    others = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not others:
        raise CommandFailure(
            "PostgreSQL refuses to run as root and this machine has no other account; "
            "add one (useradd polakor) and start again."
        )
    return others[0]


def _works(prefix: tuple[str, ...]) -> bool:
    try:
        answer = subprocess.run(
            [*prefix, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def give(folder: Path, privileges: Privileges) -> None:
    """Hand a folder we have just made to the account PostgreSQL runs as; nothing for the others."""
    if privileges.uid is not None and privileges.gid is not None:
        os.chown(folder, privileges.uid, privileges.gid)


def check_way(folder: Path, privileges: Privileges) -> None:
    """Raise CommandFailure when the account PostgreSQL runs as cannot walk down to ``folder``."""
    if privileges.uid is None:
        return
    for step in [folder, *folder.parents]:
        facts = step.stat()
        if facts.st_uid == privileges.uid:
            enterable = bool(facts.st_mode & 0o100)
        elif facts.st_gid == privileges.gid:
            enterable = bool(facts.st_mode & 0o010)
        else:
            enterable = bool(facts.st_mode & 0o001)
        if not enterable:
            raise CommandFailure(
                f"PostgreSQL cannot run as root and its account may not enter {step}; start as an "
                "ordinary user, or name a folder it can reach: --data /var/lib/polakor"
            )
