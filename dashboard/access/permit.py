"""The one place where access is decided; what is not said is refused.

account (or nobody), what is needed, role in the case  ->  permitted  ->  yes or no
endpoint of the server, callback of Dash  ->  needs.toml  ->  what is needed, or None: refused
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from model.data import load_toml
from model.errors import RuleFileError

Role = Literal["reader", "editor", "owner"]
Need = Literal["anyone", "signed in", "page", "read", "edit", "share", "start", "administer"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From the least to the most: each holds all that stands before it."""

NEEDS: Final[frozenset[str]] = frozenset(get_args(Need))
OF_A_CASE: Final[dict[str, Role]] = {"read": "reader", "edit": "editor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in. `label` is the name that the log keeps; administrators give rights and read no case
    by that alone; `may_start` lets a person make new cases. `password` says whether one is set."""

    name: str
    label: str
    administrator: bool = False
    may_start: bool = False
    locked: bool = False
    password: bool = False


def permitted(account: Account | None, need: Need | None, role: Role | None = None, *, names_case: bool = True) -> bool:
    """Whether an account, with its role in the case that is asked for, may have what is needed.

    `names_case` is False where the request names no case: a page that can stand alone is then open to everyone who is
    signed in. Anything not named here is refused.
    """
    if need == "anyone":
        return True
    if account is None or account.locked:
        return False
    if need == "signed in":
        return True
    if need == "page":
        return not names_case or has(role, "reader")
    if need in OF_A_CASE:
        return has(role, OF_A_CASE[need])
    if need == "share":
        return names_case and (account.administrator or has(role, "owner"))
    if need == "start":
        return account.administrator or account.may_start
    return need == "administer" and account.administrator


def has(role: Role | None, least: Role) -> bool:
    """Whether a role holds all that another one does."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


def needs(kind: Literal["routes", "callbacks"]) -> dict[str, Need]:
    """What each endpoint of the server (`routes`) or each callback (`callbacks`) asks for. Raises `RuleFileError`."""
    table: dict[str, Any] = load_toml("dashboard.access", "needs.toml")[kind]
    if not set(table.values()) <= NEEDS:
        raise RuleFileError("A need in needs.toml is not known.", remedy=f"Use one of: {', '.join(sorted(NEEDS))}.")
    return dict(table)
