"""The keys of encrypted cases: from a passphrase, for this run of the program only, never from a file beside the case.

    passphrase + the file's own salt  ->  PBKDF2-HMAC-SHA512, 256,000 rounds (SQLCipher 4's own)  ->  key, 32 bytes
    key_for(path)  ->  remembered  ->  the system's keyring  ->  asked for  ->  else `PassphraseError`

Keys are remembered by the salt, the first 16 bytes of the file, which says nothing: so a copy of a case opens with it
too, and the keyring holds no name. The command line asks at the keyboard (`ask`), the pages by a form (`unlock`).
A lost passphrase is lost data: nobody can open the case without it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from model.engine import DATABASE_ERRORS, connect, is_encrypted, sqlcipher
from model.errors import PassphraseError, StoreError, UsageError, WrongPassphraseError

ROUNDS: Final = 256_000
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
MIN_PASSPHRASE_CHARS: Final = 12
KEYRING_SERVICE: Final = "casethread"
TRIES: Final = 3  # at the keyboard


class Keys:
    """The keys that one running program knows. `ask` gets a passphrase from a person; None: nobody to ask."""

    def __init__(self) -> None:
        self.ask: Callable[[str], str] | None = None
        self._known: dict[bytes, bytes] = {}
        self._lock = threading.Lock()

    def key_for(self, path: Path) -> bytes | None:
        """The raw key (key and salt, 48 bytes) of a case file, None for one that is not encrypted.

        Raises `PassphraseError` where the passphrase is not known here, `WrongPassphraseError` after some tries.
        """
        if not is_encrypted(path):
            return None
        salt = salt_of(path)
        known = self._known.get(salt)
        if known is None:
            kept = _from_keyring(salt)
            if kept is not None:
                with suppress(WrongPassphraseError):
                    return self.unlock(path, kept)
            return self._asked(path)
        return known

    def unlock(self, path: Path, passphrase: str) -> bytes:
        """Remember the key of a case for this run. Raises `WrongPassphraseError`, `StoreError`."""
        raw = derived(passphrase, salt_of(path))
        if not opens(path, raw):
            raise WrongPassphraseError(
                "The passphrase does not open this case.",
                remedy="Try again: large and small letters differ. Nobody can open the case without it; if it is "
                "surely right, the file may be damaged: restore a backup.",
            )
        self.remember(raw)
        return raw

    def remember(self, raw: bytes) -> None:
        """Remember a key that was just made."""
        with self._lock:
            self._known[raw[KEY_BYTES:]] = raw

    def forget(self, path: Path) -> None:
        """Forget the key of a case: the passphrase is asked for again."""
        self.drop(salt_of(path))

    def drop(self, salt: bytes) -> None:
        """The same by the salt, for a file that is no longer there."""
        with self._lock:
            self._known.pop(salt, None)

    def is_locked(self, path: Path) -> bool:
        """Whether a case is encrypted and its key is not remembered."""
        return is_encrypted(path) and salt_of(path) not in self._known

    def _asked(self, path: Path) -> bytes:
        if self.ask is None:
            raise PassphraseError(
                "This case is encrypted and locked.", remedy="Give its passphrase; nobody can open it without."
            )
        for left in range(TRIES, 0, -1):
            try:
                return self.unlock(path, self.ask(f"Passphrase of {path.name}: "))
            except WrongPassphraseError:
                if left == 1:
                    raise
        raise AssertionError("unreachable")


KEYS: Final = Keys()
"""The keys of this program: one person's at the command line, those that were given on the pages of a server."""


def new_key(passphrase: str) -> bytes:
    """The raw key of a new encrypted case, with a salt of its own. Raises `UsageError`; `StoreError`: no SQLCipher."""
    if len(passphrase) < MIN_PASSPHRASE_CHARS or len(set(passphrase)) < 4:
        raise UsageError(
            "The passphrase is too easy to guess.",
            remedy=f"Use {MIN_PASSPHRASE_CHARS} signs or more, such as five words that do not belong together.",
        )
    if sqlcipher is None:
        raise StoreError(
            "The part of Casethread that encrypts cases is not installed.",
            remedy="Install it: casethread[encrypted] (Linux and Windows; there is none for macOS).",
        )
    return derived(passphrase, secrets.token_bytes(SALT_BYTES))


def derived(passphrase: str, salt: bytes) -> bytes:
    """Key and salt as SQLCipher takes them; the same key that it would make from the passphrase itself."""
    return hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, ROUNDS, KEY_BYTES) + salt


def salt_of(path: Path) -> bytes:
    """The first 16 bytes of an encrypted file."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def opens(path: Path, raw: bytes) -> bool:
    """Whether a key opens a file."""
    try:
        with closing(connect(path, raw_key=raw, read_only=True)) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DATABASE_ERRORS:
        return False
    return True


# ------------------------------------------------------------------ the system's keyring
def keep_in_keyring(raw: bytes, passphrase: str) -> None:
    """Keep a passphrase in the system's keyring, which the login opens. Raises `StoreError` where there is none."""
    keyring = _keyring()
    if keyring is None:
        raise StoreError(
            "This computer has no keyring that Casethread can use.",
            remedy="Leave --keyring out and type the passphrase.",
        )
    try:
        keyring.set_password(KEYRING_SERVICE, raw[KEY_BYTES:].hex(), passphrase)
    except Exception as error:  # each system's keyring has errors of its own
        raise StoreError(
            "The keyring did not take the passphrase.", remedy="Leave --keyring out and type the passphrase."
        ) from error


def drop_from_keyring(salt: bytes) -> None:
    """Take a passphrase out of the keyring, where it is there."""
    keyring = _keyring()
    if keyring is not None:
        with suppress(Exception):  # not there, or no keyring at all: as wanted
            keyring.delete_password(KEYRING_SERVICE, salt.hex())


def _from_keyring(salt: bytes) -> str | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found = keyring.get_password(KEYRING_SERVICE, salt.hex())
    except Exception:  # locked, or none on this computer: the passphrase is asked for
        return None
    return str(found) if found else None


def _keyring() -> Any:
    try:
        import keyring
    except ImportError:
        return None
    return keyring
