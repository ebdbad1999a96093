"""Every error raised on purpose, each with a stable code and a remedy for the person at the screen.

    CasethreadError
      ReadError           a file could not be used
        EmptyFileError, UnsupportedFormatError, EncryptedFileError, CorruptFileError,
        LimitExceededError, NoTextLayerError, NoChronologyError, OwnDocumentError
      AgencyUnknownError  whose file this is was neither said nor written in it
      RuleFileError       a rule or vocabulary file is wrong
      StoreError          the case file could not be opened or saved
        CaseExistsError, CaseNotFoundError, NewerStoreError, PassphraseError, WrongPassphraseError
      AccessError         a team's server: NotAllowedError, SignInError


        CaseExistsError, CaseNotFoundError, NewerStoreError, SealedError
      UsageError          the command or the form was filled in wrongly

A message names the problem plainly and never holds case text, names or dates, so that it may be
logged; the remedy says what to do next. One bad row is not an error: it becomes a `Problem`
(`model.case`) that is stored beside the entries and shown.
"""

from __future__ import annotations

from typing import ClassVar


class CasethreadError(Exception):
    """Root of every error raised on purpose."""

    code: ClassVar[str] = "C000"

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy} [{self.code}]"


class ReadError(CasethreadError):
    """A file could not be used. The case is left as it was."""

    code = "R100"


class EmptyFileError(ReadError):
    """The file holds nothing."""

    code = "R101"


class EncryptedFileError(ReadError):
    """The file is protected with a password."""

    code = "R102"


class UnsupportedFormatError(ReadError):
    """The file is of a kind that is not read (or not what its name says)."""

    code = "R103"


class CorruptFileError(ReadError):
    """The file is damaged or cut short."""

    code = "R104"


class LimitExceededError(ReadError):
    """The file is larger than the limits in `ingest.limits`."""

    code = "R105"


class NoTextLayerError(ReadError):
    """The PDF holds pictures of pages and no text."""

    code = "R106"


class NoChronologyError(ReadError):
    """The file was read, and no dated entries were found in it."""

    code = "R107"


class OwnDocumentError(ReadError):
    """The file is a chronology that was written from this very case: it holds no new records."""

    code = "R109"


class AgencyUnknownError(ReadError):
    """Whose file this is was neither said nor written in it."""

    code = "R108"


class RuleFileError(CasethreadError):
    """A rule or vocabulary file is wrong."""

    code = "D200"


class StoreError(CasethreadError):
    """The case file could not be opened or saved."""

    code = "S300"


class CaseExistsError(StoreError):
    """A new case would overwrite a file."""

    code = "S301"


class CaseNotFoundError(StoreError):
    """There is no case file there."""

    code = "S302"


class PassphraseError(StoreError):
    """The case is encrypted, and its passphrase is not known here."""

    code = "S304"


class WrongPassphraseError(PassphraseError):
    """The passphrase does not open the case."""

    code = "S305"


class NewerStoreError(StoreError):
    """The case file was written by a newer version."""

    code = "S303"


class AccessError(CasethreadError):
    """A team's server: who may do what."""

    code = "A500"


class NotAllowedError(AccessError):
    """The account has no right to this."""

    code = "A501"


class SignInError(AccessError):
    """The name and the password do not open an account, or not now."""

    code = "A502"


class SealedError(StoreError):
    """A sealed file (a bundle, a key of pseudonyms) could not be opened."""

    code = "S310"


class UsageError(CasethreadError):
    """A command or a form was filled in wrongly."""

    code = "U400"
