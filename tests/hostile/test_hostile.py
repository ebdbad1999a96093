"""Files made to harm: each is refused with a remedy or read with a warning, soon, and harms no other."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.language.explain import explain_entry
from ingest.limits import Limits
from ingest.read import FileResult, IncomingFile, add_files, context_of, language_reader
from model.case import CaseInfo
from model.store import Store
from tests.hostile.files import FILES, Hostile
from tests.hostile.making import CSV, WORDS, mail, mail_in_mail, tight_member

SECONDS = 30  # a file may cost; the limits allow 120, and none of these comes near
LIMITS = Limits(max_seconds=SECONDS)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.case", CaseInfo(id="a", title="A")) as opened:
        yield opened


def incoming(name: str, data: bytes) -> IncomingFile:
    return IncomingFile(name=name, size=len(data), load=lambda: data, agency="police")


def of(store: Store, name: str, data: bytes) -> FileResult:
    return add_files(store, [incoming(name, data)], limits=LIMITS)[0]


@pytest.mark.parametrize("file", [pytest.param(f, id=f.id) for f in FILES])
def test_it_harms_nothing(file: Hostile, store: Store) -> None:
    data = file.build()
    begun = time.monotonic()
    result = of(store, file.name, data)
    assert time.monotonic() - begun < SECONDS + 5
    case = store.case()
    if file.codes:
        assert (result.status, result.code) == ("failed", result.code)
        assert result.code in file.codes
        assert result.message
        assert result.remedy
        assert "to its end" not in result.message  # what no reader foresaw
        assert case.sources == ()
        assert case.entries == ()
    else:
        assert result.status == "added", (result.code, result.message)
        texts = "\n".join(entry.text for entry in case.entries)
        assert [words for words in file.keeps if words not in texts] == []
        assert bool(result.problems) or not file.warns
        source = case.sources[0]
        assert source.count.balanced
        kept = store.source_bytes(source.id)
        assert hashlib.sha256(kept).hexdigest() == source.sha256
        assert kept == data
    after = of(store, "next.csv", CSV.replace("aunt", "uncle").encode())
    assert after.status == "added"
    assert after.entries == len(WORDS)


def test_mails_in_mails_end_and_what_was_not_opened_is_told(store: Store) -> None:
    results = add_files(store, [incoming("a.eml", mail_in_mail(40))], limits=LIMITS)
    assert len(results) < 8
    assert results[-1].code == "R105"
    assert "deep" in results[-1].message


def test_what_hangs_on_a_mail_harms_no_other(store: Store) -> None:
    outer, bomb = add_files(store, [incoming("a.eml", mail("a.docx", tight_member()))], limits=LIMITS)
    assert (outer.status, outer.entries) == ("added", len(WORDS))
    assert (bomb.status, bomb.code) == ("failed", "R105")


def test_a_path_in_an_attachment_s_name_is_a_label(store: Store) -> None:
    results = add_files(store, [incoming("a.eml", mail("../../../etc/cron.d/evil\u202e.csv", CSV.encode()))])
    assert results[1].name == "a.eml > evil.csv"


def test_words_are_read_through_signs_that_are_not_seen(store: Store) -> None:
    """A zero-width sign hides no word from the rules, and each quote is that of the file, sign for sign."""
    plain = "Date,Event\n03/02/2021,Police attended the address and spoke to mother.\n"
    hidden = plain.replace("Police", "Po\u200blice").replace("address", "add\u2066ress").replace("03/", "\u200e03/")
    of(store, "plain.csv", plain.encode())
    result = of(store, "hidden.csv", hidden.encode())
    case = store.case()
    source = result.source
    assert source is not None
    ids = {e.id: e for e in case.entries if e.source == source.id}
    found = [e for e in case.events if e.entry in ids]
    other = [e for e in case.events if e.entry not in ids]
    assert [(e.kind, e.assertion, e.when and e.when.start) for e in found] == [
        (e.kind, e.assertion, e.when and e.when.start) for e in other
    ]
    assert all(ids[e.entry].text[slice(*e.span)] == e.quote for e in found)
    assert any("\u200b" in e.quote for e in found)
    context = context_of(source, case.info)
    for entry in ids.values():
        told = explain_entry(language_reader(), entry, context, list(ids.values()))
        assert [t.event for t in told] == [e for e in found if e.entry == entry.id]
    assert "W180" in {p.code for p in result.problems}
