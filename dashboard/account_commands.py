"""`casethread accounts`: the accounts of a team, on the server where the cases lie.

args  ->  one function a word (add, list, role ...)  ->  dashboard.access.accounts  ->  what was done, in words

Passwords are asked for and never taken from arguments, where other programs could read them.
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from rich.text import Text

from dashboard.access.accounts import Accounts, checked_password
from dashboard.access.permit import ROLES, Role
from dashboard.access.team import make_secret
from dashboard.cli import DONE
from dashboard.folders import data_folder
from dashboard.library import key_of
from dashboard.terminal import ask_secret, notes_of, output
from model.errors import UsageError


def run_accounts(args: argparse.Namespace) -> int:
    """Do one thing with the accounts of a folder."""
    folder = args.folder or data_folder()
    if not folder.is_dir():
        raise UsageError("There is no folder of that name.", remedy="Name the folder in which the cases lie.")
    if args.what not in ("list", "trail", "secret") and not args.name:
        raise UsageError("Which account is not said.", remedy=f"Such as: casethread accounts {args.what} j.doe")
    said = WHAT[args.what](args, folder, Accounts(folder))
    if said:
        notes_of(args).print(said, markup=False)
    return DONE


def _add(args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    password = "" if args.no_password else _new_password(args.name)
    accounts.add(args.name, args.label, administrator=args.administrator, may_start=args.may_start, by=_by())
    if password:
        accounts.set_password(args.name, password, by=_by())
    return f"Made the account {args.name}. Next: casethread accounts role {args.name} CASE reader"


def _list(_args: argparse.Namespace, folder: Path, accounts: Accounts) -> str:
    names = {key_of(p): p.name for p in sorted(folder.glob("*.case"))}
    for account in accounts.all():
        marks = [word for on, word in (
            (account.administrator, "administrator"), (account.may_start, "may start cases"),
            (account.locked, "LOCKED"), (not account.password, "no password"),
        ) if on]  # fmt: skip
        output().print(Text(f"{account.name}  {account.label}" + (f"  ({', '.join(marks)})" if marks else "")))
        for case, role in accounts.roles_of(account.name).items():
            output().print(Text(f"    {role} of {names.get(case, 'a case that is no longer here')}"))
    return ""


def _role(args: argparse.Namespace, folder: Path, accounts: Accounts) -> str:
    if not args.case or not args.role:
        raise UsageError(
            "The case or the role is missing.", remedy="Such as: casethread accounts role j.doe river.case editor"
        )
    path = folder / Path(args.case).name
    if not path.is_file():
        raise UsageError("There is no such case in the folder.", remedy="Name the file, such as river.case.")
    role: Role | None = next((r for r in ROLES if r == args.role), None)
    accounts.set_role(args.name, key_of(path), role, by=_by())
    return f"{args.name} is {role} of {path.name} now." if role else f"{args.name} may not open {path.name} now."


def _password(args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    accounts.set_password(args.name, _new_password(args.name), by=_by())
    return f"The password of {args.name} is set."


def _lock(args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    accounts.lock(args.name, by=_by())
    return f"{args.name} is locked, and signed out everywhere."


def _unlock(args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    accounts.lock(args.name, locked=False, by=_by())
    return f"{args.name} may sign in again."


def _remove(args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    accounts.remove(args.name, by=_by())
    return f"Removed {args.name}. The logs of cases keep the name with what was decided under it."


def _trail(_args: argparse.Namespace, _folder: Path, accounts: Accounts) -> str:
    for told in accounts.trail():
        output().print(Text(f"{told.at}  {told.who}: {told.what} {told.about}"))
    return ""


def _secret(args: argparse.Namespace, folder: Path, _accounts: Accounts) -> str:
    path = make_secret(folder, anew=args.new)
    return f"The secret that the proxy must send stands in {path}. Nobody else may read it; see the deployment guide."


def _new_password(name: str) -> str:
    password = ask_secret(f"New password for {name}: ")
    checked_password(name, password)
    if ask_secret("The same once more: ") != password:
        raise UsageError("The two are not the same.", remedy="Try again.")
    return password


def _by() -> str:
    """Who is at the keyboard of the server, for the trail."""
    try:
        return f"{getpass.getuser()} (on the server)"
    except (OSError, KeyError):  # no such user in this system's list
        return "on the server"


WHAT: Final[Mapping[str, Callable[[argparse.Namespace, Path, Accounts], str]]] = {
    "add": _add, "list": _list, "role": _role, "password": _password, "lock": _lock, "unlock": _unlock,
    "remove": _remove, "trail": _trail, "secret": _secret,
}  # fmt: skip
