"""The reasons shown for each event of an entry."""

from __future__ import annotations

from ingest.language import LanguageReader, ReadingContext
from ingest.language.explain import explain_entry
from tests.builders.rows import row


def test_each_event_is_explained_in_their_order(reader: LanguageReader) -> None:
    entry = row("Core group cancelled as SW unwell. Referral to be made to CAMHS.")
    explained = explain_entry(reader, entry, ReadingContext())
    assert [e.event for e in explained] == reader.read([entry], ReadingContext())
    assert all(e.reasons and e.event.quote in e.scope for e in explained)


def test_what_was_set_aside_is_said(reader: LanguageReader) -> None:
    entry = row("Child protection conference minutes received.", "gp")
    main = explain_entry(reader, entry, ReadingContext())[0]
    assert main.event.kind == "information_shared"
    assert any("child protection conference" in reason.lower() for reason in main.set_aside)


def test_an_entry_without_words_explains_nothing(reader: LanguageReader) -> None:
    assert explain_entry(reader, row(""), ReadingContext()) == []


def test_cues_that_speak_of_the_main_event_are_no_kinds(reader: LanguageReader) -> None:
    entry = row("The health visitor undertook the new birth visit. Father, who had moved away, was not spoken to.")
    explained = explain_entry(reader, entry, ReadingContext())
    assert explained[0].event.kind == "home_visit"
    assert not any("main" in reason for e in explained for reason in e.set_aside)
