"""Bytes under a passphrase or for named recipients, in the age format (age-encryption.org/v1).

    bytes, passphrase | recipients  ->  seal    ->  bytes that tell nothing, not even a name
    bytes, passphrase | identity    ->  unseal  ->  the bytes, or an error that says which of the two is wrong

Any program that knows age opens them too (`age --decrypt`). A passphrase costs about a second (scrypt), which is what
makes guessing slow. Recipients are age keys ("age1...") or SSH keys, one enough to open.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyrage

from model.errors import SealedError, UsageError

SHORTEST: Final = 12  # signs of a passphrase: fewer can be guessed by machine
MAGIC: Final = b"age-encryption.org/v1\n"


def is_sealed(data: bytes) -> bool:
    """Whether bytes are an age file."""
    return data.startswith(MAGIC)


def checked_passphrase(passphrase: str) -> str:
    """A passphrase for sealing. Raises `UsageError` for one that is too short."""
    if len(passphrase) < SHORTEST:
        raise UsageError(
            f"The passphrase has fewer than {SHORTEST} signs.",
            remedy="Take four or more words that do not belong together.",
        )
    return passphrase


def seal(data: bytes, *, passphrase: str = "", recipients: Sequence[str] = ()) -> bytes:
    """The bytes sealed for the recipients, where there are some, else under the passphrase. Raises `UsageError`."""
    if recipients:
        return bytes(pyrage.encrypt(data, [_recipient(text) for text in recipients]))
    return bytes(pyrage.passphrase.encrypt(data, checked_passphrase(passphrase)))


def unseal(data: bytes, *, passphrase: str = "", identity: Path | None = None) -> bytes:
    """The bytes again. Raises `SealedError`: not an age file, a wrong passphrase or key, or damage."""
    if not is_sealed(data):
        raise SealedError("This file was not sealed by Casethread or age.", remedy="Choose the file that was sent.")
    if (identity is None) != data[len(MAGIC) :].startswith(b"-> scrypt "):
        raise SealedError(
            "This file is sealed in another way.",
            remedy="Ask whether it was sealed under a passphrase or for a key, and use that.",
        )
    try:
        if identity is not None:
            return bytes(pyrage.decrypt(data, _identities(identity)))
        return bytes(pyrage.passphrase.decrypt(data, passphrase))
    except pyrage.DecryptError as error:
        raise _told(str(error), key=identity is not None) from error


def _told(words: str, *, key: bool) -> SealedError:
    if "no matching" in words.casefold() or words == "Decryption failed":
        what = "key" if key else "passphrase"
        return SealedError(
            f"The {what} does not open this file.",
            remedy=f"Check the {what} with who sent it, letter by letter; nothing was written.",
        )
    return SealedError(
        "This file is damaged or not whole, so it was not opened.", remedy="Ask for it to be sent once more."
    )


def _recipient(text: str) -> Any:
    try:
        return (
            pyrage.ssh.Recipient.from_str(text) if text.startswith("ssh-") else pyrage.x25519.Recipient.from_str(text)
        )
    except pyrage.RecipientError as error:
        raise UsageError(
            "A recipient is not a key of age or SSH.", remedy='It begins with "age1" or "ssh-ed25519".'
        ) from error


def _identities(path: Path) -> list[Any]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("The file of the key cannot be read.", remedy="Check its name.") from error
    try:
        if b"PRIVATE KEY" in data:
            return [pyrage.ssh.Identity.from_buffer(data)]
        lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError as error:
        raise UsageError("The file holds no key of age or SSH.", remedy="Choose the private key's file.") from error
