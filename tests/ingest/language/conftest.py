"""One reader for all tests of the language, and a short way to read a row."""

from __future__ import annotations

import pytest

from ingest.language import LanguageReader, ReadingContext
from model.case import Event
from tests.builders.rows import Read, row


@pytest.fixture(scope="session")
def reader() -> LanguageReader:
    return LanguageReader()


@pytest.fixture(scope="session")
def blank_reader() -> LanguageReader:
    return LanguageReader("blank")


@pytest.fixture(scope="session")
def read(reader: LanguageReader) -> Read:
    """Reads one row with the installed model."""

    def _read(
        text: str,
        agency: str = "childrens_social_care",
        context: ReadingContext | None = None,
        day: str = "2021-03-01",
        **columns: str,
    ) -> list[Event]:
        return reader.read([row(text, agency, day, **columns)], context or ReadingContext())

    return _read
