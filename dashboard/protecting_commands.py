"""`casethread encrypt`, `decrypt`, `retention` and `destroy`: a case under a passphrase, its last day, its end.

args  ->  model.sealing, model.retention, model.destroying  ->  what was done, in words

Passphrases are asked for, or kept in the system's keyring; they are never taken from arguments.
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from dashboard.access.accounts import FILE, Accounts
from dashboard.cli import DONE, WARNINGS
from dashboard.exports.files import write_whole
from dashboard.library import key_of
from dashboard.retention_words import retention_in_words
from dashboard.terminal import ask_line, ask_secret, day_of, notes_of, output
from model.case import CaseInfo
from model.destroying import certificate_text, destroy
from model.engine import is_encrypted
from model.errors import CaseExistsError, CaseNotFoundError, UsageError
from model.keeping import free_name
from model.keys import KEYS, drop_from_keyring, keep_in_keyring, new_key, salt_of
from model.pointers import is_pointer
from model.retention import kept_until, retention
from model.sealing import copies_of, seal
from model.store import Store
from model.surroundings import synchronised

LOST: Final = "A lost passphrase is lost data: nobody, and no program, can open the case without it."


def run_encrypt(args: argparse.Namespace) -> int:
    """Put a case under a passphrase, or under another one."""
    _there(args.case)
    if is_pointer(args.case):
        raise UsageError("A case on a server is not encrypted by Casethread.", remedy="Encrypt the server's disk.")
    if is_encrypted(args.case) and not args.change:
        raise UsageError("This case is encrypted already.", remedy="To give it another passphrase, add: --change")
    old_salt = salt_of(args.case) if is_encrypted(args.case) else None
    if old_salt is not None:
        KEYS.key_for(args.case)  # the old passphrase first
    raw, passphrase = ask_new_passphrase()
    if args.keyring:
        keep_in_keyring(raw, passphrase)
    seal(args.case, raw)
    if old_salt is not None:
        drop_from_keyring(old_salt)
    notes = notes_of(args)
    notes.print(f"{args.case.name} is encrypted. {LOST}", markup=False)
    return DONE if not _tell_of_copies(args) else WARNINGS


def run_decrypt(args: argparse.Namespace) -> int:
    """Take a case from under its passphrase."""
    _there(args.case)
    if not is_encrypted(args.case):
        raise UsageError("This case is not encrypted.", remedy="Nothing needs to be done.")
    salt = salt_of(args.case)
    seal(args.case, None)
    drop_from_keyring(salt)
    notes_of(args).print(f"{args.case.name} is not encrypted any more: keep it on an encrypted disk.", markup=False)
    return DONE


def run_move(args: argparse.Namespace) -> int:
    """Move a case to a server; what stood here is kept beside it."""
    from model.postgres import moved_to  # late: its libraries are an optional part

    _there(args.case)
    if is_encrypted(args.case):
        raise UsageError("An encrypted case is not moved as it is.", remedy="Decrypt it first: casethread decrypt")
    if is_pointer(args.case):
        raise UsageError("This case lies on a server already.", remedy="Nothing needs to be done.")
    aside = free_name(args.case, "before-move")
    moved_to(args.case, args.server, aside).close()
    notes_of(args).print(
        f"{args.case.name} lies on the server now. The file from before is kept as {aside.name}: remove it once "
        "you are sure (casethread destroy knows it).",
        markup=False,
    )
    return DONE


def new_on_server(case: Path, info: CaseInfo, service: str) -> None:
    """Make a new case on a server. Raises `StoreError`."""
    from model.postgres import PostgresStore  # late, as above

    PostgresStore.create(case, info, service=service).close()


def run_retention(args: argparse.Namespace) -> int:
    """Show or set the day until which a case is kept."""
    with Store.open(args.case) as store:
        if args.until is not None:
            until = None if args.until == "none" else day_of(args.until)
            store.change_info(lambda info: replace(info, settings=kept_until(info.settings, until)))
        found = retention(store.info().settings, dt.datetime.now().astimezone().date())
    output().print(retention_in_words(found), markup=False)
    return WARNINGS if found.state == "past" else DONE


def run_destroy(args: argparse.Namespace) -> int:
    """Destroy a case and its known copies for good, and write the certificate."""
    _there(args.case)
    now = dt.datetime.now(dt.UTC)
    to = args.certificate or args.case.with_name(f"destroyed-{now:%Y%m%d-%H%M%S}.txt")
    if to.exists():
        raise CaseExistsError(
            "There is already a file of the certificate's name.", remedy="Name another: --certificate FILE"
        )
    name = args.confirm or ask_line(
        f"This destroys {args.case.name} and every copy of it that Casethread knows. Nothing brings it back.\n"
        f"Type the name of the file to go on: "
    )
    if name.strip() != args.case.name:
        raise UsageError("The name was not typed as it is, so nothing was destroyed.", remedy="Run the command again.")
    certificate = destroy(args.case, by=args.by or getpass.getuser(), at=now, unopened=args.without_passphrase)
    write_whole(to, certificate_text(certificate, version("casethread")).encode("utf-8"))
    if (args.case.parent / FILE).exists():  # a team's folder: nobody inherits the rights
        Accounts(args.case.parent).forget_case(key_of(args.case), by="destroyed")
    notes_of(args).print(
        f"Destroyed {len(certificate.removed)} files. The certificate is {to.name}; it holds no word of the case.",
        markup=False,
    )
    return WARNINGS if certificate.left else DONE


def ask_new_passphrase() -> tuple[bytes, str]:
    """A new passphrase typed twice, with the key that it makes. Raises `UsageError`, `StoreError` without SQLCipher."""
    passphrase = ask_secret("New passphrase: ")
    raw = new_key(passphrase)
    if ask_secret("The same once more: ") != passphrase:
        raise UsageError("The two are not the same, so nothing was changed.", remedy="Try again.")
    return raw, passphrase


def warn_of_cloud(args: argparse.Namespace, path: Path) -> None:
    """Say it where a case lies in a folder that synchronises."""
    service = synchronised(path)
    if service:
        notes_of(args).print(
            f"This folder seems to be copied to other computers by {service}. Keep cases in a folder that "
            "stays on this computer.",
            markup=False,
        )


def _tell_of_copies(args: argparse.Namespace) -> bool:
    copies = [copy for copy in copies_of(args.case) if not is_encrypted(copy)]
    if copies:
        notes_of(args).print(
            f"These copies beside it are not encrypted: {', '.join(c.name for c in copies)}. Remove them "
            "once they are no longer needed.",
            markup=False,
        )
    return bool(copies)


def _there(case: Path) -> None:
    if not case.is_file():
        raise CaseNotFoundError("There is no case file of that name.", remedy="Check the name and try again.")
