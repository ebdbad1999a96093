"""What a team's server is told at its start, and the secret that its reverse proxy shares with it.

    casethread accounts secret  ->  FOLDER/proxy.secret (for the owner alone)  ->  read_secret  ->  Team

The program itself speaks plain HTTP to this computer only. A reverse proxy on the same computer has the certificate,
speaks TLS to everyone else and adds two headers to each request: the secret, and that it came by TLS. A request
without them is refused, so neither another program on this computer nor a proxy without TLS gets anywhere.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from model.errors import AccessError, UsageError

SECRET_FILE: Final = "proxy.secret"
SECRET_HEADER: Final = "X-Casethread-Proxy"
MIN_SECRET_CHARS: Final = 32
_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_HEADER: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """`host`: the name under which the pages are asked for. `secret`: what the proxy adds. `sign_on_header`: the header
    in which the council's single sign-on gives the account's name, empty where people sign in with a password here."""

    host: str
    secret: str
    sign_on_header: str = ""


def team_of(folder: Path, host: str, sign_on_header: str = "") -> Team:
    """The settings, checked. Raises `UsageError`, `AccessError` with what to do."""
    if not folder.is_dir():
        raise UsageError(
            "A team is served a folder of cases.", remedy="Name the folder: casethread serve FOLDER --team HOST"
        )
    name = host.strip().lower()
    if not _HOST.fullmatch(name):
        raise UsageError("That is not the name of a server.", remedy="Such as: --team cases.council.example")
    if sign_on_header and not _HEADER.fullmatch(sign_on_header):
        raise UsageError("That is not the name of a header.", remedy="Such as: --sign-on-header X-Remote-User")
    if sign_on_header.lower() == SECRET_HEADER.lower():
        raise UsageError("That header holds the proxy's secret.", remedy="Name the one that holds the account.")
    return Team(host=name, secret=read_secret(folder), sign_on_header=sign_on_header)


def read_secret(folder: Path) -> str:
    """The secret in the folder. Raises `AccessError` where there is none, or where others may read it."""
    path = folder / SECRET_FILE
    try:
        secret = path.read_text(encoding="ascii").strip()
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise AccessError(
            "A team can only be served behind a proxy that shares a secret with Casethread, and there is none yet.",
            remedy="Make it with: casethread accounts secret",
        ) from error
    if len(secret) < MIN_SECRET_CHARS:
        raise AccessError("The proxy's secret is too short.", remedy="Make it anew: casethread accounts secret --new")
    if sys.platform != "win32" and mode & 0o077:
        raise AccessError(
            "Other people on this computer may read the proxy's secret.",
            remedy=f"Take the right away (chmod 600 {SECRET_FILE}), and make it anew: casethread accounts secret --new",
        )
    return secret


def make_secret(folder: Path, *, anew: bool = False) -> Path:
    """Make the secret where there is none, or `anew`; returns its file."""
    path = folder / SECRET_FILE
    if path.exists() and not anew:
        return path
    unfinished = folder / f".{SECRET_FILE}.unfinished"
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    return path
